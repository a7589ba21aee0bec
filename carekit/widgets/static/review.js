// One card after another. The quiz draws the cards (drawCard), Python knows what is due.
const DAYS = { en: "en-GB", "zh-Hans": "zh-CN", "zh-Hant": "zh-TW" };

function dayIn(iso, lang) {
  const day = { weekday: "long", day: "numeric", month: "long", timeZone: "UTC" };
  return new Intl.DateTimeFormat(DAYS[lang], day).format(new Date(`${iso}T00:00:00Z`));
}

function english(said, className = "") {
  const node = make("span", className, { lang: "en" });
  node.textContent = said;
  return node;
}

// The word, the sentence or the clip that a card is about; these are in no reading language.
function drawPrompt(card, { painter, words }) {
  const node = make("div", "care-prompt", { id: `care-${++fields}` });
  if (card.term) {
    node.append(english(card.word, "care-word"));
  } else if (card.word) {
    const sounds = [card.ipa.uk, card.ipa.us].filter((sound, at, all) => all.indexOf(sound) === at);
    const sound = make("span", "care-sound", { lang: "en-fonipa" });
    sound.textContent = sounds.map((one) => `/${one}/`).join(" · ");
    node.append(english(card.word, "care-word"), sound, painter.words(make("span", "care-pos"), card.pos));
  } else if (card.sentence) {
    const sentence = make("span", "care-sentence", { lang: "en" });
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

// Options that are English words would stand there twice where two languages are read.
function onlyEnglish(form, question, painter) {
  const by = Object.fromEntries(question.choices.map((choice) => [choice.id, choice.say.en]));
  form.querySelectorAll(".care-say").forEach((node, place) => {
    painter.state(node, () => node.replaceChildren(english(by[question.order[place]])));
  });
}

function drawReviewCard(card, number, tools) {
  const { painter, words } = tools;
  const drawn = drawCard(card.question, number, { ...tools, words: tools.cardWords });
  const node = make("div", "care-one");
  const from = make("p", "care-from");
  if (card.concept) painter.words(from, words.from, { concept: (lang) => card.concept[lang] });
  else if (card.kind) painter.words(from, card.term ? words.term : words.word);
  node.append(from);
  if (card.kind) {
    const prompt = drawPrompt(card, tools);
    node.append(prompt);
    const group = drawn.form.querySelector("fieldset");
    const known = group.getAttribute("aria-describedby");
    group.setAttribute("aria-describedby", [prompt.id, known].filter(Boolean).join(" "));
    if (card.kind !== "meaning") onlyEnglish(drawn.form, card.question, painter);
  }
  node.append(drawn.form);
  return { node, ...drawn };
}

// What stands there when no card is due.
function drawRest(scene, { painter, words }) {
  const node = make("div", "care-rest", { tabindex: "-1" });
  const say = (text, values) => node.append(painter.words(make("p"), text, values));
  if (scene.empty) say(words.empty);
  else say(scene.done ? words.done : words.nothing, { done: scene.done });
  if (scene.next_on) say(words["next-on"], { date: (lang) => dayIn(scene.next_on, lang) });
  return node;
}

function renderReview({ model, el }) {
  startIn(model.get("lang"));
  const painter = new Painter();
  const words = model.get("words");
  const cardWords = model.get("card_words");
  const root = make("div", "care care-review", { role: "group" });
  keepKeys(root);

  const head = make("div", "care-top");
  const title = painter.words(make("p", "care-title", { id: `care-${++fields}` }), words.title);
  root.setAttribute("aria-labelledby", title.id);
  const left = make("p", "care-progress");
  head.append(title, left, langSwitch(painter, model, words.language, LANGS));
  const stage = make("div", "care-stage");
  const back = make("p", "care-back", { role: "status" });
  const after = make("div", "care-actions care-after", { hidden: "" });
  const next = painter.words(make("button", "care-check", { type: "button" }), words.next);
  const easy = painter.words(make("button", "care-quiet", { type: "button" }), words.easy);
  after.append(next, easy);
  const notice = make("p", "care-notice", { role: "status" });
  const more = make("div", "care-more");
  const waiting = make("p");
  const add = make("button", "care-quiet", { type: "button" });
  const gone = make("p");
  more.append(waiting, add, gone);
  root.append(head, stage, back, after, notice, more);

  let turn = null;
  let card = null;
  // Whoever asked for something finds the keyboard where it goes on; a mere drawing takes nothing.
  let asked = false;
  let wait = null;
  const say = (content) => {
    asked = true;
    model.send({ ...content, turn, lang: shownLangs().at(-1) });
  };
  const late = () => painter.words(notice, cardWords.waiting);
  const ask = (content) => {
    clearTimeout(wait);
    wait = setTimeout(late, 3000);
    try {
      say(content);
    } catch {
      // JupyterLab throws when the kernel that made this review is gone.
      late();
    }
  };
  next.addEventListener("click", () => ask({ do: "next" }));
  easy.addEventListener("click", () => ask({ do: "easy" }));
  add.addEventListener("click", () => ask({ do: "add" }));

  const tools = { painter, words, cardWords, model: { send: say } };

  const drawStage = (scene) => {
    painter.clear(stage);
    painter.clear(back);
    after.hidden = true;
    card = scene.card && drawReviewCard(scene.card, scene.done + 1, tools);
    stage.append(card ? card.node : drawRest(scene, tools));
    if (!asked) return;
    const first = stage.querySelector("audio, .care-rest");
    first ? first.focus() : card.focus();
  };
  const drawVerdict = (state) => {
    card.update(state);
    if (state.fault) return;
    // One answer for each time a card is shown: after the feedback, a second would prove nothing.
    card.form.querySelector("fieldset").disabled = true;
    card.form.querySelector(".care-actions").hidden = true;
    after.hidden = false;
    easy.hidden = !state.easy;
    if (state.back) painter.words(back, words["comes-back"]);
    if (asked) next.focus();
  };
  const drawTally = (scene) => {
    painter.words(left, words.left, { left: scene.left });
    waiting.hidden = add.hidden = !scene.waiting;
    painter.words(waiting, words["words-left"], { count: scene.waiting });
    painter.words(add, words.add, { count: scene.batch });
    gone.hidden = !scene.gone;
    painter.words(gone, words.gone, { count: scene.gone });
    more.hidden = !scene.waiting && !scene.gone;
    painter.clear(notice);
    if (scene.notice) {
      const { says, values } = scene.notice;
      painter.words(notice, words[says] || cardWords[says], values);
    }
  };
  const draw = () => {
    const scene = model.get("scene");
    clearTimeout(wait);
    const held = document.activeElement === add;
    if (scene.turn !== turn) {
      turn = scene.turn;
      drawStage(scene);
    }
    if (scene.state) drawVerdict(scene.state);
    drawTally(scene);
    if (held && add.hidden && !stage.contains(document.activeElement)) {
      if (after.hidden) card?.focus();
      else next.focus();
    }
    asked = false;
  };
  model.on("change:scene", draw);
  draw();
  el.append(root);
  return () => {
    clearTimeout(wait);
    painter.stop();
    model.off("change:scene", draw);
  };
}

export default { render: renderReview };
