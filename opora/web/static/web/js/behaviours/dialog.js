// A button or link that opens the <dialog> named by data-opens; without a script the link leads to a page instead.
export function attach(opener) {
  opener.addEventListener("click", (event) => {
    const dialog = document.querySelector(opener.dataset.opens);
    if (!dialog?.showModal) return;
    event.preventDefault();
    const menu = opener.closest("details");
    if (menu) menu.open = false;
    dialog.showModal();
    dialog.addEventListener("click", (press) => press.target === dialog && dialog.close());
    dialog.addEventListener("htmx:afterRequest", (answer) => answer.detail.successful && dialog.close());
  });
}
