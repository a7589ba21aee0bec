// The way through a course: which page comes before and after, how much is done. No page is needed.
/** @import { Lang } from "../../widgets/static/types.js" */
/** @import { CourseMap, Page, PageStanding, Points, Standing } from "./course.js" */
import { languageOf } from "../../widgets/static/base/languages.js";

/**
 * The page of a path, and the ones beside it; of a page that is none of the course's there are none.
 *
 * @param {CourseMap} map
 * @param {string} path as the server names it
 * @returns {{ page: Page | null, before: Page | null, after: Page | null }}
 */
export function neighbours(map, path) {
  const at = map.pages.findIndex((page) => map.prefix + page.path === path);
  if (at < 0) return { page: null, before: null, after: null };
  const [before = null, after = null] = [map.pages[at - 1], map.pages[at + 1]];
  return { page: map.pages[at], before, after };
}

/** What a learner has no more to do for. @param {{ state: string }} page */
const isOver = ({ state }) => state === "done" || state === "handed-in";

/**
 * How many of the pages on which something is asked are done.
 *
 * @param {Standing} standing
 */
export function tally({ pages }) {
  const asked = pages.filter((page) => page.state);
  return { done: asked.filter(isOver).length, of: asked.length };
}

/**
 * The page that a learner goes on with: the first that is begun, else the first that is not done.
 *
 * @param {CourseMap} map
 * @param {Standing} standing
 */
export function goOn(map, { pages }) {
  const found =
    pages.find((page) => page.state === "under-way") ??
    pages.find((page) => page.state === "not-begun");
  return map.pages.find((page) => page.path === found?.path) ?? null;
}

/**
 * Where the review is: the lesson of that name, as in the learner's progress.
 *
 * @param {CourseMap} map
 */
export const reviewPage = (map) => map.pages.find((page) => page.id === "review") ?? null;

/**
 * What is said of a set's date: that it is over where something is still open.
 *
 * @param {PageStanding} stands
 * @param {Date} now
 * @returns {"due" | "overdue" | ""}
 */
export function dueWord({ due, state }, now) {
  if (!due) return "";
  return new Date(due) < now && !isOver({ state }) ? "overdue" : "due";
}

/**
 * A moment with its day and time, in the zone of this computer.
 *
 * @param {string} iso
 * @param {Lang} lang
 */
export function momentIn(iso, lang) {
  return new Intl.DateTimeFormat(languageOf(lang).locale, {
    month: "short",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(new Date(iso));
}

/**
 * Points as they are read: no more decimals than there are.
 *
 * @param {Points} points
 * @param {Lang} lang
 */
export function pointsIn({ got, most }, lang) {
  const form = new Intl.NumberFormat(languageOf(lang).locale, { maximumFractionDigits: 2 });
  return { got: form.format(got), most: form.format(most) };
}
