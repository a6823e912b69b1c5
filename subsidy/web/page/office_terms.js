// What an office says of a batch: the day, the zone, the year, months, control totals, forms of the result.

import { today } from "./days.js";
import { byId } from "./dom.js";
import { zoneOptions } from "./facts.js";
import { controlsIn, field, put, said, tick } from "./fields.js";
import { Group } from "./groups.js";
import { typed } from "./sums.js";

const TERMS = [
  { path: "as_of", kind: "day", label: "firm.as_of" },
  { path: "zone", kind: "plain", label: "office.zone", options: zoneOptions("office.zone_none") },
  { path: "year", kind: "plain", label: "office.year", hint: "office.year_hint" },
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
    put(this.controls()[0], today());
  }

  controls() {
    return controlsIn(byId("office-terms"));
  }

  /** The field of the day, where it is left out. */
  lacking() {
    const [day] = this.controls();
    return said(day) === undefined ? day : null;
  }

  read() {
    const fields = new Map();
    const place = (path, control) => fields.set(path, control);
    const plain = this.controls().map((control) => [control.dataset.path, said(control)]).filter(([, value]) => value !== undefined);
    for (const control of this.controls()) place(control.dataset.path, control);
    const [coverage, controls] = this.groups.map((group) => group.read(place));
    return { fields, terms: { ...withYear(Object.fromEntries(plain)), ...this.ticked(), ...(coverage ? { coverage } : {}), ...totals(controls) } };
  }

  ticked() {
    const chosen = TICKS.filter((name) => this.form.querySelector(`[data-tick="${name}"]`).checked);
    const to = chosen.filter((name) => FORMS.includes(name));
    return { to, report: chosen.includes("report"), range: chosen.includes("range") };
  }
}

/** A year is a whole number; anything else goes to the server as it was typed, which says what is wrong with it. */
function withYear({ year, ...others }) {
  if (year === undefined) return others;
  return { ...others, year: /^\d{4}$/.test(typed(year)) ? Number(typed(year)) : year };
}

function totals(rows) {
  return rows ? { controls: Object.fromEntries(rows.map(({ year, amount }) => [year ?? "", amount ?? ""])) } : {};
}
