// The languages of a course, as Python sends them with every widget.
/** @import { Language } from "../../carekit/widgets/static/types.js" */

/** @param {Partial<Language> & { tag: string }} own @returns {Language} */
export const language = (own) => ({
  name: own.tag,
  short: own.tag,
  direction: "ltr",
  locale: own.tag,
  sans: [],
  voices: [],
  dash: "–",
  spaced: true,
  place: "",
  ...own,
});

export const THREE = [
  language({ tag: "en", name: "English", short: "EN", locale: "en-GB", voices: ["en-US", "en"] }),
  language({ tag: "zh-Hans", locale: "zh-CN", voices: ["zh-CN", "zh", "yue"], spaced: false }),
  language({ tag: "zh-Hant", locale: "zh-TW", voices: ["zh-TW", "zh", "yue"], spaced: false }),
];
