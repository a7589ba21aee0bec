// Any number of options.
/** @import { Kind } from "../types.js" */
/** @import { OptionsQuestion } from "./options.js" */
import { drawOptions } from "./options.js";

/** @type {Kind<OptionsQuestion>} */
export const multiple = {
  draw: (question, tools) => drawOptions(question, tools, "checkbox", tools.words["tick-all"]),
  missing: { one: "missed-one", more: "missed" },
};
