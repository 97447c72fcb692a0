// Keeps the lessons that were opened once, with their recordings, for when there is no network.
// Pages come from the network while there is one; files under /assets/ never change and come from here.

const PAGES = 'il-pages';
const FILES = 'il-files';
const PATIENCE = 5000;
const NOTHING = '<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
  + '<body style="font:24px/1.6 sans-serif;padding:24px"><p>现在没有网络，这一页还没有打开过。</p>'
  + '<p lang="en">There is no network now, and this page was not opened before.</p>'
  + '<p><a href="/lesson/">← 课程 · <span lang="en">Lessons</span></a></p>';

const after = (wait) => new Promise((done) => setTimeout(done, wait));
const listOf = (path) => `${path}?files`;

async function page(request) {
  const pages = await caches.open(PAGES);
  const path = new URL(request.url).pathname;
  const kept = await pages.match(path);
  const fresh = fetch(request).then(async (answer) => {
    if (answer.ok && !answer.redirected) await pages.put(path, answer.clone());
    return answer.status >= 500 && kept ? kept : answer;
  });
  if (kept) return Promise.race([fresh.catch(() => kept), after(PATIENCE).then(() => kept)]);
  return fresh.catch(() => new Response(NOTHING, { status: 503, headers: { 'Content-Type': 'text/html; charset=utf-8' } }));
}

async function file(request) {
  const files = await caches.open(FILES);
  const path = new URL(request.url).pathname;
  const kept = await files.match(path, { ignoreVary: true });
  if (kept) return part(request, kept);
  const answer = await fetch(request);
  if (answer.status === 200 && !request.headers.has('range')) await files.put(path, answer.clone());
  return answer;
}

// A recording is asked for in parts.
async function part(request, whole) {
  const asked = /^bytes=(\d+)-(\d*)$/.exec(request.headers.get('range') || '');
  if (!asked) return whole;
  const body = await whole.blob();
  const from = Number(asked[1]);
  const to = asked[2] ? Math.min(Number(asked[2]), body.size - 1) : body.size - 1;
  return new Response(body.slice(from, to + 1), {
    status: 206,
    headers: {
      'Accept-Ranges': 'bytes',
      'Content-Length': String(to - from + 1),
      'Content-Range': `bytes ${from}-${to}/${body.size}`,
      'Content-Type': whole.headers.get('Content-Type') || '',
    },
  });
}

// Keep a page and its files, and let go of files that no kept page needs any more.
async function keep(path, wanted) {
  const [pages, files] = await Promise.all([caches.open(PAGES), caches.open(FILES)]);
  if (!(await pages.match(path))) {
    const answer = await fetch(path, { credentials: 'same-origin' });
    if (!answer.ok || answer.redirected) return;
    await pages.put(path, answer);
  }
  await pages.put(listOf(path), new Response(JSON.stringify(wanted)));
  for (const one of wanted) {
    if (await files.match(one, { ignoreVary: true })) continue;
    const answer = await fetch(one).catch(() => null);
    if (answer && answer.status === 200) await files.put(one, answer);
  }
  const needed = new Set();
  for (const request of await pages.keys()) {
    const address = new URL(request.url);
    if (address.search !== '?files') continue;
    (await (await pages.match(request)).json()).forEach((one) => needed.add(one));
  }
  for (const request of await files.keys()) {
    if (!needed.has(new URL(request.url).pathname)) await files.delete(request);
  }
}

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
self.addEventListener('message', (event) => {
  const { path, files } = event.data;
  event.waitUntil(keep(path, files).then(() => event.source && event.source.postMessage({ kept: path }), () => {}));
});
self.addEventListener('fetch', (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== 'GET' || address.origin !== self.location.origin) return;
  if (request.mode === 'navigate') event.respondWith(page(request));
  else if (address.pathname.startsWith('/assets/')) event.respondWith(file(request));
});
