// Nothing is lost by a slip: a file that is let go beside a zone does not replace the page, and leaving is asked about.

/** Guards the page; `loses` tells whether something would be lost now. */
export function guard(loses) {
  for (const name of ["dragover", "drop"]) document.addEventListener(name, refuseFiles);
  addEventListener("beforeunload", (event) => loses() && event.preventDefault());
}

function refuseFiles(event) {
  if (!event.dataTransfer?.types.includes("Files")) return;
  event.preventDefault();
  if (!event.target.closest?.(".drop")) event.dataTransfer.dropEffect = "none";
}
