// Progress that must not be lost: each event has its own place in localStorage until it is acknowledged.
// Kinds, in the order in which a lesson brings them:
//   opened     the lesson was opened, step = page resumed at
//   why step phone question card   arrived at such a page, step = its number there; phone has a mode
//   read       a step's page was left, step = its number, seconds = time on it
//   move       one move on the practice phone: mode, step = number of the move, taps … seconds for it
//   practised  the task was done in this mode, step = moves, taps … seconds for all of it
//   stopped    the mode was left before its end, step = the move it stopped at
//   answer     a question was answered rightly: step = its number, wrong_taps = wrong answers before
//   finished   the last page was reached, seconds = since the lesson was opened here

const BATCH = 100;
const LONGEST_WAIT = 8000;

export const newId = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
};

// A tablet may forbid localStorage; then events live in this page only.
const store = () => {
  try {
    const probe = 'il:probe';
    localStorage.setItem(probe, '1');
    localStorage.removeItem(probe);
    return localStorage;
  } catch (refused) {
    const kept = new Map();
    return {
      get length() { return kept.size; },
      key: (at) => Array.from(kept.keys())[at],
      getItem: (key) => (kept.has(key) ? kept.get(key) : null),
      setItem: (key, value) => kept.set(key, value),
      removeItem: (key) => kept.delete(key),
    };
  }
};

export const memory = store();

const keys = (prefix) => {
  const found = [];
  for (let at = 0; at < memory.length; at++) {
    const key = memory.key(at);
    if (key && key.startsWith(prefix)) found.push(key);
  }
  return found;
};

export const forget = (storageKey) => keys(storageKey + ':').forEach((key) => memory.removeItem(key));

export const recall = (key) => {
  try {
    return JSON.parse(memory.getItem(key) || 'null');
  } catch (broken) {
    return null;
  }
};

export const keep = (key, value) => {
  try {
    memory.setItem(key, JSON.stringify(value));
  } catch (full) {
    // A full store must not stop the lesson.
  }
};

const post = (address) => (events, leaving) => {
  const stop = typeof AbortController === 'function' ? new AbortController() : null;
  const timer = setTimeout(() => stop && stop.abort(), 10000);
  return fetch(address, {
    method: 'POST',
    credentials: 'same-origin',
    keepalive: leaving,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ events }),
    signal: stop ? stop.signal : undefined,
  }).then((answer) => {
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  }).then((body) => body.acked).finally(() => clearTimeout(timer));
};

export function openOutbox(options) {
  const prefix = options.storageKey + ':out:';
  const send = typeof options.post === 'function' ? options.post : post(options.post || '/api/progress');
  const loose = new Map();
  let timer = 0;
  let busy = false;
  let failures = 0;
  let closed = false;

  const waiting = () => {
    const found = keys(prefix).map((key) => recall(key)).filter(Boolean);
    const ids = new Set(found.map((event) => event.id));
    loose.forEach((event) => { if (!ids.has(event.id)) found.push(event); });
    return found.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.n - b.n));
  };
  const tell = () => options.onChange && options.onChange(waiting().length, failures > 0);
  const bare = ({ n, ...event }) => event;

  function flush(leaving) {
    if (busy && !leaving) return Promise.resolve();
    const events = waiting().slice(0, BATCH);
    if (!events.length) return Promise.resolve();
    busy = true;
    return send(events.map(bare), Boolean(leaving)).then((acked) => {
      const done = new Set(acked);
      done.forEach((id) => { memory.removeItem(prefix + id); loose.delete(id); });
      if (!events.some((event) => done.has(event.id))) throw new Error('nothing acknowledged');
      failures = 0;
      busy = false;
      tell();
      if (waiting().length) later(100);
    }).catch(() => {
      failures += 1;
      busy = false;
      tell();
      later(Math.min(LONGEST_WAIT, 500 * 2 ** failures) * (0.6 + Math.random() * 0.4));
    });
  }
  function later(wait) {
    clearTimeout(timer);
    if (!closed) timer = setTimeout(() => flush(false), wait);
  }
  const hurry = () => { failures = 0; later(Math.random() * 400); };
  const leave = () => { flush(true); };
  const seen = () => { if (document.visibilityState === 'hidden') leave(); else hurry(); };

  let count = 0;
  window.addEventListener('online', hurry);
  window.addEventListener('pagehide', leave);
  document.addEventListener('visibilitychange', seen);
  if (waiting().length) later(300);

  return {
    add(event) {
      count += 1;
      const whole = { id: newId(), ...event, at: new Date().toISOString(), n: count };
      loose.set(whole.id, whole);
      keep(prefix + whole.id, whole);
      if (memory.getItem(prefix + whole.id)) loose.delete(whole.id);
      tell();
      if (!busy && failures === 0) later(700);
    },
    unsent: () => waiting().length,
    flush: () => flush(false),
    close() {
      leave();
      closed = true;
      clearTimeout(timer);
      window.removeEventListener('online', hurry);
      window.removeEventListener('pagehide', leave);
      document.removeEventListener('visibilitychange', seen);
    },
  };
}
