// The part for a park office: a folder in, the files of a result out.

import { ask, fetched } from "./api.js";
import { Choices } from "./choices.js";
import { byId, button, goTo, make } from "./dom.js";
import { clearFaults, fieldAt, sayAtTop, tell } from "./faults.js";
import { Files } from "./files.js";
import { askForAnother, isKeyed, key } from "./key.js";
import { officeResult } from "./office_result.js";
import { Terms } from "./office_terms.js";
import { sentenceOf } from "./sentences.js";
import { grouped } from "./sums.js";
import { upload } from "./upload.js";
import { watched } from "./watch.js";
import { recall, recalled } from "./remembered.js";
import { language, t } from "./words.js";

const PART = "office";
const GONE = 404;
const pathOf = (id) => `/v1/batches/${encodeURIComponent(id)}`;

export class Office {
  constructor() {
    const form = byId("office-form");
    this.terms = new Terms(form);
    this.files = new Files(byId("office-files"));
    this.choices = new Choices(byId("office-choices"), (error) => tell(PART, error));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.start();
    });
    byId("office-cancel").addEventListener("click", () => this.cancel());
  }

  /** Sends the files and follows the job; one at a time. */
  async start() {
    clearFaults(PART);
    const fault = this.unready();
    if (fault) return sayAtTop(PART, fault);
    const said = this.terms.read();
    if (!said) return undefined;
    const { terms, fields } = said;
    const asked = { ...terms, ...this.choices.read(fields), lang: language() };
    recall(null);
    return this.follow((signal) => this.sending(asked, signal), fields);
  }

  /** A batch that was running, or whose result was shown, when the page was loaded anew. */
  resume() {
    const id = recalled();
    if (id !== null) this.follow(() => id);
  }

  /** Follows a job to its end; `begun` gives its id. */
  async follow(begun, fields = new Map()) {
    const { signal } = (this.stop = new AbortController());
    this.running(true);
    try {
      this.job = await begun(signal);
      recall(this.job);
      if (this.cancelling) this.drop();
      await this.followed(signal);
    } catch (error) {
      await this.ended(error, fields);
    }
  }

  /** Sends the files; a key that is asked for is asked for before they are on their way. */
  async sending(terms, signal) {
    await fetched("/v1/batches", signal);
    this.sent(0);
    return JSON.parse(await upload("/v1/batches", this.files.form(terms), (percent) => this.sent(percent), signal)).id;
  }

  async followed(signal) {
    const job = await watched(this.job, { seen: (one) => this.seen(one), away: () => this.say(t("office.away")), signal });
    if (job.state === "done") return this.done(job);
    recall(null);
    this.running(false);
    return job.problem ? sayAtTop(PART, sentenceOf(job.problem)) : this.outcome(t(job.state === "failed" ? "office.failed" : "office.cancelled"));
  }

  unready() {
    const twice = this.files.twice();
    if (twice) return t("files.twice", { kind: t(`table_kind.${twice.kind}`), files: twice.files.join(", ") });
    return this.files.chosen.some((one) => one.kind === "files") ? null : t("office.no_files");
  }

  /** What stopped it, told; whoever cancelled it has been told already. */
  async ended(error, fields) {
    if (error.name === "AbortError") return undefined;
    this.running(false);
    if (error.said?.status === GONE) return this.gone();
    return tell(PART, await this.files.explained(error), (path) => fieldAt(fields, path));
  }

  /** A job that the server does not have: it may be that of another key, unless this one has seen it. */
  gone() {
    if (isKeyed() && this.seenWith !== key()) return this.notHeld();
    recall(null);
    if (this.result) return this.show(true);
    return this.outcome(t("office.gone"));
  }

  notHeld() {
    const other = button("key.another", () => askForAnother().then(() => this.resume(), () => {}), { class: "small" });
    this.outcome(t("office.not_held"), make("p", {}, other));
  }

  isUploading() {
    return !byId("office-job").hidden && this.job === undefined;
  }

  sent(percent) {
    this.allSent = percent === 100;
    this.progress(percent);
    if (this.cancelling) return;
    if (percent % 10 === 0) this.say(percent ? t("office.uploaded", { percent }) : t("office.uploading"));
  }

  /** A state of the job: how far it is, and in words where that changes. */
  seen({ state, phase, done, rows }) {
    this.seenWith = key();
    if (this.cancelling) return;
    const name = phase ? t(`progress.${phase}`) : t("office.waiting");
    this.progress(state === "running" ? done : null);
    const counted = t("progress.rows", { count: grouped(String(rows ?? 0)) });
    this.say(phase && rows ? t("office.running", { phase: name, rows: counted }) : name);
  }

  progress(percent) {
    const bar = byId("office-progress");
    if (percent === null || percent === undefined) bar.removeAttribute("value");
    else bar.value = percent;
  }

  say(text) {
    const line = byId("office-status");
    if (line.textContent !== text) line.textContent = text;
  }

  running(is) {
    byId("office-job").hidden = !is;
    byId("office-submit").disabled = is;
    this.wait(false);
    if (!is) return;
    byId("office-result").replaceChildren();
    Object.assign(this, { result: undefined, job: undefined, allSent: false });
    goTo(byId("office-job-heading"));
  }

  /** Whether a cancellation waits for the server. */
  wait(is) {
    this.cancelling = is;
    byId("office-cancel").disabled = is;
    if (is) this.say(t("office.cancelling"));
  }

  /** Stops the upload; what has all been sent is deleted as soon as its id is known. */
  cancel() {
    if (this.job !== undefined) return this.drop();
    if (this.allSent) return this.wait(true);
    this.stop.abort();
    return this.over("office.stopped");
  }

  /** Has the server delete the job; until it says that it has, the job is remembered and followed. */
  async drop() {
    this.wait(true);
    try {
      await ask(pathOf(this.job), { method: "DELETE" });
      this.stop.abort();
      recall(null);
      this.result = undefined;
      this.over("office.cancelled");
    } catch (error) {
      this.wait(false);
      if (error.said?.status !== GONE) tell(PART, error);
    }
  }

  over(word) {
    this.running(false);
    this.outcome(t(word));
    byId("office-submit").focus();
  }

  outcome(text, more = null) {
    byId("office-result").replaceChildren(make("p", { class: "status", role: "status" }, text), ...(more ? [more] : []));
  }

  async done(job) {
    const read = ["summary.json", "reconciliation.json"].map((name) => fetched(`${pathOf(job.id)}/files/${name}`));
    const [summary, reconciliation] = await Promise.all(read);
    this.running(false);
    this.result = { job, summary, reconciliation };
    this.show();
    goTo(byId("office-result-heading"));
  }

  show(gone = false) {
    this.result.gone ||= gone;
    byId("office-result").replaceChildren(officeResult(this.result, () => this.remove(), (error) => this.missed(error)));
  }

  /** What a download met. */
  missed(error) {
    if (error.said?.status === GONE) this.gone();
    else tell(PART, error);
  }

  async remove() {
    try {
      await ask(pathOf(this.result.job.id), { method: "DELETE" });
      this.result = undefined;
      recall(null);
      this.outcome(t("office.deleted"));
      byId("office-submit").focus();
    } catch (error) {
      this.missed(error);
    }
  }

  async speak() {
    this.files.show();
    clearFaults(PART);
    await this.choices.speak().catch((error) => tell(PART, error));
    if (this.result) this.show();
  }
}
