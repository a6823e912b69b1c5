// Facts from files: those saved from the page, read here; exports and lists, read by the server.

import { ask, askedText, Problem } from "./api.js";
import { byId, make, own, table } from "./dom.js";
import { decoded, parsed } from "./exact.js";
import { clearFaults, fieldAt, sayAtTop, tell, withoutPlace } from "./faults.js";
import { Reading } from "./file_terms.js";
import { Files } from "./files.js";
import { isQuestion, oddKey } from "./saved.js";
import { put } from "./fields.js";
import { t } from "./words.js";

const PART = "firm";

export class Sources {
  constructor(firm) {
    this.firm = firm;
    this.files = new Files(byId("firm-files"), (taken) => this.chosen(taken));
    this.reading = new Reading(byId("firm-file-terms"));
    this.turn = 0;
    this.settled = Promise.resolve();
    byId("firm-read").addEventListener("click", () => this.read());
  }

  clear() {
    this.turn += 1;
    this.files.clear();
    this.reading.clear();
    this.status("");
    byId("firm-rejects").replaceChildren();
  }

  speak() {
    this.files.show();
    this.status("");
  }

  status(text) {
    byId("firm-read-status").textContent = text;
  }

  /** A file of facts is read at once; other files wait until they are all there. */
  chosen(taken) {
    const saved = taken.filter((one) => isSaved(one));
    if (saved.length === 0) return;
    clearFaults(PART);
    this.files.drop(isSaved);
    if (taken.length > 1) sayAtTop(PART, t("fault.one_json"));
    else this.settled = this.readSaved(saved[0]);
  }

  async readSaved({ file, name }) {
    const turn = (this.turn += 1);
    try {
      const text = await decoded(file);
      const data = parsed(text);
      await checked(text, data);
      if (turn === this.turn) await this.takeSaved(data, name);
    } catch (error) {
      if (error instanceof SyntaxError) sayAtTop(PART, t("fault.json", { name }));
      else if (error.name === "NotReadableError") sayAtTop(PART, t("files.unreadable", { names: name }));
      else if (error instanceof Problem && isOfBody(error)) sayAtTop(PART, fileSentence(name, error));
      else tell(PART, error);
    }
  }

  /** Takes a case, or a whole question with its day, choices and rivals. */
  async takeSaved(data, name) {
    if (!isQuestion(data)) return this.take(data, name) && this.isKept();
    const { case: facts, as_of: day, readings = {}, decisions = {}, rivals = [] } = data;
    const odd = oddKey(data);
    if (odd) return this.refuse(name, odd, data[odd]);
    await this.firm.choices.load();
    if (!this.take(facts, name, rivals)) return undefined;
    if (day !== undefined && day !== null) put(this.firm.day, day);
    await this.firm.choices.take({ readings, decisions });
    this.firm.changed();
    return this.isKept();
  }

  /** What a file holds word for word need not be saved again. */
  isKept() {
    this.firm.kept = this.firm.changes;
  }

  refuse(name, where, value) {
    sayAtTop(PART, t("fault.not_shown", { name, where, value: JSON.stringify(value) }));
    return false;
  }

  /** Fills the form and says whether it did: where a field will not take what is there, all stays as it was. */
  take(facts, name, rivals = [], rejected = 0) {
    const { facts: fields, rivals: others } = this.firm;
    const back = fields.held();
    const refused = fields.fill(facts);
    if (refused) {
      back();
      return this.refuse(name, refused.join("."), refused.reduce((part, key) => part[key], facts));
    }
    others.set(rivals);
    this.firm.changed();
    this.status(rejected ? t("firm.filled_rejects", { count: rejected }) : t("firm.filled"));
    if (!rejected) byId("firm-rejects").replaceChildren();
    leadTo(byId("firm-enterprise").querySelector("input"));
    return true;
  }

  /** Has the server read the files, and fills the form with what they say. */
  async read() {
    clearFaults(PART);
    byId("firm-rejects").replaceChildren();
    const fault = this.unready();
    if (fault) return sayAtTop(PART, fault);
    const question = this.firm.question();
    const reading = this.reading.read(question?.fields);
    return question && reading && this.ask(question, reading);
  }

  async ask({ asked, fields }, reading) {
    const turn = (this.turn += 1);
    this.status(t("firm.reading"));
    try {
      const answer = await ask("/v1/cases", { method: "POST", body: this.files.form({ ...termsOf(asked), ...reading }) });
      const found = await answer.json();
      return turn === this.turn && this.filled(found);
    } catch (error) {
      this.status("");
      return tell(PART, await this.files.explained(error), (path, said) => fieldOf(fields, path, said));
    }
  }

  /** What is wrong with the choice of files. */
  unready() {
    const twice = this.files.twice();
    if (this.files.chosen.length === 0) return t("firm.no_files");
    return twice && t("files.twice", { kind: t(`table_kind.${twice.kind}`), files: twice.files.join(", ") });
  }

  filled({ case: facts, rivals, rejects, rejected }) {
    if (rejected) byId("firm-rejects").replaceChildren(...rejectsTable(rejects, rejected));
    this.take(facts, "", rivals ?? [], rejected);
  }
}

const isOfBody = ({ message, said: { where } }) => message.startsWith("body") || (where ?? "").startsWith("body");
const isSaved = (one) => /\.json$/i.test(one.name);

/** Has the server look at a file's text as strictly as it looks at every question; raises its Problem. */
function checked(text, data) {
  return askedText("/v1/assessments", isQuestion(data) ? text : `{"case": ${text}}`);
}

/** What is wrong with a file: its name in place of that of the question, and of the case in it. */
function fileSentence(name, { message, said: { where } }) {
  const place = (where ?? "").replace(/^body: (case\.)?/, "");
  const problem = withoutPlace(message, where).replace(/^body[^:：]*[:：]\s*/, "");
  return t("fault.file", { name, problem: place ? t("web.pair", { name: place, value: problem }) : problem });
}

/** The field that a problem of files is about: which enterprise is meant is said by its code. */
function fieldOf(fields, path, { code }) {
  return fieldAt(fields, ["several_enterprises", "no_enterprise"].includes(code) ? "case.enterprise.uscc" : path);
}

/** Moves the focus on, unless the user has gone on to another field meanwhile. */
function leadTo(field) {
  const { activeElement: now } = document;
  if (now === document.body || now.closest("#firm-fetch")) field.focus();
}

function termsOf({ case: facts, as_of: day, readings, decisions, lang }) {
  const { uscc } = facts.enterprise;
  return { as_of: day, lang, case: facts, readings, decisions, ...(uscc === undefined ? {} : { uscc }) };
}

function rejectsTable(rejects, rejected) {
  const columns = ["files.name", "firm.line", "firm.column", "firm.cell", "firm.message"].map((word) => ({ title: t(word) }));
  const rows = rejects.map((one) => [
    own([one.file, one.sheet].filter(Boolean).join(" · ")), String(one.line ?? ""), one.column ?? "", one.value ?? "",
    make("span", {}, own(one.message), " ", make("code", {}, one.code)),
  ]);
  const title = t("firm.rejects", { count: rejected });
  const more = rejects.length < rejected ? make("p", { class: "hint" }, t("firm.rejects_more", { shown: rejects.length })) : "";
  return [table(title, columns, rows), more];
}
