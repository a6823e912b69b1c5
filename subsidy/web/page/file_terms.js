// How files are read where that cannot be told from them: encoding, sheets, what headings mean, sums finer than the fen.

import { make } from "./dom.js";
import { sayBeside } from "./faults.js";
import { controlsIn, field, put, said, tick } from "./fields.js";
import { Group } from "./groups.js";
import { t } from "./words.js";

const ENCODINGS = ["utf-8", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "big5"];
const FEN = "fen";

export class Reading {
  constructor(root) {
    const options = [["", "reading.automatic"], ...ENCODINGS.map((name) => make("option", { value: name }, name.toUpperCase()))];
    this.encoding = field({ path: "encoding", kind: "plain", label: "reading.encoding", hint: "reading.encoding_hint", options });
    this.rounded = tick("reading.round_input", { "data-tick": "round_input" });
    const [sheets, mapping] = [make("fieldset", {}), make("fieldset", {})];
    this.sheets = new Group("sheets", sheets);
    this.mapping = new Group("mapping", mapping);
    root.append(make("div", { class: "fields" }, this.encoding), this.rounded, sheets, mapping);
  }

  /** The terms; undefined, and told beside its field, where a heading is half entered or a column named twice. */
  read(fields = new Map()) {
    const places = new Map();
    const place = (path, control) => places.set(path, control);
    const [control] = controlsIn(this.encoding);
    fields.set("encoding", control);
    const mapping = this.mapping.read(place) ?? [];
    const wrong = mapping.findIndex((one, at) => !one.field || !one.heading || mapping.findIndex((other) => other.field === one.field) < at);
    if (wrong >= 0) return sayBeside(faulty(mapping[wrong], wrong, places), t("fault.mapping"));
    const sheets = (this.sheets.read(place) ?? []).map((one) => one.sheet);
    return terms(said(control), sheets, mapping, this.rounded.querySelector("input").checked);
  }

  clear() {
    put(controlsIn(this.encoding)[0], "");
    this.sheets.fill([]);
    this.mapping.fill([]);
    this.rounded.querySelector("input").checked = false;
  }
}

const faulty = (row, at, places) => places.get(`mapping.${at}.${row.field && !row.heading ? "heading" : "field"}`);

function terms(encoding, sheets, mapping, isRounded) {
  return {
    ...(encoding === undefined ? {} : { encoding }),
    ...(sheets.length ? { sheets } : {}),
    ...(mapping.length ? { mapping: Object.fromEntries(mapping.map((one) => [one.field, one.heading])) } : {}),
    ...(isRounded ? { round_input: FEN } : {}),
  };
}
