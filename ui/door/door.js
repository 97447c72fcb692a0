// The door: one field that is always ready, one big result, the roster beside it. Nothing here waits for the
// network: a person on the roster is let in at once, and the queue sees to it that the house learns of it.

import { el, icon } from './dom.js';
import { Keys } from './keys.js';
import { newId, Queue } from './queue.js';
import { reading, Roster } from './roster.js';
import { Screen } from './screen.js';

const UNDO = 10000;

export class Door extends Screen {
  constructor(root, data) {
    super(root, data);
    this.activity = data.activity;
    this.roster = new Roster(this.activity, { changed: () => this.drawRoster(), cut: () => this.drawNetwork() });
    this.queue = new Queue({ answered: (line, result) => this.answered(line, result), changed: () => this.drawNetwork() });
    this.keys = new Keys(this.house, this.field, (text) => this.entered(text));
    this.field.addEventListener('input', () => this.hint());
    this.drawNetwork();
  }

  // -- what comes in ---------------------------------------------------------------------------------

  entered(text) {
    this.hints.replaceChildren();
    if (!text.trim()) return;
    const what = reading(text);
    if (what.words === undefined) this.arrive(what, what.code ? 'card' : 'number', text);
    else this.search(what.words);
  }

  arrive(what, how, typed = '') {
    const person = this.roster.known(what);
    const at = this.roster.now();
    const line = this.send({ do: 'arrive', ...what, how, at: at.toISOString() }, { typed, person: name(person) });
    if (!person) this.show({ kind: this.queue.isCut ? 'noted' : 'looking', line: line.id, what, how, typed });
    else if (person.came) this.show({ kind: 'already', line: line.id, person, at: person.came, attendance: person.attendance });
    else if (person.state === 'enrolled') this.green(person, at, line);
    else this.show({ kind: person.state === 'waiting' ? 'waiting' : 'not_enrolled', line: line.id, person });
  }

  green(person, at, line, settles = false) {
    const late = this.roster.isLate(at);
    this.roster.mark(person.id, { came: at.toISOString(), late, line: line.id, person });
    this.show({ kind: 'came', line: line.id, person, at, late, until: performance.now() + UNDO }, settles);
    this.reveal(person.id);
  }

  send(body, about = {}) {
    const id = newId();
    const line = { id, activity: this.activity, body: { id, ...body }, ...about };
    this.queue.add(line);
    return line;
  }

  async search(words) {
    const { fully, partly } = this.roster.matching(words);
    if (fully.length === 1) { this.arrive({ senior: fully[0].id }, 'name', words); return; }
    if (fully.length + partly.length) { this.show({ kind: 'choices', people: fully.concat(partly).slice(0, 8) }); return; }
    const view = { kind: 'looking' };
    this.show(view);
    const found = await this.ask(`/api/door/find?activity=${this.activity}&text=${encodeURIComponent(words)}`);
    if (this.view !== view) return;
    if (found.found && found.found.length) this.show({ kind: 'choices', people: found.found });
    else this.show({ kind: 'nobody', typed: words, cut: !found.found });
  }

  hint() {
    clearTimeout(this.hinting);
    // A scanner types faster than this: its code is never taken for a name.
    this.hinting = setTimeout(() => {
      const what = this.field.value ? reading(this.field.value) : {};
      const { fully, partly } = what.words ? this.roster.matching(what.words) : { fully: [], partly: [] };
      this.hints.replaceChildren(...fully.concat(partly).slice(0, 6).map((one) =>
        el('button', { type: 'button', class: `hint${one.came ? ' here' : ''}`, onclick: () => this.choose(one) },
          one.came ? icon('came') : '', one.name, el('small', {}, one.number))));
    }, 130);
  }

  choose(one) {
    this.keys.clear();
    this.hints.replaceChildren();
    this.arrive({ senior: one.id }, 'name');
  }

  tapped(one) {
    if (one.came) this.show({ kind: 'already', person: one, at: one.came, attendance: one.attendance });
    else this.choose(one);
  }

  // -- what the house answers ------------------------------------------------------------------------

  answered(line, result) {
    if (line.body.do !== 'arrive') {
      this.changedMind(line, result);
    } else if (result.outcome === 'came' || result.outcome === 'already') {
      this.itCounts(line, result);
      if (this.view.line === line.id) this.confirm(line, result);
    } else {
      if (line.person) this.roster.unmark(line.person.id, line.id);
      if (this.view.line === line.id) this.show(viewOf(line, result), true);
      else this.remember(viewOf(line, result));
    }
  }

  changedMind(line, result) {
    if (result.outcome === 'refused') {
      this.remember({ kind: 'refused', line: line.id, told: result.told, person: line.person });
      if (line.person) this.roster.unmark(line.person.id, line.id);
    } else if (line.body.do === 'undo') {
      this.roster.acknowledge(line.person.id, line.id);
    }
  }

  itCounts(line, result) {
    if (this.open.some((view) => view.line === line.id)) this.forget(this.open.find((view) => view.line === line.id));
    const { id } = result.senior;
    const mark = this.roster.here.get(id);
    if (line.activity !== this.activity || (mark && mark.line !== line.id)) return;
    const person = this.roster.person(id) || result.senior;
    this.roster.mark(id, {
      came: result.at, late: result.late, attendance: result.attendance, line: line.id, known: Date.now(), person,
    });
  }

  confirm(line, result) {
    const person = this.roster.person(result.senior.id) || result.senior;
    if (result.outcome === 'already') {
      this.show({ kind: 'already', line: line.id, person, at: result.at, attendance: result.attendance }, true);
    } else if (this.view.kind !== 'already') {
      const until = this.view.until || performance.now() + UNDO;
      this.show({ kind: 'came', line: line.id, person, at: result.at, late: result.late, until }, true);
    }
  }

  // -- what the trainer decides ----------------------------------------------------------------------

  letIn(view, although_full = false) {
    const what = view.person && view.person.id ? { senior: view.person.id } : view.what;
    const how = view.how || 'name';
    const at = this.roster.now();
    this.queue.drop(view.line);
    const line = this.send({ do: 'arrive', ...what, how, at: at.toISOString(), let_in: true, although_full }, { person: name(view.person), typed: view.typed });
    if (view.person) this.green(view.person, at, line, true);
    else this.show({ kind: 'looking', line: line.id, what, how }, true);
  }

  turnAway(view) {
    const body = { do: 'turn_away', at: this.roster.now().toISOString() };
    const who = view.person && view.person.id ? { senior: view.person.id } : {};
    this.send({ ...body, ...who }, { person: name(view.person) });
    this.show({ kind: 'turned_away', person: view.person }, true);
  }

  undo(view) {
    const person = view.person;
    if (this.queue.drop(view.line)) {
      this.roster.unmark(person.id, view.line);
    } else {
      const line = this.send({ do: 'undo', of: view.line, at: this.roster.now().toISOString() }, { person: name(person) });
      this.roster.mark(person.id, { came: null, late: false, line: line.id, person });
    }
    this.show({ kind: 'undone', person }, true);
  }

  async void(view, reason) {
    const done = await this.ask('/api/door/void', { attendance: view.attendance, reason });
    if (done.done) this.roster.here.delete(view.person.id);
    this.show(done.done ? { kind: 'undone', person: view.person } : { kind: 'refused', told: done.told || this.t('cut_ask') }, true);
    this.roster.poll();
  }

  async offer() {
    const done = await this.ask('/api/door/offer', { activity: this.activity });
    this.show(done.seated ? { kind: 'seated', people: done.seated } : { kind: 'refused', told: done.told || this.t('cut_ask') });
    this.roster.poll();
  }

  // Ask the house something that needs the network; an empty answer means there is none.
  async ask(address, body) {
    try {
      const post = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
      const response = await fetch(address, body ? post : undefined);
      return await response.json();
    } catch (cut) {
      return {};
    }
  }
}

const name = (person) => (person ? { id: person.id, name: person.name, number: person.number } : null);

function viewOf(line, result) {
  return {
    kind: result.outcome, line: line.id, person: result.senior || line.person, seats_left: result.seats_left,
    told: result.told, reason: result.reason, near: result.near, typed: line.typed,
    how: line.body.how, what: { code: line.body.code, number: line.body.number, senior: line.body.senior },
  };
}


// Streamlit calls this again whenever the page was run: the same door goes on.
const doors = new WeakMap();

export function open(root, data) {
  let door = doors.get(root);
  if (door && door.activity !== data.activity) { door.close(); door = undefined; }
  if (!door) doors.set(root, (door = new Door(root, data)));
  return door;
}
