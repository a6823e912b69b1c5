// Questions to the server, in the language of the page and with its key; what it refuses becomes a Problem.

import { askForAnother, askForKey, key } from "./key.js";
import { language, t } from "./words.js";

/** What the server says is wrong: its own document, or one of the same shape. */
export class Problem extends Error {
  constructor(said) {
    super(said.detail);
    this.said = said;
  }
}

/** Headers of every request. */
export function headers(more = {}) {
  const own = { "Accept-Language": language(), ...more };
  return key() === null ? own : { ...own, Authorization: `Bearer ${key()}` };
}

/** The answer to a request; asks for a key where the server does, or where the one held will not do; raises Problem. */
export async function ask(path, options = {}) {
  for (let keys = 0; ; keys += 1) {
    const answer = await reached(path, { ...options, headers: headers(options.headers) });
    if (answer.ok && keys) document.dispatchEvent(new Event("keyed"));
    if (answer.ok) return answer;
    await keyFor(await problemOf(answer));
  }
}

/** Another key, where a problem is about the key; raises the problem where it is about something else. */
async function keyFor(problem) {
  if (problem.said.status === 401) await askForKey(problem.message);
  else if (problem.said.code === "role_missing") await askForAnother(problem.message);
  else throw problem;
}

async function reached(path, options) {
  try {
    return await fetch(path, options);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Problem({ code: "away", detail: t("fault.away") });
  }
}

async function problemOf(answer) {
  return understood(answer.status, await answer.text());
}

/** The problem that an answer's text tells of. */
export function understood(status, text) {
  try {
    const said = JSON.parse(text);
    if (typeof said.detail === "string") return new Problem(said);
  } catch {
    // not an answer of our server, but of something before it
  }
  return new Problem({ code: "strange", status, detail: t("fault.strange", { status }) });
}

/** The text of the answer to a JSON question: exactly what the server wrote. */
export async function asked(path, question) {
  return askedText(path, JSON.stringify(question));
}

/** The same for a question that is JSON text already. */
export async function askedText(path, body) {
  const answer = await ask(path, { method: "POST", body, headers: { "Content-Type": "application/json" } });
  return answer.text();
}

export async function fetched(path, signal) {
  return (await ask(path, { signal })).json();
}
