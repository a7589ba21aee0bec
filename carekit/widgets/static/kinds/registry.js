// Every kind of question, under the name that Python gives it.
/** @import { Kind, Question } from "../types.js" */
import { CARDS } from "../../../questions/kinds/cards.js";

/** @type {Record<string, Kind<Question>>} */
export const KINDS = CARDS;

/** @param {Question} question */
export function kindOf({ kind }) {
  if (!Object.hasOwn(KINDS, kind)) throw new Error(`no drawing for a question of kind ${kind}`);
  return KINDS[kind];
}
