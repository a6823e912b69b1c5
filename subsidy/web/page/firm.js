// The part for a firm: facts in, an assessment out.

import { asked, Problem } from "./api.js";
import { Choices } from "./choices.js";
import { today } from "./days.js";
import { byId, button, goTo, make, saveAs, worded } from "./dom.js";
import { Facts } from "./facts.js";
import { clearFaults, fieldAt, sayBeside, tell } from "./faults.js";
import { field, put, said } from "./fields.js";
import { Sources } from "./sources.js";
import { ranged } from "./range.js";
import { assessed, receipt } from "./result.js";
import { language, t } from "./words.js";

const PART = "firm";

export class Firm {
  constructor() {
    this.form = byId("firm-form");
    this.facts = new Facts(this.form);
    this.choices = new Choices(byId("firm-choices"), (error) => tell(PART, error));
    this.sources = new Sources(this);
    this.day = this.dayField();
    this.rivals = [];
    this.turn = 0;
    this.listen();
  }

  dayField() {
    const made = field({ path: "as_of", kind: "day", label: "firm.as_of", hint: "firm.as_of_hint" });
    byId("firm-day").append(made);
    const control = made.querySelector("input");
    control.required = true;
    put(control, today());
    return control;
  }

  listen() {
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.work();
    });
    this.form.addEventListener("input", () => this.changed());
    byId("firm-save").addEventListener("click", () => this.save());
    byId("firm-clear").addEventListener("click", () => this.clear());
  }

  /** What the form asks, with the field of each path; undefined, and told, where the day is left out. */
  question() {
    const { case: facts, fields } = this.facts.read();
    fields.set("as_of", this.day);
    const day = said(this.day);
    if (day === undefined) return sayBeside(this.day, t("fault.no_day"));
    return { fields, asked: { case: facts, as_of: day, ...this.choices.read(), lang: language(), rivals: this.rivals } };
  }

  /** Works out what the form asks. */
  async work() {
    clearFaults(PART);
    const question = this.question();
    if (question) await this.answer(question.asked, question.fields);
  }

  /** Has a question answered and shows the answer; whatever is asked later makes an earlier answer void. */
  async answer(question, fields = new Map(), { go = true } = {}) {
    const turn = (this.turn += 1);
    this.status("web.working");
    try {
      const text = await asked("/v1/assessments", question);
      if (turn !== this.turn) return;
      this.show(text, question);
      if (go) this.shown();
      await this.workRange(question, turn);
    } catch (error) {
      if (turn === this.turn) this.failed(error, fields);
    }
  }

  shown() {
    byId("firm-stale").hidden = true;
    goTo(byId("result-heading"));
  }

  failed(error, fields) {
    this.status(null);
    tell(PART, error, (path, problem) => fieldAt(fields, path) ?? this.choices.fieldOf(problem));
  }

  show(text, question) {
    const assessment = JSON.parse(text);
    this.result = { text, question };
    this.range = make("section", { class: "range" }, worded("h3", "ranged.heading"), worded("p", "ranged.working", { class: "quiet" }));
    const actions = make(
      "p", { class: "actions" },
      button("result.download", () => saveAs(this.fileName("assessment"), this.result.text), { class: "main", id: "firm-download" }),
      button("result.print", () => window.print()),
    );
    const all = [assessed(assessment), this.range, receipt(assessment.receipt), actions];
    byId("firm-result").replaceChildren(make("section", { "aria-labelledby": "result-heading" }, all));
    this.status("firm.done");
  }

  async workRange(question, turn) {
    try {
      const text = await asked("/v1/range", question);
      if (turn !== this.turn) return;
      const save = button("result.download_range", () => saveAs(this.fileName("range"), text), { class: "small" });
      this.range.replaceChildren(...ranged(JSON.parse(text)), make("p", { class: "actions" }, save));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (turn === this.turn) this.range.lastChild.replaceWith(make("p", {}, t("ranged.failed"), error.message));
    }
  }

  fileName(what) {
    const { case: facts, as_of: day } = this.result.question;
    const code = /^[0-9A-Z]{18}$/.test(facts.enterprise.uscc ?? "") ? `-${facts.enterprise.uscc}` : "";
    return `${what}${code}-${day}.json`;
  }

  changed() {
    byId("firm-stale").hidden = !this.result;
  }

  status(word) {
    const line = byId("firm-status");
    line.textContent = word === null ? "" : t(word);
  }

  save() {
    clearFaults(PART);
    const question = this.question();
    if (question) saveAs("facts.json", `${JSON.stringify(question.asked.case, null, 1)}\n`);
  }

  clear() {
    clearFaults(PART);
    this.turn += 1;
    this.facts.clear();
    this.choices.clear();
    this.sources.clear();
    this.rivals = [];
    this.result = undefined;
    byId("firm-result").replaceChildren();
    byId("firm-stale").hidden = true;
    this.status("firm.cleared");
    byId("firm-enterprise").querySelector("input").focus();
  }

  async speak() {
    this.sources.speak();
    clearFaults(PART);
    await this.choices.speak().catch((error) => tell(PART, error));
    this.status(null);
    if (this.result) await this.answer({ ...this.result.question, lang: language() }, undefined, { go: false });
  }
}
