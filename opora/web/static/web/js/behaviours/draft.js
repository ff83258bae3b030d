// Keeps unsent words in this browser, per ticket and person (data-draft names them), until they are sent.
import { say, words } from "opora/page";

const AGE = 14 * 24 * 3600 * 1000;

export function attach(field) {
  const key = `opora-draft:${field.dataset.draft}`;
  forgetOld();
  restore(field, key);
  field.addEventListener("input", () => keep(field, key));
  field.form.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful && event.detail.requestConfig.verb === "post") clear(field, key);
  });
  field.form.addEventListener("submit", () => localStorage.removeItem(key));
}

function keep(field, key) {
  if (field.value.trim()) localStorage.setItem(key, JSON.stringify({ at: Date.now(), text: field.value }));
  else localStorage.removeItem(key);
}

function restore(field, key) {
  const kept = read(key);
  if (!kept?.text || field.value) return;
  field.value = kept.text;
  field.dispatchEvent(new Event("fit"));
  say(words.draft);
}

function clear(field, key) {
  localStorage.removeItem(key);
  field.form.reset();
  field.dispatchEvent(new Event("fit"));
}

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function forgetOld() {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith("opora-draft:") && Date.now() - (read(key)?.at ?? 0) > AGE) localStorage.removeItem(key);
  }
}
