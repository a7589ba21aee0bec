// The buttons that choose the language of the page.
/** @import { Lang, Receiver, Text } from "../types.js" */
/** @import { Painter } from "./painter.js" */
import { holdStill, make, plain } from "./elements.js";
import { languageOf, lastLang, shownLangs } from "./languages.js";
import { keep } from "./storage.js";

/**
 * `choices` are values of the attribute; each becomes a button that says whether it is chosen.
 *
 * @param {Painter} painter
 * @param {Receiver} model
 * @param {Text} text what the group is called
 * @param {string[]} choices
 * @param {Element} [anchor] what stays where it is on the screen; by default the button
 */
export function languageSwitch(painter, model, text, choices, anchor) {
  const group = painter.label(make("div", "care-langs", { role: "group" }), text);
  // Where there is one language, there is nothing to choose.
  group.hidden = choices.length < 2;
  for (const tags of choices) {
    const button = make("button", "care-lang", { type: "button" });
    button.dataset.tags = tags;
    const langs = /** @type {Lang[]} */ (tags.split(" "));
    langs.forEach((lang, place) => {
      if (place) button.append(" + ");
      const alone = tags === lang || place;
      button.append(
        plain("span", "", alone ? languageOf(lang).name : languageOf(lang).short, lang),
      );
    });
    painter.state(button, () => {
      button.setAttribute("aria-pressed", String(isChosen(tags, choices, shownLangs())));
    });
    button.addEventListener("click", () => readIn(tags, model, anchor || button));
    group.append(button);
  }
  return group;
}

/**
 * Whether a choice is the one that is read. Where two languages are read and no choice is the two
 * of them, each of them is.
 *
 * @param {string} tags
 * @param {string[]} choices
 * @param {Lang[]} read
 */
export function isChosen(tags, choices, read) {
  const all = read.join(" ");
  return choices.includes(all) ? all === tags : read.includes(/** @type {Lang} */ (tags));
}

/** @param {string} tags @param {Receiver} model @param {Element} anchor */
function readIn(tags, model, anchor) {
  holdStill(anchor, () => {
    document.documentElement.dataset.careLang = tags;
  });
  keep("care-lang", tags);
  try {
    model.send({ do: "lang", lang: lastLang() });
  } catch {
    // The kernel that made this widget is gone; the choice still holds in this browser.
  }
}
