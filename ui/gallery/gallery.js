// The gallery of building blocks: each one drawn by the practice phone itself, beside it how it is written.
// data: urls { phone, words }, language, examples [{ kind, about_zh, about_en, written, drawn }]

const el = (tag, name, ...inside) => {
  const made = document.createElement(tag);
  if (name) made.className = name;
  made.append(...inside);
  return made;
};
const DARK = ['icons', 'lock', 'swipe', 'dots', 'call', 'feed', 'camera', 'photo'];

export function open(root, first) {
  let data = first;
  let gone = false;

  async function draw() {
    const [{ drawPhone }, { speaker }] = await Promise.all([
      import(new URL(data.urls.phone, document.baseURI).href), import(new URL(data.urls.words, document.baseURI).href),
    ]);
    if (gone) return;
    const language = data.language === 'en' ? 'en' : 'zh';
    const list = el('div', 'lp gl');
    data.examples.forEach((one) => {
      const host = el('div', 'lp-phone');
      const about = language === 'zh' ? one.about_zh : one.about_en;
      list.append(el('section', 'gl-one', host, el('div', 'gl-text', el('h2', '', one.kind), el('p', '', about), el('pre', '', one.written))));
      drawPhone(host, { screen: { look: DARK.includes(one.kind) ? 'dark' : 'app', show: [one.drawn] }, language, say: speaker(language) });
    });
    root.replaceChildren(list);
  }
  draw();
  return {
    update(next) {
      const turned = next.language !== data.language;
      data = next;
      if (turned) draw();
    },
    close() {
      gone = true;
    },
  };
}
