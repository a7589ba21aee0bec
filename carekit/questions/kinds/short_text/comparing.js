// When a typed text is one of the listed ones, and when it is one typing mistake away, as
// comparing.py has it.
import { caseFolded, isBlank, isDigit, oneBlank } from "../../browser_judging/text-forms.js";

/** Below this number of letters one wrong letter makes another word. */
const SHORTEST = 5;

/** @param {string} typed @param {string[]} listed @param {string[]} fold */
export function sameText(typed, listed, fold) {
  const forms = formsOf(typed, fold);
  return listed.some((one) => forms.includes(folded(one, fold)));
}

/** @param {string} typed @param {string[]} listed @param {string[]} fold */
export function oneMistakeAway(typed, listed, fold) {
  const forms = formsOf(typed, fold);
  return listed
    .map((one) => folded(one, fold))
    .filter((text) => [...text].filter((sign) => /\p{L}/u.test(sign)).length >= SHORTEST)
    .some((text) => forms.some((form) => oneApart([...form], [...text])));
}

/** @param {string} said @param {string[]} fold */
function folded(said, fold) {
  const form = fold.includes("width") ? "NFKC" : "NFC";
  let text = said.normalize(form).replaceAll(/\p{Cf}/gu, "");
  // Folding may take a letter apart again.
  if (fold.includes("case")) text = caseFolded(text).normalize(form);
  return oneBlank(text);
}

/** A typed text as it is and, where that is folded, without punctuation at its ends. @param {string} typed @param {string[]} fold */
function formsOf(typed, fold) {
  const text = folded(typed, fold);
  return fold.includes("edges") ? [text, bare(text)] : [text];
}

/** @param {string} text */
function bare(text) {
  const signs = [...text];
  /** @param {string} sign */
  const inside = (sign) => !isBlank(sign) && !/\p{P}/u.test(sign);
  const first = signs.findIndex(inside);
  return first < 0 ? text : signs.slice(first, signs.findLastIndex(inside) + 1).join("");
}

/** Whether the Damerau-Levenshtein distance of two texts is 1, figures left alone. @param {string[]} one @param {string[]} other */
function oneApart(one, other) {
  let start = 0;
  while (start < one.length && start < other.length && one[start] === other[start]) start += 1;
  let [end, stop] = [one.length, other.length];
  while (end > start && stop > start && one[end - 1] === other[stop - 1]) {
    end -= 1;
    stop -= 1;
  }
  const [left, right] = [one.slice(start, end), other.slice(start, stop)];
  if ([...left, ...right].some(isDigit)) return false;
  const swapped =
    left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0];
  return swapped || Math.max(left.length, right.length) === 1;
}
