// The time that is left of an exam, as it is written and as it is told. No page is needed.

/** So many seconds before the end a screen reader hears how much time is left. */
const ALARMS = [600, 300, 60];

/**
 * Minutes and seconds, as in "12:05"; a begun second counts as a whole one.
 *
 * @param {number} seconds
 */
export function countdown(seconds) {
  const whole = Math.max(0, Math.ceil(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/**
 * The alarm that is due when the time left goes from `before` to `now`, or undefined. Nothing is
 * due at the first look, where nothing was before.
 *
 * @param {number} now
 * @param {number} before
 */
export const alarmAt = (now, before) =>
  before === Number.POSITIVE_INFINITY
    ? undefined
    : ALARMS.find((mark) => now <= mark && before > mark);
