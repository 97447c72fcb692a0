// The building blocks of errands as they are seen: appointments, ways, money, codes, photographs, storage, a helper.

import { icon } from './icons.js';
import { picture } from './pictures.js';

// A piece of a town from above: houses, a park, a river; the white between them is streets.
const TOWN = `<svg class="pic" viewBox="0 0 320 240" preserveAspectRatio="none" aria-hidden="true" focusable="false">
  <rect width="320" height="240" fill="#FBFAF6"/><g fill="#E6E0D5"><rect x="-6" y="-6" width="82" height="62" rx="6"/><rect x="98" y="-6" width="64" height="62" rx="6"/>
  <rect x="-6" y="78" width="82" height="70" rx="6"/><rect x="98" y="78" width="64" height="28" rx="6"/><rect x="98" y="118" width="64" height="30" rx="6"/>
  <rect x="-6" y="170" width="82" height="80" rx="6"/><rect x="98" y="170" width="64" height="80" rx="6"/><rect x="184" y="170" width="60" height="80" rx="6"/>
  <rect x="184" y="-6" width="60" height="62" rx="6"/><rect x="262" y="-6" width="70" height="62" rx="6"/></g>
  <rect x="184" y="78" width="60" height="70" rx="10" fill="#CFE5CB"/><g fill="#9CC59A"><circle cx="202" cy="98" r="9"/><circle cx="226" cy="112" r="11"/><circle cx="206" cy="130" r="8"/></g>
  <path d="M262 78c24 20 30 70 6 92-8 20 0 50-4 80h70V78z" fill="#BFDDEB"/><path d="M76 0h22v240H76zM0 56h330v22H0z" fill="#FFE9A8"/></svg>`;
const CAR = `<svg viewBox="0 0 120 60" class="ph-car" aria-hidden="true" focusable="false"><path d="M8 44V32c0-4 3-6 8-7l12-3 14-12c3-2 5-3 9-3h24c5 0 8 1 11 4l13 13 9 2c5 1 7 4 7 8v10z" fill="#F2B83A"/>
  <path d="M38 22 48 13c2-2 3-2 6-2h8v11zM68 11h8c4 0 6 1 8 3l8 8H68z" fill="#22303C"/><rect x="52" y="1" width="18" height="7" rx="2" fill="#B3261E"/>
  <circle cx="32" cy="45" r="11" fill="#1B2127"/><circle cx="32" cy="45" r="5" fill="#B9C3CD"/><circle cx="92" cy="45" r="11" fill="#1B2127"/><circle cx="92" cy="45" r="5" fill="#B9C3CD"/></svg>`;
const COLOURS = { blue: '#0A4F94', green: '#14663A', red: '#B3261E', grey: '#5F6B78' };
const PARTS = ['green', 'blue', 'red', 'grey'];

// Looks like a code and is none: round dots by chance, and no scanner's corners.
function dots(look) {
  let seed = 7;
  let cells = '';
  for (let n = 0; n < 441; n++) {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    const x = n % 21;
    const y = (n - x) / 21;
    const corner = (x < 7 && (y < 7 || y > 13)) || (x > 13 && y < 7);
    if (!corner && (seed >> 12) % 9 < 4) cells += `<circle cx="${x * 10 + 5}" cy="${y * 10 + 5}" r="4.600"/>`;
  }
  const eye = (x, y) => `<rect x="${x}" y="${y}" width="60" height="60" rx="22" fill="none" stroke-width="9"/><circle cx="${x + 30}" cy="${y + 30}" r="12"/>`;
  return `<svg viewBox="-6 -6 222 222" class="ph-dotted" style="color:${COLOURS[look] || '#141414'}" fill="currentColor" stroke="currentColor" stroke-width="0" aria-hidden="true" focusable="false">${cells}${eye(5, 5)}${eye(145, 5)}${eye(5, 145)}</svg>`;
}
const bars = () => Array.from('31121411213114112131121411', (wide) => `<i style="width:${wide * 4}px"></i>`).join('');

// kit: what phone.js draws with. Returns a function for each block.
export function openErrands(kit) {
  const { t, say, or, target, put, node, write, buttons } = kit;
  const thing = (spot, name, fill) => {
    const box = spot.name ? target(spot, name) : node('div', `${name}${spot.look ? ' is-' + spot.look : ''}${spot.on ? ' is-on' : ''}`);
    fill(box);
    return box;
  };
  const titled = (part, grid) => put(node('div', 'ph-many'), part.title && write('div', 'ph-head', t(part.title)), grid);

  return {
    slots: (part) => titled(part, put(node('div', `ph-slots${part.slots.length > 4 ? ' is-many' : ''}`), ...part.slots.map((slot) => thing(slot, `ph-slot${slot.full ? ' is-full' : ''}`, (box) => {
      put(box, write('span', 'ph-name', t(slot.text)), write('span', 'ph-note', slot.note ? t(slot.note) : say(slot.full ? 'full' : 'left')));
      if (slot.on) box.innerHTML += icon('check');
    })))),
    album: (part) => titled(part, put(node('div', `ph-album is-${Math.min(part.album.length, 2)}`), ...part.album.map((shot) => thing(shot, `ph-shot${shot.blur ? ' is-blurred' : ''}`, (box) => {
      put(box, node('span', 'ph-thumb', picture(shot.picture)), write('span', 'ph-name', t(shot.text)));
      if (shot.on) box.innerHTML += `<span class="ph-picked">${icon('check')}</span>`;
    })))),
    map: (part) => {
      const marks = part.marks || [];
      const town = node('div', 'ph-town', TOWN);
      if (part.way && marks.length > 1) {
        const line = marks.map((mark, n) => (n ? `H${mark.at[0]}V${mark.at[1]}` : `M${mark.at[0]} ${mark.at[1]}`)).join('');
        town.innerHTML += `<svg class="pic ph-way" viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true" focusable="false"><path d="${line}"/></svg>`;
      }
      marks.forEach((mark) => put(town, thing(mark, 'ph-mark', (box) => {
        box.style.left = `${mark.at[0]}%`;
        box.style.top = `${mark.at[1]}%`;
        if (mark.at[0] > 60) box.classList.add('is-right');
        put(box, node('span', 'ph-pin', icon(mark.icon)), write('span', 'ph-name', t(mark.text)));
      })));
      return put(node('div', 'ph-map'), town, or(part, 'ph-place', (box) => {
        box.innerHTML = icon('map');
        put(box, put(node('span', 'ph-text'), write('span', 'ph-name', t(part.map)), part.note && write('span', 'ph-note', t(part.note))));
      }));
    },
    stops: (part) => put(node('ol', 'ph-stops'), ...part.stops.map((stop, n) => {
      const bus = part.bus === n + 1;
      const here = part.here === n + 1;
      const sign = bus ? icon(part.metro ? 'train' : 'bus') : here ? icon('person') : '';
      return put(node('li', `${bus ? 'is-bus' : ''}${here ? ' is-here' : ''}`, `<span class="ph-dot">${sign}</span>`),
        put(node('span', 'ph-text'), write('span', 'ph-name', t(stop)), (bus || here) && write('span', 'ph-note', say(here ? 'you_here' : 'bus_here'))));
    })),
    pay: (part) => {
      const box = put(node('div', 'ph-pay', `<span class="ph-lead">${icon(part.icon || 'shop')}</span>`),
        write('div', 'ph-name', t(part.to)), write('div', 'ph-sum', `¥ ${part.pay}`), part.note && write('div', 'ph-note', t(part.note)));
      if (!part.name) return box;
      const label = part.text ? t(part.text) : say('finger');
      return put(box, put(target(part, 'ph-finger', icon('finger'), label), write('span', 'ph-name', label)));
    },
    photo: (part) => {
      const view = node('div', `ph-photo is-${part.zoom || 1}${part.blur ? ' is-blurred' : ''}`, picture(part.photo));
      const aim = (part.name || part.box) && or(part, `ph-aim${part.box ? ' is-sharp' : ''}`, (box) => { if (part.name && !part.box) box.innerHTML = icon('tap'); });
      if (part.name && kit.playing()) aim.setAttribute('aria-label', part.text ? t(part.text) : say('sharpen'));
      const shutter = part.shutter && target(part.shutter, 'ph-shutter', '<i></i>', t(part.shutter.text));
      return put(node('div', 'ph-camera'), put(view, aim), shutter, buttons(part));
    },
    meter: (part) => {
      const colour = (one, n) => COLOURS[one.look || PARTS[n]];
      const bar = put(node('div', 'ph-bar-of'), ...part.parts.map((one, n) => {
        const piece = node('i');
        piece.style.cssText = `width:${one.share}%;background:${colour(one, n)}`;
        return piece;
      }));
      const list = put(node('ul', 'ph-shares'), ...part.parts.map((one, n) => {
        const line = put(node('li'), node('i'), write('span', 'ph-name', t(one.text)), write('b', '', t(one.note)));
        line.firstChild.style.background = colour(one, n);
        return line;
      }));
      return or(part, 'ph-meter', (box) => put(box, write('div', 'ph-head', t(part.meter)), bar, list));
    },
    answer: (part) => {
      const about = (words, kind, sign) => words && put(node('div', `ph-about is-${kind}`, icon(sign)), write('span', '', say(kind, { words: t(words) })));
      return put(node('div', 'ph-answer'), put(node('div', 'ph-say'), node('span', 'ph-face', icon('robot')),
        or(part, 'ph-bubble', (box) => put(box, write('span', 'ph-name', t(part.answer)), about(part.source, 'source', 'link'), about(part.doubt, 'doubt', 'alert')))), buttons(part));
    },
    code: (part) => or(part, 'ph-code', (box) => {
      put(box, write('span', 'ph-head', t(part.code)));
      if (part.bars) put(box, node('span', 'ph-bars', bars()));
      put(box, put(node('span', `ph-held${part.loading ? ' is-loading' : ''}`, part.loading ? icon('update') : dots(part.look)), write('b', '', say(part.loading ? 'opening' : 'for_practice'))),
        part.note && write('span', 'ph-note', t(part.note)));
    }),
    plate: (part) => or(part, 'ph-plated', (box) => {
      box.innerHTML = CAR;
      put(box, write('b', `ph-plate${part.look === 'green' ? ' is-green' : ''}`, part.plate), part.note && write('span', 'ph-note', t(part.note)));
    }),
    slip: (part) => or(part, 'ph-slip', (box) => {
      put(box, put(node('span', 'ph-head', part.icon ? icon(part.icon) : ''), write('span', '', t(part.slip))));
      part.facts.forEach((fact) => put(box, put(node('span', 'ph-fact'), write('span', 'ph-note', t(fact.label)), write('b', fact.look ? `is-${fact.look}` : '', t(fact.text)))));
      if (part.note) put(box, write('span', 'ph-note', t(part.note)));
    }),
  };
}
