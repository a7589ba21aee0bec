// How a verdict is made, and why a typed text could not be read.
/** @import { Note, Text } from "../../widgets/static/types.js" */
/** @import { Verdict } from "./types.js" */

/** A typed text that is to be corrected; it counts as no try. `reason` is a key of the words. */
export class NotRead extends Error {
  /** @param {string} reason @param {string} [found] */
  constructor(reason, found = "") {
    super(`${reason}: ${found}`);
    this.reason = reason;
    this.found = found;
  }
}

/** @param {string | null} option @param {boolean} right @param {Text} says @param {number} [credit] @returns {Note} */
export const note = (option, right, says, credit = 0) => ({ option, right, credit, says });

/** @param {boolean} right @param {Text | null | undefined} says @returns {Note[]} */
export const onAll = (right, says) => (says ? [note(null, right, says)] : []);

/**
 * A verdict; what is left out is nothing.
 *
 * @param {number} score
 * @param {boolean} right
 * @param {Note[]} notes
 * @param {Partial<Verdict>} [more]
 * @returns {Verdict}
 */
export function verdict(score, right, notes, more = {}) {
  return { score, right, notes, misconceptions: [], missed: 0, remark: null, ...more };
}

/** The names that are there, each once. @param {(string | null | undefined)[]} names */
export const once = (names) => [...new Set(names.flatMap((name) => name || []))];
