// A text with gaps, to be typed or chosen.
/** @import { Kind, Part, Question, Text } from "../../../widgets/static/types.js" */
import { make, marked, newId, plain, run } from "../../../widgets/static/base/elements.js";
import { shownLangs } from "../../../widgets/static/base/languages.js";
import { filledText } from "../../../widgets/static/base/text.js";
import { explain, hush, makeNote } from "../../../widgets/static/kinds/notes.js";
import { answerOf, partsOf, piecesOf } from "../../../widgets/static/kinds/parts.js";
import { picker } from "../../../widgets/static/kinds/picker.js";
import "./card.css";

/** @typedef {{ id: string, choices?: Part[], order?: string[] }} Gap */
/** @typedef {Question & { text: Text, gaps: Gap[] }} ClozeQuestion */

/** @type {Kind<ClozeQuestion>} */
export const cloze = {
  missing: { one: "left-one", more: "left" },
  draw(question, { painter, words }) {
    const node = make("div", "care-cloze");
    const text = make("p", "care-text-gaps");
    const reasons = make("ol", "care-reasons");
    /** @param {Gap} gap @param {number} place */
    const drawGap = (gap, place) => {
      const field = gap.choices
        ? picker(gap.choices, gap.order ?? [], words.pick, painter)
        : make("input", "care-blank", { type: "text", autocomplete: "off", spellcheck: "false" });
      const name = filledText(words.gap, { place });
      painter.label(field, name);
      const note = makeNote(newId());
      field.setAttribute("aria-describedby", note.id);
      const row = make("li", "", { value: place, hidden: "" });
      row.append(note);
      reasons.append(row);
      return { field, note, row, name, place };
    };
    const gaps = new Map(question.gaps.map((gap, at) => [gap.id, drawGap(gap, at + 1)]));
    /** @param {string} id */
    const gapOf = (id) => {
      const found = gaps.get(id);
      if (!found) throw new Error(`the question has no gap ${id}`);
      return found;
    };
    /** @param {number} place */
    const count = (place) => plain("sup", "care-mark", String(place));
    // Each field exists once: the first language holds it, a second one shows its number.
    painter.state(text, () => {
      const runs = shownLangs().map((lang, nth) => {
        const line = run(lang);
        for (const piece of piecesOf(question.text[lang])) {
          if ("words" in piece) {
            line.append(...marked(piece.words));
            continue;
          }
          const { field, place } = gapOf(piece.gap);
          if (nth) {
            line.append("[", count(place), "]");
            continue;
          }
          const whole = make("span", "care-gap-field");
          whole.append(count(place), field);
          line.append(whole);
        }
        return line;
      });
      text.replaceChildren(...runs);
    });
    node.append(text, reasons);
    return {
      node,
      instruction: words["fill-gaps"],
      nothing: words["fill-first"],
      focus: () => gaps.values().next().value?.field.focus(),
      read: () => answerOf([...gaps].map(([id, { field }]) => [id, field.value])),
      write(answer) {
        const given = partsOf(answer);
        for (const [id, { field }] of gaps) field.value = given.get(id) || "";
      },
      title: (id) => gapOf(id).name,
      clear() {
        for (const { field, row, note } of gaps.values()) {
          delete row.dataset.is;
          row.hidden = true;
          field.removeAttribute("aria-invalid");
          hush(note, painter);
        }
      },
      show(notes) {
        for (const { option, right, says } of notes) {
          const { field, row, note } = gapOf(option ?? "");
          const outcome = right ? "right" : "wrong";
          row.dataset.is = outcome;
          row.hidden = false;
          if (!right) field.setAttribute("aria-invalid", "true");
          explain(note, outcome, painter, says);
        }
      },
    };
  },
};
