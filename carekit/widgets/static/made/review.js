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

// carekit/widgets/static/base/dates.js
function timeOf(saved, lang, now = /* @__PURE__ */ new Date()) {
  const then = new Date(saved);
  const today = then.toDateString() === now.toDateString();
  return new Intl.DateTimeFormat(languageOf(lang).locale, {
    ...today ? {} : { year: "numeric", month: "short", day: "numeric" },
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23"
  }).format(then);
}
function dayIn(iso, lang) {
  return new Intl.DateTimeFormat(languageOf(lang).locale, {
    weekday: "long",
    day: "numeric",
    month: "long",
    timeZone: "UTC"
  }).format(/* @__PURE__ */ new Date(`${iso}T00:00:00Z`));
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
var isIcon = (name) => name in ICONS;
function icon(name) {
  const svg = makeSvg("svg", { viewBox: "0 0 20 20", "aria-hidden": "true", class: "care-icon" });
  svg.append(makeSvg("path", { d: ICONS[name] }));
  return svg;
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
var joined = (...texts) => inEach((lang) => texts.map((text) => text[lang]).join(languageOf(lang).spaced ? " " : ""));
var bold = (text) => inEach((lang) => `**${text[lang]}**`);
var bare = (said) => said.replace(/\*\*|`/g, "");
var bareIn = (text) => (lang) => bare(text[lang]);

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

// carekit/widgets/static/kinds/notes.js
var because = (painter, ...texts) => painter.words(make("div", "care-because"), joined(...texts));
var makeNote = (id) => make("div", "care-note", { ...id === void 0 ? {} : { id }, hidden: "" });
function explain(note, outcome, painter, ...texts) {
  note.replaceChildren(icon(outcome), because(painter, ...texts));
  note.hidden = false;
}
function hush(note, painter) {
  note.hidden = true;
  painter.clear(note);
}

// carekit/widgets/static/kinds/parts.js
function partsOf(answer) {
  return new Map(
    answer.map((part) => {
      const at = part.indexOf("=");
      return at < 0 ? [part, ""] : [part.slice(0, at), part.slice(at + 1)];
    })
  );
}
function answerOf(parts) {
  return [...parts].map(([id, value]) => [id, value.trim()]).filter(([, value]) => value).map(([id, value]) => `${id}=${value}`);
}
var usedTwice = (values) => values.find((value, place) => values.indexOf(value) !== place);
function placed(order, id, to) {
  const others = order.filter((other) => other !== id);
  return [...others.slice(0, to), id, ...others.slice(to)];
}
function piecesOf(said) {
  return said.split(/\(\(([a-z0-9-]+)\)\)/).map((part, place) => place % 2 ? { gap: part } : { words: part });
}

// carekit/widgets/static/kinds/options.js
var OPTION = { right: "option-right", partly: "option-partly", wrong: "option-wrong" };
function drawOptions(question, { painter, words }, type, instruction) {
  const name = newId();
  const node = make("div", "care-options");
  const rows = /* @__PURE__ */ new Map();
  const inputs = /* @__PURE__ */ new Map();
  const says = new Map(question.choices.map(({ id, say }) => [id, say]));
  for (const id of question.order) {
    const row = make("div", "care-option");
    const label = make("label", "care-choice");
    const input = make("input", "", { type, name, value: id });
    const note = makeNote(`${name}-${rows.size}`);
    input.setAttribute("aria-describedby", note.id);
    label.append(input, painter.words(make("span", "care-say"), textOf(says, id)));
    row.append(label, note);
    node.append(row);
    rows.set(id, { row, note });
    inputs.set(id, input);
  }
  return {
    node,
    inputs,
    instruction,
    nothing: words["choose-first"],
    focus: () => inputs.values().next().value?.focus(),
    read: () => question.order.filter((id) => inputs.get(id)?.checked),
    write(answer) {
      for (const [id, input] of inputs) input.checked = answer.includes(id);
    },
    clear() {
      for (const { row, note } of rows.values()) {
        delete row.dataset.is;
        hush(note, painter);
      }
    },
    show(notes) {
      for (const { option, right, credit, says: why } of notes) {
        const found = rows.get(option ?? "");
        if (!found) continue;
        const outcome = right ? "right" : credit ? "partly" : "wrong";
        found.row.dataset.is = outcome;
        explain(found.note, outcome, painter, bold(words[OPTION[outcome]]), why);
      }
    }
  };
}
function textOf(says, id) {
  const say = says.get(id);
  if (!say) throw new Error(`the question has no part ${id}`);
  return say;
}

// carekit/widgets/static/kinds/picker.js
function picker(choices, order, none, painter) {
  const select = make("select", "care-pick");
  const says = new Map(choices.map(({ id, say }) => [id, say]));
  for (const id of ["", ...order]) {
    const option = make("option", "", { value: id });
    const text = id ? textOf(says, id) : none;
    painter.state(option, () => {
      option.textContent = shownLangs().map((lang) => bare(text[lang])).join(" / ");
      option.lang = lastLang();
    });
    select.append(option);
  }
  return select;
}

// carekit/questions/kinds/cloze/card.js
var cloze = {
  missing: { one: "left-one", more: "left" },
  draw(question, { painter, words }) {
    const node = make("div", "care-cloze");
    const text = make("p", "care-text-gaps");
    const reasons = make("ol", "care-reasons");
    const drawGap = (gap, place) => {
      const field = gap.choices ? picker(gap.choices, gap.order ?? [], words.pick, painter) : make("input", "care-blank", { type: "text", autocomplete: "off", spellcheck: "false" });
      const name = filledText(words.gap, { place });
      painter.label(field, name);
      const note = makeNote(newId());
      field.setAttribute("aria-describedby", note.id);
      const row = make("li", "", { value: place, hidden: "" });
      row.append(note);
      reasons.append(row);
      return { field, note, row, name, place };
    };
    const gaps = new Map(question.gaps.map((gap, at) => [gap.id, drawGap(gap, at + 1)]));
    const gapOf = (id) => {
      const found = gaps.get(id);
      if (!found) throw new Error(`the question has no gap ${id}`);
      return found;
    };
    const count = (place) => plain("sup", "care-mark", String(place));
    painter.state(text, () => {
      const runs = shownLangs().map((lang, nth) => {
        const line = run(lang);
        for (const piece of piecesOf(question.text[lang])) {
          if ("words" in piece) {
            line.append(...marked(piece.words));
            continue;
          }
          const { field, place } = gapOf(piece.gap);
          if (nth) {
            line.append("[", count(place), "]");
            continue;
          }
          const whole = make("span", "care-gap-field");
          whole.append(count(place), field);
          line.append(whole);
        }
        return line;
      });
      text.replaceChildren(...runs);
    });
    node.append(text, reasons);
    return {
      node,
      instruction: words["fill-gaps"],
      nothing: words["fill-first"],
      focus: () => gaps.values().next().value?.field.focus(),
      read: () => answerOf([...gaps].map(([id, { field }]) => [id, field.value])),
      write(answer) {
        const given = partsOf(answer);
        for (const [id, { field }] of gaps) field.value = given.get(id) || "";
      },
      title: (id) => gapOf(id).name,
      clear() {
        for (const { field, row, note } of gaps.values()) {
          delete row.dataset.is;
          row.hidden = true;
          field.removeAttribute("aria-invalid");
          hush(note, painter);
        }
      },
      show(notes) {
        for (const { option, right, says } of notes) {
          const { field, row, note } = gapOf(option ?? "");
          const outcome = right ? "right" : "wrong";
          row.dataset.is = outcome;
          row.hidden = false;
          if (!right) field.setAttribute("aria-invalid", "true");
          explain(note, outcome, painter, says);
        }
      }
    };
  }
};

// carekit/questions/kinds/hotspot/card.js
var WIDEST = 560;
var hotspot = {
  draw(question, tools) {
    const { painter, words } = tools;
    const list = drawOptions(question, tools, "radio", words.point);
    const { picture } = question;
    const grow = Math.max(1, picture.width / WIDEST);
    const node = make("div", "care-spots");
    const art = drawPicture(picture, grow, tools);
    const choose = (id) => {
      const input = list.inputs.get(id);
      if (!input) return;
      input.checked = true;
      input.dispatchEvent(new Event("input", { bubbles: true }));
    };
    const marks = new Map(
      question.order.map((id, nth) => {
        const spot = drawSpot(id, nth + 1, picture.spots[id], grow);
        spot.addEventListener("click", () => choose(id));
        art.append(spot);
        return [id, spot];
      })
    );
    const follow = () => {
      for (const [id, spot] of marks) spot.dataset.on = String(list.inputs.get(id)?.checked);
    };
    list.node.addEventListener("input", follow);
    painter.label(art, picture.alt);
    node.append(art, list.node);
    follow();
    return {
      ...list,
      node,
      write(answer) {
        list.write(answer);
        follow();
      },
      clear() {
        list.clear();
        for (const spot of marks.values()) delete spot.dataset.is;
      },
      show(notes) {
        list.show(notes);
        for (const { option, right } of notes) {
          const spot = marks.get(option ?? "");
          if (spot) spot.dataset.is = right ? "right" : "wrong";
        }
      }
    };
  }
};
function drawPicture({ width, height, elements }, grow, { painter }) {
  const viewBox = `0 0 ${width} ${height}`;
  const art = makeSvg("svg", { viewBox, role: "img", class: "care-picture" });
  art.style.maxWidth = `${1.5 * width}px`;
  art.style.setProperty("--care-grow", String(grow));
  for (const { tag, class: tone, attributes, say } of elements) {
    const shape = makeSvg(tag, { ...attributes, class: tone });
    art.append(shape);
    if (!say) continue;
    painter.state(shape, () => {
      const [lang] = shownLangs();
      shape.setAttribute("lang", lang);
      shape.textContent = bare(say[lang]);
    });
  }
  return art;
}
function drawSpot(id, nth, [x, y, wide, high], grow) {
  const spot = makeSvg("g", { class: "care-spot", "data-spot": id });
  const area = wide ? makeSvg("rect", { x, y, width: wide, height: high, rx: 3 }) : makeSvg("circle", { cx: x, cy: y, r: 14 * grow });
  const [left, top] = wide ? [x, y] : [x + 12 * grow, y - 12 * grow];
  const chip = makeSvg("g", { class: "care-chip" });
  const word = makeSvg("text", { x: left, y: top + 4 * grow, "text-anchor": "middle" });
  word.textContent = String(nth);
  chip.append(makeSvg("circle", { cx: left, cy: top, r: 9 * grow }), word);
  spot.append(area, chip);
  return spot;
}

// carekit/questions/kinds/judgement/card.js
var judgement = {
  draw: (question, tools) => drawOptions(question, tools, "radio", tools.words["judge-best"]),
  partly: "defensible"
};

// carekit/questions/kinds/matching/card.js
var matching = {
  missing: { one: "left-one", more: "left" },
  draw(question, { painter, words }) {
    const node = make("div", "care-pairs");
    const lefts = new Map(question.left.map(({ id, say }) => [id, say]));
    const rights = new Map(question.right.map(({ id, say }) => [id, say]));
    const rows = /* @__PURE__ */ new Map();
    for (const { id, say } of question.left) {
      const row = make("div", "care-pair");
      const name = newId();
      const label = painter.words(make("label", "care-say", { for: name }), say);
      const select = picker(question.right, question.order, words.pick, painter);
      const note = makeNote(`${name}-note`);
      select.id = name;
      select.setAttribute("aria-describedby", note.id);
      row.append(label, select, note);
      node.append(row);
      rows.set(id, { row, select, note });
    }
    return {
      node,
      instruction: words["pair-up"],
      nothing: words["choose-first"],
      focus: () => rows.values().next().value?.select.focus(),
      read: () => answerOf([...rows].map(([id, { select }]) => [id, select.value])),
      // Python gives nothing for a partner used twice; the learner hears of it before that.
      refused() {
        const values = [...rows.values()].map(({ select }) => select.value);
        const twice = usedTwice(values.filter(Boolean));
        if (!twice) return void 0;
        return filledText(words.twice, { item: bareIn(textOf(rights, twice)) });
      },
      write(answer) {
        const given = partsOf(answer);
        for (const [id, { select }] of rows) select.value = given.get(id) || "";
      },
      title: (id) => textOf(lefts, id),
      clear() {
        for (const { row, note } of rows.values()) {
          delete row.dataset.is;
          hush(note, painter);
        }
      },
      show(notes) {
        for (const { option, right, says } of notes) {
          const found = rows.get(option ?? "");
          if (!found) continue;
          const outcome = right ? "right" : "wrong";
          found.row.dataset.is = outcome;
          explain(found.note, outcome, painter, says);
        }
      }
    };
  }
};

// carekit/questions/kinds/multiple/card.js
var multiple = {
  draw: (question, tools) => drawOptions(question, tools, "checkbox", tools.words["tick-all"]),
  missing: { one: "missed-one", more: "missed" }
};

// carekit/widgets/static/kinds/typed-field.js
function drawTyped({ painter, words }, attributes, nothing) {
  const node = make("div", "care-typed");
  const id = newId();
  const label = painter.words(make("label", "care-field", { for: id }), words["your-answer"]);
  const input = make("input", "", { id, type: "text", autocomplete: "off", ...attributes });
  const line = make("div", "care-line");
  line.append(input);
  const note = makeNote();
  node.append(label, line, note);
  return {
    node,
    input,
    line,
    nothing,
    focus: () => input.focus(),
    read: () => input.value.trim() ? [input.value] : [],
    write(answer) {
      input.value = answer.join("");
    },
    clear() {
      delete node.dataset.is;
      input.removeAttribute("aria-invalid");
      hush(note, painter);
    },
    refuse: () => input.setAttribute("aria-invalid", "true"),
    // Before the last try there may be nothing to say but that the answer is not right.
    show([reason]) {
      const outcome = reason?.right ? "right" : "wrong";
      node.dataset.is = outcome;
      if (reason) explain(note, outcome, painter, reason.says);
    }
  };
}

// carekit/questions/kinds/numeric/card.js
var numeric = {
  draw(question, tools) {
    const { painter, words } = tools;
    const field = drawTyped(tools, { inputmode: "decimal" }, words.empty);
    if (question.unit) {
      const unit = painter.words(
        make("span", "care-unit", { id: `${field.input.id}-unit` }),
        question.unit
      );
      field.input.setAttribute("aria-describedby", unit.id);
      field.line.append(unit);
    }
    return field;
  }
};

// carekit/questions/kinds/ordering/card.js
var ordering = {
  missing: { one: "left-one", more: "left" },
  draw(question, { painter, words }) {
    const node = make("div", "care-order");
    const list = make("ol", "care-items");
    const live = make("p", "care-heard", { role: "status" });
    const note = makeNote();
    const says = new Map(question.items.map(({ id, say }) => [id, say]));
    const total = question.order.length;
    let order = question.order;
    let touched = false;
    const number = () => {
      order.forEach((id, place2) => {
        const { select, up, down } = itemOf(id);
        select.value = String(place2 + 1);
        up.setAttribute("aria-disabled", String(place2 === 0));
        down.setAttribute("aria-disabled", String(place2 === total - 1));
      });
    };
    const place = (id, to) => {
      order = placed(order, id, to);
      const { item } = itemOf(id);
      for (const other of order.slice(0, to)) list.insertBefore(itemOf(other).item, item);
      for (const other of order.slice(to + 1)) list.append(itemOf(other).item);
      touched = true;
      number();
      painter.words(live, words.moved, { item: bareIn(textOf(says, id)), place: to + 1, total });
    };
    const step = (id, by) => {
      const to = order.indexOf(id) + by;
      if (to < 0 || to >= total) return;
      place(id, to);
      list.dispatchEvent(new Event("input", { bubbles: true }));
    };
    const drawItem = (id) => {
      const item = make("li", "care-item", { "data-item": id });
      const said = textOf(says, id);
      const called = (key) => filledText(words[key], { item: bareIn(said) });
      const select = painter.label(make("select", "care-pick"), called("position"));
      for (let nth = 1; nth <= total; nth++) {
        const option = make("option", "", { value: nth });
        option.textContent = String(nth);
        select.append(option);
      }
      select.addEventListener("change", () => place(id, Number(select.value) - 1));
      const arrow = (key, name, by) => {
        const button = make("button", "care-arrow", { type: "button" });
        painter.label(button, called(key)).append(icon(name));
        button.addEventListener("click", () => step(id, by));
        return button;
      };
      const up = arrow("move-up", "up", -1);
      const down = arrow("move-down", "down", 1);
      item.append(select, painter.words(make("span", "care-say"), said), up, down);
      list.append(item);
      return { item, select, up, down };
    };
    const items = new Map(question.order.map((id) => [id, drawItem(id)]));
    const itemOf = (id) => {
      const found = items.get(id);
      if (!found) throw new Error(`the question has no item ${id}`);
      return found;
    };
    node.append(list, note, live);
    number();
    return {
      node,
      instruction: words["put-in-order"],
      nothing: words["move-first"],
      focus: () => itemOf(order[0]).select.focus(),
      read: () => touched ? order : [],
      write(answer) {
        touched = answer.length > 0;
        const wanted = touched ? answer : question.order;
        if (wanted.join() !== order.join()) list.append(...wanted.map((id) => itemOf(id).item));
        order = wanted;
        number();
      },
      clear() {
        delete node.dataset.is;
        hush(note, painter);
      },
      show(notes) {
        const outcome = notes[0]?.right ? "right" : "wrong";
        node.dataset.is = outcome;
        note.replaceChildren(icon(outcome), ...notes.map(({ says: why }) => because(painter, why)));
        note.hidden = false;
      }
    };
  }
};

// carekit/questions/kinds/short_text/card.js
var takesWord = ({ key, isComposing, keyCode }) => key === "Enter" && (isComposing || keyCode === 229);
var short_text = {
  draw(_question, tools) {
    const { words } = tools;
    const plain2 = { spellcheck: "false", autocapitalize: "off", autocorrect: "off" };
    const field = drawTyped(tools, plain2, words["write-first"]);
    field.input.addEventListener("keydown", (event) => {
      if (takesWord(event)) event.preventDefault();
    });
    return { ...field, instruction: words["write-words"] };
  }
};

// carekit/questions/kinds/single/card.js
var single = {
  draw: (question, tools) => drawOptions(question, tools, "radio", tools.words["pick-one"])
};

// carekit/questions/kinds/cards.js
var CARDS = {
  cloze,
  hotspot,
  judgement,
  matching,
  multiple,
  numeric,
  ordering,
  short_text,
  single
};

// carekit/widgets/static/kinds/registry.js
var KINDS = CARDS;
function kindOf({ kind }) {
  if (!Object.hasOwn(KINDS, kind)) throw new Error(`no drawing for a question of kind ${kind}`);
  return KINDS[kind];
}

// carekit/widgets/static/cards/frame.js
function drawFrame(question, number, tools) {
  const { painter, words } = tools;
  const form = make("form", "care-card", { novalidate: "", "data-question": question.id });
  const body = kindOf(question).draw(question, tools);
  const fieldset = make("fieldset");
  const legend = make("legend");
  const ask = painter.words(make("span", "care-ask"), question.ask);
  legend.append(plain("span", "care-count", String(number)), ask);
  fieldset.append(legend);
  if (body.instruction) {
    const how = painter.words(make("p", "care-how", { id: newId() }), body.instruction);
    fieldset.setAttribute("aria-describedby", how.id);
    fieldset.append(how);
  }
  fieldset.append(body.node);
  form.append(fieldset);
  const said = (key, values) => filledText(words[key], values);
  return { form, fieldset, body, said };
}

// carekit/widgets/static/cards/verdict.js
var outcomeOf = ({ right, score = 0 }) => right ? "right" : score > 0 ? "partly" : "wrong";
function verdictOf(state, kind, words) {
  const outcome = outcomeOf(state);
  const told = state.remark ?? (outcome === "partly" ? kind.partly : void 0);
  const key = state.shown ? "the-answer" : told;
  const texts = [bold(words[key ?? outcome])];
  const { missed = 0, worth } = state;
  if (kind.missing && missed) {
    texts.push(filledText(words[missed === 1 ? kind.missing.one : kind.missing.more], { missed }));
  }
  if (worth) texts.push(filledText(words.worth, { share: worth }));
  return texts;
}

// carekit/widgets/static/cards/judged-card.js
function drawJudgedCard(question, number, tools) {
  const { painter, words, model } = tools;
  const { form, fieldset, body, said } = drawFrame(question, number, tools);
  const sure = tools.confidence ? drawSure(tools) : null;
  if (sure) fieldset.append(sure.node);
  const hints = make("ol", "care-hints", { "aria-live": "polite", hidden: "" });
  const status = make("div", "care-status", { role: "status" });
  const saved = make("p", "care-saved");
  const check = painter.words(make("button", "care-check", { type: "submit" }), words.check);
  const again = quietButton("again", tools);
  const show = quietButton("show-answer", tools);
  const another = quietButton("another", tools);
  const actions = make("div", "care-actions");
  actions.append(check, again);
  if (question.hints.length) actions.append(hintButton(question, hints, tools));
  actions.append(show, another);
  form.append(hints, actions, status, saved);
  let turn = -1;
  let asked = false;
  const tell = (kind, ...texts) => {
    status.dataset.is = kind;
    status.replaceChildren(...isIcon(kind) ? [icon(kind)] : [], because(painter, ...texts));
    if (asked) bringIntoView(status);
  };
  const post = sender(model, () => tell("ask", said("waiting")));
  const blank = () => {
    post.heard();
    form.removeAttribute("aria-busy");
    body.clear();
    painter.clear(status);
    delete status.dataset.is;
    again.hidden = true;
  };
  form.addEventListener("input", blank);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const answer = body.read();
    blank();
    if (!answer.length) {
      tell("ask", body.nothing);
      body.focus();
      return;
    }
    const refused = body.refused?.();
    if (refused) {
      tell("ask", refused);
      return;
    }
    form.setAttribute("aria-busy", "true");
    asked = true;
    const told = { answer, hints: hints.children.length, ...sure ? { sure: sure.read() } : {} };
    post.ask({ do: "check", ...told, question: question.id });
  });
  again.addEventListener("click", () => {
    blank();
    body.write([]);
    body.focus();
  });
  const ask = (what) => {
    asked = true;
    post.tell({ do: what, question: question.id });
  };
  show.addEventListener("click", () => ask("show"));
  another.addEventListener("click", () => ask("another"));
  const heard = (notes) => {
    const node = make("span", "care-heard");
    for (const { option, says } of notes) {
      const title = option && body.title?.(option);
      const text = title ? joined(
        title,
        inEach((lang) => languageOf(lang).dash),
        says
      ) : says;
      node.append(" ", painter.words(make("span"), text));
    }
    return node;
  };
  const judge = (state) => {
    const notes = state.notes ?? [];
    tell(outcomeOf(state), ...verdictOf(state, kindOf(question), words));
    status.append(heard(notes));
    body.show(notes);
    again.hidden = Boolean(state.right);
    show.hidden = !state.may_show;
    another.hidden = !question.varies;
  };
  const tellSaved = (state) => {
    if (state.trouble) {
      saved.dataset.is = "trouble";
      saved.setAttribute("role", "alert");
      painter.words(saved, words[state.trouble.says], state.trouble.values);
    } else if (state.saved) {
      const when = state.saved;
      saved.removeAttribute("role");
      painter.words(saved, words.saved, { time: (lang) => timeOf(when, lang) });
    }
  };
  return {
    form,
    fieldset,
    actions,
    variant: question.variant,
    focus: body.focus,
    /** @param {CardState | undefined} state */
    update(state) {
      if (!state || state.turn === turn) return;
      turn = state.turn;
      blank();
      body.write(state.answer);
      painter.clear(saved);
      delete saved.dataset.is;
      if (state.fresh) return;
      if (state.fault) {
        tell("ask", said(state.fault.says, state.fault.values));
        body.refuse?.();
        return;
      }
      judge(state);
      tellSaved(state);
    }
  };
}
function quietButton(key, { painter, words }) {
  const button = make("button", "care-quiet", { type: "button", hidden: "" });
  return painter.words(button, words[key]);
}
function drawSure({ painter, words }) {
  const name = newId();
  const title = painter.words(make("span", "care-field", { id: name }), words["how-sure"]);
  const node = make("div", "care-sure", { role: "radiogroup", "aria-labelledby": name });
  node.append(title);
  const [yes, no] = ["sure", "not-sure"].map((key) => {
    const label = make("label", "care-choice");
    const input = make("input", "", { type: "radio", name: `${name}-sure`, value: key });
    label.append(input, painter.words(make("span", "care-say"), words[key]));
    node.append(label);
    return input;
  });
  return { node, read: () => yes.checked ? true : no.checked ? false : null };
}
function hintButton(question, hints, { painter, words }) {
  const button = make("button", "care-quiet", { type: "button" });
  const total = question.hints.length;
  const label = () => {
    const next = hints.children.length + 1;
    const key = next > total ? "hints-end" : "hint";
    painter.words(button, words[key], { next, total });
    button.setAttribute("aria-disabled", String(next > total));
  };
  label();
  button.addEventListener("click", () => {
    const next = hints.children.length;
    if (next < total) hints.append(painter.words(make("li"), question.hints[next]));
    hints.hidden = false;
    label();
  });
  return button;
}

// carekit/widgets/static/review/card.js
function drawReviewCard(card, number, tools) {
  const { painter, words, cardWords, model } = tools;
  const drawn = drawJudgedCard(card.question, number, { painter, model, words: cardWords });
  const node = make("div", "care-one");
  const from = make("p", "care-from");
  const { concept } = card;
  if (concept) painter.words(from, words.from, { concept: (lang) => concept[lang] });
  else if (card.kind) painter.words(from, card.term ? words.term : words.word);
  node.append(from);
  if (card.kind) {
    const prompt = drawPrompt(card, tools);
    node.append(prompt);
    const known2 = drawn.fieldset.getAttribute("aria-describedby");
    const described = [prompt.id, known2].filter(Boolean).join(" ");
    drawn.fieldset.setAttribute("aria-describedby", described);
    if (card.kind !== "meaning") {
      onlyListed(
        drawn.form,
        /** @type {OptionsQuestion} */
        card.question,
        tools
      );
    }
  }
  node.append(drawn.form);
  return { node, ...drawn };
}
function drawPrompt(card, { painter, words }) {
  const node = make("div", "care-prompt", { id: newId() });
  if (card.word) node.append(plain("span", "care-word", card.word, listedLang()));
  if (card.ipa) {
    const sounds = /* @__PURE__ */ new Set([card.ipa.uk, card.ipa.us]);
    const said = [...sounds].map((one) => `/${one}/`).join(" · ");
    node.append(plain("span", "care-sound", said, `${listedLang()}-fonipa`));
  }
  if (card.pos) node.append(painter.words(make("span", "care-pos"), card.pos));
  if (card.word) return node;
  if (card.sentence) {
    const sentence = make("span", "care-sentence", { lang: listedLang() });
    card.sentence.split("____").forEach((part, place) => {
      if (place) {
        const gap = make("span", "care-gap");
        gap.append(painter.words(make("span", "care-heard"), words.gap));
        sentence.append(gap);
      }
      sentence.append(part);
    });
    node.append(sentence);
  } else if (card.clip) {
    node.append(painter.label(make("audio", "", { controls: "", src: card.clip }), words.clip));
  }
  return node;
}
function onlyListed(form, question, { painter }) {
  const says = new Map(question.choices.map(({ id, say }) => [id, say]));
  form.querySelectorAll(".care-say").forEach((node, place) => {
    const text = textOf(says, question.order[place]);
    const listed = listedLang();
    const said = text[listed] ?? Object.values(text)[0];
    painter.state(node, () => node.replaceChildren(plain("span", "", said, listed)));
  });
}

// carekit/widgets/static/review.js
var review_default = widget(
  /** @param {Mounted<ReviewTraits>} mounted */
  (mounted) => {
    const { model, painter, words, on, atEnd } = mounted;
    const cardWords = model.get("card_words");
    const root = makeRoot("care-cards care-review", { role: "group" });
    const left = make("p", "care-progress");
    const stage = make("div", "care-stage");
    const back = make("p", "care-back", { role: "status" });
    const after = make("div", "care-actions care-after", { hidden: "" });
    const next = painter.words(make("button", "care-check", { type: "button" }), words.next);
    const easy = painter.words(make("button", "care-quiet", { type: "button" }), words.easy);
    after.append(next, easy);
    const notice = make("p", "care-notice", { role: "status" });
    const more = drawMore({ painter, words });
    root.append(heading(mounted, root, left), stage, back, after, notice, more.node);
    let turn = -1;
    let card = null;
    let asked = false;
    const receiver = {
      send(content) {
        asked = true;
        model.send({ ...content, turn });
      }
    };
    const post = sender(receiver, () => painter.words(notice, cardWords.waiting));
    atEnd(post.heard);
    next.addEventListener("click", () => post.ask({ do: "next" }));
    easy.addEventListener("click", () => post.ask({ do: "easy" }));
    more.add.addEventListener("click", () => post.ask({ do: "add" }));
    const tools = { painter, words, cardWords, model: receiver };
    const drawStage = (scene) => {
      painter.clear(stage);
      painter.clear(back);
      after.hidden = true;
      card = scene.card && drawReviewCard(scene.card, scene.done + 1, tools);
      stage.append(card ? card.node : drawRest(scene, tools));
      if (!asked) return;
      const first = stage.querySelector("audio, .care-rest");
      if (first) first.focus();
      else card?.focus();
    };
    const drawVerdict = (state) => {
      if (!card) return;
      card.update(state);
      if (state.fault) return;
      card.fieldset.disabled = true;
      card.actions.hidden = true;
      after.hidden = false;
      easy.hidden = !state.easy;
      if (state.back) painter.words(back, words["comes-back"]);
      if (asked) next.focus();
    };
    const drawTally = (scene) => {
      painter.words(left, words.left, { left: scene.left });
      more.update(scene);
      painter.clear(notice);
      if (scene.notice) {
        const { says, values } = scene.notice;
        painter.words(notice, words[says] || cardWords[says], values);
      }
    };
    const draw = () => {
      const scene = model.get("scene");
      post.heard();
      const held = document.activeElement === more.add;
      if (scene.turn !== turn) {
        turn = scene.turn;
        drawStage(scene);
      }
      if (scene.state) drawVerdict(scene.state);
      drawTally(scene);
      if (held && more.add.hidden && !stage.contains(document.activeElement)) {
        if (after.hidden) card?.focus();
        else next.focus();
      }
      asked = false;
    };
    on("change:scene", draw);
    draw();
    return root;
  }
);
function drawRest(scene, { painter, words }) {
  const node = make("div", "care-rest", { tabindex: "-1" });
  const say = (text, values) => node.append(painter.words(make("p"), text, values));
  if (scene.empty) say(words.empty);
  else say(scene.done ? words.done : words.nothing, { done: scene.done });
  const day = scene.next_on;
  if (day) say(words["next-on"], { date: (lang) => dayIn(day, lang) });
  return node;
}
function drawMore({ painter, words }) {
  const node = make("div", "care-more");
  const waiting = make("p");
  const add = make("button", "care-quiet", { type: "button" });
  const gone = make("p");
  node.append(waiting, add, gone);
  return {
    node,
    add,
    /** @param {Scene} scene */
    update(scene) {
      waiting.hidden = !scene.waiting;
      add.hidden = !scene.waiting;
      painter.words(waiting, words["words-left"], { count: scene.waiting });
      painter.words(add, words.add, { count: scene.batch });
      gone.hidden = !scene.gone;
      painter.words(gone, words.gone, { count: scene.gone });
      node.hidden = !scene.waiting && !scene.gone;
    }
  };
}
export {
  review_default as default
};
