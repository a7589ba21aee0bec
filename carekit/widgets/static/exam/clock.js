// The clock of an exam: seen every second, heard only at ten, five and one minute.
/** @import { Tools } from "../types.js" */
import { make } from "../base/elements.js";
import { alarmAt, countdown } from "./countdown.js";

/** @param {Tools} tools @param {() => void} timeIsUp called once */
export function drawClock({ painter, words }, timeIsUp) {
  const node = make("p", "care-clock", { role: "timer", "aria-live": "off" });
  const heard = make("p", "care-heard", { role: "status" });
  /** @type {number | null} */
  let end = null;
  let before = Number.POSITIVE_INFINITY;
  let over = false;
  const draw = () => {
    if (end === null) return;
    const left = (end - performance.now()) / 1000;
    painter.words(node, words["time-left"], { time: countdown(left) });
    const alarm = alarmAt(left, before);
    if (alarm) {
      const text = words[alarm === 60 ? "minute-left" : "minutes-left"];
      painter.words(heard, text, { minutes: alarm / 60 });
    }
    before = left;
    if (left <= 0 && !over) {
      over = true;
      timeIsUp();
    }
  };
  const timer = setInterval(draw, 1000);
  return {
    node,
    heard,
    /** @param {number | null} left seconds, or null where there is no limit */
    set(left) {
      end = left === null ? null : performance.now() + left * 1000;
      node.hidden = left === null;
      draw();
    },
    stop: () => clearInterval(timer),
  };
}
