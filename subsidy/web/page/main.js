// The page begins: its words, its two parts, its language.

import { Firm } from "./firm.js";
import { Office } from "./office.js";
import { tabs } from "./tabs.js";
import { firstLanguage, language, speak } from "./words.js";

async function begin() {
  await speak(firstLanguage());
  const office = new Office();
  const parts = [new Firm(), office];
  tabs(document.querySelector('[role="tablist"]'));
  for (const one of languages()) one.addEventListener("click", () => change(one.dataset.lang, parts));
  showLanguage();
  printOpen();
  office.resume();
  document.documentElement.dataset.ready = "true";
}

const languages = () => document.querySelectorAll("button[data-lang]");

async function change(lang, parts) {
  if (lang === language()) return;
  await speak(lang);
  showLanguage();
  await Promise.all(parts.map((part) => part.speak()));
}

function showLanguage() {
  for (const one of languages()) one.setAttribute("aria-pressed", String(one.dataset.lang === language()));
}

/** On paper nothing can be unfolded: all that belongs to a result is open while it is printed. */
function printOpen() {
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("details.rests:not([open])")];
    for (const one of folded) one.open = true;
  });
  addEventListener("afterprint", () => {
    for (const one of folded) one.open = false;
  });
}

begin();
