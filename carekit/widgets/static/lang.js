// Which language the page is read in: one attribute on <html>, watched by every widget.
// Its value is one tag, or two for side by side, as in "en zh-Hant".
const LANGS = ["en", "zh-Hans", "zh-Hant"];
const LABELS = { en: "English", "zh-Hans": "简体", "zh-Hant": "繁體" };
const page = document.documentElement;

function shownLangs() {
  const tags = (page.dataset.careLang || "").split(" ").filter((tag) => LANGS.includes(tag));
  return tags.length ? tags : ["en"];
}

function keep(name, value) {
  try {
    localStorage.setItem(name, value);
  } catch {
    // Storage may be closed to us; then the choice holds for this page only.
  }
}

function kept(name) {
  try {
    return localStorage.getItem(name) || "";
  } catch {
    return "";
  }
}

// What the page already shows wins over Python: another widget may just have been used.
function startIn(lang) {
  if (page.dataset.careLang) return;
  const last = kept("care-lang");
  page.dataset.careLang = last.split(" ").includes(lang) ? last : lang;
}

// Text above may grow or shrink; whoever pressed the button must find it under the pointer.
function holdStill(anchor, change) {
  const before = anchor.getBoundingClientRect().top;
  change();
  requestAnimationFrame(() => {
    let box = anchor.parentElement;
    while (box && !(box.scrollHeight > box.clientHeight && /auto|scroll/.test(getComputedStyle(box).overflowY))) {
      box = box.parentElement;
    }
    if (box) box.scrollTop += anchor.getBoundingClientRect().top - before;
  });
}

function readIn(tags, model, anchor) {
  holdStill(anchor, () => {
    page.dataset.careLang = tags;
  });
  keep("care-lang", tags);
  try {
    model.send({ do: "lang", lang: tags.split(" ").at(-1) });
  } catch {
    // The kernel that made this widget is gone; the choice still holds in this browser.
  }
}

function make(tag, className, attributes = {}) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
}

// Words are plain text with `code` and **bold**; building nodes keeps markup from being run.
function marked(said) {
  return said.split(/(`[^`]+`|\*\*[^*]+\*\*)/).map((part) => {
    if (part.length > 2 && part.startsWith("`")) return wrapped("code", part.slice(1, -1));
    if (part.length > 4 && part.startsWith("**")) return wrapped("strong", part.slice(2, -2));
    return part;
  });
}

function wrapped(tag, said) {
  const node = document.createElement(tag);
  node.textContent = said;
  return node;
}

function filled(said, values, lang) {
  return said.replace(/\{(\w+)\}/g, (whole, name) => {
    const value = values[name];
    return value === undefined ? whole : typeof value === "function" ? value(lang) : value;
  });
}

// Remembers what each element says, so that switching the language only exchanges words:
// what is ticked, typed, focused and scrolled stays.
class Painter {
  constructor() {
    this.said = new Map();
    this.watch = new MutationObserver(() => this.repaint());
    this.watch.observe(page, { attributes: true, attributeFilter: ["data-care-lang"] });
  }
  words(node, text, values = {}) {
    this.said.set(node, () => {
      node.replaceChildren(
        ...shownLangs().map((lang) => {
          const run = make("span", "care-run", { lang });
          run.append(...marked(filled(text[lang], values, lang)));
          return run;
        })
      );
    });
    this.said.get(node)();
    return node;
  }
  label(node, text) {
    this.said.set(node, () => {
      const langs = shownLangs();
      node.setAttribute("aria-label", langs.map((lang) => text[lang]).join(" / "));
    });
    this.said.get(node)();
    return node;
  }
  state(node, draw) {
    this.said.set(node, draw);
    draw();
    return node;
  }
  // Empties an element. Whether a node is on the page does not tell whether it is still wanted:
  // JupyterLab takes cells out of the page while they are scrolled away.
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

// `pairs` are values of the attribute; each becomes a button that says whether it is chosen.
function langSwitch(painter, model, text, pairs, anchor) {
  const group = painter.label(make("div", "care-langs", { role: "group" }), text);
  for (const tags of pairs) {
    const button = make("button", "care-lang", { type: "button" });
    button.dataset.tags = tags;
    tags.split(" ").forEach((lang, place) => {
      if (place) button.append(" + ");
      const run = make("span", "", { lang });
      run.textContent = tags === lang || place ? LABELS[lang] : "EN";
      button.append(run);
    });
    painter.state(button, () => {
      const now = shownLangs();
      const on = pairs.includes(now.join(" ")) ? now.join(" ") === tags : now.includes(tags);
      button.setAttribute("aria-pressed", String(on));
    });
    button.addEventListener("click", () => readIn(tags, model, anchor || button));
    group.append(button);
  }
  return group;
}

// What was just told must be seen: a verdict may come below the fold. Nothing moves where it is not.
function bringIntoView(node) {
  requestAnimationFrame(() => node.scrollIntoView({ block: "nearest" }));
}

// JupyterLab takes keys such as "b" and ArrowDown for itself wherever they bubble up to it.
// `within` says where in the root they are kept from it; without it, everywhere.
function keepKeys(root, within = "*") {
  root.addEventListener("keydown", (event) => {
    if (event.target.closest(within)) event.stopPropagation();
  });
}
