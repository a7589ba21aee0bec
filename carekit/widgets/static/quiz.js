// Draws questions and sends answers. Nothing here knows what is right until Python has said so.

// --- One question: its words, its ways to answer, and what Python said about the last answer.

function drawCard(question, number, tools) {
  const { painter, words, model } = tools;
  const form = make("form", "care-card", { novalidate: "", "data-question": question.id });
  const { body, fieldset, said } = framed(question, number, tools, form);
  const sure = tools.confidence ? drawSure(tools) : null;
  if (sure) fieldset.append(sure.node);

  const hints = make("ol", "care-hints", { "aria-live": "polite", hidden: "" });
  const status = make("div", "care-status", { role: "status" });
  const saved = make("p", "care-saved");
  const check = painter.words(make("button", "care-check", { type: "submit" }), words.check);
  const again = painter.words(make("button", "care-quiet", { type: "button", hidden: "" }), words.again);
  const actions = make("div", "care-actions");
  const ask = (content) => model.send({ ...content, question: question.id, lang: shownLangs().at(-1) });
  const offer = (key) => {
    const button = painter.words(make("button", "care-quiet", { type: "button", hidden: "" }), words[key]);
    const doing = { do: key === "another" ? "another" : "show" };
    button.addEventListener("click", () => attempt(() => ask(doing)));
    return button;
  };
  const show = offer("show-answer");
  const another = offer("another");
  actions.append(check, again);
  if (question.hints.length) actions.append(hintButton(question, hints, tools));
  actions.append(show, another);
  form.append(hints, actions, status, saved);

  let wait = null;
  let turn = -1;
  // An answer of before a restart is shown again without moving the page.
  let asked = false;
  const settle = () => {
    clearTimeout(wait);
    form.removeAttribute("aria-busy");
  };
  const blank = () => {
    settle();
    body.clear();
    painter.clear(status);
    delete status.dataset.is;
    again.hidden = true;
  };
  const late = () => tell("ask", said("waiting"));
  const attempt = (send) => {
    asked = true;
    try {
      send();
    } catch {
      // JupyterLab throws when the kernel that made this card is gone.
      late();
    }
  };
  const tell = (kind, ...texts) => {
    status.dataset.is = kind;
    const drawn = ICONS[kind] ? [icon(kind)] : [];
    status.replaceChildren(...drawn, because(painter, ...texts));
    if (asked) bringIntoView(status);
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
    wait = setTimeout(late, 3000);
    const told = { answer, hints: hints.children.length };
    if (sure) told.sure = sure.read();
    attempt(() => ask({ do: "check", ...told }));
  });
  again.addEventListener("click", () => {
    blank();
    body.write([]);
    body.focus();
  });

  // Screen readers hear the reasons with the verdict; on screen they stand at the options.
  const heard = (notes) => {
    const node = make("span", "care-heard");
    for (const { option, says } of notes) {
      const title = option && body.title?.(option);
      const texts = title ? [joined(title, COLON, says)] : [says];
      node.append(" ", ...texts.map((text) => painter.words(make("span"), text)));
    }
    return node;
  };
  const verdict = (state) => {
    const kind = state.right ? "right" : state.score > 0 ? "partly" : "wrong";
    const texts = [bold(words[verdictKey(question, state, kind)])];
    // "One more" after a wrong single choice would be no news.
    const [one, more] = question.kind === "multiple" ? ["missed-one", "missed"] : ["left-one", "left"];
    if (!ONE.includes(question.kind) && state.missed) {
      texts.push(said(state.missed === 1 ? one : more, { missed: state.missed }));
    }
    if (state.worth) texts.push(said("worth", { share: state.worth }));
    tell(kind, ...texts);
    status.append(heard(state.notes));
    body.show(state.notes);
    again.hidden = state.right;
    show.hidden = !state.may_show;
    another.hidden = !question.varies;
  };
  return {
    form,
    variant: question.variant,
    focus: body.focus,
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
      verdict(state);
      if (state.trouble) {
        saved.dataset.is = "trouble";
        saved.setAttribute("role", "alert");
        painter.words(saved, words[state.trouble.says], state.trouble.values);
      } else if (state.saved) {
        saved.removeAttribute("role");
        painter.words(saved, words.saved, { time: (lang) => timeOf(state.saved, lang) });
      }
    },
  };
}

const COLON = { en: "–", "zh-Hans": "：", "zh-Hant": "：" };
// In these one option is taken, so that nothing can be missing from an answer.
const ONE = ["single", "judgement", "hotspot", "numeric"];

function verdictKey(question, state, kind) {
  if (state.shown) return "the-answer";
  return kind === "partly" && question.kind === "judgement" ? "defensible" : kind;
}

// Asked for where a quiz wants to know it; nobody has to answer.
function drawSure({ painter, words }) {
  const name = `care-${++fields}`;
  const title = painter.words(make("span", "care-field", { id: name }), words["how-sure"]);
  const node = make("div", "care-sure", { role: "radiogroup", "aria-labelledby": name });
  node.append(title);
  const inputs = ["sure", "not-sure"].map((key) => {
    const label = make("label", "care-choice");
    const input = make("input", "", { type: "radio", name: `${name}-sure`, value: key });
    label.append(input, painter.words(make("span", "care-say"), words[key]));
    node.append(label);
    return input;
  });
  return { node, read: () => (inputs[0].checked ? true : inputs[1].checked ? false : null) };
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

function render({ model, el }) {
  startIn(model.get("lang"));
  const painter = new Painter();
  const words = model.get("words");
  const tools = { painter, words, model, confidence: model.get("confidence") };
  const root = make("div", "care care-quiz", { role: "group" });
  keepKeys(root);

  const head = make("div", "care-top");
  const title = painter.words(make("p", "care-title", { id: `care-${++fields}` }), words.title);
  root.setAttribute("aria-labelledby", title.id);
  const progress = make("p", "care-progress");
  head.append(title, progress, langSwitch(painter, model, words.language, LANGS));
  const notices = make("div", "care-notices", { role: "status" });
  root.append(head, notices);

  const questions = model.get("questions");
  const cards = new Map();
  questions.forEach((question, place) => {
    const card = drawCard(question, place + 1, tools);
    cards.set(question.id, card);
    root.append(card.form);
  });

  // Another variant of a question is another card in the same place.
  const redraw = (id) => {
    const place = questions.findIndex((question) => question.id === id);
    const fresh = model.get("questions")[place];
    const old = cards.get(id);
    const card = drawCard(fresh, place + 1, tools);
    const held = old.form.contains(document.activeElement);
    painter.clear(old.form);
    old.form.replaceWith(card.form);
    cards.set(id, card);
    if (held) card.focus();
  };
  const drawStates = () => {
    const states = model.get("states");
    cards.forEach((card, id) => {
      const now = states[id];
      if (now && now.variant !== undefined && now.variant !== card.variant) redraw(id);
      cards.get(id).update(now);
    });
    const right = Object.values(states).filter((state) => state.right).length;
    painter.words(progress, words.progress, { right, total: questions.length });
  };
  const drawNotices = () =>
    notices.replaceChildren(
      ...model.get("notices").map(({ says, values }) => painter.words(make("p"), words[says], values))
    );
  model.on("change:states", drawStates);
  model.on("change:notices", drawNotices);
  drawStates();
  drawNotices();
  el.append(root);
  return () => {
    painter.stop();
    model.off("change:states", drawStates);
    model.off("change:notices", drawNotices);
  };
}

export default { render };
