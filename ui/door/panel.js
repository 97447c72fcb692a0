// The big result: one person, one colour, one icon, one sentence, and what can be done about it.

import { el, icon } from './dom.js';

// door: what the buttons call. t(word, about): the words. hour(at): the station's clock.
export function panel(view, door, t, hour) {
  const drawn = DRAWN[view.kind](view, door, t, hour);
  const { tone, picture, title, text, small, buttons, people } = drawn;
  return el('div', { class: `result ${tone}`, 'data-kind': view.kind, 'data-line': view.line || '' },
    el('div', { class: 'picture' }, icon(picture)),
    el('div', { class: 'told' },
      view.person && view.person.name ? el('p', { class: 'name' }, view.person.name) : null,
      el('p', { class: view.person && view.person.name ? 'what' : 'what alone' }, title),
      text ? el('p', { class: 'text' }, text) : null,
      small ? el('p', { class: 'small' }, small) : null),
    people && people.length ? el('div', { class: 'choices' }, people.map((one) => choice(one, door, t))) : null,
    buttons && buttons.length ? el('div', { class: 'buttons' }, buttons) : null);
}

function button(words, act, kind = '') {
  return el('button', { type: 'button', class: kind, onclick: act }, words);
}

function choice(one, door, t) {
  const about = [one.number, one.age ? t('age', { age: one.age }) : '', one.place, one.phone].filter(Boolean).join(' · ');
  return el('button', { type: 'button', class: 'choice', onclick: () => door.choose(one) },
    el('b', {}, one.name), el('span', {}, about), one.came ? el('span', {}, t('here')) : null);
}

const notNow = (door, t) => button(t('not_now'), () => door.dismiss());

function partner(view, door, t) {
  const others = door.expectedWith(view.person);
  return others.length ? t('comes_with', { names: others.map((one) => one.name).join(t('and')) }) : '';
}

const DRAWN = {
  ready: (view, door, t) => ({ tone: 'calm', picture: 'ready', title: t('ready'), text: t('ready_more') }),

  looking: (view, door, t) => ({ tone: 'calm', picture: 'look', title: t('looking') }),

  noted: (view, door, t) => ({
    tone: 'blue', picture: 'cut', title: t('noted'), text: t('noted_more'),
    buttons: [button(t('let_in'), () => door.letIn(view), 'main'), notNow(door, t)],
  }),

  came: (view, door, t, hour) => {
    const left = Math.ceil((view.until - performance.now()) / 1000);
    return {
      tone: 'green', picture: 'came',
      title: t(view.late ? 'came_late' : 'came', { at: hour(view.at) }),
      text: partner(view, door, t),
      small: [view.person.number, view.person.needs ? t('needs') : ''].filter(Boolean).join(' · '),
      buttons: left > 0 ? [button(t('undo', { seconds: left }), () => door.undo(view), 'undo')] : [],
    };
  },

  already: (view, door, t, hour) => ({
    tone: 'amber', picture: 'already', title: t('already', { at: hour(view.at) }), small: view.person.number,
    buttons: door.mayVoid() && view.attendance
      ? [button(t('take_back'), () => door.show({ ...view, kind: 'void' }))] : [],
  }),

  not_enrolled: (view, door, t) => ({
    tone: 'blue', picture: 'ask', title: t('not_enrolled'), text: door.free(view.seats_left),
    small: view.person.number,
    buttons: [button(t('let_in'), () => door.letIn(view), 'main'), notNow(door, t)],
  }),

  waiting: (view, door, t) => ({
    tone: 'blue', picture: 'ask', title: t('waiting'), text: door.free(view.seats_left), small: view.person.number,
    buttons: [button(t('let_in'), () => door.letIn(view), 'main'), notNow(door, t)],
  }),

  full: (view, door, t) => ({
    tone: 'blue', picture: 'full', title: t('full'),
    text: door.mayOverfill() ? t('full_decide') : t('full_ask'),
    small: view.person && view.person.number,
    buttons: [
      door.mayOverfill() ? button(t('let_in_anyway'), () => door.letIn(view, true)) : null,
      button(t('turn_away'), () => door.turnAway(view), door.mayOverfill() ? '' : 'main'),
    ].filter(Boolean),
  }),

  turned_away: (view, door, t) => ({ tone: 'calm', picture: 'full', title: t('turned_away') }),

  refused: (view, door, t) => ({
    tone: 'red', picture: 'refused', title: t('refused'), text: view.told,
    small: view.person ? view.person.number : view.reason === 'CardUnknown' ? view.typed : '',
    people: view.near,
    buttons: ['WrongStation', 'WrongDay'].includes(view.reason)
      ? [button(t('let_in_here'), () => door.letIn(view)), notNow(door, t)] : [],
  }),

  fault: (view, door, t) => ({
    tone: 'red', picture: 'camera', title: t('camera'), text: view.told, buttons: [notNow(door, t)],
  }),

  nobody: (view, door, t) => ({
    tone: 'red', picture: 'refused', title: t('nobody', { text: view.typed }), text: t(view.cut ? 'nobody_cut' : 'nobody_more'),
    buttons: view.cut ? [] : [el('a', { href: `/walk_in?activity=${door.activity}` }, t('newcomer')), notNow(door, t)],
  }),

  choices: (view, door, t) => ({
    tone: 'calm', picture: 'look', title: t('which'), people: view.people, buttons: [notNow(door, t)],
  }),

  undone: (view, door, t) => ({ tone: 'calm', picture: 'back', title: t('undone') }),

  void: (view, door, t) => {
    const why = el('input', { type: 'text', maxlength: '200', 'aria-label': t('why'), placeholder: t('why'), class: 'why' });
    const send = () => (why.value.trim() ? door.void(view, why.value) : why.focus());
    why.addEventListener('keydown', (event) => { if (event.key === 'Enter' && !event.isComposing) send(); });
    const ready = ['wrong_person', 'left_again'].map((word) => button(t(word), () => door.void(view, t(word))));
    return { tone: 'amber', picture: 'back', title: t('why_back'), buttons: [...ready, why, button(t('take_back'), send, 'main'), notNow(door, t)] };
  },

  seated: (view, door, t) => ({
    tone: view.people.length ? 'green' : 'calm', picture: 'came',
    title: view.people.length ? t('seated', { names: view.people.map((one) => `${one.name} ${one.number}`).join(t('and')) }) : t('seated_nobody'),
    text: view.people.length ? t('seated_more') : '',
  }),
};
