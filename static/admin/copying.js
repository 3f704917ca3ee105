// A button that copies the text of a field. Without this script the field can be selected by hand.
"use strict";
{
  const say = (button, words) => {
    const label = button.firstChild;
    const before = label.textContent;
    if (before === words) return;
    label.textContent = words;
    setTimeout(() => (label.textContent = before), 2000);
  };

  const copy = async (button) => {
    const field = document.getElementById(button.dataset.copies);
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      say(button, button.dataset.copied);
    } catch {
      // Not over HTTPS, or not allowed: the address is selected, and the keyboard copies it.
      say(button, button.dataset.selected);
    }
  };

  for (const button of document.querySelectorAll("button[data-copies]")) {
    button.hidden = false;
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", () => copy(button));
  }
}
