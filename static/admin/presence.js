// Says that the story is open here, and tells who else has it open and what they have saved.
import { send } from "./sending.js";

const EVERY = 20_000; // milliseconds; the server forgets a person after a minute

const meet = (form, there, news) => {
  const write = (place, sentence) => {
    if (place.textContent !== sentence) place.textContent = sentence;
  };

  const ping = async () => {
    if (document.hidden) return;
    const body = new URLSearchParams({ opened: form.elements.opened.value });
    const answer = await send(form, there.dataset.url, body);
    if (answer.trouble) return; // nobody is known to be there until the next ping
    write(there, answer.there);
    write(news, answer.news);
  };

  document.addEventListener("visibilitychange", ping);
  setInterval(ping, EVERY);
  ping();
};

const there = document.querySelector("#there");
if (there.dataset.url)
  meet(document.querySelector("#story_form"), there, document.querySelector("#news"));
