// What filled gaps are worth, and what is said of each, as judging.py has it.
/** @import { Note, Text } from "../../../widgets/static/types.js" */
/** @import { Accepted, Choice, Key } from "../../browser_judging/types.js" */
import { byName } from "../../browser_judging/answer-parts.js";
import { sameWords } from "../../browser_judging/text-forms.js";
import { note, once, verdict } from "../../browser_judging/verdicts.js";

/**
 * @typedef {{ accept: Accepted, why: Text, misconception: string }} Typed
 * @typedef {object} Gap
 * @property {string} id
 * @property {Choice[]} choices
 * @property {Accepted | null} accept
 * @property {Text} why
 * @property {Text} when_wrong
 * @property {string | null} misconception
 * @property {Typed[]} slips
 * @typedef {Key & { gaps: Gap[] }} ClozeKey
 */

export const cloze = {
  /** @param {ClozeKey} key */
  solution: (key) => key.gaps.map((gap) => `${gap.id}=${rightIn(gap)}`),
  /** @param {ClozeKey} key @param {string[]} answer */
  judge(key, answer) {
    const given = byName(answer);
    const known = new Set(key.gaps.map(({ id }) => id));
    const strange = [...given.keys()].filter((name) => !known.has(name));
    if (strange.length) throw new RangeError(`not a gap: ${strange.join(", ")}`);
    const found = key.gaps.flatMap((gap) => {
      const said = given.get(gap.id);
      return said ? [inGap(gap, said)] : [];
    });
    const right = found.filter(({ about }) => about.right).length;
    const score = right / key.gaps.length;
    return verdict(
      score,
      score === 1,
      found.map(({ about }) => about),
      { misconceptions: once(found.map(({ idea }) => idea)), missed: key.gaps.length - right },
    );
  },
};

/** @param {Gap} gap */
function rightIn(gap) {
  const right = gap.choices.find((choice) => choice.right);
  return right ? right.id : every(gap.accept)[0];
}

/** @param {Accepted | null} accept */
const every = (accept) => Object.values(accept ?? {}).flat();

/** @param {Gap} gap @param {string} said @returns {{ about: Note, idea: string | null }} */
function inGap(gap, said) {
  if (gap.choices.length) {
    const taken = gap.choices.find(({ id }) => id === said);
    if (!taken) throw new RangeError(`not on offer: ${said}`);
    return { about: note(gap.id, taken.right, taken.why), idea: taken.misconception };
  }
  /** @param {Accepted | null} accept */
  const isOneOf = (accept) => every(accept).some((word) => sameWords(said, word));
  if (isOneOf(gap.accept)) return { about: note(gap.id, true, gap.why), idea: null };
  const slip = gap.slips.find(({ accept }) => isOneOf(accept));
  if (slip) return { about: note(gap.id, false, slip.why), idea: slip.misconception };
  return { about: note(gap.id, false, gap.when_wrong), idea: gap.misconception };
}
