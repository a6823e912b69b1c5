// What an office gets: the files of a result, and an account of it.

import { account } from "./account.js";
import { moment } from "./days.js";
import { button, make, plainTable, worded } from "./dom.js";
import { downloads } from "./downloads.js";
import { chosenRows } from "./given.js";
import { receipt } from "./result.js";
import { t } from "./words.js";

/** The result of a job; `remove` deletes it, `failed` hears what a download met. */
export function officeResult({ job, summary, reconciliation, gone }, remove, failed) {
  return make(
    "section", { "aria-labelledby": "office-result-heading" },
    make("h3", { id: "office-result-heading", tabindex: "-1" }, t("office.result", { day: summary.as_of })),
    gone ? worded("p", "office.gone", { class: "status", role: "status" }) : files(job, remove, failed),
    account(summary, reconciliation), given(summary), receipt(summary.receipt),
  );
}

function files(job, remove, failed) {
  const told = make("p", { class: "quiet", role: "status" });
  return make(
    "section", { class: "files" },
    make("h4", {}, t("office.downloads")),
    downloads(job, (text) => (told.textContent = text), failed),
    told,
    make("p", { class: "quiet" }, t("office.expires", { time: moment(job.expires) })),
    make("p", { class: "actions" }, button("office.delete", remove, { class: "small" })),
  );
}

function given({ as_of: day, readings, decisions }) {
  const columns = [{ title: t("given.what") }, { title: t("given.value") }];
  const table = plainTable(t("given.heading"), columns, [[t("firm.as_of"), day], ...chosenRows(readings, decisions)], { seen: false, kind: "given" });
  return make("details", { class: "rests given" }, worded("summary", "given.heading"), table);
}
