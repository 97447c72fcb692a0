// What happened at the door and is not acknowledged yet. Each line has its own place in localStorage, so
// that a reload loses nothing and two tabs do not overwrite each other. Sending twice counts once.

const PREFIX = 'door.line.';
const BATCH = 25;
const PATIENCE = 8000;
const LONGEST_WAIT = 8000;

export const newId = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');

const wait = (failures) => Math.min(LONGEST_WAIT, 500 * 2 ** failures);

export class Queue {
  // answered(line, result): one line has its answer. changed(): the number waiting, or the way out, is another.
  constructor({ answered, changed }) {
    this.answered = answered;
    this.changed = changed;
    this.lines = this.kept();
    this.failures = 0;
    this.signedOut = false;
    this.sending = false;
    this.timer = 0;
    this.onLine = () => this.hurry();
    addEventListener('online', this.onLine);
    this.flush();
  }

  kept() {
    const found = [];
    for (let at = 0; at < localStorage.length; at++) {
      const key = localStorage.key(at);
      if (!key.startsWith(PREFIX)) continue;
      try { found.push(JSON.parse(localStorage.getItem(key))); } catch (broken) { localStorage.removeItem(key); }
    }
    return found.sort((a, b) => a.order - b.order);
  }

  get waiting() { return this.lines.length; }

  get isCut() { return this.failures > 0; }

  add(line) {
    line.order = Date.now() + this.lines.length / 1000;
    this.lines.push(line);
    this.keep(line);
    this.flush();
    this.changed();
  }

  // A line not sent yet can simply be dropped; true if it could.
  drop(id) {
    const line = this.lines.find((one) => one.id === id);
    if (!line || line.sent) return false;
    this.remove(line);
    this.changed();
    return true;
  }

  keep(line) {
    try { localStorage.setItem(PREFIX + line.id, JSON.stringify(line)); } catch (full) { /* it lives in this page */ }
  }

  remove(line) {
    this.lines = this.lines.filter((one) => one.id !== line.id);
    localStorage.removeItem(PREFIX + line.id);
  }

  hurry() {
    clearTimeout(this.timer);
    this.timer = 0;
    this.flush();
  }

  async flush() {
    if (this.sending || this.timer || !this.lines.length) return;
    this.sending = true;
    const first = this.lines[0];
    const alone = first.alone ? 1 : BATCH;
    const batch = this.lines.filter((line) => line.activity === first.activity).slice(0, alone);
    const progressed = await this.send(batch);
    this.sending = false;
    this.failures = progressed ? 0 : this.failures + 1;
    this.changed();
    if (!this.lines.length || this.closed) return;
    if (progressed) this.flush();
    else this.timer = setTimeout(() => this.hurry(), wait(this.failures));
  }

  // True if the server was reached and something about these lines is settled.
  async send(batch) {
    batch.forEach((line) => { line.sent = true; this.keep(line); });
    const stop = new AbortController();
    const late = setTimeout(() => stop.abort(), PATIENCE);
    try {
      const response = await fetch('/api/arrivals', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ activity: batch[0].activity, arrivals: batch.map((line) => line.body) }),
        signal: stop.signal,
      });
      this.signedOut = response.status === 401;
      if (response.ok) return this.settle(batch, (await response.json()).results);
      if (response.status === 413 || response.status === 422) return this.unfit(batch, await response.json());
      return false;
    } catch (cut) {
      return false;
    } finally {
      clearTimeout(late);
    }
  }

  settle(batch, results) {
    const byId = new Map(results.map((result) => [result.id, result]));
    let settled = false;
    for (const line of batch) {
      const result = byId.get(line.id);
      if (!result || result.outcome === 'again') continue;
      this.remove(line);
      this.answered(line, result);
      settled = true;
    }
    return settled;
  }

  // The server cannot read these: one at a time, so that only the one at fault is given back.
  unfit(batch, answer) {
    if (batch.length > 1) {
      batch.forEach((line) => { line.alone = true; });
      return true;
    }
    this.remove(batch[0]);
    this.answered(batch[0], { id: batch[0].id, outcome: 'refused', reason: answer.refused, told: answer.told });
    return true;
  }

  close() {
    this.closed = true;
    clearTimeout(this.timer);
    removeEventListener('online', this.onLine);
  }
}
