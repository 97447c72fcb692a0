// The practice phone as it is seen: one screen of building blocks made into real buttons.

import { openErrands } from './errands.js';
import { icon, tile } from './icons.js';
import { picture } from './pictures.js';
import { live } from './practice.js';
import { clock, today } from './words.js';

const HOLD = 700;
const FLICK = 45;
const NETS = {
  wifi: `${icon('signal')}<span class="ph-fan">${icon('wifi')}</span>`,
  data: `${icon('signal')}<span class="ph-fan">5G</span>`,
  plane: `<span class="ph-fan">${icon('aeroplane')}</span>`,
  none: `<span class="ph-fan">${icon('wifi_off')}</span>`,
};

const node = (tag, name, inner) => {
  const made = document.createElement(tag);
  if (name) made.className = name;
  if (inner) made.innerHTML = inner;
  return made;
};
const put = (parent, ...children) => {
  children.filter(Boolean).forEach((child) => parent.appendChild(child));
  return parent;
};
const write = (tag, name, text) => {
  const made = node(tag, name);
  made.textContent = text;
  return made;
};

// Make an element feel a tap, or a hold that may be let go too early.
function feel(button, spot, act) {
  let since = 0;
  let timer = 0;
  let skip = false;
  const long = spot.hold || spot.talk;
  const down = () => {
    since = Date.now();
    skip = false;
    if (!long) return;
    button.classList.add('pressing');
    timer = setTimeout(() => {
      button.classList.add('held');
      if (navigator.vibrate) navigator.vibrate(25);
      if (!spot.talk) finish(true);
    }, HOLD);
  };
  const finish = (whole) => {
    clearTimeout(timer);
    button.classList.remove('pressing', 'held');
    since = 0;
    skip = true;
    act(!whole);
  };
  const up = () => { if (long && since) finish(Date.now() - since >= HOLD); };
  const off = () => {
    clearTimeout(timer);
    button.classList.remove('pressing', 'held');
    since = 0;
  };
  button.addEventListener('pointerdown', (event) => { if (event.button === 0 || event.button === undefined) down(); });
  if (long) {
    button.addEventListener('pointerup', up);
    button.addEventListener('pointercancel', off);
    button.addEventListener('pointerleave', off);
    button.addEventListener('contextmenu', (event) => event.preventDefault());
    button.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      if (!event.repeat && !since) down();
    });
    button.addEventListener('keyup', (event) => { if (event.key === 'Enter' || event.key === ' ') up(); });
  }
  button.addEventListener('click', (event) => {
    if (!long) {
      const slow = spot.slip && since && event.detail !== 0 && Date.now() - since >= HOLD;
      since = 0;
      act(Boolean(slow));
    } else if (!skip && event.detail === 0) {
      act(false);
    }
    skip = false;
  });
}

export function drawPhone(host, show) {
  const { screen, language, say } = show;
  const t = (text) => (text ? text[language] : '');
  let playing = Boolean(show.onTouch);
  const asked = playing;
  const reached = live(screen);
  const had = host.contains(deepFocus(host)) ? deepFocus(host).dataset.name : null;
  const body = node('div', 'ph-body');
  const low = node('div', 'ph-low');
  const cover = node('div', 'ph-cover');
  const side = node('div', 'ph-keys');
  const made = {};

  // One tappable thing: a real button when one may practise, else a drawing of it.
  function target(spot, name, inner, label) {
    const button = node(playing ? 'button' : 'div', `ph-t ${name || ''}${spot.look ? ' is-' + spot.look : ''}${spot.on ? ' is-on' : ''}`, inner);
    button.dataset.name = spot.name;
    if (label) button.setAttribute(playing ? 'aria-label' : 'data-label', label);
    if (playing) {
      button.type = 'button';
      feel(button, spot, (slipped) => show.onTouch(spot.name, slipped));
    }
    if (spot.badge) put(button, write('span', 'ph-badge', spot.badge));
    made[spot.name] = button;
    return button;
  }
  const or = (part, name, fill) => {
    const box = part.name ? target(part, name) : node('div', part.look ? `${name} is-${part.look}` : name);
    fill(box);
    return box;
  };
  const named = (spot, name, tag) => {
    const box = target(spot, name);
    if (spot.icon) box.innerHTML += tag === 'tile' ? tile(spot.icon) : icon(spot.icon);
    put(box, write('span', 'ph-name', t(spot.text)), spot.note && write('span', 'ph-note', t(spot.note)));
    if (playing) made[spot.name] = box;
    return box;
  };
  const row = (spots, name, each, tag) => put(node('div', name), ...spots.map((spot) => named(spot, each, tag)));
  const buttons = (part) => part.buttons && part.buttons.length && row(part.buttons, 'ph-buttons', 'ph-button');

  const errands = openErrands({ t, say, or, target, put, node, write, row, buttons, playing: () => playing });
  const draw = {
    ...errands,
    line: (part) => or(part, `ph-line is-${part.size || 'normal'}`, (box) => { put(box, write('span', '', t(part.line))); }),
    picture: (part) => or(part, 'ph-picture', (box) => {
      box.innerHTML = picture(part.picture);
      if (part.text) put(box, write('span', 'ph-caption', t(part.text)));
    }),
    row: (part) => or(part, 'ph-row', (box) => {
      if (part.icon) box.innerHTML = `<span class="ph-lead">${icon(part.icon)}</span>`;
      put(box, put(node('span', 'ph-text'), write('span', 'ph-name', t(part.row)), part.note && write('span', 'ph-note', t(part.note))));
      if (part.name) box.innerHTML += `<span class="ph-tail">${icon(part.on ? 'check' : 'right_small')}</span>`;
    }),
    switch: (part) => or(part, 'ph-row', (box) => {
      const on = show.values && part.name in show.values ? show.values[part.name] : part.on;
      if (part.icon) box.innerHTML = `<span class="ph-lead">${icon(part.icon)}</span>`;
      put(box, put(node('span', 'ph-text'), write('span', 'ph-name', t(part.switch)), part.note && write('span', 'ph-note', t(part.note))), node('span', `ph-switch${on ? ' is-on' : ''}`));
      if (playing) {
        box.setAttribute('role', 'switch');
        box.setAttribute('aria-checked', String(Boolean(on)));
      }
    }),
    bubble: (part) => {
      const line = node('div', `ph-say is-${part.by || 'them'}`);
      if (part.by !== 'middle') put(line, node('span', 'ph-face', icon('person')));
      const bubble = or(part, `ph-bubble${part.picture ? ' is-shot' : part.icon ? ' is-link' : ''}`, (box) => {
        if (part.seconds) box.innerHTML = icon('voice');
        if (part.picture) box.innerHTML = picture(part.picture);
        else put(box, write('span', 'ph-name', part.seconds ? say('seconds', { n: part.seconds }) : t(part.bubble)));
        if (part.icon) box.innerHTML += tile(part.icon);
        if (part.note) put(box, write('span', 'ph-note', t(part.note)));
        if ((part.seconds || part.picture) && part.name && playing) box.setAttribute('aria-label', t(part.bubble));
      });
      return put(line, part.who ? put(node('div', 'ph-who'), write('span', 'ph-note', t(part.who)), bubble) : bubble);
    },
    input: (part) => {
      const field = or(part, 'ph-input', (box) => {
        const typed = part.on || (show.values && show.values[part.name]);
        if (part.icon) box.innerHTML = icon(part.icon);
        put(box, write('span', typed ? 'ph-typed' : 'ph-blank', typed && part.types ? t(part.types) : t(part.input)));
      });
      if (!part.buttons) return field;
      const beside = part.buttons.map((spot) => (spot.icon
        ? target(spot, 'ph-corner', icon(spot.icon), t(spot.text))
        : put(target(spot, 'ph-button'), write('span', '', t(spot.text)))));
      return put(node('div', 'ph-line-of'), beside[0].classList.contains('ph-corner') ? beside.shift() : null, field, ...beside);
    },
    banner: (part) => or(part, 'ph-banner', (box) => {
      box.innerHTML = tile(part.icon || 'message');
      put(box, put(node('span', 'ph-text'), write('span', 'ph-name', t(part.banner)), part.note && write('span', 'ph-note', t(part.note))));
    }),
    toast: (part) => {
      const box = node('div', 'ph-toast', icon(part.icon || 'check'));
      const bar = part.level === undefined ? null : node('span', 'ph-level', `<i style="width:${part.level}%"></i>`);
      return put(box, write('span', '', t(part.toast)), bar);
    },
    dots: (part) => put(node('div', 'ph-dots'), ...Array.from({ length: part.dots }, (_, n) => node('span', n + 1 === (part.at || 1) ? 'is-on' : ''))),
    lock: (part) => {
      const box = node('div', 'ph-lock');
      const up = target({ ...part, swipe: part.swipe || 'up' }, 'ph-up', icon('up'));
      put(up, write('span', 'ph-name', t(part.lock)));
      return put(box, write('div', 'ph-time', clock(new Date())), write('div', 'ph-date', today(new Date(), language)), node('div', 'ph-space'), up);
    },
    swipe: (part) => {
      const box = target(part, `ph-swipe is-${part.swipe}`, icon({ left: 'right_small', right: 'back', up: 'up', down: 'down' }[part.swipe]));
      return put(box, write('span', 'ph-name', t(part.text)));
    },
    icons: (part) => row(part.icons, `ph-icons${part.round ? ' is-round' : ''}`, 'ph-icon', 'tile'),
    tabs: (part) => row(part.tabs, 'ph-tabs', 'ph-tab'),
    buttons: (part) => row(part.buttons, `ph-buttons is-${part.buttons.length}`, 'ph-button'),
    keys: (part) => {
      part.keys.forEach((spot) => put(side, named(spot, 'ph-key')));
      return null;
    },
    slider: (part) => slider(part),
    keypad: (part) => keypad(part),
    dialog: (part) => put(node('div', `ph-dialog is-${part.as || 'box'}`),
      part.close && closing(part),
      part.icon && node('div', 'ph-emblem', icon(part.icon)),
      write('div', 'ph-head', t(part.dialog)), part.more && write('div', 'ph-more', t(part.more)), buttons(part)),
    call: (part) => (part.small ? or(part, 'ph-window', (box) => {
      box.innerHTML = picture(part.picture || 'stranger');
      put(box, write('span', 'ph-caption', t(part.call)));
    }) : put(node('div', `ph-call${part.ringing ? ' is-ringing' : ''}${part.video ? ' is-video' : ''}`),
      node('div', 'ph-round', picture(part.picture || 'stranger')), part.mine && node('div', 'ph-mine', picture(part.mine)), write('div', 'ph-head', t(part.call)),
      write('div', 'ph-more', part.note ? t(part.note) : say(part.ringing ? 'ringing' : 'talking')), node('div', 'ph-space'), buttons(part))),
    feed: (part) => {
      const box = node('div', `ph-feed${part.ad ? ' is-ad' : ''}`);
      const film = or(part, 'ph-film', (inner) => { inner.innerHTML = picture(part.picture) + (part.paused ? `<span class="ph-paused">${icon('play')}</span>` : ''); });
      if (part.name && playing) film.setAttribute('aria-label', t(part.note) || t(part.feed));
      const words = put(node('div', 'ph-subtitle'), put(node('div', 'ph-by'), write('b', '', t(part.by)), part.ad && write('span', 'ph-ad', say('ad')), part.live && write('span', 'ph-live', say('live'))), write('div', '', t(part.feed)));
      const tools = part.buttons && part.buttons.length && row(part.buttons, 'ph-tools', 'ph-tool');
      return put(box, film, tools, words);
    },
    article: (part) => put(node('div', 'ph-article'), write('div', 'ph-head', t(part.article)),
      put(node('div', 'ph-by'), write('span', '', t(part.by)), part.dated && write('span', '', t(part.dated))),
      part.picture && node('div', 'ph-picture', picture(part.picture)), ...(part.lines || []).map((line) => write('p', '', t(line))), buttons(part)),
    music: (part) => put(node('div', 'ph-music'), node('div', 'ph-disc', picture(part.picture)), write('div', 'ph-head', t(part.music)),
      write('div', 'ph-more', t(part.by)), node('div', `ph-track${part.playing ? ' is-playing' : ''}`, '<span></span>'), buttons(part)),
    camera: (part) => {
      const view = node('div', `ph-view${part.frame ? ' is-scan' : ''}`, picture(part.camera) + (part.frame || part.face ? `<span class="ph-frame${part.face ? ' is-face' : ''}"></span>` : ''));
      const label = part.note ? t(part.note) : say(part.frame ? 'scanning' : 'shutter');
      return put(node('div', 'ph-camera'), view, part.name && put(target(part, part.frame ? 'ph-scan' : 'ph-shutter', part.frame ? icon('scan') : '<i></i>', label), part.frame && write('span', 'ph-name', label)), buttons(part));
    },
  };

  // The cross of a window, or its word, in one corner or the other.
  function closing(part) {
    const { close } = part;
    const made = target(close, `ph-close${part.corner ? ' is-' + part.corner : ''}`, close.icon ? icon(close.icon) : '', t(close.text));
    if (!close.icon) put(made, write('span', 'ph-name', t(close.text)));
    return made;
  }

  function slider(part) {
    const box = node('div', 'ph-slider');
    const value = show.values && part.name in show.values ? show.values[part.name] : (part.start === undefined ? 20 : part.start);
    put(box, write('div', 'ph-name', t(part.slider)));
    const sample = part.sample && write('div', 'ph-sample', t(part.sample));
    const grown = part.picture && node('div', 'ph-photo', picture(part.picture));
    const shine = (at) => {
      if (grown) grown.firstChild.style.transform = `scale(${1 + at * 0.02})`;
      if (sample) sample.style.fontSize = `${18 + at * 0.22}px`;
      if (part.light) glass.style.filter = `brightness(${0.6 + at * 0.004})`;
    };
    shine(value);
    const line = node('div', 'ph-ends');
    const knob = node(playing ? 'input' : 'div', 'ph-range');
    knob.dataset.name = part.name;
    const down = part.reach < (part.start === undefined ? 20 : part.start);
    const set = (next) => show.onValue(part.name, next, down ? next <= part.reach : next >= part.reach);
    if (playing) {
      Object.assign(knob, { type: 'range', min: 0, max: 100, step: 5, value });
      knob.setAttribute('aria-label', t(part.slider));
      knob.addEventListener('input', () => shine(Number(knob.value)));
      knob.addEventListener('change', () => set(Number(knob.value)));
    } else {
      knob.style.setProperty('--at', value + '%');
    }
    const end = (text, step, label) => {
      const button = node(playing ? 'button' : 'div', 'ph-end');
      if (playing) {
        button.type = 'button';
        button.setAttribute('aria-label', `${t(text)} ${label}`);
        button.addEventListener('click', () => set(Math.max(0, Math.min(100, value + step))));
      }
      return put(button, write('span', '', t(text)));
    };
    made[part.name] = box;
    return put(box, grown, sample, put(line, end(part.ends[0], -20, say('less')), end(part.ends[1], 20, say('more'))), knob);
  }

  function shownDigits(part, typed) {
    if (part.money) return `¥ ${typed}`;
    const seen = part.secret ? typed.replace(/./g, '●') : typed;
    return seen.padEnd(part.keypad.length, '·').split('').join(part.keypad.length > 5 ? '' : ' ');
  }
  function keypad(part) {
    const typed = (show.values && show.values[part.name]) || '';
    const line = put(node('div', 'ph-dialled'), write('div', 'ph-digits', shownDigits(part, typed)));
    const box = put(node('div', 'ph-keypad'), write('div', 'ph-name', t(part.text)), line);
    const grid = node('div', 'ph-pad');
    `1 2 3 4 5 6 7 8 9 ${part.money ? '. 0 00' : '* 0 #'}`.split(' ').forEach((digit) => {
      const key = write(playing ? 'button' : 'div', 'ph-digit', digit);
      key.dataset.digit = digit;
      if (playing) {
        key.type = 'button';
        key.addEventListener('click', () => {
          const next = typed + digit;
          show.onValue(part.name, next.length >= part.keypad.length && next !== part.keypad ? '' : next, next === part.keypad, next.length >= part.keypad.length && next !== part.keypad);
        });
      }
      if (show.mark && show.mark.name === part.name && part.keypad.startsWith(typed + digit) && digit.length === 1) key.classList.add('is-next');
      put(grid, key);
    });
    made[part.name] = box;
    if (playing) {
      const wipe = write('button', 'ph-wipe', say('delete'));
      wipe.disabled = !typed;
      wipe.type = 'button';
      wipe.addEventListener('click', () => show.onValue(part.name, typed.slice(0, -1), false));
      put(line, wipe);
    }
    return put(box, grid);
  }

  // --- the whole phone -----------------------------------------------------
  const glass = node('div', 'ph-glass');
  const status = put(node('div', 'ph-status'), write('span', 'ph-clock', clock(new Date())), node('span', '', `${NETS[screen.net || 'wifi']}${icon('battery')}`));
  made.fan = status.querySelector('.ph-fan');
  made.lens = node('span', 'ph-lens', '<i></i>');
  put(glass, put(status, made.lens));
  if (screen.bar) {
    const { bar } = screen;
    playing = asked && reached === (screen.show || reached);
    const head = node('div', 'ph-bar');
    const corner = (spot) => spot && target(spot, 'ph-corner', spot.icon ? icon(spot.icon) : '', t(spot.text));
    const back = bar.back && target({ name: 'back' }, 'ph-corner', icon('back'), say('back'));
    if (back && playing) back.dataset.name = 'bar_back';
    const right = corner(bar.right);
    if (right && !bar.right.icon) right.textContent = t(bar.right.text);
    put(glass, put(head, back || corner(bar.left) || node('span', 'ph-gap'), write('span', 'ph-title', t(bar.text)), right || node('span', 'ph-gap')));
  }
  (screen.show || []).forEach((part) => {
    playing = asked && reached.includes(part);
    const drawn = draw[part.kind](part);
    if (!drawn) return;
    if (part.kind === 'toast') body.classList.add('has-toast');
    if (['dialog', 'toast', 'banner'].includes(part.kind)) put(cover, drawn);
    else if (part.low || part.kind === 'tabs' || part.kind === 'dots') put(low, drawn);
    else put(body, drawn);
  });
  playing = asked;
  const nav = node('div', 'ph-nav');
  const always = ['back', 'home'].map((name) => {
    const button = target({ name }, 'ph-always', icon(name));
    return put(button, write('span', 'ph-name', say(name)));
  });
  put(glass, body, low.children.length ? low : null, cover.children.length ? cover : null, put(nav, ...always));

  const look = screen.look || (screen.bar ? 'app' : 'wallpaper');
  const frame = node('div', `ph is-${look}${side.children.length ? ' has-keys' : ''}${screen.large ? ' is-large' : ''}${playing ? ' is-live' : ''}`);
  put(frame, put(node('div', 'ph-case'), glass), side.children.length ? side : null);
  if (!playing) frame.setAttribute('aria-hidden', 'true');
  host.innerHTML = '';
  put(host, frame);
  mark(glass, made, show);
  if (playing) {
    flicks(glass, screen, made, show);
    glass.addEventListener('click', (event) => {
      if (!event.target.closest('button, input')) show.onTouch(null, false);
    });
    if (had) (host.querySelector(`[data-name="${had}"]`) || host.querySelector('button')).focus({ preventScroll: true });
  }
  return frame;
}

function deepFocus(host) {
  const root = host.getRootNode();
  return root.activeElement || document.body;
}

// Keep a word beside the edge of the glass whole.
function hold(word, glass) {
  const [at, edge] = [word.getBoundingClientRect(), glass.getBoundingClientRect()];
  const aside = Math.min(0, edge.right - 4 - at.right) || Math.max(0, edge.left + 4 - at.left);
  if (aside) word.style.marginLeft = `${aside}px`;
}

// Show where to touch: a frame and a word, and an arrow when even that was not enough.
function mark(glass, made, show) {
  const { mark: wish } = show;
  const found = wish && made[wish.name];
  if (!found) return;
  found.classList.add('is-marked');
  if (wish.pulse) found.classList.add('is-pulsing');
  if (wish.word) {
    const word = write('span', 'ph-here', wish.word);
    const spoken = found.getAttribute('aria-label');
    if (spoken) found.setAttribute('aria-label', `${spoken} ${wish.word}`);
    put(found, word);
    if (glass.contains(found)) hold(word, glass);
  }
  if (wish.arrow) {
    const above = found.getBoundingClientRect().top - glass.getBoundingClientRect().top > 90;
    put(found, node('span', `ph-arrow ${above ? 'is-above' : 'is-below'}`, icon(above ? 'arrow_down' : 'arrow_up')));
  }
}

// A flick anywhere on the glass does what the arrow button of that direction does.
function flicks(glass, screen, made, show) {
  const ways = {};
  live(screen).forEach((part) => {
    if (part.kind === 'lock') ways[part.swipe || 'up'] = part.name;
    else if (part.swipe) ways[part.swipe] = part.name;
    ['icons', 'buttons'].forEach((row) => {
      if (Array.isArray(part[row])) part[row].forEach((spot) => { if (spot.swipe) ways[spot.swipe] = spot.name; });
    });
  });
  if (!Object.keys(ways).length) return;
  glass.style.touchAction = ways.up || ways.down ? 'none' : 'pan-y';
  let from = null;
  let flicked = 0;
  glass.addEventListener('pointerdown', (event) => { from = [event.clientX, event.clientY]; });
  glass.addEventListener('pointercancel', () => { from = null; });
  glass.addEventListener('pointerup', (event) => {
    if (!from) return;
    const across = event.clientX - from[0];
    const along = event.clientY - from[1];
    from = null;
    if (Math.max(Math.abs(across), Math.abs(along)) < FLICK) return;
    const way = Math.abs(across) > Math.abs(along) ? (across < 0 ? 'left' : 'right') : (along < 0 ? 'up' : 'down');
    flicked = Date.now();
    setTimeout(() => show.onTouch(ways[way] || null, false), 0);
  });
  // The click that ends a flick is not a tap.
  glass.addEventListener('click', (event) => { if (Date.now() - flicked < 80) event.stopPropagation(); }, true);
}
