// One option, of which several can be defended.
/** @import { Kind } from "../../../widgets/static/types.js" */
/** @import { OptionsQuestion } from "../../../widgets/static/kinds/options.js" */
import { drawOptions } from "../../../widgets/static/kinds/options.js";

/** @type {Kind<OptionsQuestion>} */
export const judgement = {
  draw: (question, tools) => drawOptions(question, tools, "radio", tools.words["judge-best"]),
  partly: "defensible",
};
