// Options to tick: what single, multiple, judgement and hotspot questions share.
/** @import { AnswerField, Part, Question, Text, Tools } from "../types.js" */
/** @import { Outcome } from "./notes.js" */
import { make, newId } from "../base/elements.js";
import { bold } from "../base/text.js";
import { explain, hush, makeNote } from "./notes.js";
import "./options.css";

/** @typedef {Question & { choices: Part[], order: string[] }} OptionsQuestion */

/** @type {Record<Outcome, string>} */
const OPTION = { right: "option-right", partly: "option-partly", wrong: "option-wrong" };

/**
 * @param {OptionsQuestion} question
 * @param {Tools} tools
 * @param {"radio" | "checkbox"} type
 * @param {Text} instruction
 * @returns {AnswerField & { inputs: Map<string, HTMLInputElement> }}
 */
export function drawOptions(question, { painter, words }, type, instruction) {
  const name = newId();
  const node = make("div", "care-options");
  /** @type {Map<string, { row: HTMLElement, note: HTMLElement }>} */
  const rows = new Map();
  /** @type {Map<string, HTMLInputElement>} */
  const inputs = new Map();
  const says = new Map(question.choices.map(({ id, say }) => [id, say]));
  for (const id of question.order) {
    const row = make("div", "care-option");
    const label = make("label", "care-choice");
    const input = make("input", "", { type, name, value: id });
    const note = makeNote(`${name}-${rows.size}`);
    input.setAttribute("aria-describedby", note.id);
    label.append(input, painter.words(make("span", "care-say"), textOf(says, id)));
    row.append(label, note);
    node.append(row);
    rows.set(id, { row, note });
    inputs.set(id, input);
  }
  return {
    node,
    inputs,
    instruction,
    nothing: words["choose-first"],
    focus: () => inputs.values().next().value?.focus(),
    read: () => question.order.filter((id) => inputs.get(id)?.checked),
    write(answer) {
      for (const [id, input] of inputs) input.checked = answer.includes(id);
    },
    clear() {
      for (const { row, note } of rows.values()) {
        delete row.dataset.is;
        hush(note, painter);
      }
    },
    show(notes) {
      for (const { option, right, credit, says: why } of notes) {
        const found = rows.get(option ?? "");
        if (!found) continue;
        const outcome = right ? "right" : credit ? "partly" : "wrong";
        found.row.dataset.is = outcome;
        explain(found.note, outcome, painter, bold(words[OPTION[outcome]]), why);
      }
    },
  };
}

/**
 * The words of a part; a question that Python has sent names no part that it does not hold.
 *
 * @param {Map<string, Text>} says
 * @param {string} id
 */
export function textOf(says, id) {
  const say = says.get(id);
  if (!say) throw new Error(`the question has no part ${id}`);
  return say;
}
