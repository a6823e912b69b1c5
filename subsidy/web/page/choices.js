// Readings and decisions, as the server lists them; fetched when they are first looked at.

import { fetched } from "./api.js";
import { make, worded } from "./dom.js";
import { controlsIn, field, put, said } from "./fields.js";
import { Group } from "./groups.js";
import { grouped } from "./sums.js";
import { language, t, tOr } from "./words.js";

const DECISIONS = { "warehousing.ratio": ["choices.ratio", "plain"], "warehousing.annual_cap": ["choices.annual_cap", "money"] };
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
    if (this.lang === lang || lang !== language()) return;
    const chosen = this.read();
    this.lang = lang;
    this.show(found);
    this.fill(chosen);
  }

  async speak() {
    if (this.lang !== undefined) await this.load();
  }

  show({ readings, decisions }) {
    this.readings = readings.map(readingField);
    this.decisions = decisions.filter((one) => !one.name.startsWith(CONFLICT)).map(decisionField);
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

  /** What departs from the defaults, as a question names it; `fields` is told which field says what. */
  read(fields = new Map()) {
    const decisions = { ...entries(this.decisions, "decisions", fields), ...this.decided(fields) };
    return { readings: entries(this.readings, "readings", fields), decisions };
  }

  /** To whom contested firsts belong. */
  decided(fields) {
    const placed = new Map();
    const rows = this.conflicts?.read((path, control) => placed.set(path, control)) ?? [];
    rows.forEach((row, at) => fields.set(`decisions.${CONFLICT}${row.business ?? ""}`, placed.get(`conflicts.${at}.uscc`)));
    return Object.fromEntries(rows.map((row) => [CONFLICT + (row.business ?? ""), row.uscc ?? ""]));
  }

  /** Back to the defaults. */
  clear() {
    for (const control of [...this.readings, ...this.decisions].flatMap(controlsIn)) put(control, "");
    this.conflicts?.fill([]);
  }

  /** Chooses what a question says, and nothing else. */
  async take(chosen) {
    const says = Object.keys(chosen.readings).length + Object.keys(chosen.decisions).length > 0;
    if (says) await this.load();
    this.clear();
    if (!says) return;
    this.fill(chosen);
    this.fold.open = true;
  }

  fill({ readings, decisions }) {
    for (const control of this.readings.flatMap(controlsIn)) fillOne(control, readings);
    for (const control of this.decisions.flatMap(controlsIn)) fillOne(control, decisions);
    const contested = Object.entries(decisions).filter(([name]) => name.startsWith(CONFLICT));
    this.conflicts.fill(contested.map(([name, uscc]) => ({ business: name.slice(CONFLICT.length), uscc })));
  }
}

function readingField({ name, options, default: usual, why }) {
  const choices = options.map((option) => make("option", { value: option === usual ? "" : option }, optionText(name, option, usual)));
  return field({ path: name, kind: "plain", label: withCode(optionWord(name), name), hint: [why], options: choices });
}

function decisionField({ name, accepted }) {
  const [word, kind] = DECISIONS[name] ?? ["", "plain"];
  return field({ path: name, kind, label: withCode(tOr(word, name), name), hint: [accepted] });
}

const withCode = (text, name) => [text, " ", make("code", {}, name)];

function entries(made, group, fields) {
  const controls = made.flatMap(controlsIn);
  for (const control of controls) fields.set(`${group}.${control.dataset.path}`, control);
  return Object.fromEntries(controls.map((control) => [control.dataset.path, said(control)]).filter(([, value]) => value !== undefined));
}

/** A default is the option without a value. */
function fillOne(control, values) {
  const value = values[control.dataset.path];
  if (value === undefined) return;
  const usual = control.tagName === "SELECT" && ![...control.options].some((option) => option.value === value);
  put(control, usual ? "" : value);
}

export const optionWord = (name) => tOr(`option.${name}`, name);

function optionText(name, option, usual) {
  const text = tOr(`option.${name}.${option}`, option);
  return option === usual ? t("choices.default", { option: text }) : text;
}

/** A decision in words. */
export function decisionText(name, value) {
  const [word, kind] = DECISIONS[name] ?? ["", "plain"];
  const contested = name.startsWith(CONFLICT) ? t("web.pair", { name: t("choices.conflict"), value: name.slice(CONFLICT.length) }) : name;
  return t("web.pair", { name: tOr(word, contested), value: kind === "money" ? grouped(value) : value });
}

/** A reading with its option in words, and the names by which programs know them. */
export function readingText(name, option) {
  const said = t("web.pair", { name: optionWord(name), value: tOr(`option.${name}.${option}`, option) });
  return make("span", {}, said, " ", make("code", {}, `${name}=${option}`));
}
