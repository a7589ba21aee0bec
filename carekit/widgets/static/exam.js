// An exam: a start page, then one question at a time. Python holds the file.
function render({ model, el }) {
  startIn(model.get("lang"));
  const painter = new Painter();
  const words = model.get("words");
  const tools = { painter, words, model };
  const root = make("div", "care care-quiz care-exam", { role: "group" });
  keepKeys(root);
  const progress = make("p", "care-progress");
  const told = noticeList(painter, model, words);
  const alone = make("p", "care-alone", { role: "alert", hidden: "" });
  const post = sender(model, () => {
    alone.hidden = false;
    painter.words(alone, words["waiting-exam"]);
  });
  const clockFace = drawClock(painter, words, () => post.send({ do: "here" }));
  root.append(heading(painter, model, words, root, progress, clockFace.node), clockFace.heard);
  root.append(told.notices, alone);
  const place = make("div", "care-exam-body");
  root.append(place);

  const store = pending(model.get("form"));
  let cards = [];
  let parts = null;
  let at = 0;
  const stands = () => model.get("stands");
  const send = (question, answer) => {
    store.add(stands().sitting, question, answer);
    post.send({ do: "answer", question, answer });
  };
  const go = (to, focus = true) => {
    cards[at]?.tell();
    at = Math.min(Math.max(to, 0), cards.length - 1);
    cards.forEach((card, number) => (card.form.hidden = number !== at));
    parts.back.setAttribute("aria-disabled", String(at === 0));
    parts.next.setAttribute("aria-disabled", String(at === cards.length - 1));
    parts.steps.draw(at, stands().answers);
    if (focus) cards[at].body.focus();
  };

  function build() {
    const questions = model.get("questions");
    cards = questions.map((question, number) => drawQuestion(question, number + 1, tools, send));
    const steps = drawNavigator(questions, tools, go);
    const back = painter.words(make("button", "care-quiet", { type: "button" }), words.back);
    const next = painter.words(make("button", "care-check", { type: "button" }), words.next);
    back.addEventListener("click", () => go(at - 1));
    next.addEventListener("click", () => go(at + 1));
    const hand = drawHandIn(
      tools,
      () => {
        cards[at].tell();
        const answered = cards.filter((card) => card.body.read().length).length;
        return { missing: cards.length - answered };
      },
      () => post.send({ do: "hand-in" })
    );
    const actions = make("div", "care-actions");
    actions.append(back, next, hand.open);
    parts = { steps, back, next, hand, actions };
    place.replaceChildren(steps.node, ...cards.map((card) => card.form), actions, hand.ask);
    // Answers that did not reach the process that died.
    const waiting = store.of(stands().sitting);
    cards.forEach((card, number) => {
      const { id } = questions[number];
      const answer = waiting[id];
      if (answer && !same(answer, stands().answers[id])) {
        card.body.write(answer);
        if (stands().phase === "open") send(id, answer);
      }
    });
    go(0, false);
  }

  function finish(now) {
    const done = now.phase === "done";
    cards.forEach((card) => done && card.lock());
    parts.hand.open.hidden = done;
    if (done) parts.hand.ask.hidden = true;
    if (!done || parts.end) return;
    parts.end = make("p", "care-end", { role: "status", tabindex: "-1" });
    place.prepend(parts.end);
    const given = Object.values(now.results);
    const key = given.length ? "results" : "handed-in";
    const right = given.filter((one) => one.right).length;
    painter.words(parts.end, words[key], {
      time: (lang) => timeOf(now.handed_in, lang),
      right,
      total: now.total,
    });
    cards.forEach((card, number) => {
      const found = now.results[model.get("questions")[number].id];
      if (!found) return;
      const kind = found.right ? "right" : found.score > 0 ? "partly" : "wrong";
      card.say(kind, words[kind]);
      if (found.notes.length) card.body.show(found.notes);
    });
  }

  function draw() {
    const now = stands();
    post.heard();
    alone.hidden = true;
    painter.clear(alone);
    clockFace.set(now.phase === "open" ? now.left : null);
    const answered = Object.keys(now.answers).length;
    painter.words(progress, words.answered, { done: answered, total: now.total });
    if (now.phase === "new") {
      if (!place.children.length) {
        place.append(drawStart(tools, now.total, model.get("minutes"), () => post.send({ do: "start" })));
      }
      return;
    }
    const fresh = !parts;
    if (fresh) build();
    model.get("questions").forEach(({ id }, number) => {
      const card = cards[number];
      if (now.fault?.question === id) {
        card.forget();

        card.say("ask", Object.fromEntries(LANGS.map((lang) => [lang, filled(words[now.fault.says][lang], now.fault.values, lang)])));
        card.body.refuse?.();
      } else if (id in now.answers) {
        const waiting = store.of(now.sitting)[id];
        if (waiting && same(waiting, now.answers[id])) store.drop(now.sitting, id);
        if (!store.of(now.sitting)[id]) card.write(now.answers[id]);
        card.savedAt(now.saved[id]);
      }
    });
    parts.steps.draw(at, now.answers);
    finish(now);
  }
  const heartbeat = setInterval(() => {
    if (stands().phase === "open") post.send({ do: "here" });
  }, model.get("tick") * 1000);
  model.on("change:stands", draw);
  model.on("change:notices", told.draw);
  draw();
  el.append(root);
  return () => {
    clearInterval(heartbeat);
    clockFace.stop();
    painter.stop();
    model.off("change:stands", draw);
    model.off("change:notices", told.draw);
  };
}

export default { render };
