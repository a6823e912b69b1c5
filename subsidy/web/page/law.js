// Which zones and provisions there are to choose from: those of the law that the server judges by.

import { fetched, Problem } from "./api.js";
import { make, worded } from "./dom.js";
import { isKeyed, key, NoKeyGiven } from "./key.js";
import { language, t, tOr } from "./words.js";

const ZONES = [
  "qingpu", "songjiang", "caohejing", "fengxian", "jinqiao", "jiading", "waigaoqiao", "waigaoqiao-port", "pudong-airport", "yangshan",
  "zhangjiang", "outside",
];
const OTHER = "other:";
const known = (group, name) => [name, () => worded("option", `${group}.${name}`, { value: name })];
const offered = {
  zone: ZONES.map((name) => known("zone", name)),
  provision: ["import-growth", "first", "warehousing"].map((name) => known("provision", `qingpu-2024-1/${name}`)),
};
const own = { zone: offered.zone };

/** Asks the server which law it has; a server that wants a key is not asked before there is one. */
export async function learn() {
  if (isKeyed() && key() === null) return;
  try {
    const { documents } = await fetched(`/v1/policies?lang=${language()}`);
    offer(await Promise.all(documents.map(({ id }) => fetched(`/v1/policies/${encodeURIComponent(id)}?lang=${language()}`))));
  } catch (error) {
    if (!(error instanceof Problem || error instanceof NoKeyGiven)) throw error;
  }
}

function offer(documents) {
  const elsewhere = new Map();
  for (const { zones, title } of documents) {
    for (const zone of zones) if (zone.startsWith(OTHER) && !elsewhere.has(zone)) elsewhere.set(zone, plain(zone, placeText(zone, title)));
  }
  offered.zone = [...own.zone, ...elsewhere];
  offered.provision = documents.flatMap(({ provisions }) => provisions.map(({ id, citation }) => provision(id, citation.title)));
  for (const control of document.querySelectorAll("select[data-offers]")) renew(control);
}

const plain = (value, text) => () => make("option", { value }, text);
const placeText = (zone, title) => t("web.pair", { name: zone.slice(OTHER.length), value: title });
const provision = (id, title) => [id, plain(id, tOr(`provision.${id}`, title))];

/** The options of a kind, after the one that says nothing. */
export function optionsOf(kind, none) {
  return [worded("option", none, { value: "" }), ...offered[kind].map(([, option]) => option())];
}

/** Offers what the law has now; a value chosen that it does not have stays. */
function renew(control) {
  const { value } = control;
  const options = optionsOf(control.dataset.offers, control.dataset.none);
  if (!options.some((option) => option.value === value)) options.push(make("option", { value }, value));
  control.replaceChildren(...options);
  control.value = value;
}
