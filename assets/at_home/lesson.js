// A lesson on somebody's own phone: the player without a teacher in the room.
// data: language, whole (what /api/lesson answers), after (where its end leads)

const NOWHERE = (events) => Promise.resolve(events.map((event) => event.id));

export function open(root, data, mount, tablet) {
  const { whole } = data;
  const { learner } = whole;
  return mount(root, {
    lesson: whole.lesson,
    beside: document.querySelector('.home-bar'),
    language: data.language === 'en' ? 'en' : 'zh',
    storageKey: `il:${learner ? learner.key : 'own'}`,
    recordings: whole.recordings,
    // What was chosen on this phone counts more; an old copy of the page may be behind.
    textSize: learner ? learner.text_size : 22,
    post: learner ? tablet.progressOf(learner.key) : NOWHERE,
    onSettings: ({ textSize, speed }) => {
      document.documentElement.style.fontSize = `${textSize}px`;
      if (learner) tablet.post('/api/tablet/prefer', { text_size: textSize, voice: speed }).catch(() => {});
    },
    onFinish: () => window.location.assign(data.after),
  });
}
