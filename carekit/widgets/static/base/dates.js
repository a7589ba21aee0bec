// Dates and times, in the way of a reading language.
/** @import { Lang } from "../types.js" */
import { languageOf } from "./languages.js";

/**
 * The time alone on the same day, with the day before it on any other.
 *
 * @param {string} saved an ISO date with its time
 * @param {Lang} lang
 * @param {Date} [now]
 */
export function timeOf(saved, lang, now = new Date()) {
  const then = new Date(saved);
  const today = then.toDateString() === now.toDateString();
  return new Intl.DateTimeFormat(languageOf(lang).locale, {
    ...(today ? {} : { year: "numeric", month: "short", day: "numeric" }),
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(then);
}

/**
 * A day with its weekday, whatever the time zone of this computer.
 *
 * @param {string} iso a date without time, as in "2026-03-02"
 * @param {Lang} lang
 */
export function dayIn(iso, lang) {
  return new Intl.DateTimeFormat(languageOf(lang).locale, {
    weekday: "long",
    day: "numeric",
    month: "long",
    timeZone: "UTC",
  }).format(new Date(`${iso}T00:00:00Z`));
}
