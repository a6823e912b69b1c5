// The page begins: its words, its two parts, its language.

import { byId } from "./dom.js";
import { Firm } from "./firm.js";
import { askForAnother, NoKeyGiven } from "./key.js";
import { learn } from "./law.js";
import { guard } from "./leaving.js";
import { Office } from "./office.js";
import { prepare } from "./paper.js";
import { tabs } from "./tabs.js";
import { firstLanguage, language, speak } from "./words.js";

async function begin() {
  await speak(firstLanguage());
  const [firm, office] = [new Firm(), new Office()];
  tabs(document.querySelector('[role="tablist"]'));
  for (const one of languages()) one.addEventListener("click", () => change(one.dataset.lang, [firm, office]));
  byId("key-change").addEventListener("click", () => changeKey());
  document.addEventListener("keyed", learn);
  showLanguage();
  prepare(firm);
  guard(() => firm.isUnsaved() || office.isUploading());
  learn();
  office.resume();
  document.documentElement.dataset.ready = "true";
}

const languages = () => document.querySelectorAll("button[data-lang]");

async function change(lang, parts) {
  if (lang === language()) return;
  await speak(lang);
  showLanguage();
  await Promise.all([learn(), ...parts.map((part) => part.speak())]);
}

function showLanguage() {
  for (const one of languages()) one.setAttribute("aria-pressed", String(one.dataset.lang === language()));
}

/** Another key, asked for by the user, and whether the server takes it. */
async function changeKey() {
  try {
    await askForAnother();
    await learn();
  } catch (error) {
    if (!(error instanceof NoKeyGiven)) throw error;
  }
}

begin();
