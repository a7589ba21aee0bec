// What a typed number is worth, and what is said of it, as judging.py has it.
/** @import { Text } from "../../../widgets/static/types.js" */
/** @import { Key, Verdict } from "../../browser_judging/types.js" */
import { near } from "../../browser_judging/decimals.js";
import { onAll, verdict } from "../../browser_judging/verdicts.js";
import { readNumber } from "./reading.js";

/**
 * @typedef {object} Foreseen
 * @property {number} value
 * @property {number | null} also
 * @property {number} tolerance
 * @property {string} misconception
 * @property {Text} why
 * @typedef {object} Number_
 * @property {Text | null} unit
 * @property {number} answer
 * @property {number | null} also
 * @property {number} tolerance
 * @property {Text} why
 * @property {Text | null} when_wrong
 * @property {Foreseen[]} slips
 * @property {string} solution the number as Python writes it to twelve digits
 * @typedef {Key & Number_} NumericKey
 */

export const numeric = {
  /** @param {NumericKey} key */
  solution: (key) => [key.solution],
  /** @param {NumericKey} key @param {string[]} answer */
  judge(key, answer) {
    const given = readNumber(answer.join(""), Object.values(key.unit ?? {}));
    if (reached(given, key.answer, key.also, key.tolerance)) {
      return verdict(1, true, onAll(true, key.why));
    }
    const slip = key.slips.find((one) => reached(given, one.value, one.also, one.tolerance));
    if (slip) {
      return verdict(0, false, onAll(false, slip.why), { misconceptions: [slip.misconception] });
    }
    // The reason would tell the result, and another try may follow: see `lastWord`.
    return verdict(0, false, onAll(false, key.when_wrong ?? key.hints[0]));
  },
  /** @param {NumericKey} key @param {Verdict} said @returns {Verdict} */
  lastWord(key, said) {
    if (said.right || said.misconceptions.length) return said;
    return { ...said, notes: onAll(false, key.why) };
  },
};

/** @param {number} given @param {number} value @param {number | null} also @param {number} tolerance */
const reached = (given, value, also, tolerance) =>
  near(given, value, tolerance) || (also !== null && near(given, also, tolerance));
