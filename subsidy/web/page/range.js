// The range over readings: whether a doubt matters, which reading moves the sum, which fact would settle it.

import { make, own, table, worded } from "./dom.js";
import { optionWord, readingText } from "./choices.js";
import { CLAIMS, codeOf, highText, titleOf } from "./result.js";
import { boundsText, grouped, isZero, signed } from "./sums.js";
import { t, tOr } from "./words.js";

const figures = (...names) => names.map((name) => ({ title: t(`range.${name}`), figures: true }));

/** What is shown of a range. */
export function ranged(range) {
  return [
    worded("h3", "ranged.heading"),
    make("p", { class: "verdict" }, verdict(range)),
    totals(range),
    ...moves(range),
    closing(range.closing),
    byItem(range.entitlements),
  ].filter(Boolean);
}

function verdict({ total, combinations }) {
  const word = total.least === total.most ? "certain" : Object.keys(total.least_at).length ? "matters" : "indifferent";
  return t(`range.${word}`, { count: grouped(String(combinations)), sum: boundsText(total.least, total.most) });
}

function totals({ claims, total }) {
  const extents = [...CLAIMS.map((claim) => [t(`claim.${claim}`), claims[claim]]), [t("range.all"), total]];
  const rows = extents.map(([name, one]) => [name, grouped(one.low), highText(one.high), grouped(one.least), highText(one.most)]);
  const columns = [{ title: t("result.sum_of") }, ...figures("low", "high", "least", "most")];
  return table(t("totals.title"), columns, rows, { name: t("web.scrolls", { title: t("ranged.heading") }) });
}

/** The readings that move the total, each with its other options; by name those that do not. */
function moves({ moves: all, total }) {
  const moving = all.filter((move) => move.others.some((one) => matters(one, total.high)));
  const still = all.filter((move) => !moving.includes(move)).map((move) => optionWord(move.reading));
  const shown = moving.map((move) => moved(move, total.high));
  return [
    shown.length ? make("section", { class: "moves" }, worded("h4", "range.moves"), shown) : null,
    still.length ? make("p", { class: "quiet" }, t("range.still", { readings: still.join(t("web.list")) })) : null,
  ];
}

const boundChanges = (one, high) => (one.high === null) !== (high === null);
const matters = (one, high) => !isZero(one.low_change) || (one.high_change !== null && !isZero(one.high_change)) || boundChanges(one, high);

function moved({ reading, option, why, others }, high) {
  const rows = others.map((one) => [optionCell(reading, one.option), signed(one.low_change), highChange(one, high)]);
  const now = optionOf(reading, option);
  const caption = t("range.is_now", { reading: optionWord(reading), option: now });
  const columns = [{ title: t("range.instead") }, ...figures("low_change", "high_change")];
  return make("div", { class: "move" }, table(caption, columns, rows), make("p", { class: "hint" }, own(why)));
}

const optionOf = (reading, option) => tOr(`option.${reading}.${option}`, option);

function optionCell(reading, option) {
  return make("span", {}, optionOf(reading, option), " ", make("code", {}, `${reading}=${option}`));
}

function highChange(one, high) {
  if (one.high_change !== null) return signed(one.high_change);
  return t(`range.${!boundChanges(one, high) ? "still_unbounded" : high === null ? "bound_won" : "bound_gone"}`);
}

/** What is missing, with how far each would settle the sum. */
function closing(all) {
  if (all.length === 0) return null;
  const rows = all.map((one) => [
    make("span", {}, own(one.message), " ", make("code", {}, codeOf(one))),
    one.closes === null ? t("range.a_bound") : grouped(one.closes),
    highText(one.leaves),
  ]);
  const title = t("range.closing");
  return table(title, [{ title: t("result.missing") }, ...figures("closes", "leaves")], rows);
}

function byItem(entitlements) {
  if (entitlements.length === 0) return null;
  const columns = [{ title: t("ranged.item") }, ...figures("this_run", "least", "most")];
  const rows = entitlements.map((one) => [itemCell(one), ownText(one), grouped(one.least), highText(one.most)]);
  const title = t("range.items");
  return make("details", { class: "rests" }, worded("summary", "range.items"),
    table(title, columns, rows, { seen: false }));
}

function ownText(one) {
  return one.status === null ? t("range.only_elsewhere") : one.high === one.low ? grouped(one.low) : `${grouped(one.low)} – ${highText(one.high)}`;
}

/** An item with the readings under which it comes to its least and its most. */
function itemCell(one) {
  const under = one.least === one.most ? [] : [["ranged.least_at", one.least_at], ["ranged.most_at", one.most_at]];
  const said = under.map(([word, options]) => {
    const entries = Object.entries(options);
    return entries.length ? make("p", { class: "hint" }, t(word), entries.map((entry) => make("span", { class: "one" }, readingText(...entry)))) : null;
  });
  return make("div", {}, own(titleOf(one)), said);
}
