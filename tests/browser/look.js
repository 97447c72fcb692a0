// Runs in the page: what is written too small or too small to tap, through open shadow roots.
({text, lesson, target}) => {
  const ACTS = 'a[href],button,input:not([type=hidden]),select,textarea,summary,[role=button],[role=tab],[role=option]';
  // The whole row or field is what a finger meets, not the small thing inside.
  const WHOLE = 'label,[data-testid=stRadioOption],[data-testid=stCheckbox],[data-testid=stSelectbox] [role=group],' +
    '[data-testid=stNumberInputContainer],[data-testid=stTextInputRootElement]';
  const found = {small: [], tight: [], nameless: []};
  const all = root => [...root.querySelectorAll('*')].flatMap(e => e.shadowRoot ? [e, ...all(e.shadowRoot)] : [e]);
  const seen = e => {
    const box = e.getBoundingClientRect(), style = getComputedStyle(e);
    return box.width > 1 && box.height > 1 && style.visibility === 'visible' && +style.opacity > 0.01
      && !e.closest('[aria-hidden=true],[inert]') && box.right > 0 && box.bottom > 0;
  };
  const label = e => (e.getAttribute('aria-label') || e.innerText || e.value || e.tagName).trim().slice(0, 40);
  for (const e of all(document)) {
    if (!seen(e)) continue;
    const words = [...e.childNodes].some(n => n.nodeType === 3 && n.nodeValue.trim());
    const icon = e.closest('[data-testid=stIconMaterial]');
    if (words && !icon && parseFloat(getComputedStyle(e).fontSize) < text - 0.1) found.small.push(label(e));
    // What a lesson says is larger than what stands on its buttons and on the drawn phone.
    if (words && e.closest('.lp-text,.lp-words,.lp-coach,.lp-card,.lp-panel,.tw-panel') && !e.closest('.lp-modes')
      && parseFloat(getComputedStyle(e).fontSize) < lesson - 0.1) found.small.push(`${label(e)} (lesson)`);
    if (!e.matches(ACTS) || e.disabled) continue;
    const wide = e.closest(WHOLE) || e;
    const box = wide.getBoundingClientRect(), own = e.getBoundingClientRect();
    const inline = e.tagName === 'A' && getComputedStyle(e).display === 'inline';
    if (!inline && own.width > 2 && (Math.max(box.height, own.height) < target - 0.5 || Math.max(box.width, own.width) < target - 0.5))
      found.tight.push(`${label(e)} ${Math.round(box.width)}x${Math.round(box.height)}`);
  }
  return {...found, lang: document.documentElement.lang, headings: all(document).filter(e => e.matches('h1')).length};
}
