// Scripts put elements in the place of fields: each takes the name of the field that it stands for.
"use strict";
{
  const labelOf = (field) => {
    const label = field && document.querySelector(`label[for='${field.id}']`);
    return (label?.textContent ?? field?.getAttribute("aria-label") ?? "").replace(/:\s*$/, "").trim();
  };

  const nameEditors = (root) => {
    for (const editor of root.querySelectorAll(".ProseMirror[contenteditable]")) {
      const name = labelOf(editor.closest(".form-row")?.querySelector("textarea"));
      if (name) editor.setAttribute("aria-label", name);
    }
  };

  const nameChoices = (root) => {
    for (const select of root.querySelectorAll("select.admin-autocomplete")) {
      const choice = select.parentElement.querySelector(".select2-selection");
      const name = labelOf(select);
      if (!choice || !name) continue;
      const chosen = select.selectedOptions[0]?.textContent ?? "";
      choice.removeAttribute("aria-labelledby");
      choice.setAttribute("aria-label", chosen ? `${name}: ${chosen}` : name);
      choice.querySelector(".select2-selection__rendered")?.setAttribute("aria-label", name);
    }
  };

  const nameAll = () => {
    nameEditors(document);
    nameChoices(document);
  };

  // jQuery runs what waits for the page after us when the page is quick: name once more then.
  window.addEventListener("load", () => {
    nameAll();
    setTimeout(nameAll);
  });
  document.addEventListener("formset:added", () => setTimeout(nameAll));
  document.addEventListener("focusout", nameAll);
}
