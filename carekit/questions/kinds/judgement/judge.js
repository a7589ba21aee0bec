// What a way to act is worth, as judging.py has it.
/** @import { OptionsKey } from "../../browser_judging/options.js" */
import { onOffer } from "../../browser_judging/answer-parts.js";
import { offered, oneTaken } from "../../browser_judging/options.js";
import { note, verdict } from "../../browser_judging/verdicts.js";

export const judgement = {
  /** @param {OptionsKey} key */
  solution: (key) =>
    key.choices
      .filter(({ credit }) => credit === 1)
      .map(({ id }) => id)
      .slice(0, 1),
  /** @param {OptionsKey} key @param {string[]} answer */
  judge(key, answer) {
    const chosen = oneTaken(answer);
    onOffer(chosen, offered(key));
    const taken = key.choices.filter(({ id }) => chosen.has(id));
    const worth = taken[0]?.credit ?? 0;
    const notes = taken.map(({ id, why, credit = 0 }) => note(id, credit === 1, why, credit));
    const misconceptions = taken.flatMap((one) => one.misconception || []);
    return verdict(worth, worth === 1, notes, { misconceptions });
  },
};
