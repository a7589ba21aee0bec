// A table of where the learner stands; the bars only repeat what its cells say in words.
const COLUMNS = ["concept", "answered", "right", "mastered", "due", "next"];

function cell(tag, ...inside) {
  const node = make(tag, "", tag === "th" ? { scope: "row" } : {});
  node.append(...inside);
  return node;
}

function meter(part, whole) {
  const bar = make("span", "care-bar", { "aria-hidden": "true" });
  const full = make("span", "care-full");
  full.style.inlineSize = `${whole ? (100 * part) / whole : 0}%`;
  bar.append(full);
  return bar;
}

// In JupyterLab a plain link would load the whole of JupyterLab once more; its own command opens a
// tab. Anywhere else the link is a link.
function lessonLink(file) {
  const link = make("a", "care-link", { href: file });
  link.addEventListener("click", () => {
    const lab = /\/lab(?:\/workspaces\/[^/]+)?\/tree\/(.*)$/.exec(location.pathname);
    if (!lab) return;
    const folder = decodeURIComponent(lab[1]).split("/").slice(0, -1);
    link.dataset.commandlinkerCommand = "docmanager:open";
    link.dataset.commandlinkerArgs = JSON.stringify({ path: [...folder, file].join("/") });
  });
  return link;
}

function isHere(file) {
  return decodeURIComponent(location.pathname).endsWith(`/${file}`);
}

function stepFor(row, { painter, words }) {
  const text = words[row.step];
  const said = painter.words(make("span"), text);
  if (!row.link || row.step === "wait" || isHere(row.link)) return said;
  const link = lessonLink(row.link);
  link.append(said);
  // "Try again" alone does not say what; a screen reader may list links without their rows.
  return painter.label(link, joinedBy(": ", row.name, text));
}

function joinedBy(mark, ...texts) {
  return Object.fromEntries(LANGS.map((lang) => [lang, texts.map((text) => text[lang]).join(mark)]));
}

function drawRow(row, goOn, tools) {
  const { painter, words } = tools;
  const line = make("tr", "", { "data-concept": row.id });
  if (row.id === goOn) line.className = "care-now";
  const share = (part) => {
    const said = painter.words(make("span", "care-share"), words.of, { part, whole: row.asked });
    return [said, meter(part, row.asked)];
  };
  const verdict = painter.words(make("span"), words[row.mastered ? "yes" : "no"], { needed: row.needed });
  const none = () => ["–"];
  line.append(
    cell("th", painter.words(make("span"), row.name)),
    cell("td", ...(row.asked ? share(row.answered) : none())),
    cell("td", ...(row.asked ? share(row.right) : none())),
    cell("td", ...(row.asked ? [verdict] : none())),
    cell("td", ...(row.asked ? [String(row.due)] : none())),
    cell("td", stepFor(row, tools))
  );
  return line;
}

function render({ model, el }) {
  startIn(model.get("lang"));
  const painter = new Painter();
  const words = model.get("words");
  const tools = { painter, words };
  const rows = model.get("rows");
  const goOn = model.get("go_on");
  const root = make("div", "care care-standing");
  keepKeys(root);

  const now = rows.find((row) => row.id === goOn);
  const table = make("table");
  const caption = painter.words(make("caption", "care-title"), words.title);
  const head = make("tr");
  for (const name of COLUMNS) {
    head.append(painter.words(make("th", "", { scope: "col" }), words[name]));
  }
  const top = make("thead");
  top.append(head);
  const body = make("tbody");
  body.append(...rows.map((row) => drawRow(row, goOn, tools)));
  table.append(caption, top, body);
  // A table that is wider than the page scrolls by itself, also with the keyboard.
  const frame = make("div", "care-frame", { tabindex: "0", role: "region" });
  painter.label(frame, words.title);
  frame.append(table);
  root.append(frame);
  if (now) {
    const line = make("p", "care-go-on");
    line.append(painter.words(make("span"), words["go-on-with"], { concept: (lang) => now.name[lang] }));
    line.append(" · ", stepFor(now, tools));
    root.append(line);
  }
  const tally = model.get("word_tally");
  if (tally.all) root.append(painter.words(make("p", "care-words"), words.words, tally));
  el.append(root);
  return () => painter.stop();
}

export default { render };
