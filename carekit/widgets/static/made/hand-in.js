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

// carekit/widgets/static/base/dates.js
function timeOf(saved2, lang, now = /* @__PURE__ */ new Date()) {
  const then = new Date(saved2);
  const today = then.toDateString() === now.toDateString();
  return new Intl.DateTimeFormat(languageOf(lang).locale, {
    ...today ? {} : { year: "numeric", month: "short", day: "numeric" },
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23"
  }).format(then);
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
function newId() {
  ids += 1;
  return `care-${ids}`;
}
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
function bringIntoView(node) {
  requestAnimationFrame(() => node.scrollIntoView({ block: "nearest" }));
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

// carekit/widgets/static/base/sender.js
var PATIENCE = 3e3;
function sender(model, late) {
  let wait;
  const heard = () => clearTimeout(wait);
  const tell = (content) => {
    try {
      model.send({ ...content, lang: lastLang() });
      return true;
    } catch {
      heard();
      late();
      return false;
    }
  };
  const ask = (content) => {
    heard();
    wait = setTimeout(late, PATIENCE);
    return tell(content);
  };
  return { tell, ask, heard };
}

// carekit/widgets/static/base/language-switch.js
function languageSwitch(painter, model, text, choices, anchor) {
  const group = painter.label(make("div", "care-langs", { role: "group" }), text);
  group.hidden = choices.length < 2;
  for (const tags of choices) {
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
      button.setAttribute("aria-pressed", String(isChosen(tags, choices, shownLangs())));
    });
    button.addEventListener("click", () => readIn(tags, model, anchor || button));
    group.append(button);
  }
  return group;
}
function isChosen(tags, choices, read) {
  const all = read.join(" ");
  return choices.includes(all) ? all === tags : read.includes(
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
var paragraph = (painter, text, className) => painter.words(make("p", className), text);

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
function heading({ model, painter, words }, root, ...between) {
  const head = make("div", "care-top");
  const title = paragraph(painter, words.title, "care-title");
  title.id = newId();
  root.setAttribute("aria-labelledby", title.id);
  head.append(title, ...between, languageSwitch(painter, model, words.language, courseLangs()));
  return head;
}

// carekit/widgets/static/hand-in/notebook.js
var PATIENCE2 = 5e3;
var STEP = 100;
var DIRTY = ".lm-TabBar-tab.jp-mod-current.jp-mod-dirty, .lm-mod-current .jp-mod-dirty";
var saved = (card) => !card.ownerDocument.querySelector(DIRTY);
async function saveNotebook(card) {
  const mac = /Mac|iPhone|iPad/.test(navigator.platform);
  const key = { key: "s", code: "KeyS", keyCode: 83, bubbles: true, cancelable: true };
  const notebook = card.closest(".jp-Notebook, .jp-NotebookPanel") ?? card.ownerDocument.body;
  notebook.dispatchEvent(new KeyboardEvent("keydown", { ...key, ctrlKey: !mac, metaKey: mac }));
  for (let waited = 0; waited < PATIENCE2; waited += STEP) {
    await new Promise((go) => setTimeout(go, STEP));
    if (saved(card)) return;
  }
}

// carekit/widgets/static/hand-in.js
var hand_in_default = widget(
  /** @param {Mounted<HandInTraits>} mounted */
  (mounted) => {
    const { model, painter, words, on } = mounted;
    const root = makeRoot("care-cards care-hand-in", { role: "group" });
    root.append(heading(mounted, root, make("p", "care-progress")));
    root.append(painter.words(make("p", "care-before"), words.before));
    const form = make("form", "care-who");
    const field = make("input", "", { type: "text", autocomplete: "name", id: newId() });
    field.value = model.get("name");
    const label = painter.words(make("label", "", { for: field.id }), words.name);
    const button = make("button", "care-check", { type: "submit" });
    form.append(label, field, button);
    const told = make("div", "care-told", { role: "status" });
    const actions = make("div", "care-actions");
    const list = make("div", "care-earlier");
    root.append(form, told, actions, list);
    const late = () => {
      if (model.get("state").stage !== "checking") say(words.waiting);
    };
    const post = sender(
      /** @type {any} */
      model,
      late
    );
    const say = (text, values) => told.append(painter.words(make("p"), text, values));
    const quiet = () => {
      painter.clear(told);
      painter.clear(actions);
    };
    const ask = async (what) => {
      const name = field.value.trim();
      quiet();
      if (!name) {
        say(words["name-first"]);
        field.focus();
        return;
      }
      await saveNotebook(root);
      if (!saved(root)) {
        say(words.unsaved);
        return;
      }
      post.ask({ do: what, name });
    };
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      ask("check");
    });
    const offer = (word, act) => {
      const more = painter.words(make("button", "care-quiet", { type: "button" }), words[word]);
      more.addEventListener("click", act);
      actions.append(more);
    };
    const listLines = (title, lines = []) => {
      if (!lines.length) return;
      say(title);
      const items = make("ul");
      for (const line of lines) {
        const item = make("li");
        const { count } = line;
        if (count) {
          const values = { count, title: (lang) => line.title[lang] };
          painter.words(item, words.questions, values);
        } else {
          item.append(painter.words(make("span"), line.title));
        }
        if (line.says) {
          const code = make("code");
          code.textContent = line.says;
          item.append(": ", code);
        }
        items.append(item);
      }
      told.append(items);
    };
    const draw = () => {
      const state = model.get("state");
      post.heard();
      quiet();
      root.toggleAttribute("aria-busy", state.stage === "checking");
      button.disabled = state.stage === "checking";
      const again = state.stage === "found" || state.stage === "done";
      painter.words(button, words[again ? "again" : "check"]);
      const when = state.saved ?? "";
      if (state.stage === "checking") say(words.checking);
      if (state.stage === "trouble" && state.why) {
        const { why } = state;
        say(words.trouble, { why: (lang) => why[lang] });
      }
      if (state.stage === "found") {
        if (state.raised?.length) listLines(words.raised, state.raised);
        else if (!state.why) say(words.runs);
        if (state.why) say(state.why);
        listLines(words.red, state.red);
        listLines(words.open, state.open);
        if (!state.open?.length) say(words.complete);
        say(words["your-choice"]);
        say(words["as-saved"], { time: (lang) => timeOf(when, lang) });
        offer("all-the-same", () => ask("hand-in"));
      }
      if (state.stage === "done") drawDone(state);
      if (state.stage !== "start") bringIntoView(actions);
    };
    const drawDone = (state) => {
      const when = state.time ?? "";
      const done = painter.words(make("p", "care-done"), words.done, {
        time: (lang) => timeOf(when, lang)
      });
      told.append(done);
      say(words.receipt, { code: `**${state.code}**` });
      say(words[`by-${state.way}`], { file: `\`${state.file}\`` });
      say(words["as-saved"], {
        time: (lang) => timeOf(state.saved ?? "", lang)
      });
      if (state.way === "file") offer("get-file", () => post.tell({ do: "file" }));
      offer("get-receipt", () => post.tell({ do: "receipt" }));
    };
    const drawEarlier = () => {
      painter.clear(list);
      const earlier = model.get("earlier");
      if (!earlier.length) return;
      list.append(painter.words(make("p"), words.earlier));
      const items = make("ul");
      for (const { code, time } of earlier) {
        const item = make("li");
        const at = make("time", "", { datetime: time });
        painter.state(at, () => {
          at.textContent = timeOf(time, lastLang());
        });
        item.append(at, ` · ${code}`);
        items.append(item);
      }
      list.append(items, painter.words(make("p"), words.later));
    };
    on("change:state", draw);
    on("change:earlier", drawEarlier);
    on("msg:custom", keepFile);
    draw();
    drawEarlier();
    return root;
  }
);
function keepFile(content, buffers = []) {
  if (!content?.save || !buffers.length) return;
  const address = URL.createObjectURL(new Blob([
    /** @type {any} */
    buffers[0]
  ]));
  const link = make("a", "", { href: address, download: content.save });
  link.click();
  URL.revokeObjectURL(address);
}
export {
  hand_in_default as default
};
