// A quiz without Python: judges an answer, counts the tries, shows the answer when it may be shown,
// and keeps it all in this browser. It does what `Quiz` in carekit/widgets/quiz.py does.
/** @import { Question } from "../../../widgets/static/types.js" */
/** @import { CardState } from "../../../widgets/static/cards/verdict.js" */
/** @import { Key, Verdict } from "../../../questions/browser_judging/types.js" */
import { judgeOf } from "../../../questions/browser_judging/judge.js";
import { NotRead } from "../../../questions/browser_judging/verdicts.js";

/**
 * @typedef {object} PracticeQuestion
 * @property {string} id
 * @property {string} name under which its answer is kept
 * @property {number[]} credit what the first, second, ... try is worth
 * @property {number} reveal after so many wrong tries the answer may be shown
 * @property {{ seen: Question, key: Key }[]} variants
 * @typedef {{ variant: number, tries: number, wrong: number, shown: boolean, answer: string[] | null }} Tries
 * @typedef {{ kept(name: string): string, keep(name: string, value: string): void }} Store
 */

const BEGUN = { variant: 0, tries: 0, wrong: 0, shown: false, answer: null };

/** One quiz: what its card shows, and what it does when the card asks. */
export class Practice {
  #store;
  /** @type {Map<string, { question: PracticeQuestion, sat: Tries }>} */
  #asked;
  /** @type {Record<string, CardState>} */
  states = {};

  /** @param {PracticeQuestion[]} questions @param {Store} store */
  constructor(questions, store) {
    this.#store = store;
    this.#asked = new Map(
      questions.map((one) => [one.id, { question: one, sat: this.#read(one) }]),
    );
    for (const id of this.#asked.keys()) this.#restore(id);
  }

  /** The questions as the card draws them now. */
  get questions() {
    return [...this.#asked.values()].map(({ question, sat }) => ({
      ...question.variants[sat.variant].seen,
      varies: question.variants.length > 1,
      variant: sat.variant,
    }));
  }

  /** Does what the card asks; returns whether anything has changed. @param {Record<string, unknown>} content */
  receive(content) {
    const id = String(content.question);
    const asked = this.#asked.get(id);
    if (!asked) return false;
    const { question, sat } = asked;
    if (content.do === "check") this.#check(id, /** @type {string[]} */ (content.answer));
    else if (content.do === "show" && sat.wrong >= question.reveal) this.#show(id);
    else if (content.do === "another" && question.variants.length > 1) this.#another(id);
    else return false;
    return true;
  }

  /** @param {string} id @param {string[]} answer */
  #check(id, answer) {
    const { question, sat } = this.#of(id);
    try {
      const verdict = this.#judged(id, answer);
      sat.tries += 1;
      sat.wrong += verdict.right ? 0 : 1;
      sat.answer = answer;
      this.#put(id, { ...stateOf(verdict, answer), ...this.#standing(id, verdict) });
    } catch (fault) {
      if (!(fault instanceof NotRead)) throw fault;
      const told = { says: fault.reason, values: { found: fault.found } };
      this.#put(id, { answer, fault: told, variant: sat.variant });
    }
    this.#keep(question, sat);
  }

  /** @param {string} id */
  #show(id) {
    const { question, sat } = this.#of(id);
    const { key } = question.variants[sat.variant];
    const answer = judgeOf(key).solution(key);
    sat.shown = true;
    const state = stateOf(judgeOf(key).judge(key, answer), answer);
    this.#put(id, { ...state, variant: sat.variant, shown: true, right: false, score: 0 });
    this.#keep(question, sat);
  }

  /** @param {string} id */
  #another(id) {
    const { question, sat } = this.#of(id);
    Object.assign(sat, BEGUN, { variant: (sat.variant + 1) % question.variants.length });
    this.#put(id, { answer: [], variant: sat.variant, fresh: true });
    this.#keep(question, sat);
  }

  /** @param {string} id @param {string[]} answer @returns {Verdict} */
  #judged(id, answer) {
    const { question, sat } = this.#of(id);
    const { key } = question.variants[sat.variant];
    const judge = judgeOf(key);
    const verdict = judge.judge(key, answer);
    return sat.shown ? (judge.lastWord?.(key, verdict) ?? verdict) : verdict;
  }

  /** What the card shows beside a verdict. @param {string} id @param {Verdict} verdict @returns {Partial<CardState>} */
  #standing(id, verdict) {
    const { question, sat } = this.#of(id);
    const { variant, wrong, shown, tries } = sat;
    if (verdict.right) return { variant };
    const may_show = wrong >= question.reveal && !shown;
    if (Math.min(...question.credit) >= 1) return { variant, may_show };
    const worth = shown ? 0 : question.credit[Math.min(tries, question.credit.length - 1)];
    return { variant, may_show, worth: String(Number((100 * worth).toPrecision(6))) };
  }

  /** Shows the last answer again, judged by the key of today. @param {string} id */
  #restore(id) {
    const { answer } = this.#of(id).sat;
    if (!answer) return;
    try {
      const verdict = this.#judged(id, answer);
      this.#put(id, { ...stateOf(verdict, answer), ...this.#standing(id, verdict), turn: 0 });
    } catch {
      // The author has changed the question since; the old answer fits no option now.
    }
  }

  /** @param {string} id @param {Partial<CardState> & { answer: string[] }} state */
  #put(id, state) {
    const turn = (this.states[id]?.turn ?? 0) + 1;
    this.states = { ...this.states, [id]: { turn, ...state } };
  }

  /** @param {string} id */
  #of(id) {
    return /** @type {{ question: PracticeQuestion, sat: Tries }} */ (this.#asked.get(id));
  }

  /** @param {PracticeQuestion} question @param {Tries} sat */
  #keep(question, sat) {
    this.#store.keep(question.name, JSON.stringify(sat));
  }

  /** What this browser has kept, or the beginning. @param {PracticeQuestion} question @returns {Tries} */
  #read(question) {
    try {
      const { variant, tries, wrong, shown, answer } = JSON.parse(this.#store.kept(question.name));
      const counts = [variant, tries, wrong].every((one) => Number.isInteger(one) && one >= 0);
      const texts =
        answer === null || answer.every((/** @type {unknown} */ one) => typeof one === "string");
      if (counts && texts && variant < question.variants.length) {
        return { variant, tries, wrong, shown: shown === true, answer };
      }
    } catch {
      // Nothing is kept, or it is not ours; the question begins anew.
    }
    return { ...BEGUN };
  }
}

/** @param {Verdict} verdict @param {string[]} answer */
function stateOf({ score, right, missed, remark, notes }, answer) {
  return {
    answer,
    score,
    right,
    missed,
    notes,
    saved: null,
    trouble: null,
    ...(remark ? { remark } : {}),
  };
}
