// Readings and decisions, as the server lists them; fetched when they are first looked at.

import { fetched } from "./api.js";
import { make, worded } from "./dom.js";
import { controlsIn, field, put, said } from "./fields.js";
import { Group } from "./groups.js";
import { language, t, tOr } from "./words.js";

const DECISIONS = { "warehousing.ratio": "choices.ratio", "warehousing.annual_cap": "choices.annual_cap" };
const CONFLICT = "first.conflict.";

export class Choices {
  constructor(fold, failed) {
    this.root = make("div", {});
    this.readings = [];
    this.decisions = [];
    this.fold = fold;
    fold.append(this.root);
    fold.addEventListener("toggle", () => fold.open && this.load().catch(failed));
  }

  /** Fetches what can be chosen, once for each language, and keeps what has been chosen. */
  async load() {
    if (this.lang === language()) return;
    if (this.lang === undefined) this.root.replaceChildren(worded("p", "choices.loading"));
    const lang = language();
    const found = await fetched(`/v1/readings?lang=${lang}`);
    if (this.lang === lang) return;
    const chosen = this.read();
    this.lang = lang;
    this.show(found);
    this.fill(chosen);
  }

  async speak() {
    if (this.lang !== undefined) await this.load();
  }

  show({ readings, decisions }) {
    this.readings = readings.map((reading) => this.reading(reading));
    this.decisions = decisions.filter((one) => !one.name.startsWith(CONFLICT)).map(decision);
    const contested = make("fieldset", {});
    this.conflicts = new Group("conflicts", contested);
    this.root.replaceChildren(
      make("fieldset", {}, worded("legend", "readings.readings"), worded("p", "choices.readings_how", { class: "hint" }),
        make("div", { class: "fields" }, this.readings)),
      make("fieldset", {}, worded("legend", "readings.decisions"), worded("p", "choices.decisions_how", { class: "hint" }),
        make("div", { class: "fields" }, this.decisions)),
      contested,
    );
  }

  reading(one) {
    const made = field({ path: one.name, kind: "plain", label: "web.row", options: [] });
    made.querySelector("label").replaceChildren(optionWord(one.name), " ", make("code", {}, one.name));
    delete made.querySelector("label").dataset.t;
    const control = made.querySelector("select");
    const options = one.options.map((option) => make("option", { value: option === one.default ? "" : option }, optionText(one, option)));
    control.append(...options);
    describe(made, one.why);
    return made;
  }

  /** What departs from the defaults, as a question names it. */
  read() {
    const readings = entries(this.readings);
    const rows = this.conflicts?.read(() => {}) ?? [];
    const conflicts = rows.map((row) => [CONFLICT + (row.business ?? ""), row.uscc ?? ""]);
    return { readings: Object.fromEntries(readings), decisions: Object.fromEntries([...entries(this.decisions), ...conflicts]) };
  }

  /** Back to the defaults. */
  clear() {
    for (const control of [...this.readings, ...this.decisions].flatMap(controlsIn)) put(control, "");
    this.conflicts?.fill([]);
  }

  fill({ readings, decisions }) {
    for (const made of this.readings) fillOne(made, readings);
    for (const made of this.decisions) fillOne(made, decisions);
    const contested = Object.entries(decisions).filter(([name]) => name.startsWith(CONFLICT));
    this.conflicts.fill(contested.map(([name, uscc]) => ({ business: name.slice(CONFLICT.length), uscc })));
  }

  /** The field of a decision that a problem is about: its sentence names it. */
  fieldOf(problem) {
    const named = [...this.decisions, ...this.readings].flatMap(controlsIn);
    return named.find((control) => said(control) !== undefined && said(control) === problem.value && problem.detail.includes(control.dataset.path));
  }
}

function decision({ name, accepted }) {
  const made = field({ path: name, kind: "plain", label: "web.row" });
  const label = made.querySelector("label");
  delete label.dataset.t;
  label.replaceChildren(tOr(DECISIONS[name] ?? "", name), " ", make("code", {}, name));
  describe(made, accepted);
  return made;
}

function describe(made, text) {
  const control = made.querySelector("[data-path]");
  const id = `${control.id}-hint`;
  control.dataset.hint = id;
  control.setAttribute("aria-describedby", id);
  made.append(make("p", { class: "hint", id }, text));
}

const entries = (made) =>
  made.flatMap(controlsIn).map((control) => [control.dataset.path, said(control)]).filter(([, value]) => value !== undefined);

function fillOne(made, values) {
  const [control] = controlsIn(made);
  if (values[control.dataset.path] !== undefined) put(control, values[control.dataset.path]);
}

export const optionWord = (name) => tOr(`option.${name}`, name);

function optionText(one, option) {
  const text = tOr(`option.${one.name}.${option}`, option);
  return option === one.default ? t("choices.default", { option: text }) : text;
}

/** A reading with its option in words, and the names by which programs know them. */
export function readingText(name, option) {
  const said = t("web.pair", { name: optionWord(name), value: tOr(`option.${name}.${option}`, option) });
  return make("span", {}, said, " ", make("code", {}, `${name}=${option}`));
}
