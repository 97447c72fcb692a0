// What a tablet keeps for whoever learns on it, and how it is sent and forgotten.
// Everything of a learner stands in localStorage under il:<her key>: ; what is unsent under il:<key>:out:

const KEY = /^il:([^:]+):/;
const TOO_OLD = 30 * 24 * 3600 * 1000;

// Whoever is here says whether it must not be interrupted now: a recording that plays.
export const busy = (window.tabletBusy = window.tabletBusy || new Set());
export const isBusy = () => [...busy].some((says) => says());

export const post = (address, body, leaving = false) => fetch(address, {
  method: 'POST',
  credentials: 'same-origin',
  keepalive: leaving,
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(body),
});

// Sends a learner's events; answers the ids that need not be kept any longer.
export const progressOf = (key) => async (events, leaving) => {
  const answer = await post('/api/progress', { learner: key, at: new Date().toISOString(), events }, leaving);
  if (!answer.ok) throw Object.assign(new Error(String(answer.status)), { status: answer.status });
  const { acked, refused } = await answer.json();
  return acked.concat(refused.map((one) => one.id));
};

const names = () => {
  try {
    return Array.from({ length: localStorage.length }, (_, at) => localStorage.key(at)).filter(Boolean);
  } catch (forbidden) {
    return [];
  }
};
const isUnsent = (name) => KEY.test(name) && name.includes(':out:');

export const unsent = (key) => names().filter((name) => name.startsWith(`il:${key}:out:`)).length;

// Forget everything of everybody but one; events that are still unsent stay: they name nobody.
export const forgetOthers = (key) => names()
  .filter((name) => KEY.test(name) && name.match(KEY)[1] !== key && !isUnsent(name))
  .forEach((name) => localStorage.removeItem(name));

// How somebody liked a session; it waits here, and in localStorage, until the house has it.
const FACE = 'face:out:';
const faces = new Map();

export function keepFace(said) {
  faces.set(FACE + said.id, said);
  try { localStorage.setItem(FACE + said.id, JSON.stringify(said)); } catch (forbidden) { /* it lives in this page */ }
}

export async function sendFaces() {
  for (const name of names().filter((one) => one.startsWith(FACE))) faces.set(name, JSON.parse(localStorage.getItem(name)));
  for (const [name, said] of faces) {
    const answer = await post('/api/tablet/face', { ...said, now: new Date().toISOString() });
    // What the house refuses gets no better by sending it again.
    if (answer.status >= 500) throw new Error(String(answer.status));
    faces.delete(name);
    localStorage.removeItem(name);
  }
}

export const newId = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');

// Forget everything of everybody, also what is unsent.
export const forgetAll = () => names().filter((name) => KEY.test(name)).forEach((name) => localStorage.removeItem(name));

// Send what was left behind when the network was gone, of whomever. The player may send the same: it counts once.
export async function sweep() {
  const left = {};
  for (const name of names().filter(isUnsent)) {
    const whose = name.match(KEY)[1];
    (left[whose] = left[whose] || []).push(name);
  }
  for (const [whose, places] of Object.entries(left)) {
    const events = places.slice(0, 100).map((name) => JSON.parse(localStorage.getItem(name)));
    try {
      const done = new Set(await progressOf(whose)(events.map(({ n, ...event }) => event)));
      done.forEach((id) => localStorage.removeItem(`il:${whose}:out:${id}`));
    } catch (fault) {
      if (fault.status !== 403) return;
      events.filter((event) => Date.now() - Date.parse(event.at) > TOO_OLD)
        .forEach((event) => localStorage.removeItem(`il:${whose}:out:${event.id}`));
    }
  }
}

export const el = (tag, name, ...inside) => {
  const made = document.createElement(tag);
  if (name) made.className = name;
  made.append(...inside.filter(Boolean));
  return made;
};
export const button = (name, act, ...inside) => {
  const made = el('button', name, ...inside);
  made.type = 'button';
  made.addEventListener('click', act);
  return made;
};
