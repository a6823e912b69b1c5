// Which batch this tab has asked for: remembered until the tab is closed, so that a reload loses nothing.

const NAME = "subsidy.batch";

export function recalled() {
  try {
    return sessionStorage.getItem(NAME);
  } catch {
    return null;
  }
}

/** Remembers an id; forgets it where there is none. */
export function recall(id) {
  try {
    if (id === null) sessionStorage.removeItem(NAME);
    else sessionStorage.setItem(NAME, id);
  } catch {
    // a browser that keeps nothing shows nothing after a reload
  }
}
