// The quiz: questions one under another, each judged by Python.
/** @import { Mounted, Question, Told, Traits } from "./types.js" */
/** @import { CardState } from "./cards/verdict.js" */
import { make } from "./base/elements.js";
import { heading, makeRoot, noticeList, widget } from "./base/widget.js";
import { drawJudgedCard } from "./cards/judged-card.js";

/**
 * @typedef {Traits & {
 *   questions: Question[], states: Record<string, CardState>, notices: Told[], confidence: boolean,
 * }} QuizTraits
 */

export default widget(
  /** @param {Mounted<QuizTraits>} mounted */ (mounted) => {
    const { model, painter, words, on } = mounted;
    const tools = { painter, words, model, confidence: model.get("confidence") };
    const root = makeRoot("care-cards care-quiz", { role: "group" });
    const progress = make("p", "care-progress");
    root.append(heading(mounted, root, progress), noticeList(mounted));

    const questions = model.get("questions");
    const cards = questions.map((question, place) => drawJudgedCard(question, place + 1, tools));
    root.append(...cards.map(({ form }) => form));

    // Another variant of a question is another card in the same place.
    /** @param {number} place */
    const redraw = (place) => {
      const old = cards[place];
      const card = drawJudgedCard(model.get("questions")[place], place + 1, tools);
      const held = old.form.contains(document.activeElement);
      painter.clear(old.form);
      old.form.replaceWith(card.form);
      cards[place] = card;
      if (held) card.focus();
    };
    const draw = () => {
      const states = model.get("states");
      questions.forEach(({ id }, place) => {
        const now = states[id];
        const { variant } = cards[place];
        if (now && now.variant !== undefined && now.variant !== variant) redraw(place);
        cards[place].update(now);
      });
      const right = Object.values(states).filter((state) => state.right).length;
      painter.words(progress, words.progress, { right, total: questions.length });
    };
    on("change:states", draw);
    draw();
    return root;
  },
);
