// The words of the page in the language chosen; the server gives all of one language as one table.

const LANGUAGES = ["zh", "en"];
const REMEMBERED = "subsidy.language";
const tables = new Map();
let chosen = "en";

export const language = () => chosen;

/** The language remembered, else the first of the browser's that the page has, else English. */
export function firstLanguage() {
  const remembered = recall();
  if (LANGUAGES.includes(remembered)) return remembered;
  const wanted = navigator.languages.map((tag) => tag.split("-")[0].toLowerCase());
  return wanted.find((tag) => LANGUAGES.includes(tag)) ?? "en";
}

/** Fetches the words of a language, once, and makes it that of the page. */
export async function speak(lang) {
  if (!tables.has(lang)) {
    const answer = await fetch(`/page/words.${lang}.json`);
    tables.set(lang, await answer.json());
  }
  chosen = lang;
  remember(lang);
  document.documentElement.lang = lang === "zh" ? "zh-CN" : "en";
  document.title = t("web.title");
  say(document.body);
}

/** A word by `group.word`, its placeholders filled; the group ends at the first dot. */
export function t(name, facts = {}) {
  const word = found(name);
  if (word === undefined) throw new Error(`no word ${name}`);
  return word.replace(/\{(\w+)\}/g, (whole, key) => (key in facts ? String(facts[key]) : whole));
}

/** The same, or something else where there is no such word. */
export function tOr(name, otherwise) {
  return found(name) ?? otherwise;
}

function found(name) {
  const [group] = name.split(".", 1);
  const words = tables.get(chosen)[group];
  const word = name.slice(group.length + 1);
  return words && Object.hasOwn(words, word) ? words[word] : undefined;
}

/** Fills every element that names its word; facts of a word stand in its own data. */
export function say(root) {
  const all = [root, ...root.querySelectorAll("[data-t], [data-t-label]")];
  for (const element of all) {
    if (element.dataset.t) element.textContent = t(element.dataset.t, element.dataset);
    if (element.dataset.tLabel) element.setAttribute("aria-label", t(element.dataset.tLabel, element.dataset));
  }
  return root;
}

function recall() {
  try {
    return localStorage.getItem(REMEMBERED);
  } catch {
    return null;
  }
}

function remember(lang) {
  try {
    localStorage.setItem(REMEMBERED, lang);
  } catch {
    // a browser that keeps nothing asks again next time
  }
}
