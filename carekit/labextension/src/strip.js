// The strip above a page: where the learner is, what comes next, that it is saved; and, one step
// away, the language, the size of the text and words to look up.
/** @import { Tools } from "../../widgets/static/types.js" */
/** @import { Said } from "../../widgets/static/reader/lexicon.js" */
/** @import { Course, Page } from "./course.js" */
/** @import { SavedState } from "./saving.js" */
import { icon, make } from "../../widgets/static/base/elements.js";
import { languageSwitch } from "../../widgets/static/base/language-switch.js";
import { choices, languageOf, lastLang, shownLangs } from "../../widgets/static/base/languages.js";
import { Painter } from "../../widgets/static/base/painter.js";
import { keep, kept } from "../../widgets/static/base/storage.js";
import { makeRoot } from "../../widgets/static/base/widget.js";
import { EntryCard } from "../../widgets/static/reader/entry-card.js";
import { lookUpField } from "../../widgets/static/reader/look-up-field.js";
import { sizeButtons } from "../../widgets/static/reader/text-size.js";
import { isLookUp, watchWords } from "../../widgets/static/reader/watch.js";
import { neighbours, reviewPage, tally } from "./way.js";

/** @typedef {ReturnType<typeof import("./links.js").linker>} Linker */
/** @typedef {{ path: string, link: Linker, openPanel: () => void, save: () => void }} StripOptions */

const OPEN = "care-tools";

/** @param {Course} course @param {StripOptions} options */
export function drawStrip(course, { path, link, openPanel, save }) {
  const painter = new Painter();
  const { words } = course.map;
  const tools = { painter, words };
  const root = makeRoot("care-strip", { role: "region" });
  painter.label(root, words["this-course"]);
  const first = make("div", "care-strip-row");
  const reading = readingTools(course, tools);
  const where = whereButton(course, tools, openPanel);
  const saved = savedMark(tools, save);
  const runs = make("div", "care-strip-runs", { role: "status" });
  const review = make("span", "care-strip-review");
  const { before, after } = neighbours(course.map, path);
  first.append(
    way(tools, link, before, "previous"),
    where,
    way(tools, link, after, "next"),
    review,
    saved.node,
    reading.button,
  );
  root.append(first, reading.row, runs);

  const drawReview = () => {
    const due = course.standing?.review ?? 0;
    const page = reviewPage(course.map);
    painter.clear(review);
    if (!due || !page || course.map.prefix + page.path === path) return;
    review.append(painter.words(link(page, "care-strip-due"), words["review-due"], { due }));
  };
  const stopWatching = course.watch(drawReview);
  drawReview();
  return {
    node: root,
    saved: saved.set,
    /** @param {number} red @param {() => void} [show] after a run of several cells */
    ran(red, show) {
      painter.clear(runs);
      if (!red) return;
      runs.append(painter.words(make("span"), words[red === 1 ? "red-one" : "red"], { red }));
      const button = painter.words(make("button", "", { type: "button" }), words["red-first"]);
      button.addEventListener("click", () => show?.());
      const close = painter.label(make("button", "care-quiet", { type: "button" }), words.close);
      close.textContent = "×";
      close.addEventListener("click", () => painter.clear(runs));
      runs.append(button, close);
    },
    stop() {
      stopWatching();
      where.dispatchEvent(new Event("care-stop"));
      reading.stop();
      painter.stop();
    },
  };
}

/** @param {Tools} tools @param {Linker} link @param {Page | null} page @param {"previous" | "next"} key */
function way({ painter, words }, link, page, key) {
  if (!page) return make("span", `care-way care-${key}`);
  const node = link(page, `care-way care-${key}`);
  const said = painter.words(make("span", "care-way-said"), words[key]);
  const title = painter.words(make("span", "care-way-title"), page.title);
  const arrow = make("span", "care-arrow", { "aria-hidden": "true" });
  arrow.textContent = key === "next" ? "→" : "←";
  painter.state(node, () => {
    node.title = shownLangs()
      .map((lang) => page.title[lang])
      .join(" / ");
  });
  const text = make("span", "care-way-text");
  text.append(said, title);
  node.append(...(key === "next" ? [text, arrow] : [arrow, text]));
  return node;
}

/** How much of the course is done, and the way to the panel. @param {Course} course @param {Tools} tools @param {() => void} open */
function whereButton(course, { painter, words }, open) {
  const button = make("button", "care-strip-where", { type: "button" });
  button.addEventListener("click", open);
  const bar = make("span", "care-strip-bar", { "aria-hidden": "true" });
  const full = make("span");
  bar.append(full);
  const said = make("span");
  button.append(painter.words(make("span", "care-strip-course"), words["my-course"]), bar, said);
  const draw = () => {
    if (!course.standing) return;
    const { done, of } = tally(course.standing);
    full.style.inlineSize = `${of ? (100 * done) / of : 0}%`;
    painter.words(said, words["done-of"], { done, of });
  };
  const stop = course.watch(draw);
  button.addEventListener("care-stop", stop);
  draw();
  return button;
}

/** @param {Tools} tools @param {() => void} save */
function savedMark({ painter, words }, save) {
  const node = make("div", "care-strip-saved", { role: "status" });
  return {
    node,
    /** @param {SavedState} state */
    set(state) {
      painter.clear(node);
      node.dataset.is = state;
      if (state === "saved") node.append(icon("right"));
      node.append(painter.words(make("span"), words[`state-${state}`]));
      if (state !== "changed" && state !== "failed") return;
      const button = painter.words(make("button", "", { type: "button" }), words["save-now"]);
      button.addEventListener("click", save);
      node.append(button);
    },
  };
}

/** Language, size and look-up: a row that opens, and stays as it was left. @param {Course} course @param {Tools} tools */
function readingTools(course, { painter, words }) {
  const row = make("div", "care-strip-row care-strip-tools", { id: `care-tools-${Math.random()}` });
  const button = make("button", "care-strip-reading", {
    type: "button",
    "aria-controls": row.id,
  });
  painter.state(button, () => {
    button.textContent = `${shownLangs()
      .map((lang) => languageOf(lang).name)
      .join(" + ")} · Aa ▾`;
    const said = shownLangs().map((lang) => `${languageOf(lang).name}. ${words.tools[lang]}`);
    button.setAttribute("aria-label", said.join(" / "));
  });
  /** @param {boolean} open */
  const set = (open) => {
    row.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
  };
  button.addEventListener("click", () => {
    set(Boolean(row.hidden));
    keep(OPEN, row.hidden ? "closed" : "open");
  });
  // Who has not chosen a language yet sees that there is a choice.
  set(kept(OPEN) ? kept(OPEN) === "open" : !kept("care-lang"));

  /** @type {ReturnType<typeof watchWords> | null} */
  let watch = null;
  /** @type {EntryCard} */
  const card = new EntryCard({
    painter,
    words,
    send(content) {
      void course.tell({ ...content, lang: lastLang() }).then((/** @type {Said} */ said) => {
        if (said) card.hear(said);
        if (said?.added === "now") course.look();
      });
      return true;
    },
  });
  const look = lookUpField({ painter, words }, (said, box) => watch?.ask(said, box));
  const model = { send: (/** @type {Record<string, unknown>} */ said) => void course.tell(said) };
  row.append(
    languageSwitch(painter, model, words.reading, choices(), row),
    sizeButtons({ painter, words }),
    look,
  );
  const stop = new AbortController();
  const opens = (/** @type {KeyboardEvent} */ event) => {
    if (isLookUp(event) && button.offsetParent) set(true);
  };
  // Before the watching of words hears the same key, which puts the focus into the field.
  document.addEventListener("keydown", opens, { capture: true, signal: stop.signal });
  void course.lexicon().then((lexicon) => {
    if (!lexicon?.entries.length || stop.signal.aborted) return;
    const root = /** @type {HTMLElement} */ (row.parentElement ?? row);
    watch = watchWords(root, lexicon, card);
    look.hidden = false;
  });
  return {
    button,
    row,
    stop() {
      stop.abort();
      watch?.stop();
    },
  };
}
