// Cards that count: an answer is saved and can be changed; nothing here or in Python knows the key.
function drawKept(question, number, tools) {
  const { painter, words, model } = tools;
  const card = drawAsked(question, number, tools, "form");
  const { form, body } = card;
  form.setAttribute("novalidate", "");
  const saved = make("p", "care-saved");
  const button = painter.words(make("button", "care-check", { type: "submit" }), words.save);
  const actions = make("div", "care-actions");
  actions.append(button);
  form.querySelector("fieldset").after(actions);
  form.append(saved);

  let turn = -1;
  let kept = null;
  const post = sender(model, () => {
    form.removeAttribute("aria-busy");
    card.tell("ask", "waiting-to-save");
  });
  form.addEventListener("input", () => {
    post.heard();
    form.removeAttribute("aria-busy");
    card.hush();
    if (kept) card.tell("ask", "changed");
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const answer = body.read();
    card.hush();
    if (!answer.length) {
      card.say("ask", body.nothing);
      body.focus();
      return;
    }
    const refused = body.refused?.();
    if (refused) {
      card.say("ask", refused);
      body.focus();
      return;
    }
    form.setAttribute("aria-busy", "true");
    post.send({ do: "save", question: question.id, answer });
  });
  return {
    form,
    update(state) {
      if (!state || state.turn === turn) return;
      turn = state.turn;
      post.heard();
      form.removeAttribute("aria-busy");
      card.hush();
      body.write(state.answer);
      if (state.fault) {
        card.tell("ask", state.fault.says, state.fault.values);
        body.refuse?.();
        return;
      }
      painter.clear(saved);
      delete saved.dataset.is;
      saved.removeAttribute("role");
      if (state.trouble) {
        saved.dataset.is = "trouble";
        saved.setAttribute("role", "alert");
        painter.words(saved, words[state.trouble.says], state.trouble.values);
        return;
      }
      kept = state.saved;
      painter.words(saved, words["saved-can-change"], { time: (lang) => timeOf(state.saved, lang) });
      if (turn) card.tell("ask", "saved-now");
    },
  };
}

function render({ model, el }) {
  startIn(model.get("lang"));
  const painter = new Painter();
  const words = model.get("words");
  const tools = { painter, words, model };
  const root = make("div", "care care-quiz care-graded", { role: "group" });
  keepKeys(root);
  const progress = make("p", "care-progress");
  const told = noticeList(painter, model, words);
  root.append(heading(painter, model, words, root, progress), told.notices);

  const questions = model.get("questions");
  const cards = new Map();
  questions.forEach((question, place) => {
    const card = drawKept(question, place + 1, tools);
    cards.set(question.id, card);
    root.append(card.form);
  });
  const drawStates = () => {
    const states = model.get("states");
    cards.forEach((card, id) => card.update(states[id]));
    const done = Object.values(states).filter((state) => state.saved).length;
    painter.words(progress, words["saved-of"], { done, total: questions.length });
  };
  model.on("change:states", drawStates);
  model.on("change:notices", told.draw);
  drawStates();
  el.append(root);
  return () => {
    painter.stop();
    model.off("change:states", drawStates);
    model.off("change:notices", told.draw);
  };
}

export default { render };
