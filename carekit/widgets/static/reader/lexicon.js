// What can be looked up, and what Python says about it. No page is needed.
/** @import { Lang, Text, Told } from "../types.js" */
/** @import { Found } from "./finding.js" */

/**
 * @typedef {object} Relative a word of the same family
 * @property {string} word
 * @property {string} pos
 * @property {Text} gloss
 */
/**
 * A word or a term of the lexicon; a word has a gloss, a term a meaning.
 *
 * @typedef {object} Entry
 * @property {string} id
 * @property {string} [word]
 * @property {Text} [term]
 * @property {Text} [pos]
 * @property {Text} [gloss]
 * @property {Text} [means]
 * @property {Text} [note]
 * @property {{ uk: string, us: string }} [ipa]
 * @property {Partial<Record<Lang, string>>} [pinyin]
 * @property {Record<string, string[]>} [also] other names, by region
 * @property {string} [hk]
 * @property {Relative[]} [family]
 * @property {boolean} [card] it can be taken into the review
 */
/**
 * What Python says of an entry: its clips by language, whether it is in the review, what went
 * wrong.
 *
 * @typedef {object} Said
 * @property {string} [about] the id of the entry
 * @property {Record<string, string>} [clips]
 * @property {"before" | "now" | null} [added]
 * @property {Told} [trouble]
 */
/**
 * @typedef {object} Lexicon
 * @property {Entry[]} entries
 * @property {Record<string, string>} forms
 */

/**
 * The entry that a form leads to, and the relative in it; none for a form that nobody knows.
 *
 * @param {Found} found
 * @param {Lexicon} lexicon
 */
export function entryOf({ place }, { entries }) {
  if (place === undefined) return { entry: null, relative: null };
  const [at, kin] = place.split(".");
  const entry = entries[Number(at)];
  const relative = kin === undefined ? null : (entry.family?.[Number(kin)] ?? null);
  return { entry, relative };
}
