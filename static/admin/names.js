// Whom the text names, asked as one types: a click links a profile in the rows of topics, or
// proposes one and links that. Nothing is saved here but the proposal.
import { token } from "./sending.js";

const PAUSE = 1_200; // milliseconds after the last keystroke

const words = {
  linked: gettext("%s is linked, from the next save on."),
  failed: gettext("This cannot be done at the moment."),
};

const watch = (panel, form) => {
  const found = panel.querySelector("#names-found");
  const said = panel.querySelector("#names-said");
  let timer = 0;
  let asked = "";

  const typed = () => {
    const data = new URLSearchParams(new FormData(form));
    for (const name of ["csrfmiddlewaretoken", "loaded", "ping"]) data.delete(name);
    for (const name of [...data.keys()]) {
      if (name.includes("__prefix__") || name.endsWith("-loaded")) data.delete(name);
    }
    return data.toString();
  };

  const post = (url, body) =>
    fetch(url, {
      method: "POST",
      body: new URLSearchParams(body),
      headers: { "X-CSRFToken": token(form) },
      redirect: "manual", // which would be to the login
    }).then((response) => (response.ok ? response : Promise.reject(new Error(response.status))));

  const look = async () => {
    clearTimeout(timer);
    const now = typed();
    if (now === asked || found.contains(document.activeElement)) return;
    asked = now;
    try {
      const answer = await (await post(panel.dataset.url, now)).text();
      if (asked === now) found.replaceChildren(...parsed(answer));
    } catch {
      asked = ""; // no connection, or logged out: the form says so already, and this asks again
    }
  };
  const lookSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  };

  const parsed = (html) =>
    new DOMParser().parseFromString(html, "text/html").body.childNodes;

  const link = (id, name) => {
    const group = document.querySelector("#topics-group");
    const isFree = (select) => !select.value && !select.name.includes("__prefix__");
    const selects = () => [...group.querySelectorAll("select[name$='-entity']")];
    if (!selects().some(isFree)) group.querySelector(".add-row a").click();
    const select = selects().find(isFree);
    select.append(new Option(name, id, true, true));
    django.jQuery(select).trigger("change");
    select.dispatchEvent(new Event("change", { bubbles: true }));
  };

  const settle = (button, name) => {
    const part = button.closest(".names__part");
    const item = button.closest(".names__part > ul > li");
    const next = item.nextElementSibling ?? item.previousElementSibling;
    (next ? item : part).remove();
    said.textContent = interpolate(words.linked, [name]);
    // A row that is added asks for the keyboard: it stays here, where the next name is.
    setTimeout(() => (next?.querySelector("button") ?? panel.querySelector("button"))?.focus(), 50);
    asked = "";
    lookSoon();
  };

  const propose = async (button) => {
    const answer = await (await post(panel.dataset.propose, { propose: button.value })).json();
    if (answer.sentence) said.textContent = answer.sentence;
    else {
      link(answer.id, answer.name);
      settle(button, answer.name);
    }
  };

  panel.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button?.name === "link") {
      link(button.value, button.dataset.name);
      settle(button, button.dataset.name);
    } else if (button?.name === "propose") {
      button.disabled = true;
      propose(button).catch(() => {
        button.disabled = false;
        said.textContent = words.failed;
      });
    }
  });
  for (const name of ["input", "change", "formset:added", "formset:removed"])
    document.addEventListener(name, lookSoon);
  panel.addEventListener("focusout", lookSoon);
  look();
};

document.addEventListener("DOMContentLoaded", () => {
  const panel = document.querySelector("#names");
  if (panel) watch(panel, document.querySelector("#story_form"));
});
