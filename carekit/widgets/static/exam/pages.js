// What stands around the questions of an exam: the start page, the steps, and handing in.
/** @import { Question, Tools, Values } from "../types.js" */
import { make, newId } from "../base/elements.js";
import { shownLangs } from "../base/languages.js";
import { filled } from "../base/text.js";

/**
 * @param {Tools} tools
 * @param {number} total
 * @param {number | null} minutes
 * @param {() => void} begin
 */
export function drawStart({ painter, words }, total, minutes, begin) {
  const node = make("div", "care-card");
  const rules = make("ul", "care-rules");
  /** @param {string} key @param {Values} [values] */
  const rule = (key, values) => rules.append(painter.words(make("li"), words[key], values));
  rule("rule-questions", { total });
  if (minutes) rule("rule-time", { minutes: Math.round(minutes) });
  rule("rule-saved");
  rule("rule-once");
  const button = painter.words(make("button", "care-check", { type: "button" }), words.start);
  button.addEventListener("click", begin);
  const actions = make("div", "care-actions");
  actions.append(button);
  node.append(rules, actions);
  return node;
}

/**
 * A button for each question, which says whether it is answered.
 *
 * @param {Question[]} questions
 * @param {Tools} tools
 * @param {(place: number) => void} go
 */
export function drawSteps(questions, { painter, words }, go) {
  const node = painter.label(make("nav", "care-nav"), words.questions);
  const buttons = questions.map((_, place) => {
    const button = make("button", "care-step", { type: "button" });
    button.addEventListener("click", () => go(place));
    node.append(button);
    return button;
  });
  return {
    node,
    /** @param {number} at @param {Record<string, string[]>} answers */
    draw(at, answers) {
      buttons.forEach((button, place) => {
        const done = questions[place].id in answers;
        button.textContent = String(place + 1);
        button.dataset.is = done ? "done" : "open";
        button.setAttribute("aria-current", place === at ? "step" : "false");
        const text = words[done ? "question-done" : "question-open"];
        painter.state(button, () => {
          const said = shownLangs().map((lang) => filled(text[lang], { number: place + 1 }, lang));
          button.setAttribute("aria-label", said.join(" / "));
        });
      });
    },
  };
}

/**
 * Asks once more before the exam is over; focus goes in and comes back.
 *
 * @param {Tools} tools
 * @param {() => number} missing how many questions have no answer
 * @param {() => void} handIn
 */
export function drawHandIn({ painter, words }, missing, handIn) {
  const open = painter.words(make("button", "care-quiet", { type: "button" }), words["hand-in"]);
  const ask = make("div", "care-sure", { role: "alertdialog", hidden: "" });
  const text = make("p", "", { id: newId(), tabindex: "-1" });
  painter.words(text, words["sure-all"]);
  ask.setAttribute("aria-labelledby", text.id);
  const yes = painter.words(make("button", "care-check", { type: "button" }), words["hand-in-yes"]);
  const no = painter.words(make("button", "care-quiet", { type: "button" }), words["go-on"]);
  const actions = make("div", "care-actions");
  actions.append(yes, no);
  ask.append(text, actions);
  const close = () => {
    ask.hidden = true;
    open.focus();
  };
  open.addEventListener("click", () => {
    const count = missing();
    painter.words(text, words[count ? "sure-missing" : "sure-all"], { missing: count });
    ask.hidden = false;
    text.focus();
  });
  no.addEventListener("click", close);
  ask.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
  yes.addEventListener("click", handIn);
  return { open, ask };
}
