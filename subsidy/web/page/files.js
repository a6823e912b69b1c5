// Files chosen or dropped, listed with what each of them is.

import { Problem } from "./api.js";
import { droppedFiles, isTable, likelyKind, pickedFiles } from "./dropped.js";
import { button, freshId, make, own, table, worded } from "./dom.js";
import { grouped } from "./sums.js";
import { t } from "./words.js";

const KINDS = ["register", "firsts", "warehousing", "prior", "quantities", "rates"];
const MOST_NAMED = 5;

export class Files {
  constructor(root, changed = () => {}) {
    this.chosen = [];
    this.leftOut = [];
    this.unreadable = [];
    this.changed = changed;
    this.list = make("div", {});
    this.told = make("p", { class: "status", role: "status" });
    root.append(this.zone(), this.told, this.list);
    this.show();
  }

  zone() {
    const pickers = [this.picker("files.choose", {}), this.picker("files.folder", { webkitdirectory: true })];
    const zone = make("div", { class: "drop" }, worded("p", "files.drop"), pickers);
    for (const name of ["dragenter", "dragover"]) zone.addEventListener(name, (event) => hovered(event, zone, true));
    zone.addEventListener("dragleave", (event) => hovered(event, zone, false));
    zone.addEventListener("drop", (event) => {
      hovered(event, zone, false);
      droppedFiles(event.dataTransfer).then((files) => this.add(files));
    });
    return zone;
  }

  /** A file field that looks like a button: the field lies over its label, so that it has the focus and takes the drop. */
  picker(word, attributes) {
    const id = freshId();
    const input = make("input", { type: "file", id, multiple: true, ...attributes });
    input.addEventListener("change", () => {
      this.add(pickedFiles(input.files));
      input.value = "";
    });
    return make("span", { class: "picker" }, input, worded("label", word, { for: id }));
  }

  add(files) {
    const taken = files.filter((one) => one.file && (!one.inFolder || isTable(one.name)));
    this.leftOut = files.filter((one) => one.file && one.inFolder && !isTable(one.name)).map((one) => one.name);
    this.unreadable = files.filter((one) => !one.file).map((one) => one.name);
    for (const one of taken) this.take(one);
    this.chosen.sort((one, other) => (one.name < other.name ? -1 : 1));
    this.show();
    this.changed(taken);
  }

  /** A file more; the same one again, or one that has changed since, takes its own place and keeps its kind. */
  take({ file, name: path }) {
    const before = this.chosen.find((one) => one.path === path && (one.lost || isSame(one.file, file)));
    if (before) return Object.assign(before, { file, lost: false });
    const name = apart(path, new Set(this.chosen.map((one) => one.name)));
    return this.chosen.push({ file, path, name, kind: likelyKind(path), lost: false });
  }

  /** Takes files out again by what chooses them. */
  drop(chooses) {
    this.chosen = this.chosen.filter((one) => !chooses(one));
    this.show();
  }

  clear() {
    Object.assign(this, { chosen: [], leftOut: [], unreadable: [] });
    this.show();
  }

  show() {
    const named = (names) => names.slice(0, MOST_NAMED).join(", ") + (names.length > MOST_NAMED ? "…" : "");
    const said = [this.chosen.length ? t("files.count", { count: this.chosen.length }) : t("files.none")];
    if (this.leftOut.length) said.push(t("files.left_out", { count: this.leftOut.length, names: named(this.leftOut) }));
    if (this.unreadable.length) said.push(t("files.unreadable", { names: named(this.unreadable) }));
    this.told.textContent = said.join(" ");
    this.list.replaceChildren(...(this.chosen.length ? [this.table()] : []));
  }

  table() {
    const columns = [{ title: t("files.name") }, { title: t("files.kind") }, { title: make("span", { class: "unseen" }, t("web.remove")) }];
    const rows = this.chosen.map((one) => [this.name(one), this.kind(one), this.remover(one)]);
    const made = table(t("files.chosen"), columns, rows, { seen: false });
    made.classList.add("chosen");
    return made;
  }

  name(one) {
    const size = make("span", { class: "quiet" }, t("office.size", { count: grouped(String(one.file.size)) }));
    return make("span", {}, own(one.name), " ", size, one.lost ? worded("strong", "files.lost", { class: "fault" }) : null);
  }

  kind(one) {
    const words = [["files", "table_kind.imports"], ...KINDS.map((kind) => [kind, `table_kind.${kind}`])];
    const select = make("select", { "aria-label": t("files.kind_of", { name: one.name }) });
    select.append(...words.map(([value, word]) => make("option", { value, selected: value === one.kind }, t(word))));
    select.addEventListener("change", () => (one.kind = select.value));
    return select;
  }

  /** Why files could not be sent: one that has changed on the disk since it was chosen cannot be read any more. */
  async explained(error) {
    if (error.said?.code !== "away") return error;
    for (const one of this.chosen) one.lost = !(await isThere(one.file));
    const names = this.chosen.filter((one) => one.lost).map((one) => one.name);
    this.show();
    return names.length ? new Problem({ code: "changed", detail: t("files.changed", { names: names.join(", ") }) }) : error;
  }

  remover(one) {
    const label = t("files.remove", { name: one.name });
    return button("web.remove", () => this.remove(one), { class: "small", "aria-label": label });
  }

  remove(one) {
    const at = this.chosen.indexOf(one);
    this.chosen.splice(at, 1);
    this.show();
    const left = this.list.querySelectorAll("button");
    (left[Math.min(at, left.length - 1)] ?? this.told.parentElement.querySelector("input")).focus();
  }

  /** A side table of which two files were chosen: its kind and the files; undefined where there is none. */
  twice() {
    const kind = KINDS.find((one) => this.chosen.filter((file) => file.kind === one).length > 1);
    return kind && { kind, files: this.chosen.filter((file) => file.kind === kind).map((file) => file.name) };
  }

  /** The form that carries the files, each under its path and its kind, and the terms. */
  form(terms) {
    const form = new FormData();
    form.append("terms", JSON.stringify(terms));
    for (const { file, name, kind } of this.chosen) form.append(kind, file, name);
    return form;
  }
}

function hovered(event, zone, over) {
  event.preventDefault();
  zone.classList.toggle("over", over);
}

const isSame = (one, other) => one.size === other.size && one.lastModified === other.lastModified;

const isThere = (file) => file.slice(0, 1).arrayBuffer().then(() => true, () => false);

/** The name, numbered where it is taken, as the server does it. */
function apart(name, taken) {
  if (!taken.has(name)) return name;
  for (let number = 2; ; number += 1) {
    if (!taken.has(`${name} (${number})`)) return `${name} (${number})`;
  }
}
