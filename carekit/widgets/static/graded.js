// Cards that count: an answer is saved and can be changed; nothing here or in Python knows the key.
/** @import { Mounted, Question, Receiver, Told, Tools, Traits } from "./types.js" */
import { timeOf } from "./base/dates.js";
import { make } from "./base/elements.js";
import { sender } from "./base/sender.js";
import { heading, makeRoot, noticeList, widget } from "./base/widget.js";
import { drawKeptCard } from "./cards/kept-card.js";
import "./graded.css";

/**
 * What became of the last answer; `turn` tells two equal ones apart.
 *
 * @typedef {object} KeptState
 * @property {number} turn
 * @property {string[]} answer
 * @property {string | null} saved
 * @property {Told | null} fault
 * @property {Told | null} trouble
 */
/**
 * @typedef {Traits & {
 *   questions: Question[], states: Record<string, KeptState>, notices: Told[],
 * }} GradedTraits
 */

export default widget(
  /** @param {Mounted<GradedTraits>} mounted */ (mounted) => {
    const { model, painter, words, on } = mounted;
    const tools = { painter, words, model };
    const root = makeRoot("care-cards care-quiz care-graded", { role: "group" });
    const progress = make("p", "care-progress");
    root.append(heading(mounted, root, progress), noticeList(mounted));

    const questions = model.get("questions");
    const cards = questions.map((question, place) => drawGradedCard(question, place + 1, tools));
    root.append(...cards.map(({ form }) => form));
    const draw = () => {
      const states = model.get("states");
      questions.forEach(({ id }, place) => {
        cards[place].update(states[id]);
      });
      const done = Object.values(states).filter((state) => state.saved).length;
      painter.words(progress, words["saved-of"], { done, total: questions.length });
    };
    on("change:states", draw);
    draw();
    return root;
  },
);

/** @param {Question} question @param {number} number @param {Tools & { model: Receiver }} tools */
function drawGradedCard(question, number, tools) {
  const { painter, words, model } = tools;
  const card = drawKeptCard(question, number, tools);
  const { form, fieldset, body } = card;
  const saved = make("p", "care-saved");
  const button = painter.words(make("button", "care-check", { type: "submit" }), words.save);
  const actions = make("div", "care-actions");
  actions.append(button);
  fieldset.after(actions);
  form.append(saved);

  let turn = -1;
  /** @type {string | null} */
  let kept = null;
  const rest = () => form.removeAttribute("aria-busy");
  const post = sender(model, () => {
    rest();
    card.tell("ask", "waiting-to-save");
  });
  form.addEventListener("input", () => {
    post.heard();
    rest();
    card.hush();
    if (kept) card.tell("ask", "changed");
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const answer = body.read();
    card.hush();
    const wrong = answer.length ? body.refused?.() : body.nothing;
    if (wrong) {
      card.say("ask", wrong);
      body.focus();
      return;
    }
    form.setAttribute("aria-busy", "true");
    post.ask({ do: "save", question: question.id, answer });
  });
  return {
    form,
    /** @param {KeptState | undefined} state */
    update(state) {
      if (!state || state.turn === turn) return;
      turn = state.turn;
      post.heard();
      rest();
      card.hush();
      body.write(state.answer);
      if (state.fault) {
        card.tell("ask", state.fault.says, state.fault.values);
        body.refuse?.();
        return;
      }
      painter.clear(saved);
      delete saved.dataset.is;
      saved.removeAttribute("role");
      if (state.trouble) {
        saved.dataset.is = "trouble";
        saved.setAttribute("role", "alert");
        painter.words(saved, words[state.trouble.says], state.trouble.values);
        return;
      }
      kept = state.saved;
      const when = state.saved ?? "";
      painter.words(saved, words["saved-can-change"], { time: (lang) => timeOf(when, lang) });
      if (turn) card.tell("ask", "saved-now");
    },
  };
}
