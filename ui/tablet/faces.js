// How was it? Three faces, one tap. What was tapped is kept until the house has it.
// data: activity (its id), title, learner (key, or '' while nobody is there),
//       known (she has a name here), words

import { button, el, keepFace, newId, sendFaces } from './learner.js';

const REST = 600;
const MOUTHS = { 3: 'M30 58q18 20 36 0', 2: 'M32 64h32', 1: 'M32 68q16-16 32 0' };

const drawing = (face) => {
  const made = el('span', 'tw-face');
  made.innerHTML = `<svg viewBox="0 0 96 96" aria-hidden="true"><g fill="none" stroke="currentColor" stroke-width="6"
    stroke-linecap="round"><circle cx="48" cy="48" r="40"/><path d="M34 38v4M62 38v4"/><path d="${MOUTHS[face]}"/></g></svg>`;
  return made;
};

export function open(root, first) {
  let data = first;
  let tapped = 0;
  root.className = 'tw';

  const draw = (...inside) => {
    root.replaceChildren(...inside.filter(Boolean));
  };
  // A trembling second tap must not hit what the first one brought up.
  const once = (act) => () => {
    if (Date.now() - tapped < REST) return;
    tapped = Date.now();
    act();
  };

  function ask() {
    const { words } = data;
    draw(el('h1', '', words.ask), el('p', 'tw-lead', data.title),
      el('div', 'tw-faces', ...[3, 2, 1].map((face) => button('tw-tile', once(() => give(face)), drawing(face), el('b', '', words[face])))),
      data.known ? null : el('p', '', words.nobody));
  }
  function give(face) {
    keepFace({ id: newId(), activity: data.activity, learner: data.learner, face, at: new Date().toISOString() });
    sendFaces().catch(() => {});
    thank();
  }
  function thank() {
    const { words } = data;
    const thanks = el('h1', '', words.thanks);
    thanks.tabIndex = -1;
    draw(thanks, el('p', 'tw-lead', words.glad), data.known ? null : button('tw-yes', once(ask), words.next));
    thanks.focus();
  }

  ask();
  return {
    update(next) { data = next; },
    close() {},
  };
}
