// A question before something is lost.

import { byId } from "./dom.js";
import { t } from "./words.js";

/** Whether the user is sure; Escape and closing say no. */
export function sure(question) {
  const dialog = byId("sure-dialog");
  byId("sure-heading").textContent = t(question);
  return new Promise((resolve) => {
    const over = new AbortController();
    const once = (element, event, does) => element.addEventListener(event, does, { signal: over.signal });
    once(byId("sure-yes"), "click", () => dialog.close("yes"));
    once(byId("sure-no"), "click", () => dialog.close("no"));
    once(dialog, "close", () => {
      over.abort();
      resolve(dialog.returnValue === "yes");
    });
    dialog.returnValue = "no";
    dialog.showModal();
  });
}
