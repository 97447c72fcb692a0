// A lesson in a page: fetches it once, opens the player, and says where its events go.
// data: urls { player }, lesson (uid), language, review (numbers of the questions, or null),
//       after (where the last page leads), preview (nothing is reported), whole (the lesson, if it came along)

import { openHand } from './hand.js';
import { busy, el, post, progressOf } from './learner.js';

const NOWHERE = (events) => Promise.resolve(events.map((event) => event.id));
const SHORT = { 'zh-CN': 'zh', en: 'en' };

async function fetched(data) {
  for (let wait = 500; ; wait = Math.min(8000, wait * 2)) {
    try {
      const answer = await fetch(`/api/lesson/${encodeURIComponent(data.lesson)}`, { credentials: 'same-origin' });
      const body = await answer.json();
      if (answer.ok) return body;
      if (answer.status === 404) return { told: body.told };
    } catch (gone) {
      // The network comes back.
    }
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

export function open(root, first) {
  let data = first;
  let player = null;
  let hand = null;
  let gone = false;
  const says = () => Boolean(player && player.speaking());
  // The part of Streamlit's page that scrolls is a stop for the Tab key; here every button is one already.
  const host = root.getRootNode().host;
  const scroller = host && host.closest('[data-testid=stMain]');
  if (scroller) scroller.tabIndex = -1;

  const start = async () => {
    const [{ mount }, whole] = await Promise.all([
      import(new URL(data.urls.player, document.baseURI).href), data.whole || fetched(data),
    ]);
    if (gone) return;
    if (!whole.lesson) {
      root.append(el('p', 'tw-told', whole.told));
      return;
    }
    const learner = data.preview ? null : whole.learner;
    const settings = learner ? { textSize: learner.text_size, speed: learner.voice } : {};
    if (learner) hand = openHand(learner.key, (state) => player && player.update({ hand: state }));
    player = mount(root, {
      lesson: whole.lesson,
      language: SHORT[data.language],
      storageKey: `il:${learner ? learner.key : 'own'}`,
      start: data.review ? null : whole.start,
      review: data.review,
      recordings: whole.recordings,
      settings,
      post: learner ? progressOf(learner.key) : NOWHERE,
      hand: hand ? hand.state() : null,
      onTeacher: hand ? hand.ask : null,
      onSettings: ({ textSize, speed }) => {
        if (learner) post('/api/tablet/prefer', { text_size: textSize, voice: speed }).catch(() => {});
      },
      onFinish: () => {
        if (data.after) window.location.assign(data.after);
      },
    });
    busy.add(says);
  };
  start();
  return {
    update(next) {
      if (player && next.language !== data.language) player.update({ language: SHORT[next.language] });
      data = next;
    },
    close() {
      gone = true;
      busy.delete(says);
      if (scroller) scroller.removeAttribute('tabindex');
      if (hand) hand.close();
      if (player) player.destroy();
    },
  };
}
