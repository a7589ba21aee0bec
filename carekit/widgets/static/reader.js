// The bar at the top of a lesson: language of the whole page, and size of its text.
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

function render({ model, el }) {
  startIn(model.get("lang"));
  page.dataset.careSize = SIZES[sizeNow()];
  const painter = new Painter();
  const words = model.get("words");
  const root = make("div", "care care-reader");
  keepKeys(root);
  const reading = painter.words(make("span", "care-reading"), words.reading);
  root.append(
    reading,
    langSwitch(painter, model, words.reading, PAIRS, root),
    sizeGroup(painter, words)
  );
  el.append(root);
  return () => painter.stop();
}

export default { render };
