// A question whose answer is kept and not judged: the line below it says what became of the answer.
/** @import { Question, Text, Tools, Values } from "../types.js" */
import { bringIntoView, make } from "../base/elements.js";
import { because } from "../kinds/notes.js";
import { drawFrame } from "./frame.js";

/**
 * @param {Question} question
 * @param {number} number
 * @param {Tools} tools
 */
export function drawKeptCard(question, number, tools) {
  const { painter } = tools;
  const { form, fieldset, body, said } = drawFrame(question, number, tools);
  const status = make("div", "care-status", { role: "status" });
  form.append(status);
  /** @param {string} kind @param {Text} text */
  const write = (kind, text) => {
    painter.clear(status);
    status.dataset.is = kind;
    // No icon: a tick beside a saved answer would read as "right".
    status.append(because(painter, text));
  };
  return {
    form,
    fieldset,
    body,
    /** @param {string} kind @param {Text} text */
    say(kind, text) {
      write(kind, text);
      bringIntoView(status);
    },
    /** @param {string} kind @param {string} key @param {Values} [values] */
    tell(kind, key, values) {
      write(kind, said(key, values));
      // Who is still typing has not asked for anything.
      if (key !== "changed" && form.contains(document.activeElement)) bringIntoView(status);
    },
    hush() {
      painter.clear(status);
      delete status.dataset.is;
      body.clear();
    },
  };
}

/** @typedef {ReturnType<typeof drawKeptCard>} KeptCard */
