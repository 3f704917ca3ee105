// Notes are added and answered without leaving the page, so that nothing typed beside them is lost.
// Every form here works without this script: then the server leads back to the page, as a whole.
"use strict";
{
  const words = window.gettext ?? ((text) => text);
  const dialog = () => document.getElementById("note-dialog");

  // What was begun in other forms stays: texts by their ids, and what was unfolded.
  const begun = (root, but) =>
    [...root.querySelectorAll("textarea[id]")]
      .filter((field) => field.value && !but.contains(field))
      .map((field) => [field.id, field.value]);

  const unfolded = (root, but) =>
    [...root.querySelectorAll("details[open][id]")]
      .filter((each) => !each.contains(but))
      .map((each) => each.id);

  // Put the notes of a page that came back into this one; false where it has none.
  const exchange = (fresh, form) => {
    const places = [...document.querySelectorAll("[data-notes]")];
    if (!places.every((place) => fresh.getElementById(place.id))) return false;
    for (const place of places) {
      const texts = begun(place, form);
      const open = unfolded(place, form);
      place.replaceWith(document.importNode(fresh.getElementById(place.id), true));
      for (const [id, text] of texts) {
        const field = document.getElementById(id);
        if (field) field.value = text;
      }
      for (const id of open) document.getElementById(id)?.setAttribute("open", "");
    }
    return true;
  };

  const complain = (form, sentence) => {
    let place = form.querySelector("[role='alert']");
    if (!place) {
      place = document.createElement("p");
      place.className = "errornote";
      place.setAttribute("role", "alert");
      form.prepend(place);
    }
    place.textContent = sentence;
  };

  const settle = (form) => {
    const note = form.closest(".note")?.id;
    if (form.closest("dialog")) {
      dialog().close();
      form.reset();
      document.getElementById(form.dataset.opener)?.focus();
    } else {
      document.getElementById(note ?? "")?.focus();
    }
  };

  const send = async (form) => {
    const holder = form.closest("[data-notes]")?.id;
    const fields = new FormData(form);
    const response = await fetch(form.action, { method: "POST", body: fields });
    const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
    const refusal = fresh.querySelector(".errorlist li, .messagelist .error")?.textContent.trim();
    if (!response.ok || !response.redirected || refusal) {
      complain(form, refusal || words("This was not kept. Copy it, and load the page again."));
      return;
    }
    if (!exchange(fresh, form)) {
      complain(form, words("You are logged out. Copy this, and log in again."));
      return;
    }
    settle(form);
    if (document.activeElement === document.body) document.getElementById(holder)?.focus();
  };

  const ask = (link) => {
    const form = dialog().querySelector("form");
    form.querySelector("[name='place']").value = link.dataset.noteOn;
    form.querySelector("[data-note-about]").textContent = link.dataset.about;
    form.querySelector("[role='alert']")?.remove();
    form.dataset.opener = link.id;
    dialog().showModal();
    form.querySelector("textarea").focus();
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-note-form]")) return;
    event.preventDefault();
    const button = event.submitter;
    button?.setAttribute("disabled", "");
    send(form)
      .catch(() => complain(form, words("The server cannot be reached. Try again.")))
      .finally(() => button?.removeAttribute("disabled"));
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-note-on]");
    const isPlain = !(event.ctrlKey || event.metaKey || event.shiftKey);
    if (link && isPlain && dialog()?.showModal) {
      event.preventDefault();
      ask(link);
    }
    if (event.target.closest("[data-closes]")) dialog().close();
  });
}
