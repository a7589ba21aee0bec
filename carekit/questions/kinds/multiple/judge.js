// What ticks are worth, as judging.py has it: the share of the key that was found, less what was
// wrongly ticked, never below 0.
/** @import { OptionsKey } from "../../browser_judging/options.js" */
import { onOffer } from "../../browser_judging/answer-parts.js";
import { judged, keyOf, offered, solution } from "../../browser_judging/options.js";

export const multiple = {
  solution,
  /** @param {OptionsKey} key @param {string[]} answer */
  judge(key, answer) {
    const chosen = new Set(answer);
    onOffer(chosen, offered(key));
    return judged(key, chosen, score(chosen, keyOf(key), key.choices.length));
  },
};

/** @param {Set<string>} chosen @param {Set<string>} key @param {number} all */
function score(chosen, key, all) {
  const found = [...chosen].filter((id) => key.has(id)).length;
  const least = Math.min(key.size, all - key.size);
  // One division, so that thirds do not add up to less than they are.
  return Math.max(0, (found * least - (chosen.size - found) * key.size) / (key.size * least));
}
