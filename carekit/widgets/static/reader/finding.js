// Which word of a text a place belongs to, and which entry of the lexicon that is. No page is
// needed, and nothing is imported: a test in Python runs this module as it is.

/**
 * Where the entry of a form stands: "12", or "12.3" for the third relative of a word. Forms are
 * written as `normal` writes them.
 *
 * @typedef {Map<string, string>} Forms
 */
/** @typedef {{ form: string, place?: string }} Found a form without a place is not in the lexicon */

const LATIN = /[\p{Script=Latin}\p{N}]/u;
const HAN = /^\p{Script=Han}$/u;
const LETTER = /\p{L}/u;

/**
 * A form as the lexicon writes it: small letters, plain hyphens, single blanks. As
 * carekit.vocabulary.lookup.normal does it.
 *
 * @param {string} said
 */
export function normal(said) {
  const plain = said.replaceAll("‑", "-").replaceAll("’", "'").toLowerCase();
  return plain.split(/\s+/).join(" ").trim();
}

/** @param {string} text @param {number} at */
const latinAt = (text, at) => LATIN.test(text[at] || "");

/** @param {string} text @param {number} at */
const cutsWord = (text, at) => latinAt(text, at - 1) && latinAt(text, at);

/**
 * The word as a reader would part it; only a help, the lexicon's own forms come first.
 *
 * @param {string} text
 * @param {number} at
 */
export function wordAt(text, at) {
  if (latinAt(text, at)) {
    let [from, to] = [at, at + 1];
    /** @param {number} place */
    const inside = (place) => latinAt(text, place) || "'’".includes(text[place]);
    while (from > 0 && inside(from - 1)) from--;
    while (to < text.length && inside(to)) to++;
    return text.slice(from, to).replace(/^['’]+|['’]+$/g, "");
  }
  if (!LETTER.test(text[at] || "")) return "";
  if (!Intl.Segmenter) return text[at];
  const words = new Intl.Segmenter("zh", { granularity: "word" }).segment(text);
  return words.containing(at)?.segment ?? "";
}

/**
 * The longest known form that covers a place of a text, or null. A single Han character is a word
 * only where it stands as one: the 行 of 银行 is no row.
 *
 * @param {string} text
 * @param {number} at
 * @param {Forms} forms
 * @param {number} span the length of the longest form
 * @returns {Found | null}
 */
function longest(text, at, forms, span) {
  /** @type {Found | null} */
  let best = null;
  for (let from = Math.max(0, at - span); from <= at; from++) {
    for (let to = Math.min(text.length, from + span); to > at; to--) {
      if (best && to - from <= best.form.length) break;
      if (cutsWord(text, from) || cutsWord(text, to)) continue;
      const form = text.slice(from, to);
      const place = forms.get(normal(form));
      if (place === undefined || form !== form.trim()) continue;
      if (HAN.test(form) && wordAt(text, at) !== form) continue;
      best = { form, place };
    }
  }
  return best;
}

/**
 * The longest known form around a place of a text, else the word that stands there, else null.
 *
 * @param {string} text
 * @param {number} at
 * @param {Forms} forms
 * @param {number} span the length of the longest form
 * @returns {Found | null}
 */
export function findAt(text, at, forms, span) {
  const found = longest(text, at, forms, span);
  if (found) return found;
  const form = wordAt(text, at);
  return form && LETTER.test(form) ? { form } : null;
}

/**
 * What somebody selected or typed: as it is, else the longest known form inside it.
 *
 * @param {string} said
 * @param {Forms} forms
 * @param {number} span the length of the longest form
 * @returns {Found | null}
 */
export function findIn(said, forms, span) {
  const form = said.trim();
  const place = forms.get(normal(form));
  if (place !== undefined) return { form, place };
  /** @type {Found | null} */
  let best = null;
  for (let at = 0; at < form.length; at++) {
    const found = longest(form, at, forms, span);
    if (found && found.form.length > (best?.form.length ?? 0)) best = found;
  }
  return best ?? (LETTER.test(form) ? { form } : null);
}
