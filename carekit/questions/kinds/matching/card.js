// Pairs: a partner is chosen for each part on the left.
/** @import { Kind, Part, Question } from "../../../widgets/static/types.js" */
import { make, newId } from "../../../widgets/static/base/elements.js";
import { bareIn, filledText } from "../../../widgets/static/base/text.js";
import { explain, hush, makeNote } from "../../../widgets/static/kinds/notes.js";
import { textOf } from "../../../widgets/static/kinds/options.js";
import { answerOf, partsOf, usedTwice } from "../../../widgets/static/kinds/parts.js";
import { picker } from "../../../widgets/static/kinds/picker.js";
import "./card.css";

/** @typedef {Question & { left: Part[], right: Part[], order: string[] }} MatchingQuestion */

/** @type {Kind<MatchingQuestion>} */
export const matching = {
  missing: { one: "left-one", more: "left" },
  draw(question, { painter, words }) {
    const node = make("div", "care-pairs");
    const lefts = new Map(question.left.map(({ id, say }) => [id, say]));
    const rights = new Map(question.right.map(({ id, say }) => [id, say]));
    /** @type {Map<string, { row: HTMLElement, select: HTMLSelectElement, note: HTMLElement }>} */
    const rows = new Map();
    for (const { id, say } of question.left) {
      const row = make("div", "care-pair");
      const name = newId();
      const label = painter.words(make("label", "care-say", { for: name }), say);
      const select = picker(question.right, question.order, words.pick, painter);
      const note = makeNote(`${name}-note`);
      select.id = name;
      select.setAttribute("aria-describedby", note.id);
      row.append(label, select, note);
      node.append(row);
      rows.set(id, { row, select, note });
    }
    return {
      node,
      instruction: words["pair-up"],
      nothing: words["choose-first"],
      focus: () => rows.values().next().value?.select.focus(),
      read: () => answerOf([...rows].map(([id, { select }]) => [id, select.value])),
      // Python gives nothing for a partner used twice; the learner hears of it before that.
      refused() {
        const values = [...rows.values()].map(({ select }) => select.value);
        const twice = usedTwice(values.filter(Boolean));
        if (!twice) return undefined;
        return filledText(words.twice, { item: bareIn(textOf(rights, twice)) });
      },
      write(answer) {
        const given = partsOf(answer);
        for (const [id, { select }] of rows) select.value = given.get(id) || "";
      },
      title: (id) => textOf(lefts, id),
      clear() {
        for (const { row, note } of rows.values()) {
          delete row.dataset.is;
          hush(note, painter);
        }
      },
      show(notes) {
        for (const { option, right, says } of notes) {
          const found = rows.get(option ?? "");
          if (!found) continue;
          const outcome = right ? "right" : "wrong";
          found.row.dataset.is = outcome;
          explain(found.note, outcome, painter, says);
        }
      },
    };
  },
};
