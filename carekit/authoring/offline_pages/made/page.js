"use strict";
(() => {
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

  // carekit/widgets/static/base/text.js
  var inEach = (one) => (
    /** @type {Text} */
    Object.fromEntries(courseLangs().map((lang) => [lang, one(lang)]))
  );
  function filled(said, values, lang) {
    return said.replace(/\{(\w+)\}/g, (whole2, name) => {
      const value = values[name];
      if (value === void 0) return whole2;
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
  function noticeList({ model, painter, words, on }) {
    const node = make("div", "care-notices", { role: "status" });
    const draw = () => {
      const notices = model.get("notices").map(({ says, values }) => {
        return painter.words(make("p"), words[says], values);
      });
      node.replaceChildren(...notices);
    };
    on("change:notices", draw);
    draw();
    return node;
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

  // carekit/widgets/static/kinds/notes.js
  var because = (painter, ...texts) => painter.words(make("div", "care-because"), joined(...texts));
  var makeNote = (id) => make("div", "care-note", { ...id === void 0 ? {} : { id }, hidden: "" });
  function explain(note2, outcome, painter, ...texts) {
    note2.replaceChildren(icon(outcome), because(painter, ...texts));
    note2.hidden = false;
  }
  function hush(note2, painter) {
    note2.hidden = true;
    painter.clear(note2);
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
      const note2 = makeNote(`${name}-${rows.size}`);
      input.setAttribute("aria-describedby", note2.id);
      label.append(input, painter.words(make("span", "care-say"), textOf(says, id)));
      row.append(label, note2);
      node.append(row);
      rows.set(id, { row, note: note2 });
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
        for (const { row, note: note2 } of rows.values()) {
          delete row.dataset.is;
          hush(note2, painter);
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
  function picker(choices2, order, none, painter) {
    const select = make("select", "care-pick");
    const says = new Map(choices2.map(({ id, say }) => [id, say]));
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
        const note2 = makeNote(newId());
        field.setAttribute("aria-describedby", note2.id);
        const row = make("li", "", { value: place, hidden: "" });
        row.append(note2);
        reasons.append(row);
        return { field, note: note2, row, name, place };
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
            const whole2 = make("span", "care-gap-field");
            whole2.append(count(place), field);
            line.append(whole2);
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
          for (const { field, row, note: note2 } of gaps.values()) {
            delete row.dataset.is;
            row.hidden = true;
            field.removeAttribute("aria-invalid");
            hush(note2, painter);
          }
        },
        show(notes) {
          for (const { option, right, says } of notes) {
            const { field, row, note: note2 } = gapOf(option ?? "");
            const outcome = right ? "right" : "wrong";
            row.dataset.is = outcome;
            row.hidden = false;
            if (!right) field.setAttribute("aria-invalid", "true");
            explain(note2, outcome, painter, says);
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
      const list2 = drawOptions(question, tools, "radio", words.point);
      const { picture } = question;
      const grow = Math.max(1, picture.width / WIDEST);
      const node = make("div", "care-spots");
      const art = drawPicture(picture, grow, tools);
      const choose = (id) => {
        const input = list2.inputs.get(id);
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
        for (const [id, spot] of marks) spot.dataset.on = String(list2.inputs.get(id)?.checked);
      };
      list2.node.addEventListener("input", follow);
      painter.label(art, picture.alt);
      node.append(art, list2.node);
      follow();
      return {
        ...list2,
        node,
        write(answer) {
          list2.write(answer);
          follow();
        },
        clear() {
          list2.clear();
          for (const spot of marks.values()) delete spot.dataset.is;
        },
        show(notes) {
          list2.show(notes);
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
        const note2 = makeNote(`${name}-note`);
        select.id = name;
        select.setAttribute("aria-describedby", note2.id);
        row.append(label, select, note2);
        node.append(row);
        rows.set(id, { row, select, note: note2 });
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
          for (const { row, note: note2 } of rows.values()) {
            delete row.dataset.is;
            hush(note2, painter);
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
    const note2 = makeNote();
    node.append(label, line, note2);
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
        hush(note2, painter);
      },
      refuse: () => input.setAttribute("aria-invalid", "true"),
      // Before the last try there may be nothing to say but that the answer is not right.
      show([reason]) {
        const outcome = reason?.right ? "right" : "wrong";
        node.dataset.is = outcome;
        if (reason) explain(note2, outcome, painter, reason.says);
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
      const list2 = make("ol", "care-items");
      const live = make("p", "care-heard", { role: "status" });
      const note2 = makeNote();
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
        for (const other of order.slice(0, to)) list2.insertBefore(itemOf(other).item, item);
        for (const other of order.slice(to + 1)) list2.append(itemOf(other).item);
        touched = true;
        number();
        painter.words(live, words.moved, { item: bareIn(textOf(says, id)), place: to + 1, total });
      };
      const step = (id, by) => {
        const to = order.indexOf(id) + by;
        if (to < 0 || to >= total) return;
        place(id, to);
        list2.dispatchEvent(new Event("input", { bubbles: true }));
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
        list2.append(item);
        return { item, select, up, down };
      };
      const items = new Map(question.order.map((id) => [id, drawItem(id)]));
      const itemOf = (id) => {
        const found = items.get(id);
        if (!found) throw new Error(`the question has no item ${id}`);
        return found;
      };
      node.append(list2, note2, live);
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
          if (wanted.join() !== order.join()) list2.append(...wanted.map((id) => itemOf(id).item));
          order = wanted;
          number();
        },
        clear() {
          delete node.dataset.is;
          hush(note2, painter);
        },
        show(notes) {
          const outcome = notes[0]?.right ? "right" : "wrong";
          node.dataset.is = outcome;
          note2.replaceChildren(icon(outcome), ...notes.map(({ says: why }) => because(painter, why)));
          note2.hidden = false;
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
    const form2 = make("form", "care-card", { novalidate: "", "data-question": question.id });
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
    form2.append(fieldset);
    const said = (key, values) => filledText(words[key], values);
    return { form: form2, fieldset, body, said };
  }

  // carekit/widgets/static/cards/verdict.js
  var outcomeOf = ({ right, score: score2 = 0 }) => right ? "right" : score2 > 0 ? "partly" : "wrong";
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
    const { form: form2, fieldset, body, said } = drawFrame(question, number, tools);
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
    form2.append(hints, actions, status, saved);
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
      form2.removeAttribute("aria-busy");
      body.clear();
      painter.clear(status);
      delete status.dataset.is;
      again.hidden = true;
    };
    form2.addEventListener("input", blank);
    form2.addEventListener("submit", (event) => {
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
      form2.setAttribute("aria-busy", "true");
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
      form: form2,
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

  // carekit/widgets/static/quiz.js
  var quiz_default = widget(
    /** @param {Mounted<QuizTraits>} mounted */
    (mounted) => {
      const { model, painter, words, on } = mounted;
      const tools = { painter, words, model, confidence: model.get("confidence") };
      const root = makeRoot("care-cards care-quiz", { role: "group" });
      const progress = make("p", "care-progress");
      root.append(heading(mounted, root, progress), noticeList(mounted));
      const questions = model.get("questions");
      const cards = questions.map((question, place) => drawJudgedCard(question, place + 1, tools));
      root.append(...cards.map(({ form: form2 }) => form2));
      const redraw = (place) => {
        const old = cards[place];
        const card = drawJudgedCard(model.get("questions")[place], place + 1, tools);
        const held = old.form.contains(document.activeElement);
        painter.clear(old.form);
        old.form.replaceWith(card.form);
        cards[place] = card;
        if (held) card.focus();
      };
      const draw = () => {
        const states = model.get("states");
        questions.forEach(({ id }, place) => {
          const now = states[id];
          const { variant } = cards[place];
          if (now && now.variant !== void 0 && now.variant !== variant) redraw(place);
          cards[place].update(now);
        });
        const right = Object.values(states).filter((state) => state.right).length;
        painter.words(progress, words.progress, { right, total: questions.length });
      };
      on("change:states", draw);
      draw();
      return root;
    }
  );

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
    open(entry2, relative, form2, box, focus) {
      this.close(false);
      this.entry = entry2;
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
      if (entry2) this.draw(entry2, relative, title, body);
      else this.drawUnknown(form2, title, body);
      document.body.append(node);
      this.place();
      addEventListener("resize", this.moved);
      document.addEventListener("pointerdown", this.outside, true);
      globalThis.speechSynthesis?.addEventListener?.("voiceschanged", this.voices);
      if (focus) node.focus({ preventScroll: true });
      if (!entry2) return;
      this.send({ do: "open", id: entry2.id });
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
    drawUnknown(form2, title, body) {
      title.textContent = form2;
      const unknown = make("p", "care-entry-means");
      body.append(this.painter.words(unknown, this.words.unknown, { word: form2 }));
    }
    /**
     * @param {Entry} entry
     * @param {Relative | null} relative
     * @param {HTMLElement} title
     * @param {HTMLElement} body
     */
    draw(entry2, relative, title, body) {
      const { painter, words } = this;
      const listed = listedLang();
      const headed = relative?.word || entry2.word || entry2.term?.[listed] || "";
      title.append(plain("span", "care-word", headed, listed));
      const pos = make("span", "care-pos");
      if (relative?.pos) pos.append(plain("span", "", relative.pos, listed));
      else if (!relative && entry2.pos) painter.words(pos, entry2.pos);
      if (pos.firstChild) title.append(" ", pos);
      const say = (className, text, values) => {
        if (text) body.append(painter.words(make("p", className), text, values));
      };
      if (relative) {
        say("care-entry-of", words.family, { word: entry2.word });
        say("care-entry-means", relative.gloss);
        body.append(this.drawPlaces(relative, headed, false));
      } else {
        say("care-entry-means", entry2.gloss || entry2.means);
        say("care-entry-note", entry2.note);
        body.append(this.drawPlaces(entry2, headed, true));
      }
      if (entry2.card) body.append(this.drawAdd(entry2));
    }
    /**
     * A row for each place: its names, how they are read, and what there is to hear.
     *
     * @param {Omit<Partial<Entry>, "pos">} shown
     * @param {string} headed what heads the card
     * @param {boolean} clips whether there may be clips of it
     */
    drawPlaces(shown, headed, clips) {
      const list2 = make("dl", "care-places");
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
        list2.append(label, row);
      }
      return list2;
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
    const form2 = make("form", "care-look", { role: "search", hidden: "" });
    const label = make("label");
    const input = make("input", "", {
      type: "search",
      autocomplete: "off",
      "aria-keyshortcuts": "Alt+L"
    });
    label.append(painter.words(make("span", "care-reading"), words["look-up"]), input);
    const go = painter.words(make("button", "", { type: "submit" }), words.look);
    form2.append(label, go);
    form2.addEventListener("submit", (event) => {
      event.preventDefault();
      if (input.value.trim()) ask(input.value, input.getBoundingClientRect());
    });
    return form2;
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
        const form2 = text.slice(from, to);
        const place = forms.get(normal(form2));
        if (place === void 0 || form2 !== form2.trim()) continue;
        if (HAN.test(form2) && wordAt(text, at) !== form2) continue;
        best = { form: form2, place };
      }
    }
    return best;
  }
  function findAt(text, at, forms, span) {
    const found = longest(text, at, forms, span);
    if (found) return found;
    const form2 = wordAt(text, at);
    return form2 && LETTER.test(form2) ? { form: form2 } : null;
  }
  function findIn(said, forms, span) {
    const form2 = said.trim();
    const place = forms.get(normal(form2));
    if (place !== void 0) return { form: form2, place };
    let best = null;
    for (let at = 0; at < form2.length; at++) {
      const found = longest(form2, at, forms, span);
      if (found && found.form.length > (best?.form.length ?? 0)) best = found;
    }
    return best ?? (LETTER.test(form2) ? { form: form2 } : null);
  }

  // carekit/widgets/static/reader/lexicon.js
  function entryOf({ place }, { entries }) {
    if (place === void 0) return { entry: null, relative: null };
    const [at, kin] = place.split(".");
    const entry2 = entries[Number(at)];
    const relative = kin === void 0 ? null : entry2.family?.[Number(kin)] ?? null;
    return { entry: entry2, relative };
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
    const span = Math.max(...[...forms.keys()].map((form2) => form2.length));
    let home = null;
    const here2 = (node) => {
      if (root.isConnected) home = root.closest(".jp-NotebookPanel, .jp-Notebook") || document.body;
      return node instanceof Node && home?.contains(node) && isRead(node);
    };
    const open = (found, box, focus = true) => {
      if (!found) return false;
      const { entry: entry2, relative } = entryOf(found, lexicon);
      card.open(entry2, relative, found.form, box, focus);
      return true;
    };
    const openAt = ({ x, y }) => {
      const char = charAt(x, y);
      if (!char || !here2(char.node)) return false;
      const { text, at } = textAround(char.node, char.from);
      return open(findAt(text, at, forms, span), char.box.getBoundingClientRect());
    };
    const openTerm = (term) => open(findIn(term.textContent ?? "", forms, span), term.getBoundingClientRect());
    const openSelected = (focus) => {
      const chosen = getSelection();
      const said = String(chosen);
      if (!chosen || chosen.isCollapsed || said.trim().length > LONGEST_ASKED) return false;
      if (!here2(chosen.anchorNode) || !here2(chosen.focusNode)) return false;
      const box = chosen.getRangeAt(0).getBoundingClientRect();
      return open(findIn(said, forms, span), box, focus);
    };
    const termOf = (node) => {
      const term = node instanceof Element ? node.closest(".care-term") : null;
      return term && here2(term) ? term : null;
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
      if (here2(event.target) && openAt(event)) event.stopPropagation();
    });
    on("click", (event) => {
      const term = event.button === 0 && getSelection()?.isCollapsed && termOf(event.target);
      if (term) openTerm(term);
    });
    on("mouseup", (event) => {
      if (event.button !== 0 || !moved(event, 3) || !here2(event.target)) return;
      setTimeout(() => openSelected(false));
    });
    on("pointerdown", (event) => {
      from = { x: event.clientX, y: event.clientY };
      if (event.pointerType !== "touch" || !here2(event.target)) return;
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
        if (!here2(term)) continue;
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

  // carekit/authoring/offline_pages/static/offline-model.js
  var OfflineModel = class {
    /** @type {Map<string, Set<(content?: unknown) => void>>} */
    #hears = /* @__PURE__ */ new Map();
    /** @type {T} */
    #traits;
    #receive;
    /**
     * @param {T} traits
     * @param {(content: Record<string, unknown>, model: OfflineModel<T>) => void} receive
     */
    constructor(traits2, receive) {
      this.#traits = traits2;
      this.#receive = receive;
    }
    /** @template {keyof T} K @param {K} name @returns {T[K]} */
    get(name) {
      return this.#traits[name];
    }
    /** @template {keyof T & string} K @param {K} name @param {T[K]} value */
    set(name, value) {
      this.#traits[name] = value;
      this.#tell(`change:${name}`);
    }
    /** Python would write it down; here `set` has done all there is to do. */
    save_changes() {
    }
    /** @param {string} event @param {(content?: unknown) => void} hear */
    on(event, hear) {
      const there = this.#hears.get(event) ?? /* @__PURE__ */ new Set();
      this.#hears.set(event, there.add(hear));
    }
    /** @param {string} event @param {(content?: unknown) => void} hear */
    off(event, hear) {
      this.#hears.get(event)?.delete(hear);
    }
    /** From the widget. @param {Record<string, unknown>} content */
    send(content) {
      queueMicrotask(() => this.#receive(content, this));
    }
    /** To the widget. @param {Record<string, unknown>} content */
    say(content) {
      this.#tell("msg:custom", content);
    }
    /** What a widget takes: the same object, under the type that it knows. */
    get forWidget() {
      return (
        /** @type {AnyModel<T>} */
        /** @type {unknown} */
        this
      );
    }
    /** @param {string} event @param {unknown} [content] */
    #tell(event, content) {
      for (const hear of this.#hears.get(event) ?? []) hear(content);
    }
  };

  // carekit/questions/browser_judging/answer-parts.js
  function onOffer(chosen, offered2) {
    const strange = [...chosen].filter((one) => !offered2.has(one));
    if (strange.length) throw new RangeError(`not on offer: ${strange.sort().join(", ")}`);
  }
  function byName(answer) {
    const found = new Map(
      answer.map((part) => {
        const at = part.indexOf("=");
        return at < 0 ? ["", ""] : [part.slice(0, at), part.slice(at + 1)];
      })
    );
    if (found.size < answer.length || answer.some((part) => !part.includes("="))) {
      throw new RangeError(`one name=value for each, please; got ${answer.join(", ")}`);
    }
    return found;
  }

  // carekit/questions/browser_judging/text-forms.js
  var BLANK = "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";
  var BLANKS = new RegExp(`${BLANK}+`, "gu");
  var ENDS = new RegExp(`^${BLANK}+|${BLANK}+$`, "gu");
  var CHEROKEE = /\p{Script=Cherokee}/u;
  var DIGIT = /[\p{Nd}²³¹፩-፱᧚⁰⁴-⁹₀-₉①-⑨⑴-⑼⒈-⒐⓪⓵-⓽⓿❶-❾➀-➈➊-➒\u{10a40}-\u{10a43}\u{10e60}-\u{10e68}\u{11052}-\u{1105a}\u{1f100}-\u{1f10a}]/u;
  var stripped = (said) => said.replace(ENDS, "");
  var oneBlank = (said) => stripped(said.replace(BLANKS, " "));
  var isBlank = (sign) => new RegExp(`^${BLANK}$`, "u").test(sign);
  var isDigit = (sign) => DIGIT.test(sign);
  var caseFolded = (said) => [...said].map(foldedSign).join("");
  function foldedSign(sign) {
    if (sign === "ı") return sign;
    if (CHEROKEE.test(sign)) return sign.toUpperCase();
    return sign.toLowerCase().toUpperCase().toLowerCase().replaceAll("ς", "σ");
  }
  var sameWords = (one, other) => plainWords(one) === plainWords(other);
  var plainWords = (said) => oneBlank(caseFolded(said.normalize("NFKC")));

  // carekit/questions/browser_judging/verdicts.js
  var NotRead = class extends Error {
    /** @param {string} reason @param {string} [found] */
    constructor(reason, found = "") {
      super(`${reason}: ${found}`);
      this.reason = reason;
      this.found = found;
    }
  };
  var note = (option, right, says, credit = 0) => ({ option, right, credit, says });
  var onAll = (right, says) => says ? [note(null, right, says)] : [];
  function verdict(score2, right, notes, more = {}) {
    return { score: score2, right, notes, misconceptions: [], missed: 0, remark: null, ...more };
  }
  var once = (names) => [...new Set(names.flatMap((name) => name || []))];

  // carekit/questions/kinds/cloze/judge.js
  var cloze2 = {
    /** @param {ClozeKey} key */
    solution: (key) => key.gaps.map((gap) => `${gap.id}=${rightIn(gap)}`),
    /** @param {ClozeKey} key @param {string[]} answer */
    judge(key, answer) {
      const given = byName(answer);
      const known2 = new Set(key.gaps.map(({ id }) => id));
      const strange = [...given.keys()].filter((name) => !known2.has(name));
      if (strange.length) throw new RangeError(`not a gap: ${strange.join(", ")}`);
      const found = key.gaps.flatMap((gap) => {
        const said = given.get(gap.id);
        return said ? [inGap(gap, said)] : [];
      });
      const right = found.filter(({ about }) => about.right).length;
      const score2 = right / key.gaps.length;
      return verdict(
        score2,
        score2 === 1,
        found.map(({ about }) => about),
        { misconceptions: once(found.map(({ idea }) => idea)), missed: key.gaps.length - right }
      );
    }
  };
  function rightIn(gap) {
    const right = gap.choices.find((choice) => choice.right);
    return right ? right.id : every(gap.accept)[0];
  }
  var every = (accept) => Object.values(accept ?? {}).flat();
  function inGap(gap, said) {
    if (gap.choices.length) {
      const taken = gap.choices.find(({ id }) => id === said);
      if (!taken) throw new RangeError(`not on offer: ${said}`);
      return { about: note(gap.id, taken.right, taken.why), idea: taken.misconception };
    }
    const isOneOf = (accept) => every(accept).some((word) => sameWords(said, word));
    if (isOneOf(gap.accept)) return { about: note(gap.id, true, gap.why), idea: null };
    const slip = gap.slips.find(({ accept }) => isOneOf(accept));
    if (slip) return { about: note(gap.id, false, slip.why), idea: slip.misconception };
    return { about: note(gap.id, false, gap.when_wrong), idea: gap.misconception };
  }

  // carekit/questions/browser_judging/options.js
  var offered = (key) => new Set(key.choices.map(({ id }) => id));
  var keyOf = (key) => new Set(key.choices.flatMap(({ id, right }) => right ? id : []));
  function oneTaken(answer) {
    const chosen = new Set(answer);
    if (chosen.size > 1) throw new RangeError(`one option can be taken, not ${chosen.size}`);
    return chosen;
  }
  function judgeOne(key, answer) {
    const chosen = oneTaken(answer);
    onOffer(chosen, offered(key));
    return judged(key, chosen, equal(chosen, keyOf(key)) ? 1 : 0);
  }
  function judged(key, chosen, score2) {
    const taken = key.choices.filter(({ id }) => chosen.has(id));
    const right = keyOf(key);
    return verdict(
      score2,
      equal(chosen, right),
      taken.map((one) => note(one.id, one.right, one.why)),
      {
        misconceptions: taken.flatMap((one) => one.misconception || []),
        missed: [...right].filter((id) => !chosen.has(id)).length
      }
    );
  }
  var solution = (key) => [...keyOf(key)].sort();
  var equal = (one, other) => one.size === other.size && [...one].every((id) => other.has(id));

  // carekit/questions/kinds/hotspot/judge.js
  var hotspot2 = { judge: judgeOne, solution };

  // carekit/questions/kinds/judgement/judge.js
  var judgement2 = {
    /** @param {OptionsKey} key */
    solution: (key) => key.choices.filter(({ credit }) => credit === 1).map(({ id }) => id).slice(0, 1),
    /** @param {OptionsKey} key @param {string[]} answer */
    judge(key, answer) {
      const chosen = oneTaken(answer);
      onOffer(chosen, offered(key));
      const taken = key.choices.filter(({ id }) => chosen.has(id));
      const worth = taken[0]?.credit ?? 0;
      const notes = taken.map(({ id, why, credit = 0 }) => note(id, credit === 1, why, credit));
      const misconceptions = taken.flatMap((one) => one.misconception || []);
      return verdict(worth, worth === 1, notes, { misconceptions });
    }
  };

  // carekit/questions/kinds/matching/judge.js
  var matching2 = {
    /** @param {MatchingKey} key */
    solution: (key) => key.pairs.map(({ left, right }) => `${left}=${right}`),
    /** @param {MatchingKey} key @param {string[]} answer */
    judge(key, answer) {
      const given = byName(answer);
      onOffer(given.keys(), new Set(key.pairs.map(({ left }) => left)));
      onOffer(given.values(), new Set(key.right.map(({ id }) => id)));
      const taken = [...given.values()];
      const paired = key.pairs.filter(
        ({ left, right }) => given.get(left) === right && taken.filter((one) => one === right).length === 1
      );
      const notes = [];
      const ideas = [];
      for (const pair of key.pairs) {
        const said = given.get(pair.left);
        if (paired.includes(pair)) notes.push(note(pair.left, true, pair.why));
        else if (said !== void 0 && said !== pair.right) {
          const slip = key.slips.find(({ left, right }) => left === pair.left && right === said);
          notes.push(note(pair.left, false, slip ? slip.why : pair.when_wrong));
          ideas.push((slip ?? pair).misconception);
        }
      }
      const score2 = paired.length / key.pairs.length;
      const missed = key.pairs.length - paired.length;
      return verdict(score2, score2 === 1, notes, { misconceptions: once(ideas), missed });
    }
  };

  // carekit/questions/kinds/multiple/judge.js
  var multiple2 = {
    solution,
    /** @param {OptionsKey} key @param {string[]} answer */
    judge(key, answer) {
      const chosen = new Set(answer);
      onOffer(chosen, offered(key));
      return judged(key, chosen, score(chosen, keyOf(key), key.choices.length));
    }
  };
  function score(chosen, key, all) {
    const found = [...chosen].filter((id) => key.has(id)).length;
    const least = Math.min(key.size, all - key.size);
    return Math.max(0, (found * least - (chosen.size - found) * key.size) / (key.size * least));
  }

  // carekit/questions/browser_judging/decimals.js
  function near(given, wanted, tolerance) {
    const all = [given, wanted, tolerance];
    if (!all.every(Number.isFinite)) return false;
    const parts = all.map(decimal);
    const least = Math.min(...parts.map(({ power }) => power));
    const [one, other, most] = parts.map(
      ({ digits, power }) => digits * 10n ** BigInt(power - least)
    );
    const apart = one > other ? one - other : other - one;
    return apart <= most;
  }
  function decimal(value) {
    const [, sign, whole2, part = "", power = "0"] = (
      /** @type {RegExpExecArray} */
      /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value))
    );
    return { digits: BigInt(`${sign}${whole2}${part}`), power: Number(power) - part.length };
  }

  // carekit/questions/kinds/numeric/reading.js
  var D = "\\p{Nd}";
  var whole = (form2) => new RegExp(`^(?:${form2})$`, "u");
  var PLAIN_FORM = `[+-]?(?:${D}+(?:\\.${D}*)?|\\.${D}+)(?:[eE][+-]?${D}{1,2})?`;
  var GROUPED = whole(
    `[+-]?[1-9]${D}{0,2}(?:(?:,${D}{3}){2,}(?:\\.${D}+)?|,${D}{3}\\.${D}+|(?: ${D}{3})+(?:\\.${D}+)?)`
  );
  var PLAIN = whole(PLAIN_FORM);
  var BEGINS_PLAIN = new RegExp(`^${PLAIN_FORM}`, "u");
  var EITHER = whole(`[+-]?[1-9]${D}{0,2},${D}{3}`);
  var COMMAS = whole(`[+-]?${D}+(,${D}+)+(\\.${D}+)?`);
  var DECIMAL_COMMA = whole(`[+-]?${D}+(?:(?: ${D}{3})+|(?:\\.${D}{3})+)?,${D}*`);
  var SIGN = new RegExp(`^([+-]) (?=[${D}.])`, "u");
  var NUMBERS = new RegExp(`${D}[${D}.,]*`, "gu");
  function readNumber(typed, units) {
    let text = typed.normalize("NFKC").replaceAll("。", ".").replaceAll(/[−–]/g, "-");
    text = oneBlank(text);
    if (!text) throw new NotRead("empty");
    const names = units.map((unit) => stripped(unit.normalize("NFKC")));
    names.push(
      ...names.filter((name) => /^\p{ASCII}*s$/u.test(name)).map((name) => name.slice(0, -1))
    );
    text = withoutUnit(text, names).replace(SIGN, "$1");
    const hundredths = !names.length && text.endsWith("%");
    if (hundredths) text = stripped(`x${text.slice(0, -1)}`).slice(1);
    if (GROUPED.test(text)) return asNumber(text.replaceAll(/[, ]/g, ""), hundredths);
    if (PLAIN.test(text)) return asNumber(text, hundredths);
    throw whyNot(text);
  }
  function withoutUnit(text, names) {
    const longest2 = names.filter(Boolean).sort((one, other) => other.length - one.length);
    for (const name of longest2) {
      if (text.toLowerCase().endsWith(name.toLowerCase())) {
        return stripped(`x${text.slice(0, -name.length)}`).slice(1);
      }
      if (text.toLowerCase().startsWith(name.toLowerCase())) {
        return stripped(`${text.slice(name.length)}x`).slice(0, -1);
      }
    }
    return text;
  }
  function asNumber(digits, hundredths) {
    const [mantissa, power = "0"] = inAscii(digits).split(/e/i);
    return Number(`${mantissa}e${Number(power) - (hundredths ? 2 : 0)}`);
  }
  function inAscii(said) {
    return said.replaceAll(/\p{Nd}/gu, (sign) => {
      let zero = (
        /** @type {number} */
        sign.codePointAt(0)
      );
      const own = zero;
      while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1)) && own - zero < 9) zero -= 1;
      return String(own - zero);
    });
  }
  function whyNot(text) {
    if (EITHER.test(text)) return new NotRead("either", text);
    if (COMMAS.test(text) || DECIMAL_COMMA.test(text)) return new NotRead("comma", text);
    const numbers = text.match(NUMBERS) ?? [];
    if (numbers.length > 1) return new NotRead("several", text);
    const unit = numbers[0] ? text.replaceAll(numbers[0], "").replaceAll(/^[ +-]+|[ +-]+$/g, "") : "";
    return unit && BEGINS_PLAIN.test(text) ? new NotRead("unit", unit) : new NotRead("words", text);
  }

  // carekit/questions/kinds/numeric/judge.js
  var numeric2 = {
    /** @param {NumericKey} key */
    solution: (key) => [key.solution],
    /** @param {NumericKey} key @param {string[]} answer */
    judge(key, answer) {
      const given = readNumber(answer.join(""), Object.values(key.unit ?? {}));
      if (reached(given, key.answer, key.also, key.tolerance)) {
        return verdict(1, true, onAll(true, key.why));
      }
      const slip = key.slips.find((one) => reached(given, one.value, one.also, one.tolerance));
      if (slip) {
        return verdict(0, false, onAll(false, slip.why), { misconceptions: [slip.misconception] });
      }
      return verdict(0, false, onAll(false, key.when_wrong ?? key.hints[0]));
    },
    /** @param {NumericKey} key @param {Verdict} said @returns {Verdict} */
    lastWord(key, said) {
      if (said.right || said.misconceptions.length) return said;
      return { ...said, notes: onAll(false, key.why) };
    }
  };
  var reached = (given, value, also, tolerance) => near(given, value, tolerance) || also !== null && near(given, also, tolerance);

  // carekit/questions/kinds/ordering/judge.js
  var ordering2 = {
    /** @param {OrderingKey} key */
    solution: (key) => [...key.order],
    /** @param {OrderingKey} key @param {string[]} answer */
    judge(key, answer) {
      if (answer.length && [...answer].sort().join("\n") !== [...key.order].sort().join("\n")) {
        throw new RangeError(`every part once, please; got ${answer.join(", ")}`);
      }
      const wanted = neighbours(key.order);
      const there = neighbours(answer);
      const found = [...wanted].filter((pair) => there.has(pair)).length;
      if (found === wanted.size) return verdict(1, true, onAll(true, key.why));
      const slips = key.slips.filter(({ first, then }) => there.has(`${first}
${then}`));
      const says = slips.length ? slips.map(({ why }) => why) : [key.when_wrong];
      return verdict(
        found / wanted.size,
        false,
        says.flatMap((one) => onAll(false, one)),
        {
          misconceptions: once(slips.map(({ misconception }) => misconception)),
          missed: wanted.size - found
        }
      );
    }
  };
  var neighbours = (row) => new Set(row.slice(1).map((then, at) => `${row[at]}
${then}`));

  // carekit/questions/kinds/short_text/comparing.js
  var SHORTEST = 5;
  function sameText(typed, listed, fold) {
    const forms = formsOf(typed, fold);
    return listed.some((one) => forms.includes(folded(one, fold)));
  }
  function oneMistakeAway(typed, listed, fold) {
    const forms = formsOf(typed, fold);
    return listed.map((one) => folded(one, fold)).filter((text) => [...text].filter((sign) => /\p{L}/u.test(sign)).length >= SHORTEST).some((text) => forms.some((form2) => oneApart([...form2], [...text])));
  }
  function folded(said, fold) {
    const form2 = fold.includes("width") ? "NFKC" : "NFC";
    let text = said.normalize(form2).replaceAll(/\p{Cf}/gu, "");
    if (fold.includes("case")) text = caseFolded(text).normalize(form2);
    return oneBlank(text);
  }
  function formsOf(typed, fold) {
    const text = folded(typed, fold);
    return fold.includes("edges") ? [text, bare2(text)] : [text];
  }
  function bare2(text) {
    const signs = [...text];
    const inside = (sign) => !isBlank(sign) && !/\p{P}/u.test(sign);
    const first = signs.findIndex(inside);
    return first < 0 ? text : signs.slice(first, signs.findLastIndex(inside) + 1).join("");
  }
  function oneApart(one, other) {
    let start = 0;
    while (start < one.length && start < other.length && one[start] === other[start]) start += 1;
    let [end, stop] = [one.length, other.length];
    while (end > start && stop > start && one[end - 1] === other[stop - 1]) {
      end -= 1;
      stop -= 1;
    }
    const [left, right] = [one.slice(start, end), other.slice(start, stop)];
    if ([...left, ...right].some(isDigit)) return false;
    const swapped = left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0];
    return swapped || Math.max(left.length, right.length) === 1;
  }

  // carekit/questions/kinds/short_text/judge.js
  var LONGEST = 200;
  var short_text2 = {
    /** @param {ShortTextKey} key */
    solution: (key) => every2(key.accept).slice(0, 1),
    /** @param {ShortTextKey} key @param {string[]} answer */
    judge(key, answer) {
      const typed = oneText(answer);
      const isOneOf = (accept) => sameText(typed, every2(accept), key.fold);
      if (isOneOf(key.accept)) return verdict(1, true, onAll(true, key.why));
      const near2 = key.near.find(({ accept }) => isOneOf(accept));
      if (near2) {
        const misconceptions = near2.misconception ? [near2.misconception] : [];
        const remark = near2.right ? null : "close";
        const about = onAll(near2.right, near2.why);
        return verdict(Number(near2.right), near2.right, about, { misconceptions, remark });
      }
      const slip = key.slips.find(({ accept }) => isOneOf(accept));
      if (slip) {
        return verdict(0, false, onAll(false, slip.why), { misconceptions: [slip.misconception] });
      }
      if (oneMistakeAway(typed, every2(key.accept), key.fold)) {
        if (key.typing_mistake === "right") return verdict(1, true, onAll(true, key.why));
        return verdict(0, false, [], { remark: "check-spelling" });
      }
      return verdict(0, false, onAll(false, typed ? key.when_wrong ?? key.hints[0] : null));
    },
    /** @param {ShortTextKey} key @param {Verdict} said @returns {Verdict} */
    lastWord(key, said) {
      if (said.right || said.misconceptions.length || said.remark === "close") return said;
      return { ...said, notes: onAll(false, key.why) };
    }
  };
  var every2 = (accept) => Object.values(accept).flat();
  function oneText(answer) {
    if (answer.length > 1) throw new RangeError(`one text can be written, not ${answer.length}`);
    const text = stripped(answer.join(""));
    const signs = [...text];
    if (signs.length > LONGEST) throw new NotRead("too-long", `${signs.slice(0, 20).join("")}…`);
    return text;
  }

  // carekit/questions/kinds/single/judge.js
  var single2 = { judge: judgeOne, solution };

  // carekit/questions/kinds/judges.js
  var JUDGES = {
    cloze: cloze2,
    hotspot: hotspot2,
    judgement: judgement2,
    matching: matching2,
    multiple: multiple2,
    numeric: numeric2,
    ordering: ordering2,
    short_text: short_text2,
    single: single2
  };

  // carekit/questions/browser_judging/judge.js
  function judgeOf({ kind }) {
    if (!Object.hasOwn(JUDGES, kind)) throw new Error(`no judge for a question of kind ${kind}`);
    return (
      /** @type {Record<string, Judge<Key>>} */
      /** @type {unknown} */
      JUDGES[kind]
    );
  }

  // carekit/authoring/offline_pages/static/practice.js
  var BEGUN = { variant: 0, tries: 0, wrong: 0, shown: false, answer: null };
  var Practice = class {
    #store;
    /** @type {Map<string, { question: PracticeQuestion, sat: Tries }>} */
    #asked;
    /** @type {Record<string, CardState>} */
    states = {};
    /** @param {PracticeQuestion[]} questions @param {Store} store */
    constructor(questions, store2) {
      this.#store = store2;
      this.#asked = new Map(
        questions.map((one) => [one.id, { question: one, sat: this.#read(one) }])
      );
      for (const id of this.#asked.keys()) this.#restore(id);
    }
    /** The questions as the card draws them now. */
    get questions() {
      return [...this.#asked.values()].map(({ question, sat }) => ({
        ...question.variants[sat.variant].seen,
        varies: question.variants.length > 1,
        variant: sat.variant
      }));
    }
    /** Does what the card asks; returns whether anything has changed. @param {Record<string, unknown>} content */
    receive(content) {
      const id = String(content.question);
      const asked = this.#asked.get(id);
      if (!asked) return false;
      const { question, sat } = asked;
      if (content.do === "check") this.#check(
        id,
        /** @type {string[]} */
        content.answer
      );
      else if (content.do === "show" && sat.wrong >= question.reveal) this.#show(id);
      else if (content.do === "another" && question.variants.length > 1) this.#another(id);
      else return false;
      return true;
    }
    /** @param {string} id @param {string[]} answer */
    #check(id, answer) {
      const { question, sat } = this.#of(id);
      try {
        const verdict2 = this.#judged(id, answer);
        sat.tries += 1;
        sat.wrong += verdict2.right ? 0 : 1;
        sat.answer = answer;
        this.#put(id, { ...stateOf(verdict2, answer), ...this.#standing(id, verdict2) });
      } catch (fault) {
        if (!(fault instanceof NotRead)) throw fault;
        const told = { says: fault.reason, values: { found: fault.found } };
        this.#put(id, { answer, fault: told, variant: sat.variant });
      }
      this.#keep(question, sat);
    }
    /** @param {string} id */
    #show(id) {
      const { question, sat } = this.#of(id);
      const { key } = question.variants[sat.variant];
      const answer = judgeOf(key).solution(key);
      sat.shown = true;
      const state = stateOf(judgeOf(key).judge(key, answer), answer);
      this.#put(id, { ...state, variant: sat.variant, shown: true, right: false, score: 0 });
      this.#keep(question, sat);
    }
    /** @param {string} id */
    #another(id) {
      const { question, sat } = this.#of(id);
      Object.assign(sat, BEGUN, { variant: (sat.variant + 1) % question.variants.length });
      this.#put(id, { answer: [], variant: sat.variant, fresh: true });
      this.#keep(question, sat);
    }
    /** @param {string} id @param {string[]} answer @returns {Verdict} */
    #judged(id, answer) {
      const { question, sat } = this.#of(id);
      const { key } = question.variants[sat.variant];
      const judge = judgeOf(key);
      const verdict2 = judge.judge(key, answer);
      return sat.shown ? judge.lastWord?.(key, verdict2) ?? verdict2 : verdict2;
    }
    /** What the card shows beside a verdict. @param {string} id @param {Verdict} verdict @returns {Partial<CardState>} */
    #standing(id, verdict2) {
      const { question, sat } = this.#of(id);
      const { variant, wrong, shown, tries } = sat;
      if (verdict2.right) return { variant };
      const may_show = wrong >= question.reveal && !shown;
      if (Math.min(...question.credit) >= 1) return { variant, may_show };
      const worth = shown ? 0 : question.credit[Math.min(tries, question.credit.length - 1)];
      return { variant, may_show, worth: String(Number((100 * worth).toPrecision(6))) };
    }
    /** Shows the last answer again, judged by the key of today. @param {string} id */
    #restore(id) {
      const { answer } = this.#of(id).sat;
      if (!answer) return;
      try {
        const verdict2 = this.#judged(id, answer);
        this.#put(id, { ...stateOf(verdict2, answer), ...this.#standing(id, verdict2), turn: 0 });
      } catch {
      }
    }
    /** @param {string} id @param {Partial<CardState> & { answer: string[] }} state */
    #put(id, state) {
      const turn = (this.states[id]?.turn ?? 0) + 1;
      this.states = { ...this.states, [id]: { turn, ...state } };
    }
    /** @param {string} id */
    #of(id) {
      return (
        /** @type {{ question: PracticeQuestion, sat: Tries }} */
        this.#asked.get(id)
      );
    }
    /** @param {PracticeQuestion} question @param {Tries} sat */
    #keep(question, sat) {
      this.#store.keep(question.name, JSON.stringify(sat));
    }
    /** What this browser has kept, or the beginning. @param {PracticeQuestion} question @returns {Tries} */
    #read(question) {
      try {
        const { variant, tries, wrong, shown, answer } = JSON.parse(this.#store.kept(question.name));
        const counts = [variant, tries, wrong].every((one) => Number.isInteger(one) && one >= 0);
        const texts = answer === null || answer.every((one) => typeof one === "string");
        if (counts && texts && variant < question.variants.length) {
          return { variant, tries, wrong, shown: shown === true, answer };
        }
      } catch {
      }
      return { ...BEGUN };
    }
  };
  function stateOf({ score: score2, right, missed, remark, notes }, answer) {
    return {
      answer,
      score: score2,
      right,
      missed,
      notes,
      saved: null,
      trouble: null,
      ...remark ? { remark } : {}
    };
  }

  // carekit/authoring/offline_pages/static/search.js
  var MOST = 20;
  var AROUND = 60;
  var plainForm = (said) => said.normalize("NFKC").toLowerCase();
  function find(passages, asked) {
    const words = plainForm(asked).split(/\s+/u).filter(Boolean);
    if (!words.length) return [];
    const holds = (text) => words.every((word) => text.includes(word));
    return passages.map((passage) => ({
      passage,
      inHeading: holds(plainForm(`${passage.page} ${passage.under}`)),
      inText: holds(plainForm(passage.says))
    })).filter(({ inHeading, inText }) => inHeading || inText).sort((one, other) => Number(other.inHeading) - Number(one.inHeading)).map(({ passage }) => passage);
  }
  function excerpt(says, asked) {
    const word = plainForm(asked).split(/\s+/u).find(Boolean) ?? "";
    const form2 = plainForm(says);
    const at = form2.indexOf(word);
    if (at < 0 || form2.length !== says.length)
      return { before: says.slice(0, 2 * AROUND), word: "", after: "" };
    const from = Math.max(0, at - AROUND);
    const to = at + word.length;
    return {
      before: (from ? "…" : "") + says.slice(from, at),
      word: says.slice(at, to),
      after: says.slice(to, to + AROUND) + (to + AROUND < says.length ? "…" : "")
    };
  }

  // carekit/authoring/offline_pages/static/search-form.js
  function searchForm(form2, passages, words) {
    const field = (
      /** @type {HTMLInputElement} */
      form2.querySelector("input")
    );
    const count = (
      /** @type {HTMLElement} */
      form2.querySelector(".page-count")
    );
    const list2 = (
      /** @type {HTMLElement} */
      form2.querySelector(".page-found")
    );
    const look = () => {
      const found = find(passages, field.value);
      list2.replaceChildren(...found.slice(0, MOST).map((one) => entry(one, field.value)));
      form2.classList.toggle("page-open", Boolean(field.value.trim()));
      const says = found.length ? words.found : words["found-none"];
      const told = says.replace("{count}", String(found.length)).replace("{said}", field.value.trim());
      count.textContent = field.value.trim() ? told : "";
    };
    const close = () => {
      field.value = "";
      look();
    };
    form2.hidden = false;
    field.addEventListener("input", look);
    form2.addEventListener("submit", (event) => {
      event.preventDefault();
      list2.querySelector("a")?.focus();
    });
    form2.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      close();
      field.focus();
    });
    list2.addEventListener("click", (event) => {
      if (event.target instanceof Element && event.target.closest("a")) close();
    });
  }
  function entry({ at, page, under, says }, asked) {
    const item = make("li");
    const link = make("a", "", { href: at });
    const title = make("strong");
    title.textContent = under === page ? page : `${page} › ${under}`;
    const text = make("span");
    const { before, word, after } = excerpt(says, asked);
    const mark = make("mark");
    mark.textContent = word;
    text.append(before, ...word ? [mark] : [], after);
    link.append(title, text);
    item.append(link);
    return item;
  }

  // carekit/authoring/offline_pages/static/page.js
  var data = JSON.parse(document.getElementById("page-data")?.textContent ?? "{}");
  var { careLexicon, careSearch } = (
    /** @type {Loaded} */
    globalThis
  );
  var traits = (widget2) => ({
    words: data.words[widget2],
    lang: data.lang,
    languages: data.languages
  });
  function mount(widget2, model, el) {
    const props = { model, el, experimental: {} };
    widget2.render(
      /** @type {never} */
      props
    );
  }
  var store = {
    /** @param {string} name */
    kept: (name) => kept(`care-page:${data.course}:${name}`),
    /** @param {string} name @param {string} value */
    keep: (name, value) => keep(`care-page:${data.course}:${name}`, value)
  };
  for (const [place, { questions, confidence }] of Object.entries(data.cards)) {
    const el = document.getElementById(place);
    if (!el) continue;
    const practice = new Practice(questions, store);
    const { states } = practice;
    const model = new OfflineModel(
      { ...traits("quiz"), questions: practice.questions, states, notices: [], confidence },
      (content, self) => {
        if (!practice.receive(content)) return;
        self.set("questions", practice.questions);
        self.set("states", practice.states);
      }
    );
    mount(
      quiz_default,
      /** @type {never} */
      model,
      el
    );
  }
  var bar = document.getElementById("page-reader");
  if (bar && careLexicon) {
    const model = new OfflineModel(traits("reader"), (content, self) => {
      if (content.do === "lexicon") self.say({ lexicon: careLexicon.lexicon });
      if (content.do === "open") {
        const about = String(content.id);
        self.say({ about, clips: careLexicon.sounds[about] ?? {} });
      }
    });
    mount(
      reader_default,
      /** @type {never} */
      model,
      bar
    );
  }
  var form = document.querySelector(".page-search");
  if (form instanceof HTMLFormElement && careSearch) searchForm(form, careSearch, data.page);
  var here = document.querySelector(".page-contents [aria-current]");
  var list = here?.closest("nav");
  if (here instanceof HTMLElement && list) {
    list.scrollTop += here.getBoundingClientRect().top - list.getBoundingClientRect().top - 40;
  }
  addEventListener("beforeprint", () => {
    const closed = [...document.querySelectorAll("details:not([open])")];
    for (const part of closed) part.setAttribute("open", "");
    const close = () => {
      for (const part of closed) part.removeAttribute("open");
    };
    addEventListener("afterprint", close, { once: true });
  });
})();
