// At a glance: what can be claimed now, what opens later, what has lapsed, and what is not yet determined.

import { make, own, unbroken, worded } from "./dom.js";
import { boundsText, isZero, sumText } from "./sums.js";
import { CLAIMS, codeOf, titleOf } from "./result.js";
import { t } from "./words.js";

export function glance({ entitlements, totals }) {
  const numbered = entitlements.map((entitlement, at) => ({ ...entitlement, number: at + 1 }));
  const open = numbered.filter((one) => one.status === "undetermined");
  const no = numbered.filter((one) => one.status === "ineligible").length;
  return make(
    "section", { class: "glance" },
    worded("h3", "result.glance"),
    make("div", { class: "cards" }, CLAIMS.map((claim) => card(claim, totals[claim], numbered))),
    open.length ? undetermined(open) : null,
    no ? make("p", { class: "quiet" }, t("result.ineligible", { count: no })) : null,
  );
}

function card(claim, total, numbered) {
  const due = numbered.filter((one) => one.claim === claim && one.status !== "ineligible");
  const said = due.length
    ? [make("p", { class: "total" }, boundsText(total.low, total.high)), make("ul", {}, due.map(line))]
    : [make("p", { class: "quiet" }, t("result.none"))];
  const bare = due.length === 0 || (total.high !== null && isZero(total.high));
  return make("section", { class: `card ${claim}${bare ? " bare" : ""}` }, make("h4", {}, t(`result.${claim}`)), said);
}

function line(one) {
  const mark = one.status === "undetermined" ? [" · ", t("status.undetermined")] : [];
  return make("li", {}, link(one), make("span", { class: "when" }, make("strong", {}, sumText(one)), " · ", unbroken(whenText(one)), mark));
}

function link(one) {
  const made = make("a", { href: `#item-${one.number}` }, own(titleOf(one)));
  made.addEventListener("click", () => document.querySelector(`#item-${one.number} h4`).focus({ preventScroll: true }));
  return made;
}

function whenText({ claim, valid_from: first, valid_until: last }) {
  const words = { open: "result.until", upcoming: "result.span", lapsed: "result.ended" };
  return t(words[claim], { first, last });
}

/** Each thing that is missing once, with the entitlements that wait for it. */
function undetermined(open) {
  const waiting = new Map();
  for (const one of open) {
    for (const note of one.missing) {
      const code = codeOf(note);
      waiting.set(code, { message: note.message, code, all: [...(waiting.get(code)?.all ?? []), one] });
    }
  }
  return make(
    "section", { class: "lacking" },
    worded("h4", "result.undetermined"),
    worded("p", "result.undetermined_how"),
    make("ul", {}, [...waiting.values()].map(lacking)),
  );
}

function lacking({ message, code, all }) {
  const links = all.map((one) => make("li", {}, link(one), make("span", { class: "when" }, sumText(one))));
  return make("li", {}, make("strong", {}, own(message)), " ", make("code", {}, code), make("ul", {}, links));
}
