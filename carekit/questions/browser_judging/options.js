// What the kinds with one list of options share.
/** @import { Choice, Key, Verdict } from "./types.js" */
import { onOffer } from "./answer-parts.js";
import { note, verdict } from "./verdicts.js";

/** @typedef {Key & { choices: Choice[] }} OptionsKey */

/** @param {OptionsKey} key */
export const offered = (key) => new Set(key.choices.map(({ id }) => id));
/** @param {OptionsKey} key */
export const keyOf = (key) => new Set(key.choices.flatMap(({ id, right }) => (right ? id : [])));

/** The option that was taken, or none. @param {string[]} answer */
export function oneTaken(answer) {
  const chosen = new Set(answer);
  if (chosen.size > 1) throw new RangeError(`one option can be taken, not ${chosen.size}`);
  return chosen;
}

/** @param {OptionsKey} key @param {string[]} answer */
export function judgeOne(key, answer) {
  const chosen = oneTaken(answer);
  onOffer(chosen, offered(key));
  return judged(key, chosen, equal(chosen, keyOf(key)) ? 1 : 0);
}

/** A verdict with a note for each option that was taken. @param {OptionsKey} key @param {Set<string>} chosen @param {number} score @returns {Verdict} */
export function judged(key, chosen, score) {
  const taken = key.choices.filter(({ id }) => chosen.has(id));
  const right = keyOf(key);
  return verdict(
    score,
    equal(chosen, right),
    taken.map((one) => note(one.id, one.right, one.why)),
    {
      misconceptions: taken.flatMap((one) => one.misconception || []),
      missed: [...right].filter((id) => !chosen.has(id)).length,
    },
  );
}

/** @param {OptionsKey} key */
export const solution = (key) => [...keyOf(key)].sort();

/** @param {Set<string>} one @param {Set<string>} other */
const equal = (one, other) => one.size === other.size && [...one].every((id) => other.has(id));
