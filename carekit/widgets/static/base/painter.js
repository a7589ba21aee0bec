/** @import { Text, Values } from "../types.js" */
import { make, marked, run } from "./elements.js";
import { shownLangs } from "./languages.js";
import { filled } from "./text.js";

/**
 * Remembers what each element says, so that switching the language only exchanges words:
 * what is ticked, typed, focused and scrolled stays.
 */
export class Painter {
  constructor() {
    /** @type {Map<Element, () => void>} */
    this.said = new Map();
    this.watch = new MutationObserver(() => this.repaint());
    this.watch.observe(document.documentElement, {
      attributes: true,
      attributeFilter: ["data-care-lang"],
    });
  }

  /**
   * Writes a text into an element, in the languages that are read.
   *
   * @template {Element} Node
   * @param {Node} node
   * @param {Text} text
   * @param {Values} [values]
   */
  words(node, text, values = {}) {
    return this.state(node, () => {
      const langs = shownLangs();
      node.replaceChildren(
        ...langs.map((lang) => run(lang, ...marked(filled(text[lang], values, lang)))),
      );
    });
  }

  /**
   * Names an element for who does not see it.
   *
   * @template {Element} Node
   * @param {Node} node
   * @param {Text} text
   */
  label(node, text) {
    return this.state(node, () => {
      const said = shownLangs().map((lang) => text[lang]);
      node.setAttribute("aria-label", said.join(" / "));
    });
  }

  /**
   * Draws an element now and whenever the language changes.
   *
   * @template {Element} Node
   * @param {Node} node
   * @param {() => void} draw
   */
  state(node, draw) {
    this.said.set(node, draw);
    draw();
    return node;
  }

  /**
   * Empties an element. Whether a node is on the page does not tell whether it is still wanted:
   * JupyterLab takes cells out of the page while they are scrolled away.
   *
   * @param {Element} node
   */
  clear(node) {
    for (const inner of this.said.keys()) if (node.contains(inner)) this.said.delete(inner);
    node.replaceChildren();
  }

  repaint() {
    for (const draw of this.said.values()) draw();
  }

  stop() {
    this.watch.disconnect();
  }
}

/** @param {Painter} painter @param {Text} text @param {string} [className] */
export const paragraph = (painter, text, className) => painter.words(make("p", className), text);
