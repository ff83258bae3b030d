// What modules share about the page: the server's time, the words of the reader's language, swaps, small messages.
const started = performance.now();
const atStart = Date.parse(document.querySelector("meta[name=server-now]")?.content ?? "") || Date.now();

export const words = JSON.parse(document.querySelector("[data-words]")?.textContent || "{}");

/** The server's time in milliseconds; it may be moved in a demonstration. */
export function now() {
  return atStart + (performance.now() - started);
}

/** Calls `answer(element)` for every piece of page that htmx puts in. */
export function onSwap(answer) {
  document.body.addEventListener("htmx:load", (event) => answer(event.detail.elt));
}

/** Shows a short message; tone is plain, success or danger. */
export function say(text, tone = "plain") {
  const toast = document.createElement("div");
  toast.className = "toast";
  toast.dataset.tone = tone;
  toast.textContent = text;
  document.querySelector("[data-toasts]")?.append(toast);
  setTimeout(() => toast.remove(), 5000);
}

/** Somebody is writing or choosing here, so it must not be replaced under their hands. */
export function isBusy(element) {
  const active = document.activeElement;
  return element.contains(active) && active.matches("input, textarea, select") && active.type !== "hidden";
}

/** Typing goes into this element, so single letters are no commands. */
export function takesText(element) {
  return element?.isContentEditable || element?.matches?.("textarea, select, input:not([type=checkbox], [type=radio], [type=submit], [type=button])");
}
