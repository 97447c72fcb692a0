// The roster the door holds: who is expected, how each is recognised, and what happened here since it was fetched.

import { sha256 } from './sha256.js';

const EVERY = 1500;
const HIDDEN = 10000;
const LONGEST_WAIT = 8000;
const CARD = /(?:^|\/)([23456789abcdefghjkmnpqrstuvwxyz]{14})\/?$/;

export const squeezed = (text) =>
  text.normalize('NFKC').toLowerCase().replace(/ü/g, 'v').normalize('NFKD').replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC').replace(/[^\p{L}\p{N}]/gu, '');

// What was typed or scanned: a card's code, a number, or words to look for.
export function reading(text) {
  const plain = text.normalize('NFKC').trim();
  const card = CARD.exec(plain.toLowerCase());
  if (card) return { code: card[1] };
  const digits = plain.replace(/\s/g, '');
  if (/^\d{6}$/.test(digits)) return { number: digits };
  // A link or a long code without spaces is a card, though none of ours.
  if (/^[\x21-\x7e]{12,}$/.test(plain) && /[^a-z]/i.test(plain)) return { code: plain.slice(0, 300) };
  return { words: plain };
}

export class Roster {
  // changed(): somebody came, or the list is another. cut(is): the server cannot be reached, or can again.
  constructor(activityId, { changed, cut }) {
    this.activityId = activityId;
    this.changed = changed;
    this.cut = cut;
    this.people = new Map();
    this.activity = null;
    this.here = new Map();
    this.version = '';
    this.ahead = 0;
    this.failures = 0;
    this.timer = 0;
    this.poll();
  }

  // This device's clock set right by the server's.
  now() { return new Date(Date.now() + this.ahead); }

  async poll() {
    clearTimeout(this.timer);
    const asked = Date.now();
    try {
      const stop = new AbortController();
      const late = setTimeout(() => stop.abort(), LONGEST_WAIT);
      const headers = this.version ? { 'if-none-match': this.version } : {};
      const response = await fetch(`/api/door?activity=${this.activityId}`, { headers, signal: stop.signal });
      clearTimeout(late);
      if (response.status === 200) this.take(await response.json(), response.headers.get('etag'), asked);
      if (response.status >= 500) throw new Error('unwell');
      this.refused = response.status >= 400 ? (await response.json()).told : '';
      this.settle(asked);
      if (this.failures) { this.failures = 0; this.cut(false); }
    } catch (gone) {
      this.failures += 1;
      this.cut(true);
    }
    if (this.closed) return;
    const pause = document.visibilityState === 'visible' ? EVERY : HIDDEN;
    this.timer = setTimeout(() => this.poll(), Math.min(LONGEST_WAIT, pause * 2 ** Math.min(this.failures, 4)));
  }

  take(held, version, asked) {
    this.version = version;
    this.ahead = Date.parse(held.now) - (asked + Date.now()) / 2;
    this.activity = held.activity;
    this.people = new Map(held.roster.map((person) => [person.id, person]));
    this.byCard = new Map(held.roster.flatMap((person) => person.cards.map((card) => [card, person.id])));
    this.byNumber = new Map(held.roster.map((person) => [person.number, person.id]));
  }

  // What was acknowledged before the roster was asked for is in it: no need to remember it ourselves.
  settle(asked) {
    for (const [id, mark] of this.here) if (mark.known && mark.known < asked) this.here.delete(id);
    this.changed();
  }

  // Note that somebody came (or not any more: came null) before the roster says so.
  mark(id, mark) {
    this.here.set(id, mark);
    this.changed();
  }

  acknowledge(id, lineId) {
    const mark = this.here.get(id);
    if (mark && mark.line === lineId) mark.known = Date.now();
  }

  // Forget a mark that turned out wrong.
  unmark(id, lineId) {
    const mark = this.here.get(id);
    if (mark && mark.line === lineId) this.here.delete(id);
    this.changed();
  }

  person(id) {
    const person = this.people.get(id);
    const mark = this.here.get(id);
    if (!mark) return person;
    return { ...(person || mark.person), came: mark.came, late: mark.late, attendance: mark.attendance };
  }

  all() {
    const strangers = Array.from(this.here).filter(([id, mark]) => mark.came && !this.people.has(id));
    return Array.from(this.people.keys(), (id) => this.person(id))
      .filter((person) => person.state || person.came)
      .concat(strangers.map(([id]) => this.person(id)));
  }

  isLate(at) {
    return Boolean(this.activity) && at >= Date.parse(this.activity.starts_at) + 60000;
  }

  known(what) {
    if (what.code) return this.person((this.byCard || new Map()).get(sha256(what.code)));
    if (what.number) return this.person((this.byNumber || new Map()).get(what.number));
    return what.senior ? this.person(what.senior) : undefined;
  }

  // Those whom the words fully name, or else those whose name, spelling or phone begins so.
  matching(words) {
    const wanted = squeezed(words);
    if (!wanted) return { fully: [], partly: [] };
    const fully = [];
    const partly = [];
    for (const person of this.all()) {
      const keys = person.keys || [];
      if (keys.includes(wanted)) fully.push(person);
      else if (keys.some((key) => key.startsWith(wanted))) partly.push(person);
    }
    return { fully, partly };
  }

  close() {
    this.closed = true;
    clearTimeout(this.timer);
  }
}
