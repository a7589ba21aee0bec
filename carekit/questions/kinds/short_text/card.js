// A word or a short phrase that is typed.
/** @import { Kind, Question } from "../../../widgets/static/types.js" */
import { drawTyped } from "../../../widgets/static/kinds/typed-field.js";
import "./card.css";

/**
 * Whether a key belongs to an input method: Enter takes a word it offers, and must not send the
 * answer. Safari ends the composing before that key, and tells by the code 229 only.
 *
 * @param {{ key: string, isComposing: boolean, keyCode: number }} event
 */
export const takesWord = ({ key, isComposing, keyCode }) =>
  key === "Enter" && (isComposing || keyCode === 229);

/** @type {Kind<Question>} */
export const short_text = {
  draw(_question, tools) {
    const { words } = tools;
    // The browser's spelling marks and suggestions would be hints.
    const plain = { spellcheck: "false", autocapitalize: "off", autocorrect: "off" };
    const field = drawTyped(tools, plain, words["write-first"]);
    field.input.addEventListener("keydown", (event) => {
      if (takesWord(event)) event.preventDefault();
    });
    return { ...field, instruction: words["write-words"] };
  },
};
