// The key of a server that asks for one: held in the memory of the page and nowhere else.

import { byId } from "./dom.js";

let held = null;
let asking = null;

export const key = () => held;

/** Whether the server answers holders of a key only. */
export const isKeyed = () => document.documentElement.dataset.keyed === "yes";

export class NoKeyGiven extends Error {}

/** Asks for a key that the server will take, and waits until there is one; raises NoKeyGiven where the user will not. */
export function askForKey(problem) {
  const fault = held === null ? "" : problem;
  held = null;
  return dialog(fault);
}

/** Asks for another key; the one held stays where none is given, and then NoKeyGiven is raised. */
export function askForAnother(problem = "") {
  return dialog(problem);
}

function dialog(fault) {
  byId("key-fault").textContent = fault;
  asking ??= new Promise((resolve, reject) => open(resolve, reject)).finally(() => (asking = null));
  return asking;
}

function open(resolve, reject) {
  const shown = byId("key-dialog");
  const field = byId("key-field");
  const over = new AbortController();
  const listen = (element, event, does) => element.addEventListener(event, does, { signal: over.signal });
  let given = null;
  listen(byId("key-form"), "submit", (event) => {
    event.preventDefault();
    given = field.value.trim() || null;
    if (given !== null) shown.close();
  });
  listen(byId("key-cancel"), "click", () => shown.close());
  listen(shown, "close", () => {
    over.abort();
    field.value = "";
    held = given ?? held;
    byId("key-change").hidden = held === null;
    if (given === null) reject(new NoKeyGiven());
    else resolve();
  });
  shown.showModal();
  field.focus();
}
