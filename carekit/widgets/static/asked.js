// A question whose answer is kept and not judged: its words, its ways to answer, and the line
// below it that says what became of the answer.
function drawAsked(question, number, tools, tag) {
  const { painter, words } = tools;
  const form = make(tag, "care-card", { "data-question": question.id });
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
  const status = make("div", "care-status", { role: "status" });
  form.append(fieldset, status);
  const said = (key, values = {}) =>
    Object.fromEntries(LANGS.map((lang) => [lang, filled(words[key][lang], values, lang)]));
  return {
    form,
    body,
    status,
    tell(kind, key, values) {
      painter.clear(status);
      status.dataset.is = kind;
      // No icon: a tick beside a saved answer would read as "right".
      status.append(painter.words(make("div", "care-because"), said(key, values)));
    },
    say: (kind, text) => {
      painter.clear(status);
      status.dataset.is = kind;
      status.append(painter.words(make("div", "care-because"), text));
    },
    hush() {
      painter.clear(status);
      delete status.dataset.is;
      body.clear();
    },
  };
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

// Sends to Python; calls `late` when there is nobody to hear it, or no answer within 3 seconds.
function sender(model, late) {
  let wait = null;
  return {
    send(content) {
      clearTimeout(wait);
      wait = setTimeout(late, 3000);
      try {
        model.send({ ...content, lang: shownLangs().at(-1) });
      } catch {
        // JupyterLab throws when the kernel that made this card is gone.
        clearTimeout(wait);
        late();
      }
    },
    heard: () => clearTimeout(wait),
  };
}

function heading(painter, model, words, root, ...between) {
  const head = make("div", "care-top");
  const title = painter.words(make("p", "care-title", { id: `care-${++fields}` }), words.title);
  root.setAttribute("aria-labelledby", title.id);
  head.append(title, ...between, langSwitch(painter, model, words.language, LANGS));
  return head;
}

function noticeList(painter, model, words) {
  const notices = make("div", "care-notices", { role: "status" });
  const draw = () =>
    notices.replaceChildren(
      ...model.get("notices").map(({ says, values }) => painter.words(make("p"), words[says], values))
    );
  draw();
  return { notices, draw };
}
