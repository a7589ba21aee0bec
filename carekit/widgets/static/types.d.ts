// What Python sends, and the shapes that more than one module uses.
import type { AnyModel } from "@anywidget/types";
import type { Painter } from "./base/painter.js";

/** The BCP 47 tag of a language. */
export type Lang = string;
/** What `carekit/common/lang.py` says of a language, as far as the browser needs it. */
export interface Language {
  tag: Lang;
  /** What its own readers call it, and in short beside another language. */
  name: string;
  short: string;
  direction: string;
  /** The tag by which dates are written. */
  locale: string;
  /** Fonts and voices, in the order in which they are tried. */
  sans: string[];
  voices: string[];
  /** What stands before an explanation, and whether there is a blank between sentences. */
  dash: string;
  spaced: boolean;
  /** The key of the word for the place whose names of things are in the language, or nothing. */
  place: string;
}
export type Text = Record<Lang, string>;
export type Words = Record<string, Text>;
/** What fills a gap of a text; a function gives the words of one language. */
export type Value = string | number | ((lang: Lang) => string);
export type Values = Record<string, Value | undefined>;

/** A sentence of the widget's words by its key, with what fills its gaps. */
export interface Told {
  says: string;
  values: Record<string, string>;
}

/** What every widget has. */
export interface Traits {
  words: Words;
  lang: Lang;
  languages: Language[];
}

/** A widget that is being drawn. `on` and `atEnd` need no undoing: the base does it. */
export interface Mounted<Model extends Traits> {
  model: AnyModel<Model>;
  painter: Painter;
  words: Words;
  /** Calls `hear` whenever Python has changed a trait, or has sent a message. */
  on(event: string, hear: (content: unknown) => void): void;
  /** Calls `stop` when the widget leaves the page for good. */
  atEnd(stop: () => void): void;
}

/** What drawing a part of a card needs. */
export interface Tools {
  painter: Painter;
  words: Words;
}

/** Where the messages of a card go; the review puts its own sender in the model's place. */
export interface Receiver {
  send(content: Record<string, unknown>): void;
}

/** An option, an item, one half of a pair. */
export interface Part {
  id: string;
  say: Text;
}

/** What all kinds of questions have in common; each kind adds its own fields in its module. */
export interface Question {
  id: string;
  kind: string;
  ask: Text;
  hints: Text[];
  varies?: boolean;
  variant?: number;
}

/** Feedback on one part of an answer, or on the whole where `option` is null. */
export interface Note {
  option: string | null;
  right: boolean;
  credit: number;
  says: Text;
}

/** The node of one question in which its answer is given. */
export interface AnswerField {
  node: HTMLElement;
  /** How this kind is answered, where it does not go without saying. */
  instruction?: Text | undefined;
  /** What to say when nothing has been answered. */
  nothing: Text;
  focus(): void;
  /** The answer as Python takes it; empty where there is none. */
  read(): string[];
  write(answer: string[]): void;
  /** Takes the feedback away. */
  clear(): void;
  show(notes: Note[]): void;
  /** Marks a text that Python could not read. */
  refuse?(): void;
  /** What is wrong with an answer before Python has seen it. */
  refused?(): Text | undefined;
  /** The words of a part that a note is about. */
  title?(id: string): Text;
}

/** One kind of question: what its `card.js` in `carekit/questions/kinds` exports under the kind's name. */
export interface Kind<Q extends Question> {
  draw(question: Q, tools: Tools): AnswerField;
  /** The words for one part that is missing and for more; none where one part is the answer. */
  missing?: { one: string; more: string };
  /** The word for an answer that is partly right, where it is not `partly`. */
  partly?: string;
}
