// The bar under the picture: play, steps, scrub, speed, schedule, layer, files.
// In: translated texts and what each control does. Out: DOM nodes and `show(state)`, which keeps them true.

import { numbersButton } from '../numbers/button.js';
import { saveButton } from '../saving/button.js';
import { element } from '../saving/elements.js';

const ICONS = {
  play: 'M8 5v14l11-7z',
  pause: 'M6 5h4v14H6zM14 5h4v14h-4z',
  back: 'M6 5h3v14H6zM20 5v14L10 12z',
  forward: 'M15 5h3v14h-3zM4 5v14l10-7z',
  sound: 'M3 9v6h4l5 5V4L7 9zM14 9h2v6h-2zM18 6h2v12h-2z',
  loop: 'M7 7h10v3l4-4-4-4v3H5v6h2zM17 17H7v-3l-4 4 4 4v-3h12v-6h-2z',
};
export const SPEEDS = [0.5, 1, 2, 4];

const icon = (name) => `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${ICONS[name]}"/></svg>`;

function button(name, label, onclick, extra = {}) {
  return element('button', {
    type: 'button',
    className: name,
    innerHTML: icon(name),
    title: label,
    'aria-label': label,
    onclick,
    ...extra,
  });
}

function select(name, label, onchange) {
  const list = element('select', {
    className: name,
    'aria-label': label,
    onchange: () => onchange(list.value),
  });
  return list;
}

// Options are replaced only when they differ: a live update must not close an open list.
function offer(list, options, value) {
  const key = JSON.stringify(options);
  if (list.dataset.key !== key) {
    list.replaceChildren(
      ...options.map(([one, words]) => element('option', { value: one, textContent: words })),
    );
    list.dataset.key = key;
  }
  list.value = value;
  list.hidden = options.length < 2;
}

export function controls(words, act) {
  const play = button('play', words.play, act.toggle);
  const back = button('back', words.back, () => act.step(-1));
  const forward = button('forward', words.forward, () => act.step(1));
  const loop = button('loop', words.loop, act.loop, { 'aria-pressed': 'false' });
  const sound = button('sound', words.sound, act.sound, { 'aria-pressed': 'false' });
  const scrub = element('input', {
    type: 'range',
    className: 'scrub',
    min: 0,
    step: 0.01,
    value: 0,
    'aria-label': words.scrub,
    oninput: () => act.scrub(Number(scrub.value)),
    onchange: act.scrubbed,
  });
  const speed = select('speed', words.speed, (value) => act.speed(Number(value)));
  offer(
    speed,
    SPEEDS.map((one) => [String(one), `${one}×`]),
    '1',
  );
  const plan = select('schedule', words.schedule, act.schedule);
  const layer = select('layer', words.layer_choice, act.layer);
  const numbers = numbersButton(words.numbers, words.title, act.numbers);
  const save = saveButton(words.saving, act.save);
  const bar = element('div', { className: 'bar' }, [
    back,
    play,
    forward,
    scrub,
    loop,
    sound,
    speed,
    plan,
    layer,
    numbers,
    save,
  ]);

  function show({
    playing,
    looping,
    sounding,
    position,
    beats,
    text,
    schedules,
    schedule,
    layers,
    layerChoice,
    compact,
    rate,
  }) {
    if (play.dataset.playing !== String(playing)) {
      play.dataset.playing = String(playing);
      play.innerHTML = icon(playing ? 'pause' : 'play');
      play.title = playing ? words.pause : words.play;
      play.setAttribute('aria-label', play.title);
    }
    loop.setAttribute('aria-pressed', String(looping));
    sound.setAttribute('aria-pressed', String(sounding));
    scrub.max = beats;
    scrub.value = position;
    scrub.style.setProperty('--done', `${(100 * position) / beats}%`);
    scrub.setAttribute('aria-valuetext', text);
    speed.value = String(rate);
    offer(plan, schedules, schedule);
    offer(layer, layers, layerChoice);
    for (const one of [loop, sound, speed]) one.hidden = compact;
    if (compact) plan.hidden = layer.hidden = true;
  }
  return { bar, numbers, show };
}
