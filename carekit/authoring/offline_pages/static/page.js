// What a page of the folder does: it mounts its cards and the reader bar on models of its own, and
// opens the search. No module is loaded and nothing is asked for: a browser refuses both to a file.
/** @import { Language, Words } from "../../../widgets/static/types.js" */
/** @import { Lexicon } from "../../../widgets/static/reader/lexicon.js" */
/** @import { PracticeQuestion } from "./practice.js" */
/** @import { Passage } from "./search.js" */
import { keep, kept } from "../../../widgets/static/base/storage.js";
import quiz from "../../../widgets/static/quiz.js";
import reader from "../../../widgets/static/reader.js";
import { OfflineModel } from "./offline-model.js";
import { Practice } from "./practice.js";
import { searchForm } from "./search-form.js";
import "./page.css";

/**
 * @typedef {object} PageData
 * @property {string} course
 * @property {string} lang
 * @property {Language[]} languages
 * @property {Record<string, Words>} words
 * @property {Record<string, string>} page
 * @property {Record<string, { questions: PracticeQuestion[], confidence: boolean }>} cards
 * @typedef {{ lexicon: Lexicon, sounds: Record<string, Record<string, string>> }} Sounding
 * @typedef {{ careLexicon?: Sounding, careSearch?: Passage[] }} Loaded
 */

/** @type {PageData} */
const data = JSON.parse(document.getElementById("page-data")?.textContent ?? "{}");
const { careLexicon, careSearch } = /** @type {Loaded} */ (globalThis);

/** @param {string} widget */
const traits = (widget) => ({
  words: data.words[widget],
  lang: data.lang,
  languages: data.languages,
});

/** @param {{ render: (props: never) => unknown }} widget @param {OfflineModel<never>} model @param {Element} el */
function mount(widget, model, el) {
  const props = { model, el, experimental: {} };
  widget.render(/** @type {never} */ (props));
}

/** What is kept of one course does not meet what is kept of another. */
const store = {
  /** @param {string} name */
  kept: (name) => kept(`care-page:${data.course}:${name}`),
  /** @param {string} name @param {string} value */
  keep: (name, value) => keep(`care-page:${data.course}:${name}`, value),
};

for (const [place, { questions, confidence }] of Object.entries(data.cards)) {
  const el = document.getElementById(place);
  if (!el) continue;
  const practice = new Practice(questions, store);
  const { states } = practice;
  const model = new OfflineModel(
    { ...traits("quiz"), questions: practice.questions, states, notices: [], confidence },
    (content, self) => {
      if (!practice.receive(content)) return;
      self.set("questions", practice.questions);
      self.set("states", practice.states);
    },
  );
  mount(quiz, /** @type {never} */ (model), el);
}

const bar = document.getElementById("page-reader");
if (bar && careLexicon) {
  const model = new OfflineModel(traits("reader"), (content, self) => {
    if (content.do === "lexicon") self.say({ lexicon: careLexicon.lexicon });
    if (content.do === "open") {
      const about = String(content.id);
      self.say({ about, clips: careLexicon.sounds[about] ?? {} });
    }
  });
  mount(reader, /** @type {never} */ (model), bar);
}

const form = document.querySelector(".page-search");
if (form instanceof HTMLFormElement && careSearch) searchForm(form, careSearch, data.page);

// In a narrow window the contents are a list that scrolls: it shows where one is.
const here = document.querySelector(".page-contents [aria-current]");
const list = here?.closest("nav");
if (here instanceof HTMLElement && list) {
  list.scrollTop += here.getBoundingClientRect().top - list.getBoundingClientRect().top - 40;
}

// Paper has no closed parts; on the screen they are closed again afterwards.
addEventListener("beforeprint", () => {
  const closed = [...document.querySelectorAll("details:not([open])")];
  for (const part of closed) part.setAttribute("open", "");
  const close = () => {
    for (const part of closed) part.removeAttribute("open");
  };
  addEventListener("afterprint", close, { once: true });
});
