// Facts from files: those saved from the page, read here; exports and lists, read by the server.

import { ask } from "./api.js";
import { byId, make, own, table } from "./dom.js";
import { Fraction, parsed } from "./exact.js";
import { clearFaults, fieldAt, sayAtTop, tell } from "./faults.js";
import { Files } from "./files.js";
import { t } from "./words.js";

const PART = "firm";

export class Sources {
  constructor(firm) {
    this.firm = firm;
    this.files = new Files(byId("firm-files"), (taken) => this.chosen(taken));
    byId("firm-read").addEventListener("click", () => this.read());
  }

  clear() {
    this.files.clear();
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
    const saved = taken.filter((one) => /\.json$/i.test(one.name));
    if (saved.length === 0) return;
    clearFaults(PART);
    this.clear();
    if (taken.length > 1) sayAtTop(PART, t("fault.one_json"));
    else this.readSaved(saved[0]);
  }

  async readSaved({ file, name }) {
    try {
      const facts = parsed(await file.text());
      if (typeof facts?.enterprise !== "object") sayAtTop(PART, t("fault.no_case", { name }));
      else this.take(facts, name);
    } catch (error) {
      if (error instanceof Fraction) sayAtTop(PART, t("fault.fraction", { name, value: error.token }));
      else if (error instanceof SyntaxError) sayAtTop(PART, t("fault.json", { name }));
      else throw error;
    }
  }

  /** Fills the form, unless a field will not take what is there: then nothing is taken. */
  take(facts, name, rivals = [], rejected = 0) {
    const { form, facts: fields } = this.firm;
    const refused = fields.fill(facts);
    this.firm.rivals = refused ? [] : rivals;
    form.dispatchEvent(new Event("input"));
    if (refused) {
      fields.clear();
      const value = JSON.stringify(refused.reduce((part, key) => part[key], facts));
      return sayAtTop(PART, t("fault.not_shown", { name, where: refused.join("."), value }));
    }
    const said = [rejected ? t("firm.filled_rejects", { count: rejected }) : t("firm.filled")];
    if (rivals.length) said.push(t("firm.rivals", { count: rivals.length }));
    this.status(said.join(" "));
    return byId("firm-enterprise").querySelector("input").focus();
  }

  /** Has the server read the files, and fills the form with what they say. */
  async read() {
    clearFaults(PART);
    byId("firm-rejects").replaceChildren();
    const fault = this.unready();
    if (fault) return sayAtTop(PART, fault);
    const question = this.firm.question();
    if (!question) return undefined;
    this.status(t("firm.reading"));
    try {
      const answer = await ask("/v1/cases", { method: "POST", body: this.files.form(termsOf(question.asked)) });
      return this.filled(await answer.json());
    } catch (error) {
      this.status("");
      return tell(PART, error, (path) => fieldAt(question.fields, path));
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
