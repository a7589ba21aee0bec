// The bar at the top of a lesson: language of the whole page, size of its text, and words to look up.
const PAIRS = [...LANGS, "en zh-Hans", "en zh-Hant"];
const SIZES = ["small", "normal", "large", "larger"];

function sizeNow() {
  const place = SIZES.indexOf(page.dataset.careSize || kept("care-size"));
  return place < 0 ? 1 : place;
}

function setSize(place, anchor) {
  holdStill(anchor, () => {
    page.dataset.careSize = SIZES[Math.max(0, Math.min(SIZES.length - 1, place))];
  });
  keep("care-size", page.dataset.careSize);
}

function sizeGroup(painter, words) {
  const group = painter.label(make("div", "care-sizes", { role: "group" }), words.size);
  const steps = [
    ["A−", words.smaller, () => sizeNow() - 1],
    ["A", words.normal, () => 1],
    ["A+", words.larger, () => sizeNow() + 1],
  ];
  for (const [sign, text, place] of steps) {
    const button = painter.label(make("button", "care-size", { type: "button" }), text);
    button.textContent = sign;
    button.addEventListener("click", () => setSize(place(), button));
    group.append(button);
  }
  return group;
}

function lookField(painter, words, ask) {
  const form = make("form", "care-look", { role: "search", hidden: "" });
  const label = make("label");
  const input = make("input", "", { type: "search", autocomplete: "off", "aria-keyshortcuts": "Alt+L" });
  label.append(painter.words(make("span", "care-reading"), words["look-up"]), input);
  const go = painter.words(make("button", "", { type: "submit" }), words.look);
  form.append(label, go);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (input.value.trim()) ask(input.value, input.getBoundingClientRect());
  });
  return form;
}

function render({ model, el }) {
  startIn(model.get("lang"));
  page.dataset.careSize = SIZES[sizeNow()];
  const painter = new Painter();
  const words = model.get("words");
  const root = make("div", "care care-reader");
  keepKeys(root);
  const reading = painter.words(make("span", "care-reading"), words.reading);
  const send = (content) => {
    try {
      model.send({ ...content, lang: shownLangs().at(-1) });
      return true;
    } catch {
      // JupyterLab throws when the kernel that made this bar is gone; the words are here already.
      return false;
    }
  };
  const card = new Card({ painter, words, send });
  let watch = null;
  const look = lookField(painter, words, (said, box) => watch?.ask(said, box));
  root.append(
    reading,
    langSwitch(painter, model, words.reading, PAIRS, root),
    sizeGroup(painter, words),
    look
  );
  el.append(root);
  const told = (content) => {
    if (!content.lexicon) return card.told(content);
    watch?.stop();
    watch = content.lexicon.entries.length ? watchWords(root, content.lexicon, card) : null;
    look.hidden = !watch;
  };
  model.on("msg:custom", told);
  send({ do: "lexicon" });
  return () => {
    model.off("msg:custom", told);
    watch?.stop();
    painter.stop();
  };
}

export default { render };
