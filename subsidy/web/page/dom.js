// Elements made of text and attributes; what comes from outside only ever becomes text.

import { say, t } from "./words.js";

/** An element; attributes that are null or false are left out, true stands for an empty one. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(2).filter((child) => child !== null && child !== undefined));
  return element;
}

/** An element that says a word of the page, in whatever language the page is. */
export function worded(tag, word, attributes = {}, facts = {}) {
  const element = make(tag, { ...attributes, "data-t": word });
  Object.assign(element.dataset, facts);
  return say(element);
}

export function button(word, does, attributes = {}, facts = {}) {
  const element = worded("button", word, { type: "button", ...attributes }, facts);
  element.addEventListener("click", does);
  return element;
}

/** Text that reads in its own direction, whatever stands around it. */
export function own(text) {
  return make("bdi", {}, String(text));
}

let last = 0;
export const freshId = () => `id-${(last += 1)}`;

export const byId = (id) => document.getElementById(id);

/** Text in which no day is broken between lines. */
export function unbroken(text) {
  return text.split(/(\d{4}-\d{2}-\d{2})/).map((part, at) => (at % 2 ? make("span", { class: "whole" }, part) : part));
}

/** A table; a column is {title, figures}, a cell text or an element. */
export function plainTable(caption, columns, rows, { seen = true, kind = null } = {}) {
  const head = columns.map((column) => make("th", { scope: "col", class: column.figures ? "figures" : null }, column.title));
  const body = rows.map((cells) => make("tr", {}, cells.map((cell, at) => cellOf(cell, columns[at], at))));
  return make(
    "table", { class: kind },
    make("caption", { class: seen ? null : "unseen" }, caption),
    make("thead", {}, make("tr", {}, head)),
    make("tbody", {}, body),
  );
}

/** The same in a frame: where the table is wider than that, the frame scrolls, has a name and takes the focus. */
export function table(caption, columns, rows, options = {}) {
  const frame = make("div", { class: "wide" }, plainTable(caption, columns, rows, options));
  const fit = () => scrolls(frame, options.name ?? t("web.scrolls", { title: caption }));
  new ResizeObserver(fit).observe(frame);
  return frame;
}

function scrolls(frame, name) {
  const does = frame.scrollWidth > frame.clientWidth;
  for (const [attribute, value] of Object.entries({ role: "region", "aria-label": name, tabindex: "0" })) {
    if (does) frame.setAttribute(attribute, value);
    else frame.removeAttribute(attribute);
  }
}

function cellOf(cell, column, at) {
  const attributes = { class: column.figures ? "figures" : null, scope: at === 0 ? "row" : null };
  return make(at === 0 ? "th" : "td", attributes, typeof cell === "string" ? own(cell) : cell);
}

/** Brings something newly shown before the eyes, and the keyboard to it. */
export function goTo(element) {
  element.focus({ preventScroll: true });
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  element.scrollIntoView({ behavior: calm ? "auto" : "smooth", block: "start" });
}

/** Hands a text to the browser as a file. */
export function saveAs(name, content, type = "application/json") {
  const url = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  const link = make("a", { href: url, download: name, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 60000);
}
