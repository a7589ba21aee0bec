// Every kind of question, under the name that Python gives it. A new kind is a module and a line.
/** @import { Kind, Question } from "../types.js" */
import { cloze } from "./cloze.js";
import { hotspot } from "./hotspot.js";
import { judgement } from "./judgement.js";
import { matching } from "./matching.js";
import { multiple } from "./multiple.js";
import { numeric } from "./numeric.js";
import { ordering } from "./ordering.js";
import { single } from "./single.js";

/** @type {Record<string, Kind<Question>>} */
export const KINDS = { single, multiple, judgement, numeric, matching, ordering, cloze, hotspot };

/** @param {Question} question */
export function kindOf({ kind }) {
  if (!Object.hasOwn(KINDS, kind)) throw new Error(`no drawing for a question of kind ${kind}`);
  return KINDS[kind];
}
