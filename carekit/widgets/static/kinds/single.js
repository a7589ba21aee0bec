// One option of several.
/** @import { Kind } from "../types.js" */
/** @import { OptionsQuestion } from "./options.js" */
import { drawOptions } from "./options.js";

/** @type {Kind<OptionsQuestion>} */
export const single = {
  draw: (question, tools) => drawOptions(question, tools, "radio", tools.words["pick-one"]),
};
