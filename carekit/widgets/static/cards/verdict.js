// What the line below a judged answer says. No page is needed.
/** @import { Kind, Note, Question, Text, Told, Words } from "../types.js" */
import { bold, filledText } from "../base/text.js";

/**
 * What Python says about the last answer; `turn` tells two equal ones apart.
 *
 * @typedef {object} CardState
 * @property {number} turn
 * @property {string[]} answer
 * @property {number} [variant]
 * @property {boolean} [fresh] another variant, not answered yet
 * @property {Told} [fault] why the answer could not be read
 * @property {number} [score]
 * @property {boolean} [right]
 * @property {number} [missed]
 * @property {string} [remark] the key of what to say in place of "not yet" or "partly right"
 * @property {Note[]} [notes]
 * @property {string | null} [saved]
 * @property {Told | null} [trouble] why the answer was not saved
 * @property {boolean} [shown] the answer was shown, not given
 * @property {boolean} [may_show]
 * @property {string} [worth] what the next try is worth, in per cent
 */

/** @param {{ right?: boolean, score?: number }} state @returns {"right" | "partly" | "wrong"} */
export const outcomeOf = ({ right, score = 0 }) =>
  right ? "right" : score > 0 ? "partly" : "wrong";

/**
 * The words for a verdict: how the answer is, what is missing, what the next try is worth.
 *
 * @param {CardState} state
 * @param {Kind<Question>} kind
 * @param {Words} words
 * @returns {Text[]}
 */
export function verdictOf(state, kind, words) {
  const outcome = outcomeOf(state);
  const told = state.remark ?? (outcome === "partly" ? kind.partly : undefined);
  const key = state.shown ? "the-answer" : told;
  const texts = [bold(words[key ?? outcome])];
  const { missed = 0, worth } = state;
  if (kind.missing && missed) {
    texts.push(filledText(words[missed === 1 ? kind.missing.one : kind.missing.more], { missed }));
  }
  if (worth) texts.push(filledText(words.worth, { share: worth }));
  return texts;
}
