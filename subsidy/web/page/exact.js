// JSON as a user's file has it, without losing a digit: numbers are kept as their text where a number would not hold them.

const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const SAFE_DIGITS = 15;

/** The text of a file in UTF-8; raises SyntaxError where it is none, and NotReadableError where it is there no more. */
export async function decoded(file) {
  const bytes = await file.arrayBuffer();
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new SyntaxError("not UTF-8");
  }
}

/** The data of a text; raises SyntaxError. */
export function parsed(text) {
  JSON.parse(text);
  return JSON.parse(text.replace(TOKEN, kept));
}

function kept(token) {
  const isText = token.startsWith('"');
  return isText || (token.length <= SAFE_DIGITS && /^-?\d+$/.test(token)) ? token : `"${token}"`;
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
