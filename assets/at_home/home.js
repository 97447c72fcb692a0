// The pages for practising at home: keeps them for later, forgets whoever learnt here before, keeps the text size.
// A browser without service workers, such as WeChat's, loses nothing but the network-less lesson.

const KEPT_PAGES = 'il-pages';

const recall = (name) => {
  try { return JSON.parse(localStorage.getItem(name)); } catch (forbidden) { return null; }
};

// Every file of this page that has an address of its own.
const filesOf = (recordings) => {
  const named = Array.from(document.querySelectorAll('link[href], script[src], img[src]'), (one) => one.href || one.src);
  const own = named.map((one) => new URL(one, document.baseURI))
    .filter((one) => one.origin === window.location.origin && one.pathname.startsWith('/assets/'))
    .map((one) => one.pathname);
  const sparing = navigator.connection && navigator.connection.saveData;
  return Array.from(new Set(own.concat(sparing ? [] : recordings)));
};

export const recordingsOf = ({ base, files }) => Object.keys(files).map((line) => `${base}/${files[line]}`);

function keepForLater(recordings) {
  if (!navigator.serviceWorker) return;
  navigator.serviceWorker.register('/lesson/sw.js', { scope: '/lesson/' })
    .then(() => navigator.serviceWorker.ready)
    .then((ready) => ready.active.postMessage({ path: window.location.pathname, files: filesOf(recordings) }))
    .catch(() => {});
  navigator.serviceWorker.addEventListener('message', (event) => {
    if (event.data.kept) document.documentElement.dataset.kept = 'yes';
  });
}

// key: of whoever learns here, '' for nobody; tablet: the functions of ui/tablet/learner.js.
export function open({ key, recordings }, tablet) {
  const whose = key || 'own';
  const settings = recall(`il:${whose}:settings`);
  if (settings && settings.textSize) document.documentElement.style.fontSize = `${settings.textSize}px`;
  tablet.forgetOthers(whose);
  if (key) tablet.sweep();
  document.querySelectorAll('form.forget').forEach((form) => form.addEventListener('submit', (event) => {
    event.preventDefault();
    // What is still unsent goes first; then nothing of her is left on this phone.
    tablet.sweep().catch(() => {}).then(() => {
      tablet.forgetAll();
      return window.caches ? caches.delete(KEPT_PAGES) : null;
    }).catch(() => {}).then(() => form.submit());
  }));
  if (document.readyState === 'complete') keepForLater(recordings);
  else window.addEventListener('load', () => keepForLater(recordings));
}
