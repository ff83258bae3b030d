// Keys. Every command is an element that carries data-shortcut ("t", "g q", "/") and data-shortcut-label: pressing the keys
// follows the link, presses the button or focuses the field. The sheet under "?" lists what this page offers.
import { takesText } from "opora/page";

const PAUSE = 900;
let first = "";
let timer = 0;

export function attach() {
  document.addEventListener("keydown", press);
}

function press(event) {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) return send(event);
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "Escape" && takesText(event.target)) return event.target.blur();
  if (takesText(event.target) || document.querySelector("dialog[open]")) return;
  const key = named(event);
  if (key === "?") return answer(event, showSheet);
  if (key in moves) return answer(event, moves[key]);
  const found = find(first ? `${first} ${key}` : key);
  if (found) answer(event, () => run(found));
  else remember(key);
}

// Where the layout writes other letters, the key's place counts.
function named(event) {
  if (/^[\x20-\x7e]$/.test(event.key) && !/[.,]/.test(event.key)) return event.key;
  if (/^Key[A-Z]$/.test(event.code)) return event.code.slice(3).toLowerCase();
  if (event.code === "Slash") return event.shiftKey ? "?" : "/";
  return event.key;
}

const moves = {
  j: () => step(1),
  k: () => step(-1),
  ArrowDown: () => rowOfFocus() && step(1),
  ArrowUp: () => rowOfFocus() && step(-1),
  o: () => (rowOfFocus() ?? rows()[0])?.querySelector("a[data-row-link]")?.click(),
};

function answer(event, act) {
  const wanted = act();
  if (wanted !== undefined && !wanted) return;
  first = "";
  event.preventDefault();
}

function remember(key) {
  clearTimeout(timer);
  first = document.querySelector(`[data-shortcut^="${CSS.escape(key)} "]`) ? key : "";
  timer = setTimeout(() => (first = ""), PAUSE);
}

function find(keys) {
  return [...document.querySelectorAll(`[data-shortcut="${CSS.escape(keys)}"]`)].find((element) => element.closest("template") === null);
}

function run(element) {
  if (element.matches("textarea, input[type=search], input[type=text]")) return focus(element);
  if (element.matches("details")) element.open = true;
  element.click?.();
  const target = element.dataset.shortcutFocus && document.querySelector(element.dataset.shortcutFocus);
  if (target) focus(target);
  return true;
}

function focus(element) {
  element.focus();
  element.scrollIntoView({ block: "nearest" });
  return true;
}

function send(event) {
  const form = event.target.closest?.("form");
  const button = [...(form?.querySelectorAll("button[data-send]") ?? [])].find((one) => one.offsetParent !== null);
  if (!button) return;
  event.preventDefault();
  button.click();
}

function rows() {
  return [...document.querySelectorAll("[data-row]")];
}

function rowOfFocus() {
  return document.activeElement?.closest("[data-row]");
}

function step(by) {
  const all = rows();
  if (!all.length) return false;
  const here = all.indexOf(rowOfFocus());
  const next = all[Math.min(all.length - 1, Math.max(0, here < 0 ? (by > 0 ? 0 : all.length - 1) : here + by))];
  next.querySelector("a[data-row-link]")?.focus();
  next.scrollIntoView({ block: "nearest" });
  return true;
}

function showSheet() {
  const sheet = document.querySelector("[data-shortcut-sheet]");
  const extra = sheet.querySelector("[data-shortcut-extra]").content;
  const all = [...extra.children, ...document.querySelectorAll("[data-shortcut][data-shortcut-label]")];
  sheet.querySelector("[data-shortcut-list]").replaceChildren(...all.map(line));
  sheet.showModal();
}

function line(element) {
  const row = document.createElement("div");
  row.className = "shortcuts__row";
  const label = document.createElement("span");
  label.textContent = element.dataset.shortcutLabel;
  const keys = document.createElement("span");
  keys.className = "shortcuts__keys";
  keys.append(...element.dataset.shortcut.split(/[ +]/).map(cap));
  row.append(label, keys);
  return row;
}

function cap(key) {
  const sign = document.createElement("kbd");
  sign.textContent = { mod: /Mac|iP/.test(navigator.platform) ? "⌘" : "Ctrl", enter: "↵" }[key] ?? key;
  return sign;
}
