// What is wrong, told beside the field that it is about, or at the top where no field is.

import { byId, goTo, make } from "./dom.js";
import { NoKeyGiven } from "./key.js";
import { Problem } from "./api.js";
import { sentenceOf, sumSentence } from "./sentences.js";
import { t } from "./words.js";

/** Takes back all that was said of a part's fields and at its top. */
export function clearFaults(part) {
  byId(`${part}-fault`).replaceChildren();
  for (const said of byId(`part-${part}`).querySelectorAll(".fault.said")) said.remove();
  for (const field of byId(`part-${part}`).querySelectorAll("[aria-invalid]")) {
    field.removeAttribute("aria-invalid");
    field.setAttribute("aria-describedby", field.dataset.hint ?? "");
    if (!field.dataset.hint) field.removeAttribute("aria-describedby");
  }
}

/** Says an error where it belongs; `fields` finds the field of a path. What is no problem of the user's is raised again. */
export function tell(part, error, fields = () => null) {
  if (error instanceof NoKeyGiven || error.name === "AbortError") return;
  if (!(error instanceof Problem)) throw error;
  const field = fields(pathOf(error.said.where), error.said);
  const sentence = sentenceOf(error.said);
  if (field) sayBeside(field, sumSentence(field, error.said) ?? withoutPlace(sentence, error.said.where));
  else sayAtTop(part, sentence);
}

/** The path of keys in a place such as `body: case.imports.0.value`. */
export function pathOf(where) {
  return (where ?? "").replace(/^[^:：]*[:：]\s*/, "");
}

/** A sentence without the place that it begins with, in the dress of either language. */
export function withoutPlace(message, where = "") {
  const begins = [where, where.replace(": ", "：")].find((place) => place && message.startsWith(place));
  return begins ? message.slice(begins.length).replace(/^[:：]\s*/, "") : message;
}

export function sayAtTop(part, message) {
  const top = byId(`${part}-fault`);
  top.replaceChildren(make("p", {}, make("strong", {}, t("fault.heading")), make("br"), message));
  goTo(top);
}

export function sayBeside(field, message) {
  const id = `${field.id}-fault`;
  const said = make("p", { class: "fault said", id, role: "alert" });
  (field.closest(".row") ?? field.closest(".field, fieldset") ?? field.parentElement).append(said);
  said.textContent = message;
  field.setAttribute("aria-invalid", "true");
  field.setAttribute("aria-describedby", [field.dataset.hint, id].filter(Boolean).join(" "));
  for (let fold = field.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  field.focus();
}

/** The field of a path, or that of the nearest place around it. */
export function fieldAt(fields, path) {
  for (let keys = path.split("."); keys.length > 0; keys = keys.slice(0, -1)) {
    if (fields.has(keys.join("."))) return fields.get(keys.join("."));
  }
  return undefined;
}
