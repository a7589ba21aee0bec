// The languages of the course, and which of them the page is read in: one attribute on <html>,
// watched by every widget. Its value is one tag, or two for side by side, as in "en fr".
/** @import { Lang, Language } from "../types.js" */
import { styleFor } from "./language-style.js";
import { kept } from "./storage.js";

/** @type {Map<Lang, Language>} in page order */
let known = new Map();

/**
 * Takes in the languages of the course, as Python sends them with every widget.
 *
 * @param {Language[]} languages
 */
export function useLanguages(languages) {
  known = new Map(languages.map((language) => [language.tag, language]));
  if (typeof document !== "undefined") styleFor(languages);
}

/** The tags of the course's languages, in page order. */
export const courseLangs = () => [...known.keys()];

/**
 * The language of the words that a course lists and teaches: English where the course has it, else
 * its first one. As carekit.vocabulary.glossary.listed_language has it.
 *
 * @returns {Lang}
 */
export const listedLang = () => (known.has("en") ? "en" : (courseLangs()[0] ?? "en"));

/**
 * What is known of a language; of one that is none of the course's, its tag.
 *
 * @param {Lang} lang
 * @returns {Language}
 */
export function languageOf(lang) {
  const plain = { tag: lang, name: lang, short: lang, direction: "ltr", locale: lang };
  const rest = { sans: [], voices: [], dash: "–", spaced: true, place: "" };
  return known.get(lang) ?? { ...plain, ...rest };
}

/**
 * The languages that a value of the attribute names; the course's first where it names none.
 *
 * @param {string | undefined} said
 */
export function langsIn(said) {
  const tags = (said || "").split(" ").filter((tag) => known.has(tag));
  return tags.length ? tags : courseLangs().slice(0, 1);
}

export const shownLangs = () => langsIn(document.documentElement.dataset.careLang);

/** The one language for what can be said once only; of two it is the second. */
export const lastLang = () => /** @type {Lang} */ (shownLangs().at(-1));

/**
 * What the page already shows wins over Python: another widget may just have been used.
 *
 * @param {Lang} lang
 */
export function startIn(lang) {
  const page = document.documentElement;
  if (page.dataset.careLang) return;
  const last = kept("care-lang");
  page.dataset.careLang = last.split(" ").includes(lang) ? last : lang;
}

/** The choices of a page: each language, and the first one beside each of the others. */
export function choices() {
  const [first, ...others] = courseLangs();
  return [...courseLangs(), ...others.map((lang) => `${first} ${lang}`)];
}
