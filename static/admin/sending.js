// How scripts of the desk send a form, and where it waits in this tab while they cannot.

// A login in another tab gives this browser a new token.
export const token = (form) =>
  document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ??
  form.elements.csrfmiddlewaretoken.value;

const LARGE = 60_000; // characters; more than that a browser does not send from a page that goes

// Answers what the server said, or in `trouble` why it said nothing; `stays` where it would not
// take the form itself either.
export const send = async (form, url, body, signal) => {
  try {
    const response = await fetch(url, {
      method: "POST",
      body: new URLSearchParams(body),
      headers: { "X-CSRFToken": token(form) },
      redirect: "manual", // which would be to the login
      keepalive: body.length < LARGE,
      signal,
    });
    if (response.type === "opaqueredirect" || response.status === 403)
      return { trouble: "loggedOut", stays: true };
    if (!response.ok) return { trouble: "failed" };
    const answer = await response.json();
    return { trouble: answer.sentence && "refused", stays: answer.is_stranger, ...answer };
  } catch {
    return { trouble: "offline", stays: true };
  }
};

export const hold = (key, body) => {
  try {
    sessionStorage.setItem(key, body);
  } catch {
    // No room, or none allowed: what is typed still stands in the form.
  }
};

export const release = (key) => sessionStorage.removeItem(key);

export const held = (start) =>
  Object.entries(sessionStorage).filter(([key]) => key.startsWith(start));
