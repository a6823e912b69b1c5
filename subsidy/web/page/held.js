// What is used beside the form: told, and left out if the user wishes, who hears what that may do.

import { button, worded } from "./dom.js";

/** Shows in a note what is used, or nothing; `leave` leaves it out. */
export function showHeld(note, word, shown, leave) {
  note.hidden = shown === null;
  if (shown === null) return note.replaceChildren();
  const drop = button("firm.rest_drop", leave, { class: "small" });
  return note.replaceChildren(worded("p", word), shown, worded("p", "firm.rest_warning"), drop);
}
