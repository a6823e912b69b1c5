// Labelled fields, and what is read from them: a field that is left empty says nothing.

import { freshId, make, worded } from "./dom.js";
import { typedPeriod } from "./days.js";
import { optionsOf } from "./law.js";
import { typedSum } from "./sums.js";

const HINTS = { day: "field.day_hint", month: "field.month_hint", period: "field.period_hint" };

/**
 * A field with its label above and its hint below; `path` is the key of what it says. Label and hint are words of the page,
 * or what stands there as it is; options are pairs of value and word, or elements; `offers` names those of the law.
 */
export function field({ path, kind, label, hint = HINTS[kind], options = null, offers = null, none = "web.not_known" }) {
  const id = freshId();
  const hintId = hint ? `${id}-hint` : null;
  const attributes = { id, "data-path": path, "data-kind": kind, "data-hint": hintId, "aria-describedby": hintId };
  const control = offers ? offering(offers, none, attributes) : options ? choice(options, attributes) : input(kind, attributes);
  return make(
    "div", { class: `field ${kind}` },
    saying("label", label, { for: id }),
    control,
    hint ? saying("p", hint, { class: "hint", id: hintId }) : null,
  );
}

/** An element that says a word of the page, or what it is given. */
function saying(tag, content, attributes) {
  return typeof content === "string" ? worded(tag, content, attributes) : make(tag, attributes, content);
}

function input(kind, attributes) {
  const sums = kind === "money" ? { inputmode: "decimal" } : {};
  return make("input", { type: "text", spellcheck: "false", autocomplete: "off", ...sums, ...attributes });
}

function choice(options, attributes) {
  return make("select", attributes, options.map((one) => (Array.isArray(one) ? worded("option", one[1], { value: one[0] }) : one)));
}

function offering(offers, none, attributes) {
  return make("select", { ...attributes, "data-offers": offers, "data-none": none }, optionsOf(offers, none));
}

export const YES_NO = [["", "web.not_known"], ["true", "web.yes"], ["false", "web.no"]];

export const controlsIn = (root) => [...root.querySelectorAll("[data-path]")];

const plainly = (text) => text.normalize("NFKC").trim();
const READ = { money: typedSum, day: typedPeriod, month: typedPeriod, period: typedPeriod, year: typedPeriod, plain: plainly };

/** What a field says; undefined where it is empty. */
export function said(control) {
  const text = control.value;
  if (text.trim() === "") return undefined;
  if (control.dataset.kind === "yesno") return text === "true";
  return (READ[control.dataset.kind] ?? String)(text);
}

/** Lets a field say a value; an option that it does not have is added. */
export function put(control, value) {
  const text = value === undefined || value === null ? "" : String(value);
  const lacking = control.tagName === "SELECT" && ![...control.options].some((option) => option.value === text);
  if (lacking) control.append(make("option", { value: text }, text));
  control.value = text;
}

/** A box to tick. */
export function tick(word, attributes) {
  const id = freshId();
  return make("div", { class: "tick" }, make("input", { type: "checkbox", id, ...attributes }), worded("label", word, { for: id }));
}
