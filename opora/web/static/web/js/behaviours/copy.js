// A button that puts data-copy on the clipboard.
import { say, words } from "opora/page";

export function attach(button) {
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    say(words.copied, "success");
  });
}
