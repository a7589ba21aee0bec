// Text in the forms in which typed words are compared, as Python has them: JavaScript knows no case
// folding, and its blanks and digits are not those of Python. A test compares every character.

/** What Python's `str.split` takes as a blank. */
export const BLANK =
  "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";
const BLANKS = new RegExp(`${BLANK}+`, "gu");
const ENDS = new RegExp(`^${BLANK}+|${BLANK}+$`, "gu");
const CHEROKEE = /\p{Script=Cherokee}/u;
// Digits in a circle, in brackets, raised or lowered: what Python's `str.isdigit` takes besides.
const DIGIT =
  /[\p{Nd}²³¹፩-፱᧚⁰⁴-⁹₀-₉①-⑨⑴-⑼⒈-⒐⓪⓵-⓽⓿❶-❾➀-➈➊-➒\u{10a40}-\u{10a43}\u{10e60}-\u{10e68}\u{11052}-\u{1105a}\u{1f100}-\u{1f10a}]/u;

/** @param {string} said */
export const stripped = (said) => said.replace(ENDS, "");
/** One blank between words and none around them. @param {string} said */
export const oneBlank = (said) => stripped(said.replace(BLANKS, " "));
/** @param {string} sign */
export const isBlank = (sign) => new RegExp(`^${BLANK}$`, "u").test(sign);
/** @param {string} sign */
export const isDigit = (sign) => DIGIT.test(sign);

/** A text without the difference of capital and small letters. @param {string} said */
export const caseFolded = (said) => [...said].map(foldedSign).join("");

/** @param {string} sign */
function foldedSign(sign) {
  // The dotless i has no other case; Cherokee folds to its capitals, which came first.
  if (sign === "ı") return sign;
  if (CHEROKEE.test(sign)) return sign.toUpperCase();
  return sign.toLowerCase().toUpperCase().toLowerCase().replaceAll("ς", "σ");
}

/**
 * Whether two typed texts are the same but for case, width of letters and blanks.
 *
 * @param {string} one
 * @param {string} other
 */
export const sameWords = (one, other) => plainWords(one) === plainWords(other);

/** @param {string} said */
const plainWords = (said) => oneBlank(caseFolded(said.normalize("NFKC")));
