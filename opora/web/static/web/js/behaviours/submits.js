// A select or checkbox that sends its form when it changes; without a script a button marked data-without-script does.
export function attach(control) {
  control.addEventListener("change", () => control.form.requestSubmit());
}
