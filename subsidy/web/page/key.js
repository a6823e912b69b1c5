// The key of a server that asks for one: held in the memory of the page and nowhere else.

import { byId } from "./dom.js";

let held = null;
let asking = null;

export const key = () => held;

export class NoKeyGiven extends Error {}

/** Asks for a key and waits until there is one; raises NoKeyGiven where the user will not. */
export function askForKey(problem) {
  byId("key-fault").textContent = held === null ? "" : problem;
  held = null;
  asking ??= new Promise((resolve, reject) => open(resolve, reject)).finally(() => (asking = null));
  return asking;
}

function open(resolve, reject) {
  const dialog = byId("key-dialog");
  const field = byId("key-field");
  const over = new AbortController();
  const listen = (element, event, does) => element.addEventListener(event, does, { signal: over.signal });
  listen(byId("key-form"), "submit", (event) => {
    event.preventDefault();
    if (field.value.trim() === "") return;
    held = field.value.trim();
    dialog.close("given");
  });
  listen(byId("key-cancel"), "click", () => dialog.close("refused"));
  listen(dialog, "close", () => {
    over.abort();
    field.value = "";
    if (held === null) reject(new NoKeyGiven());
    else resolve();
  });
  dialog.showModal();
  field.focus();
}
