// The place for feedback on a part of an answer.
/** @import { Text } from "../types.js" */
/** @import { Painter } from "../base/painter.js" */
import { icon, make } from "../base/elements.js";
import { joined } from "../base/text.js";

/** @typedef {"right" | "partly" | "wrong"} Outcome */

/** @param {Painter} painter @param {Text[]} texts */
export const because = (painter, ...texts) =>
  painter.words(make("div", "care-because"), joined(...texts));

/** @param {string} [id] */
export const makeNote = (id) =>
  make("div", "care-note", { ...(id === undefined ? {} : { id }), hidden: "" });

/**
 * @param {HTMLElement} note
 * @param {Outcome} outcome
 * @param {Painter} painter
 * @param {Text[]} texts
 */
export function explain(note, outcome, painter, ...texts) {
  note.replaceChildren(icon(outcome), because(painter, ...texts));
  note.hidden = false;
}

/** @param {HTMLElement} note @param {Painter} painter */
export function hush(note, painter) {
  note.hidden = true;
  painter.clear(note);
}
