// What is typed into the story form and not saved is kept: on the server while it is typed, in
// this tab for as long as the server cannot have it. The form goes only when it has been kept.
import { held, hold, release, send, token } from "./sending.js";

const PAUSE = 1_000; // milliseconds after the last keystroke
const LONGEST = 5_000; // milliseconds between two looks, whatever is typed
const PATIENCE = 15_000; // milliseconds that a save waits for what it saves to be kept
const ABOUT = ["sitting", "person", "opened", "resumes", "ping"]; // the sitting: nobody types them

const words = {
  sending: gettext("Keeping…"),
  kept: gettext("All kept · %s"),
  loggedOut: gettext("You are logged out: what you type stays in this tab."),
  offline: gettext("No connection: what you type stays in this tab."),
  failed: gettext("This cannot be kept at the moment: what you type stays in this tab."),
};

// A form that was loaded before a login is sent with the token of after it.
const renew = (sent, form) => {
  const field = sent.elements.csrfmiddlewaretoken;
  if (field) field.value = token(form);
};

const newSitting = () =>
  [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");

const keepWork = (form) => {
  const { sitting, ping, person } = form.elements;
  const url = sitting.dataset.url;
  const mine = `unsaved ${person.value} ${url} `;
  const status = document.querySelector("#kept");
  const logIn = document.querySelector("#log-in-again");

  const fields = ({ but = [] } = {}) => {
    const data = new URLSearchParams(new FormData(form));
    for (const name of ["csrfmiddlewaretoken", ...but]) data.delete(name);
    for (const name of [...data.keys()]) if (name.includes("__prefix__")) data.delete(name);
    return data;
  };
  const typed = () => fields({ but: ABOUT }).toString();

  const loaded = sitting.dataset.unsaved === "yes" ? null : typed();
  let kept = loaded;
  let sending = null; // what is on its way to be kept
  let going = ""; // how far a save has come: "asking", "kept", "sent"
  let timer = 0;

  const say = (sentence, state = "") => {
    if (status.textContent !== sentence) status.textContent = sentence;
    status.parentElement.dataset.state = state;
    logIn.hidden = state !== "loggedOut";
  };

  const keep = async (signal) => {
    const now = typed();
    const key = mine + sitting.value;
    ping.value = Number(ping.value) + 1;
    const data = fields();
    if (now === loaded) data.set("nothing", "1");
    const body = data.toString();
    hold(key, body);
    const wait = setTimeout(() => say(words.sending), PAUSE);
    sending = now;
    const answer = await send(form, url, body, signal);
    sending = null;
    clearTimeout(wait);
    if (answer.kept) kept = now;
    if (answer.kept || answer.is_closed) release(key);
    if (answer.is_closed) {
      // It was saved, and the page was come back to: from now on it is a form of its own.
      sitting.value = newSitting();
      return keep(signal);
    }
    const sentence = answer.at ? interpolate(words.kept, [answer.at]) : "";
    say(answer.sentence ?? words[answer.trouble] ?? sentence, answer.trouble);
    return answer;
  };

  const look = () => {
    clearTimeout(timer);
    if (!going && sending === null && typed() !== kept) keep();
  };
  const lookSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  };
  const lookAtLast = () => {
    const now = typed();
    if (going || now === kept) return false;
    if (now !== sending) keep();
    return true;
  };

  const submit = async (event) => {
    if (going === "asking" || going === "sent") {
      event.preventDefault();
    } else if (going === "kept" || typed() === loaded) {
      going = "sent";
      setTimeout(() => (going = ""), LONGEST); // it may have been stopped
    } else {
      event.preventDefault();
      going = "asking";
      const answer = await keep(AbortSignal.timeout(PATIENCE));
      going = answer.stays ? "" : "kept";
      if (going) form.requestSubmit(event.submitter);
    }
  };

  const sendHeld = async () => {
    let found = false;
    for (const [key, body] of held(mine)) {
      if (key === mine + sitting.value) continue;
      const answer = await send(form, url, body);
      if (answer.kept || answer.is_closed) release(key);
      found ||= answer.kept;
    }
    if (found && typed() === loaded) location.reload(); // and is offered
  };

  for (const name of ["input", "click", "keyup"]) document.addEventListener(name, lookSoon);
  for (const name of ["change", "focusout"]) form.addEventListener(name, look);
  for (const name of ["focus", "online"]) window.addEventListener(name, look);
  document.addEventListener("visibilitychange", () => (document.hidden ? lookAtLast : look)());
  window.addEventListener("pagehide", lookAtLast);
  window.addEventListener("beforeunload", (event) => lookAtLast() && event.preventDefault());
  window.addEventListener("pageshow", (event) => event.persisted && (going = ""));
  form.addEventListener("submit", submit);
  document.addEventListener("submit", (event) => renew(event.target, form));
  setInterval(look, LONGEST);
  // What was put back is kept under another name from now on: the page loaded again offers that.
  if (new URLSearchParams(location.search).has("stash")) history.replaceState(null, "", form.action);
  look();
  sendHeld();
};

document.addEventListener("DOMContentLoaded", () => keepWork(document.querySelector("#story_form")));
