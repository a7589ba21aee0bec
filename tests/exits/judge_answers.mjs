// Judges answers as a page without Python does: questions with their answers come as JSON, one list
// of verdicts for each question goes back. `node judge_answers.mjs < in > out`.
import { readFileSync } from "node:fs";
import { judgeOf } from "../../carekit/questions/browser_judging/judge.js";
import { caseFolded, isBlank, isDigit } from "../../carekit/questions/browser_judging/text-forms.js";
import { NotRead } from "../../carekit/questions/browser_judging/verdicts.js";

const { questions, signs } = JSON.parse(readFileSync(0, "utf8"));

function judged(key, answer) {
  try {
    const verdict = judgeOf(key).judge(key, answer);
    const last = judgeOf(key).lastWord?.(key, verdict) ?? verdict;
    return [verdict, last.notes];
  } catch (fault) {
    if (fault instanceof NotRead) return ["not read", fault.reason, fault.found];
    if (fault instanceof RangeError) return ["refused"];
    throw fault;
  }
}

const verdicts = questions.map(({ key, answers }) => answers.map((one) => judged(key, one)));
const solutions = questions.map(({ key }) => judgeOf(key).solution(key));
const kept = signs.map((sign) => [caseFolded(sign), isBlank(sign), isDigit(sign)]);
process.stdout.write(JSON.stringify({ verdicts, solutions, signs: kept }));
