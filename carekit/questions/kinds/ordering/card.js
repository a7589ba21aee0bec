// An order: items are put to another place by arrows or by number.
/** @import { Kind, Part, Question } from "../../../widgets/static/types.js" */
import { icon, make } from "../../../widgets/static/base/elements.js";
import { bareIn, filledText } from "../../../widgets/static/base/text.js";
import { because, hush, makeNote } from "../../../widgets/static/kinds/notes.js";
import { textOf } from "../../../widgets/static/kinds/options.js";
import { placed } from "../../../widgets/static/kinds/parts.js";
import "./card.css";
import "../../../widgets/static/kinds/picker.css";

/** @typedef {Question & { items: Part[], order: string[] }} OrderingQuestion */

/** @type {Kind<OrderingQuestion>} */
export const ordering = {
  missing: { one: "left-one", more: "left" },
  draw(question, { painter, words }) {
    const node = make("div", "care-order");
    const list = make("ol", "care-items");
    const live = make("p", "care-heard", { role: "status" });
    const note = makeNote();
    const says = new Map(question.items.map(({ id, say }) => [id, say]));
    const total = question.order.length;
    let order = question.order;
    let touched = false;

    const number = () => {
      order.forEach((id, place) => {
        const { select, up, down } = itemOf(id);
        select.value = String(place + 1);
        up.setAttribute("aria-disabled", String(place === 0));
        down.setAttribute("aria-disabled", String(place === total - 1));
      });
    };
    // What holds the keyboard stays where it is in the page, and the others are put around it: an
    // element that is moved loses the focus.
    /** @param {string} id @param {number} to */
    const place = (id, to) => {
      order = placed(order, id, to);
      const { item } = itemOf(id);
      for (const other of order.slice(0, to)) list.insertBefore(itemOf(other).item, item);
      for (const other of order.slice(to + 1)) list.append(itemOf(other).item);
      touched = true;
      number();
      painter.words(live, words.moved, { item: bareIn(textOf(says, id)), place: to + 1, total });
    };
    /** @param {string} id @param {number} by */
    const step = (id, by) => {
      const to = order.indexOf(id) + by;
      if (to < 0 || to >= total) return;
      place(id, to);
      list.dispatchEvent(new Event("input", { bubbles: true }));
    };
    /** @param {string} id */
    const drawItem = (id) => {
      const item = make("li", "care-item", { "data-item": id });
      const said = textOf(says, id);
      /** @param {string} key */
      const called = (key) => filledText(words[key], { item: bareIn(said) });
      const select = painter.label(make("select", "care-pick"), called("position"));
      for (let nth = 1; nth <= total; nth++) {
        const option = make("option", "", { value: nth });
        option.textContent = String(nth);
        select.append(option);
      }
      select.addEventListener("change", () => place(id, Number(select.value) - 1));
      /** @param {string} key @param {"up" | "down"} name @param {number} by */
      const arrow = (key, name, by) => {
        const button = make("button", "care-arrow", { type: "button" });
        painter.label(button, called(key)).append(icon(name));
        button.addEventListener("click", () => step(id, by));
        return button;
      };
      const up = arrow("move-up", "up", -1);
      const down = arrow("move-down", "down", 1);
      item.append(select, painter.words(make("span", "care-say"), said), up, down);
      list.append(item);
      return { item, select, up, down };
    };
    const items = new Map(question.order.map((id) => [id, drawItem(id)]));
    /** @param {string} id */
    const itemOf = (id) => {
      const found = items.get(id);
      if (!found) throw new Error(`the question has no item ${id}`);
      return found;
    };
    node.append(list, note, live);
    number();
    return {
      node,
      instruction: words["put-in-order"],
      nothing: words["move-first"],
      focus: () => itemOf(order[0]).select.focus(),
      read: () => (touched ? order : []),
      write(answer) {
        touched = answer.length > 0;
        const wanted = touched ? answer : question.order;
        if (wanted.join() !== order.join()) list.append(...wanted.map((id) => itemOf(id).item));
        order = wanted;
        number();
      },
      clear() {
        delete node.dataset.is;
        hush(note, painter);
      },
      show(notes) {
        const outcome = notes[0]?.right ? "right" : "wrong";
        node.dataset.is = outcome;
        note.replaceChildren(icon(outcome), ...notes.map(({ says: why }) => because(painter, why)));
        note.hidden = false;
      },
    };
  },
};
