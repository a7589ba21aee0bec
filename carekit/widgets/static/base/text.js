// Texts in every language: filling their gaps and putting them together. No page is needed.
/** @import { Lang, Text, Value, Values } from "../types.js" */
import { courseLangs, languageOf } from "./languages.js";

/**
 * A text made anew for each language.
 *
 * @param {(lang: Lang) => string} one
 */
export const inEach = (one) =>
  /** @type {Text} */ (Object.fromEntries(courseLangs().map((lang) => [lang, one(lang)])));

/**
 * Fills the gaps of a sentence; one without a value stays as it is.
 *
 * @param {string} said
 * @param {Values} values
 * @param {Lang} lang
 */
export function filled(said, values, lang) {
  return said.replace(/\{(\w+)\}/g, (whole, name) => {
    const value = values[name];
    if (value === undefined) return whole;
    return String(typeof value === "function" ? value(lang) : value);
  });
}

/**
 * Fills the gaps of a text in every language.
 *
 * @param {Text} text
 * @param {Values} [values]
 */
export const filledText = (text, values = {}) => inEach((lang) => filled(text[lang], values, lang));

/**
 * Verdict and reason of one language stay together, also where two languages are shown.
 *
 * @param {Text[]} texts
 */
export const joined = (...texts) =>
  inEach((lang) => texts.map((text) => text[lang]).join(languageOf(lang).spaced ? " " : ""));

/** @param {string} mark @param {Text[]} texts */
export const joinedBy = (mark, ...texts) =>
  inEach((lang) => texts.map((text) => text[lang]).join(mark));

/** @param {Text} text */
export const bold = (text) => inEach((lang) => `**${text[lang]}**`);

/**
 * Words without their marks, for a select's options and a button's name: both are bare text.
 *
 * @param {string} said
 */
export const bare = (said) => said.replace(/\*\*|`/g, "");

/** @param {Text} text @returns {Value} */
export const bareIn = (text) => (lang) => bare(text[lang]);
