// Counts deadlines down in the words in which the server wrote them (opora/web/durations.py). One timer for all of them.
import { now, words } from "opora/page";

const MINUTE = 60, HOUR = 3600, DAY = 86400, SOON = HOUR;
const running = new Set();

export function attach(element) {
  running.add(element);
  write(element);
}

function tick() {
  for (const element of running) {
    if (element.isConnected) write(element);
    else running.delete(element);
  }
  setTimeout(tick, 1000 - (now() % 1000));
}

function write(element) {
  const left = (Date.parse(element.dateTime) - now()) / 1000;
  const text = countdown(left);
  if (element.textContent !== text) element.textContent = text;
  if (element.dataset.state === "met") return;
  const state = left < 0 ? "late" : left < SOON ? "soon" : "running";
  if (element.dataset.state !== state && element.dataset.state !== "late") element.dataset.state = state;
}

function countdown(left) {
  const seconds = Math.floor(Math.abs(left));
  const sign = left < 0 ? "−" : "";
  if (seconds < HOUR) return `${sign}${Math.floor(seconds / MINUTE)}:${String(seconds % MINUTE).padStart(2, "0")}`;
  const days = Math.floor(seconds / DAY), hours = Math.floor(seconds / HOUR), minutes = Math.floor(seconds / MINUTE) % 60;
  return sign + (days >= 2 ? pair(days, words.day, hours % 24, words.hour) : pair(hours, words.hour, minutes, words.minute));
}

function pair(large, largeName, small, smallName) {
  return `${large} ${largeName}` + (small ? ` ${small} ${smallName}` : "");
}

tick();
