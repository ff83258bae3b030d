// A message from the server goes away by itself.
export function attach(toast) {
  setTimeout(() => toast.remove(), 6000);
}
