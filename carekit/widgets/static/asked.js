// A question whose answer is kept and not judged: its words, its ways to answer, and the line
// below it that says what became of the answer.
function drawAsked(question, number, tools, tag) {
  const { painter } = tools;
  const form = make(tag, "care-card", { "data-question": question.id });
  const { body, said } = framed(question, number, tools, form);
  const status = make("div", "care-status", { role: "status" });
  form.append(status);
  return {
    form,
    body,
    status,
    tell(kind, key, values) {
      painter.clear(status);
      status.dataset.is = kind;
      // No icon: a tick beside a saved answer would read as "right".
      status.append(painter.words(make("div", "care-because"), said(key, values)));
      // Who is still typing has not asked for anything.
      if (key !== "changed" && form.contains(document.activeElement)) bringIntoView(status);
    },
    say: (kind, text) => {
      painter.clear(status);
      status.dataset.is = kind;
      status.append(painter.words(make("div", "care-because"), text));
      bringIntoView(status);
    },
    hush() {
      painter.clear(status);
      delete status.dataset.is;
      body.clear();
    },
  };
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
