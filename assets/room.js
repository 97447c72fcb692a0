// The room's screen: fetches the codes of the next two minutes again and again, and shows each in its time.
const ASK_EVERY = 5000;
const main = document.querySelector("main");
const at = id => document.getElementById(id);
let codes = [];
let drawn = "";
let shut = null;
let asked = false;

async function ask() {
  try {
    const answer = await fetch(main.dataset.now, { cache: "no-store", signal: AbortSignal.timeout(8000) });
    const told = await answer.json();
    const now = performance.now();
    shut = told.shut || null;
    if (answer.ok) {
      codes = told.shown.map(code => ({ ...code, ends: now + code.until }));
      at("came").textContent = told.came;
      at("expected").textContent = told.expected;
    } else {
      codes = [];
    }
  } catch {
    // Without a network the codes that are here go on for two minutes.
  }
  asked = true;
  draw();
  setTimeout(ask, ASK_EVERY);
}

function draw() {
  const now = performance.now();
  codes = codes.filter(code => code.ends > now);
  const code = codes[0];
  document.querySelectorAll(".code, .say").forEach(part => { part.hidden = !code; });
  at("shut").hidden = Boolean(code) || !shut;
  at("gone").hidden = Boolean(code || shut) || !asked;
  if (!code) {
    at("shut-zh").textContent = shut ? shut.zh : "";
    at("shut-en").textContent = shut ? shut.en : "";
    return;
  }
  if (drawn !== code.svg) {
    drawn = code.svg;
    at("qr").innerHTML = code.svg;
    at("digits").textContent = code.digits;
  }
  const left = Math.max(0, Math.ceil((code.ends - now) / 1000));
  at("bar").style.width = `${(left / 30) * 100}%`;
  at("changes-zh").textContent = main.dataset.changesZh.replace("%(seconds)s", left);
  at("changes-en").textContent = main.dataset.changesEn.replace("%(seconds)s", left);
}

async function stayOn() {
  // A projector that goes to sleep shows nothing. Needs HTTPS; without it the machine's own setting counts.
  try { await navigator.wakeLock?.request("screen"); } catch { /* the browser may say no */ }
}

if (main && main.dataset.now) {
  setInterval(draw, 1000);
  ask();
  stayOn();
  document.addEventListener("visibilitychange", () => { if (!document.hidden) { stayOn(); draw(); } });
  const full = at("full");
  if (document.documentElement.requestFullscreen) {
    full.hidden = false;
    full.addEventListener("click", () => document.documentElement.requestFullscreen().catch(() => {}));
    document.addEventListener("fullscreenchange", () => { full.hidden = Boolean(document.fullscreenElement); });
  }
}
