// A table of where the learner stands; the bars only repeat what its cells say in words.
/** @import { Mounted, Text, Tools, Traits } from "./types.js" */
import { make } from "./base/elements.js";
import { joinedBy } from "./base/text.js";
import { makeRoot, widget } from "./base/widget.js";
import { fileInLab, isHere } from "./progress/places.js";
import "./progress.css";

/**
 * @typedef {object} Row
 * @property {string} id
 * @property {Text} name
 * @property {number} asked
 * @property {number} answered
 * @property {number} right
 * @property {number} needed
 * @property {boolean} mastered
 * @property {number} due
 * @property {string} step
 * @property {string} link a file beside this one, or nothing
 */
/**
 * @typedef {Traits & {
 *   rows: Row[], go_on: string, word_tally: { all: number, added: number, due: number },
 * }} ProgressTraits
 */

const COLUMNS = ["concept", "answered", "right", "mastered", "due", "next"];

export default widget(
  /** @param {Mounted<ProgressTraits>} mounted */ ({ model, painter, words }) => {
    const tools = { painter, words };
    const rows = model.get("rows");
    const now = rows.find((row) => row.id === model.get("go_on"));
    const root = makeRoot("care-standing");
    root.append(drawTable(rows, now, tools));
    if (now) {
      const line = make("p", "care-go-on");
      const concept = painter.words(make("span"), words["go-on-with"], {
        concept: (lang) => now.name[lang],
      });
      line.append(concept, " · ", stepFor(now, tools));
      root.append(line);
    }
    const tally = model.get("word_tally");
    if (tally.all) root.append(painter.words(make("p", "care-words"), words.words, tally));
    return root;
  },
);

/** @param {Row[]} rows @param {Row | undefined} now @param {Tools} tools */
function drawTable(rows, now, tools) {
  const { painter, words } = tools;
  const table = make("table");
  const caption = painter.words(make("caption", "care-title"), words.title);
  const head = make("tr");
  for (const name of COLUMNS) {
    head.append(painter.words(make("th", "", { scope: "col" }), words[name]));
  }
  const top = make("thead");
  top.append(head);
  const body = make("tbody");
  body.append(...rows.map((row) => drawRow(row, row === now, tools)));
  table.append(caption, top, body);
  // A table that is wider than the page scrolls by itself, also with the keyboard.
  const box = make("div", "care-frame", { tabindex: "0", role: "region" });
  painter.label(box, words.title);
  box.append(table);
  return box;
}

/** @param {Row} row @param {boolean} isNext @param {Tools} tools */
function drawRow(row, isNext, tools) {
  const { painter, words } = tools;
  const line = make("tr", isNext ? "care-now" : "", { "data-concept": row.id });
  /** @param {number} part */
  const share = (part) => {
    const said = painter.words(make("span", "care-share"), words.of, { part, whole: row.asked });
    return [said, meter(part, row.asked)];
  };
  const { needed } = row;
  const verdict = painter.words(make("span"), words[row.mastered ? "yes" : "no"], { needed });
  const figures = [share(row.answered), share(row.right), [verdict], [String(row.due)]];
  line.append(
    cell("th", painter.words(make("span"), row.name)),
    ...figures.map((inside) => cell("td", ...(row.asked ? inside : ["–"]))),
    cell("td", stepFor(row, tools)),
  );
  return line;
}

/** @param {"th" | "td"} tag @param {(string | Node)[]} inside */
function cell(tag, ...inside) {
  const node = make(tag, "", tag === "th" ? { scope: "row" } : {});
  node.append(...inside);
  return node;
}

/** @param {number} part @param {number} whole */
function meter(part, whole) {
  const bar = make("span", "care-bar", { "aria-hidden": "true" });
  const full = make("span", "care-full");
  full.style.inlineSize = `${whole ? (100 * part) / whole : 0}%`;
  bar.append(full);
  return bar;
}

/** @param {Row} row @param {Tools} tools */
function stepFor(row, { painter, words }) {
  const text = words[row.step];
  const said = painter.words(make("span"), text);
  if (!row.link || row.step === "wait" || isHere(row.link, location.pathname)) return said;
  const link = lessonLink(row.link);
  link.append(said);
  // "Try again" alone does not say what; a screen reader may list links without their rows.
  return painter.label(link, joinedBy(": ", row.name, text));
}

/**
 * In JupyterLab a plain link would load the whole of JupyterLab once more; its own command opens a
 * tab. Anywhere else the link is a link.
 *
 * @param {string} file
 */
function lessonLink(file) {
  const link = make("a", "care-link", { href: file });
  link.addEventListener("click", () => {
    const path = fileInLab(file, location.pathname);
    if (path === null) return;
    link.dataset.commandlinkerCommand = "docmanager:open";
    link.dataset.commandlinkerArgs = JSON.stringify({ path });
  });
  return link;
}
