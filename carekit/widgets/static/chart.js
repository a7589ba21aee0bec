// Exchanges the words of the chart above when the reading language changes, and its alt text.
// The chart is drawn by JupyterLab itself; only its letters are touched here, never its marks.
/** @import { Lang, Mounted, Text, Traits } from "./types.js" */
import { keepKeys, make } from "./base/elements.js";
import { courseLangs, lastLang } from "./base/languages.js";
import { widget } from "./base/widget.js";
import "./chart.css";

/** @typedef {Traits & { texts: Text[], alt: Text, fonts: Record<Lang, string> }} ChartTraits */

export default widget(
  /** @param {Mounted<ChartTraits>} mounted */ ({ model, painter, atEnd }) => {
    const node = make("span", "care-chart-words");
    const redraws = new MutationObserver(() => painter.repaint());
    // The element is put on the page only after this function has returned.
    const start = requestAnimationFrame(() => {
      const chart = chartAbove(node);
      if (!chart) return;
      // Vega puts sliders and lists beside the drawing. Without this, JupyterLab takes their arrow
      // keys and goes to another cell.
      keepKeys(chart, ".vega-bindings");
      redraws.observe(chart, { childList: true, subtree: true, characterData: true });
      painter.state(node, () => {
        reword(chart, model.get("texts"), model.get("fonts"));
        renameIn(chart, model.get("alt"));
      });
    });
    atEnd(() => cancelAnimationFrame(start));
    atEnd(() => redraws.disconnect());
    return node;
  },
);

/** @param {Element} node @returns {HTMLElement | null} */
function chartAbove(node) {
  let output = node.closest(".jp-OutputArea-child")?.previousElementSibling ?? null;
  while (output && !output.querySelector(".jp-RenderedVegaCommon5")) {
    output = output.previousElementSibling;
  }
  return /** @type {HTMLElement | null} */ (output);
}

/** @param {Element} chart @param {Text[]} texts @param {Record<Lang, string>} fonts */
function reword(chart, texts, fonts) {
  const lang = lastLang();
  /** @type {NodeListOf<SVGElement | HTMLElement>} */
  const letters = chart.querySelectorAll("svg text, .vega-bind-name");
  // Vega writes the name of a slider beside the drawing, as HTML.
  for (const node of letters) {
    const said = node.textContent ?? "";
    const known = texts[Number(node.dataset.careWord ?? "none")];
    const text = known ?? texts.find((one) => isSaid(one, said));
    if (!text) continue;
    node.dataset.careWord = String(texts.indexOf(text));
    // Writing the same words again would wake the observer for ever.
    if (said === text[lang] && node.getAttribute("lang") === lang) continue;
    node.textContent = text[lang];
    node.setAttribute("lang", lang);
    node.style.fontFamily = fonts[lang];
  }
}

/** @param {Element} chart @param {Text} alt */
function renameIn(chart, alt) {
  for (const node of chart.querySelectorAll("[aria-label]")) {
    const known = isSaid(alt, node.getAttribute("aria-label") ?? "");
    if (known) node.setAttribute("aria-label", alt[lastLang()]);
  }
}

/** @param {Text} text @param {string} said */
const isSaid = (text, said) => courseLangs().some((lang) => text[lang] === said);
