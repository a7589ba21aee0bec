// Ways of answering, one function each: it returns the node and how to read, write and note.
const ICONS = {
  right: "M4 10.5l4 4 8-9",
  wrong: "M5 5l10 10M15 5L5 15",
  partly: "M4 10h12",
};

function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", "care-icon");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

// Every widget on the page has its own copy of this module: counting from one point would give
// two fields one id, and a label would then name the other widget's field.
let fields = Math.floor(Math.random() * 1e9);
const HOW = { single: "pick-one", multiple: "tick-all", judgement: "judge-best", hotspot: "point" };
const OPTION = { right: "option-right", partly: "option-partly", wrong: "option-wrong" };

function explain(note, kind, painter, ...texts) {
  note.replaceChildren(icon(kind), because(painter, ...texts));
  note.hidden = false;
}

function hush(note, painter) {
  note.hidden = true;
  painter.clear(note);
}

function drawOptions(question, { painter, words }) {
  const several = question.kind === "multiple";
  const name = `care-${++fields}`;
  const node = make("div", "care-options");
  const rows = new Map();
  const by = Object.fromEntries(question.choices.map((choice) => [choice.id, choice]));
  for (const id of question.order) {
    const row = make("div", "care-option");
    const label = make("label", "care-choice");
    const input = make("input", "", { type: several ? "checkbox" : "radio", name, value: id });
    const note = make("div", "care-note", { id: `${name}-${rows.size}`, hidden: "" });
    input.setAttribute("aria-describedby", note.id);
    label.append(input, painter.words(make("span", "care-say"), by[id].say));
    row.append(label, note);
    node.append(row);
    rows.set(id, { row, input, note });
  }
  return {
    node,
    instruction: words[HOW[question.kind]],
    nothing: words["choose-first"],
    focus: () => rows.get(question.order[0]).input.focus(),
    read: () => question.order.filter((id) => rows.get(id).input.checked),
    write: (answer) => rows.forEach(({ input }, id) => (input.checked = answer.includes(id))),
    clear: () =>
      rows.forEach(({ row, note }) => {
        delete row.dataset.is;
        hush(note, painter);
      }),
    show: (notes) => {
      for (const { option, right, credit, says } of notes) {
        const { row, note } = rows.get(option);
        row.dataset.is = right ? "right" : credit ? "partly" : "wrong";
        explain(note, row.dataset.is, painter, bold(words[OPTION[row.dataset.is]]), says);
      }
    },
  };
}

// Verdict and reason of one language stay together, also where two languages are shown.
function joined(...texts) {
  const one = (lang) => texts.map((text) => text[lang]).join(lang === "en" ? " " : "");
  return Object.fromEntries(LANGS.map((lang) => [lang, one(lang)]));
}

function bold(text) {
  return Object.fromEntries(LANGS.map((lang) => [lang, `**${text[lang]}**`]));
}

function because(painter, ...texts) {
  return painter.words(make("div", "care-because"), joined(...texts));
}

function drawNumber(question, { painter, words }) {
  const node = make("div", "care-number");
  const id = `care-${++fields}`;
  const label = painter.words(make("label", "care-field", { for: id }), words["your-answer"]);
  const input = make("input", "", { id, type: "text", inputmode: "decimal", autocomplete: "off" });
  const line = make("div", "care-line");
  line.append(input);
  if (question.unit) {
    const unit = painter.words(make("span", "care-unit", { id: `${id}-unit` }), question.unit);
    input.setAttribute("aria-describedby", unit.id);
    line.append(unit);
  }
  const note = make("div", "care-note", { hidden: "" });
  node.append(label, line, note);
  return {
    node,
    nothing: words.empty,
    focus: () => input.focus(),
    read: () => (input.value.trim() ? [input.value] : []),
    write: (answer) => (input.value = answer.join("")),
    clear: () => {
      delete node.dataset.is;
      input.removeAttribute("aria-invalid");
      hush(note, painter);
    },
    refuse: () => input.setAttribute("aria-invalid", "true"),
    // Before the last try there may be nothing to say but that the number is not right.
    show: ([reason]) => {
      node.dataset.is = reason?.right ? "right" : "wrong";
      if (reason) explain(note, node.dataset.is, painter, reason.says);
    },
  };
}

const DRAWN = { single: drawOptions, multiple: drawOptions, judgement: drawOptions, numeric: drawNumber };

// A question's frame, the same for every way to use it: its number and words, how to answer, and
// the answer itself. `said` fills values into the words of a key, in every language.
function framed(question, number, tools, form) {
  const { painter, words } = tools;
  const body = DRAWN[question.kind](question, tools);
  const fieldset = make("fieldset");
  const legend = make("legend");
  const count = make("span", "care-count");
  count.textContent = number;
  legend.append(count, painter.words(make("span", "care-ask"), question.ask));
  fieldset.append(legend);
  if (body.instruction) {
    const how = painter.words(make("p", "care-how", { id: `care-${++fields}` }), body.instruction);
    fieldset.setAttribute("aria-describedby", how.id);
    fieldset.append(how);
  }
  fieldset.append(body.node);
  form.append(fieldset);
  const said = (key, values = {}) =>
    Object.fromEntries(LANGS.map((lang) => [lang, filled(words[key][lang], values, lang)]));
  return { body, fieldset, said };
}

// The time alone on the same day, with the day before it on any other.
function timeOf(saved, lang) {
  const then = new Date(saved);
  const time = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  const today = then.toDateString() === new Date().toDateString();
  const day = today ? {} : { year: "numeric", month: "short", day: "numeric" };
  const tag = { en: "en-GB", "zh-Hans": "zh-CN", "zh-Hant": "zh-TW" }[lang];
  return new Intl.DateTimeFormat(tag, { ...day, ...time }).format(then);
}
