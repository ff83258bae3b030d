// A button that is there only for browsers without scripts.
export function attach(button) {
  button.hidden = true;
}
