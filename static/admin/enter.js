// Enter in a field of one line goes on to the next field: it neither saves nor loses the place.
"use strict";
{
  const ONE_LINE = "input:not([type=submit], [type=button], [type=checkbox], [type=radio])";
  const FIELDS =
    "input:not([type=hidden], [type=submit]), textarea, select, .ProseMirror, .select2-selection";

  const next = (form, field) => {
    const fields = [...form.querySelectorAll(FIELDS)].filter(
      (each) => each === field || (each.tabIndex >= 0 && each.checkVisibility()),
    );
    return fields[fields.indexOf(field) + 1];
  };

  document.addEventListener("DOMContentLoaded", () => {
    const form = document.querySelector("#story_form");
    form.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing || event.defaultPrevented) return;
      if (!event.target.matches(ONE_LINE)) return;
      event.preventDefault();
      next(form, event.target)?.focus();
    });
  });
}
