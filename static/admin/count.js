// How many words a reader will meet, and how long they take: as the page itself counts them.
"use strict";
{
  const COUNTED =
    /^(standfirst|what_happened|synthesis|background|(points|citations|questions)-\d+-text)$/;
  const BLOCK = /<\/?(?:p|div|ul|ol|li|blockquote|br|hr)\b[^<>]*>/gi;
  const WIDE = "\\u3040-\\u30ff\\u3400-\\u9fff\\uf900-\\ufaff"; // kana, ideographs: a word each
  const LETTER = "[\\p{L}\\p{N}_]";
  const WORD = new RegExp(
    `[${WIDE}]|(?:(?![${WIDE}])${LETTER})+(?:[-'’.,:/]${LETTER}+)*`,
    "gu",
  );

  const plain = (html) =>
    new DOMParser().parseFromString(html.replace(BLOCK, "\n"), "text/html").body.textContent;

  const isGone = (form, field) => {
    const row = field.name.match(/^[a-z]+-\d+-/)?.[0];
    return row && form.elements[`${row}DELETE`]?.checked;
  };

  const count = (form) =>
    [...form.elements]
      .filter((field) => COUNTED.test(field.name) && !isGone(form, field))
      .map((field) => (field.value.includes("<") ? plain(field.value) : field.value))
      .reduce((sum, text) => sum + (text.match(WORD)?.length ?? 0), 0);

  document.addEventListener("DOMContentLoaded", () => {
    const form = document.querySelector("#story_form");
    const place = document.querySelector("#count");
    let timer = 0;

    const write = () => {
      const words = count(form);
      const minutes = Math.max(1, Math.ceil(words / Number(place.dataset.wordsAMinute)));
      const length = interpolate(ngettext("%s word", "%s words", words), [words]);
      place.textContent = interpolate(gettext("%s · %s min"), [length, minutes]);
    };
    const writeSoon = () => {
      clearTimeout(timer);
      timer = setTimeout(write, 300);
    };

    for (const name of ["input", "change", "formset:removed"])
      document.addEventListener(name, writeSoon);
    write();
  });
}
