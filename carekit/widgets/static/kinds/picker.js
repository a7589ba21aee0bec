// A native list: JupyterLab takes no key from it, and every screen reader knows it.
/** @import { Part, Text } from "../types.js" */
/** @import { Painter } from "../base/painter.js" */
import { make } from "../base/elements.js";
import { lastLang, shownLangs } from "../base/languages.js";
import { bare } from "../base/text.js";
import { textOf } from "./options.js";
import "./picker.css";

/**
 * @param {Part[]} choices
 * @param {string[]} order
 * @param {Text} none what stands there before a choice
 * @param {Painter} painter
 */
export function picker(choices, order, none, painter) {
  const select = make("select", "care-pick");
  const says = new Map(choices.map(({ id, say }) => [id, say]));
  for (const id of ["", ...order]) {
    const option = make("option", "", { value: id });
    const text = id ? textOf(says, id) : none;
    painter.state(option, () => {
      option.textContent = shownLangs()
        .map((lang) => bare(text[lang]))
        .join(" / ");
      option.lang = lastLang();
    });
    select.append(option);
  }
  return select;
}
