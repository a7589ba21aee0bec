// The base of the widgets: languages, texts, dates, sending.
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { dayIn, timeOf } from "../../carekit/widgets/static/base/dates.js";
import { rulesFor } from "../../carekit/widgets/static/base/language-style.js";
import { isChosen } from "../../carekit/widgets/static/base/language-switch.js";
import {
  choices,
  courseLangs,
  langsIn,
  startIn,
  useLanguages,
} from "../../carekit/widgets/static/base/languages.js";
import { PATIENCE, sender } from "../../carekit/widgets/static/base/sender.js";
import { keep, kept } from "../../carekit/widgets/static/base/storage.js";
import {
  bare,
  bold,
  filled,
  filledText,
  joined,
  joinedBy,
} from "../../carekit/widgets/static/base/text.js";

import { language, THREE } from "./languages.js";

/** @type {Record<string, string>} */
let dataset;
/** @type {Map<string, string>} */
let stored;

beforeEach(() => {
  useLanguages(THREE);
  dataset = {};
  stored = new Map();
  const localStorage = {
    getItem: (/** @type {string} */ name) => stored.get(name) ?? null,
    setItem: (/** @type {string} */ name, /** @type {string} */ value) => stored.set(name, value),
  };
  Object.assign(globalThis, { document: { documentElement: { dataset } }, localStorage });
});
afterEach(() => {
  for (const name of ["document", "localStorage"]) Reflect.deleteProperty(globalThis, name);
});

test("one or two languages are read, and English where the page names none that is known", () => {
  assert.deepEqual(langsIn("zh-Hant"), ["zh-Hant"]);
  assert.deepEqual(langsIn("en zh-Hans"), ["en", "zh-Hans"]);
  assert.deepEqual(langsIn("fr zh-Hans"), ["zh-Hans"]);
  for (const none of [undefined, "", "fr", "EN"]) assert.deepEqual(langsIn(none), ["en"]);
});

test("a course of one language has one choice, of several each alone and the first beside each", () => {
  assert.deepEqual(choices(), ["en", "zh-Hans", "zh-Hant", "en zh-Hans", "en zh-Hant"]);
  useLanguages([language({ tag: "es" })]);
  assert.deepEqual(choices(), ["es"]);
  assert.deepEqual(langsIn("en"), ["es"]);
  useLanguages(["ar", "fr", "es", "en"].map((tag) => language({ tag })));
  assert.deepEqual(choices().slice(3), ["en", "ar fr", "ar es", "ar en"]);
});

test("a language has a rule that hides it, its fonts, and turns what is read from the right", () => {
  assert.equal(rulesFor(language({ tag: "fr" })).length, 1);
  const turned = rulesFor(language({ tag: "ar", direction: "rtl" })).join("");
  assert.match(turned, /data-care-lang="ar"[^{]*{ direction: rtl; }/);
  const rules = rulesFor(language({ tag: "ja", sans: ["Yu Gothic"] })).join("");
  assert.match(rules, /:lang\(ja\) { --care-fonts: [^;]*"Yu Gothic", sans-serif;/);
});

test("a widget starts in what the page shows, then in the last choice that agrees with Python", () => {
  stored.set("care-lang", "en zh-Hant");
  startIn("zh-Hant");
  assert.equal(dataset.careLang, "en zh-Hant");
  startIn("zh-Hans");
  assert.equal(dataset.careLang, "en zh-Hant");
  delete dataset.careLang;
  startIn("zh-Hans");
  assert.equal(dataset.careLang, "zh-Hans");
});

test("a button is chosen for both languages only where it stands for the two", () => {
  const pairs = [...courseLangs(), "en zh-Hant"];
  assert.equal(isChosen("en zh-Hant", pairs, ["en", "zh-Hant"]), true);
  assert.equal(isChosen("en", pairs, ["en", "zh-Hant"]), false);
  assert.equal(isChosen("en", courseLangs(), ["en", "zh-Hant"]), true);
  assert.equal(isChosen("zh-Hans", courseLangs(), ["en", "zh-Hant"]), false);
});

test("gaps are filled by value or by language, and one without a value stays", () => {
  const values = { n: 0, name: (/** @type {string} */ lang) => `<${lang}>` };
  assert.equal(filled("{n} of {all}: {name}", values, "zh-Hans"), "0 of {all}: <zh-Hans>");
  const text = { en: "{n} left", "zh-Hans": "剩{n}个", "zh-Hant": "剩{n}個" };
  assert.equal(filledText(text, { n: 2 })["zh-Hant"], "剩2個");
});

test("texts are joined with a blank in English and without one in Chinese", () => {
  const one = { en: "No.", "zh-Hans": "不对。", "zh-Hant": "不對。" };
  const two = { en: "Why", "zh-Hans": "原因", "zh-Hant": "理由" };
  assert.deepEqual(joined(one, two), {
    en: "No. Why",
    "zh-Hans": "不对。原因",
    "zh-Hant": "不對。理由",
  });
  assert.equal(joinedBy(": ", one, two)["zh-Hans"], "不对。: 原因");
  assert.equal(bold(one).en, "**No.**");
  assert.equal(bare("a **b** `c` * d"), "a b c * d");
});

test("the time stands alone on its own day and with its day on any other", () => {
  const saved = "2026-03-02T01:05:00";
  assert.equal(timeOf(saved, "en", new Date("2026-03-02T23:00:00")), "01:05");
  assert.match(timeOf(saved, "en", new Date("2026-03-03T00:01:00")), /2 Mar 2026, 01:05/);
  assert.match(timeOf(saved, "zh-Hant", new Date("2027-03-02T01:05:00")), /2026年3月2日/);
  assert.equal(timeOf("2026-03-02T00:07:00", "en", new Date("2026-03-02T09:00:00")), "00:07");
});

test("a day is the same day in every time zone", () => {
  const zone = process.env.TZ;
  for (const TZ of ["Pacific/Kiritimati", "UTC", "Pacific/Pago_Pago"]) {
    process.env.TZ = TZ;
    assert.match(dayIn("2026-03-02", "en"), /Monday.* 2 March/);
    assert.equal(dayIn("2026-03-02", "zh-Hans"), "3月2日星期一");
  }
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
});

test("storage that is closed to us is no error", () => {
  keep("name", "value");
  assert.equal(kept("name"), "value");
  assert.equal(kept("other"), "");
  Object.defineProperty(globalThis, "localStorage", {
    configurable: true,
    get() {
      throw new Error("closed");
    },
  });
  keep("name", "value");
  assert.equal(kept("name"), "");
});

test("a message carries the language, and who waits too long is told once", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  dataset.careLang = "en zh-Hant";
  /** @type {unknown[]} */
  const sent = [];
  const late = t.mock.fn();
  const post = sender({ send: (content) => void sent.push(content) }, late);
  post.ask({ do: "check" });
  assert.deepEqual(sent, [{ do: "check", lang: "zh-Hant" }]);
  t.mock.timers.tick(PATIENCE - 1);
  assert.equal(late.mock.callCount(), 0);
  t.mock.timers.tick(PATIENCE);
  assert.equal(late.mock.callCount(), 1);
  post.ask({ do: "check" });
  post.heard();
  post.tell({ do: "here" });
  t.mock.timers.tick(2 * PATIENCE);
  assert.equal(late.mock.callCount(), 1);
});

test("a kernel that is gone is told at once and only once", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const late = t.mock.fn();
  const gone = {
    send() {
      throw new Error("disposed");
    },
  };
  assert.equal(sender(gone, late).ask({ do: "check" }), false);
  assert.equal(late.mock.callCount(), 1);
  t.mock.timers.tick(2 * PATIENCE);
  assert.equal(late.mock.callCount(), 1);
});
