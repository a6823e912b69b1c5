// What is printed: all that belongs to a result unfolded; without a result, what has been entered.

import { byId, worded } from "./dom.js";
import { givenTable } from "./given.js";

/** On paper nothing can be unfolded, and a form is of no use. */
export function prepare(firm) {
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("details.rests:not([open])")];
    for (const one of folded) one.open = true;
    const entered = firm.result ? [] : [worded("p", "paper.no_result"), givenTable(firm.says())];
    byId("firm-paper").replaceChildren(...entered);
  });
  addEventListener("afterprint", () => {
    for (const one of folded) one.open = false;
    byId("firm-paper").replaceChildren();
  });
}
