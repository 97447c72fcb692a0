// The lesson player: why, steps, practice phone, questions, card. mount() draws it into any element, in a
// shadow root or not, and returns { update, destroy, unsent, flush, speaking }. It needs no server to turn a page.
//
// options
//   lesson      what services.catalogue.for_player() gives
//   storageKey  where this person's place and unsent events are kept; another person, another key
//   language    'zh' or 'en'            textSize   22, 26 or 30
//   review      numbers of the questions of a review: the practice phone on one's own, then these
//   start       { kind, step, at }: the last page another tablet reported, with its time
//   seed        a fixed form of the practice phone, for tests and previews; else it varies by itself
//   recordings  { base, files: { spoken line: file } }
//   post        the address for progress, or a function (events) => Promise of the ids acknowledged
//   hand        'raised' or 'coming' while help was asked for
//   beside      an element that stands in the head, left of the settings
//   onTeacher({ lesson, version, kind, step, mode, raise })   onSettings({ textSize, speed, aloud })
//   onUnsent(how many, is there trouble)   onFinish({ lesson })

import { icon } from './icons.js';
import { forget, keep, memory, openOutbox, recall } from './outbox.js';
import { drawPhone } from './phone.js';
import { openPractice, varies } from './practice.js';
import { openVoice } from './voice.js';
import { speaker } from './words.js';

export { forget };

const MODES = ['follow', 'hints', 'own'];
const SIZES = [22, 26, 30];
// For so many milliseconds a trembling second tap does nothing: in the practice phone, on a page just turned to.
const REST = 280;
const TURNED = 400;
// And so long “Start again” waits for the second tap it asks for.
const SURE = 5000;

const el = (tag, name, ...inside) => {
  const made = document.createElement(tag);
  if (name) made.className = name;
  inside.filter((one) => one !== null && one !== undefined && one !== false).forEach((one) => {
    if (typeof one === 'string') made.appendChild(document.createTextNode(one));
    else made.appendChild(one);
  });
  return made;
};
const drawing = (name) => {
  const made = el('span', 'lp-i');
  made.innerHTML = icon(name);
  return made;
};
const button = (name, act, ...inside) => {
  const made = el('button', name, ...inside);
  made.type = 'button';
  made.addEventListener('click', act);
  return made;
};

const pagesOf = (lesson) => [].concat(
  { kind: 'why', step: 1 },
  lesson.steps.map((_, n) => ({ kind: 'step', step: n + 1 })),
  MODES.map((mode, n) => ({ kind: 'phone', step: n + 1, mode })),
  lesson.questions.map((_, n) => ({ kind: 'question', step: n + 1 })),
  { kind: 'card', step: 1 },
  { kind: 'card', step: 2 },
);

const reviewOf = (lesson, questions) => pagesOf(lesson).filter((page) => page.mode === 'own'
  || (page.kind === 'question' && questions.includes(page.step)));

export function mount(root, options) {
  const place = `${options.storageKey || 'il'}:`;
  const sort = options.review ? 'review' : 'at';
  const atKey = `${place}${sort}:${options.lesson.uid}`;
  const playedKey = `${place}played:${options.lesson.uid}`;
  const wayKey = `${place}${sort === 'at' ? 'lesson' : sort}`;
  const settings = Object.assign(
    { textSize: options.textSize || 22, speed: 'normal', aloud: true }, recall(`${place}settings`), options.settings,
  );
  const begun = begin();
  const { lesson } = begun;
  const state = begun.state;
  const pages = options.review ? reviewOf(lesson, options.review) : pagesOf(lesson);
  const opened = Date.now();
  let language = options.language === 'en' ? 'en' : 'zh';
  let say = speaker(language);
  let practice = null;
  let message = null;
  let arrived = Date.now();
  let turned = 0;
  let moved = 0;
  let hand = options.hand || null;
  let panel = null;
  const t = (text) => (text ? text[language] : '');

  // A lesson that was changed in the meantime goes on as it was begun.
  function begin() {
    const saved = recall(atKey);
    const kept = recall(wayKey);
    let chosen = options.lesson;
    if (saved && !saved.over && saved.version !== chosen.version && kept && kept.uid === chosen.uid && kept.version === saved.version) chosen = kept;
    const stale = saved && (saved.over || (saved.finished && Date.now() - Date.parse(saved.seen) > 600000));
    const same = saved && saved.version === chosen.version && !stale;
    const fresh = { version: chosen.version, page: 0, practice: {}, answers: {}, done: {}, finished: false, over: false, seen: '' };
    const here = same ? Object.assign(fresh, saved) : fresh;
    const start = options.start;
    if (start && (!same || (start.at && start.at > here.seen))) {
      const found = pagesOf(chosen).findIndex((page) => page.kind === start.kind && page.step === start.step);
      if (found >= 0) here.page = found;
    }
    keep(wayKey, chosen);
    return { lesson: chosen, state: here };
  }
  const remember = () => {
    state.seen = new Date().toISOString();
    if (practice) state.practice[practice.mode] = Object.assign(practice.state(), { over: practice.finished() });
    keep(atKey, state);
  };

  const outbox = openOutbox({ storageKey: options.storageKey || 'il', post: options.post, onChange: options.onUnsent });
  const voice = openVoice({ recordings: () => options.recordings, speed: () => settings.speed, onChange: () => frame && listenButton() });
  const tell = (kind, about) => outbox.add(Object.assign({
    lesson: lesson.uid, version: lesson.version, kind, mode: null, step: 0, taps: 0, wrong_taps: 0, hints: 0, seconds: 0,
  }, about));
  const totals = (from) => ({ taps: from.taps, wrong_taps: from.wrong, hints: from.hints, seconds: Math.round(from.seconds) });
  const page = () => pages[state.page];

  // --- the frame that stays: head, middle, bar --------------------------------
  let frame = null;
  let parts = {};
  function build() {
    root.innerHTML = '';
    parts = {
      name: el('h1', 'lp-title'),
      where: el('p', 'lp-where'),
      way: el('div', 'lp-way'),
      middle: el('div', 'lp-middle'),
      live: el('p', 'lp-live'),
      previous: button('lp-b', () => turn(-1)),
      again: button('lp-b', () => listen()),
      teacher: button('lp-b lp-b-teacher', () => askTeacher()),
      next: button('lp-b lp-b-next', () => turn(1)),
      settings: button('lp-gear', () => openSettings()),
      over: el('div', 'lp-over'),
    };
    parts.live.setAttribute('aria-live', 'polite');
    parts.over.hidden = true;
    const head = el('header', 'lp-head', el('div', 'lp-names', parts.name, parts.where), options.beside, parts.settings);
    const bar = el('nav', 'lp-bar', parts.previous, parts.again, parts.teacher, parts.next);
    frame = el('section', 'lp', head, parts.way, parts.middle, parts.live, bar, parts.over);
    frame.addEventListener('keydown', (event) => { if (event.key === 'Escape' && panel) closePanel(); });
    root.appendChild(frame);
    dress();
    render();
  }
  function dress() {
    frame.lang = language === 'en' ? 'en' : 'zh-CN';
    frame.style.setProperty('--lp-size', `${settings.textSize}px`);
    frame.classList.toggle('is-big', settings.textSize > 22);
    frame.classList.toggle('is-en', language === 'en');
    const label = (one, name, words) => {
      one.innerHTML = '';
      one.appendChild(drawing(name));
      one.appendChild(el('span', '', words));
    };
    label(parts.previous, 'left', say('previous'));
    label(parts.again, 'listen', say('again'));
    label(parts.next, 'right', say('next'));
    label(parts.settings, 'text_size', say('settings'));
    parts.name.textContent = t(lesson.title);
    handButton();
  }
  function handButton() {
    const words = { raised: 'hand_raised', coming: 'hand_coming' }[hand] || 'teacher';
    parts.teacher.innerHTML = '';
    parts.teacher.appendChild(drawing('hand'));
    parts.teacher.appendChild(el('span', '', say(words)));
    parts.teacher.classList.toggle('is-raised', Boolean(hand));
  }
  function listenButton() {
    parts.again.style.visibility = voice.can(lines(), language) ? 'visible' : 'hidden';
  }

  // --- turning pages ----------------------------------------------------------
  const still = (time) => (options.rest === undefined ? time : options.rest);
  function turn(by) {
    if (Date.now() - turned < still(TURNED)) return null;
    const to = state.page + by;
    if (to >= pages.length) return finish();
    if (to < 0) return null;
    leave();
    turned = Date.now();
    state.page = to;
    arrive();
    return null;
  }
  function leave() {
    voice.stop();
    const here = page();
    if (here.kind === 'step') tell('read', { step: here.step, seconds: Math.round((Date.now() - arrived) / 1000) });
    if (practice) {
      practice.pause();
      const at = practice.state();
      if (!practice.finished() && at.taps) tell('stopped', { mode: practice.mode, step: at.done + 1, ...totals(at) });
      remember();
      practice = null;
    }
  }
  function arrive() {
    arrived = Date.now();
    message = null;
    const here = page();
    tell(here.kind, { step: here.step, mode: here.mode || null });
    render();
    remember();
    if (settings.aloud) listen();
    if (frame.getBoundingClientRect().top < 0) frame.scrollIntoView();
    if (state.page === pages.length - 1 && !state.finished && !options.review) {
      state.finished = true;
      remember();
      tell('finished', { step: state.page + 1, seconds: Math.round((Date.now() - opened) / 1000) });
    }
  }
  function finish() {
    leave();
    state.over = true;
    remember();
    memory.removeItem(wayKey);
    if (options.onFinish) options.onFinish({ lesson: lesson.uid });
  }

  function render() {
    const here = page();
    if (here.kind === 'phone' && (!practice || practice.mode !== here.mode)) {
      const saved = state.practice[here.mode];
      practice = openPractice(lesson.phone, here.mode, saved && !saved.over ? saved.seed || 0 : nextSeed(here.mode), saved);
    }
    parts.middle.className = `lp-middle is-${here.kind}`;
    parts.middle.innerHTML = '';
    ({ why: drawWhy, step: drawStep, phone: drawPractice, question: drawQuestion, card: drawCard }[here.kind])(here);
    parts.where.textContent = whereText(here);
    way();
    parts.previous.disabled = state.page === 0;
    const last = state.page === pages.length - 1;
    parts.next.lastChild.textContent = say(last ? 'finish' : 'next');
    parts.next.disabled = last && !options.onFinish;
    listenButton();
  }
  function whereText(here) {
    if (here.kind === 'step') return say('step_of', { n: here.step, all: lesson.steps.length });
    if (here.kind === 'question') return say('question_of', { n: here.step, all: lesson.questions.length });
    if (here.kind === 'phone') return say('practice');
    if (here.kind === 'card') return say(here.step === 1 ? 'card' : 'take_home');
    return say('why');
  }
  function way() {
    parts.way.innerHTML = '';
    parts.way.setAttribute('aria-hidden', 'true');
    pages.forEach((one, n) => {
      parts.way.appendChild(el('span', `is-${one.kind}${n < state.page ? ' is-past' : ''}${n === state.page ? ' is-here' : ''}`));
    });
  }

  // --- reading aloud ------------------------------------------------------------
  function lines() {
    const here = page();
    if (here.kind === 'why') return [lesson.goal, lesson.why].map(t);
    if (here.kind === 'step') return [t(lesson.steps[here.step - 1].say)];
    if (here.kind === 'phone') return practiceLines();
    if (here.kind === 'question') {
      const question = lesson.questions[here.step - 1];
      const answer = state.answers[here.step];
      if (answer && answer.length) return [t(question.options[answer[answer.length - 1]].why)];
      return [question.ask, ...question.options.map((option) => option.text)].map(t);
    }
    return here.step === 1 ? [...lesson.card.lines, lesson.card.rhyme].map(t) : [t(lesson.take_home)];
  }
  function practiceLines() {
    if (!practice) return [];
    if (practice.finished()) return [t(practice.phone.done)];
    if (message) return message;
    if (practice.mode === 'follow') return [instruction()];
    return [t(practice.phone.task)];
  }
  const listen = () => voice.say(lines(), language);

  // --- why ----------------------------------------------------------------------
  function drawWhy() {
    const words = (lesson.new_words || []).map((one) => el('div', 'lp-word', el('b', '', t(one.word)), el('span', '', t(one.means))));
    parts.middle.appendChild(el('div', 'lp-text',
      el('p', 'lp-label', say('goal')), el('h2', 'lp-goal', t(lesson.goal)),
      el('p', 'lp-label', say('why')), el('p', 'lp-why', t(lesson.why))));
    if (words.length) parts.middle.appendChild(el('aside', 'lp-words', el('p', 'lp-label', say('new_words')), ...words));
  }

  // --- steps --------------------------------------------------------------------
  function drawStep(here) {
    const step = lesson.steps[here.step - 1];
    const box = (kind, sign, title, words) => el('div', `lp-note is-${kind}`, drawing(sign), el('div', '', el('p', 'lp-label', title), el('p', '', words)));
    parts.middle.appendChild(el('div', 'lp-text', el('h2', 'lp-do', t(step.do)),
      box('see', 'eye', say('see'), t(step.see)), box('stuck', 'info', say('stuck'), t(step.stuck))));
    const host = el('div', 'lp-phone');
    parts.middle.appendChild(host);
    const screen = lesson.phone.screens[step.screen];
    const spot = (screen.show || []).find((part) => part.name === step.touch);
    drawPhone(host, { screen, language, say, mark: step.touch ? { name: step.touch, word: handWord(spot, step.how || 'tap') } : null });
  }
  function touchWord(name) {
    const spot = practice.spot(name);
    if (spot && (spot.hold || spot.talk)) return say('hold_here');
    return handWord(spot, spot && spot.swipe ? 'swipe' : 'tap');
  }
  function handWord(spot, how) {
    if (spot && (spot.slider || spot.keypad)) return say(spot.slider ? 'slide_here' : 'type_here');
    return say(`${how}_here`);
  }

  // The first time the phone is as it is written; then each form once, by chance, before one comes again.
  function nextSeed(mode) {
    if (options.seed !== undefined && options.seed !== null) return options.seed;
    const forms = (lesson.phone.variants || []).length + 1;
    let played = (varies(lesson.phone) && recall(playedKey)) || [];
    if (played.length >= forms) played = played.slice(-1);
    const open = Array.from({ length: forms }, (_, n) => n).filter((n) => forms === 1 || !played.includes(n));
    const first = mode === 'follow' && !played.length;
    const form = first ? 0 : open[Math.floor(Math.random() * open.length)];
    keep(playedKey, played.concat(form));
    return first ? 0 : form + forms * (1 + Math.floor(Math.random() * 999));
  }

  // --- practice -------------------------------------------------------------------
  const instruction = () => {
    const want = practice.wanted();
    if (practice.shown() === want.at) return t(want.say);
    const { touch } = practice.route();
    if (touch === 'back') return say('go_back');
    if (touch === 'home') return say('go_home');
    const spot = practice.spot(touch);
    return say('go_on', { name: spot ? spotName(spot) : '' });
  };
  const spotName = (spot) => t(spot.text || spot.row || spot.switch || spot.lock || spot.input || spot.banner || spot.bubble || spot.line || spot.note) || say('shutter');
  const help = () => {
    const want = practice.wanted();
    return practice.shown() === want.at && want.hint ? t(want.hint) : instruction();
  };

  let screenHost = null;
  let coach = null;
  function drawPractice() {
    coach = el('div', 'lp-coach');
    screenHost = el('div', 'lp-phone is-practice');
    parts.middle.appendChild(coach);
    parts.middle.appendChild(screenHost);
    practice.resume();
    refresh();
  }
  function refresh() {
    const over = practice.finished();
    drawCoach(over);
    const level = practice.state().help;
    const guide = over ? null : practice.route().touch;
    const follow = practice.mode === 'follow';
    const marked = !over && guide && (follow || (practice.mode === 'hints' && level >= 2));
    screenHost.dataset.form = practice.phone.form;
    drawPhone(screenHost, {
      screen: practice.screen(), language, say, values: practice.state().values,
      mark: marked ? { name: guide, word: follow || level >= 3 ? touchWord(guide) : '', pulse: !follow && level === 2, arrow: level >= 3 } : null,
      onTouch: over ? () => {} : touched,
      onValue: valued,
    });
    listenButton();
    const news = coach.querySelector('.lp-done, .lp-message.is-on');
    if (news) news.scrollIntoView({ block: 'nearest' });
  }
  function drawCoach(over) {
    coach.innerHTML = '';
    const { mode } = practice;
    coach.className = `lp-coach is-${mode}${message ? ' has-message' : ''}`;
    const modes = el('div', 'lp-modes', ...MODES.map((one) => el('span', one === mode ? 'is-on' : '', say(one))));
    coach.appendChild(modes);
    if (over) {
      const next = MODES[MODES.indexOf(mode) + 1];
      coach.appendChild(el('div', 'lp-done', drawing('check'), el('h2', '', t(practice.phone.done)), el('p', '', next ? say('next_mode', { mode: say(next) }) : say(options.review ? 'next_review' : 'next_questions'))));
      coach.appendChild(button('lp-small', () => restart(), drawing('flip'), say('repeat')));
      return;
    }
    if (mode === 'follow') coach.appendChild(el('h2', 'lp-order', instruction()));
    else coach.appendChild(mode === 'own' ? goals() : el('h2', 'lp-order is-task', t(practice.phone.task)));
    const inside = message ? message.map((line, n) => el('span', n ? 'lp-help' : '', line)) : [say(`${mode}_how`)];
    const word = el('p', `lp-message${message ? ' is-on' : ''}`, ...inside);
    word.setAttribute('role', 'status');
    coach.appendChild(word);
    if (practice.state().taps) coach.appendChild(again());
  }
  function goals() {
    const moves = practice.phone.path;
    const done = practice.state().done;
    const list = el('ol', 'lp-goals');
    const starts = moves.map((move, n) => (move.goal ? n : -1)).filter((n) => n >= 0);
    starts.forEach((from, n) => {
      const to = n + 1 < starts.length ? starts[n + 1] : moves.length;
      const ticked = done >= to;
      list.appendChild(el('li', ticked ? 'is-done' : done >= from ? 'is-now' : '', ticked ? drawing('check') : el('span', 'lp-n', String(n + 1)), el('span', '', t(moves[from].goal))));
    });
    return el('div', '', el('h2', 'lp-label', say('to_do')), list);
  }
  // What was practised is not lost by one stray tap.
  function again() {
    let asked = 0;
    const made = button('lp-small', () => {
      const now = Date.now();
      if (asked && now - asked < still(TURNED)) return;
      if (asked && now - asked < SURE) return restart();
      asked = now;
      made.lastChild.textContent = say('restart_sure');
    }, drawing('undo'), el('span', '', say('restart')));
    return made;
  }
  function restart() {
    if (practice.finished()) practice = openPractice(lesson.phone, practice.mode, nextSeed(practice.mode), null);
    else practice.again();
    message = null;
    refresh();
    remember();
    if (settings.aloud) listen();
  }
  function touched(name, slipped) {
    if (Date.now() - moved < still(REST)) return;
    const was = practice.shown();
    answered(practice.touch(name, slipped), name);
    if (practice.shown() !== was) moved = Date.now();
  }
  function answered(outcome, name) {
    message = practice.mode === 'own' ? null : words(outcome, name);
    if (outcome.result === 'right' && outcome.move) tell('move', { mode: practice.mode, step: outcome.move.step, ...totals(outcome.move) });
    if (outcome.result === 'right') switchOn(name);
    if (practice.finished() && outcome.result === 'right') {
      state.done[practice.mode] = true;
      tell('practised', { mode: practice.mode, step: practice.phone.path.length, ...totals(practice.state()) });
    }
    refresh();
    remember();
    if (settings.aloud && (message || practice.finished() || practice.mode === 'follow')) listen();
  }
  // What is said after a touch: a word about it, and a help how to go on. Right touches need none.
  function words(outcome, name) {
    if (outcome.result === 'wrong') {
      if (practice.mode === 'hints' && practice.state().help >= 3) return [say('look_arrow'), help()];
      return [outcome.word ? t(outcome.word) : say(name === null ? 'nothing_there' : 'not_now'), help()];
    }
    if (outcome.result === 'asleep') return [say('asleep'), help()];
    if (outcome.result === 'moved') return outcome.word ? [t(outcome.word)] : [help()];
    if (outcome.word) return practice.finished() ? [t(outcome.word)] : [t(outcome.word), help()];
    return null;
  }
  function switchOn(name) {
    const spot = practice.spot(name);
    if (spot && spot.switch) practice.state().values[name] = !spot.on;
    if (spot && spot.types) practice.state().values[name] = true;
  }
  // A slider moved, a digit typed: it counts as the touch itself once it is complete.
  function valued(name, value, complete, wrongDigits) {
    practice.state().values[name] = value;
    if (complete) {
      touched(name, false);
    } else if (wrongDigits) {
      answered(practice.touch(null, false), name);
      if (practice.mode !== 'own') message = [say('wrong_digits')];
      refresh();
    } else {
      practice.tap();
      refresh();
      remember();
    }
  }

  // --- questions --------------------------------------------------------------------
  function drawQuestion(here) {
    const question = lesson.questions[here.step - 1];
    const tried = state.answers[here.step] || [];
    const right = question.options.findIndex((option) => option.right);
    const list = el('div', 'lp-options');
    question.options.forEach((option, n) => {
      const picked = tried.includes(n);
      const sort = picked ? (n === right ? ' is-right' : ' is-wrong') : '';
      const sign = option.icon ? drawing(option.icon) : null;
      if (sign && option.look) sign.classList.add(`is-${option.look}`);
      const inside = [el('span', 'lp-letter', 'ABC'[n]), sign, el('span', 'lp-answer', t(option.text))];
      if (picked) inside.push(el('span', 'lp-verdict', drawing(n === right ? 'check' : 'undo'), say(n === right ? 'right' : 'try_again')));
      const one = button(`lp-option${sort}`, () => choose(here, n, right), ...inside);
      one.dataset.option = String(n);
      list.appendChild(one);
      if (picked && tried[tried.length - 1] === n) {
        const reason = el('p', `lp-reason${n === right ? ' is-right' : ''}`, t(option.why));
        reason.setAttribute('role', 'status');
        list.appendChild(reason);
      }
    });
    parts.middle.appendChild(el('div', 'lp-text is-wide', el('h2', 'lp-ask', t(question.ask)), list));
  }
  function choose(here, n, right) {
    const tried = state.answers[here.step] || [];
    if (tried.includes(right)) return;
    state.answers[here.step] = tried.filter((one) => one !== n).concat(n);
    if (n === right) tell('answer', { step: here.step, taps: tried.length + 1, wrong_taps: tried.length, seconds: Math.round((Date.now() - arrived) / 1000) });
    render();
    const again = parts.middle.querySelector(`[data-option="${n}"]`);
    if (again) again.focus({ preventScroll: true });
    remember();
    if (settings.aloud) listen();
  }

  // --- card and home --------------------------------------------------------------------
  function drawCard(here) {
    if (here.step === 1) {
      const list = el('ol', 'lp-lines', ...lesson.card.lines.map((line, n) => el('li', '', el('span', 'lp-n', String(n + 1)), el('span', '', t(line)))));
      parts.middle.appendChild(el('div', 'lp-card', el('h2', '', t(lesson.title)), list, el('p', 'lp-rhyme', t(lesson.card.rhyme))));
      return;
    }
    const list = (title, texts, sign) => el('div', `lp-note is-${sign}`, drawing(sign), el('div', '', el('h3', 'lp-label', title), el('ul', '', ...texts.map((text) => el('li', '', t(text))))));
    parts.middle.appendChild(el('div', 'lp-text is-wide',
      el('p', 'lp-label', say('take_home')), el('h2', 'lp-goal', t(lesson.take_home)),
      list(say('mistakes'), lesson.mistakes, 'info'), list(say('safety'), lesson.safety, 'shield'), list(say('without_phone'), [lesson.without_phone], 'people')));
  }

  // --- panels -----------------------------------------------------------------------------
  let before = null;
  function openPanel(title, ...inside) {
    before = root.getRootNode().activeElement;
    const heading = el('h2', '', title);
    heading.id = 'lp-panel-title';
    panel = el('div', 'lp-panel', heading, ...inside, button('lp-small lp-panel-close', () => closePanel(), drawing('close'), say('close')));
    panel.setAttribute('role', 'dialog');
    panel.setAttribute('aria-modal', 'true');
    panel.setAttribute('aria-labelledby', heading.id);
    panel.addEventListener('keydown', trap);
    parts.over.innerHTML = '';
    parts.over.appendChild(panel);
    parts.over.hidden = false;
    panel.querySelector('button').focus();
  }
  function trap(event) {
    if (event.key !== 'Tab') return;
    const stops = Array.from(panel.querySelectorAll('button'));
    const edge = event.shiftKey ? stops[0] : stops[stops.length - 1];
    if (root.getRootNode().activeElement === edge) {
      event.preventDefault();
      stops[event.shiftKey ? stops.length - 1 : 0].focus();
    }
  }
  function closePanel() {
    panel = null;
    parts.over.hidden = true;
    parts.over.innerHTML = '';
    if (before && before.focus) before.focus();
  }
  function openSettings() {
    const group = (title, name, choices) => {
      const line = el('div', 'lp-choices', ...choices.map(([value, words, size]) => {
        const one = button(settings[name] === value ? 'is-on' : '', () => set(name, value), words);
        if (size) one.style.fontSize = `${size}px`;
        one.setAttribute('aria-pressed', String(settings[name] === value));
        return one;
      }));
      line.setAttribute('role', 'group');
      line.setAttribute('aria-label', title);
      return el('div', 'lp-set', el('p', 'lp-label', title), line);
    };
    openPanel(say('settings'),
      group(say('text_size'), 'textSize', SIZES.map((size) => [size, say(`size_${size}`), size])),
      group(say('speed'), 'speed', ['slow', 'normal'].map((one) => [one, say(one)])),
      group(say('aloud'), 'aloud', [[true, say('yes')], [false, say('no')]]));
  }
  function set(name, value) {
    settings[name] = value;
    keep(`${place}settings`, settings);
    if (options.onSettings) options.onSettings({ ...settings });
    if (name === 'aloud' && !value) voice.stop();
    const back = before;
    dress();
    render();
    openSettings();
    before = back;
  }
  function askTeacher() {
    if (!options.onTeacher) return openPanel(say('hand_title'), el('p', '', say('hand_alone')));
    const here = page();
    const where = { lesson: lesson.uid, version: lesson.version, kind: here.kind, step: here.kind === 'phone' ? practice.state().done + 1 : here.step, mode: here.mode || null };
    const act = (raise) => {
      hand = raise ? 'raised' : null;
      handButton();
      closePanel();
      options.onTeacher({ ...where, raise });
    };
    if (hand) return openPanel(say(hand === 'coming' ? 'hand_coming' : 'hand_raised'), button('lp-small', () => act(false), say('hand_take_back')));
    return openPanel(say('hand_title'), el('p', '', say('hand_ask')), button('lp-small is-main', () => act(true), drawing('hand'), say('hand_yes')));
  }

  const ticking = setInterval(() => {
    const now = new Date();
    root.querySelectorAll('.ph-clock, .ph-time').forEach((one) => { one.textContent = `${now.getHours()}:${String(now.getMinutes()).padStart(2, '0')}`; });
  }, 10000);

  build();
  tell('opened', { step: state.page + 1 });
  tell(page().kind, { step: page().step, mode: page().mode || null });
  remember();

  return {
    update(next) {
      Object.assign(options, next, { lesson: options.lesson });
      if (next.textSize) settings.textSize = next.textSize;
      if ('hand' in next) hand = next.hand;
      if (next.language && next.language !== language) {
        language = next.language === 'en' ? 'en' : 'zh';
        say = speaker(language);
        message = null;
      }
      if (practice) remember();
      dress();
      if ('language' in next || 'textSize' in next) render();
    },
    speaking: voice.speaking,
    unsent: outbox.unsent,
    flush: outbox.flush,
    destroy() {
      leave();
      clearInterval(ticking);
      voice.close();
      outbox.close();
      root.innerHTML = '';
    },
  };
}
