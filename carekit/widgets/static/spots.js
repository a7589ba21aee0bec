// A picture and its places: a way of answering in the form of answers.js.
function drawn(tag, attributes) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
}

// The picture is a second way to the same list: what is clicked there is ticked here.
function drawSpots(question, tools) {
  const { painter } = tools;
  const list = drawOptions(question, tools);
  const { width, height, alt, elements, spots } = question.picture;
  const node = make("div", "care-spots");
  const art = drawn("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", class: "care-picture" });
  art.style.maxWidth = `${1.5 * width}px`;
  // A wide drawing is shown smaller; its words and numbers keep their size on the page.
  const grow = Math.max(1, width / 560);
  art.style.setProperty("--care-grow", grow);
  painter.label(art, alt);
  for (const { tag, class: tone, attributes, say } of elements) {
    const shape = drawn(tag, { ...attributes, class: tone });
    art.append(shape);
    if (!say) continue;
    painter.state(shape, () => {
      const lang = shownLangs()[0];
      shape.setAttribute("lang", lang);
      shape.textContent = bare(say[lang]);
    });
  }
  const input = (id) => list.node.querySelector(`input[value="${id}"]`);
  const marks = new Map();
  question.order.forEach((id, nth) => {
    const [x, y, wide, high] = spots[id];
    const spot = drawn("g", { class: "care-spot", "data-spot": id });
    spot.append(
      wide ? drawn("rect", { x, y, width: wide, height: high, rx: 3 }) : drawn("circle", { cx: x, cy: y, r: 14 * grow })
    );
    const chip = drawn("g", { class: "care-chip" });
    const [left, top] = wide ? [x, y] : [x + 12 * grow, y - 12 * grow];
    const word = drawn("text", { x: left, y: top + 4 * grow, "text-anchor": "middle" });
    word.textContent = nth + 1;
    chip.append(drawn("circle", { cx: left, cy: top, r: 9 * grow }), word);
    spot.append(chip);
    spot.addEventListener("click", () => {
      input(id).checked = true;
      input(id).dispatchEvent(new Event("input", { bubbles: true }));
    });
    art.append(spot);
    marks.set(id, spot);
  });
  const step = () => marks.forEach((spot, id) => (spot.dataset.on = input(id).checked));
  list.node.addEventListener("input", step);
  node.append(art, list.node);
  step();
  return {
    ...list,
    node,
    write: (answer) => {
      list.write(answer);
      step();
    },
    clear: () => {
      list.clear();
      marks.forEach((spot) => delete spot.dataset.is);
    },
    show: (notes) => {
      list.show(notes);
      notes.forEach(({ option, right }) => (marks.get(option).dataset.is = right ? "right" : "wrong"));
    },
  };
}

DRAWN.hotspot = drawSpots;
