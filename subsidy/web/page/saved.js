// What is saved from the page as files.

import { saveAs } from "./dom.js";

const written = (data) => `${JSON.stringify(data, null, 1)}\n`;

/** All that was entered: the day, the facts, what was chosen, and the rivals; the body of a question to the server. */
export function saveQuestion({ case: facts, as_of: day, readings, decisions, rivals }) {
  saveAs("question.json", written({ case: facts, as_of: day, readings, decisions, rivals }));
}

/** The facts alone, as programs take a case. */
export function saveCase({ case: facts }) {
  saveAs("case.json", written(facts));
}

/** An answer as the server wrote it, called by what it is, the firm and the day. */
export function saveAnswer(what, { case: { enterprise }, as_of: day }, text) {
  const code = /^[0-9A-Z]{18}$/.test(enterprise.uscc ?? "") ? `-${enterprise.uscc}` : "";
  saveAs(`${what}${code}-${day}.json`, text);
}

const KNOWN = ["case", "as_of", "readings", "decisions", "rivals", "lang"];

/** Whether data are a whole question rather than a case. */
export const isQuestion = (data) => data !== null && typeof data === "object" && "case" in data;

/** The first key of a question that the page has no place for. */
export const oddKey = (data) => Object.keys(data).find((key) => !KNOWN.includes(key));
