// What pairs are worth, and what is said of each, as judging.py has it.
/** @import { Text } from "../../../widgets/static/types.js" */
/** @import { Key } from "../../browser_judging/types.js" */
import { byName, onOffer } from "../../browser_judging/answer-parts.js";
import { note, once, verdict } from "../../browser_judging/verdicts.js";

/**
 * @typedef {{ left: string, right: string, why: Text, misconception: string }} Mispair
 * @typedef {Mispair & { when_wrong: Text }} Pair
 * @typedef {Key & { right: { id: string }[], pairs: Pair[], slips: Mispair[] }} MatchingKey
 */

export const matching = {
  /** @param {MatchingKey} key */
  solution: (key) => key.pairs.map(({ left, right }) => `${left}=${right}`),
  /** @param {MatchingKey} key @param {string[]} answer */
  judge(key, answer) {
    const given = byName(answer);
    onOffer(given.keys(), new Set(key.pairs.map(({ left }) => left)));
    onOffer(given.values(), new Set(key.right.map(({ id }) => id)));
    const taken = [...given.values()];
    // A right part that is used twice counts for none of its left parts.
    const paired = key.pairs.filter(
      ({ left, right }) =>
        given.get(left) === right && taken.filter((one) => one === right).length === 1,
    );
    const notes = [];
    const ideas = [];
    for (const pair of key.pairs) {
      const said = given.get(pair.left);
      if (paired.includes(pair)) notes.push(note(pair.left, true, pair.why));
      else if (said !== undefined && said !== pair.right) {
        const slip = key.slips.find(({ left, right }) => left === pair.left && right === said);
        notes.push(note(pair.left, false, slip ? slip.why : pair.when_wrong));
        ideas.push((slip ?? pair).misconception);
      }
    }
    const score = paired.length / key.pairs.length;
    const missed = key.pairs.length - paired.length;
    return verdict(score, score === 1, notes, { misconceptions: once(ideas), missed });
  },
};
