// Tiles to tick. Ticks live in localStorage from the first tap until the server has written them down, so that
// neither a reload nor a restart of the server loses one. A list goes out under an id made here: twice counts once.

const PATIENCE = 15000;
const LONGEST_WAIT = 8000;
const TICK = '<svg viewBox="0 0 24 24" aria-hidden="true"><path fill="currentColor" d="M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20zm-1.6 14.6-4.5-4.5 1.6-1.6 2.9 2.9 6.1-6.1 1.6 1.6z"/></svg>';
const mounted = new WeakMap();

const newId = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), byte => byte.toString(16).padStart(2, "0")).join("");
const fill = (sentence, places) => sentence.replace(/%\((\w+)\)s/g, (whole, name) => places[name] ?? whole);
const make = (tag, className, text) => Object.assign(document.createElement(tag), { className, textContent: text ?? "" });

class Ticking {
  constructor(root) {
    this.root = root;
    this.tiles = new Map();
    this.failures = 0;
    this.told = null;
    this.onLine = () => this.send();
    addEventListener("online", this.onLine);
  }

  // ticked: not written down yet. parcel: on its way, with its id; only an answer of the server ends it.
  show({ data, setTriggerValue }) {
    const key = `ticks.${data.how}.${data.activity}`;
    if (key !== this.key) {
      this.key = key;
      const kept = this.read();
      this.ticked = new Set(kept.ticked);
      this.parcel = kept.parcel || null;
      this.root.replaceChildren();
    }
    this.data = data;
    this.tell = setTriggerValue;
    this.came = new Map(data.people.filter(one => one.came).map(one => [one.id, one.came]));
    for (const id of this.ticked) if (this.came.has(id) || !data.people.some(one => one.id === id)) this.ticked.delete(id);
    this.build();
    this.draw();
    this.send();
  }

  read() {
    try { return JSON.parse(localStorage.getItem(this.key)) || {}; } catch { return {}; }
  }

  keep() {
    if (this.ticked.size || this.parcel) localStorage.setItem(this.key, JSON.stringify({ ticked: [...this.ticked], parcel: this.parcel }));
    else localStorage.removeItem(this.key);
  }

  build() {
    const { words, people } = this.data;
    const order = people.map(one => one.id).join() + words.all;
    if (this.order === order && this.root.firstChild) return;
    this.order = order;
    this.all = make("button", "all", words.all);
    this.all.onclick = () => this.mark(people.map(one => one.id));
    this.none = make("button", "none", words.none);
    this.none.onclick = () => this.mark([]);
    const top = make("div", "top");
    top.append(this.all, this.none, make("span", "hint", words.hint));
    const list = make("ul", "tiles");
    this.tiles.clear();
    for (const one of people) {
      const tile = make("button", "tile");
      const name = make("b", "", one.name), below = make("small", "", one.number);
      tile.append(name, below);
      tile.insertAdjacentHTML("beforeend", TICK);
      tile.onclick = () => this.turn(one.id);
      const item = make("li");
      item.append(tile);
      list.append(item);
      this.tiles.set(one.id, { tile, below, number: one.number, name: one.name });
    }
    this.box = make("p", "told");
    this.box.setAttribute("role", "status");
    this.counts = make("span", "counts");
    this.save = make("button", "save");
    this.save.onclick = () => this.store();
    const foot = make("div", "foot");
    foot.append(this.box, this.counts, this.save);
    this.root.replaceChildren(top, list, foot);
  }

  mark(ids) {
    this.ticked = new Set([...ids.filter(id => !this.came.has(id)), ...(this.parcel?.seniors ?? [])]);
    this.told = null;
    this.keep();
    this.draw();
  }

  turn(id) {
    if (this.came.has(id) || this.parcel?.seniors.includes(id)) return;
    if (!this.ticked.delete(id)) this.ticked.add(id);
    this.told = null;
    this.keep();
    this.draw();
  }

  draw() {
    const { words, people } = this.data;
    const going = new Set(this.parcel ? this.parcel.seniors : []);
    for (const [id, { tile, below, number }] of this.tiles) {
      const came = this.came.get(id);
      tile.classList.toggle("came", Boolean(came));
      tile.setAttribute("aria-pressed", String(this.ticked.has(id) && !came));
      tile.disabled = Boolean(came);
      below.textContent = came ? `${number}\n${fill(words.came, { at: came })}` : number;
    }
    const n = this.ticked.size;
    this.counts.textContent = fill(words.counts, { came: this.came.size, ticked: n, missing: people.length - this.came.size - n });
    this.save.textContent = going.size ? words.sending : n ? fill(words.save, { n }) : words.nothing;
    this.save.disabled = !n || going.size > 0;
    this.none.hidden = !n;
    this.box.hidden = !this.told;
    if (this.told) {
      this.box.className = `told ${this.told.tone}`;
      this.box.textContent = this.told.text;
      if (this.told.link) {
        const link = make("a", "", ` ${words.to_sign_in}`);
        link.href = `/sign-in?back=${encodeURIComponent(location.pathname + location.search)}`;
        this.box.append(link);
      }
    }
  }

  store() {
    if (this.parcel || !this.ticked.size) return;
    const { activity, how, minutes } = this.data;
    this.parcel = { id: newId(), activity, how, minutes, seniors: [...this.ticked] };
    this.keep();
    this.draw();
    this.send();
  }

  async send() {
    if (!this.parcel || this.isSending || this.gone) return;
    this.isSending = true;
    clearTimeout(this.timer);
    let answer = null, told = {};
    try {
      answer = await fetch("/api/ticks", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(this.parcel), signal: AbortSignal.timeout(PATIENCE) });
      told = await answer.json();
    } catch {
      answer = null;
    }
    this.isSending = false;
    // Whoever drew the page anew has the same parcel and sends it again, under the same id.
    if (this.gone) return;
    if (!answer || answer.status >= 500) this.again();
    else if (answer.ok) this.stored(told.results);
    else this.refused(answer.status, told.told);
    this.draw();
  }

  again() {
    this.failures += 1;
    this.told = { tone: "bad", text: this.data.words.later };
    this.timer = setTimeout(() => this.send(), Math.min(LONGEST_WAIT, 500 * 2 ** this.failures));
  }

  stored(results) {
    const { words } = this.data;
    const names = outcomes => results.filter(one => outcomes(one.outcome)).map(one => this.tiles.get(one.id)?.name || "").join(words.comma);
    const here = results.filter(one => one.at);
    for (const one of here) this.came.set(one.id, one.at);
    for (const one of results) this.ticked.delete(one.id);
    this.parcel = null;
    this.failures = 0;
    const full = names(outcome => outcome === "full"), other = names(outcome => outcome === "not_enrolled" || outcome === "waiting");
    const parts = [fill(words.stored, { n: here.length })];
    if (full) parts.push(fill(words.full, { names: full }));
    if (other) parts.push(fill(words.else, { names: other }));
    this.told = { tone: full || other ? "bad" : "good", text: parts.join(" ") };
    this.keep();
    this.tell("stored", newId());
  }

  refused(status, text) {
    this.parcel = null;
    this.failures = 0;
    this.told = status === 401 ? { tone: "bad", text: this.data.words.sign_in, link: true } : { tone: "bad", text };
    this.keep();
  }

  leave() {
    this.gone = true;
    clearTimeout(this.timer);
    removeEventListener("online", this.onLine);
  }
}

export default component => {
  const { parentElement } = component;
  if (!mounted.has(parentElement)) mounted.set(parentElement, new Ticking(parentElement.querySelector(".ticking")));
  mounted.get(parentElement).show(component);
  return () => {
    mounted.get(parentElement)?.leave();
    mounted.delete(parentElement);
  };
};
