// Labelled fields, and what is read from them: a field that is left empty says nothing.

import { freshId, make, worded } from "./dom.js";
import { typedPeriod } from "./days.js";
import { typed } from "./sums.js";

const HINTS = { day: "field.day_hint", month: "field.month_hint", period: "field.period_hint" };

/** A field with its label above and its hint below; `path` is the key of what it says. */
export function field({ path, kind, label, hint = null, options = null, list = null }) {
  const id = freshId();
  const own = hint ?? HINTS[kind];
  const hintId = own ? `${id}-hint` : null;
  const attributes = { id, "data-path": path, "data-kind": kind, "data-hint": hintId, "aria-describedby": hintId };
  const control = options ? choice(options, attributes) : input(kind, { ...attributes, list });
  return make(
    "div", { class: `field ${kind}` },
    worded("label", label, { for: id }),
    control,
    own ? worded("p", own, { class: "hint", id: hintId }) : null,
  );
}

function input(kind, attributes) {
  const sums = kind === "money" ? { inputmode: "decimal" } : {};
  return make("input", { type: "text", spellcheck: "false", autocomplete: "off", ...sums, ...attributes });
}

function choice(options, attributes) {
  return make("select", attributes, options.map(([value, word]) => worded("option", word, { value })));
}

export const YES_NO = [["", "web.not_known"], ["true", "web.yes"], ["false", "web.no"]];

export const controlsIn = (root) => [...root.querySelectorAll("[data-path]")];

const READ = { money: typed, day: typedPeriod, month: typedPeriod, period: typedPeriod, plain: (text) => text.normalize("NFKC").trim() };

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
