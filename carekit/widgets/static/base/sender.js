// Sending to Python, which may be busy or gone.
/** @import { Receiver } from "../types.js" */
import { lastLang } from "./languages.js";

/** How long Python may take before the learner is told that it takes long, in milliseconds. */
export const PATIENCE = 3000;

/**
 * Sends a widget's messages. `late` is called when there is nobody to hear one, or when `ask` has
 * got no answer in time; whoever gets the answer calls `heard`.
 *
 * @param {Receiver} model
 * @param {() => void} late
 */
export function sender(model, late) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let wait;
  const heard = () => clearTimeout(wait);
  /** @param {Record<string, unknown>} content @returns {boolean} whether it was sent */
  const tell = (content) => {
    try {
      model.send({ ...content, lang: lastLang() });
      return true;
    } catch {
      // JupyterLab throws when the kernel that made this widget is gone.
      heard();
      late();
      return false;
    }
  };
  /** @param {Record<string, unknown>} content */
  const ask = (content) => {
    heard();
    wait = setTimeout(late, PATIENCE);
    return tell(content);
  };
  return { tell, ask, heard };
}
