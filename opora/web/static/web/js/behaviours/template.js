// A reply template's link puts its words where the cursor is; without a script the page opens again with them filled in.
export function attach(link) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    const field = link.closest("form").elements.namedItem("text");
    field.setRangeText(link.dataset.body, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    link.closest("details").open = false;
    field.focus();
  });
}
