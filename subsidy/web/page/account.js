// What a batch came to: totals by provision, where the rows went, whether it balances.

import { make, own, table, worded } from "./dom.js";
import { statusOf } from "./result.js";
import { added, grouped } from "./sums.js";
import { t, tOr } from "./words.js";

const count = (number) => grouped(String(number));

export function account(summary, reconciliation) {
  return [verdict(reconciliation), totals(summary.totals), rows(reconciliation), warned(reconciliation.warnings)].filter(Boolean);
}

function verdict({ balanced, controls }) {
  const said = [make("p", { class: balanced ? "good" : "bad" }, t(balanced ? "batch.balanced" : "batch.unbalanced"))];
  for (const [year, { expected, found, matches }] of Object.entries(controls ?? {})) {
    const facts = { year, expected: grouped(expected), found: grouped(found) };
    said.push(make("p", { class: matches ? "good" : "bad" }, t(matches ? "batch.control_same" : "batch.control_differs", facts)));
  }
  return make("div", {}, said);
}

/** Number, least and most by provision, status and claim, over all periods. */
function totals(all) {
  const found = new Map();
  for (const one of all) {
    const name = JSON.stringify([one.provision, one.status, one.claim]);
    found.set(name, [...(found.get(name) ?? []), one]);
  }
  const columns = ["page_column.provision", "page_column.status", "page_column.claim"].map((word) => ({ title: t(word) }));
  const sums = ["page_column.lines", "totals.low", "totals.high"].map((word) => ({ title: t(word), figures: true }));
  const title = t("office.totals");
  return table(title, [...columns, ...sums], [...found.values()].map(totalRow));
}

function totalRow(parts) {
  const [{ provision, status, claim }] = parts;
  const name = make("span", {}, tOr(`provision.${provision}`, provision), " ", make("code", {}, provision));
  const high = added(parts.map((one) => one.high));
  return [
    name, statusOf(status), t(`claim.${claim ?? "none"}`), count(parts.reduce((total, one) => total + one.entitlements, 0)),
    grouped(added(parts.map((one) => one.low))), high === null ? t("assessment.not_known") : grouped(high),
  ];
}

function rows({ rows: numbers, amount }) {
  const plain = ["read", "counted"].map((fate) => [t(`page_fate.${fate}`), count(numbers[fate]), grouped(amount[fate])]);
  const coded = ["excluded", "rejected"].flatMap((fate) =>
    Object.entries(numbers[fate]).map(([code, number]) => [fateCell(fate, code), count(number), grouped(amount[fate][code] ?? "0.00")]),
  );
  const title = t("office.account");
  const figures = ["rows", "amount"].map((name) => ({ title: t(`page_column.${name}`), figures: true }));
  const columns = [{ title: t("page_column.fate") }, ...figures];
  return table(title, columns, [...plain, ...coded]);
}

function fateCell(fate, code) {
  const name = t(`page_fate.${fate}`);
  const meaning = tOr(`page_excluded.${code}`, tOr(`rejects.${code}`, ""));
  return make("span", {}, meaning ? t("web.pair", { name, value: meaning }) : name, " ", make("code", {}, code));
}

function warned(warnings) {
  if (warnings.length === 0) return null;
  const said = warnings.map((one) => make("li", {}, own(one.message)));
  return make("div", { class: "notes" }, worded("p", "result.warnings", { class: "name" }), make("ul", {}, said));
}
