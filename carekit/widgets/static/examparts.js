// The parts of an exam: clock, start page, one question, navigator, handing in.

const ALARMS = [600, 300, 60];

function countdown(seconds) {
  const whole = Math.max(0, Math.ceil(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

// The time left: seen every second, heard only at ten, five and one minute.
function drawClock(painter, words, run) {
  const node = make("p", "care-clock", { role: "timer", "aria-live": "off" });
  const heard = make("p", "care-heard", { role: "status" });
  let end = null;
  let last = Infinity;
  let over = false;
  const seconds = () => (end - performance.now()) / 1000;
  const draw = () => {
    if (end === null) return;
    const left = seconds();
    painter.words(node, words["time-left"], { time: countdown(left) });
    const alarm = ALARMS.find((mark) => left <= mark && last > mark);
    if (alarm && last !== Infinity) {
      painter.words(heard, words[alarm === 60 ? "minute-left" : "minutes-left"], { minutes: alarm / 60 });
    }
    last = left;
    if (left <= 0 && !over) {
      over = true;
      run();
    }
  };
  const timer = setInterval(draw, 1000);
  return {
    node,
    heard,
    set(left) {
      end = left === null ? null : performance.now() + left * 1000;
      node.hidden = left === null;
      draw();
    },
    stop: () => clearInterval(timer),
  };
}

// An answer that Python may not have got before it died waits in the browser for the next one.
function pending(form) {
  const name = `care-exam-${form}`;
  const all = () => {
    try {
      return JSON.parse(kept(name) || "{}");
    } catch {
      return {};
    }
  };
  return {
    add: (sitting, question, answer) => {
      const now = all();
      const of = now.sitting === sitting ? now.answers : {};
      keep(name, JSON.stringify({ sitting, answers: { ...of, [question]: answer } }));
    },
    of: (sitting) => (all().sitting === sitting ? all().answers : {}),
    drop: (sitting, question) => {
      const now = all();
      if (now.sitting !== sitting) return;
      delete now.answers[question];
      keep(name, JSON.stringify(now));
    },
  };
}

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

function drawStart(tools, total, minutes, begin) {
  const { painter, words } = tools;
  const node = make("div", "care-card");
  const rules = make("ul", "care-rules");
  const rule = (key, values) => rules.append(painter.words(make("li"), words[key], values));
  rule("rule-questions", { total });
  if (minutes) rule("rule-time", { minutes: Math.round(minutes) });
  rule("rule-saved");
  rule("rule-once");
  const button = painter.words(make("button", "care-check", { type: "button" }), words.start);
  button.addEventListener("click", begin);
  const actions = make("div", "care-actions");
  actions.append(button);
  node.append(rules, actions);
  return node;
}

function drawQuestion(question, number, tools, changed) {
  const { painter, words } = tools;
  const card = drawAsked(question, number, tools, "form");
  const saved = make("p", "care-saved");
  card.form.append(saved);
  card.form.setAttribute("novalidate", "");
  card.form.hidden = true;
  let wait = null;
  let told = null;
  const tell = () => {
    clearTimeout(wait);
    wait = null;
    const answer = card.body.read();
    const refused = card.body.refused?.();
    if (refused) {
      card.say("ask", refused);
    } else if (answer.length && !same(answer, told)) {
      told = answer;
      changed(question.id, answer);
    }
  };
  card.form.addEventListener("submit", (event) => {
    event.preventDefault();
    tell();
  });
  card.form.addEventListener("input", (event) => {
    card.hush();
    clearTimeout(wait);
    // A typed number is complete when the typing rests; a tick is complete at once.
    if (event.target.type === "text") wait = setTimeout(tell, 700);
    else tell();
  });
  card.form.addEventListener("change", tell);
  return {
    ...card,
    tell,
    forget: () => (told = null),
    write(answer) {
      // What is being typed is newer than what is on the disk.
      if (wait === null && !same(card.body.read(), answer)) card.body.write(answer);
      told ??= answer;
    },
    savedAt: (time) =>
      painter.words(saved, words["saved-exam"], { time: (lang) => timeOf(time, lang) }),
    lock: () => card.form.querySelectorAll("input, select, button").forEach((node) => (node.disabled = true)),
  };
}

function drawNavigator(questions, { painter, words }, go) {
  const node = painter.label(make("nav", "care-nav"), words.questions);
  const buttons = questions.map((question, place) => {
    const button = make("button", "care-step", { type: "button" });
    button.addEventListener("click", () => go(place));
    node.append(button);
    return button;
  });
  return {
    node,
    draw(at, answers) {
      buttons.forEach((button, place) => {
        const done = questions[place].id in answers;
        button.textContent = String(place + 1);
        button.dataset.is = done ? "done" : "open";
        button.setAttribute("aria-current", place === at ? "step" : "false");
        const text = words[done ? "question-done" : "question-open"];
        painter.state(button, () => {
          const langs = shownLangs();
          const said = langs.map((lang) => filled(text[lang], { number: place + 1 }, lang));
          button.setAttribute("aria-label", said.join(" / "));
        });
      });
    },
  };
}

// Asks once more before the exam is over; focus goes in and comes back.
function drawHandIn({ painter, words }, counts, handIn) {
  const open = painter.words(make("button", "care-quiet", { type: "button" }), words["hand-in"]);
  const ask = make("div", "care-sure", { role: "alertdialog", hidden: "" });
  const text = painter.words(make("p", "", { id: `care-${++fields}`, tabindex: "-1" }), words["sure-all"]);
  ask.setAttribute("aria-labelledby", text.id);
  const yes = painter.words(make("button", "care-check", { type: "button" }), words["hand-in-yes"]);
  const no = painter.words(make("button", "care-quiet", { type: "button" }), words["go-on"]);
  const actions = make("div", "care-actions");
  actions.append(yes, no);
  ask.append(text, actions);
  const close = () => {
    ask.hidden = true;
    open.focus();
  };
  open.addEventListener("click", () => {
    const { missing } = counts();
    painter.words(text, words[missing ? "sure-missing" : "sure-all"], { missing });
    ask.hidden = false;
    text.focus();
  });
  no.addEventListener("click", close);
  ask.addEventListener("keydown", (event) => event.key === "Escape" && close());
  yes.addEventListener("click", handIn);
  return { open, ask };
}
