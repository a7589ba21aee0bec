// What typed words are worth, and what is said of them, as judging.py has it.
/** @import { Text } from "../../../widgets/static/types.js" */
/** @import { Accepted, Key, Verdict } from "../../browser_judging/types.js" */
import { stripped } from "../../browser_judging/text-forms.js";
import { NotRead, onAll, verdict } from "../../browser_judging/verdicts.js";
import { oneMistakeAway, sameText } from "./comparing.js";

/** So many signs are read as an answer; more are no short text. */
const LONGEST = 200;

/**
 * @typedef {{ accept: Accepted, why: Text, right: boolean, misconception: string | null }} Near
 * @typedef {{ accept: Accepted, why: Text, misconception: string }} Foreseen
 * @typedef {object} Words
 * @property {Accepted} accept
 * @property {string[]} fold
 * @property {"close" | "right"} typing_mistake
 * @property {Near[]} near
 * @property {Foreseen[]} slips
 * @property {Text} why
 * @property {Text | null} when_wrong
 * @typedef {Key & Words} ShortTextKey
 */

export const short_text = {
  /** @param {ShortTextKey} key */
  solution: (key) => every(key.accept).slice(0, 1),
  /** @param {ShortTextKey} key @param {string[]} answer */
  judge(key, answer) {
    const typed = oneText(answer);
    /** @param {Accepted} accept */
    const isOneOf = (accept) => sameText(typed, every(accept), key.fold);
    if (isOneOf(key.accept)) return verdict(1, true, onAll(true, key.why));
    const near = key.near.find(({ accept }) => isOneOf(accept));
    if (near) {
      const misconceptions = near.misconception ? [near.misconception] : [];
      const remark = near.right ? null : "close";
      const about = onAll(near.right, near.why);
      return verdict(Number(near.right), near.right, about, { misconceptions, remark });
    }
    const slip = key.slips.find(({ accept }) => isOneOf(accept));
    if (slip) {
      return verdict(0, false, onAll(false, slip.why), { misconceptions: [slip.misconception] });
    }
    if (oneMistakeAway(typed, every(key.accept), key.fold)) {
      if (key.typing_mistake === "right") return verdict(1, true, onAll(true, key.why));
      return verdict(0, false, [], { remark: "check-spelling" });
    }
    // The reason would tell the answer, and another try may follow: see `lastWord`.
    return verdict(0, false, onAll(false, typed ? (key.when_wrong ?? key.hints[0]) : null));
  },
  /** @param {ShortTextKey} key @param {Verdict} said @returns {Verdict} */
  lastWord(key, said) {
    if (said.right || said.misconceptions.length || said.remark === "close") return said;
    return { ...said, notes: onAll(false, key.why) };
  },
};

/** @param {Accepted} accept */
const every = (accept) => Object.values(accept).flat();

/** @param {string[]} answer */
function oneText(answer) {
  if (answer.length > 1) throw new RangeError(`one text can be written, not ${answer.length}`);
  const text = stripped(answer.join(""));
  const signs = [...text];
  if (signs.length > LONGEST) throw new NotRead("too-long", `${signs.slice(0, 20).join("")}…`);
  return text;
}
