// The room at a glance: who asks for help, and where everybody is. It asks the house every two seconds and changes
// only what is different, so that nothing flickers and no button is lost under a finger.
// data: activity, title, about, me, language, words

const EVERY = 2000;
const PATIENCE = 8000;
// After a hand is gone the next one slides under the finger: a second tap is not meant for it.
const SETTLING = 700;

const SHAPES = {
  hand: 'M8 12V5.500a1.500 1.500 0 0 1 3 0V11m0-6.500v-1a1.500 1.500 0 0 1 3 0V11m0-5.500a1.500 1.500 0 0 1 3 0V12m0-3.500a1.500 1.500 0 0 1 3 0V15a7 7 0 0 1-7 7h-1.500a6 6 0 0 1-4.800-2.400L3.500 14.500a1.600 1.600 0 0 1 2.400-2.100L8 14.500',
  clock: 'M12 6v6.500l4.500 2.500M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0z',
  cut: 'M3 9a13 13 0 0 1 18 0M6.500 12.500a8 8 0 0 1 11 0M12 19h.1M4 3l16 18',
};
const SVG = 'http://www.w3.org/2000/svg';

const icon = (name) => {
  const svg = document.createElementNS(SVG, 'svg');
  const path = document.createElementNS(SVG, 'path');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  path.setAttribute('d', SHAPES[name]);
  svg.append(path);
  return svg;
};
const el = (tag, name, ...inside) => {
  const made = document.createElement(tag);
  if (name) made.className = name;
  made.append(...inside);
  return made;
};
const button = (name, act, words) => {
  const made = el('button', name, words);
  made.type = 'button';
  made.addEventListener('click', act);
  return made;
};
const fill = (sentence, places) => sentence.replace(/%\((\w+)\)s/g, (whole, name) => places[name] ?? whole);

// Write only what is new: an unchanged node stays as it is.
const show = (node, on) => {
  if (node.hidden === on) node.hidden = !on;
};
const write = (node, text) => {
  if (node.textContent !== text) node.textContent = text;
  show(node, Boolean(text));
};
const turn = (node, name, on) => {
  if (node.classList.contains(name) !== on) node.classList.toggle(name, on);
};

// The same line is the same node, as long as it is there.
class Lines {
  constructor(parent, make, draw) {
    Object.assign(this, { parent, make, draw, nodes: new Map() });
  }

  show(items) {
    const wanted = new Set(items.map((item) => item.key));
    for (const [key, node] of this.nodes) {
      if (!wanted.has(key)) { node.remove(); this.nodes.delete(key); }
    }
    items.forEach((item, at) => {
      if (!this.nodes.has(item.key)) this.nodes.set(item.key, this.make(item));
      const node = this.nodes.get(item.key);
      this.draw(node, item);
      const there = this.parent.children[at];
      if (there !== node) this.parent.insertBefore(node, there || null);
    });
  }
}

export class Room {
  constructor(root, data) {
    this.data = data;
    this.ahead = 0;
    this.version = '';
    this.seen = null;
    this.trouble = '';
    // What was tapped and the house may not know yet: hand → 'take' or 'done'.
    this.deeds = new Map();
    this.told = new Set();
    this.settled = 0;
    this.build(root);
    this.onLine = () => this.hurry();
    addEventListener('online', this.onLine);
    document.addEventListener('visibilitychange', this.onLine);
    this.poll();
  }

  build(root) {
    const { words } = this.data;
    this.house = el('div', 'room');
    this.title = el('h1', '');
    this.trouble_box = el('div', 'trouble');
    this.trouble_box.hidden = true;
    this.trouble_box.setAttribute('role', 'alert');
    this.count = el('p', 'count');
    this.count.setAttribute('role', 'status');
    this.hands = el('ul', 'hands');
    this.calm = el('p', 'calm', words.calm);
    this.tiles = el('ul', 'tiles');
    this.others_title = el('h2', '', words.others);
    this.others = el('ul', 'others');
    this.empty = el('p', 'calm', words.empty);
    this.house.append(this.title, this.trouble_box, this.count, this.hands, this.calm, this.tiles, this.empty,
      this.others_title, this.others);
    root.replaceChildren(this.house);
    this.name();
    [this.calm, this.empty, this.others_title].forEach((one) => { one.hidden = true; });
    this.hand_lines = new Lines(this.hands, (hand) => this.makeHand(hand), (node, hand) => this.drawHand(node, hand));
    this.tile_lines = new Lines(this.tiles, () => this.makeTile(), (node, one) => this.drawTile(node, one));
    this.other_lines = new Lines(this.others, () => el('li', 'other', el('b', ''), el('span', '')), (node, one) => {
      write(node.children[0], this.called(one));
      write(node.children[1], one.number);
    });
  }

  name() {
    this.title.replaceChildren(this.data.title, el('small', '', this.data.about));
  }

  update(data) {
    this.data = data;
    this.name();
    this.draw();
  }

  // -- asking and telling the house ----------------------------------------------------------------------

  async poll() {
    this.again = this.asking;
    if (this.asking || this.closed) return;
    this.asking = true;
    clearTimeout(this.timer);
    try {
      for (const [hand, deed] of this.deeds) await this.tell(hand, deed);
      const answer = await this.fetch(`/api/room?activity=${this.data.activity}`, { headers: { 'if-none-match': this.version } });
      if (answer.ok || answer.status === 304) {
        this.ahead = Date.parse(answer.headers.get('x-now')) - Date.now();
        this.trouble = '';
      }
      if (answer.ok) {
        this.version = answer.headers.get('etag');
        this.seen = await answer.json();
        this.forgetDeeds();
      } else if (answer.status === 401) this.trouble = 'sign_in';
      else if (answer.status >= 500) this.trouble = 'cut';
      else if (answer.status !== 304) this.trouble = (await answer.json()).told;
    } catch (cut) {
      this.trouble = 'cut';
    }
    this.asking = false;
    this.draw();
    if (!this.closed) this.timer = setTimeout(() => this.poll(), this.again ? 0 : EVERY);
  }

  fetch(address, about) {
    return fetch(address, { credentials: 'same-origin', cache: 'no-store', signal: AbortSignal.timeout(PATIENCE), ...about });
  }

  async tell(hand, deed) {
    const body = JSON.stringify({ hand, do: deed });
    const answer = await this.fetch('/api/room', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    if (answer.status === 401 || answer.status >= 500) return;
    this.version = '';
    if (this.deeds.get(hand) === deed) this.told.add(`${hand} ${deed}`);
  }

  // The board that came after the telling knows what was done.
  forgetDeeds() {
    for (const [hand, deed] of this.deeds) {
      if (this.told.delete(`${hand} ${deed}`)) this.deeds.delete(hand);
    }
  }

  hurry() {
    if (document.visibilityState !== 'hidden') this.poll();
  }

  does(hand, deed) {
    if (performance.now() - this.settled < SETTLING) return;
    this.deeds.set(hand, deed);
    if (deed === 'done') this.settled = performance.now();
    this.draw();
    this.poll();
  }

  // -- drawing -------------------------------------------------------------------------------------------

  draw() {
    this.drawTrouble();
    if (!this.seen) return;
    const { words } = this.data;
    const hands = this.seen.hands.filter((hand) => this.deeds.get(hand.id) !== 'done')
      .map((hand) => ({ ...hand, of: hand.key, key: hand.id, taken_by: hand.taken_by || (this.deeds.has(hand.id) ? this.data.me : '') }));
    const up = new Map(hands.map((hand) => [hand.of, hand]));
    const { people } = this.seen;
    const seated = people.filter((one) => one.tablet).map((one) => ({ ...one, hand: up.get(one.key) }));
    const others = people.filter((one) => !one.tablet);
    const quiet = seated.filter((one) => one.quiet).length;
    write(this.count, fill(words.count, { here: people.filter((one) => one.came).length, tablets: seated.length, hands: hands.length, quiet }));
    this.hand_lines.show(hands);
    this.tile_lines.show(seated);
    this.other_lines.show(others);
    show(this.calm, !hands.length && people.length > 0);
    show(this.empty, !people.length);
    show(this.others_title, others.length > 0);
  }

  drawTrouble() {
    if (this.shown_trouble === this.trouble) return;
    this.shown_trouble = this.trouble;
    const { words } = this.data;
    this.trouble_box.hidden = !this.trouble;
    this.trouble_box.replaceChildren(icon('cut'), words[this.trouble] || this.trouble);
    if (this.trouble !== 'sign_in') return;
    const link = el('a', '', words.to_sign_in);
    link.href = `/sign-in?back=${encodeURIComponent(location.pathname + location.search)}`;
    this.trouble_box.append(link);
  }

  makeHand({ id }) {
    const { words } = this.data;
    const node = el('li', 'hand');
    const parts = {
      name: el('b', 'name'), tablet: el('span', 'tablet'), where: el('span', 'where'), doing: el('span', 'doing'),
      waits: el('span', 'waits'), there: el('span', 'there'),
      take: button('main', () => this.does(id, 'take'), words.take),
      done: button('', () => this.does(id, 'done'), words.done),
    };
    const about = el('div', 'about', el('p', '', parts.name, parts.tablet, parts.waits), el('p', '', parts.where, parts.doing));
    node.append(icon('hand'), about, el('div', 'buttons', parts.take, parts.there, parts.done));
    node.parts = parts;
    return node;
  }

  drawHand(node, hand) {
    const { words } = this.data;
    const { parts } = node;
    write(parts.name, this.called(hand));
    write(parts.tablet, fill(words.tablet, { name: hand.tablet }));
    write(parts.where, hand.left ? words.left : this.where(hand.place));
    write(parts.doing, hand.place ? hand.place.doing : '');
    write(parts.waits, this.lasting(hand.at, words.waits, words.waits_now));
    write(parts.there, hand.taken_by ? fill(words.there, { name: hand.taken_by }) : '');
    turn(node, 'taken', Boolean(hand.taken_by));
    if (parts.take.hidden !== Boolean(hand.taken_by)) {
      const held = parts.take.getRootNode().activeElement === parts.take;
      parts.take.hidden = Boolean(hand.taken_by);
      if (held) parts.done.focus({ preventScroll: true });
    }
    const label = `${this.called(hand)}: `;
    if (parts.done.getAttribute('aria-label') !== label + words.done) {
      parts.take.setAttribute('aria-label', label + words.take);
      parts.done.setAttribute('aria-label', label + words.done);
    }
  }

  makeTile() {
    const node = el('li', 'tile');
    const parts = {
      name: el('b', 'name'), tablet: el('span', 'tablet'), where: el('p', 'where'), since: el('p', 'since'),
      hand_words: el('span', ''), quiet_words: el('span', ''), stranger: el('p', 'mark'),
    };
    parts.hand = el('p', 'mark asks', icon('hand'), parts.hand_words);
    parts.quiet = el('p', 'mark', icon('clock'), parts.quiet_words);
    node.append(el('p', 'head', parts.name, parts.tablet), parts.where, parts.since, parts.hand, parts.quiet, parts.stranger);
    node.parts = parts;
    return node;
  }

  drawTile(node, one) {
    const { words } = this.data;
    const { parts } = node;
    write(parts.name, this.called(one));
    write(parts.tablet, fill(words.tablet, { name: one.tablet }));
    write(parts.where, one.place ? this.where(one.place) : words.not_begun);
    write(parts.since, one.place ? this.lasting(one.place.since, words.since, words.since_now) : '');
    write(parts.hand_words, one.hand ? (one.hand.taken_by ? fill(words.there, { name: one.hand.taken_by }) : words.asks) : '');
    write(parts.quiet_words, one.quiet ? this.lasting(one.active, words.quiet, '') : '');
    write(parts.stranger, !one.came && one.number ? words.not_here : '');
    show(parts.hand, Boolean(one.hand));
    show(parts.quiet, one.quiet);
    turn(node, 'is-hand', Boolean(one.hand));
    turn(node, 'is-quiet', one.quiet && !one.hand);
  }

  called(one) {
    return one.name || this.data.words.guest;
  }

  where(place) {
    const { words } = this.data;
    if (!place) return '';
    const parts = [place.lesson];
    if (place.kind === 'phone') parts.push(words[`mode_${place.mode}`]);
    const past = place.of && place.step > place.of;
    const at = past ? 'phone_done' : `at_${place.kind}${place.of ? '' : '_only'}`;
    parts.push(fill(words[at] || '', { step: place.step, of: place.of }));
    return parts.filter(Boolean).join(' · ');
  }

  lasting(since, sentence, now) {
    const minutes = Math.floor((Date.now() + this.ahead - Date.parse(since)) / 60000);
    return minutes < 1 ? now : fill(sentence, { n: minutes });
  }

  close() {
    this.closed = true;
    clearTimeout(this.timer);
    removeEventListener('online', this.onLine);
    document.removeEventListener('visibilitychange', this.onLine);
  }
}

export const open = (root, data) => new Room(root, data);
