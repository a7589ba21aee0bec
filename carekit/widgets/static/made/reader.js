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
function makeRoot(className, attributes = {}) {
  const root = make("div", `care ${className}`, attributes);
  keepKeys(root);
  return root;
}

// carekit/widgets/static/reader/voices.js
var isCantonese = (tag) => /^yue|^zh-.*HK|^zh-.*MO/i.test(tag);
function voiceFor(lang, voices) {
  const all = voices.filter((voice) => voice.localService).map((voice) => ({ voice, tag: voice.lang.replaceAll("_", "-").replace(/^cmn\b/, "zh") }));
  const like = (start) => all.filter(({ tag }) => `${tag}-`.startsWith(`${start}-`));
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

// carekit/widgets/static/reader/entry-card.js
var PATIENCE_FOR_CLIPS = 900;
var GAP = 8;
var HONG_KONG = { key: "hk", tag: "zh-HK", place: "hong-kong", name: "" };
function places() {
  const langs = courseLangs().map((key) => {
    const { locale, place, name } = languageOf(key);
    return { key, tag: key.includes("-") ? locale : key, place, name };
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
    for (const { key, tag, place, name } of places()) {
      const names = shown.gloss || shown.term;
      const said = key === listedLang() ? headed : key === "hk" ? shown.hk : names?.[key];
      if (!said) continue;
      const row = make("dd");
      row.append(plain("span", "care-names", said, tag));
      const read = key === "hk" ? void 0 : shown.pinyin?.[key];
      if (read) row.append(" ", plain("span", "care-sound", read, "zh-Latn-pinyin"));
      if (key === listedLang() && shown.ipa) row.append(" ", drawIpa(shown.ipa));
      for (const other of shown.also?.[tag] || []) {
        if (other !== said) row.append(" · ", plain("span", "care-names", other, tag));
      }
      if (key !== "hk") {
        const node = make("span", "care-hear-all");
        this.sounds.push({ node, said, lang: key, clips });
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
  const button = (sign, key, place) => {
    const node = painter.label(make("button", "care-size", { type: "button" }), words[key]);
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

// carekit/widgets/static/reader.js
var reader_default = widget(
  /** @param {Mounted<Traits>} mounted */
  ({ model, painter, words, on, atEnd }) => {
    startInSize();
    const root = makeRoot("care-reader");
    const post = sender(model, () => {
    });
    const card = new EntryCard({ painter, words, send: post.tell });
    let watch = null;
    const look = lookUpField({ painter, words }, (said, box) => watch?.ask(said, box));
    const reading = painter.words(make("span", "care-reading"), words.reading);
    reading.hidden = choices().length < 2;
    root.append(
      reading,
      languageSwitch(painter, model, words.reading, choices(), root),
      sizeButtons({ painter, words }),
      look
    );
    atEnd(() => watch?.stop());
    on("msg:custom", (content) => {
      const { lexicon, ...said } = (
        /** @type {Said & { lexicon?: Lexicon }} */
        content
      );
      if (!lexicon) {
        card.hear(said);
        return;
      }
      watch?.stop();
      const strip = root.closest("[data-care-strip]") ?? (root.isConnected ? null : anyStrip());
      if (strip) return;
      watch = lexicon.entries.length ? watchWords(root, lexicon, card) : null;
      look.hidden = !watch;
    });
    post.tell({ do: "lexicon" });
    return root;
  }
);
var anyStrip = () => document.querySelector("[data-care-strip]");
export {
  reader_default as default
};
