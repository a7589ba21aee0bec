// Any number of options.
/** @import { Kind } from "../../../widgets/static/types.js" */
/** @import { OptionsQuestion } from "../../../widgets/static/kinds/options.js" */
import { drawOptions } from "../../../widgets/static/kinds/options.js";

/** @type {Kind<OptionsQuestion>} */
export const multiple = {
  draw: (question, tools) => drawOptions(question, tools, "checkbox", tools.words["tick-all"]),
  missing: { one: "missed-one", more: "missed" },
};
