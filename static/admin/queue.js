// Works the queue by single keys: each presses the button that shows it. They can be turned off.
const KEPT = "newsroom.queue.keys";
const FIELDS = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";

const root = document.documentElement;
const box = document.querySelector("#queue-keys-on");

const areOn = () => {
  try {
    return localStorage.getItem(KEPT) !== "off";
  } catch {
    return true; // nothing is kept in this browser: the box holds for this page
  }
};

const keep = (on) => {
  try {
    localStorage.setItem(KEPT, on ? "on" : "off");
  } catch {
    // as above
  }
};

const show = () => {
  root.classList.toggle("has-keys", box.checked);
};

const focusFirst = (place) => place?.querySelector("textarea, input:not([type=hidden]), select")?.focus();

const press = (target) => {
  if (target.matches("summary")) {
    const details = target.parentElement;
    details.open = !details.open;
    if (details.open) focusFirst(details);
    else target.focus();
  } else if (target.dataset.focus) {
    document.querySelector(target.dataset.focus).focus();
  } else {
    target.click();
  }
};

const onKey = (event) => {
  if (event.defaultPrevented || event.repeat || event.isComposing) return;
  if (event.key === "Escape" && event.target.matches(FIELDS)) {
    event.target.blur();
    return;
  }
  if (!box.checked || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches(FIELDS)) return;
  const target = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!target?.checkVisibility()) return;
  event.preventDefault();
  press(target);
};

box.closest("details").hidden = false;
box.checked = areOn();
box.addEventListener("change", () => {
  keep(box.checked);
  show();
});
show();
document.addEventListener("keydown", onKey);
