// Pairs, an order, gaps: more ways of answering, in the form of answers.js.

// A select's options and a button's name are bare text.
const bare = (said) => said.replace(/\*\*|`/g, "");
const bareIn = (text) => (lang) => bare(text[lang]);

function inLangs(text, values = {}) {
  return Object.fromEntries(LANGS.map((lang) => [lang, filled(text[lang], values, lang)]));
}

// A native list: JupyterLab takes no key from it, and every screen reader knows it.
function picker(choices, order, none, painter) {
  const select = make("select", "care-pick");
  const by = Object.fromEntries(choices.map((choice) => [choice.id, choice.say]));
  for (const id of ["", ...order]) {
    const option = make("option", "", { value: id });
    painter.state(option, () => {
      const langs = shownLangs();
      option.textContent = langs.map((lang) => bare((id ? by[id] : none)[lang])).join(" / ");
      option.lang = langs.at(-1);
    });
    select.append(option);
  }
  return select;
}

function drawPairs(question, { painter, words }) {
  const node = make("div", "care-pairs");
  const says = Object.fromEntries(question.right.map((part) => [part.id, part.say]));
  const rows = new Map();
  for (const { id, say } of question.left) {
    const row = make("div", "care-pair");
    const name = `care-${++fields}`;
    const label = painter.words(make("label", "care-say", { for: name }), say);
    const select = picker(question.right, question.order, words.pick, painter);
    const note = make("div", "care-note", { id: `${name}-note`, hidden: "" });
    select.id = name;
    select.setAttribute("aria-describedby", note.id);
    row.append(label, select, note);
    node.append(row);
    rows.set(id, { row, select, note, say });
  }
  const taken = () => [...rows].filter(([, { select }]) => select.value);
  return {
    node,
    instruction: words["pair-up"],
    nothing: words["choose-first"],
    focus: () => rows.values().next().value.select.focus(),
    read: () => taken().map(([id, { select }]) => `${id}=${select.value}`),
    // Python gives nothing for a partner used twice; the learner hears of it before that.
    refused: () => {
      const used = taken().map(([, { select }]) => select.value);
      const twice = used.find((value, place) => used.indexOf(value) !== place);
      return twice && inLangs(words.twice, { item: bareIn(says[twice]) });
    },
    write: (answer) => {
      const given = new Map(answer.map((part) => part.split("=")));
      rows.forEach(({ select }, id) => (select.value = given.get(id) || ""));
    },
    title: (id) => rows.get(id).say,
    clear: () =>
      rows.forEach(({ row, note }) => {
        delete row.dataset.is;
        hush(note, painter);
      }),
    show: (notes) => {
      for (const { option, right, says: why } of notes) {
        const { row, note } = rows.get(option);
        row.dataset.is = right ? "right" : "wrong";
        explain(note, row.dataset.is, painter, why);
      }
    },
  };
}

function drawOrder(question, { painter, words }) {
  const node = make("div", "care-order");
  const list = make("ol", "care-items");
  const live = make("p", "care-heard", { role: "status" });
  const note = make("div", "care-note", { hidden: "" });
  const items = new Map();
  const total = question.order.length;
  let touched = false;
  const ids = () => [...list.children].map((item) => item.dataset.item);

  const number = () => {
    ids().forEach((id, place) => {
      const { select, up, down } = items.get(id);
      select.value = String(place + 1);
      up.setAttribute("aria-disabled", String(place === 0));
      down.setAttribute("aria-disabled", String(place === total - 1));
    });
  };
  // What holds the keyboard stays where it is in the page, and the others are put around it: an
  // element that is moved loses the focus.
  const place = (id, to) => {
    const order = ids().filter((other) => other !== id);
    const { item, say } = items.get(id);
    order.slice(0, to).forEach((other) => list.insertBefore(items.get(other).item, item));
    order.slice(to).forEach((other) => list.append(items.get(other).item));
    touched = true;
    number();
    painter.words(live, words.moved, { item: bareIn(say), place: to + 1, total });
  };
  const step = (id, by) => {
    const to = ids().indexOf(id) + by;
    if (to < 0 || to >= total) return;
    place(id, to);
    list.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const by = Object.fromEntries(question.items.map((item) => [item.id, item.say]));
  for (const id of question.order) {
    const item = make("li", "care-item", { "data-item": id });
    const called = (key) => inLangs(words[key], { item: bareIn(by[id]) });
    const select = painter.label(make("select", "care-pick"), called("position"));
    for (let nth = 1; nth <= total; nth++) {
      const option = make("option", "", { value: nth });
      option.textContent = nth;
      select.append(option);
    }
    select.addEventListener("change", () => place(id, Number(select.value) - 1));
    const arrow = (key, name, by) => {
      const button = painter.label(make("button", "care-arrow", { type: "button" }), called(key));
      button.append(icon(name));
      button.addEventListener("click", () => step(id, by));
      return button;
    };
    const up = arrow("move-up", "up", -1);
    const down = arrow("move-down", "down", 1);
    item.append(select, painter.words(make("span", "care-say"), by[id]), up, down);
    items.set(id, { item, select, up, down, say: by[id] });
    list.append(item);
  }
  node.append(list, note, live);
  number();
  return {
    node,
    instruction: words["put-in-order"],
    nothing: words["move-first"],
    focus: () => items.get(ids()[0]).select.focus(),
    read: () => (touched ? ids() : []),
    write: (answer) => {
      touched = answer.length > 0;
      const order = touched ? answer : question.order;
      if (order.join() !== ids().join()) list.append(...order.map((id) => items.get(id).item));
      number();
    },
    clear: () => {
      delete node.dataset.is;
      hush(note, painter);
    },
    show: (notes) => {
      node.dataset.is = notes[0].right ? "right" : "wrong";
      const lines = notes.map(({ says }) => because(painter, says));
      note.replaceChildren(icon(node.dataset.is), ...lines);
      note.hidden = false;
    },
  };
}

function drawGaps(question, { painter, words }) {
  const node = make("div", "care-cloze");
  const text = make("p", "care-text-gaps");
  const reasons = make("ol", "care-reasons");
  const gaps = new Map();
  question.gaps.forEach((gap, at) => {
    const field = gap.choices
      ? picker(gap.choices, gap.order, words.pick, painter)
      : make("input", "care-blank", { type: "text", autocomplete: "off", spellcheck: "false" });
    const name = inLangs(words.gap, { place: at + 1 });
    painter.label(field, name);
    const note = make("div", "care-note", { id: `care-${++fields}`, hidden: "" });
    field.setAttribute("aria-describedby", note.id);
    const row = make("li", "", { value: at + 1, hidden: "" });
    row.append(note);
    reasons.append(row);
    gaps.set(gap.id, { field, note, row, name, at: at + 1 });
  });
  const count = (at) => {
    const mark = make("sup", "care-mark");
    mark.textContent = at;
    return mark;
  };
  // Each field exists once: the first language holds it, a second one shows its number.
  painter.state(text, () => {
    const runs = shownLangs().map((lang, nth) => {
      const run = make("span", "care-run", { lang });
      question.text[lang].split(/\(\(([a-z0-9-]+)\)\)/).forEach((part, odd) => {
        if (odd % 2 === 0) run.append(...marked(part));
        else if (nth) run.append("[", count(gaps.get(part).at), "]");
        else {
          const whole = make("span", "care-gap-field");
          whole.append(count(gaps.get(part).at), gaps.get(part).field);
          run.append(whole);
        }
      });
      return run;
    });
    text.replaceChildren(...runs);
  });
  node.append(text, reasons);
  const filledIn = () => [...gaps].filter(([, { field }]) => field.value.trim());
  return {
    node,
    instruction: words["fill-gaps"],
    nothing: words["fill-first"],
    focus: () => gaps.values().next().value.field.focus(),
    read: () => filledIn().map(([id, { field }]) => `${id}=${field.value.trim()}`),
    write: (answer) => {
      const given = new Map(answer.map((part) => [part.split("=")[0], part.slice(part.indexOf("=") + 1)]));
      gaps.forEach(({ field }, id) => (field.value = given.get(id) || ""));
    },
    title: (id) => gaps.get(id).name,
    clear: () =>
      gaps.forEach(({ field, row, note }) => {
        delete row.dataset.is;
        row.hidden = true;
        field.removeAttribute("aria-invalid");
        hush(note, painter);
      }),
    show: (notes) => {
      for (const { option, right, says } of notes) {
        const { field, row, note } = gaps.get(option);
        row.dataset.is = right ? "right" : "wrong";
        row.hidden = false;
        if (!right) field.setAttribute("aria-invalid", "true");
        explain(note, row.dataset.is, painter, says);
      }
    },
  };
}

Object.assign(ICONS, { up: "M4 12l6-6 6 6", down: "M4 8l6 6 6-6" });
Object.assign(DRAWN, { matching: drawPairs, ordering: drawOrder, cloze: drawGaps });
