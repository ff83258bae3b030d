// Closes a <details> menu when one clicks elsewhere or presses Escape, and after htmx sent a form of it.
export function attach(menu) {
  const close = (event) => menu.open && !menu.contains(event.target) && (menu.open = false);
  document.addEventListener("click", close);
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
    event.stopPropagation();
  });
  menu.addEventListener("toggle", () => menu.open && menu.querySelector(".menu__sheet input:not([type=hidden]), .menu__sheet select, .menu__sheet textarea")?.focus());
  menu.addEventListener("htmx:afterRequest", (event) => event.detail.successful && (menu.open = false));
}
