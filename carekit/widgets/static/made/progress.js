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
var inEach = (one) => (
  /** @type {Text} */
  Object.fromEntries(courseLangs().map((lang) => [lang, one(lang)]))
);
function filled(said, values, lang) {
  return said.replace(/\{(\w+)\}/g, (whole, name) => {
    const value = values[name];
    if (value === void 0) return whole;
    return String(typeof value === "function" ? value(lang) : value);
  });
}
var joinedBy = (mark, ...texts) => inEach((lang) => texts.map((text) => text[lang]).join(mark));

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
function makeRoot(className, attributes = {}) {
  const root = make("div", `care ${className}`, attributes);
  keepKeys(root);
  return root;
}

// carekit/widgets/static/progress/places.js
function fileInLab(file, address) {
  const lab = /\/(?:lab|doc)(?:\/workspaces\/[^/]+)?\/tree\/(.*)$/.exec(address);
  if (!lab) return null;
  const folder = decodeURIComponent(lab[1]).split("/").slice(0, -1);
  return [...folder, file].join("/");
}
var isHere = (file, address) => decodeURIComponent(address).endsWith(`/${file}`);

// carekit/widgets/static/progress.js
var COLUMNS = ["concept", "answered", "right", "mastered", "due", "next"];
var progress_default = widget(
  /** @param {Mounted<ProgressTraits>} mounted */
  ({ model, painter, words }) => {
    const tools = { painter, words };
    const rows = model.get("rows");
    const now = rows.find((row) => row.id === model.get("go_on"));
    const root = makeRoot("care-standing");
    root.append(drawTable(rows, now, tools));
    if (now) {
      const line = make("p", "care-go-on");
      const concept = painter.words(make("span"), words["go-on-with"], {
        concept: (lang) => now.name[lang]
      });
      line.append(concept, " · ", stepFor(now, tools));
      root.append(line);
    }
    const tally = model.get("word_tally");
    if (tally.all) root.append(painter.words(make("p", "care-words"), words.words, tally));
    return root;
  }
);
function drawTable(rows, now, tools) {
  const { painter, words } = tools;
  const table = make("table");
  const caption = painter.words(make("caption", "care-title"), words.title);
  const head = make("tr");
  for (const name of COLUMNS) {
    head.append(painter.words(make("th", "", { scope: "col" }), words[name]));
  }
  const top = make("thead");
  top.append(head);
  const body = make("tbody");
  body.append(...rows.map((row) => drawRow(row, row === now, tools)));
  table.append(caption, top, body);
  const box = make("div", "care-frame", { tabindex: "0", role: "region" });
  painter.label(box, words.title);
  box.append(table);
  return box;
}
function drawRow(row, isNext, tools) {
  const { painter, words } = tools;
  const line = make("tr", isNext ? "care-now" : "", { "data-concept": row.id });
  const share = (part) => {
    const said = painter.words(make("span", "care-share"), words.of, { part, whole: row.asked });
    return [said, meter(part, row.asked)];
  };
  const { needed } = row;
  const verdict = painter.words(make("span"), words[row.mastered ? "yes" : "no"], { needed });
  const figures = [share(row.answered), share(row.right), [verdict], [String(row.due)]];
  line.append(
    cell("th", painter.words(make("span"), row.name)),
    ...figures.map((inside) => cell("td", ...row.asked ? inside : ["–"])),
    cell("td", stepFor(row, tools))
  );
  return line;
}
function cell(tag, ...inside) {
  const node = make(tag, "", tag === "th" ? { scope: "row" } : {});
  node.append(...inside);
  return node;
}
function meter(part, whole) {
  const bar = make("span", "care-bar", { "aria-hidden": "true" });
  const full = make("span", "care-full");
  full.style.inlineSize = `${whole ? 100 * part / whole : 0}%`;
  bar.append(full);
  return bar;
}
function stepFor(row, { painter, words }) {
  const text = words[row.step];
  const said = painter.words(make("span"), text);
  if (!row.link || row.step === "wait" || isHere(row.link, location.pathname)) return said;
  const link = lessonLink(row.link);
  link.append(said);
  return painter.label(link, joinedBy(": ", row.name, text));
}
function lessonLink(file) {
  const link = make("a", "care-link", { href: file });
  link.addEventListener("click", () => {
    const path = fileInLab(file, location.pathname);
    if (path === null) return;
    link.dataset.commandlinkerCommand = "docmanager:open";
    link.dataset.commandlinkerArgs = JSON.stringify({ path });
  });
  return link;
}
export {
  progress_default as default
};
