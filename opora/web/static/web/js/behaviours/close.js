// A link that closes the dialog it stands in.
export function attach(link) {
  link.addEventListener("click", (event) => {
    const dialog = link.closest("dialog");
    if (!dialog.open) return;
    event.preventDefault();
    dialog.close();
  });
}
