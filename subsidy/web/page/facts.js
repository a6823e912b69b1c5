// The facts of a firm: from the form to a case, and from a case back into the form.

import { byId, make } from "./dom.js";
import { difference } from "./exact.js";
import { YES_NO, controlsIn, field, put, said } from "./fields.js";
import { Group } from "./groups.js";
import { showHeld } from "./held.js";

export const ENTERPRISE = [
  { path: "uscc", kind: "plain", label: "firm.uscc", hint: "firm.uscc_hint" },
  { path: "name", kind: "text", label: "firm.name" },
  { path: "zone", kind: "plain", label: "firm.zone", offers: "zone" },
  { path: "settled_on", kind: "day", label: "firm.settled_on" },
  { path: "foreign_trade", kind: "yesno", label: "firm.foreign_trade", options: YES_NO },
  { path: "qualified", kind: "yesno", label: "firm.qualified", hint: "firm.qualified_hint", options: YES_NO },
];
const THROUGH = "warehousing_known_through";

/** The form of a case, and what a file says beyond it. */
export class Facts {
  constructor(form) {
    this.form = form;
    this.rest = { enterprise: {}, case: {} };
    byId("firm-enterprise").append(...ENTERPRISE.map(field));
    this.groups = [...form.querySelectorAll("[data-group]")].map((root) => new Group(root.dataset.group, root));
  }

  enterpriseControls() {
    return controlsIn(byId("firm-enterprise"));
  }

  through() {
    return this.form.querySelector(`[data-path="${THROUGH}"]`);
  }

  /** The case that the form tells, and the field of each path. */
  read() {
    const fields = new Map();
    const place = (path, control) => fields.set(`case.${path}`, control);
    const enterprise = { ...this.rest.enterprise };
    for (const control of this.enterpriseControls()) {
      const value = said(control);
      if (value !== undefined) enterprise[control.dataset.path] = value;
      place(`enterprise.${control.dataset.path}`, control);
    }
    const lists = this.groups.map((group) => [group.name, group.read(place)]).filter(([, list]) => list !== undefined);
    const through = said(this.through());
    place(THROUGH, this.through());
    const known = through === undefined ? {} : { [THROUGH]: through };
    return { case: { enterprise, ...Object.fromEntries(lists), ...known, ...this.rest.case }, fields };
  }

  /** Fills the form; the path of the first value that a field will not take, null where all are taken. */
  fill(facts) {
    const { enterprise = {}, ...others } = facts;
    const known = new Set(ENTERPRISE.map((one) => one.path));
    for (const control of this.enterpriseControls()) put(control, enterprise?.[control.dataset.path]);
    for (const group of this.groups) group.fill(fits(group, others[group.name]) ? others[group.name] : undefined);
    put(this.through(), others[THROUGH]);
    const taken = new Set([THROUGH, ...this.groups.filter((group) => fits(group, others[group.name])).map((group) => group.name)]);
    this.rest = { enterprise: without(enterprise, known), case: without(others, taken) };
    this.showRest();
    this.unfold();
    return difference(facts, this.read().case);
  }

  /** What brings the form back as it is now, to the letter. */
  held() {
    const values = [...this.enterpriseControls(), this.through()].map((control) => [control, control.value]);
    const groups = this.groups.map((group) => group.held());
    const { rest } = this;
    return () => {
      for (const [control, value] of values) put(control, value);
      for (const back of groups) back();
      this.rest = rest;
      this.showRest();
    };
  }

  clear() {
    this.fill({ enterprise: {} });
  }

  /** Opens what has something to show. */
  unfold() {
    for (const fold of this.form.querySelectorAll("details[data-groups]")) {
      const named = fold.dataset.groups.split(" ");
      fold.open ||= this.groups.some((group) => named.includes(group.name) && (group.rows.children.length > 0 || group.empty));
    }
  }

  /** What a file says beyond the fields: shown, used, and left out if the user wishes. */
  showRest() {
    const { enterprise, case: others } = this.rest;
    const held = { ...(Object.keys(enterprise).length ? { enterprise } : {}), ...others };
    const shown = Object.keys(held).length ? make("pre", {}, JSON.stringify(held, null, 1)) : null;
    showHeld(byId("firm-rest"), "firm.rest", shown, () => this.dropRest());
  }

  dropRest() {
    this.rest = { enterprise: {}, case: {} };
    this.showRest();
    this.form.dispatchEvent(new Event("input", { bubbles: true }));
    byId("firm-submit").focus();
  }
}

/** Whether the rows of a list have no more keys than the group has columns. */
function fits(group, list) {
  const known = new Set(group.spec.columns.map((column) => column.path));
  const isRow = (row) => row !== null && typeof row === "object" && Object.keys(row).length > 0 && Object.keys(row).every((key) => known.has(key));
  return list === undefined || list === null || (Array.isArray(list) && list.every(isRow));
}

const without = (all, keys) => Object.fromEntries(Object.entries(all ?? {}).filter(([key, value]) => !keys.has(key) && value !== null));
