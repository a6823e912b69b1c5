// Files of a result, as links; with a key they are fetched, since a link cannot carry one.

import { ask } from "./api.js";
import { make, own, saveAs } from "./dom.js";
import { key } from "./key.js";
import { grouped } from "./sums.js";
import { t } from "./words.js";

const ALL = "result.zip";

/** A list of links, that to all files first; `told` hears what is going on, `failed` what went wrong. */
export function downloads({ id, files }, told, failed) {
  const sorted = [...files].sort((one, other) => Number(other.name === ALL) - Number(one.name === ALL));
  return make("ul", { class: "downloads" }, sorted.map((file) => make("li", {}, link(id, file, told, failed))));
}

function link(id, { name, bytes, href }, told, failed) {
  const label = name === ALL ? t("office.all_files") : name;
  const size = Number.isInteger(bytes) ? make("span", { class: "quiet" }, ` ${t("office.size", { count: grouped(String(bytes)) })}`) : null;
  const made = make("a", { href: new URL(href, location.origin).pathname, download: name }, own(label));
  made.addEventListener("click", (event) => {
    event.preventDefault();
    fetchedFile(id, made.href, name, told).catch(failed);
  });
  return make("span", {}, made, size);
}

/** Without a key the browser fetches the file by itself, and would say nothing of one that is gone: so that is asked before. */
async function fetchedFile(id, href, name, told) {
  told(t("office.fetching", { name }));
  try {
    if (key() === null) await ask(`/v1/batches/${encodeURIComponent(id)}`);
    if (key() === null) follow(href, name);
    else saveAs(name, await (await ask(href)).blob());
  } finally {
    told("");
  }
}

function follow(href, name) {
  const link = make("a", { href, download: name, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
}
