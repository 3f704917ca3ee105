// Rows of a story keep an order. Each gets buttons to move it up and down, by mouse or keyboard;
// the number inputs that carry the order are hidden, and filled from where the rows stand.
"use strict";
{
  const words = {
    up: gettext("Move up"),
    down: gettext("Move down"),
  };
  const orderOf = (row) => row.querySelector("input[name$='-order']");
  const rowsOf = (group) =>
    [...group.querySelectorAll(".inline-related:not(.empty-form)")].filter(orderOf);

  const number = (group) => {
    const rows = rowsOf(group);
    rows.forEach((row, index) => {
      orderOf(row).value = index + 1;
      row.querySelector("[data-move='up']").disabled = index === 0;
      row.querySelector("[data-move='down']").disabled = index === rows.length - 1;
    });
  };

  const move = (row, direction) => {
    const group = row.closest(".inline-group");
    const rows = rowsOf(group);
    const other = rows[rows.indexOf(row) + (direction === "up" ? -1 : 1)];
    if (!other) return;
    if (direction === "up") other.before(row);
    else other.after(row);
    number(group);
    const button = row.querySelector(`[data-move='${direction}']`);
    (button.disabled ? row.querySelector("[data-move]:not(:disabled)") : button)?.focus();
  };

  const equip = (row) => {
    row.classList.add("row-with-order");
    const place = document.createElement("span");
    place.className = "row-moves";
    for (const direction of ["up", "down"]) {
      const button = document.createElement("button");
      button.type = "button";
      button.dataset.move = direction;
      button.textContent = direction === "up" ? "↑" : "↓";
      button.setAttribute("aria-label", words[direction]);
      button.addEventListener("click", () => move(row, direction));
      place.append(button);
    }
    row.querySelector("h3").append(place);
  };

  document.addEventListener("DOMContentLoaded", () => {
    for (const group of document.querySelectorAll(".inline-group")) {
      rowsOf(group).forEach(equip);
      if (rowsOf(group).length) number(group);
    }
  });

  document.addEventListener("formset:added", (event) => {
    const row = event.target;
    if (!orderOf(row)) return;
    equip(row);
    number(row.closest(".inline-group"));
    row.querySelector("input:not([type=hidden]), textarea, select")?.focus();
  });

  document.addEventListener("formset:removed", () => {
    for (const group of document.querySelectorAll(".inline-group")) {
      if (rowsOf(group).length) number(group);
    }
  });
}
