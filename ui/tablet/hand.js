// The hand of whoever is before the tablet. Her last wish is kept until the house has it; while the hand is up,
// it is asked now and then whether the teacher is coming.

import { newId, post } from './learner.js';

const LONGEST_WAIT = 8000;
const ASK_AGAIN = 3000;

// changed('raised' | 'coming' | null)
export function openHand(key, changed) {
  const place = `il:${key}:hand`;
  let wish = recall();
  let state = wish && wish.up ? 'raised' : null;
  let failures = 0;
  let timer = 0;
  let sending = false;
  let closed = false;

  function recall() {
    try { return JSON.parse(localStorage.getItem(place)); } catch (forbidden) { return null; }
  }
  function keep() {
    try {
      if (wish) localStorage.setItem(place, JSON.stringify(wish));
      else localStorage.removeItem(place);
    } catch (forbidden) { /* it lives in this page */ }
  }
  function tell(next) {
    if (next === state) return;
    state = next;
    if (!closed) changed(state);
  }
  function later(wait) {
    clearTimeout(timer);
    if (!closed) timer = setTimeout(run, wait);
  }

  async function run() {
    if (sending || closed) return;
    sending = true;
    const sent = wish;
    try {
      const answer = sent ? await post('/api/hands', sent) : await fetch('/api/hands', { credentials: 'same-origin' });
      // What the house refuses gets no better by sending it again.
      if (!answer.ok && answer.status >= 500) throw new Error(String(answer.status));
      const body = await answer.json();
      failures = 0;
      if (wish === sent) {
        wish = null;
        keep();
        tell(body.hand || null);
      }
    } catch (cut) {
      failures += 1;
    }
    sending = false;
    if (failures) later(Math.min(LONGEST_WAIT, 500 * 2 ** failures));
    else if (wish) later(0);
    else if (state) later(ASK_AGAIN);
  }

  const hurry = () => { if (wish || state) later(0); };
  window.addEventListener('online', hurry);
  later(0);
  return {
    state: () => state,
    ask({ lesson, step, raise }) {
      wish = { id: newId(), learner: key, lesson, step, up: raise };
      keep();
      tell(raise ? 'raised' : null);
      later(0);
    },
    close() {
      closed = true;
      clearTimeout(timer);
      window.removeEventListener('online', hurry);
    },
  };
}
