// What an office says of a batch: the day, the zone, the year, months, control totals, forms of the result.

import { isYear, today } from "./days.js";
import { byId } from "./dom.js";
import { controlsIn, field, put, said, tick } from "./fields.js";
import { Group } from "./groups.js";
import { Reading } from "./file_terms.js";
import { sayBeside } from "./faults.js";
import { t } from "./words.js";

const TERMS = [
  { path: "as_of", kind: "day", label: "firm.as_of" },
  { path: "zone", kind: "plain", label: "office.zone", offers: "zone", none: "office.zone_none" },
  { path: "year", kind: "year", label: "office.year", hint: "office.year_hint" },
  { path: "fees_through", kind: "day", label: "office.fees_through" },
];
const FORMS = ["xlsx", "parquet"];
const TICKS = [...FORMS, "report", "range"];

export class Terms {
  constructor(form) {
    this.form = form;
    byId("office-terms").append(...TERMS.map(field));
    byId("office-forms").append(...TICKS.map((name) => tick(`office.${name}`, { "data-tick": name })));
    this.groups = [...form.querySelectorAll("[data-group]")].map((root) => new Group(root.dataset.group, root));
    this.reading = new Reading(byId("office-file-terms"));
    put(this.controls()[0], today());
  }

  controls() {
    return controlsIn(byId("office-terms"));
  }

  /** The terms, and the field of each path; undefined, and told beside its field, where one cannot be meant so. */
  read() {
    const fields = new Map();
    const place = (path, control) => fields.set(path, control);
    const plain = this.controls().map((control) => [control.dataset.path, said(control)]).filter(([, value]) => value !== undefined);
    for (const control of this.controls()) place(control.dataset.path, control);
    const [coverage, controls] = this.groups.map((group) => group.read(place));
    const named = Object.fromEntries(plain);
    const wrong = wrongTerm(named) ?? wrongTotal(controls ?? []);
    if (wrong) return sayBeside(fields.get(wrong.path), t(wrong.word));
    const reading = this.reading.read(fields);
    const terms = { ...withYear(named), ...this.ticked(), ...(coverage ? { coverage } : {}), ...totals(controls, fields), ...reading };
    return reading && { fields, terms };
  }

  ticked() {
    const chosen = TICKS.filter((name) => this.form.querySelector(`[data-tick="${name}"]`).checked);
    const to = chosen.filter((name) => FORMS.includes(name));
    return { to, report: chosen.includes("report"), range: chosen.includes("range") };
  }
}

function wrongTerm({ as_of: day, year }) {
  if (day === undefined) return { path: "as_of", word: "fault.no_day" };
  return year === undefined || isYear(year) ? null : { path: "year", word: "fault.year" };
}

/** The first control total whose year is none, or one given already, or whose sum is left out. */
function wrongTotal(rows) {
  const years = rows.map((one) => one.year);
  for (const [at, { year, amount }] of rows.entries()) {
    if (!isYear(year ?? "")) return { path: `controls.${at}.year`, word: "fault.year" };
    if (years.indexOf(year) < at) return { path: `controls.${at}.year`, word: "fault.year_twice" };
    if (amount === undefined) return { path: `controls.${at}.amount`, word: "fault.no_sum" };
  }
  return null;
}

const withYear = ({ year, ...others }) => (year === undefined ? others : { ...others, year: Number(year) });

/** The totals by year, as the server names them in problems too. */
function totals(rows, fields) {
  if (!rows) return {};
  rows.forEach(({ year }, at) => fields.set(`controls.${year}`, fields.get(`controls.${at}.amount`)));
  return { controls: Object.fromEntries(rows.map(({ year, amount }) => [year, amount])) };
}
