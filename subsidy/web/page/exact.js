// JSON as a user's file has it, without losing a digit: numbers of sums are kept as their text.

const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const SAFE_DIGITS = 15;

export class Fraction extends Error {
  constructor(token) {
    super(token);
    this.token = token;
  }
}

/** The data of a text; raises SyntaxError, or Fraction where a number is none that is written without one. */
export function parsed(text) {
  JSON.parse(text);
  return JSON.parse(text.replace(TOKEN, kept));
}

function kept(token) {
  if (token.startsWith('"')) return token;
  if (/[.eE]/.test(token)) throw new Fraction(token);
  return token.length > SAFE_DIGITS ? `"${token}"` : token;
}

/** The path of the first value of one that the other does not have alike; null where there is none. */
export function difference(one, other, path = []) {
  if (one === null || one === undefined) return null;
  if (typeof one !== "object") return same(one, other) ? null : path;
  if (typeof other !== "object" || other === null || Array.isArray(one) !== Array.isArray(other)) return path;
  if (Array.isArray(one) && one.length !== other.length) return path;
  for (const key of Object.keys(one)) {
    const found = difference(one[key], other[key], [...path, key]);
    if (found) return found;
  }
  return null;
}

function same(one, other) {
  if (typeof one === "boolean" || typeof other === "boolean") return one === other;
  return String(one) === String(other);
}
