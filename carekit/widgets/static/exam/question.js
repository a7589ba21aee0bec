// One question of an exam: an answer is kept as soon as it is complete.
/** @import { Question, Tools } from "../types.js" */
import { timeOf } from "../base/dates.js";
import { make } from "../base/elements.js";
import { drawKeptCard } from "../cards/kept-card.js";
import { same } from "./pending.js";

/** A typed answer is complete when the typing rests so long, in milliseconds. */
const REST = 700;

/**
 * @param {Question} question
 * @param {number} number
 * @param {Tools} tools
 * @param {(question: string, answer: string[]) => void} changed
 */
export function drawExamQuestion(question, number, tools, changed) {
  const { painter, words } = tools;
  const card = drawKeptCard(question, number, tools);
  const { form, body } = card;
  const saved = make("p", "care-saved");
  form.append(saved);
  form.hidden = true;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let wait;
  /** @type {string[] | null} */
  let told = null;
  const settle = () => {
    clearTimeout(wait);
    wait = undefined;
    const answer = body.read();
    const refused = body.refused?.();
    if (refused) {
      card.say("ask", refused);
    } else if (answer.length && !same(answer, told)) {
      told = answer;
      changed(question.id, answer);
    }
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    settle();
  });
  form.addEventListener("input", ({ target }) => {
    card.hush();
    clearTimeout(wait);
    // A tick is complete at once.
    const typed = target instanceof HTMLInputElement && target.type === "text";
    if (typed) wait = setTimeout(settle, REST);
    else settle();
  });
  form.addEventListener("change", settle);
  return {
    form,
    body,
    say: card.say,
    /** Sends what has not been sent, without waiting for the typing to rest. */
    settle,
    forget() {
      told = null;
    },
    /** @param {string[]} answer */
    write(answer) {
      // What is being typed is newer than what is on the disk.
      if (wait === undefined && !same(body.read(), answer)) body.write(answer);
      told ??= answer;
    },
    /** @param {string} time */
    savedAt: (time) =>
      painter.words(saved, words["saved-exam"], { time: (lang) => timeOf(time, lang) }),
    lock() {
      /** @type {NodeListOf<HTMLInputElement | HTMLSelectElement | HTMLButtonElement>} */
      const fields = form.querySelectorAll("input, select, button");
      for (const field of fields) field.disabled = true;
    },
  };
}

/** @typedef {ReturnType<typeof drawExamQuestion>} ExamQuestion */
