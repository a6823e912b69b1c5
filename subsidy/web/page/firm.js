// The part for a firm: facts in, an assessment out.

import { asked, Problem } from "./api.js";
import { Choices } from "./choices.js";
import { today } from "./days.js";
import { byId, button, goTo, make, worded } from "./dom.js";
import { Facts } from "./facts.js";
import { clearFaults, fieldAt, sayBeside, tell } from "./faults.js";
import { field, put, said } from "./fields.js";
import { given } from "./given.js";
import { Rivals } from "./rivals.js";
import { saveAnswer, saveCase, saveQuestion } from "./saved.js";
import { Sources } from "./sources.js";
import { sure } from "./sure.js";
import { ranged } from "./range.js";
import { assessed, receipt } from "./result.js";
import { language, t } from "./words.js";

const PART = "firm";

export class Firm {
  constructor() {
    this.form = byId("firm-form");
    this.facts = new Facts(this.form);
    this.choices = new Choices(byId("firm-choices"), (error) => tell(PART, error));
    this.rivals = new Rivals(() => this.leftOut());
    this.sources = new Sources(this);
    this.day = this.dayField();
    this.turn = 0;
    this.changes = 0;
    this.kept = 0;
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
    this.form.addEventListener("input", (event) => event.target.closest("#firm-fetch") || this.changed());
    byId("firm-save").addEventListener("click", () => this.save(saveQuestion));
    byId("firm-save-case").addEventListener("click", () => this.save(saveCase));
    byId("firm-clear").addEventListener("click", () => this.clear());
  }

  /** What the form asks as it stands, whether it can be answered or not; `fields` is told which field says what. */
  says(fields = new Map()) {
    const { case: facts, fields: places } = this.facts.read();
    for (const [path, control] of places) fields.set(path, control);
    fields.set("as_of", this.day);
    return { case: facts, as_of: said(this.day), ...this.choices.read(fields), lang: language(), rivals: this.rivals.all };
  }

  /** What the form asks, with the field of each path; undefined, and told, where the day is left out. */
  question() {
    const fields = new Map();
    const question = this.says(fields);
    return question.as_of === undefined ? sayBeside(this.day, t("fault.no_day")) : { fields, asked: question };
  }

  /** Works out what the form asks, once a file that is being taken has been. */
  async work() {
    clearFaults(PART);
    await this.sources.settled;
    const question = this.question();
    if (question) await this.answer(question.asked, { fields: question.fields, at: this.changes, go: true });
  }

  /** Has a question answered and shows the answer; whatever is asked later makes an earlier answer void. */
  async answer(question, how) {
    const turn = (this.turn += 1);
    this.pending = { question, how };
    this.status("web.working");
    try {
      const text = await asked("/v1/assessments", question);
      if (turn !== this.turn) return;
      this.show(text, question, how);
      await this.workRange(question, turn);
    } catch (error) {
      if (turn === this.turn) this.failed(error, how.fields);
    }
  }

  failed(error, fields) {
    this.pending = undefined;
    this.status(null);
    tell(PART, error, (path) => fieldAt(fields, path));
  }

  show(text, question, { fields, at, go }) {
    const assessment = JSON.parse(text);
    this.pending = undefined;
    this.result = { text, question, fields, at };
    this.range = make("section", { class: "range" }, worded("h3", "ranged.heading"), worded("p", "ranged.working", { class: "quiet" }));
    const actions = make(
      "p", { class: "actions" },
      button("result.download", () => saveAnswer("assessment", question, this.result.text), { class: "main", id: "firm-download" }),
      button("result.print", () => window.print()),
    );
    const all = [assessed(assessment), this.range, given(question), receipt(assessment.receipt), actions];
    byId("firm-result").replaceChildren(make("section", { "aria-labelledby": "result-heading" }, all));
    this.status("firm.done");
    this.showStale();
    if (go) goTo(byId("result-heading"));
  }

  async workRange(question, turn) {
    try {
      const text = await asked("/v1/range", question);
      if (turn !== this.turn) return;
      const save = button("result.download_range", () => saveAnswer("range", question, text), { class: "small" });
      this.range.replaceChildren(...ranged(JSON.parse(text)), make("p", { class: "actions" }, save));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (turn === this.turn) this.range.lastChild.replaceWith(make("p", {}, t("ranged.failed"), error.message));
    }
  }

  changed() {
    this.changes += 1;
    this.showStale();
  }

  /** Says so where the form has changed since the question was asked that has been answered. */
  showStale() {
    byId("firm-stale").hidden = !this.result || this.result.at === this.changes;
  }

  /** Whether something was entered that has not been saved. */
  isUnsaved() {
    return this.changes !== this.kept;
  }

  /** After something beside the form was left out. */
  leftOut() {
    this.changed();
    byId("firm-submit").focus();
  }

  status(word) {
    byId("firm-status").textContent = word === null ? "" : t(word);
  }

  save(how) {
    clearFaults(PART);
    const question = this.question();
    if (!question) return;
    how(question.asked);
    this.kept = this.changes;
  }

  async clear() {
    if (!(await sure("sure.clear"))) return;
    clearFaults(PART);
    this.turn += 1;
    this.empty();
    this.result = this.pending = undefined;
    byId("firm-result").replaceChildren();
    this.showStale();
    this.status("firm.cleared");
    byId("firm-enterprise").querySelector("input").focus();
  }

  empty() {
    this.facts.clear();
    this.choices.clear();
    this.sources.clear();
    this.rivals.set([]);
    put(this.day, today());
    this.kept = this.changes;
  }

  /** What was asked last is asked again in the language of the page. */
  async speak() {
    this.sources.speak();
    clearFaults(PART);
    await this.choices.speak().catch((error) => tell(PART, error));
    this.status(null);
    const { question, how } = this.pending ?? this.answered() ?? {};
    if (question) await this.answer({ ...question, lang: language() }, how);
  }

  answered() {
    return this.result && { question: this.result.question, how: { ...this.result, go: false } };
  }
}
