// What an order is worth: its right neighbours, as judging.py has it.
/** @import { Text } from "../../../widgets/static/types.js" */
/** @import { Key } from "../../browser_judging/types.js" */
import { onAll, once, verdict } from "../../browser_judging/verdicts.js";

/**
 * @typedef {{ first: string, then: string, why: Text, misconception: string }} Turned
 * @typedef {Key & { order: string[], why: Text, when_wrong: Text, slips: Turned[] }} OrderingKey
 */

export const ordering = {
  /** @param {OrderingKey} key */
  solution: (key) => [...key.order],
  /** @param {OrderingKey} key @param {string[]} answer */
  judge(key, answer) {
    if (answer.length && [...answer].sort().join("\n") !== [...key.order].sort().join("\n")) {
      throw new RangeError(`every part once, please; got ${answer.join(", ")}`);
    }
    const wanted = neighbours(key.order);
    const there = neighbours(answer);
    const found = [...wanted].filter((pair) => there.has(pair)).length;
    if (found === wanted.size) return verdict(1, true, onAll(true, key.why));
    const slips = key.slips.filter(({ first, then }) => there.has(`${first}\n${then}`));
    const says = slips.length ? slips.map(({ why }) => why) : [key.when_wrong];
    return verdict(
      found / wanted.size,
      false,
      says.flatMap((one) => onAll(false, one)),
      {
        misconceptions: once(slips.map(({ misconception }) => misconception)),
        missed: wanted.size - found,
      },
    );
  },
};

/** The pairs that follow each other directly. @param {string[]} row */
const neighbours = (row) => new Set(row.slice(1).map((then, at) => `${row[at]}\n${then}`));
