// What is pointed at and what is chosen: by mouse, finger or keyboard.
// In: the nodes of the player, and the player, whose scene it reads. Out: `hover` and `selection`; a click on a layer
// chooses that layer.

import { hit } from './hits.js';
import { cursors } from './scene.js';

export class Pointing {
  /** What is chosen; what is under the pointer; where that is, in CSS pixels.
   * @type {{ panel: string, step: number, unit: number } | null} */
  selection = null;

  /** @type {any} */
  hover = null;

  /** @type {[number, number] | null} */
  pointer = null;

  constructor(frame, player) {
    this.frame = frame;
    this.player = player;
    const { canvas } = frame;
    canvas.addEventListener('pointermove', (event) => this.point(event));
    canvas.addEventListener('pointerdown', (event) => this.point(event));
    canvas.addEventListener('pointerleave', () => this.leave());
    canvas.addEventListener('click', () => this.choose());
  }

  select(selection) {
    this.selection = selection;
    this.player.draw();
  }

  // After new numbers: a unit that is no longer there is not chosen any more.
  keep(units) {
    if (this.selection && this.selection.unit >= units(this.selection.panel)) this.selection = null;
  }

  /** @returns {[number, number]} */
  place(event) {
    const box = this.frame.canvas.getBoundingClientRect();
    const zoom = box.width / this.player.arrangement.size.width;
    return [(event.clientX - box.left) / zoom, (event.clientY - box.top) / zoom];
  }

  point(event) {
    this.pointer = this.place(event);
    if (!this.player.clock.playing) this.player.draw();
  }

  // Numbers move under a resting pointer too: what it says is looked up at each drawing.
  aim(scene, size) {
    if (!this.pointer) return;
    const { canvas, overlays } = this.frame;
    const found = hit(scene, ...this.pointer);
    this.hover = found?.lines ? found : null;
    canvas.style.cursor = found?.cell || found?.panel === 'layer' ? 'pointer' : 'default';
    overlays.showTip(this.hover, this.selection, this.pointer, size);
  }

  leave() {
    this.frame.overlays.tip.hidden = true;
    Object.assign(this, { hover: null, pointer: null });
    this.player.draw();
  }

  // A click chooses what the pointer was said to be on: its own coordinates are rounded.
  choose() {
    if (!this.pointer) return;
    const found = hit(this.player.scene(), ...this.pointer);
    if (found?.panel === 'layer' || found?.panel === 'network') {
      if (this.player.model.layers.length > 1) this.player.showLayer(String(found.layer));
      return;
    }
    if (!found?.cell) return this.select(null);
    const { panel, step, unit } = found;
    const before = this.selection;
    const again = before && before.panel === panel && before.step === step && before.unit === unit;
    this.select(again ? null : { panel, step, unit });
  }

  // ↑ and ↓ walk through the units at the present step, for those who do not point.
  moveUnit(way) {
    const scene = this.player.scene();
    const panels = ['forward', 'backward', 'merged'].filter((name) => scene.layout.boxes[name]);
    if (!panels.length) return;
    const { selection } = this;
    if (!selection) {
      const step = cursors(scene)[0]?.step ?? 0;
      return this.select({ panel: panels[0], unit: 0, step });
    }
    let [panel, unit] = [selection.panel, selection.unit + way];
    if (unit < 0 || unit >= this.player.units(panel)) {
      panel = panels[(panels.indexOf(panel) + way + panels.length) % panels.length];
      unit = way > 0 ? 0 : this.player.units(panel) - 1;
    }
    this.select({ ...selection, panel, unit });
  }
}
