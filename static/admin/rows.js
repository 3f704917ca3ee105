// Rows of a story keep an order. Each gets a grip to drag it by and buttons to move it up and down;
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

  const renumber = (group) => {
    number(group);
    // Whoever keeps what was typed hears of the new order.
    group.dispatchEvent(new Event("change", { bubbles: true }));
  };

  const move = (row, direction) => {
    const group = row.closest(".inline-group");
    const rows = rowsOf(group);
    const other = rows[rows.indexOf(row) + (direction === "up" ? -1 : 1)];
    if (!other) return;
    if (direction === "up") other.before(row);
    else other.after(row);
    renumber(group);
    const button = row.querySelector(`[data-move='${direction}']`);
    (button.disabled ? row.querySelector("[data-move]:not(:disabled)") : button)?.focus();
  };

  // Where the pointer is above the middle of the row before, or below that of the one after.
  const drag = (row, y) => {
    const rows = rowsOf(row.closest(".inline-group"));
    const place = rows.indexOf(row);
    const middle = (other) => {
      const box = other.getBoundingClientRect();
      return box.top + box.height / 2;
    };
    if (place > 0 && y < middle(rows[place - 1])) rows[place - 1].before(row);
    else if (place < rows.length - 1 && y > middle(rows[place + 1])) rows[place + 1].after(row);
  };

  const grip = (row) => {
    const handle = document.createElement("span");
    handle.className = "row-grip";
    handle.title = gettext("Drag to move");
    handle.textContent = "⠿";
    handle.setAttribute("aria-hidden", "true"); // the buttons beside it say and do the same
    const follow = (event) => drag(row, event.clientY);
    handle.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      handle.setPointerCapture(event.pointerId);
      row.classList.add("row-dragged");
      document.addEventListener("pointermove", follow);
      const drop = () => {
        document.removeEventListener("pointermove", follow);
        document.removeEventListener("pointerup", drop);
        document.removeEventListener("pointercancel", drop);
        row.classList.remove("row-dragged");
        renumber(row.closest(".inline-group"));
      };
      document.addEventListener("pointerup", drop);
      document.addEventListener("pointercancel", drop);
    });
    return handle;
  };

  const equip = (row) => {
    row.classList.add("row-with-order");
    const place = document.createElement("span");
    place.className = "row-moves";
    place.append(grip(row));
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

  // A form that comes back has its rows as they are stored, and their new places in the inputs.
  const arrange = (group) => {
    const rows = rowsOf(group);
    const end = rows.at(-1)?.nextSibling;
    const placeOf = (row) => Number(orderOf(row).value) || rows.length;
    const moved = rows.some((row, index) => index && placeOf(row) < placeOf(rows[index - 1]));
    if (!moved) return;
    rows.sort((one, other) => placeOf(one) - placeOf(other));
    for (const row of rows) end.parentNode.insertBefore(row, end);
  };

  document.addEventListener("DOMContentLoaded", () => {
    for (const group of document.querySelectorAll(".inline-group")) {
      arrange(group);
      rowsOf(group).forEach(equip);
      if (rowsOf(group).length) number(group);
    }
  });

  document.addEventListener("formset:added", (event) => {
    const row = event.target;
    if (!orderOf(row)) return;
    equip(row);
    renumber(row.closest(".inline-group"));
    const first = row.querySelector(".form-row :is(input:not([type=hidden]), textarea, select)");
    // The select itself is hidden behind the choice that a script has put in its place.
    const choice = first?.closest(".related-widget-wrapper")?.querySelector(".select2-selection");
    setTimeout(() => (choice ?? first)?.focus());
  });

  document.addEventListener("formset:removed", (event) => {
    const group = document.getElementById(`${event.detail.formsetName}-group`);
    if (!group) return;
    if (rowsOf(group).length) renumber(group);
    // The link that took the row out went with it: go on from the one that adds a row.
    setTimeout(() => group.querySelector(".add-row a")?.focus());
  });
}
