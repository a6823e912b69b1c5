// Sentences of the server that speak of options of its commands, in terms of the page.

import { said } from "./fields.js";
import { isPlainSum } from "./sums.js";
import { t, tOr } from "./words.js";

const MOST_NAMED = 8;

/** What a problem says, in words that make sense on the page. */
export function sentenceOf({ code, detail }) {
  const own = tOr(`advice.${code}`, null);
  return own === null ? detail : t(`advice.${code}`, partsOf(detail));
}

/** What precedes an advice, what precedes an option, what follows the first clause, and what is listed at the end. */
function partsOf(detail) {
  const clauses = detail.split(/[;；]\s*/);
  return {
    start: clauses.slice(0, -1).join("; "),
    before: detail.split(/\s*--/)[0],
    rest: clauses.slice(1).join("; "),
    end: shortened(detail.split(/[:：]\s*/).at(-1)),
  };
}

function shortened(list) {
  const all = list.split(", ");
  return all.length > MOST_NAMED ? `${all.slice(0, MOST_NAMED).join(", ")} … (${all.length})` : list;
}

/** What is wrong with the sum in a field, where the server names only the form that programs write. */
export function sumSentence(field, { code }) {
  const odd = code === "bad_value" && field.dataset.kind === "money" && !isPlainSum(String(said(field)));
  return odd ? t("fault.money", { value: field.value.trim() }) : null;
}
