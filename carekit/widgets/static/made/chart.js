// carekit/widgets/static/base/language-style.js
var ID = "care-languages";
function styleFor(languages) {
  const rules = languages.flatMap(rulesFor).join("\n");
  const there = document.getElementById?.(ID);
  if (there?.textContent === rules || !document.head) return;
  const style = there ?? document.createElement("style");
  style.id = ID;
  style.textContent = rules;
  if (!there) document.head.append(style);
}
function rulesFor({ tag, sans, direction }) {
  const rules = [
    `html[data-care-lang]:not([data-care-lang~="${tag}"])
      :is(.jp-RenderedMarkdown, .care-twin, .care-paper) [lang="${tag}"] { display: none; }`
  ];
  if (sans.length) {
    const fonts = sans.map((name) => `"${name}"`).join(", ");
    rules.push(
      `:lang(${tag}) { --care-fonts: -apple-system, "Segoe UI", ${fonts}, sans-serif;
        --care-leading: 1.7; --care-code-fonts: var(--jp-code-font-family, monospace); }`,
      `.care-pick:has(option:lang(${tag}):checked) { font-family: ${fonts}, sans-serif; }`
    );
  }
  if (direction === "rtl") {
    rules.push(
      `html[data-care-lang="${tag}"] :is(.care, .jp-RenderedMarkdown:has(> [lang="${tag}"],
        > * > .care-head)) { direction: rtl; }`,
      `.care pre, .care code, .jp-RenderedMarkdown :is(pre, code) { direction: ltr; }`
    );
  }
  return rules;
}

// carekit/widgets/static/base/storage.js
function kept(name) {
  try {
    return localStorage.getItem(name) || "";
  } catch {
    return "";
  }
}

// carekit/widgets/static/base/languages.js
var known = /* @__PURE__ */ new Map();
function useLanguages(languages) {
  known = new Map(languages.map((language) => [language.tag, language]));
  if (typeof document !== "undefined") styleFor(languages);
}
var courseLangs = () => [...known.keys()];
function languageOf(lang) {
  const plain2 = { tag: lang, name: lang, short: lang, direction: "ltr", locale: lang };
  const rest = { sans: [], voices: [], dash: "–", spaced: true, place: "" };
  return known.get(lang) ?? { ...plain2, ...rest };
}
function langsIn(said) {
  const tags = (said || "").split(" ").filter((tag) => known.has(tag));
  return tags.length ? tags : courseLangs().slice(0, 1);
}
var shownLangs = () => langsIn(document.documentElement.dataset.careLang);
var lastLang = () => (
  /** @type {Lang} */
  shownLangs().at(-1)
);
function startIn(lang) {
  const page = document.documentElement;
  if (page.dataset.careLang) return;
  const last = kept("care-lang");
  page.dataset.careLang = last.split(" ").includes(lang) ? last : lang;
}

// carekit/widgets/static/base/elements.js
function make(tag, className, attributes = {}) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  return node;
}
function plain(tag, className, said, lang) {
  const node = make(tag, className, lang ? { lang } : {});
  node.textContent = said;
  return node;
}
var ids = Math.floor(Math.random() * 1e9);
function marked(said) {
  return said.split(/(`[^`]+`|\*\*[^*]+\*\*)/).map((part) => {
    if (part.length > 2 && part.startsWith("`")) return plain("code", "", part.slice(1, -1));
    if (part.length > 4 && part.startsWith("**")) return plain("strong", "", part.slice(2, -2));
    return part;
  });
}
var turned = (lang) => languageOf(lang).direction === "rtl" ? { dir: "rtl" } : {};
function run(lang, ...inside) {
  const node = make("span", "care-run", { lang, ...turned(lang) });
  node.append(...inside);
  return node;
}
function keepKeys(root, within = "*") {
  root.addEventListener("keydown", (event) => {
    if (
      /** @type {Element} */
      event.target.closest(within)
    ) event.stopPropagation();
  });
}

// carekit/widgets/static/base/text.js
function filled(said, values, lang) {
  return said.replace(/\{(\w+)\}/g, (whole, name) => {
    const value = values[name];
    if (value === void 0) return whole;
    return String(typeof value === "function" ? value(lang) : value);
  });
}

// carekit/widgets/static/base/painter.js
var Painter = class {
  constructor() {
    this.said = /* @__PURE__ */ new Map();
    this.watch = new MutationObserver(() => this.repaint());
    this.watch.observe(document.documentElement, {
      attributes: true,
      attributeFilter: ["data-care-lang"]
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
        ...langs.map((lang) => run(lang, ...marked(filled(text[lang], values, lang))))
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
};

// carekit/widgets/static/base/widget.js
function widget(draw) {
  const render = ({ model, el }) => {
    useLanguages(model.get("languages"));
    startIn(model.get("lang"));
    const painter = new Painter();
    const ends = [() => painter.stop()];
    el.append(
      draw({
        model,
        painter,
        words: model.get("words"),
        on(event, hear) {
          model.on(event, hear);
          ends.push(() => model.off(event, hear));
        },
        atEnd: (stop) => ends.push(stop)
      })
    );
    return () => {
      for (const end of ends) end();
    };
  };
  return { render };
}

// carekit/widgets/static/chart.js
var chart_default = widget(
  /** @param {Mounted<ChartTraits>} mounted */
  ({ model, painter, atEnd }) => {
    const node = make("span", "care-chart-words");
    const redraws = new MutationObserver(() => painter.repaint());
    const start = requestAnimationFrame(() => {
      const chart = chartAbove(node);
      if (!chart) return;
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
  }
);
function chartAbove(node) {
  let output = node.closest(".jp-OutputArea-child")?.previousElementSibling ?? null;
  while (output && !output.querySelector(".jp-RenderedVegaCommon5")) {
    output = output.previousElementSibling;
  }
  return (
    /** @type {HTMLElement | null} */
    output
  );
}
function reword(chart, texts, fonts) {
  const lang = lastLang();
  const letters = chart.querySelectorAll("svg text, .vega-bind-name");
  for (const node of letters) {
    const said = node.textContent ?? "";
    const known2 = texts[Number(node.dataset.careWord ?? "none")];
    const text = known2 ?? texts.find((one) => isSaid(one, said));
    if (!text) continue;
    node.dataset.careWord = String(texts.indexOf(text));
    if (said === text[lang] && node.getAttribute("lang") === lang) continue;
    node.textContent = text[lang];
    node.setAttribute("lang", lang);
    node.style.fontFamily = fonts[lang];
  }
}
function renameIn(chart, alt) {
  for (const node of chart.querySelectorAll("[aria-label]")) {
    const known2 = isSaid(alt, node.getAttribute("aria-label") ?? "");
    if (known2) node.setAttribute("aria-label", alt[lastLang()]);
  }
}
var isSaid = (text, said) => courseLangs().some((lang) => text[lang] === said);
export {
  chart_default as default
};
