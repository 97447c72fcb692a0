// One field that is always ready: whatever is typed on this page goes into it, also when the Chinese keyboard
// is on and would turn a scanner's letters into characters.

const FAST = 50;
const SHORTEST_CODE = 12;
const SIGNS = { Slash: '/', Period: '.', Minus: '-', Semicolon: ':', Equal: '=' };

const signOf = (code) => {
  if (/^Key[A-Z]$/.test(code)) return code[3].toLowerCase();
  if (/^(Digit|Numpad)\d$/.test(code)) return code[code.length - 1];
  return SIGNS[code] || '';
};

const isField = (element) => element && element.matches('input, textarea, select, [contenteditable=true]');

export class Keys {
  constructor(house, field, entered) {
    this.house = house;
    this.field = field;
    this.entered = entered;
    this.typed = '';
    this.lastAt = 0;
    this.onKey = (event) => this.key(event);
    this.onAnyKey = (event) => this.anywhere(event);
    // Streamlit has keyboard shortcuts of its own: a scanner must not set them off.
    house.addEventListener('keydown', (event) => event.stopPropagation());
    field.addEventListener('keydown', this.onKey);
    field.addEventListener('blur', () => setTimeout(() => this.lost(), 120));
    // The keyboard on the glass stays away until somebody taps the field to type.
    field.addEventListener('pointerdown', (event) => { if (event.pointerType !== 'mouse') field.inputMode = 'text'; });
    house.addEventListener('click', (event) => { if (event.target.closest('button')) this.ready(); });
    document.addEventListener('keydown', this.onAnyKey, true);
    this.ready();
  }

  ready() {
    const active = this.field.getRootNode().activeElement;
    if (active && active !== this.field && isField(active)) return;
    this.field.focus({ preventScroll: true });
  }

  // Give the focus back only where nobody took it on purpose.
  lost() {
    if (document.visibilityState !== 'visible') return;
    const active = document.activeElement;
    if ((!active || active === document.body) && !document.querySelector('[role=dialog]')) this.ready();
  }

  anywhere(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || (event.key || '').length !== 1 || event.key === ' ') return;
    const active = document.activeElement;
    const inside = active && active.shadowRoot ? active.shadowRoot.activeElement : null;
    if (isField(inside || active) || document.querySelector('[role=dialog]')) return;
    this.field.focus({ preventScroll: true });
  }

  key(event) {
    const now = performance.now();
    if (now - this.lastAt > FAST) this.typed = '';
    this.lastAt = now;
    if (event.code !== 'Enter' && event.code !== 'NumpadEnter' && event.key !== 'Enter') {
      this.typed += signOf(event.code);
      return;
    }
    const scanned = this.typed.length >= SHORTEST_CODE ? this.typed : '';
    this.typed = '';
    if (event.isComposing && !scanned) return;
    event.preventDefault();
    const text = event.isComposing ? scanned : this.field.value;
    this.clear();
    this.entered(text);
  }

  clear() {
    // Taking the focus away for a moment ends a composition that is under way.
    this.field.blur();
    this.field.value = '';
    this.field.inputMode = 'none';
    this.ready();
  }

  close() {
    document.removeEventListener('keydown', this.onAnyKey, true);
  }
}
