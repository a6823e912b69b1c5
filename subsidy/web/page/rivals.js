// Other enterprises whose firsts may be the same: they came from files, and decide what can be claimed.

import { byId, make, own } from "./dom.js";
import { showHeld } from "./held.js";
import { t } from "./words.js";

export class Rivals {
  constructor(left) {
    this.all = [];
    this.left = left;
  }

  set(all) {
    this.all = all;
    showHeld(byId("firm-rivals"), "firm.rivals", all.length ? make("ul", {}, all.map(rivalLine)) : null, () => this.leave());
  }

  leave() {
    this.set([]);
    this.left();
  }
}

const rivalLine = (rival) => make("li", {}, own(rivalText(rival)));

/** A rival with its firsts. */
export function rivalText({ enterprise, firsts }) {
  const who = [enterprise.name, enterprise.uscc].filter(Boolean).join(" · ");
  const what = (firsts ?? []).map((one) => [one.business, one.recognised_on, one.achieved_on].filter(Boolean).join(" · "));
  return [who, ...what].filter(Boolean).join(t("web.list"));
}
