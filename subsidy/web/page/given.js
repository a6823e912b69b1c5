// What a result rests on, as a compact table: facts, what was chosen, rivals; so that a reader on paper can check it.

import { decisionText, readingText } from "./choices.js";
import { make, own, plainTable, worded } from "./dom.js";
import { ENTERPRISE } from "./facts.js";
import { columnsOf } from "./groups.js";
import { rivalText } from "./rivals.js";
import { grouped } from "./sums.js";
import { t, tOr } from "./words.js";

const LISTS = ["imports", "firsts", "warehousing", "prior", "coverage"];
const INLINE = ["imports", "coverage"];
const THROUGH = "warehousing_known_through";

/** Folded on the screen, open on paper. */
export function given(question) {
  return make("details", { class: "rests given" }, worded("summary", "given.heading"), givenTable(question, false));
}

/** The table; its heading may stand elsewhere already. */
export function givenTable({ case: facts, as_of: day, readings, decisions, rivals }, seen = true) {
  const rows = [
    [t("firm.as_of"), day ?? ""], ...enterpriseRows(facts.enterprise), ...LISTS.flatMap((name) => listRow(name, facts[name])),
    ...restRows(facts), ...chosenRows(readings, decisions),
    ...(rivals.length ? [[t("given.rivals"), lines(rivals.map(rivalText))]] : []),
  ];
  const columns = [{ title: t("given.what") }, { title: t("given.value") }];
  return plainTable(t("given.heading"), columns, rows, { seen, kind: "given" });
}

function enterpriseRows(enterprise) {
  const known = ENTERPRISE.filter(({ path }) => enterprise[path] !== undefined);
  return known.map(({ path, label }) => [t(label), enterpriseText(path, enterprise[path])]);
}

function enterpriseText(path, value) {
  if (typeof value === "boolean") return t(value ? "web.yes" : "web.no");
  return path === "zone" ? tOr(`zone.${value}`, String(value)) : String(value);
}

function listRow(name, list) {
  if (list === undefined || list === null) return [];
  if (!Array.isArray(list)) return [[t(`group.${name}`), JSON.stringify(list)]];
  const said = list.map((item) => itemText(name, item));
  const cell = INLINE.includes(name) ? inline(said) : lines(said);
  return [[t(`group.${name}`), list.length === 0 ? t("given.none") : cell]];
}

/** A row in words: period and sum of imports, months as a span, else each value with its label. */
function itemText(name, item) {
  const columns = columnsOf(name).filter(({ path }) => item[path] !== undefined && item[path] !== null);
  if (name === "imports") return t("web.pair", { name: item.period ?? "", value: grouped(String(item.value ?? "")) });
  if (name === "coverage") return t("result.span", { first: item.from ?? "", last: item.to ?? "" });
  return columns.map((column) => t("web.pair", { name: t(column.label), value: valueText(column, item[column.path]) })).join(t("web.list"));
}

function valueText({ kind, path, options }, value) {
  if (kind === "money") return grouped(String(value));
  if (path === "provision") return tOr(`provision.${value}`, String(value));
  const word = options?.find(([option]) => option === value)?.[1];
  return word ? t(word) : String(value);
}

/** What no field shows, as the file has it. */
function restRows({ enterprise, ...facts }) {
  const named = new Set([...LISTS, THROUGH]);
  const through = facts[THROUGH] === undefined ? [] : [[t("field.known_through"), String(facts[THROUGH])]];
  const shown = new Set(ENTERPRISE.map(({ path }) => path));
  return [...through, ...without(enterprise, shown), ...without(facts, named)];
}

function without(all, known) {
  return Object.entries(all).filter(([key]) => !known.has(key)).map(([key, value]) => [make("code", {}, key), JSON.stringify(value)]);
}

export function chosenRows(readings, decisions) {
  const all = [...Object.entries(readings).map((one) => readingText(...one)), ...Object.entries(decisions).map((one) => decisionText(...one))];
  return [[t("choices.heading"), all.length ? lines(all) : t("given.defaults")]];
}

/** Short pieces beside each other, none of which is broken between lines. */
function inline(all) {
  const pieces = all.map((one, at) => one + (at < all.length - 1 ? t("web.list") : ""));
  return make("span", {}, pieces.map((piece) => [make("span", { class: "whole" }, piece), " "]));
}

const lines = (all) => make("span", {}, all.map((one) => make("span", { class: "one" }, isolated(one))));
const isolated = (one) => (typeof one === "string" ? own(one) : one);
