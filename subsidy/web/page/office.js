// The part for a park office: a folder in, the files of a result out.

import { account } from "./account.js";
import { ask, fetched } from "./api.js";
import { Choices } from "./choices.js";
import { byId, button, goTo, make } from "./dom.js";
import { downloads } from "./downloads.js";
import { clearFaults, fieldAt, sayAtTop, sayBeside, tell } from "./faults.js";
import { Files } from "./files.js";
import { Terms } from "./office_terms.js";
import { grouped } from "./sums.js";
import { upload } from "./upload.js";
import { watched } from "./watch.js";
import { recall, recalled } from "./remembered.js";
import { language, t } from "./words.js";

const PART = "office";
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
    const day = this.terms.lacking();
    if (fault) return sayAtTop(PART, fault);
    if (day) return sayBeside(day, t("fault.no_day"));
    const { terms, fields } = this.terms.read();
    recall(null);
    return this.follow((signal) => this.sending({ ...terms, ...this.choices.read(), lang: language() }, signal), fields);
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
      await this.followed(signal);
    } catch (error) {
      this.ended(error, fields);
    }
  }

  /** Sends the files; a key that is asked for is asked for before they are on their way. */
  async sending(terms, signal) {
    await fetched("/v1/batches", signal);
    this.progress(0);
    this.say(t("office.uploading"));
    return JSON.parse(await upload("/v1/batches", this.files.form(terms), (percent) => this.sent(percent), signal)).id;
  }

  async followed(signal) {
    const job = await watched(this.job, { seen: (one) => this.seen(one), away: () => this.say(t("office.away")), signal });
    if (job.state === "done") return this.done(job);
    recall(null);
    this.running(false);
    return job.problem ? sayAtTop(PART, job.problem.detail) : this.outcome(t(job.state === "failed" ? "office.failed" : "office.cancelled"));
  }

  unready() {
    const twice = this.files.twice();
    if (twice) return t("files.twice", { kind: t(`table_kind.${twice.kind}`), files: twice.files.join(", ") });
    return this.files.chosen.some((one) => one.kind === "files") ? null : t("office.no_files");
  }

  /** What stopped it, told; whoever cancelled it has been told already. */
  ended(error, fields) {
    if (error.name === "AbortError") return undefined;
    this.running(false);
    if (error.said?.status === 404) return this.gone();
    return tell(PART, error, (path, said) => fieldAt(fields, path) ?? this.choices.fieldOf(said));
  }

  gone() {
    recall(null);
    this.outcome(t("office.gone"));
  }

  sent(percent) {
    this.progress(percent);
    if (percent % 10 === 0) this.say(t("office.uploaded", { percent }));
  }

  /** A state of the job: how far it is, and in words where that changes. */
  seen({ state, phase, done, rows }) {
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
    if (!is) return;
    byId("office-result").replaceChildren();
    this.result = undefined;
    this.job = undefined;
    goTo(byId("office-job-heading"));
  }

  async cancel() {
    this.stop.abort();
    recall(null);
    this.running(false);
    byId("office-submit").focus();
    if (this.job) await ask(pathOf(this.job), { method: "DELETE" }).catch((error) => tell(PART, error));
    this.outcome(t("office.cancelled"));
  }

  outcome(text) {
    byId("office-result").replaceChildren(make("p", { class: "status", role: "status" }, text));
  }

  async done(job) {
    const read = ["summary.json", "reconciliation.json"].map((name) => fetched(`${pathOf(job.id)}/files/${name}`));
    const [summary, reconciliation] = await Promise.all(read);
    this.running(false);
    this.result = { job, summary, reconciliation };
    this.show();
    goTo(byId("office-result-heading"));
  }

  show() {
    const { job, summary, reconciliation } = this.result;
    const told = make("p", { class: "quiet", role: "status" });
    const list = downloads(job.files, (text) => (told.textContent = text), (error) => tell(PART, error));
    const time = new Date(job.expires).toLocaleString(document.documentElement.lang);
    byId("office-result").replaceChildren(
      make(
        "section", { "aria-labelledby": "office-result-heading" },
        make("h3", { id: "office-result-heading", tabindex: "-1" }, t("office.result", { day: summary.as_of })),
        make("section", { class: "files" }, make("h4", {}, t("office.downloads")), list, told,
          make("p", { class: "quiet" }, t("office.expires", { time })),
          make("p", { class: "actions" }, button("office.delete", () => this.remove(), { class: "small" }))),
        account(summary, reconciliation),
      ),
    );
  }

  async remove() {
    try {
      await ask(pathOf(this.result.job.id), { method: "DELETE" });
      this.result = undefined;
      recall(null);
      this.outcome(t("office.deleted"));
      byId("office-submit").focus();
    } catch (error) {
      tell(PART, error);
    }
  }

  async speak() {
    this.files.show();
    clearFaults(PART);
    await this.choices.speak().catch((error) => tell(PART, error));
    if (this.result) this.show();
  }
}
