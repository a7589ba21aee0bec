// A question's frame, the same for every way to use it: its number and words, how to answer, and
// the answer itself.
/** @import { Question, Tools, Values } from "../types.js" */
import { make, newId, plain } from "../base/elements.js";
import { filledText } from "../base/text.js";
import { kindOf } from "../kinds/registry.js";
import "./cards.css";

/**
 * Returns the form of a question, its fieldset, the field for its answer, and a function that
 * fills values into the words of a key.
 *
 * @param {Question} question
 * @param {number} number
 * @param {Tools} tools
 */
export function drawFrame(question, number, tools) {
  const { painter, words } = tools;
  const form = make("form", "care-card", { novalidate: "", "data-question": question.id });
  const body = kindOf(question).draw(question, tools);
  const fieldset = make("fieldset");
  const legend = make("legend");
  const ask = painter.words(make("span", "care-ask"), question.ask);
  legend.append(plain("span", "care-count", String(number)), ask);
  fieldset.append(legend);
  if (body.instruction) {
    const how = painter.words(make("p", "care-how", { id: newId() }), body.instruction);
    fieldset.setAttribute("aria-describedby", how.id);
    fieldset.append(how);
  }
  fieldset.append(body.node);
  form.append(fieldset);
  /** @param {string} key @param {Values} [values] */
  const said = (key, values) => filledText(words[key], values);
  return { form, fieldset, body, said };
}
