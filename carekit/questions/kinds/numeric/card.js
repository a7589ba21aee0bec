// A number that is typed.
/** @import { Kind, Question, Text } from "../../../widgets/static/types.js" */
import { make } from "../../../widgets/static/base/elements.js";
import { drawTyped } from "../../../widgets/static/kinds/typed-field.js";
import "./card.css";

/** @typedef {Question & { unit?: Text }} NumericQuestion */

/** @type {Kind<NumericQuestion>} */
export const numeric = {
  draw(question, tools) {
    const { painter, words } = tools;
    const field = drawTyped(tools, { inputmode: "decimal" }, words.empty);
    if (question.unit) {
      const unit = painter.words(
        make("span", "care-unit", { id: `${field.input.id}-unit` }),
        question.unit,
      );
      field.input.setAttribute("aria-describedby", unit.id);
      field.line.append(unit);
    }
    return field;
  },
};
