// Which voice of this machine says a word, and what a way of speaking is called. No page is needed.
/** @import { Lang, Words } from "../types.js" */
import { languageOf } from "../base/languages.js";

/** @param {string} tag */
const isCantonese = (tag) => /^yue|^zh-.*HK|^zh-.*MO/i.test(tag);

/**
 * A voice that speaks a language, or null. Voices that a server speaks with are left out: they
 * would send the word away.
 *
 * @param {Lang} lang
 * @param {SpeechSynthesisVoice[]} voices
 */
export function voiceFor(lang, voices) {
  const all = voices
    .filter((voice) => voice.localService)
    .map((voice) => ({ voice, tag: voice.lang.replaceAll("_", "-").replace(/^cmn\b/, "zh") }));
  /** @param {string} start */
  const like = (start) => all.filter(({ tag }) => `${tag}-`.startsWith(`${start}-`));
  const fit = voicesOf(lang).flatMap(like);
  // Mandarin first: most voices of Hong Kong speak Cantonese.
  const mandarin = fit.find(({ tag }) => !isCantonese(tag));
  return mandarin ?? fit[0] ?? null;
}

/** @param {Lang} lang */
function voicesOf(lang) {
  const { voices } = languageOf(lang);
  return voices.length ? voices : [lang];
}

/**
 * The name of a way of speaking, in the language that is read.
 *
 * @param {string} tag a language with its region, or with its script for a clip in Mandarin
 * @param {Lang} lang
 * @param {Words} words
 */
export function accent(tag, lang, words) {
  if (isCantonese(tag)) return words.cantonese[lang];
  if (/^zh-[A-Z][a-z]{3}$/.test(tag)) return words.mandarin[lang];
  if (/^zh/.test(tag)) return `${words["mandarin-voice"][lang]} (${tag})`;
  return new Intl.DisplayNames(lang, { type: "language" }).of(tag) ?? tag;
}
