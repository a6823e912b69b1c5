// Sums are text from the form to the screen; where they are added up it is in whole fen.

import { t } from "./words.js";

/** A figure with its thousands apart: only the text is looked at. */
export function grouped(text) {
  const [, sign, whole, rest] = /^(-?)(\d+)(\.\d+)?$/.exec(text) ?? [null, "", "", ""];
  if (!whole) return text;
  return sign + whole.replace(/\B(?=(\d{3})+$)/g, ",") + (rest ?? "");
}

/** A count or a figure as it is usually typed or pasted, without separators that stand where thousands end. */
export function typed(text) {
  const plain = text.normalize("NFKC").trim();
  return /^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(plain) ? plain.replaceAll(",", "") : plain;
}

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
  const digits = sums.reduce((total, text) => total + fen(text), 0n).toString().padStart(3, "0");
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
