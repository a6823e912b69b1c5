// Days, moments and periods: today, and what was typed or pasted in a form that can be read in one way only.

const two = (number) => String(number).padStart(2, "0");
const dayOf = (date) => [date.getFullYear(), date.getMonth() + 1, date.getDate()].map(two).join("-");

/** Today by the calendar of whoever looks at the page, as 2025-03-01. */
export const today = () => dayOf(new Date());

/** A moment by the clock of whoever looks at the page, as 2025-03-01 09:30. */
export function moment(iso) {
  const at = new Date(iso);
  return `${dayOf(at)} ${two(at.getHours())}:${two(at.getMinutes())}`;
}

const FORMS = [/^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/, /^(\d{4})年(\d{1,2})月(\d{1,2})日$/, /^(\d{4})(\d{2})(\d{2})$/,
  /^(\d{4})[-/.](\d{1,2})$/, /^(\d{4})年(\d{1,2})月$/, /^(\d{4})(\d{2})$/, /^(\d{4})年?$/];

/** A day, month or year as 2025-03-01, 2025-03 or 2025; anything else as it was typed. */
export function typedPeriod(text) {
  const plain = text.normalize("NFKC").trim();
  const found = FORMS.map((form) => form.exec(plain)).find(Boolean);
  return found ? found.slice(1).map((part) => part.padStart(2, "0")).join("-") : plain;
}

const FIRST_YEAR = 1990;
const LAST_YEAR = 2199;

/** Whether a text is a statistics year that can be asked about. */
export const isYear = (text) => /^\d{4}$/.test(text) && Number(text) >= FIRST_YEAR && Number(text) <= LAST_YEAR;
