// What floats above the picture: the pointer's words, and the equation of a chosen cell.
// In: a scene and what was hit. Out: two DOM nodes in their places.

import { element } from '../saving/elements.js';
import { equation } from './equations.js';
import { stateHit } from './hits.js';

const clamp = (value, low, high) => Math.min(high, Math.max(low, value));

export class Overlays {
  constructor() {
    this.tip = element('div', { className: 'tip', hidden: true });
    this.card = element('div', { className: 'card', hidden: true });
  }

  // The card already says what its own cell holds.
  showTip(hover, selection, [x, y], size) {
    const told = selection && ['panel', 'step', 'unit'].every((name) => selection[name] === hover?.[name]);
    this.tip.hidden = !hover || Boolean(told);
    if (this.tip.hidden) return;
    const said = hover.lines.join('\n');
    if (this.tip.textContent !== said) this.tip.textContent = said;
    const left = clamp(x + 16, 0, Math.max(0, size.width - this.tip.offsetWidth));
    const high = this.tip.offsetHeight;
    const top = y + 20 + high > size.height ? y - high - 12 : y + 20;
    this.tip.style.transform = `translate(${left}px, ${top}px)`;
  }

  showCard(scene) {
    const { selection } = scene;
    this.card.hidden = !selection;
    if (!selection) return;
    const found = stateHit(scene, selection.panel, selection.step, selection.unit);
    const [title, unread] = found.lines;
    this.write(found.known ? equation(scene, selection) : { title, lines: [unread] });
    this.card.style.setProperty('--hue', scene.look[selection.panel]);
    this.stand(scene.layout, scene.layout.boxes[selection.panel], found.cell);
  }

  write({ title, lines }) {
    const text = [title, ...lines].join('\n');
    if (this.card.dataset.text === text) return;
    this.card.dataset.text = text;
    const sum = element('pre', { textContent: lines.join('\n') });
    this.card.replaceChildren(element('strong', { textContent: title }), sum);
  }

  // Above the forward panel, below the others: never over the panel it explains.
  stand(place, box, cell) {
    const { offsetWidth: wide, offsetHeight: high } = this.card;
    const fitsAbove = box.y > high + 8;
    const fitsBelow = box.y + box.h + 8 + high <= place.height;
    const above = (box.name === 'forward' && fitsAbove) || !fitsBelow;
    const top = above ? Math.max(0, box.y - high - 8) : box.y + box.h + 8;
    const left = clamp(cell.x + cell.w / 2 - wide / 2, 0, Math.max(0, place.width - wide));
    this.card.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
  }
}
