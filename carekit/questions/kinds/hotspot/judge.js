// What the one option that was taken is worth, as judging.py and options.py have it.
import { judgeOne, solution } from "../../browser_judging/options.js";

export const hotspot = { judge: judgeOne, solution };
