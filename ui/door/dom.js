// Making elements, and the door's own icons: drawn, so that no font has to be fetched.

const SVG = 'http://www.w3.org/2000/svg';

const SHAPES = {
  came: 'M4 13l5.5 5.5L20 7',
  already: 'M12 6v6.5l4.5 2.5M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0z',
  ask: 'M9 9.5a3.2 3.2 0 1 1 4.6 2.9c-1 .5-1.6 1.2-1.6 2.3M12 18v.6M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0z',
  full: 'M6 3v9h12V3M6 12v9M18 12v9M6 8h12',
  refused: 'M12 7v6.5M12 17v.6M8 2.5h8L21.5 8v8L16 21.5H8L2.5 16V8z',
  ready: 'M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M8 9h3v3H8zM14 9v6M8 15h3',
  camera: 'M3 8h4l2-3h6l2 3h4v11H3zM12 17a4 4 0 1 0 0-8 4 4 0 0 0 0 8z',
  look: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5L21 21',
  back: 'M9 6L4 11l5 5M4 11h10a6 6 0 0 1 0 12h-2',
  cut: 'M3 9a13 13 0 0 1 18 0M6.5 12.5a8 8 0 0 1 11 0M12 19h.1M4 3l16 18',
  care: 'M12 21s-8-5-8-11a4.5 4.5 0 0 1 8-2.8A4.5 4.5 0 0 1 20 10c0 6-8 11-8 11z',
};

export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', SHAPES[name]);
  svg.append(path);
  return svg;
}

export function el(name, about = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(about)) {
    if (key.startsWith('on')) made.addEventListener(key.slice(2), value);
    else if (key === 'class') made.className = value;
    else if (value === true) made.setAttribute(key, '');
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(key, value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false && child !== ''));
  return made;
}

// Put new children into an element without losing the focus of the one named alike.
export function refill(parent, children) {
  const root = parent.getRootNode();
  const name = root.activeElement && parent.contains(root.activeElement) ? root.activeElement.dataset.name : '';
  parent.replaceChildren(...children);
  const again = name && Array.from(parent.querySelectorAll('[data-name]')).find((one) => one.dataset.name === name);
  if (again) again.focus({ preventScroll: true });
}
