// A typed word: what the card does without a page, and when Enter belongs to an input method.
import assert from "node:assert/strict";
import { test } from "node:test";
import { short_text, takesWord } from "../../../carekit/questions/kinds/short_text/card.js";
import { useLanguages } from "../../../carekit/widgets/static/base/languages.js";
import { verdictOf } from "../../../carekit/widgets/static/cards/verdict.js";
import { THREE } from "../../javascript/languages.js";

useLanguages(THREE);

test("Enter that takes a word from an input method does not send the answer", () => {
  const enter = { key: "Enter", isComposing: false, keyCode: 13 };
  assert.equal(takesWord(enter), false);
  assert.equal(takesWord({ ...enter, isComposing: true }), true);
  assert.equal(takesWord({ ...enter, keyCode: 229 }), true);
  assert.equal(takesWord({ ...enter, key: "a", keyCode: 229 }), false);
});

test("a near miss says that it is close in place of not yet, and a right one is right", () => {
  /** @param {string} said */
  const text = (said) => ({ en: said, "zh-Hans": said, "zh-Hant": said });
  const words = { right: text("right"), wrong: text("not yet"), close: text("close") };
  const said = (/** @type {object} */ state) =>
    verdictOf({ turn: 1, answer: [], ...state }, short_text, words).map(({ en }) => en);
  assert.deepEqual(said({ right: false, score: 0, remark: "close" }), ["**close**"]);
  assert.deepEqual(said({ right: false, score: 0 }), ["**not yet**"]);
  assert.deepEqual(said({ right: true, score: 1 }), ["**right**"]);
});
