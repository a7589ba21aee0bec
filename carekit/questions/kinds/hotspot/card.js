// A picture and its places: a second way to a list of options. What is clicked in the picture is
// ticked in the list.
/** @import { Kind, Text } from "../../../widgets/static/types.js" */
/** @import { OptionsQuestion } from "../../../widgets/static/kinds/options.js" */
import { make, makeSvg } from "../../../widgets/static/base/elements.js";
import { shownLangs } from "../../../widgets/static/base/languages.js";
import { bare } from "../../../widgets/static/base/text.js";
import { drawOptions } from "../../../widgets/static/kinds/options.js";
import "./card.css";

/**
 * @typedef {object} Shape one element of the picture, as SVG has it
 * @property {"line" | "rect" | "circle" | "polyline" | "text"} tag
 * @property {string} class
 * @property {Record<string, string | number>} attributes
 * @property {Text} [say]
 */
/**
 * @typedef {object} Picture
 * @property {number} width
 * @property {number} height
 * @property {Text} alt
 * @property {Shape[]} elements
 * @property {Record<string, number[]>} spots a point, or a corner with width and height, by option
 */
/** @typedef {OptionsQuestion & { picture: Picture }} HotspotQuestion */

// A picture that is wider is shown smaller; its words and numbers keep their size on the page.
const WIDEST = 560;

/** @type {Kind<HotspotQuestion>} */
export const hotspot = {
  draw(question, tools) {
    const { painter, words } = tools;
    const list = drawOptions(question, tools, "radio", words.point);
    const { picture } = question;
    const grow = Math.max(1, picture.width / WIDEST);
    const node = make("div", "care-spots");
    const art = drawPicture(picture, grow, tools);
    /** @param {string} id */
    const choose = (id) => {
      const input = list.inputs.get(id);
      if (!input) return;
      input.checked = true;
      input.dispatchEvent(new Event("input", { bubbles: true }));
    };
    const marks = new Map(
      question.order.map((id, nth) => {
        const spot = drawSpot(id, nth + 1, picture.spots[id], grow);
        spot.addEventListener("click", () => choose(id));
        art.append(spot);
        return [id, spot];
      }),
    );
    const follow = () => {
      for (const [id, spot] of marks) spot.dataset.on = String(list.inputs.get(id)?.checked);
    };
    list.node.addEventListener("input", follow);
    painter.label(art, picture.alt);
    node.append(art, list.node);
    follow();
    return {
      ...list,
      node,
      write(answer) {
        list.write(answer);
        follow();
      },
      clear() {
        list.clear();
        for (const spot of marks.values()) delete spot.dataset.is;
      },
      show(notes) {
        list.show(notes);
        for (const { option, right } of notes) {
          const spot = marks.get(option ?? "");
          if (spot) spot.dataset.is = right ? "right" : "wrong";
        }
      },
    };
  },
};

/** @param {Picture} picture @param {number} grow @param {import("../../../widgets/static/types.js").Tools} tools */
function drawPicture({ width, height, elements }, grow, { painter }) {
  const viewBox = `0 0 ${width} ${height}`;
  const art = makeSvg("svg", { viewBox, role: "img", class: "care-picture" });
  art.style.maxWidth = `${1.5 * width}px`;
  art.style.setProperty("--care-grow", String(grow));
  for (const { tag, class: tone, attributes, say } of elements) {
    const shape = makeSvg(tag, { ...attributes, class: tone });
    art.append(shape);
    if (!say) continue;
    painter.state(shape, () => {
      const [lang] = shownLangs();
      shape.setAttribute("lang", lang);
      shape.textContent = bare(say[lang]);
    });
  }
  return art;
}

/** @param {string} id @param {number} nth @param {number[]} at @param {number} grow */
function drawSpot(id, nth, [x, y, wide, high], grow) {
  const spot = makeSvg("g", { class: "care-spot", "data-spot": id });
  const area = wide
    ? makeSvg("rect", { x, y, width: wide, height: high, rx: 3 })
    : makeSvg("circle", { cx: x, cy: y, r: 14 * grow });
  const [left, top] = wide ? [x, y] : [x + 12 * grow, y - 12 * grow];
  const chip = makeSvg("g", { class: "care-chip" });
  const word = makeSvg("text", { x: left, y: top + 4 * grow, "text-anchor": "middle" });
  word.textContent = String(nth);
  chip.append(makeSvg("circle", { cx: left, cy: top, r: 9 * grow }), word);
  spot.append(area, chip);
  return spot;
}
