// The extension's own modules, as far as they need no page: the way through a course, headings.
import assert from "node:assert/strict";
import { test } from "node:test";
import { headingFor, headingsIn } from "../../carekit/labextension/src/contents-list.js";
import { addressOf } from "../../carekit/labextension/src/links.js";
import { isRed } from "../../carekit/labextension/src/runs.js";
import {
  dueWord,
  goOn,
  momentIn,
  neighbours,
  pointsIn,
  reviewPage,
  tally,
} from "../../carekit/labextension/src/way.js";
import { useLanguages } from "../../carekit/widgets/static/base/languages.js";
import { THREE } from "./languages.js";

useLanguages(THREE);

/** @typedef {import("../../carekit/labextension/src/course.js").PageStanding} PageStanding */
/** @typedef {import("../../carekit/labextension/src/course.js").CourseMap} CourseMap */

/** @param {string} path @returns {CourseMap["pages"][number]} */
const page = (path) => ({
  path,
  kind: "lesson",
  id: path.replace(/^\d+-|\.ipynb$/g, ""),
  title: {},
});
/** @type {CourseMap} */
const MAP = {
  id: "sea",
  title: {},
  prefix: "desk/sea/",
  lang: "en",
  languages: [],
  words: {},
  pages: ["01-a.ipynb", "02-b.ipynb", "03-review.ipynb"].map(page),
};
/** @param {string} path @param {Partial<PageStanding>} more @returns {PageStanding} */
const stands = (path, more) => ({
  path,
  state: "not-begun",
  done: 0,
  of: 8,
  due: "",
  handed_in: "",
  points: null,
  ...more,
});

test("a page has the one before and the one after it, and a foreign page has none", () => {
  const [a, b, c] = MAP.pages;
  assert.deepEqual(neighbours(MAP, "desk/sea/01-a.ipynb"), { page: a, before: null, after: b });
  assert.deepEqual(neighbours(MAP, "desk/sea/03-review.ipynb"), {
    page: c,
    before: b,
    after: null,
  });
  assert.deepEqual(neighbours(MAP, "01-a.ipynb"), { page: null, before: null, after: null });
});

test("a page without questions does not count, and all answered is not yet done", () => {
  const pages = [
    stands("1", { state: "done" }),
    stands("2", { state: "answered" }),
    stands("3", { state: "" }),
    stands("4", { state: "handed-in" }),
  ];
  assert.deepEqual(tally({ pages, review: 0 }), { done: 2, of: 3 });
});

test("one goes on with what is begun, else with the first that is not", () => {
  const [a, b] = MAP.pages;
  const fresh = [stands(a.path, {}), stands(b.path, {})];
  assert.equal(goOn(MAP, { pages: fresh, review: 0 }), a);
  const begun = [stands(a.path, {}), stands(b.path, { state: "under-way" })];
  assert.equal(goOn(MAP, { pages: begun, review: 0 }), b);
  const done = [stands(a.path, { state: "done" }), stands(b.path, { state: "answered" })];
  assert.equal(goOn(MAP, { pages: done, review: 0 }), null);
  assert.equal(reviewPage(MAP), MAP.pages[2]);
});

test("a date that is over says so only where something is open", () => {
  const [before, after] = [new Date("2026-03-01T00:00Z"), new Date("2026-03-03T00:00Z")];
  const due = "2026-03-02T18:00:00+08:00";
  assert.equal(dueWord(stands("x", { due }), before), "due");
  assert.equal(dueWord(stands("x", { due }), after), "overdue");
  assert.equal(dueWord(stands("x", { due, state: "done" }), after), "due");
  assert.equal(dueWord(stands("x", { due, state: "handed-in" }), after), "due");
  assert.equal(dueWord(stands("x", {}), after), "");
});

test("moments and points are written as a language writes them", () => {
  const local = "2026-03-02T18:05:00";
  assert.match(momentIn(local, "en"), /2 Mar.*18:05/);
  assert.match(momentIn(local, "zh-Hans"), /3月2日.*18:05/);
  assert.deepEqual(pointsIn({ got: 11.126, most: 20 }, "en"), { got: "11.13", most: "20" });
});

test("a heading of all languages is said in those that are read; others stay", () => {
  const source =
    '# 1 · <span lang="en" class="care-head">A *red* check</span><span class="care-sep"> / </span>' +
    '<span lang="zh-Hans" class="care-head">报红</span>\n\n## Plain\n';
  const known = headingsIn(source);
  const told = "1 · A red check / 报红";
  assert.equal(headingFor(told, known, ["zh-Hans"]), "1 · 报红");
  assert.equal(headingFor(told, known, ["en", "zh-Hans"]), "1 · A red check · 报红");
  assert.equal(headingFor(told, known, ["fr"]), told);
  assert.equal(headingFor("Plain", known, ["en"]), "Plain");
});

test("a link leads to the page of the front end that is there", () => {
  assert.equal(addressOf("a b/ü.ipynb", { baseUrl: "/u/" }), "/u/lab/tree/a%20b/%C3%BC.ipynb");
  assert.equal(
    addressOf("a.ipynb", { baseUrl: "/", notebookPage: "notebooks" }),
    "/notebooks/a.ipynb",
  );
  assert.equal(addressOf("a.ipynb", { mode: "single-document" }), "/doc/tree/a.ipynb");
});

test("a cell is red when one of its outputs is an error", () => {
  /** @param {string[]} types */
  const cell = (...types) =>
    /** @type {any} */ ({
      model: {
        outputs: { length: types.length, get: (/** @type {number} */ at) => ({ type: types[at] }) },
      },
    });
  assert.equal(isRed(cell("stream", "error")), true);
  assert.equal(isRed(cell("stream")), false);
  assert.equal(isRed(/** @type {any} */ ({ model: {} })), false);
});
