// Groups of rows that can be added and removed: imports, firsts, fees, grants, months.

import { button, make, worded } from "./dom.js";
import { controlsIn, field, put, said, tick } from "./fields.js";
import { say } from "./words.js";

const KINDS = [["", "web.not_known"], ["first", "field.kind_first"], ["breakthrough", "field.kind_breakthrough"]];
const money = (path, label) => ({ path, kind: "money", label });
const day = (path, label) => ({ path, kind: "day", label });
const month = (path, label) => ({ path, kind: "month", label });

/** What a column of imports can be, as the server knows it. */
const FIELDS = [
  "date", "uscc", "customs_code", "name", "rmb", "usd", "amount", "currency", "declaration", "line", "direction", "mode", "transport", "country", "state",
];
const COLUMNS = [["", "web.not_chosen"], ...FIELDS.map((name) => [name, `column.${name}`])];

const GROUPS = {
  imports: { columns: [{ path: "period", kind: "period", label: "field.period" }, money("value", "field.value")], rows: 2 },
  firsts: {
    columns: [
      { path: "business", kind: "text", label: "field.business" },
      { path: "kind", kind: "plain", label: "field.kind", options: KINDS },
      day("recognised_on", "field.recognised_on"), day("achieved_on", "field.achieved_on"),
    ],
  },
  warehousing: {
    columns: [day("from", "field.from"), day("to", "field.to"), money("amount", "field.amount")],
    none: "group.warehousing_none", after: { path: "warehousing_known_through", kind: "day", label: "field.known_through" },
  },
  prior: {
    columns: [
      { path: "provision", kind: "plain", label: "field.provision", offers: "provision" },
      { path: "period", kind: "text", label: "field.grant_period", hint: "field.grant_period_hint" },
      money("amount", "field.amount"), day("granted_on", "field.granted_on"),
    ],
    none: "group.prior_none",
  },
  coverage: { columns: [month("from", "field.from"), month("to", "field.to")], none: "group.coverage_none" },
  controls: { columns: [{ path: "year", kind: "year", label: "field.year" }, money("amount", "field.value")] },
  sheets: { columns: [{ path: "sheet", kind: "text", label: "field.sheet" }] },
  mapping: {
    columns: [{ path: "field", kind: "plain", label: "field.column", options: COLUMNS }, { path: "heading", kind: "text", label: "field.heading" }],
  },
  conflicts: {
    columns: [{ path: "business", kind: "text", label: "choices.conflict_business" }, { path: "uscc", kind: "plain", label: "choices.conflict_uscc" }],
    words: "choices.conflict", add: "choices.conflict_add", hint: false,
  },
};

/** The columns of a group. */
export const columnsOf = (name) => GROUPS[name].columns;

/** The rows of one group, in its fieldset. */
export class Group {
  constructor(name, root) {
    this.name = name;
    this.spec = GROUPS[name];
    this.root = root;
    this.rows = make("div", { class: "rows" });
    this.empty = false;
    this.build();
    this.fill(undefined);
  }

  build() {
    const words = this.spec.words ?? `group.${this.name}`;
    this.root.append(worded("legend", words));
    if (this.spec.hint !== false) this.root.append(worded("p", `${words}_hint`, { class: "hint" }));
    this.root.append(this.rows);
    this.add = button(this.spec.add ?? `${words}_add`, () => this.addRow().querySelector("[data-path]").focus(), { class: "small" });
    this.root.append(make("p", {}, this.add));
    if (this.spec.none) this.root.append(this.noneTick());
    if (this.spec.after) this.root.append(field(this.spec.after));
  }

  noneTick() {
    const box = tick(this.spec.none, { "data-none": this.name });
    this.none = box.querySelector("input");
    this.none.addEventListener("change", () => (this.empty = this.none.checked));
    return box;
  }

  addRow(values = {}) {
    const row = make("div", { class: `row of-${this.name}`, role: "group" }, this.spec.columns.map((column) => field(column)));
    row.append(button("web.remove", () => this.remove(row), { class: "small remove" }));
    for (const control of controlsIn(row)) put(control, values[control.dataset.path]);
    this.rows.append(row);
    this.number();
    return row;
  }

  remove(row) {
    const beside = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    this.number();
    (beside?.querySelector("button.remove") ?? this.add).focus();
    this.root.dispatchEvent(new Event("input", { bubbles: true }));
  }

  number() {
    [...this.rows.children].forEach((row, at) => {
      const remove = row.querySelector("button.remove");
      for (const element of [row, remove]) element.dataset.number = at + 1;
      row.dataset.tLabel = "web.row";
      remove.dataset.tLabel = "web.remove_row";
      say(row);
    });
  }

  /** The rows that say anything, as the list of a case; undefined where nothing is said at all. */
  read(place) {
    const found = [];
    for (const row of this.rows.children) {
      const entries = controlsIn(row).map((control) => [control, said(control)]).filter(([, value]) => value !== undefined);
      if (entries.length === 0) continue;
      controlsIn(row).forEach((control) => place(`${this.name}.${found.length}.${control.dataset.path}`, control));
      place(`${this.name}.${found.length}`, row.querySelector("[data-path]"));
      found.push(Object.fromEntries(entries.map(([control, value]) => [control.dataset.path, value])));
    }
    place(this.name, this.rows.querySelector("[data-path]") ?? this.add);
    return found.length > 0 || this.empty ? found : undefined;
  }

  /** What brings the rows back as they are now, to the letter. */
  held() {
    const { empty } = this;
    const rows = [...this.rows.children];
    return () => {
      this.rows.replaceChildren(...rows);
      this.empty = empty;
      if (this.none) this.none.checked = empty;
      this.number();
    };
  }

  /** Shows a list of a case. */
  fill(list) {
    this.rows.replaceChildren();
    this.empty = Array.isArray(list) && list.length === 0;
    if (this.none) this.none.checked = this.empty;
    for (const values of list ?? []) this.addRow(values);
    const blank = list?.length ? 0 : (this.spec.rows ?? 0);
    for (let at = 0; at < blank; at += 1) this.addRow();
  }
}
