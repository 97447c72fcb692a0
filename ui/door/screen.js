// What is on the screen of the door, and how it is drawn again when something changed.

import { el, icon, refill } from './dom.js';
import { counts, offer, people } from './list.js';
import { panel } from './panel.js';
import { watch } from './scanner.js';

const OPEN = 'door.open';
const MOST_OPEN = 60;
const UNSETTLED = ['refused', 'not_enrolled', 'waiting', 'full', 'noted'];

export class Screen {
  constructor(root, data) {
    this.language = data.language;
    this.urls = data.urls;
    this.words = data.words;
    this.title = data.title;
    this.place = data.place;
    const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: data.zone });
    this.hour = (at) => clock.format(new Date(at));
    this.t = (word, about = {}) => Object.entries(about)
      .reduce((text, [key, value]) => text.split(`%(${key})s`).join(value), this.words[word]);
    this.view = { kind: 'ready' };
    this.open = kept();
    this.build(root);
    this.ticking = setInterval(() => this.tick(), 500);
    this.draw();
    this.drawOpen();
  }

  build(root) {
    const { t } = this;
    this.field = el('input', {
      id: 'entry', type: 'text', autocomplete: 'off', autocapitalize: 'off', autocorrect: 'off', spellcheck: 'false',
      enterkeyhint: 'done', inputmode: 'none', maxlength: '300', placeholder: t('placeholder'),
    });
    this.cameraButton = el('button', { type: 'button', class: 'camera', 'aria-pressed': 'false', onclick: () => this.camera() },
      icon('camera'), el('span', {}, t('camera')));
    this.video = el('video', { playsinline: true, hidden: true, 'aria-label': t('camera') });
    this.video.muted = true;
    this.network = el('div', { class: 'network', role: 'status', hidden: true });
    this.hints = el('div', { class: 'hints' });
    this.stage = el('section', { class: 'stage', 'aria-live': 'polite', 'aria-label': t('result') });
    this.later = el('section', { class: 'later', 'aria-label': t('open'), hidden: true });
    this.counts = el('div', { class: 'counts' });
    this.offered = el('div', { class: 'offer', hidden: true });
    this.list = el('ul', { class: 'people' });
    this.house = el('div', { class: 'door', lang: this.language },
      el('h1', {}, this.title, el('small', {}, this.place)),
      this.network,
      el('div', { class: 'work' },
        el('label', { for: 'entry', class: 'label' }, t('label')),
        el('div', { class: 'entry' }, this.field, this.cameraButton),
        this.hints, this.video, this.stage, this.later),
      el('aside', { class: 'side', 'aria-label': t('roster') }, this.counts, this.offered, this.list));
    root.append(this.house);
  }

  // -- the result ------------------------------------------------------------------------------------

  // Show a result. What it pushes aside unsettled goes to the list of things to be looked at.
  show(view, settles = false) {
    if (!settles && UNSETTLED.includes(this.view.kind)) this.remember(this.view);
    this.view = view;
    this.draw();
  }

  dismiss() { this.show({ kind: 'ready' }, true); }

  draw() {
    this.shownUntil = this.view.until && this.view.until > performance.now();
    refill(this.stage, [panel(this.view, this, this.t, this.hour)]);
  }

  // Only the seconds of the undo button change by themselves.
  tick() {
    if (!this.shownUntil || this.view.kind !== 'came') return;
    const left = Math.ceil((this.view.until - performance.now()) / 1000);
    const button = this.stage.querySelector('.undo');
    if (left <= 0) this.draw();
    else if (button) button.textContent = this.t('undo', { seconds: left });
  }

  // -- what still has to be looked at ----------------------------------------------------------------

  remember(view) {
    const key = (one) => (one.person && one.person.id ? one.person.id : one.typed || one.line);
    this.open = [view].concat(this.open.filter((one) => key(one) !== key(view))).slice(0, MOST_OPEN);
    this.drawOpen();
  }

  forget(view) {
    this.open = this.open.filter((one) => one !== view);
    this.drawOpen();
  }

  drawOpen() {
    try { localStorage.setItem(OPEN, JSON.stringify(this.open)); } catch (full) { /* it lives in this page */ }
    this.later.hidden = !this.open.length;
    const { t } = this;
    refill(this.later, [
      el('h2', {}, t('open_n', { n: this.open.length })),
      el('ul', {}, this.open.map((view) => el('li', {},
        el('button', { type: 'button', class: 'look', onclick: () => { this.forget(view); this.show(view); } },
          el('b', {}, (view.person && view.person.name) || view.typed || t('unknown')),
          el('span', {}, view.told || t(view.kind))),
        el('button', { type: 'button', class: 'settle', onclick: () => this.forget(view) }, t('settled'))))),
    ]);
  }

  // -- the roster and the network --------------------------------------------------------------------

  drawRoster() {
    if (!this.roster || !this.roster.activity) { this.drawNetwork(); return; }
    const seen = JSON.stringify([this.roster.activity, this.roster.all(), this.offerDue()]);
    if (seen === this.seen) return;
    this.seen = seen;
    refill(this.counts, counts(this.roster, this.t));
    const offered = offer(this.roster, this, this.t);
    this.offered.hidden = !offered.length;
    refill(this.offered, offered);
    refill(this.list, people(this.roster, this, this.t, this.hour));
    this.drawNetwork();
  }

  offerDue() { return this.roster.now() >= Date.parse(this.roster.activity.offers_at); }

  drawNetwork() {
    if (!this.queue) return;
    const { t } = this;
    const n = this.queue.waiting;
    const cut = this.roster.failures > 0 || this.queue.isCut;
    if (cut && this.view.kind === 'looking' && this.view.line) this.show({ ...this.view, kind: 'noted' }, true);
    let words = '';
    if (this.queue.signedOut) words = t('signed_out', { n });
    else if (cut) words = n ? t('cut_n', { n }) : t('cut');
    else if (this.roster.refused) words = this.roster.refused;
    else if (n > 3) words = t('sending', { n });
    this.network.hidden = !words;
    this.network.classList.toggle('bad', this.queue.signedOut);
    this.network.dataset.waiting = String(n);
    const link = this.queue.signedOut ? el('a', { href: `/sign-in?back=${encodeURIComponent(location.pathname + location.search)}` }, t('sign_in')) : null;
    if (this.network.dataset.words === words) return;
    this.network.dataset.words = words;
    refill(this.network, words ? [icon('cut'), el('span', {}, words), link].filter(Boolean) : []);
  }

  // Bring somebody's row into sight where the roster scrolls by itself; never move the page.
  reveal(id) {
    const row = this.list.querySelector(`[data-name="person-${id}"]`);
    if (!row || this.list.scrollHeight <= this.list.clientHeight) return;
    const above = row.offsetTop - this.list.offsetTop;
    this.list.scrollTop = above - this.list.clientHeight / 2;
  }

  // -- what the house allows -------------------------------------------------------------------------

  mayVoid() { return Boolean(this.roster.activity && this.roster.activity.may_void); }

  mayOverfill() { return Boolean(this.roster.activity && this.roster.activity.may_overfill); }

  free(seats) {
    const left = seats === undefined && this.roster.activity ? this.roster.activity.seats_left : seats;
    return left > 0 ? this.t('free', { n: left }) : this.t('no_seats');
  }

  expectedWith(person) {
    const own = person && this.roster.people.get(person.id);
    if (!own || !own.party) return [];
    return this.roster.all().filter((one) => one.party === own.party && one.id !== own.id && !one.came && one.state === 'enrolled');
  }

  // -- the camera ------------------------------------------------------------------------------------

  async camera() {
    const on = this.cameraButton.getAttribute('aria-pressed') !== 'true';
    this.cameraButton.setAttribute('aria-pressed', String(on));
    this.video.hidden = !on;
    if (this.stopCamera) { this.stopCamera(); this.stopCamera = null; }
    if (!on) return;
    try {
      const stop = await watch(this.video, this.urls, (text) => this.entered(text));
      if (this.closed || this.video.hidden) stop();
      else this.stopCamera = stop;
    } catch (fault) {
      this.cameraButton.setAttribute('aria-pressed', 'false');
      this.video.hidden = true;
      const words = { Insecure: 'camera_insecure', NotAllowedError: 'camera_forbidden', NotFoundError: 'camera_none' };
      this.show({ kind: 'fault', told: this.t(words[fault.name] || 'camera_fault') });
    }
  }

  close() {
    this.closed = true;
    clearInterval(this.ticking);
    if (this.stopCamera) this.stopCamera();
    this.roster.close();
    this.queue.close();
    this.keys.close();
    this.house.remove();
  }
}

function kept() {
  try {
    const found = JSON.parse(localStorage.getItem(OPEN) || '[]');
    return Array.isArray(found) ? found : [];
  } catch (broken) {
    return [];
  }
}
