// Shows the chosen theme at once; the form keeps it.
export function attach(button) {
  button.addEventListener("click", (event) => {
    event.preventDefault();
    document.documentElement.dataset.theme = button.value;
    for (const other of button.form.querySelectorAll("button[name=theme]")) other.toggleAttribute("aria-current", other === button);
    const words = new FormData(button.form);
    words.set("theme", button.value);
    fetch(button.form.action, { method: "POST", body: words, headers: { "HX-Request": "true" } });
  });
}
