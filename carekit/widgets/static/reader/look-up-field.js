// The field in which a word or term is typed to be looked up.
/** @import { Tools } from "../types.js" */
import { make } from "../base/elements.js";

/** @param {Tools} tools @param {(said: string, box: DOMRect) => void} ask */
export function lookUpField({ painter, words }, ask) {
  const form = make("form", "care-look", { role: "search", hidden: "" });
  const label = make("label");
  const input = make("input", "", {
    type: "search",
    autocomplete: "off",
    "aria-keyshortcuts": "Alt+L",
  });
  label.append(painter.words(make("span", "care-reading"), words["look-up"]), input);
  const go = painter.words(make("button", "", { type: "submit" }), words.look);
  form.append(label, go);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (input.value.trim()) ask(input.value, input.getBoundingClientRect());
  });
  return form;
}
