// An assessment on the screen: at a glance, in totals, and item by item.

import { freshId, make, own, plainTable, table, unbroken, worded } from "./dom.js";
import { glance } from "./glance.js";
import { readingText } from "./choices.js";
import { grouped, sumText } from "./sums.js";
import { t, tOr } from "./words.js";

export const CLAIMS = ["open", "upcoming", "lapsed"];

/** What is shown of an assessment, but its range. */
export function assessed(assessment) {
  return [headline(assessment), glance(assessment), totals(assessment.totals), items(assessment.entitlements)];
}

function headline({ enterprise, as_of: day }) {
  const name = enterprise.name ?? enterprise.uscc ?? t("assessment.nameless");
  const place = [enterprise.name ? enterprise.uscc : null, zoneText(enterprise.zone)].filter(Boolean).join(" · ");
  return make(
    "div", { class: "headline" },
    make("h3", { id: "result-heading", tabindex: "-1" }, t("result.heading")),
    make("p", {}, make("strong", {}, own(name)), " ", t("assessment.as_of", { day })),
    make("p", { class: "quiet" }, place),
  );
}

const zoneText = (zone) => tOr(`zone.${zone ?? "unknown"}`, zone?.replace(/^other:/, ""));

/** What an entitlement is for. */
export function titleOf({ citation, period }) {
  const year = /^year (\d(?:\.\.\d)?)$/.exec(period);
  return `${citation.title} · ${year ? t("assessment.year", { number: year[1] }) : period}`;
}

function totals(sums) {
  const columns = [{ title: t("result.sum_of") }, { title: t("totals.low"), figures: true }, { title: t("totals.high"), figures: true }];
  const rows = CLAIMS.map((claim) => [t(`claim.${claim}`), grouped(sums[claim].low), highText(sums[claim].high)]);
  return table(t("totals.title"), columns, rows);
}

export const highText = (high) => (high === null ? t("assessment.not_known") : grouped(high));

function items(entitlements) {
  const said = entitlements.length ? entitlements.map(item) : [worded("p", "assessment.nothing")];
  return make("section", { class: "items" }, worded("h3", "result.items"), said);
}

function item(entitlement, at) {
  return make(
    "article", { class: "item", id: `item-${at + 1}` },
    make(
      "div", { class: "head" },
      make("h4", { tabindex: "-1" }, `${at + 1}. `, own(titleOf(entitlement))),
      make("p", { class: "sum" }, statusOf(entitlement.status), " ", sumText(entitlement)),
    ),
    facts(entitlement),
    steps(entitlement.steps),
    ["reasons", "missing", "warnings"].map((group) => notes(`result.${group}`, entitlement[group])),
    rests(entitlement),
  );
}

export function statusOf(status) {
  return make("span", { class: `mark ${status}` }, t(`status.${status}`));
}

function facts(entitlement) {
  return make(
    "dl", { class: "pairs" },
    worded("dt", "result.basis"), make("dd", {}, own(cited(entitlement.citation))),
    worded("dt", "result.window"), make("dd", {}, unbroken(windowOf(entitlement))),
  );
}

function cited({ document, article }) {
  return article === "not stated" ? document : t("assessment.article", { document, article });
}

function windowOf({ valid_from: first, valid_until: last, claim }) {
  return first === null ? t("claim.none") : `${t("result.span", { first, last })} · ${t(`claim.${claim}`)}`;
}

function steps(all) {
  if (all.length === 0) return null;
  const columns = [{ title: t("result.step") }, { title: t("result.figure"), figures: true }];
  const rows = all.map(({ name, value, explain }) => [
    make("span", {}, tOr(`step.${name}`, name), make("span", { class: "explain" }, explain)),
    value === null ? t("assessment.not_known") : grouped(value),
  ]);
  return plainTable(t("result.steps"), columns, rows, { seen: false, kind: "steps" });
}

/** Notes with the codes by which programs know them. */
export function notes(word, all) {
  if (all.length === 0) return null;
  const id = freshId();
  const said = all.map((note) => make("li", {}, own(note.message), " ", make("code", {}, codeOf(note))));
  return make("div", { class: "notes" }, worded("p", word, { class: "name", id }), make("ul", { "aria-labelledby": id }, said));
}

export const codeOf = ({ code, detail }) => (detail === undefined ? code : `${code}:${detail}`);

function rests({ assumptions, readings }) {
  const used = Object.entries(readings).map(([name, option]) => make("li", {}, readingText(name, option)));
  return make(
    "details", { class: "rests" },
    worded("summary", "result.rests"),
    notes("sheet.assumptions", assumptions),
    make("div", { class: "notes" }, worded("p", "sheet.readings", { class: "name" }), make("ul", {}, used)),
  );
}

/** The receipt: program, law and inputs, the latter two as digests. */
export function receipt({ engine, law, inputs }) {
  const pairs = [["sheet.engine", engine], ["totals.law", law], ["totals.inputs", inputs]];
  const list = pairs.map(([word, value]) => [worded("dt", word), make("dd", {}, make("code", {}, value))]);
  return make("section", { class: "receipt" }, worded("h3", "sheet.receipt"), make("dl", { class: "pairs" }, list),
    worded("p", "sheet.note", { class: "paper quiet" }));
}
