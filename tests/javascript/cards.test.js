// Questions and cards: the parts of an answer, the kinds, the verdict, the clock of an exam.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { afterEach, beforeEach, test } from "node:test";
import { useLanguages } from "../../carekit/widgets/static/base/languages.js";
import { outcomeOf, verdictOf } from "../../carekit/widgets/static/cards/verdict.js";
import { alarmAt, countdown } from "../../carekit/widgets/static/exam/countdown.js";
import { pending } from "../../carekit/widgets/static/exam/pending.js";
import {
  answerOf,
  partsOf,
  piecesOf,
  placed,
  usedTwice,
} from "../../carekit/widgets/static/kinds/parts.js";
import { KINDS, kindOf } from "../../carekit/widgets/static/kinds/registry.js";
import { fileInLab, isHere } from "../../carekit/widgets/static/progress/places.js";
import { THREE } from "./languages.js";

useLanguages(THREE);

/** @type {Map<string, string>} */
let stored;
beforeEach(() => {
  stored = new Map();
  const localStorage = {
    getItem: (/** @type {string} */ name) => stored.get(name) ?? null,
    setItem: (/** @type {string} */ name, /** @type {string} */ value) => stored.set(name, value),
  };
  Object.assign(globalThis, { localStorage });
});
afterEach(() => {
  Reflect.deleteProperty(globalThis, "localStorage");
});

/** @param {string} said */
const text = (said) => ({ en: said, "zh-Hans": said, "zh-Hant": said });

test("an answer goes to its parts and back, with signs of equality in a word", () => {
  const answer = ["gap-1=a = b", "gap-2=c"];
  assert.deepEqual(
    [...partsOf(answer)],
    [
      ["gap-1", "a = b"],
      ["gap-2", "c"],
    ],
  );
  assert.deepEqual(answerOf(partsOf(answer)), answer);
  assert.deepEqual(
    answerOf([
      ["x", "  "],
      ["y", " 4 "],
      ["z", ""],
    ]),
    ["y=4"],
  );
});

test("a partner that is used twice is named, the first of several", () => {
  assert.equal(usedTwice(["a", "b", "c"]), undefined);
  assert.equal(usedTwice(["a", "b", "b", "a"]), "b");
});

test("an item is put to a place and the others keep their order", () => {
  const order = ["a", "b", "c", "d"];
  assert.deepEqual(placed(order, "a", 3), ["b", "c", "d", "a"]);
  assert.deepEqual(placed(order, "d", 0), ["d", "a", "b", "c"]);
  assert.deepEqual(placed(order, "b", 2), ["a", "c", "b", "d"]);
  assert.deepEqual(placed(order, "b", 1), order);
  assert.deepEqual(order, ["a", "b", "c", "d"]);
});

test("a text is parted at its gaps, also at its ends and with brackets that are none", () => {
  assert.deepEqual(piecesOf("((one)) and (two)((three))"), [
    { words: "" },
    { gap: "one" },
    { words: " and (two)" },
    { gap: "three" },
    { words: "" },
  ]);
});

test("every kind is in the registry under the name of its folder, and draws", () => {
  const folder = new URL("../../carekit/questions/kinds/", import.meta.url);
  const kinds = readdirSync(folder, { withFileTypes: true })
    .filter((one) => one.isDirectory() && !one.name.startsWith("_"))
    .map(({ name }) => name);
  assert.deepEqual(Object.keys(KINDS).sort(), kinds.sort());
  for (const kind of kinds) assert.equal(typeof KINDS[kind].draw, "function", kind);
});

test("a kind that nobody draws is named, also where JavaScript has such a property", () => {
  for (const kind of ["essay", "constructor"]) {
    const question = { id: "q", kind, ask: text("?"), hints: [] };
    assert.throws(() => kindOf(question), new RegExp(`no drawing for a question of kind ${kind}`));
  }
});

const WORDS = {
  right: text("right"),
  wrong: text("wrong"),
  partly: text("partly"),
  close: text("close"),
  defensible: text("defensible"),
  "the-answer": text("the answer"),
  "missed-one": text("one more"),
  missed: text("{missed} more"),
  "left-one": text("one place"),
  left: text("{missed} places"),
  worth: text("worth {share}"),
};
/** @param {Partial<import("../../carekit/widgets/static/cards/verdict.js").CardState>} state @param {string} kind */
const verdict = (state, kind) =>
  verdictOf({ turn: 1, answer: [], ...state }, KINDS[kind], WORDS).map(({ en }) => en);

test("an answer is right, partly right or wrong", () => {
  assert.equal(outcomeOf({ right: true, score: 1 }), "right");
  assert.equal(outcomeOf({ right: false, score: 0.25 }), "partly");
  assert.equal(outcomeOf({ right: false, score: 0 }), "wrong");
  assert.equal(outcomeOf({}), "wrong");
});

test("a verdict tells what is missing in the words of its kind, and never after one choice", () => {
  const state = { right: false, score: 0.5, missed: 2 };
  assert.deepEqual(verdict(state, "multiple"), ["**partly**", "2 more"]);
  assert.deepEqual(verdict({ ...state, missed: 1 }, "multiple"), ["**partly**", "one more"]);
  assert.deepEqual(verdict({ ...state, missed: 1 }, "cloze"), ["**partly**", "one place"]);
  for (const kind of ["matching", "ordering", "cloze"]) {
    assert.deepEqual(verdict(state, kind), ["**partly**", "2 places"]);
  }
  for (const kind of ["single", "hotspot", "numeric"]) {
    assert.deepEqual(verdict(state, kind), ["**partly**"]);
  }
  assert.deepEqual(verdict(state, "judgement"), ["**defensible**"]);
});

test("a shown answer is no verdict, and the next try says what it is worth", () => {
  assert.deepEqual(verdict({ shown: true, right: false, score: 0 }, "single"), ["**the answer**"]);
  const wrong = { right: false, score: 0, worth: "50" };
  assert.deepEqual(verdict({ ...wrong, remark: "close" }, "numeric"), ["**close**", "worth 50"]);
  assert.deepEqual(verdict(wrong, "single"), ["**wrong**", "worth 50"]);
});

test("a begun second counts as a whole one, and the clock never goes below nothing", () => {
  assert.equal(countdown(725), "12:05");
  assert.equal(countdown(59.01), "1:00");
  assert.equal(countdown(0), "0:00");
  assert.equal(countdown(-3), "0:00");
  assert.equal(countdown(6000), "100:00");
});

test("an alarm is due once, when its minute is reached, and none at the first look", () => {
  assert.equal(alarmAt(600, 601), 600);
  assert.equal(alarmAt(599, 600), undefined);
  assert.equal(alarmAt(60, 61), 60);
  assert.equal(alarmAt(61, 62), undefined);
  assert.equal(alarmAt(250, 700), 600);
  assert.equal(alarmAt(250, Number.POSITIVE_INFINITY), undefined);
});

test("an answer waits for its own sitting only, until it is dropped", () => {
  const store = pending("form-a");
  store.add("s1", "q1", ["a"]);
  store.add("s1", "q2", ["b"]);
  assert.deepEqual(pending("form-a").of("s1"), { q1: ["a"], q2: ["b"] });
  assert.deepEqual(pending("form-b").of("s1"), {});
  assert.deepEqual(store.of("s2"), {});
  store.drop("s2", "q1");
  store.drop("s1", "q1");
  assert.deepEqual(store.of("s1"), { q2: ["b"] });
  store.add("s2", "q3", ["c"]);
  assert.deepEqual([store.of("s1"), store.of("s2")], [{}, { q3: ["c"] }]);
});

test("what is stored and is no JSON counts as nothing", () => {
  stored.set("care-exam-form-a", "{half");
  assert.deepEqual(pending("form-a").of("s1"), {});
});

test("in JupyterLab a lesson opens beside the notebook, elsewhere the link is a link", () => {
  const address = "/user/mei/lab/workspaces/auto-1/tree/my%20course/notebooks/02-low-water.ipynb";
  assert.equal(fileInLab("01-waiting.ipynb", address), "my course/notebooks/01-waiting.ipynb");
  assert.equal(fileInLab("01.ipynb", "/lab/tree/00.ipynb"), "01.ipynb");
  assert.equal(fileInLab("01.ipynb", "/voila/render/00.ipynb"), null);
  assert.equal(isHere("02-low-water.ipynb", address), true);
  assert.equal(isHere("low-water.ipynb", address), false);
});
