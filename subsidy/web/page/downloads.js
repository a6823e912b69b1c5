// Files of a result, as links; with a key they are fetched, since a link cannot carry one.

import { ask } from "./api.js";
import { make, own, saveAs } from "./dom.js";
import { key } from "./key.js";
import { grouped } from "./sums.js";
import { t } from "./words.js";

const ALL = "result.zip";

/** A list of links, that to all files first; `told` hears what is going on, `failed` what went wrong. */
export function downloads(files, told, failed) {
  const sorted = [...files].sort((one, other) => Number(other.name === ALL) - Number(one.name === ALL));
  return make("ul", { class: "downloads" }, sorted.map((file) => make("li", {}, link(file, told, failed))));
}

function link({ name, bytes, href }, told, failed) {
  const label = name === ALL ? t("office.all_files") : name;
  const size = Number.isInteger(bytes) ? make("span", { class: "quiet" }, ` ${t("office.size", { count: grouped(String(bytes)) })}`) : null;
  const made = make("a", { href: new URL(href, location.origin).pathname, download: name }, own(label));
  made.addEventListener("click", (event) => {
    if (key() === null) return;
    event.preventDefault();
    fetchedFile(made.href, name, told).catch(failed);
  });
  return make("span", {}, made, size);
}

async function fetchedFile(href, name, told) {
  told(t("office.fetching", { name }));
  saveAs(name, await (await ask(href)).blob());
  told("");
}
