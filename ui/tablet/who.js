// Who is learning? A card before the scanner at any moment, the camera, a number, or no name.
// data: mode ('choose', or 'listen' for a page that only waits for a card), to (where it leads), words,
//       urls { scanner, decoder, wasm }

import { button, el, forgetOthers, post } from './learner.js';

const FAST = 120;
const REST = 400;
const SHORTEST_CODE = 12;
const NUMBER = 6;
const YEAR = 4;
const SIGNS = { Slash: '/', Period: '.', Minus: '-', Semicolon: ':' };
const FAULTS = { Insecure: 'camera_insecure', NotAllowedError: 'camera_forbidden', NotFoundError: 'camera_none' };

// By the place of the key, so that a Chinese keyboard does not turn a scanner's letters into characters.
const signOf = (code) => {
  if (/^Key[A-Z]$/.test(code)) return code[3].toLowerCase();
  if (/^(Digit|Numpad)\d$/.test(code)) return code[code.length - 1];
  return SIGNS[code] || '';
};

// A trembling second tap must not hit what the first one brought up.
const rest = (what) => {
  what.classList.add('is-resting');
  setTimeout(() => what.classList.remove('is-resting'), REST);
};

export function open(root, first) {
  let data = first;
  let stopCamera = null;
  let sending = false;
  let typed = '';
  let lastAt = 0;
  const told = el('p', 'tw-told');
  told.setAttribute('role', 'status');
  told.hidden = true;
  const stage = el('div', 'tw-stage');
  root.className = 'tw';
  root.append(told, stage);

  const tell = (words) => {
    told.textContent = words || '';
    told.hidden = !words;
  };
  async function begin(body) {
    if (sending) return '';
    sending = true;
    tell(data.words.looking);
    try {
      const answer = await post('/api/tablet/begin', body);
      const said = await answer.json();
      if (answer.ok) {
        forgetOthers(said.key);
        halt();
        window.location.replace(data.to);
        return '';
      }
      tell(said.told);
      return said.field || 'refused';
    } catch (cut) {
      tell(data.words.cut);
      return 'cut';
    } finally {
      sending = false;
    }
  }
  const halt = () => {
    if (stopCamera) stopCamera();
    stopCamera = null;
  };

  const scanned = (event) => {
    const now = performance.now();
    if (now - lastAt > FAST) typed = '';
    lastAt = now;
    if (event.key === 'Enter' && typed.length >= SHORTEST_CODE) {
      event.preventDefault();
      event.stopPropagation();
      begin({ card: typed });
      typed = '';
    } else {
      typed += signOf(event.code);
      // Streamlit has keyboard shortcuts of its own: a scanner must not set them off.
      if (typed.length > 3) event.stopPropagation();
    }
  };
  document.addEventListener('keydown', scanned, true);

  function choose() {
    halt();
    root.prepend(told);
    rest(stage);
    const { words } = data;
    const tile = (sign, title, more, act) => button('tw-tile', act, el('span', `tw-sign is-${sign}`), el('b', '', title), el('span', '', more));
    stage.replaceChildren(el('div', 'tw-tiles',
      tile('card', words.card, words.card_more, camera),
      tile('number', words.number, words.number_more, number),
      tile('guest', words.guest, words.guest_more, () => begin({ guest: true }))));
  }
  async function camera() {
    tell('');
    const video = el('video', 'tw-video');
    video.muted = true;
    video.playsInline = true;
    rest(stage);
    stage.replaceChildren(el('div', 'tw-camera', el('p', 'tw-lead', data.words.show), video,
      button('tw-back', choose, data.words.back)));
    try {
      const { watch } = await import(new URL(data.urls.scanner, document.baseURI).href);
      const stop = await watch(video, data.urls, (text) => begin({ card: text }));
      if (video.isConnected) stopCamera = stop;
      else stop();
    } catch (fault) {
      choose();
      tell(data.words[FAULTS[fault.name]] || data.words.camera_fault);
    }
  }
  function number() {
    tell('');
    const { words } = data;
    const values = { number: '', birth_year: '' };
    const full = { number: NUMBER, birth_year: YEAR };
    let now = 'number';
    const boxes = {};
    const draw = () => Object.entries(boxes).forEach(([name, box]) => {
      box.classList.toggle('is-now', name === now);
      box.querySelector('output').textContent = values[name].padEnd(full[name], '·').split('').join(' ');
      box.setAttribute('aria-label', `${words[name]} ${values[name]}`);
    });
    const turn = (to) => { now = to; draw(); };
    const press = (key) => {
      tell('');
      if (key === 'back') values[now] = values[now].slice(0, -1);
      else if (values[now].length < full[now]) values[now] += key;
      if (now === 'number' && values.number.length === NUMBER && key !== 'back') {
        now = 'birth_year';
        rest(pad);
      } else if (key === 'back' && now === 'birth_year' && !values.birth_year && done.dataset.was === '') now = 'number';
      done.dataset.was = values[now];
      draw();
    };
    const send = async () => {
      if (values.number.length < NUMBER) { turn('number'); tell(words.number_short); return; }
      if (values.birth_year.length < YEAR) { turn('birth_year'); tell(words.year_short); return; }
      const field = await begin(values);
      rest(pad);
      if (field === 'number') { values.number = ''; turn('number'); }
      if (field === 'birth_year' || field === 'refused') { values.birth_year = ''; turn('birth_year'); }
    };
    for (const name of ['number', 'birth_year']) {
      boxes[name] = button('tw-box', () => turn(name), el('span', '', words[name]), el('output', ''));
    }
    const pad = el('div', 'tw-pad', ...'123456789'.split('').map((key) => button('tw-key', () => press(key), key)),
      button('tw-key is-word', () => press('back'), words.delete), button('tw-key', () => press('0'), '0'));
    const done = button('tw-key is-word is-main', send, words.go);
    done.dataset.was = '';
    pad.append(done);
    const typing = (event) => {
      if (!pad.isConnected) { document.removeEventListener('keydown', typing, true); return; }
      // What a scanner types has letters in it, and is fast.
      if (event.ctrlKey || event.metaKey || event.altKey || /\D/.test(typed)) return;
      if (/^\d$/.test(event.key)) press(event.key);
      else if (event.key === 'Backspace') press('back');
      else if (event.key === 'Enter' && root.getRootNode().activeElement === null) send();
    };
    document.addEventListener('keydown', typing, true);
    rest(stage);
    // What is told has a room of its own here: the keys stay where they are.
    stage.replaceChildren(el('div', 'tw-number',
      el('div', 'tw-boxes', boxes.number, boxes.birth_year, button('tw-back', choose, words.back)), pad, told));
    draw();
  }

  if (data.mode === 'choose') choose();
  return {
    update(next) { data = next; },
    close() {
      halt();
      document.removeEventListener('keydown', scanned, true);
    },
  };
}
