// Sums are text from the form to the screen; where they are added up it is in whole fen.

import { t } from "./words.js";

/** A figure with its thousands apart: only the text is looked at. */
export function grouped(text) {
  const [, sign, whole, rest] = /^(-?)(\d+)(\.\d+)?$/.exec(text) ?? [null, "", "", ""];
  if (!whole) return text;
  return sign + whole.replace(/\B(?=(\d{3})+$)/g, ",") + (rest ?? "");
}

const SUM = /^([+-]?)(?:¥|RMB|CNY)?\s*([+-]?)(\d+(?:\.\d+)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?)\s*(?:元|RMB|CNY)?$/i;

/** A sum as it is usually typed or pasted: signs of the currency and separators of thousands are taken off, never 万. */
export function typedSum(text) {
  const plain = text.normalize("NFKC").replace("\u2212", "-").trim();
  const [, before, after, figure] = SUM.exec(plain) ?? [null, "+", "+"];
  return before && after ? plain : before + after + figure.replaceAll(",", "");
}

/** Whether a text is a sum in plain digits. */
export const isPlainSum = (text) => /^[+-]?\d+(\.\d{1,2}0*)?$/.test(text);

/** A sum, or the range in which it lies. */
export function boundsText(low, high) {
  if (high === null) return t("assessment.at_least", { low: grouped(low) });
  if (low === high) return t("assessment.sum", { sum: grouped(low) });
  return t("assessment.between", { low: grouped(low), high: grouped(high) });
}

export function sumText(entitlement) {
  return entitlement.amount === null ? boundsText(entitlement.low, entitlement.high) : boundsText(entitlement.amount, entitlement.amount);
}

/** A change with its sign. */
export function signed(change) {
  return /^0\.0+$/.test(change) || change.startsWith("-") ? grouped(change) : `+${grouped(change)}`;
}

export const isZero = (text) => /^-?0+(\.0+)?$/.test(text);

const fen = (text) => BigInt(text.replace(".", ""));

/** The sum of sums with two decimals each; null where one of them is. */
export function added(sums) {
  if (sums.includes(null)) return null;
  const total = sums.reduce((sum, text) => sum + fen(text), 0n);
  const digits = (total < 0n ? -total : total).toString().padStart(3, "0");
  return `${total < 0n ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
