// One option, of which several can be defended.
/** @import { Kind } from "../types.js" */
/** @import { OptionsQuestion } from "./options.js" */
import { drawOptions } from "./options.js";

/** @type {Kind<OptionsQuestion>} */
export const judgement = {
  draw: (question, tools) => drawOptions(question, tools, "radio", tools.words["judge-best"]),
  partly: "defensible",
};
