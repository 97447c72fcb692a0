// Clears a tablet nobody uses: asks first, waits, ends the learner, forgets her, shows the front page.
// Needs no Streamlit: it goes on while the page behind it sleeps.
// data: learner (key, or '' while nobody is known), seconds (until it asks), words, front (an address)

import { button, el, forgetOthers, isBusy, post, sendFaces, sweep, unsent } from './learner.js';

const TOUCHES = ['pointerdown', 'keydown', 'wheel', 'touchmove'];
const HEARTBEAT = 240000;
const LAST = 'tablet:last';
const ENDED = 'tablet:ended';
// Whoever waits for the teacher sits still. A hand nobody came for does not keep the tablet for ever.
const LONGEST_WAIT = 45 * 60;

const recall = (name) => { try { return Number(localStorage.getItem(name)) || 0; } catch (forbidden) { return 0; } };
const keep = (name) => { try { localStorage.setItem(name, String(Date.now())); } catch (forbidden) { /* a tab alone */ } };

export async function end(front) {
  const answer = await post('/api/tablet/end', {});
  if (!answer.ok) throw new Error(String(answer.status));
  forgetOthers('');
  keep(ENDED);
  sessionStorage.clear();
  // Replaced, so that the way back does not lead to her page.
  window.location.replace(front);
}

export function open(root, first) {
  let data = first;
  let last = Date.now();
  let told = Date.now();
  let asking = null;
  let ending = false;

  forgetOthers(data.learner);
  keep(LAST);

  const touched = (event) => {
    if (asking && event && event.type !== 'click') return;
    last = Date.now();
    keep(LAST);
    if (data.learner && Date.now() - told > HEARTBEAT) {
      told = Date.now();
      post('/api/tablet/here', {}).catch(() => {});
    }
  };
  const stay = () => {
    if (asking) asking.remove();
    asking = null;
    touched();
  };
  // Whether her hand is up: the house knows, or it still waits here to be told.
  const hand = { isUp: false, seenAt: 0, looking: false };
  const unsaid = () => {
    try { return Boolean(JSON.parse(localStorage.getItem(`il:${data.learner}:hand`))?.up); } catch (forbidden) { return false; }
  };
  const look = async () => {
    const was = hand.isUp;
    hand.looking = true;
    try {
      const answer = await fetch('/api/hands', { credentials: 'same-origin' });
      hand.isUp = Boolean((await answer.json()).hand) || unsaid();
      if (hand.isUp) await post('/api/tablet/here', {});
    } catch (cut) {
      hand.isUp = hand.isUp || unsaid();
    }
    hand.seenAt = Date.now();
    hand.looking = false;
    // She was helped a moment ago: her time begins anew.
    if (was && !hand.isUp) touched();
  };
  // Nobody touched it for a while: is she waiting for the teacher, or gone?
  const wonder = (quiet) => {
    if (hand.looking) return;
    if (Date.now() - hand.seenAt > data.seconds * 300) look();
    else if (!hand.isUp || quiet > LONGEST_WAIT) ask();
  };
  const leave = () => {
    if (ending) return;
    ending = true;
    end(data.front).catch(() => { ending = false; });
  };
  const ask = () => {
    const { words } = data;
    const seconds = el('p', 'tw-count');
    const yes = button('tw-yes', stay, words.yes);
    const panel = el('div', 'tw-panel', el('h2', '', words.ask), el('p', '', words.more), yes,
      button('tw-no', leave, words.no), seconds);
    panel.setAttribute('role', 'alertdialog');
    panel.setAttribute('aria-modal', 'true');
    panel.setAttribute('aria-label', words.ask);
    asking = el('div', 'tw-curtain', panel);
    asking.seconds = seconds;
    root.append(asking);
    yes.focus();
  };

  // Somebody else's browser tab may have been touched, or have ended her.
  const idle = () => Date.now() - Math.max(last, recall(LAST));
  const tick = () => {
    const quiet = idle() / 1000;
    const grace = data.seconds / 3;
    if (isBusy()) {
      if (!asking) touched();
      return;
    }
    if (!data.learner) {
      if (quiet > data.seconds && window.location.pathname !== data.front) window.location.replace(data.front);
      return;
    }
    if (!asking && quiet >= data.seconds) wonder(quiet);
    if (asking && quiet < data.seconds) { asking.remove(); asking = null; }
    if (!asking) return;
    const left = Math.ceil(data.seconds + grace - quiet);
    const waits = unsent(data.learner) > 0;
    asking.seconds.textContent = left > 0 ? data.words.count.replace('%(n)s', left) : (waits ? data.words.unsent : '');
    if (left <= 0 && !waits) leave();
  };
  const clean = () => {
    sweep();
    sendFaces().catch(() => {});
  };
  const timer = setInterval(tick, Math.min(1000, data.seconds * 100));
  const sweeping = setInterval(clean, 30000);
  clean();
  const elsewhere = (event) => { if (event.key === ENDED) window.location.replace(data.front); };
  const shown = (event) => { if (event.persisted) window.location.reload(); };

  TOUCHES.forEach((one) => document.addEventListener(one, touched, { capture: true, passive: true }));
  window.addEventListener('storage', elsewhere);
  window.addEventListener('pageshow', shown);
  return {
    update(next) { data = next; },
    close() {
      clearInterval(timer);
      clearInterval(sweeping);
      TOUCHES.forEach((one) => document.removeEventListener(one, touched, { capture: true }));
      window.removeEventListener('storage', elsewhere);
      window.removeEventListener('pageshow', shown);
    },
  };
}

