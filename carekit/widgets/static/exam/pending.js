// An answer that Python may not have got before it died waits in the browser for the next one.
import { keep, kept } from "../base/storage.js";

/** @typedef {Record<string, string[]>} Answers */

/** @param {unknown} one @param {unknown} other */
export const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/**
 * The answers to an exam that wait. They belong to one sitting: another one starts anew.
 *
 * @param {string} form
 */
export function pending(form) {
  const name = `care-exam-${form}`;
  /** @returns {{ sitting?: string, answers?: Answers }} */
  const all = () => {
    try {
      return JSON.parse(kept(name) || "{}");
    } catch {
      return {};
    }
  };
  /** @param {string} sitting @returns {Answers} */
  const of = (sitting) => {
    const now = all();
    return (now.sitting === sitting && now.answers) || {};
  };
  return {
    of,
    /** @param {string} sitting @param {string} question @param {string[]} answer */
    add(sitting, question, answer) {
      keep(name, JSON.stringify({ sitting, answers: { ...of(sitting), [question]: answer } }));
    },
    /** @param {string} sitting @param {string} question */
    drop(sitting, question) {
      const now = all();
      if (now.sitting !== sitting) return;
      const { [question]: _, ...answers } = now.answers ?? {};
      keep(name, JSON.stringify({ sitting, answers }));
    },
  };
}
