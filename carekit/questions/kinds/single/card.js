// One option of several.
/** @import { Kind } from "../../../widgets/static/types.js" */
/** @import { OptionsQuestion } from "../../../widgets/static/kinds/options.js" */
import { drawOptions } from "../../../widgets/static/kinds/options.js";

/** @type {Kind<OptionsQuestion>} */
export const single = {
  draw: (question, tools) => drawOptions(question, tools, "radio", tools.words["pick-one"]),
};
