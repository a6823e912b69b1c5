// Files on their way to the server, with how far they are.

import { Problem, headers, understood } from "./api.js";
import { t } from "./words.js";

const ALL = 100;

/** Sends a form and gives the answer's text; `went` hears of whole percents; raises Problem, or AbortError where it is stopped. */
export function upload(path, form, went, signal) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", path);
    for (const [name, value] of Object.entries(headers())) request.setRequestHeader(name, value);
    request.upload.addEventListener("progress", (event) => event.lengthComputable && went(Math.floor((ALL * event.loaded) / event.total)));
    request.upload.addEventListener("load", () => went(ALL));
    request.addEventListener("load", () => {
      if (request.status < 300) resolve(request.responseText);
      else reject(understood(request.status, request.responseText));
    });
    request.addEventListener("error", () => reject(new Problem({ code: "away", detail: t("fault.away") })));
    request.addEventListener("abort", () => reject(new DOMException("stopped", "AbortError")));
    signal.addEventListener("abort", () => request.abort());
    request.send(form);
  });
}
