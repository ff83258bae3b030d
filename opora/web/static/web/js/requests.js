// Answers of the server to htmx: problems go beside the form, other failures into a short message.
import { isBusy, say, words } from "opora/page";

// A form with several sending buttons goes where the pressed one says, as without a script.
document.body.addEventListener("htmx:configRequest", (event) => {
  const address = event.detail.triggeringEvent?.submitter?.getAttribute("formaction");
  if (address) event.detail.path = address;
});

document.body.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  if (xhr.status < 400) return;
  const forForm = xhr.getResponseHeader("HX-Retarget") !== null;
  event.detail.shouldSwap = forForm;
  if (!forForm && event.detail.requestConfig.verb !== "get") say(words.failed, "danger");
});

document.body.addEventListener("htmx:sendError", (event) => {
  if (event.detail.requestConfig.verb !== "get") say(words.failed, "danger");
});

// A fragment that refreshes itself waits while somebody types or chooses in it.
document.body.addEventListener("htmx:beforeRequest", (event) => {
  const { elt, requestConfig } = event.detail;
  if (requestConfig.verb === "get" && elt.matches("[data-fragment]") && isBusy(elt)) {
    event.preventDefault();
    elt.addEventListener("focusout", () => setTimeout(() => isBusy(elt) || globalThis.htmx?.trigger(elt, "refresh"), 50), { once: true });
  }
});

document.body.addEventListener("htmx:afterSwap", (event) => {
  const invalid = event.detail.elt.querySelector?.("[data-field]")?.dataset.field;
  if (!invalid) return;
  const field = event.detail.elt.closest("form")?.elements.namedItem(invalid);
  field?.setAttribute?.("aria-invalid", "true");
  field?.focus?.();
});

document.body.addEventListener("toast", (event) => say(event.detail.words ?? event.detail.value, event.detail.tone));
