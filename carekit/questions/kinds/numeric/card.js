// A number that is typed.
/** @import { Kind, Question, Text } from "../../../widgets/static/types.js" */
import { make, newId } from "../../../widgets/static/base/elements.js";
import { explain, hush, makeNote } from "../../../widgets/static/kinds/notes.js";
import "./card.css";

/** @typedef {Question & { unit?: Text }} NumericQuestion */

/** @type {Kind<NumericQuestion>} */
export const numeric = {
  draw(question, { painter, words }) {
    const node = make("div", "care-number");
    const id = newId();
    const label = painter.words(make("label", "care-field", { for: id }), words["your-answer"]);
    const input = make("input", "", {
      id,
      type: "text",
      inputmode: "decimal",
      autocomplete: "off",
    });
    const line = make("div", "care-line");
    line.append(input);
    if (question.unit) {
      const unit = painter.words(make("span", "care-unit", { id: `${id}-unit` }), question.unit);
      input.setAttribute("aria-describedby", unit.id);
      line.append(unit);
    }
    const note = makeNote();
    node.append(label, line, note);
    return {
      node,
      nothing: words.empty,
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
      // Before the last try there may be nothing to say but that the number is not right.
      show([reason]) {
        const outcome = reason?.right ? "right" : "wrong";
        node.dataset.is = outcome;
        if (reason) explain(note, outcome, painter, reason.says);
      },
    };
  },
};
