"use strict";
(() => {
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
  function keep(name, value) {
    try {
      localStorage.setItem(name, value);
    } catch {
    }
  }
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
  var listedLang = () => known.has("en") ? "en" : courseLangs()[0] ?? "en";
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
  function choices() {
    const [first, ...others] = courseLangs();
    return [...courseLangs(), ...others.map((lang) => `${first} ${lang}`)];
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
  function makeSvg(tag, attributes) {
    const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
    return node;
  }
  var ICONS = {
    right: "M4 10.5l4 4 8-9",
    wrong: "M5 5l10 10M15 5L5 15",
    partly: "M4 10h12",
    up: "M4 12l6-6 6 6",
    down: "M4 8l6 6 6-6"
  };
  function icon(name) {
    const svg = makeSvg("svg", { viewBox: "0 0 20 20", "aria-hidden": "true", class: "care-icon" });
    svg.append(makeSvg("path", { d: ICONS[name] }));
    return svg;
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
  function holdStill(anchor, change) {
    const before = anchor.getBoundingClientRect().top;
    change();
    requestAnimationFrame(() => {
      let box = anchor.parentElement;
      while (box && !scrolls(box)) box = box.parentElement;
      if (box) box.scrollTop += anchor.getBoundingClientRect().top - before;
    });
  }
  function scrolls(box) {
    return box.scrollHeight > box.clientHeight && /auto|scroll/.test(getComputedStyle(box).overflowY);
  }

  // carekit/widgets/static/reader/text-size.js
  var SIZES = ["small", "normal", "large", "larger"];
  var NORMAL = SIZES.indexOf("normal");
  function placeOf(name) {
    const place = SIZES.indexOf(name);
    return place < 0 ? NORMAL : place;
  }
  var sizeAt = (place) => SIZES[Math.max(0, Math.min(SIZES.length - 1, place))];
  var sizeNow = () => placeOf(document.documentElement.dataset.careSize || kept("care-size"));
  function startInSize() {
    document.documentElement.dataset.careSize = sizeAt(sizeNow());
  }
  function sizeButtons({ painter, words }) {
    const group = painter.label(make("div", "care-sizes", { role: "group" }), words.size);
    const button = (sign, key2, place) => {
      const node = painter.label(make("button", "care-size", { type: "button" }), words[key2]);
      node.textContent = sign;
      node.addEventListener("click", () => setSize(sizeAt(place()), node));
      group.append(node);
    };
    button("A−", "smaller", () => sizeNow() - 1);
    button("A", "normal", () => NORMAL);
    button("A+", "larger", () => sizeNow() + 1);
    return group;
  }
  function setSize(size, anchor) {
    holdStill(anchor, () => {
      document.documentElement.dataset.careSize = size;
    });
    keep("care-size", size);
  }

  // carekit/labextension/src/contents-list.js
  var HEADING = /^#{1,6}[ \t]+(.+)$/gm;
  var PART = /<span lang="([^"]+)" class="care-head">(.*?)<\/span>/g;
  var bare = (said) => said.replace(/<[^>]+>/g, "");
  var plainly = (said) => bare(said).replace(/[*`]/g, "");
  var key = (said) => bare(said).replace(/[*_`\s]+/g, "");
  function headingsIn(source) {
    const found = /* @__PURE__ */ new Map();
    for (const [, heading] of source.matchAll(HEADING)) {
      const parts = [...heading.matchAll(PART)];
      if (!parts.length) continue;
      const said = new Map(parts.map(([, lang, words]) => [lang, plainly(words)]));
      found.set(key(heading), { before: plainly(heading.split("<span")[0]), said });
    }
    return found;
  }
  function headingFor(text, known2, langs) {
    const headline = known2.get(key(text));
    const told = langs.map((lang) => headline?.said.get(lang)).filter((one) => one !== void 0);
    return headline && told.length ? headline.before + told.join(" · ") : text;
  }
  var changed = /* @__PURE__ */ new WeakSet();
  function inReadingLanguage(list, panel) {
    if (changed.has(list)) return;
    changed.add(list);
    const all = list.getHeadings.bind(list);
    list.getHeadings = async () => {
      const headings = await all();
      const sources = [...panel.model?.cells ?? []].map((cell) => cell.sharedModel.getSource());
      const known2 = headingsIn(sources.join("\n"));
      for (
        const one of
        /** @type {Heading[]} */
        headings ?? []
      ) {
        one.text = headingFor(one.text, known2, shownLangs());
      }
      return headings;
    };
    const again = () => void list.refresh();
    const watch = new MutationObserver(again);
    watch.observe(document.documentElement, { attributeFilter: ["data-care-lang"] });
    panel.disposed.connect(() => watch.disconnect());
    again();
  }

  // carekit/labextension/src/course.js
  var LULL = 700;
  var Course = class {
    /** @param {CourseMap} map @param {Server} server */
    constructor(map, server) {
      this.map = map;
      this.server = server;
      this.standing = null;
      this.hears = /* @__PURE__ */ new Set();
      this.wait = void 0;
      this.words = void 0;
    }
    /** @param {() => void} hear called whenever the standing is another one */
    watch(hear) {
      this.hears.add(hear);
      return () => this.hears.delete(hear);
    }
    /** Asks where the learner stands, once for all that has just happened. */
    look(after = LULL) {
      clearTimeout(this.wait);
      this.wait = setTimeout(async () => {
        const found = await this.server.ask("standing", this.here);
        if (!found) return;
        this.standing = found;
        for (const hear of this.hears) hear();
      }, after);
    }
    /** A path that lies in the course. */
    get here() {
      return `${this.map.prefix}course_data/course.yml`;
    }
    lexicon() {
      this.words ??= this.server.ask("lexicon", this.here);
      return this.words;
    }
    /** @param {Record<string, unknown>} content */
    tell(content) {
      return this.server.tell({ ...content, path: this.here });
    }
    /** The standing of a page, as far as it is known. @param {Page} page */
    of(page) {
      return this.standing?.pages.find(({ path }) => path === page.path) ?? null;
    }
  };
  var Server = class {
    /** @param {Services["ServerConnection"]} connection @param {ServerSettings} settings */
    constructor(connection, settings) {
      this.connection = connection;
      this.settings = settings;
      this.courses = /* @__PURE__ */ new Map();
      this.known = /* @__PURE__ */ new Map();
    }
    /**
     * The course that a notebook lies in, or null.
     *
     * @param {string} path
     */
    course(path) {
      const folder = path.slice(0, path.lastIndexOf("/") + 1);
      const found = this.courses.get(folder) ?? this.find(path);
      this.courses.set(folder, found);
      return found;
    }
    /** @param {string} path */
    async find(path) {
      const map = await this.ask("course", path);
      if (!map) return null;
      const course = this.known.get(map.prefix) ?? new Course(map, this);
      this.known.set(map.prefix, course);
      return course;
    }
    /** @param {string} what @param {string} path @returns {Promise<any>} */
    ask(what, path) {
      return this.request(`${what}?path=${encodeURIComponent(path)}`, { method: "GET" });
    }
    /** @param {Record<string, unknown>} content */
    tell(content) {
      return this.request("reader", { method: "POST", body: JSON.stringify(content) });
    }
    /** @param {string} place @param {RequestInit} init */
    async request(place, init) {
      const { connection, settings } = this;
      try {
        const url = `${settings.baseUrl}carekit/${place}`;
        const answer = await connection.makeRequest(url, init, settings);
        return answer.ok ? await answer.json() : null;
      } catch {
        return null;
      }
    }
  };

  // carekit/labextension/src/links.js
  function pageFacts() {
    const told = document.getElementById("jupyter-config-data")?.textContent;
    return told ? JSON.parse(told) : {};
  }
  function addressOf(path, { baseUrl = "/", notebookPage, mode }) {
    const way2 = path.split("/").map(encodeURIComponent).join("/");
    const lab = mode === "single-document" ? "doc/tree" : "lab/tree";
    return `${baseUrl}${notebookPage ? "notebooks" : lab}/${way2}`;
  }
  function linker(app, course, leave) {
    const facts = pageFacts();
    return (page, className) => {
      const path = course.map.prefix + page.path;
      const link = make("a", className, { href: addressOf(path, facts) });
      link.addEventListener("click", async (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        await leave();
        if (facts.notebookPage) location.assign(link.href);
        else await app.commands.execute("docmanager:open", { path });
      });
      return link;
    };
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
  var filledText = (text, values = {}) => inEach((lang) => filled(text[lang], values, lang));

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
  var paragraph = (painter, text, className) => painter.words(make("p", className), text);

  // carekit/widgets/static/base/base.css
  var base_default = `/* Languages that are not read are hidden, but only once a widget has said which one is; the rules
   that name a language stand in language-style.js. */
html[data-care-lang] .jp-RenderedMarkdown .care-sep {
  display: none;
}

.care {
  --care-accent: #0b6a6e;
  --care-on-accent: #ffffff;
  --care-good: #17713a;
  --care-bad: #b02a1c;
  --care-part: #865300;
  --care-paper: var(--jp-layout-color1, #ffffff);
  --care-ink: var(--jp-content-font-color1, #1c1c1c);
  --care-faint: color-mix(in srgb, var(--care-ink) 72%, var(--care-paper));
  --care-line: color-mix(in srgb, var(--care-ink) 18%, var(--care-paper));
  --care-edge: color-mix(in srgb, var(--care-ink) 58%, var(--care-paper));
  box-sizing: border-box;
  color: var(--care-ink);
  font-family: var(--jp-content-font-family, system-ui, sans-serif);
  font-size: var(--jp-content-font-size1, 14px);
  line-height: 1.55;
}
body[data-jp-theme-light="false"] .care {
  --care-accent: #6cd0cb;
  --care-on-accent: #06211f;
  --care-good: #7bd99a;
  --care-bad: #ffa193;
  --care-part: #f0c063;
}
@media (prefers-color-scheme: dark) {
  body:not([data-jp-theme-light]) .care {
    --care-accent: #6cd0cb;
    --care-on-accent: #06211f;
    --care-good: #7bd99a;
    --care-bad: #ffa193;
    --care-part: #f0c063;
    --care-paper: #1f1f1f;
    --care-ink: #ececec;
  }
}
.care *,
.care *::before,
.care *::after {
  box-sizing: border-box;
}
/* The right glyphs for the same code point: named before any generic family, which would pick
   one script's font for all. */
:is(.care, .jp-RenderedMarkdown) [lang] {
  font-family: var(--care-fonts, inherit);
  line-height: var(--care-leading, inherit);
}
:is(.care, .jp-RenderedMarkdown) [lang] :is(code, pre) {
  font-family: var(--care-code-fonts, var(--jp-code-font-family, monospace));
}
.care button {
  min-height: 32px;
  min-width: 32px;
  margin: 0;
  padding: 4px 12px;
  border: 1px solid var(--care-edge);
  border-radius: 8px;
  background: transparent;
  color: inherit;
  font: inherit;
  line-height: 1.4;
  cursor: pointer;
}
.care button:hover {
  border-color: var(--care-accent);
}
.care :is(button, .care-langs)[hidden] {
  display: none;
}
.care :is(button, input):focus-visible {
  outline: 3px solid var(--care-accent);
  outline-offset: 2px;
}
.care-langs {
  display: flex;
  flex-wrap: wrap;
  gap: 4px;
}
.care .care-lang[aria-pressed="true"] {
  border-color: var(--care-accent);
  background: var(--care-accent);
  color: var(--care-on-accent);
}
@media (prefers-reduced-motion: no-preference) {
  .care button,
  .care-option {
    transition:
      background-color 120ms,
      border-color 120ms;
  }
}
/* Who asks the system for more contrast gets no grey: text and edges in the full colour of ink. */
@media (prefers-contrast: more) {
  .care.care {
    --care-accent: #00474a;
    --care-good: #0b4a22;
    --care-bad: #7d150b;
    --care-part: #5b3700;
    --care-faint: var(--care-ink);
    --care-line: var(--care-edge);
    --care-edge: var(--care-ink);
  }
  body[data-jp-theme-light="false"] .care.care {
    --care-accent: #a8f0ec;
    --care-good: #b4f5c8;
    --care-bad: #ffcdc5;
    --care-part: #ffe3a3;
  }
}
@media (forced-colors: active) {
  .care .care-lang[aria-pressed="true"] {
    border-width: 3px;
    text-decoration: underline;
  }
}
/* Han letters are never slanted; a dotted line says that a word has a meaning to show. */
.jp-RenderedMarkdown .care-term {
  font-style: normal;
}
.jp-RenderedMarkdown .care-term[title] {
  text-decoration: underline dotted;
  text-underline-offset: 4px;
  cursor: help;
}

/* The questions in words, below a card that lives: they are for pages without a kernel. */
.jp-OutputArea:has(.care) .jp-OutputArea-child:has(.care-twin),
.output_container:has(.care) .care-twin {
  display: none;
}
`;

  // carekit/widgets/static/base/language-switch.js
  function languageSwitch(painter, model, text, choices2, anchor) {
    const group = painter.label(make("div", "care-langs", { role: "group" }), text);
    group.hidden = choices2.length < 2;
    for (const tags of choices2) {
      const button = make("button", "care-lang", { type: "button" });
      button.dataset.tags = tags;
      const langs = (
        /** @type {Lang[]} */
        tags.split(" ")
      );
      langs.forEach((lang, place) => {
        if (place) button.append(" + ");
        const alone = tags === lang || place;
        button.append(
          plain("span", "", alone ? languageOf(lang).name : languageOf(lang).short, lang)
        );
      });
      painter.state(button, () => {
        button.setAttribute("aria-pressed", String(isChosen(tags, choices2, shownLangs())));
      });
      button.addEventListener("click", () => readIn(tags, model, anchor || button));
      group.append(button);
    }
    return group;
  }
  function isChosen(tags, choices2, read) {
    const all = read.join(" ");
    return choices2.includes(all) ? all === tags : read.includes(
      /** @type {Lang} */
      tags
    );
  }
  function readIn(tags, model, anchor) {
    holdStill(anchor, () => {
      document.documentElement.dataset.careLang = tags;
    });
    keep("care-lang", tags);
    try {
      model.send({ do: "lang", lang: lastLang() });
    } catch {
    }
  }

  // carekit/widgets/static/base/widget.js
  function makeRoot(className, attributes = {}) {
    const root = make("div", `care ${className}`, attributes);
    keepKeys(root);
    return root;
  }

  // carekit/labextension/src/way.js
  function neighbours(map, path) {
    const at = map.pages.findIndex((page) => map.prefix + page.path === path);
    if (at < 0) return { page: null, before: null, after: null };
    const [before = null, after = null] = [map.pages[at - 1], map.pages[at + 1]];
    return { page: map.pages[at], before, after };
  }
  var isOver = ({ state }) => state === "done" || state === "handed-in";
  function tally({ pages }) {
    const asked = pages.filter((page) => page.state);
    return { done: asked.filter(isOver).length, of: asked.length };
  }
  function goOn(map, { pages }) {
    const found = pages.find((page) => page.state === "under-way") ?? pages.find((page) => page.state === "not-begun");
    return map.pages.find((page) => page.path === found?.path) ?? null;
  }
  var reviewPage = (map) => map.pages.find((page) => page.id === "review") ?? null;
  function dueWord({ due, state }, now) {
    if (!due) return "";
    return new Date(due) < now && !isOver({ state }) ? "overdue" : "due";
  }
  function momentIn(iso, lang) {
    return new Intl.DateTimeFormat(languageOf(lang).locale, {
      month: "short",
      day: "numeric",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23"
    }).format(new Date(iso));
  }
  function pointsIn({ got, most }, lang) {
    const form = new Intl.NumberFormat(languageOf(lang).locale, { maximumFractionDigits: 2 });
    return { got: form.format(got), most: form.format(most) };
  }

  // carekit/labextension/src/panel.js
  var CoursePanel = class {
    constructor() {
      this.painter = new Painter();
      this.node = makeRoot("care-course", { role: "region" });
      this.course = null;
      this.options = null;
      this.stop = () => {
      };
    }
    /** Shows a course from now on. @param {Course} course @param {PanelOptions} options */
    show(course, options) {
      this.options = options;
      if (course !== this.course) {
        this.stop();
        this.course = course;
        const stop = course.watch(() => this.draw());
        this.stop = () => void stop();
      }
      this.draw();
    }
    draw() {
      const { course, options, painter, node } = this;
      if (!course || !options) return;
      const focused = node.contains(document.activeElement) ? document.activeElement?.getAttribute("href") : null;
      painter.clear(node);
      const { map, standing } = course;
      const { words } = map;
      painter.label(node, words["my-course"]);
      node.append(painter.words(make("h2", "care-course-title"), map.title));
      if (standing) {
        const { done, of } = tally(standing);
        node.append(
          paragraph(painter, filledText(words["done-of-pages"], { done, of }), "care-course-sum")
        );
        const next = goOn(map, standing);
        if (next) node.append(this.line(words["go-on-with"], next));
        const page = reviewPage(map);
        if (standing.review && page) {
          const due = painter.words(options.link(page, "care-course-due"), words["review-due"], {
            due: standing.review
          });
          const review = make("p");
          review.append(due);
          node.append(review);
        }
      }
      const list = make("ol", "care-course-pages");
      list.append(...map.pages.map((page) => this.entry(page)));
      node.append(list);
      if (focused) {
        for (const link of node.querySelectorAll("a")) {
          if (link.getAttribute("href") === focused) link.focus({ preventScroll: true });
        }
      }
    }
    /** @param {Text} said @param {Page} page */
    line(said, page) {
      const { painter, options } = this;
      const node = make("p", "care-course-next");
      node.append(painter.words(make("span"), said), " ");
      node.append(painter.words(
        /** @type {PanelOptions} */
        options.link(page, ""),
        page.title
      ));
      return node;
    }
    /** @param {Page} page */
    entry(page) {
      const { painter } = this;
      const course = (
        /** @type {Course} */
        this.course
      );
      const options = (
        /** @type {PanelOptions} */
        this.options
      );
      const { words, prefix } = course.map;
      const stands = course.of(page);
      const item = make("li", "care-course-page");
      item.dataset.state = stands?.state ?? "";
      item.dataset.kind = page.kind;
      const link = painter.words(options.link(page, ""), page.title);
      if (prefix + page.path === options.here()) link.setAttribute("aria-current", "page");
      const mark = make("span", "care-course-mark", { "aria-hidden": "true" });
      const about = make("span", "care-course-about");
      if (page.kind !== "lesson") {
        about.append(painter.words(make("span", "care-course-kind"), words[`kind-${page.kind}`]));
      }
      if (stands?.state) {
        const said = stands.of && stands.state === "under-way" ? "under-way-of" : stands.state;
        const { done, of, handed_in: at } = stands;
        const when = (lang) => momentIn(at, lang);
        about.append(painter.words(make("span"), words[`is-${said}`], { done, of, when }));
      }
      const due = stands ? dueWord(stands, (options.now ?? (() => /* @__PURE__ */ new Date()))()) : "";
      if (stands && due) {
        const when = (lang) => momentIn(stands.due, lang);
        about.append(painter.words(make("span", `care-${due}`), words[due], { when }));
      }
      if (stands?.points) {
        const { points } = stands;
        const got = (lang) => pointsIn(points, lang).got;
        const most = (lang) => pointsIn(points, lang).most;
        about.append(painter.words(make("span", "care-points"), words.points, { got, most }));
      }
      const text = make("div");
      text.append(link, about);
      item.append(mark, text);
      return item;
    }
  };

  // carekit/labextension/src/runs.js
  function isRed({ model }) {
    const { outputs } = model;
    if (!outputs) return false;
    for (let place = 0; place < outputs.length; place++) {
      if (outputs.get(place).type === "error") return true;
    }
    return false;
  }
  async function show(notebook, cell) {
    const place = notebook.widgets.indexOf(cell);
    if (place < 0) return;
    await notebook.scrollToItem(place, "auto").catch(() => {
    });
    requestAnimationFrame(() => cell.outputArea?.node.scrollIntoView({ block: "nearest" }));
  }
  function followRuns(actions, told) {
    const runs = /* @__PURE__ */ new Map();
    const run2 = (notebook) => {
      const found = runs.get(notebook) ?? { sent: /* @__PURE__ */ new Set(), back: /* @__PURE__ */ new Set() };
      runs.set(notebook, found);
      return found;
    };
    actions.executionScheduled.connect((_, { notebook, cell }) => {
      run2(notebook).sent.add(cell);
    });
    actions.executed.connect((_, { notebook, cell }) => {
      if (cell.model.type !== "code") return;
      const { sent, back } = run2(notebook);
      sent.delete(cell);
      back.add(cell);
      if (sent.size) return;
      runs.delete(notebook);
      const red = notebook.widgets.filter((one) => back.has(one) && isRed(one));
      if (back.size > 1) told(notebook, red);
      else if (red.length) void show(notebook, red[0]);
    });
  }

  // carekit/labextension/src/saving.js
  var REST = 2500;
  var TROUBLE = '.care-saved[data-is="trouble"]';
  var doneTo = (panel) => [...panel.model?.cells ?? []].map((cell) => `${cell.sharedModel.getSource()}\0${cell.executionCount ?? ""}`).join("");
  function watchSaving(panel, { savesItself, told }) {
    const { context } = panel;
    let writing = "";
    let kept2 = "";
    let wait;
    let last = "";
    const changed2 = () => context.model.dirty && doneTo(panel) !== kept2;
    const state = () => {
      if (panel.node.querySelector(TROUBLE)) return "answer-lost";
      if (writing) return writing;
      return changed2() ? "changed" : "saved";
    };
    const tell = () => {
      const now = state();
      if (now === last) return;
      last = now;
      told(now);
    };
    const save = async () => {
      if (context.model.readOnly || context.contentsModel?.writable === false) return;
      await context.save().catch(() => {
      });
    };
    const soon = () => {
      clearTimeout(wait);
      wait = setTimeout(() => {
        if (changed2() && savesItself()) void save();
        tell();
      }, REST);
      if (last === "saved" || !last) setTimeout(tell);
    };
    context.saveState.connect((_, at) => {
      writing = at === "started" ? "saving" : at === "failed" ? "failed" : "";
      if (at.startsWith("completed")) kept2 = doneTo(panel);
      tell();
    });
    const cards = new MutationObserver(tell);
    cards.observe(panel.content.node, { subtree: true, attributeFilter: ["data-is"] });
    panel.disposed.connect(() => {
      clearTimeout(wait);
      cards.disconnect();
    });
    void context.ready.then(() => {
      kept2 = doneTo(panel);
      panel.model?.contentChanged.connect(soon);
      context.model.stateChanged.connect(tell);
      tell();
    });
    return { save, unsaved: changed2 };
  }

  // carekit/labextension/src/shared.js
  var table = {};
  function useShared(scope) {
    table = scope;
  }
  async function shared(name) {
    const versions = Object.values(table[name] ?? {});
    const found = versions.find((one) => one.loaded) ?? versions[0];
    return found ? (await found.get())() : null;
  }

  // carekit/widgets/static/base/sender.js
  var PATIENCE = 3e3;

  // carekit/widgets/static/reader/voices.js
  var isCantonese = (tag) => /^yue|^zh-.*HK|^zh-.*MO/i.test(tag);
  function voiceFor(lang, voices) {
    const all = voices.filter((voice) => voice.localService).map((voice) => ({ voice, tag: voice.lang.replaceAll("_", "-").replace(/^cmn\b/, "zh") }));
    const like = (start2) => all.filter(({ tag }) => `${tag}-`.startsWith(`${start2}-`));
    const fit = voicesOf(lang).flatMap(like);
    const mandarin = fit.find(({ tag }) => !isCantonese(tag));
    return mandarin ?? fit[0] ?? null;
  }
  function voicesOf(lang) {
    const { voices } = languageOf(lang);
    return voices.length ? voices : [lang];
  }
  function accent(tag, lang, words) {
    if (isCantonese(tag)) return words.cantonese[lang];
    if (/^zh-[A-Z][a-z]{3}$/.test(tag)) return words.mandarin[lang];
    if (/^zh/.test(tag)) return `${words["mandarin-voice"][lang]} (${tag})`;
    return new Intl.DisplayNames(lang, { type: "language" }).of(tag) ?? tag;
  }

  // carekit/widgets/static/reader/entry-card.css
  var entry_card_default = '.care-look {\n  display: flex;\n  flex-wrap: wrap;\n  flex: 1 1 15em;\n  min-width: 0;\n  align-items: end;\n  gap: 6px;\n}\n.care-look[hidden] {\n  display: none;\n}\n.care-look label {\n  display: flex;\n  flex: 0 1 auto;\n  align-items: center;\n  gap: 8px;\n  min-width: 0;\n}\n.care-look .care-reading {\n  flex: none;\n}\n.care-look .care-run + .care-run::before {\n  content: " / ";\n}\n.care-look input {\n  flex: 0 1 16em;\n  width: 16em;\n  min-width: 5em;\n  min-height: 32px;\n  padding: 4px 10px;\n  border: 1px solid var(--care-edge);\n  border-radius: 8px;\n  background: var(--care-paper);\n  color: inherit;\n  font: inherit;\n}\n.care-entry {\n  position: fixed;\n  z-index: 10000;\n  width: min(30rem, calc(100vw - 16px));\n  max-height: min(34rem, calc(100vh - 16px));\n  overflow: auto;\n  overflow-wrap: anywhere;\n  padding: 14px 18px 16px;\n  border: 1px solid var(--care-edge);\n  border-radius: 14px;\n  background: var(--care-paper);\n  box-shadow: 0 8px 28px rgb(0 0 0 / 28%);\n}\n.care-entry:focus {\n  outline: none;\n}\n.care-entry:focus-visible {\n  outline: 3px solid var(--care-accent);\n  outline-offset: 1px;\n}\n.care-entry p,\n.care-entry dl {\n  margin: 0 0 8px;\n}\n.care-entry .care-entry-title {\n  padding-inline-end: 36px;\n  font-size: 1.3em;\n  font-weight: 650;\n  line-height: 1.35;\n}\n.care-entry .care-pos {\n  color: var(--care-faint);\n  font-size: 0.75em;\n  font-weight: 400;\n}\n.care-entry .care-close {\n  position: absolute;\n  top: 10px;\n  inset-inline-end: 10px;\n  padding: 0;\n  border-color: transparent;\n  font-size: 1.3em;\n  line-height: 1;\n}\n.care-entry .care-sound {\n  color: var(--care-faint);\n  font-family: "Noto Sans", "Segoe UI", system-ui, sans-serif;\n}\n.care-entry .care-entry-means .care-run + .care-run,\n.care-entry .care-entry-note .care-run + .care-run {\n  display: block;\n}\n.care-entry .care-entry-note,\n.care-entry .care-entry-of {\n  color: var(--care-faint);\n  font-size: 0.92em;\n}\n.care-entry .care-run + .care-run::before {\n  content: " / ";\n}\n.care-entry :is(.care-entry-means, .care-entry-note) .care-run + .care-run::before {\n  content: none;\n}\n.care-places {\n  display: grid;\n  grid-template-columns: max-content 1fr;\n  gap: 6px 14px;\n  padding-top: 8px;\n  border-top: 1px solid var(--care-line);\n}\n.care-places dt {\n  color: var(--care-faint);\n  font-weight: 400;\n}\n.care-places dd {\n  margin: 0;\n  min-width: 0;\n}\n.care-entry .care-hear {\n  display: inline-flex;\n  align-items: center;\n  gap: 6px;\n  min-height: 28px;\n  padding: 1px 10px;\n  font-size: 0.92em;\n}\n.care-hear-all {\n  display: inline-flex;\n  flex-wrap: wrap;\n  gap: 4px 6px;\n}\n.care-play {\n  color: var(--care-accent);\n  font-size: 0.8em;\n}\n.care-entry .care-add[aria-disabled="true"] {\n  border-style: dashed;\n  color: var(--care-faint);\n  cursor: default;\n}\n.care-entry .care-entry-said {\n  margin: 8px 0 0;\n}\n.care-entry .care-entry-said:empty {\n  margin: 0;\n}\n.jp-RenderedMarkdown .care-term[role="button"] {\n  border-radius: 3px;\n  text-decoration: underline dotted;\n  text-underline-offset: 4px;\n  cursor: pointer;\n}\n.jp-RenderedMarkdown .care-term:focus-visible {\n  outline: 3px solid #0b6a6e;\n  outline-offset: 2px;\n}\nbody[data-jp-theme-light="false"] .jp-RenderedMarkdown .care-term:focus-visible {\n  outline-color: #6cd0cb;\n}\n@media (prefers-reduced-motion: no-preference) {\n  .care-entry {\n    animation: care-entry-in 90ms ease-out;\n  }\n}\n@keyframes care-entry-in {\n  from {\n    opacity: 0;\n  }\n}\n@media (max-width: 480px) {\n  .care-places {\n    grid-template-columns: 1fr;\n    gap: 0;\n  }\n  .care-places dt {\n    margin-top: 6px;\n  }\n}\n';

  // carekit/widgets/static/reader/entry-card.js
  var PATIENCE_FOR_CLIPS = 900;
  var GAP = 8;
  var HONG_KONG = { key: "hk", tag: "zh-HK", place: "hong-kong", name: "" };
  function places() {
    const langs = courseLangs().map((key2) => {
      const { locale, place, name } = languageOf(key2);
      return { key: key2, tag: key2.includes("-") ? locale : key2, place, name };
    });
    const known2 = langs.some(({ tag }) => tag === HONG_KONG.tag);
    return known2 ? langs : [...langs, HONG_KONG];
  }
  var EntryCard = class {
    /** @param {Tools & { send: (content: Record<string, unknown>) => boolean }} tools */
    constructor({ painter, words, send }) {
      this.painter = painter;
      this.words = words;
      this.send = send;
      this.node = null;
      this.back = null;
      this.audio = null;
      this.entry = null;
      this.sounds = [];
      this.clips = null;
      this.add = null;
      this.box = new DOMRect();
      this.status = make("p");
      this.late = void 0;
      this.wait = void 0;
      this.moved = () => this.place();
      this.voices = () => this.drawSounds();
      this.outside = (event) => {
        const inside = event.target instanceof Node && this.node?.contains(event.target);
        if (!inside) this.close(false);
      };
    }
    /**
     * Opens the card of an entry, or of one of its relatives, or of a form that nobody knows.
     *
     * @param {Entry | null} entry
     * @param {Relative | null} relative
     * @param {string} form
     * @param {DOMRect} box where the word stands in the window
     * @param {boolean} focus
     */
    open(entry, relative, form, box, focus) {
      this.close(false);
      this.entry = entry;
      this.box = box;
      this.sounds = [];
      this.clips = null;
      this.add = null;
      this.back = document.activeElement;
      const node = make("div", "care care-entry", { role: "dialog", tabindex: "-1" });
      this.node = node;
      keepKeys(node);
      node.addEventListener("keydown", (event) => this.walk(event));
      const title = make("p", "care-entry-title", { id: "care-entry-title" });
      node.setAttribute("aria-labelledby", title.id);
      const close = make("button", "care-close", { type: "button" });
      this.painter.label(close, this.words.close).textContent = "×";
      close.addEventListener("click", () => this.close(true));
      const body = make("div", "care-entry-body", { "aria-live": "polite" });
      this.status = make("p", "care-entry-said", { role: "status" });
      node.append(title, body, this.status, close);
      if (entry) this.draw(entry, relative, title, body);
      else this.drawUnknown(form, title, body);
      document.body.append(node);
      this.place();
      addEventListener("resize", this.moved);
      document.addEventListener("pointerdown", this.outside, true);
      globalThis.speechSynthesis?.addEventListener?.("voiceschanged", this.voices);
      if (focus) node.focus({ preventScroll: true });
      if (!entry) return;
      this.send({ do: "open", id: entry.id });
      this.late = setTimeout(() => this.clips || this.hear({ clips: {} }), PATIENCE_FOR_CLIPS);
    }
    /**
     * The tabulator goes round in the card.
     *
     * @param {KeyboardEvent} event
     */
    walk(event) {
      if (event.key !== "Tab" || !this.node) return;
      const found = this.node.querySelectorAll("button:not([hidden])");
      const all = [...found];
      const at = all.indexOf(document.activeElement);
      event.preventDefault();
      found[nextStop(at, all.length, event.shiftKey)]?.focus();
    }
    /** @param {boolean} giveBack whether the focus goes back to where it was */
    close(giveBack) {
      if (!this.node) return;
      const held = this.node.contains(document.activeElement);
      this.audio?.pause();
      globalThis.speechSynthesis?.cancel();
      clearTimeout(this.late);
      clearTimeout(this.wait);
      this.painter.clear(this.node);
      this.node.remove();
      this.node = null;
      removeEventListener("resize", this.moved);
      document.removeEventListener("pointerdown", this.outside, true);
      globalThis.speechSynthesis?.removeEventListener?.("voiceschanged", this.voices);
      const { back } = this;
      const canTake = back instanceof HTMLElement || back instanceof SVGElement;
      if (giveBack && held && canTake && back.isConnected) back.focus({ preventScroll: true });
    }
    /** Under the word where there is room, else above it; always inside the window. */
    place() {
      if (!this.node) return;
      const { innerWidth: wide, innerHeight: high } = globalThis;
      const { width, height } = this.node.getBoundingClientRect();
      const under = this.box.bottom + GAP;
      const top = under + height <= high - GAP ? under : this.box.top - height - GAP;
      const within = (at, size, all) => Math.max(GAP, Math.min(at, all - size - GAP));
      this.node.style.left = `${within(this.box.left, width, wide)}px`;
      this.node.style.top = `${within(top, height, high)}px`;
    }
    /** @param {string} form @param {HTMLElement} title @param {HTMLElement} body */
    drawUnknown(form, title, body) {
      title.textContent = form;
      const unknown = make("p", "care-entry-means");
      body.append(this.painter.words(unknown, this.words.unknown, { word: form }));
    }
    /**
     * @param {Entry} entry
     * @param {Relative | null} relative
     * @param {HTMLElement} title
     * @param {HTMLElement} body
     */
    draw(entry, relative, title, body) {
      const { painter, words } = this;
      const listed = listedLang();
      const headed = relative?.word || entry.word || entry.term?.[listed] || "";
      title.append(plain("span", "care-word", headed, listed));
      const pos = make("span", "care-pos");
      if (relative?.pos) pos.append(plain("span", "", relative.pos, listed));
      else if (!relative && entry.pos) painter.words(pos, entry.pos);
      if (pos.firstChild) title.append(" ", pos);
      const say = (className, text, values) => {
        if (text) body.append(painter.words(make("p", className), text, values));
      };
      if (relative) {
        say("care-entry-of", words.family, { word: entry.word });
        say("care-entry-means", relative.gloss);
        body.append(this.drawPlaces(relative, headed, false));
      } else {
        say("care-entry-means", entry.gloss || entry.means);
        say("care-entry-note", entry.note);
        body.append(this.drawPlaces(entry, headed, true));
      }
      if (entry.card) body.append(this.drawAdd(entry));
    }
    /**
     * A row for each place: its names, how they are read, and what there is to hear.
     *
     * @param {Omit<Partial<Entry>, "pos">} shown
     * @param {string} headed what heads the card
     * @param {boolean} clips whether there may be clips of it
     */
    drawPlaces(shown, headed, clips) {
      const list = make("dl", "care-places");
      for (const { key: key2, tag, place, name } of places()) {
        const names = shown.gloss || shown.term;
        const said = key2 === listedLang() ? headed : key2 === "hk" ? shown.hk : names?.[key2];
        if (!said) continue;
        const row = make("dd");
        row.append(plain("span", "care-names", said, tag));
        const read = key2 === "hk" ? void 0 : shown.pinyin?.[key2];
        if (read) row.append(" ", plain("span", "care-sound", read, "zh-Latn-pinyin"));
        if (key2 === listedLang() && shown.ipa) row.append(" ", drawIpa(shown.ipa));
        for (const other of shown.also?.[tag] || []) {
          if (other !== said) row.append(" · ", plain("span", "care-names", other, tag));
        }
        if (key2 !== "hk") {
          const node = make("span", "care-hear-all");
          this.sounds.push({ node, said, lang: key2, clips });
          row.append(" ", node);
        }
        const label = make("dt");
        if (place) this.painter.words(label, this.words[place]);
        else label.textContent = name;
        list.append(label, row);
      }
      return list;
    }
    /** @param {Entry} entry */
    drawAdd({ id }) {
      const add = make("button", "care-add", { type: "button" });
      this.painter.words(add, this.words["add-word"]);
      add.addEventListener("click", () => {
        if (add.getAttribute("aria-disabled")) return;
        this.wait = setTimeout(() => this.tell("waiting"), PATIENCE);
        if (!this.send({ do: "add", id })) this.tell("waiting");
      });
      this.add = add;
      return add;
    }
    /** @param {string} says @param {Values} [values] */
    tell(says, values) {
      this.painter.words(this.status, this.words[says], values);
      this.place();
      this.status.scrollIntoView({ block: "nearest" });
    }
    /**
     * Takes in what Python says of the entry on show.
     *
     * @param {Said} said
     */
    hear({ about, clips, added, trouble }) {
      if (!this.node || about && about !== this.entry?.id) return;
      if (clips) {
        this.clips = clips;
        this.drawSounds();
      }
      if (trouble || added) clearTimeout(this.wait);
      if (trouble) this.tell(trouble.says, trouble.values);
      if (added && this.add?.isConnected) {
        this.add.setAttribute("aria-disabled", "true");
        this.painter.words(this.add, this.words["in-review"]);
        if (added === "now") this.tell("added-word");
      }
      this.place();
    }
    drawSounds() {
      if (!this.clips || !this.node) return;
      this.node.dataset.sounds = "known";
      const voices = globalThis.speechSynthesis?.getVoices() || [];
      for (const { node, said, lang, clips } of this.sounds) {
        this.painter.clear(node);
        const there = Object.entries(clips ? this.clips : {}).filter(([tag2]) => tag2.startsWith(lang));
        for (const [tag2, url] of there) {
          const label2 = make("span");
          this.painter.state(label2, () => this.name(label2, tag2));
          node.append(drawHear(label2, () => this.play(url)));
        }
        const spoken = there.length ? null : voiceFor(lang, voices);
        if (!spoken) continue;
        const { voice, tag } = spoken;
        const label = this.painter.words(make("span"), this.words["listen-voice"], {
          accent: (read) => accent(tag, read, this.words),
          voice: voice.name
        });
        node.append(drawHear(label, () => this.speak(said, voice)));
      }
    }
    /** @param {HTMLElement} node @param {string} tag */
    name(node, tag) {
      node.replaceChildren(...shownLangs().map((lang) => run(lang, accent(tag, lang, this.words))));
    }
    /** @param {string} url */
    play(url) {
      this.audio?.pause();
      this.audio = new Audio(url);
      this.audio.play().catch(() => this.node && this.tell("no-sound"));
    }
    /** @param {string} said @param {SpeechSynthesisVoice} voice */
    speak(said, voice) {
      speechSynthesis.cancel();
      const speech = new SpeechSynthesisUtterance(said);
      Object.assign(speech, { voice, lang: voice.lang, rate: 0.8 });
      speech.onerror = (event) => {
        if (this.node && !/cancel|interrupt/.test(event.error)) this.tell("no-sound");
      };
      speechSynthesis.speak(speech);
    }
  };
  function nextStop(at, all, backwards) {
    if (backwards) return (Math.max(at, 0) + all - 1) % all;
    return (at + 1) % all;
  }
  function drawIpa({ uk, us }) {
    const said = uk === us ? `/${uk}/` : `UK /${uk}/ · US /${us}/`;
    return plain("span", "care-sound", said, "en-fonipa");
  }
  function drawHear(label, hear) {
    const button = make("button", "care-hear", { type: "button" });
    const sign = plain("span", "care-play", "▶");
    sign.setAttribute("aria-hidden", "true");
    button.append(sign, label);
    button.addEventListener("click", hear);
    return button;
  }

  // carekit/widgets/static/reader/look-up-field.js
  function lookUpField({ painter, words }, ask) {
    const form = make("form", "care-look", { role: "search", hidden: "" });
    const label = make("label");
    const input = make("input", "", {
      type: "search",
      autocomplete: "off",
      "aria-keyshortcuts": "Alt+L"
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

  // carekit/widgets/static/reader/finding.js
  var LATIN = /[\p{Script=Latin}\p{N}]/u;
  var HAN = /^\p{Script=Han}$/u;
  var LETTER = /\p{L}/u;
  function normal(said) {
    const plain2 = said.replaceAll("‑", "-").replaceAll("’", "'").toLowerCase();
    return plain2.split(/\s+/).join(" ").trim();
  }
  var latinAt = (text, at) => LATIN.test(text[at] || "");
  var cutsWord = (text, at) => latinAt(text, at - 1) && latinAt(text, at);
  function wordAt(text, at) {
    if (latinAt(text, at)) {
      let [from, to] = [at, at + 1];
      const inside = (place) => latinAt(text, place) || "'’".includes(text[place]);
      while (from > 0 && inside(from - 1)) from--;
      while (to < text.length && inside(to)) to++;
      return text.slice(from, to).replace(/^['’]+|['’]+$/g, "");
    }
    if (!LETTER.test(text[at] || "")) return "";
    if (!Intl.Segmenter) return text[at];
    const words = new Intl.Segmenter("zh", { granularity: "word" }).segment(text);
    return words.containing(at)?.segment ?? "";
  }
  function longest(text, at, forms, span) {
    let best = null;
    for (let from = Math.max(0, at - span); from <= at; from++) {
      for (let to = Math.min(text.length, from + span); to > at; to--) {
        if (best && to - from <= best.form.length) break;
        if (cutsWord(text, from) || cutsWord(text, to)) continue;
        const form = text.slice(from, to);
        const place = forms.get(normal(form));
        if (place === void 0 || form !== form.trim()) continue;
        if (HAN.test(form) && wordAt(text, at) !== form) continue;
        best = { form, place };
      }
    }
    return best;
  }
  function findAt(text, at, forms, span) {
    const found = longest(text, at, forms, span);
    if (found) return found;
    const form = wordAt(text, at);
    return form && LETTER.test(form) ? { form } : null;
  }
  function findIn(said, forms, span) {
    const form = said.trim();
    const place = forms.get(normal(form));
    if (place !== void 0) return { form, place };
    let best = null;
    for (let at = 0; at < form.length; at++) {
      const found = longest(form, at, forms, span);
      if (found && found.form.length > (best?.form.length ?? 0)) best = found;
    }
    return best ?? (LETTER.test(form) ? { form } : null);
  }

  // carekit/widgets/static/reader/lexicon.js
  function entryOf({ place }, { entries }) {
    if (place === void 0) return { entry: null, relative: null };
    const [at, kin] = place.split(".");
    const entry = entries[Number(at)];
    const relative = kin === void 0 ? null : entry.family?.[Number(kin)] ?? null;
    return { entry, relative };
  }

  // carekit/widgets/static/reader/places.js
  var PROSE = ".jp-RenderedMarkdown";
  var NOT_READ = "input, textarea, select, button, svg, [contenteditable], .cm-editor, .care-entry";
  var BLOCK = "p, li, td, th, dt, dd, h1, h2, h3, h4, h5, h6, label, legend, summary, figcaption, div, [lang]";
  function isRead(node) {
    const at = node instanceof Text ? node.parentElement : node;
    if (!(at instanceof Element) || at.closest(NOT_READ)) return false;
    const prose = at.closest(PROSE);
    if (!prose) return Boolean(at.closest(".care"));
    const said = at.closest("[lang]");
    return said !== null && prose.contains(said);
  }
  function textAround(node, offset) {
    const parent = (
      /** @type {Element} */
      node.parentElement
    );
    const block = parent.closest(BLOCK) || parent;
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    let [text, at] = ["", 0];
    while (walker.nextNode()) {
      const part = (
        /** @type {Text} */
        walker.currentNode
      );
      if (part.parentElement?.closest(BLOCK) !== block && part !== node) continue;
      if (part === node) at = text.length + offset;
      text += part.data;
    }
    return { text, at };
  }
  function charAt(x, y) {
    const { node, offset } = caretAt(x, y);
    if (!(node instanceof Text)) return null;
    for (const from of [offset - 1, offset]) {
      if (from < 0 || from >= node.length) continue;
      const box = document.createRange();
      box.setStart(node, from);
      box.setEnd(node, from + 1);
      for (const { left, right, top, bottom } of box.getClientRects()) {
        if (x >= left && x <= right && y >= top && y <= bottom) return { node, from, box };
      }
    }
    return null;
  }
  function caretAt(x, y) {
    if (document.caretPositionFromPoint) {
      const caret = document.caretPositionFromPoint(x, y);
      return { node: caret?.offsetNode ?? null, offset: caret?.offset ?? 0 };
    }
    const range = document.caretRangeFromPoint?.(x, y);
    return { node: range?.startContainer ?? null, offset: range?.startOffset ?? 0 };
  }

  // carekit/widgets/static/reader/watch.js
  var LONG_PRESS = 450;
  var LONGEST_ASKED = 40;
  function watchWords(root, lexicon, card) {
    const forms = new Map(Object.entries(lexicon.forms));
    const span = Math.max(...[...forms.keys()].map((form) => form.length));
    let home = null;
    const here = (node) => {
      if (root.isConnected) home = root.closest(".jp-NotebookPanel, .jp-Notebook") || document.body;
      return node instanceof Node && home?.contains(node) && isRead(node);
    };
    const open = (found, box, focus = true) => {
      if (!found) return false;
      const { entry, relative } = entryOf(found, lexicon);
      card.open(entry, relative, found.form, box, focus);
      return true;
    };
    const openAt = ({ x, y }) => {
      const char = charAt(x, y);
      if (!char || !here(char.node)) return false;
      const { text, at } = textAround(char.node, char.from);
      return open(findAt(text, at, forms, span), char.box.getBoundingClientRect());
    };
    const openTerm = (term) => open(findIn(term.textContent ?? "", forms, span), term.getBoundingClientRect());
    const openSelected = (focus) => {
      const chosen = getSelection();
      const said = String(chosen);
      if (!chosen || chosen.isCollapsed || said.trim().length > LONGEST_ASKED) return false;
      if (!here(chosen.anchorNode) || !here(chosen.focusNode)) return false;
      const box = chosen.getRangeAt(0).getBoundingClientRect();
      return open(findIn(said, forms, span), box, focus);
    };
    const termOf = (node) => {
      const term = node instanceof Element ? node.closest(".care-term") : null;
      return term && here(term) ? term : null;
    };
    let press;
    let from = null;
    const moved = ({ clientX, clientY }, least) => from !== null && Math.hypot(clientX - from.x, clientY - from.y) > least;
    const release = () => {
      clearTimeout(press);
      press = void 0;
    };
    const stop = new AbortController();
    const how = { capture: true, signal: stop.signal };
    const on = (name, hear) => document.addEventListener(name, hear, how);
    on("dblclick", (event) => {
      if (here(event.target) && openAt(event)) event.stopPropagation();
    });
    on("click", (event) => {
      const term = event.button === 0 && getSelection()?.isCollapsed && termOf(event.target);
      if (term) openTerm(term);
    });
    on("mouseup", (event) => {
      if (event.button !== 0 || !moved(event, 3) || !here(event.target)) return;
      setTimeout(() => openSelected(false));
    });
    on("pointerdown", (event) => {
      from = { x: event.clientX, y: event.clientY };
      if (event.pointerType !== "touch" || !here(event.target)) return;
      const point = from;
      press = setTimeout(() => openAt(point), LONG_PRESS);
    });
    on("pointermove", (event) => {
      if (press !== void 0 && moved(event, 10)) release();
    });
    on("pointerup", release);
    on("pointercancel", release);
    on("keydown", (event) => {
      if (event.key === "Escape" && card.node) {
        card.close(true);
      } else if (isLookUp(event)) {
        const field = root.querySelector(".care-look input");
        if (!openSelected(true)) field?.focus();
      } else {
        const term = ["Enter", " "].includes(event.key) ? termOf(event.target) : null;
        if (!term) return;
        openTerm(term);
      }
      event.preventDefault();
      event.stopPropagation();
    });
    const mark = () => {
      for (const term of document.querySelectorAll(".care-term:not([tabindex])")) {
        if (!here(term)) continue;
        term.setAttribute("tabindex", "0");
        term.setAttribute("role", "button");
        term.setAttribute("aria-haspopup", "dialog");
      }
    };
    let frame = 0;
    const drawn = new MutationObserver(() => {
      frame ||= requestAnimationFrame(() => {
        frame = 0;
        mark();
      });
    });
    drawn.observe(document.body, { childList: true, subtree: true });
    mark();
    return {
      /** @param {string} said @param {DOMRect} box */
      ask: (said, box) => open(findIn(said, forms, span), box),
      stop() {
        stop.abort();
        drawn.disconnect();
        cancelAnimationFrame(frame);
        card.close(false);
      }
    };
  }
  var isLookUp = ({ altKey, ctrlKey, metaKey, code }) => altKey && !ctrlKey && !metaKey && code === "KeyL";

  // carekit/labextension/src/strip.js
  var OPEN = "care-tools";
  function drawStrip(course, { path, link, openPanel, save }) {
    const painter = new Painter();
    const { words } = course.map;
    const tools = { painter, words };
    const root = makeRoot("care-strip", { role: "region" });
    painter.label(root, words["this-course"]);
    const first = make("div", "care-strip-row");
    const reading = readingTools(course, tools);
    const where = whereButton(course, tools, openPanel);
    const saved = savedMark(tools, save);
    const runs = make("div", "care-strip-runs", { role: "status" });
    const review = make("span", "care-strip-review");
    const { before, after } = neighbours(course.map, path);
    first.append(
      way(tools, link, before, "previous"),
      where,
      way(tools, link, after, "next"),
      review,
      saved.node,
      reading.button
    );
    root.append(first, reading.row, runs);
    const drawReview = () => {
      const due = course.standing?.review ?? 0;
      const page = reviewPage(course.map);
      painter.clear(review);
      if (!due || !page || course.map.prefix + page.path === path) return;
      review.append(painter.words(link(page, "care-strip-due"), words["review-due"], { due }));
    };
    const stopWatching = course.watch(drawReview);
    drawReview();
    return {
      node: root,
      saved: saved.set,
      /** @param {number} red @param {() => void} [show] after a run of several cells */
      ran(red, show2) {
        painter.clear(runs);
        if (!red) return;
        runs.append(painter.words(make("span"), words[red === 1 ? "red-one" : "red"], { red }));
        const button = painter.words(make("button", "", { type: "button" }), words["red-first"]);
        button.addEventListener("click", () => show2?.());
        const close = painter.label(make("button", "care-quiet", { type: "button" }), words.close);
        close.textContent = "×";
        close.addEventListener("click", () => painter.clear(runs));
        runs.append(button, close);
      },
      stop() {
        stopWatching();
        where.dispatchEvent(new Event("care-stop"));
        reading.stop();
        painter.stop();
      }
    };
  }
  function way({ painter, words }, link, page, key2) {
    if (!page) return make("span", `care-way care-${key2}`);
    const node = link(page, `care-way care-${key2}`);
    const said = painter.words(make("span", "care-way-said"), words[key2]);
    const title = painter.words(make("span", "care-way-title"), page.title);
    const arrow = make("span", "care-arrow", { "aria-hidden": "true" });
    arrow.textContent = key2 === "next" ? "→" : "←";
    painter.state(node, () => {
      node.title = shownLangs().map((lang) => page.title[lang]).join(" / ");
    });
    const text = make("span", "care-way-text");
    text.append(said, title);
    node.append(...key2 === "next" ? [text, arrow] : [arrow, text]);
    return node;
  }
  function whereButton(course, { painter, words }, open) {
    const button = make("button", "care-strip-where", { type: "button" });
    button.addEventListener("click", open);
    const bar = make("span", "care-strip-bar", { "aria-hidden": "true" });
    const full = make("span");
    bar.append(full);
    const said = make("span");
    button.append(painter.words(make("span", "care-strip-course"), words["my-course"]), bar, said);
    const draw = () => {
      if (!course.standing) return;
      const { done, of } = tally(course.standing);
      full.style.inlineSize = `${of ? 100 * done / of : 0}%`;
      painter.words(said, words["done-of"], { done, of });
    };
    const stop = course.watch(draw);
    button.addEventListener("care-stop", stop);
    draw();
    return button;
  }
  function savedMark({ painter, words }, save) {
    const node = make("div", "care-strip-saved", { role: "status" });
    return {
      node,
      /** @param {SavedState} state */
      set(state) {
        painter.clear(node);
        node.dataset.is = state;
        if (state === "saved") node.append(icon("right"));
        node.append(painter.words(make("span"), words[`state-${state}`]));
        if (state !== "changed" && state !== "failed") return;
        const button = painter.words(make("button", "", { type: "button" }), words["save-now"]);
        button.addEventListener("click", save);
        node.append(button);
      }
    };
  }
  function readingTools(course, { painter, words }) {
    const row = make("div", "care-strip-row care-strip-tools", { id: `care-tools-${Math.random()}` });
    const button = make("button", "care-strip-reading", {
      type: "button",
      "aria-controls": row.id
    });
    painter.state(button, () => {
      button.textContent = `${shownLangs().map((lang) => languageOf(lang).name).join(" + ")} · Aa ▾`;
      const said = shownLangs().map((lang) => `${languageOf(lang).name}. ${words.tools[lang]}`);
      button.setAttribute("aria-label", said.join(" / "));
    });
    const set = (open) => {
      row.hidden = !open;
      button.setAttribute("aria-expanded", String(open));
    };
    button.addEventListener("click", () => {
      set(Boolean(row.hidden));
      keep(OPEN, row.hidden ? "closed" : "open");
    });
    set(kept(OPEN) ? kept(OPEN) === "open" : !kept("care-lang"));
    let watch = null;
    const card = new EntryCard({
      painter,
      words,
      send(content) {
        void course.tell({ ...content, lang: lastLang() }).then((said) => {
          if (said) card.hear(said);
          if (said?.added === "now") course.look();
        });
        return true;
      }
    });
    const look = lookUpField({ painter, words }, (said, box) => watch?.ask(said, box));
    const model = { send: (said) => void course.tell(said) };
    row.append(
      languageSwitch(painter, model, words.reading, choices(), row),
      sizeButtons({ painter, words }),
      look
    );
    const stop = new AbortController();
    const opens = (event) => {
      if (isLookUp(event) && button.offsetParent) set(true);
    };
    document.addEventListener("keydown", opens, { capture: true, signal: stop.signal });
    void course.lexicon().then((lexicon) => {
      if (!lexicon?.entries.length || stop.signal.aborted) return;
      const root = (
        /** @type {HTMLElement} */
        row.parentElement ?? row
      );
      watch = watchWords(root, lexicon, card);
      look.hidden = false;
    });
    return {
      button,
      row,
      stop() {
        stop.abort();
        watch?.stop();
      }
    };
  }

  // carekit/widgets/static/reader.css
  var reader_default = `.care-reader {
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  gap: 8px 12px;
  margin: 4px 2px;
  padding: 8px 14px;
  border: 1px solid var(--care-line);
  border-radius: 14px;
  background: var(--care-paper);
}
.care-reading {
  color: var(--care-faint);
}
.care-reading .care-run + .care-run::before {
  content: " / ";
}
.care-reader .care-langs {
  flex: 1 0 auto;
  max-width: 100%;
}
.care-sizes {
  display: flex;
  gap: 4px;
}
/* Only the size of level 1 is a length; all other sizes of JupyterLab's text follow from it. */
html[data-care-size="small"] .jp-Notebook {
  --jp-content-font-size1: 13px;
}
html[data-care-size="large"] .jp-Notebook {
  --jp-content-font-size1: 17px;
}
html[data-care-size="larger"] .jp-Notebook {
  --jp-content-font-size1: 20px;
}
/* JupyterLab breaks the lines of a message in the middle of a word. What a check says comes as
   standard error. */
.jp-RenderedText[data-mime-type="application/vnd.jupyter.error"] pre,
.jp-RenderedText[data-mime-type="application/vnd.jupyter.stderr"] pre {
  overflow-wrap: anywhere;
  word-break: normal;
}
/* JupyterLab gives a folded answer no room below; the next paragraph would stick to it. */
.care-text > details:not(:last-child) {
  margin-bottom: 1em;
}
/* The line above a folded cell belongs to the bar below it. */
.care-fold > p {
  margin: 0;
  color: var(--jp-ui-font-color2, inherit);
  font-size: 0.93em;
}
.care-fold > p::before {
  content: "▸ ";
}
/* Side by side: the two languages of one idea share a row; everything else keeps the full width. */
html[data-care-lang*=" "] .jp-RenderedMarkdown:has(> .care-text) {
  display: grid;
  grid-template-columns: repeat(auto-fit, minmax(min(100%, 20em), 1fr));
  column-gap: 2.2em;
}
html[data-care-lang*=" "] .jp-RenderedMarkdown > :not(.care-text) {
  grid-column: 1 / -1;
}
html[data-care-lang*=" "] .jp-RenderedMarkdown .care-head ~ .care-head::before {
  content: " · ";
  opacity: 0.6;
}
`;

  // carekit/labextension/src/pages.css
  var pages_default = `/* The bar of a page says what the strip above the page says. A sign stays of the cell that was run. */
[data-care-strip] .jp-OutputArea-child:has(.care-reader) > * {
  display: none;
}
[data-care-strip] .jp-OutputArea-child:has(.care-reader)::before {
  padding-inline-start: calc(var(--jp-cell-prompt-width, 64px) + 8px);
  color: var(--care-good);
  font-weight: 700;
  content: "✓";
}
.care-strip-place {
  min-height: 44px;
  overflow: visible;
  background: var(--jp-layout-color1, #ffffff);
}
.care-strip {
  padding: 4px 10px;
  border-bottom: 1px solid var(--care-line);
  background: var(--care-paper);
  font-size: var(--jp-ui-font-size1, 13px);
}
.care-strip-row {
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  gap: 4px 12px;
}
.care-strip-row[hidden] {
  display: none;
}
.care-strip a {
  display: inline-flex;
  align-items: center;
  gap: 6px;
  min-height: 32px;
  padding: 2px 6px;
  border-radius: 8px;
  color: var(--care-accent);
  text-decoration: none;
}
.care-strip a:hover {
  text-decoration: underline;
}
:is(.care-strip, .care-course) a:focus-visible {
  outline: 3px solid var(--care-accent);
  outline-offset: 1px;
}
.care-strip-row:first-child {
  flex-wrap: nowrap;
}
.care-strip-row:first-child > * {
  flex: none;
}
.care-strip-row:first-child > .care-way {
  flex: 0 1 auto;
  min-width: 0;
  max-width: 18rem;
}
span.care-way {
  display: none;
}
.care-way-text {
  display: block;
  overflow: hidden;
  min-width: 0;
  text-overflow: ellipsis;
  white-space: nowrap;
}
.care-way-said {
  margin-inline-end: 0.4em;
  color: var(--care-faint);
}
.care-strip .care-run + .care-run::before,
.care-course .care-run + .care-run::before {
  content: " / ";
}
.care-strip .care-strip-where {
  display: inline-flex;
  align-items: center;
  gap: 8px;
  border-color: var(--care-line);
}
.care-strip-course {
  font-weight: 600;
}
.care-strip-bar {
  display: inline-block;
  overflow: hidden;
  inline-size: 64px;
  block-size: 8px;
  border: 1px solid var(--care-edge);
  border-radius: 4px;
}
.care-strip-bar > span {
  display: block;
  block-size: 100%;
  inline-size: 0;
  background: var(--care-accent);
}
.care-strip-saved {
  display: inline-flex;
  align-items: center;
  gap: 6px;
  margin-inline-start: auto;
  color: var(--care-faint);
}
.care-strip-saved .care-icon {
  width: 16px;
  height: 16px;
  fill: none;
  stroke: var(--care-good);
  stroke-width: 2.5;
}
.care-strip-saved:is([data-is="failed"], [data-is="answer-lost"]) {
  color: var(--care-bad);
  font-weight: 600;
}
.care-strip-tools {
  padding: 4px 0;
}
.care-strip-tools .care-look {
  flex: 0 1 auto;
}
.care-strip-tools .care-look input {
  flex-basis: 10em;
  width: 10em;
}
.care-strip-runs {
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  gap: 4px 12px;
  color: var(--care-bad);
  font-weight: 600;
}
.care-strip-runs:not(:empty) {
  padding: 4px 0;
}
.care .care-quiet {
  border-color: transparent;
}
/* Beside a narrow page the strip says less, and the panel has it all. */
.care-strip {
  container-type: inline-size;
}
@container (max-width: 1000px) {
  .care-way-title {
    position: absolute;
    overflow: hidden;
    width: 1px;
    height: 1px;
    clip-path: inset(50%);
  }
  .care-way-said {
    margin: 0;
  }
  .care-strip-row:first-child {
    flex-wrap: wrap;
  }
}
/* Two languages leave no room for titles; who hears the page still hears them. */
html[data-care-lang*=" "] .care-way-title {
  position: absolute;
  overflow: hidden;
  width: 1px;
  height: 1px;
  clip-path: inset(50%);
}
@container (max-width: 620px) {
  .care-strip-bar,
  .care-strip-course,
  .care-strip-row:first-child .care-run + .care-run {
    display: none;
  }
  .care-strip-row {
    column-gap: 6px;
  }
  .care-strip-row:first-child {
    flex-wrap: wrap;
  }
  .care-strip-row:first-child > * {
    flex: 0 1 auto;
    min-width: 0;
    flex-wrap: wrap;
  }
}

.care-course {
  overflow: auto;
  height: 100%;
  padding: 12px;
  background: var(--care-paper);
}
.care-course-title {
  margin: 0 0 4px;
  font-size: 1.15em;
  line-height: 1.35;
}
.care-course p {
  margin: 0 0 6px;
}
.care-course-sum {
  color: var(--care-faint);
}
.care-course a {
  color: var(--care-accent);
}
.care-course-pages {
  margin: 10px 0 0;
  padding: 0;
  list-style: none;
}
.care-course-page {
  display: flex;
  gap: 10px;
  padding: 7px 4px;
  border-top: 1px solid var(--care-line);
}
.care-course-page[data-kind="set"] {
  padding-inline-start: 22px;
}
.care-course-page:has([aria-current]) {
  background: color-mix(in srgb, var(--care-accent) 12%, var(--care-paper));
}
.care-course-page a {
  display: inline-block;
  min-height: 24px;
  text-decoration: none;
}
.care-course-page a:hover,
.care-course-page a:focus-visible {
  text-decoration: underline;
}
.care-course-page a[aria-current] {
  font-weight: 700;
}
.care-course-about {
  display: flex;
  flex-wrap: wrap;
  color: var(--care-faint);
  font-size: 0.92em;
}
.care-course-kind:not(:last-child)::after {
  content: "·";
  margin-inline: 6px;
}
.care-course-about > :is(.care-due, .care-overdue, .care-points) {
  flex-basis: 100%;
}
.care-course .care-overdue {
  color: var(--care-bad);
}
.care-course .care-points {
  color: var(--care-ink);
  font-weight: 600;
}
.care-course-mark {
  flex: none;
  inline-size: 14px;
  block-size: 14px;
  margin-top: 5px;
  border: 2px solid var(--care-edge);
  border-radius: 50%;
}
.care-course-page[data-state=""] .care-course-mark {
  border-color: transparent;
}
.care-course-page[data-state="under-way"] .care-course-mark {
  border-color: var(--care-accent);
  background: linear-gradient(90deg, var(--care-accent) 50%, transparent 50%);
}
.care-course-page:is([data-state="answered"], [data-state="handed-in"], [data-state="done"])
  .care-course-mark {
  border-color: var(--care-good);
}
.care-course-page:is([data-state="handed-in"], [data-state="done"]) .care-course-mark {
  background: var(--care-good);
}
/* A list with a tick, in the colour of the side bar's other signs. */
.care-course-icon {
  inline-size: 20px;
  block-size: 20px;
  background: var(--jp-inverse-layout-color3, #616161);
  mask:
    url("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24' fill='none' stroke='black' stroke-width='2.4' stroke-linecap='round' stroke-linejoin='round'%3E%3Cpath d='M3 6l2 2 3-4M3 13l2 2 3-4M12 6h9M12 13h9M12 20h9M4 20h2'/%3E%3C/svg%3E")
    center / contain no-repeat;
}
@media (forced-colors: active) {
  .care-course-page[data-state="done"] .care-course-mark,
  .care-strip-bar > span {
    background: CanvasText;
    forced-color-adjust: none;
  }
  .care-course-icon {
    background: ButtonText;
    forced-color-adjust: none;
  }
}
`;

  // carekit/labextension/src/style.js
  function addStyle() {
    const style = document.createElement("style");
    style.id = "care-pages";
    style.textContent = [base_default, reader_default, entry_card_default, pages_default].join("\n");
    document.head.append(style);
  }

  // carekit/labextension/src/pages.js
  var PANEL = "carekit-my-course";
  function start(parts) {
    const { app, tracker, contents, server } = parts;
    addStyle();
    const panel = new CoursePanel();
    let side = null;
    const courses = /* @__PURE__ */ new Map();
    const strips = /* @__PURE__ */ new Map();
    const openPanel = () => {
      if (!side) return;
      if (side.isVisible) app.shell.collapseLeft?.();
      else app.shell.activateById(PANEL);
    };
    const contentsOf = (page) => {
      const list = courses.has(page) ? contents?.get(page) : null;
      if (list) inReadingLanguage(list, page);
    };
    const drawPanel = (page) => {
      const course = courses.get(page);
      if (!course) return;
      if (!side) {
        side = new parts.lumino.Widget({ node: panel.node });
        side.id = PANEL;
        side.title.caption = course.map.words["my-course"][document.documentElement.lang] ?? "";
        side.title.iconClass = "care-course-icon jp-SideBar-tabIcon";
        app.shell.add(side, "left", { rank: 50 });
      }
      panel.show(course, {
        link: linker(app, course, leave),
        here: () => here()?.context.path ?? ""
      });
      course.look(0);
    };
    const here = () => tracker.currentWidget;
    const leave = async () => {
      const page = here();
      if (page?.context.model.dirty && !page.context.model.readOnly) {
        await page.context.save().catch(() => {
        });
      }
    };
    const dress = async (page) => {
      const course = await server.course(page.context.path);
      if (!course || page.isAttached === void 0 || strips.has(page)) return;
      useLanguages(course.map.languages);
      startIn(course.map.lang);
      startInSize();
      courses.set(page, course);
      page.node.dataset.careStrip = "";
      let strip;
      const saving = watchSaving(page, {
        savesItself: () => parts.documents?.autosave !== false,
        told(state) {
          strip?.saved(state);
          if (state === "saved") course.look();
        }
      });
      strip = drawStrip(course, {
        path: page.context.path,
        link: linker(app, course, leave),
        openPanel,
        save: () => void saving.save()
      });
      strip.saved("saved");
      strips.set(page, strip);
      hang(parts, page, strip.node);
      const cards = new MutationObserver(() => course.look());
      cards.observe(page.content.node, { subtree: true, attributeFilter: ["data-is"] });
      page.disposed.connect(() => {
        cards.disconnect();
        strip.stop();
        strips.delete(page);
        courses.delete(page);
      });
      contentsOf(page);
      if (page === here() || !here()) drawPanel(page);
      course.look(0);
    };
    const dressed = (page) => void dress(page);
    tracker.forEach(dressed);
    tracker.widgetAdded.connect((_, page) => dressed(page));
    tracker.currentChanged.connect((_, page) => {
      if (page) drawPanel(page);
    });
    const lists = () => requestAnimationFrame(() => {
      for (const page of courses.keys()) contentsOf(page);
    });
    app.shell.currentChanged?.connect(lists);
    void app.restored.then(lists);
    followRuns(parts.actions, (notebook, red) => {
      for (const [page, strip] of strips) {
        if (page.content !== notebook) continue;
        const first = () => {
          const cell = red.find(isRed) ?? red[0];
          notebook.activeCellIndex = notebook.widgets.indexOf(cell);
          void show(notebook, cell);
        };
        strip.ran(red.length, first);
        if (red.length) first();
        courses.get(page)?.look();
      }
    });
    addCommands(app, strips, here, openPanel);
  }
  function addCommands(app, strips, here, openPanel) {
    const inStrip = (selector) => {
      const page = here();
      const strip = page && strips.get(page);
      return (
        /** @type {HTMLElement | null} */
        strip?.node.querySelector(selector) ?? null
      );
    };
    const commands = [
      ["my-course", "Course: My Course", "Alt Shift M", openPanel],
      ["strip", "Course: Go to the Strip", "Alt Shift S", () => inStrip("a, button")?.focus()],
      ["previous", "Course: Previous Page", "Alt Shift P", () => inStrip("a.care-previous")?.click()],
      ["next", "Course: Next Page", "Alt Shift N", () => inStrip("a.care-next")?.click()]
    ];
    for (
      const [name, label, keys, execute] of
      /** @type {[string, string, string, () => void][]} */
      commands
    ) {
      const command = `carekit:${name}`;
      app.commands.addCommand(command, { label: () => label, execute });
      app.commands.addKeyBinding({ command, keys: [keys], selector: "body", args: {} });
    }
  }
  function hang({ lumino }, page, strip) {
    const outer = document.createElement("div");
    outer.className = "care-strip-place";
    outer.append(strip);
    const widget = new lumino.Widget({ node: outer });
    page.contentHeader.addWidget(widget);
    const measure = new ResizeObserver(() => {
      outer.style.minHeight = `${Math.ceil(strip.getBoundingClientRect().height)}px`;
      page.contentHeader.fit?.();
    });
    measure.observe(strip);
    page.disposed.connect(() => measure.disconnect());
  }
  var container = {
    /** @param {ShareScope} scope */
    init: (scope) => useShared(scope),
    get: async () => {
      const notebook = await shared("@jupyterlab/notebook");
      const services = await shared("@jupyterlab/services");
      const [lumino, toc, docmanager] = await Promise.all(
        ["@lumino/widgets", "@jupyterlab/toc", "@jupyterlab/docmanager"].map(shared)
      );
      const plugin = {
        id: "carekit:pages",
        autoStart: true,
        requires: [notebook.INotebookTracker],
        optional: [toc?.ITableOfContentsTracker, docmanager?.IDocumentManager].filter(Boolean),
        /** @param {App} app @param {NotebookTracker} tracker @param {any[]} found */
        activate(app, tracker, ...found) {
          const [contents, documents] = toc ? found : [null, ...found];
          const server = new Server(services.ServerConnection, app.serviceManager.serverSettings);
          start({
            app,
            tracker,
            contents: contents ?? null,
            documents: documents ?? null,
            lumino,
            actions: notebook.NotebookActions,
            server
          });
        }
      };
      const module = { __esModule: true, default: plugin };
      return () => module;
    }
  };
  window._JUPYTERLAB = window._JUPYTERLAB ?? {};
  window._JUPYTERLAB.carekit = container;
})();
