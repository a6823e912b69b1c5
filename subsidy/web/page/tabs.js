// Two parts as tabs, by the pattern of the ARIA authoring practices: arrows move between them, Home and End to the ends.

export function tabs(list) {
  const all = [...list.querySelectorAll('[role="tab"]')];
  for (const tab of all) tab.addEventListener("click", () => show(all, tab));
  list.addEventListener("keydown", (event) => {
    const next = target(all, event.key);
    if (!next) return;
    event.preventDefault();
    show(all, next);
    next.focus();
  });
  const named = all.find((tab) => `#${nameOf(tab)}` === location.hash);
  if (named) show(all, named);
}

const nameOf = (tab) => tab.id.replace("tab-", "");

function target(all, key) {
  const at = all.findIndex((tab) => tab.getAttribute("aria-selected") === "true");
  const places = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 };
  return key in places ? all.at(places[key] % all.length) : undefined;
}

function show(all, chosen) {
  for (const tab of all) {
    const is = tab === chosen;
    tab.setAttribute("aria-selected", String(is));
    tab.tabIndex = is ? 0 : -1;
    document.getElementById(tab.getAttribute("aria-controls")).hidden = !is;
  }
  history.replaceState(null, "", `#${nameOf(chosen)}`);
}
