// Follows the desk's stream of changes and tells the fragments on the page: `live:any` and `live:ticket-<id>` on <body>.
// One tab of a browser holds the stream and passes the news on to the others: browsers allow few connections to a host.
import { words } from "opora/page";

const PAUSE = 1500; // lists refresh at most so often
const REFUSED = 60_000; // a full or restarting server is asked again after this

let channel, notice, warning, resting;
let missed = false;

export function attach(body) {
  const address = body.dataset.live;
  const name = `opora-live:${new URL(address, location.href).pathname}`;
  channel = new BroadcastChannel(name);
  channel.onmessage = (event) => hear(event.data);
  if (navigator.locks) navigator.locks.request(name, () => new Promise(() => follow(address)));
  else follow(address);
  addEventListener("pageshow", (event) => event.persisted && location.reload());
}

function follow(address) {
  const stream = new EventSource(address);
  stream.addEventListener("change", (event) => pass({ ticket: JSON.parse(event.data).ticket }));
  stream.addEventListener("resync", () => pass({ resync: true }));
  stream.addEventListener("open", () => pass({ connected: true }));
  stream.addEventListener("error", () => {
    pass({ connected: false });
    if (stream.readyState === EventSource.CLOSED) setTimeout(() => follow(address), REFUSED);
  });
}

function pass(news) {
  channel.postMessage(news);
  hear(news);
}

function hear(news) {
  if (news.resync) document.querySelectorAll("[data-fragment]").forEach((fragment) => globalThis.htmx?.trigger(fragment, "refresh"));
  else if ("connected" in news) showConnection(news.connected);
  else {
    if (news.ticket) tell(`live:ticket-${news.ticket}`);
    missed = true;
    resting ??= setTimeout(tellAll, PAUSE / 5);
  }
}

function tellAll() {
  if (missed) tell("live:any");
  resting = missed ? setTimeout(tellAll, PAUSE) : undefined;
  missed = false;
}

function tell(name) {
  document.body.dispatchEvent(new CustomEvent(name));
}

// A short break is normal (a restart, a sleeping laptop): say so only when it lasts.
function showConnection(works) {
  clearTimeout(warning);
  if (works) {
    notice?.remove();
    notice = undefined;
  } else {
    warning = setTimeout(warn, 8000);
  }
}

function warn() {
  if (notice) return;
  notice = document.createElement("p");
  notice.className = "offline";
  notice.setAttribute("role", "status");
  notice.textContent = words.offline;
  document.body.append(notice);
}
