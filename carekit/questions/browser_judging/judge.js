// Judges a practice question in the browser, where no Python runs. The judge of each kind stands
// beside its card; tests hold it equal to the one in Python.
/** @import { Judge, Key } from "./types.js" */
import { JUDGES } from "../kinds/judges.js";

/** @param {Key} key @returns {Judge<Key>} */
export function judgeOf({ kind }) {
  if (!Object.hasOwn(JUDGES, kind)) throw new Error(`no judge for a question of kind ${kind}`);
  return /** @type {Record<string, Judge<Key>>} */ (/** @type {unknown} */ (JUDGES))[kind];
}
