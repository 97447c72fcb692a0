// Beside the result: how many have come, who is still expected, and what the offer of free seats is.

import { el, icon } from './dom.js';

export function counts(roster, t) {
  const all = roster.all();
  const came = all.filter((one) => one.came).length;
  const expected = all.filter((one) => one.came || one.state === 'enrolled').length;
  const free = roster.activity ? roster.activity.seats_left : 0;
  return [
    el('p', { class: 'count', 'aria-label': t('count_said', { came, expected }) }, el('b', {}, String(came)), ` / ${expected}`),
    el('p', { class: 'free' }, free > 0 ? t('free', { n: free }) : t('no_seats')),
  ];
}

export function offer(roster, door, t) {
  const all = roster.all();
  const absent = all.filter((one) => one.state === 'enrolled' && !one.came).length;
  const waiting = all.filter((one) => one.state === 'waiting' && !one.came).length;
  const due = roster.activity && roster.now() >= Date.parse(roster.activity.offers_at)
    && roster.now() < Date.parse(roster.activity.ends_at);
  if (!due || !absent || !waiting) return [];
  return [
    el('p', {}, t('unclaimed', { absent, waiting })),
    el('button', { type: 'button', class: 'main', 'data-name': 'offer', onclick: () => door.offer() }, t('offer')),
  ];
}

export function people(roster, door, t, hour) {
  const order = new Intl.Collator('zh-u-co-pinyin');
  const isWaiting = (one) => one.state === 'waiting' && !one.came;
  const places = roster.all().filter((one) => !isWaiting(one)).sort((a, b) => order.compare(a.name, b.name));
  const waiting = roster.all().filter(isWaiting);
  const nodes = places.map((one) => row(one, door, t, hour));
  if (waiting.length) nodes.push(el('li', { class: 'heading' }, t('waiting_list', { n: waiting.length })));
  return nodes.concat(waiting.map((one) => row(one, door, t, hour)));
}

function row(one, door, t, hour) {
  const state = one.came ? (one.late ? 'late' : 'here') : one.state === 'waiting' ? 'waits' : 'expected';
  const said = one.came ? t(one.late ? 'came_late' : 'came', { at: hour(one.came) }) : one.number;
  return el('li', {},
    el('button', { type: 'button', class: `person ${state}`, 'data-name': `person-${one.id}`, onclick: () => door.tapped(one) },
      el('span', { class: 'tick' }, one.came ? icon('came') : null),
      el('span', { class: 'who' }, one.name, one.needs ? el('span', { class: 'care', title: t('needs') }, icon('care')) : null),
      el('span', { class: 'when' }, said)));
}
