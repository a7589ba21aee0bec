// One text field and the reason below it: what kinds share whose answer is typed.
/** @import { AnswerField, Text, Tools } from "../types.js" */
import { make, newId } from "../base/elements.js";
import { explain, hush, makeNote } from "./notes.js";
import "./typed-field.css";

/**
 * @param {Tools} tools
 * @param {Record<string, string>} attributes of the field
 * @param {Text} nothing what to say when it is empty
 * @returns {AnswerField & { input: HTMLInputElement, line: HTMLElement }}
 */
export function drawTyped({ painter, words }, attributes, nothing) {
  const node = make("div", "care-typed");
  const id = newId();
  const label = painter.words(make("label", "care-field", { for: id }), words["your-answer"]);
  const input = make("input", "", { id, type: "text", autocomplete: "off", ...attributes });
  const line = make("div", "care-line");
  line.append(input);
  const note = makeNote();
  node.append(label, line, note);
  return {
    node,
    input,
    line,
    nothing,
    focus: () => input.focus(),
    read: () => (input.value.trim() ? [input.value] : []),
    write(answer) {
      input.value = answer.join("");
    },
    clear() {
      delete node.dataset.is;
      input.removeAttribute("aria-invalid");
      hush(note, painter);
    },
    refuse: () => input.setAttribute("aria-invalid", "true"),
    // Before the last try there may be nothing to say but that the answer is not right.
    show([reason]) {
      const outcome = reason?.right ? "right" : "wrong";
      node.dataset.is = outcome;
      if (reason) explain(note, outcome, painter, reason.says);
    },
  };
}
