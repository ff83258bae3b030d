// Attaches behaviours: <element data-behaviour="draft autosize"> gets opora/behaviours/draft and opora/behaviours/autosize.
// Each module exports attach(element); it runs once per element, also for what htmx brings in later.
import { onSwap } from "opora/page";
import "opora/requests";

const attached = new WeakMap();

function attachAll(root) {
  if (root.matches?.("[data-behaviour]")) attachTo(root);
  root.querySelectorAll?.("[data-behaviour]").forEach(attachTo);
}

function attachTo(element) {
  const done = attached.get(element) ?? new Set();
  attached.set(element, done);
  for (const name of element.dataset.behaviour.split(/\s+/)) {
    if (done.has(name)) continue;
    done.add(name);
    import(`opora/behaviours/${name}`).then((module) => element.isConnected && module.attach(element));
  }
}

attachAll(document.body);
onSwap(attachAll);
