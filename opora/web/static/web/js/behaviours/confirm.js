// Asks before a form is sent: data-confirm holds the question.
export function attach(form) {
  form.addEventListener("submit", (event) => {
    if (!globalThis.confirm(form.dataset.confirm)) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  }, true);
}
