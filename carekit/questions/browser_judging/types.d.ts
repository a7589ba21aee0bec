// What the judges in the browser take and give: a practice question as
// carekit/questions/views/practice.py writes it, and a verdict as carekit/questions/verdicts.py
// has it.
import type { Note, Text } from "../../widgets/static/types.js";

/** What may be typed, by language; each language's words count. */
export type Accepted = Record<string, string[]>;

/** One option, its words, and the feedback for taking it. */
export interface Choice {
  id: string;
  right: boolean;
  why: Text;
  misconception: string | null;
  /** What it is worth where several ways are defensible. */
  credit?: number;
}

/** What every full question has that its judge reads; each kind adds its own fields. */
export interface Key {
  id: string;
  kind: string;
  hints: Text[];
}

/** `missed` counts the parts of the key that are not in the answer. */
export interface Verdict {
  score: number;
  right: boolean;
  notes: Note[];
  misconceptions: string[];
  missed: number;
  remark: string | null;
}

/** What the `judge.js` of a kind exports under the kind's name. */
export interface Judge<K extends Key> {
  /** Throws NotRead for a text that cannot be read, RangeError for what does not fit. */
  judge(key: K, answer: string[]): Verdict;
  /** Returns an answer that is worth everything. */
  solution(key: K): string[];
  /** Returns the verdict after which no other try counts. */
  lastWord?(key: K, verdict: Verdict): Verdict;
}
