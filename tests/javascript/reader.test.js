// The reader bar: finding words, voices, the size of the text, the ring of the tabulator.
import assert from "node:assert/strict";
import { test } from "node:test";
import { useLanguages } from "../../carekit/widgets/static/base/languages.js";
import { nextStop } from "../../carekit/widgets/static/reader/entry-card.js";
import { findAt, findIn, normal, wordAt } from "../../carekit/widgets/static/reader/finding.js";
import { entryOf } from "../../carekit/widgets/static/reader/lexicon.js";
import { placeOf, sizeAt } from "../../carekit/widgets/static/reader/text-size.js";
import { accent, voiceFor } from "../../carekit/widgets/static/reader/voices.js";
import { isLookUp } from "../../carekit/widgets/static/reader/watch.js";
import { THREE } from "./languages.js";

useLanguages(THREE);

test("a form is compared in small letters, with plain hyphens and single blanks", () => {
  assert.equal(normal("  Low‑Water \n Harbour’s "), "low-water harbour's");
});

test("the longest known form around a place is found, never a piece of a word", () => {
  const forms = new Map([
    ["reply", "0"],
    ["first reply", "1"],
    ["行", "2"],
  ]);
  assert.deepEqual(findAt("the First  reply", 6, forms, 12), { form: "First  reply", place: "1" });
  assert.deepEqual(findAt("a reply.", 3, forms, 11), { form: "reply", place: "0" });
  assert.deepEqual(findAt("replying", 2, forms, 11), { form: "replying" });
  assert.equal(findAt("12 %", 3, forms, 11), null);
  assert.equal(findAt("12", 0, forms, 11), null);
  assert.deepEqual(findAt("按行看", 1, forms, 11), { form: "行", place: "2" });
  assert.deepEqual(findAt("中国银行", 3, forms, 11), { form: "银行" });
});

test("what was typed is looked up as it is, else by the longest form inside it", () => {
  const forms = new Map([
    ["reply", "0"],
    ["first reply", "1"],
  ]);
  assert.deepEqual(findIn(" FIRST reply ", forms, 11), { form: "FIRST reply", place: "1" });
  assert.deepEqual(findIn("my reply or first reply", forms, 11), {
    form: "first reply",
    place: "1",
  });
  assert.deepEqual(findIn("fox", forms, 11), { form: "fox" });
  assert.equal(findIn("42", forms, 11), null);
});

test("a word keeps its apostrophe inside and loses it at its ends", () => {
  assert.equal(wordAt("‘don’t’ go", 2), "don’t");
  assert.equal(wordAt("a 'word' b", 4), "word");
});

test("a form leads to an entry or to one of its relatives", () => {
  const family = [
    { word: "insurer", pos: "noun", gloss: { en: "", "zh-Hans": "", "zh-Hant": "" } },
  ];
  const entries = [{ id: "a" }, { id: "b", family }];
  const lexicon = { entries, forms: {} };
  assert.deepEqual(entryOf({ form: "x", place: "1" }, lexicon), {
    entry: entries[1],
    relative: null,
  });
  assert.equal(entryOf({ form: "x", place: "1.0" }, lexicon).relative, family[0]);
  assert.deepEqual(entryOf({ form: "x" }, lexicon), { entry: null, relative: null });
});

/** @param {string} lang @param {boolean} [localService] */
const voice = (lang, localService = true) =>
  /** @type {SpeechSynthesisVoice} */ ({ lang, localService, name: lang });

test("a word is said by a voice of this machine, Mandarin before Cantonese", () => {
  const cantonese = voice("zh-HK");
  const mandarin = voice("cmn_TW");
  assert.equal(voiceFor("zh-Hant", [cantonese, mandarin])?.voice, mandarin);
  assert.equal(voiceFor("zh-Hant", [cantonese])?.voice, cantonese);
  assert.equal(voiceFor("zh-Hans", [voice("yue-CN")])?.tag, "yue-CN");
  assert.equal(voiceFor("en", [voice("en-US", false), voice("enm")]), null);
  assert.equal(voiceFor("en", [voice("en-GB"), voice("en_US")])?.tag, "en-US");
  assert.equal(voiceFor("en", [cantonese, voice("yue-CN")]), null);
});

test("a way of speaking is named in the language that is read", () => {
  /** @param {string} said */
  const text = (said) => ({ en: said, "zh-Hans": said, "zh-Hant": said });
  const words = {
    cantonese: text("Cantonese"),
    mandarin: text("Mandarin"),
    "mandarin-voice": text("a Mandarin voice"),
  };
  assert.equal(accent("zh-HK", "en", words), "Cantonese");
  assert.equal(accent("zh-Hant", "en", words), "Mandarin");
  assert.equal(accent("zh-TW", "en", words), "a Mandarin voice (zh-TW)");
  assert.equal(accent("en-GB", "en", words), "British English");
});

test("a size that is not known is the normal one, and the ends of the list hold", () => {
  assert.equal(sizeAt(placeOf("huge")), "normal");
  assert.equal(sizeAt(placeOf("large") + 1), "larger");
  assert.equal(sizeAt(placeOf("larger") + 1), "larger");
  assert.equal(sizeAt(placeOf("small") - 1), "small");
});

test("the tabulator goes round, forwards and backwards, also from outside the ring", () => {
  assert.deepEqual(
    [-1, 0, 1, 2].map((at) => nextStop(at, 3, false)),
    [0, 1, 2, 0],
  );
  assert.deepEqual(
    [-1, 0, 1, 2].map((at) => nextStop(at, 3, true)),
    [2, 2, 0, 1],
  );
});

test("Alt and L look a selection up, with no other key beside them", () => {
  const alone = { altKey: true, ctrlKey: false, metaKey: false, code: "KeyL" };
  /** @param {Partial<typeof alone>} change */
  const pressed = (change) => isLookUp(/** @type {KeyboardEvent} */ ({ ...alone, ...change }));
  assert.equal(pressed({}), true);
  assert.equal(pressed({ altKey: false }), false);
  assert.equal(pressed({ ctrlKey: true }), false);
  assert.equal(pressed({ code: "KeyK" }), false);
});
