// The pad of large digits. Without it the fields are plain ones and the phone's own keyboard comes up.
// The page a form came back with is found again by its address: going back asks nobody to send it once more.
history.replaceState(null, '', location.href);
const fields = [...document.querySelectorAll("input.digits")];
const pad = document.querySelector(".pad");
let now = fields.find(field => field === document.activeElement) || fields.find(field => !field.value) || fields[0];

function goTo(field) {
  now = field;
  fields.forEach(one => one.classList.toggle("now", one === field));
}

function next() {
  const empty = fields.slice(fields.indexOf(now) + 1).find(field => !field.value);
  if (now.value.length >= Number(now.dataset.full) && empty) empty.focus({ preventScroll: true });
}

function press(key) {
  if (key === "clear") now.value = "";
  else if (key === "back") now.value = now.value.slice(0, -1);
  else if (now.value.length < Number(now.dataset.full)) now.value += key;
  // A field that is full and typed into again is being corrected: it starts anew.
  else now.value = key;
  if (key >= "0" && key <= "9") next();
}

if (pad && fields.length) {
  pad.hidden = false;
  fields.forEach(field => {
    field.inputMode = "none";
    field.addEventListener("focus", () => goTo(field));
    field.addEventListener("input", next);
  });
  // The field keeps its caret: a pad that took the focus would make the phone's keyboard flicker.
  pad.addEventListener("pointerdown", event => event.preventDefault());
  pad.addEventListener("click", event => {
    const button = event.target.closest("button");
    if (button) press(button.dataset.key);
  });
  goTo(now);
}

const form = document.querySelector("form[data-wait]");
if (form) {
  const button = form.querySelector("button.main"), words = button.textContent;
  form.addEventListener("submit", () => { button.disabled = true; button.textContent = form.dataset.wait; });
  // Back from an error page, or from the network being gone: the page is as it was.
  window.addEventListener("pageshow", () => { button.disabled = false; button.textContent = words; });
}
