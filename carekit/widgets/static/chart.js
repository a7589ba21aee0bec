// Exchanges the words of the chart above when the reading language changes, and its alt text.
// The chart is drawn by JupyterLab itself; only its letters are touched here, never its marks.
function chartAbove(el) {
  let output = el.closest(".jp-OutputArea-child")?.previousElementSibling;
  while (output && !output.querySelector(".jp-RenderedVegaCommon5")) output = output.previousElementSibling;
  return output;
}

function reword(chart, texts, alt, fonts) {
  const lang = shownLangs().at(-1);
  // Vega writes the name of a slider beside the drawing, as HTML.
  for (const node of chart.querySelectorAll("svg text, .vega-bind-name")) {
    const said = node.textContent;
    const text = texts[node.dataset.careWord] || texts.find((one) => LANGS.some((tag) => one[tag] === said));
    if (!text) continue;
    node.dataset.careWord = texts.indexOf(text);
    // Writing the same words again would wake the observer for ever.
    if (said === text[lang] && node.getAttribute("lang") === lang) continue;
    node.textContent = text[lang];
    node.setAttribute("lang", lang);
    node.style.fontFamily = fonts[lang];
  }
  for (const node of chart.querySelectorAll("[aria-label]")) {
    const known = LANGS.some((tag) => alt[tag] === node.getAttribute("aria-label"));
    if (known) node.setAttribute("aria-label", alt[lang]);
  }
}

function render({ model, el }) {
  startIn(model.get("lang"));
  el.append(make("span", "care-chart-words"));
  const painter = new Painter();
  // The element is put on the page only after this function has returned.
  const start = requestAnimationFrame(() => {
    const chart = chartAbove(el);
    if (!chart) return;
    // Vega puts sliders and lists beside the drawing. Without this, JupyterLab takes their arrow
    // keys and goes to another cell.
    keepKeys(chart, ".vega-bindings");
    const draw = () => reword(chart, model.get("texts"), model.get("alt"), model.get("fonts"));
    redraws.observe(chart, { childList: true, subtree: true, characterData: true });
    painter.state(el, draw);
  });
  const redraws = new MutationObserver(() => painter.repaint());
  return () => {
    cancelAnimationFrame(start);
    redraws.disconnect();
    painter.stop();
  };
}

export default { render };
