// Where two people changed one field, each text beside it has a button that puts it into the field.
"use strict";
{
  const editorOf = (field) =>
    field.closest(".prose-editor")?.querySelector(".ProseMirror")?.editor;

  const put = (field, { value, words }) => {
    if (field.type === "checkbox") {
      field.checked = value !== "";
    } else if (editorOf(field)) {
      editorOf(field).commands.setContent(value, { emitUpdate: true });
    } else {
      const isChoice = field.matches("select");
      if (isChoice && ![...field.options].some((option) => option.value === value)) {
        field.add(new Option(words, value));
      }
      field.value = value;
    }
    field.dispatchEvent(new Event("change", { bubbles: true }));
    django.jQuery(field).trigger("change.select2"); // what a script has put in its place
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-takes]");
    const field = button && document.getElementById(button.dataset.takes);
    if (!field) return;
    put(field, button.dataset);
    for (const other of button.closest(".conflict").querySelectorAll("[data-takes]")) {
      other.setAttribute("aria-pressed", other === button);
    }
  });
}
