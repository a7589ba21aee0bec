// Which language the page is read in: one attribute on <html>, watched by every widget.
// Its value is one tag, or two for side by side, as in "en zh-Hant".
/** @import { Lang } from "../types.js" */
import { kept } from "./storage.js";

/** @type {Lang[]} */
export const LANGS = ["en", "zh-Hans", "zh-Hant"];

/** The names of a language and a region that `Intl` writes dates in. */
export const LOCALES = { en: "en-GB", "zh-Hans": "zh-CN", "zh-Hant": "zh-TW" };

/** @param {string} tag @returns {tag is Lang} */
const isLang = (tag) => LANGS.includes(/** @type {Lang} */ (tag));

/**
 * The languages that a value of the attribute names; English where it names none.
 *
 * @param {string | undefined} said
 */
export function langsIn(said) {
  const tags = (said || "").split(" ").filter(isLang);
  /** @type {Lang[]} */
  const english = ["en"];
  return tags.length ? tags : english;
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
