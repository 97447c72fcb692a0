// The rules of the practice phone, without a screen: where one stands, what is wanted, what a touch does.

const ALWAYS = ['back', 'home'];
const HELPS = 3;

// What a finger reaches: a dialog covers everything else.
export const live = (screen) => {
  const dialogs = (screen.show || []).filter((part) => part.kind === 'dialog');
  return dialogs.length ? dialogs.slice(-1) : screen.show || [];
};

const spotsOf = (screen) => {
  const found = {};
  const add = (spot) => { if (spot && spot.name) found[spot.name] = spot; };
  const parts = live(screen);
  if (screen.bar && parts === screen.show) [screen.bar.left, screen.bar.right].forEach(add);
  parts.forEach((part) => {
    add(part);
    add(part.close);
    add(part.shutter);
    ['icons', 'tabs', 'keys', 'buttons', 'slots', 'album', 'marks'].forEach((row) => { if (Array.isArray(part[row])) part[row].forEach(add); });
  });
  return found;
};

export const sleeps = (screen) => screen.look === 'off' || (screen.show || []).some((part) => part.kind === 'lock');

// A phone is not the same every time. The seed says which of its forms it takes, and in which order things
// stand; seed 0 is the phone as it is written.
export function formed(phone, seed) {
  const others = phone.variants || [];
  const at = seed % (others.length + 1);
  const own = at ? others[at - 1] : {};
  const form = { ...phone, ...own, screens: { ...phone.screens, ...own.screens }, form: at };
  if (seed) {
    const dice = roll(seed);
    Object.keys(form.screens).forEach((name) => { form.screens[name] = mixed(form.screens[name], dice); });
  }
  return form;
}
const roll = (seed) => {
  let at = seed * 2654435761 % 4294967296;
  return (sides) => {
    at = (at * 1664525 + 1013904223) % 4294967296;
    return Math.floor(at / 4294967296 * sides);
  };
};
// What stands in another order where a screen says shuffle.
const STANDING = ['row', 'plate'];

const shuffle = (things, dice) => {
  const left = things.slice();
  return things.map(() => left.splice(dice(left.length), 1)[0]);
};
function mixed(screen, dice) {
  const parts = screen.show || [];
  if (!screen.shuffle && !parts.some((part) => part.shuffle)) return screen;
  const rows = screen.shuffle ? shuffle(parts.filter((part) => STANDING.includes(part.kind)), dice) : [];
  const show = parts.map((part) => {
    if (screen.shuffle && STANDING.includes(part.kind)) return rows.shift();
    return part.shuffle ? { ...part, [part.kind]: shuffle(part[part.kind], dice) } : part;
  });
  return { ...screen, show };
}
export const varies = (phone) => Boolean(phone.variants) || Object.keys(phone.screens).some((name) => phone.screens[name].shuffle
  || (phone.screens[name].show || []).some((part) => part.shuffle));

export function openPractice(written, mode, seed, saved) {
  const phone = formed(written, seed);
  const spots = {};
  Object.keys(phone.screens).forEach((name) => { spots[name] = spotsOf(phone.screens[name]); });

  const fresh = () => ({
    mode, seed, done: 0, stack: [phone.start], surprise: 0, taps: 0, wrong: 0, hints: 0, help: 0, seconds: 0, values: {},
    move: { taps: 0, wrong: 0, hints: 0, seconds: 0 },
  });
  let at = saved && saved.mode === mode && saved.done < phone.path.length && saved.stack.every((name) => phone.screens[name]) ? saved : fresh();
  let looked = Date.now();

  const shown = () => at.stack[at.stack.length - 1];
  const finished = () => at.done >= phone.path.length;
  const wanted = () => (at.surprise === 1
    ? { at: phone.surprise.screen, do: phone.surprise.way_out, say: phone.surprise.say, hint: phone.surprise.hint }
    : phone.path[at.done]);
  const aimOf = (name) => (name === 'home' ? phone.home : name);

  // Touch by touch from one screen, without going back: name of the first touch and how many it takes.
  function ahead(from, to) {
    if (from === to) return { far: 0, touch: null };
    const seen = new Set([from]);
    let edge = [{ screen: from, first: null }];
    for (let far = 1; edge.length; far++) {
      const next = [];
      for (const place of edge) {
        const ways = Object.keys(spots[place.screen])
          .filter((name) => spots[place.screen][name].goto && spots[place.screen][name].goto !== 'back')
          .map((name) => [name, aimOf(spots[place.screen][name].goto)]);
        if (!sleeps(phone.screens[place.screen])) ways.push(['home', phone.home]);
        for (const [touch, aim] of ways) {
          if (aim === to) return { far, touch: place.first || touch };
          if (!seen.has(aim)) {
            seen.add(aim);
            next.push({ screen: aim, first: place.first || touch });
          }
        }
      }
      edge = next;
    }
    return { far: Infinity, touch: null };
  }

  // The best first touch towards what is wanted, going back where that is shorter.
  function route() {
    const want = wanted();
    if (!want) return { far: 0, touch: null };
    if (shown() === want.at) return { far: 0, touch: want.do };
    const top = at.stack.length - 1;
    let best = ahead(shown(), want.at);
    for (let back = 1; back <= top; back++) {
      const far = back + ahead(at.stack[top - back], want.at).far;
      if (far <= best.far) best = { far, touch: 'back' };
    }
    return best;
  }

  // What to point at: a screen's own way back, such as Cancel, rather than Back below it.
  function guide() {
    const best = route();
    const here = spots[shown()];
    const own = best.touch === 'back' && shown() !== wanted().at && Object.keys(here).find((name) => here[name].goto === 'back');
    return own ? { far: best.far, touch: own } : best;
  }

  function pass(seconds) {
    at.seconds += seconds;
    at.move.seconds += seconds;
  }
  function tick() {
    const now = Date.now();
    pass(Math.min(300, (now - looked) / 1000));
    looked = now;
  }

  function go(name) {
    const spot = spots[shown()][name];
    const aim = ALWAYS.includes(name) ? name : spot && spot.goto;
    if (!aim) return false;
    if (at.surprise === 1 && (aim === 'home' || (shown() === phone.surprise.screen && aim === 'back'))) at.surprise = 2;
    if (aim === 'back') {
      if (at.stack.length < 2) return false;
      at.stack.pop();
      return true;
    }
    if (sleeps(phone.screens[shown()])) at.stack = [];
    at.stack.push(aimOf(aim));
    return true;
  }

  function advance(from, to) {
    const move = { step: at.done + 1, ...at.move };
    at.done = to || at.done + 1;
    at.help = 0;
    at.move = { taps: 0, wrong: 0, hints: 0, seconds: 0 };
    if (at.surprise === 0 && at.done >= phone.surprise.after && !finished()) {
      at.surprise = 1;
      at.stack.push(phone.surprise.screen);
    }
    return { result: 'right', from, move };
  }

  function miss(word, from) {
    at.wrong += 1;
    at.move.wrong += 1;
    if (mode === 'hints' && at.help < HELPS) {
      at.help += 1;
      at.hints += 1;
      at.move.hints += 1;
    }
    return { result: 'wrong', word, from };
  }

  // name: of a thing on the screen, 'back', 'home', or null for a touch beside everything.
  function touch(name, slipped) {
    tick();
    at.taps += 1;
    at.move.taps += 1;
    const from = shown();
    const want = wanted();
    if (finished()) return { result: 'over', from };
    if (name === null) return miss(null, from);
    const spot = spots[from][name];
    if (slipped) return miss((from === want.at && name === want.do && spot.slip) || spot.wrong || spot.slip, from);
    const always = ALWAYS.includes(name);
    if (always && sleeps(phone.screens[from])) return { result: 'asleep', from };
    if (from === want.at && name === want.do) {
      const jump = at.surprise === 1;
      go(name);
      if (!jump) return advance(from);
      at.help = 0;
      return { result: 'right', from, move: null };
    }
    const later = from === want.at && spot && spot.also && !slipped && at.surprise !== 1 ? shortcut(spot) : 0;
    if (later) {
      go(name);
      return { ...advance(from, later), word: spot.also };
    }
    if (mode === 'follow' && !always) return miss(spot && spot.wrong, from);
    return stray(name, from, spot, always);
  }

  // Where something that is right, too, goes on in the path; 0 when it does not.
  function shortcut(spot) {
    const found = phone.path.findIndex((move, n) => n > at.done && move.at === aimOf(spot.goto));
    return Math.max(0, found);
  }

  function stray(name, from, spot, always) {
    const far = route().far;
    const jumped = at.surprise;
    const before = at.stack.length;
    const moved = go(name);
    if (at.surprise === 2 && jumped === 1) return { result: 'moved', from };
    const arrived = moved && at.surprise !== 1 && shown() !== from && shown() === aims()[at.done] && at.stack.length >= before;
    if (arrived || (moved && always && at.surprise !== 1 && shown() === aims()[at.done])) return advance(from);
    const on = route();
    const lost = moved && on.touch === 'back' && shown() !== wanted().at ? phone.screens[shown()].lost : null;
    if (always || (moved && on.far < far)) return { result: 'moved', from, word: lost };
    return miss((spot && spot.wrong) || lost, from);
  }

  let known = null;
  function aims() {
    if (known) return known;
    let stack = [phone.start];
    known = phone.path.map((move, index) => {
      const walk = (screen, name) => {
        const spot = spots[screen][name];
        const aim = ALWAYS.includes(name) ? name : spot && spot.goto;
        if (aim === 'back') stack = stack.slice(0, -1);
        else if (aim) stack = stack.concat(aimOf(aim));
      };
      walk(move.at, move.do);
      const after = stack[stack.length - 1];
      if (index + 1 === phone.surprise.after) {
        stack = stack.concat(phone.surprise.screen);
        walk(phone.surprise.screen, phone.surprise.way_out);
      }
      return after;
    });
    return known;
  }

  return {
    mode, phone, touch, route: guide, wanted, finished, shown,
    screen: () => phone.screens[shown()],
    spot: (name) => spots[shown()][name],
    state: () => at,
    again() { at = fresh(); looked = Date.now(); },
    pause: tick,
    resume() { looked = Date.now(); },
    tap() { at.taps += 1; at.move.taps += 1; },
  };
}
