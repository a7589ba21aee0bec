// The size of the text of the whole page: one attribute on <html>, remembered in this browser.
/** @import { Tools } from "../types.js" */
import { holdStill, make } from "../base/elements.js";
import { keep, kept } from "../base/storage.js";

export const SIZES = ["small", "normal", "large", "larger"];
const NORMAL = SIZES.indexOf("normal");

/**
 * The place of a size in the list; of one that is not there that of the normal size.
 *
 * @param {string} name
 */
export function placeOf(name) {
  const place = SIZES.indexOf(name);
  return place < 0 ? NORMAL : place;
}

/**
 * The size at a place; beyond the ends of the list the last one.
 *
 * @param {number} place
 */
export const sizeAt = (place) => SIZES[Math.max(0, Math.min(SIZES.length - 1, place))];

const sizeNow = () => placeOf(document.documentElement.dataset.careSize || kept("care-size"));

/** Gives the page the size that was chosen last. */
export function startInSize() {
  document.documentElement.dataset.careSize = sizeAt(sizeNow());
}

/** @param {Tools} tools */
export function sizeButtons({ painter, words }) {
  const group = painter.label(make("div", "care-sizes", { role: "group" }), words.size);
  /** @param {string} sign @param {string} key @param {() => number} place */
  const button = (sign, key, place) => {
    const node = painter.label(make("button", "care-size", { type: "button" }), words[key]);
    node.textContent = sign;
    node.addEventListener("click", () => setSize(sizeAt(place()), node));
    group.append(node);
  };
  button("A−", "smaller", () => sizeNow() - 1);
  button("A", "normal", () => NORMAL);
  button("A+", "larger", () => sizeNow() + 1);
  return group;
}

/** @param {string} size @param {Element} anchor */
function setSize(size, anchor) {
  holdStill(anchor, () => {
    document.documentElement.dataset.careSize = size;
  });
  keep("care-size", size);
}
