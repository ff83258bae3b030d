// Ctrl+K: commands of this page (elements with data-shortcut-label), views and tickets (asked from the server).
import { words } from "opora/page";

let dialog, input, list;
let asked = 0;
let chosen = 0;

export function attach(element) {
  dialog = element;
  input = element.querySelector("input");
  list = element.querySelector("[data-palette-list]");
  document.addEventListener("keydown", toggle);
  document.querySelectorAll("[data-opens-palette]").forEach((button) => button.addEventListener("click", open));
  input.addEventListener("input", ask);
  input.addEventListener("keydown", steer);
  list.addEventListener("mousemove", (event) => mark(items().indexOf(event.target.closest("[role=option]"))));
  list.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
}

function toggle(event) {
  if (!(event.ctrlKey || event.metaKey) || event.code !== "KeyK") return;
  event.preventDefault();
  if (dialog.open) dialog.close();
  else open();
}

function open() {
  input.value = "";
  list.replaceChildren();
  dialog.showModal();
  ask();
}

async function ask() {
  const mine = ++asked;
  const text = input.value.trim();
  const own = commands(text.toLowerCase());
  const address = `${dialog.dataset.source}?q=${encodeURIComponent(text)}`;
  const answer = await fetch(address, { headers: { "HX-Request": "true" } }).then((reply) => (reply.ok ? reply.text() : ""), () => "");
  if (mine !== asked) return;
  const found = new DOMParser().parseFromString(answer, "text/html").body;
  list.replaceChildren(...own, ...found.children);
  if (!items().length) list.append(nothing());
  mark(0);
}

function commands(text) {
  const all = document.querySelectorAll("main [data-shortcut-label]");
  return [...all].filter((element) => element.dataset.shortcutLabel.toLowerCase().includes(text)).map(command);
}

function command(element) {
  const item = document.createElement("div");
  item.className = "palette__item";
  item.setAttribute("role", "option");
  item.append(element.dataset.shortcutLabel);
  const key = document.createElement("kbd");
  key.textContent = element.dataset.shortcut;
  item.append(key);
  item.addEventListener("click", () => setTimeout(() => {
    element.click();
    document.querySelector(element.dataset.shortcutFocus || null)?.focus();
  }));
  return item;
}

function nothing() {
  const line = document.createElement("p");
  line.className = "palette__empty";
  line.textContent = words.nothing;
  return line;
}

function steer(event) {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (by) mark((chosen + by + items().length) % items().length);
  else if (event.key === "Enter") items()[chosen]?.click();
  else return;
  event.preventDefault();
}

function items() {
  return [...list.querySelectorAll("[role=option]")];
}

function mark(index) {
  if (index < 0) return;
  chosen = index;
  items().forEach((item, place) => {
    item.setAttribute("aria-selected", String(place === index));
    item.id = `palette-item-${place}`;
  });
  const item = items()[index];
  if (!item) return;
  input.setAttribute("aria-activedescendant", item.id);
  item.scrollIntoView({ block: "nearest" });
}
