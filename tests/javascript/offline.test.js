// Pages without Python: what a quiz keeps and tells, and what the search finds.
import assert from "node:assert/strict";
import { test } from "node:test";
import { OfflineModel } from "../../carekit/authoring/offline_pages/static/offline-model.js";
import { Practice } from "../../carekit/authoring/offline_pages/static/practice.js";
import { excerpt, find } from "../../carekit/authoring/offline_pages/static/search.js";

/** @param {string} en */
const text = (en) => ({ en });

function question() {
  const seen = { id: "how-many", kind: "numeric", ask: text("?"), hints: [] };
  const key = {
    ...seen,
    unit: null,
    answer: 12,
    also: null,
    tolerance: 0,
    why: text("Twelve."),
    when_wrong: text("Count again."),
    slips: [],
    solution: "12",
  };
  const other = { ...key, answer: 15, solution: "15" };
  const variants = [
    { seen, key },
    { seen, key: other },
  ];
  return { id: "how-many", name: "eggs/how-many", credit: [1, 0.5, 0], reveal: 2, variants };
}

/** @param {Map<string, string>} [held] */
const storeOf = (held = new Map()) => ({
  held,
  kept: (/** @type {string} */ name) => held.get(name) ?? "",
  keep: (/** @type {string} */ name, /** @type {string} */ value) => void held.set(name, value),
});

/** @param {Practice} practice @param {string} answer */
function check(practice, answer) {
  practice.receive({ do: "check", question: "how-many", answer: [answer] });
  return practice.states["how-many"];
}

test("a wrong answer says what the next try is worth, and the answer is shown when it may be", () => {
  const practice = new Practice([question()], storeOf());
  assert.equal(practice.receive({ do: "show", question: "how-many" }), false);
  assert.deepEqual([check(practice, "1").worth, check(practice, "2").worth], ["50", "0"]);
  assert.equal(practice.states["how-many"].may_show, true);
  assert.equal(practice.receive({ do: "show", question: "how-many" }), true);
  const { answer, shown, right, turn } = practice.states["how-many"];
  assert.deepEqual([answer, shown, right, turn], [["12"], true, false, 3]);
  // What is answered now may be told the reason in full.
  assert.deepEqual(check(practice, "3").notes?.[0].says, text("Twelve."));
});

test("what cannot be read counts as no try", () => {
  const practice = new Practice([question()], storeOf());
  assert.deepEqual(check(practice, "1,2").fault, { says: "comma", values: { found: "1,2" } });
  assert.equal(check(practice, "1").worth, "50");
});

test("another variant begins anew, and after the last one comes the first", () => {
  const practice = new Practice([question()], storeOf());
  check(practice, "1");
  const another = { do: "another", question: "how-many" };
  practice.receive(another);
  assert.equal(practice.questions[0].variant, 1);
  assert.equal(check(practice, "15").right, true);
  practice.receive(another);
  assert.equal(practice.questions[0].variant, 0);
  assert.equal(check(practice, "12").right, true);
});

test("the last answer comes back, and what is damaged or no longer fits begins anew", () => {
  const store = storeOf();
  check(new Practice([question()], store), "1");
  const again = new Practice([question()], store);
  assert.deepEqual(again.states["how-many"].answer, ["1"]);
  assert.equal(check(again, "2").worth, "0");
  for (const damaged of ["{", "null", '{"variant":7,"tries":1,"wrong":1,"answer":["1"]}', "[1]"]) {
    const held = new Map([["eggs/how-many", damaged]]);
    assert.deepEqual(new Practice([question()], storeOf(held)).states, {});
  }
});

test("a model tells who listens, and hands on what is sent only after the widget has gone on", async () => {
  /** @type {string[]} */
  const heard = [];
  const traits = { words: {}, lang: "en", languages: [], states: 0 };
  const model = new OfflineModel(traits, (content) => heard.push(String(content.do)));
  const hear = () => heard.push(`states ${model.get("states")}`);
  model.on("change:states", hear);
  model.send({ do: "check" });
  assert.deepEqual(heard, []);
  await Promise.resolve();
  model.set("states", 1);
  model.off("change:states", hear);
  model.set("states", 2);
  assert.deepEqual(heard, ["check", "states 1"]);
});

test("the search wants every word, and what a heading says stands first", () => {
  const passages = [
    { at: "a", page: "Tides", under: "Moon", says: "Water rises when the moon is near." },
    { at: "b", page: "Tides", under: "Rising water", says: "Twice a day." },
    { at: "c", page: "潮汐", under: "月亮", says: "月亮靠近時水位上升。" },
  ];
  /** @param {string} asked */
  const places = (asked) => find(passages, asked).map(({ at }) => at);
  assert.deepEqual(places("  ＷＡＴＥＲ "), ["b", "a"]);
  assert.deepEqual(places("water moon"), ["a"]);
  assert.deepEqual(places("水位"), ["c"]);
  assert.deepEqual([places(""), places("sun")], [[], []]);
});

test("an excerpt marks the word where it stands, and only shows the beginning where it cannot", () => {
  const long = `${"x".repeat(80)} Moon ${"y".repeat(80)}`;
  const { before, word, after } = excerpt(long, "moon tide");
  assert.deepEqual([before.length, word, after.length], [61, "Moon", 61]);
  assert.deepEqual(excerpt("½ moon", "moon"), { before: "½ moon", word: "", after: "" });
});
