// Search over all pages of one language: what is looked through was written beside them.

/** @typedef {{ at: string, page: string, under: string, says: string }} Passage */

export const MOST = 20;
const AROUND = 60;

/** A text without differences that nobody means. @param {string} said */
export const plainForm = (said) => said.normalize("NFKC").toLowerCase();

/**
 * The passages that hold every word, those with all of them in a heading first.
 *
 * @param {Passage[]} passages
 * @param {string} asked
 */
export function find(passages, asked) {
  const words = plainForm(asked).split(/\s+/u).filter(Boolean);
  if (!words.length) return [];
  /** @param {string} text */
  const holds = (text) => words.every((word) => text.includes(word));
  return passages
    .map((passage) => ({
      passage,
      inHeading: holds(plainForm(`${passage.page} ${passage.under}`)),
      inText: holds(plainForm(passage.says)),
    }))
    .filter(({ inHeading, inText }) => inHeading || inText)
    .sort((one, other) => Number(other.inHeading) - Number(one.inHeading))
    .map(({ passage }) => passage);
}

/**
 * The words around the first word that was looked for: before it, the word itself, behind it.
 *
 * @param {string} says
 * @param {string} asked
 */
export function excerpt(says, asked) {
  const word = plainForm(asked).split(/\s+/u).find(Boolean) ?? "";
  const form = plainForm(says);
  const at = form.indexOf(word);
  // Where folding has changed the length, a place in the one is none in the other.
  if (at < 0 || form.length !== says.length)
    return { before: says.slice(0, 2 * AROUND), word: "", after: "" };
  const from = Math.max(0, at - AROUND);
  const to = at + word.length;
  return {
    before: (from ? "…" : "") + says.slice(from, at),
    word: says.slice(at, to),
    after: says.slice(to, to + AROUND) + (to + AROUND < says.length ? "…" : ""),
  };
}
