// Days and periods: today, and what was typed or pasted in a form that can be read in one way only.

/** Today by the calendar of whoever looks at the page, as 2025-03-01. */
export function today() {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}

const FORMS = [/^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/, /^(\d{4})年(\d{1,2})月(\d{1,2})日$/, /^(\d{4})(\d{2})(\d{2})$/,
  /^(\d{4})[-/.](\d{1,2})$/, /^(\d{4})年(\d{1,2})月$/, /^(\d{4})(\d{2})$/, /^(\d{4})年?$/];

/** A day, month or year as 2025-03-01, 2025-03 or 2025; anything else as it was typed. */
export function typedPeriod(text) {
  const plain = text.normalize("NFKC").trim();
  const found = FORMS.map((form) => form.exec(plain)).find(Boolean);
  return found ? found.slice(1).map((part) => part.padStart(2, "0")).join("-") : plain;
}
