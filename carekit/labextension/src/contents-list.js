// The contents list in the reading language: JupyterLab writes the headings of all languages into
// one line.
/** @import { ContentsList, Heading, NotebookPanel } from "./jupyterlab.js" */
import { shownLangs } from "../../widgets/static/base/languages.js";

const HEADING = /^#{1,6}[ \t]+(.+)$/gm;
const PART = /<span lang="([^"]+)" class="care-head">(.*?)<\/span>/g;

/** @param {string} said */
const bare = (said) => said.replace(/<[^>]+>/g, "");
/** @param {string} said */
const plainly = (said) => bare(said).replace(/[*`]/g, "");
/** @param {string} said */
const key = (said) => bare(said).replace(/[*_`\s]+/g, "");

/** @typedef {{ before: string, said: Map<string, string> }} Headline */

/**
 * The headings of a Markdown text that are said in several languages, by all their words.
 *
 * @param {string} source
 * @returns {Map<string, Headline>} by the words of all languages, without blanks
 */
export function headingsIn(source) {
  /** @type {Map<string, Headline>} */
  const found = new Map();
  for (const [, heading] of source.matchAll(HEADING)) {
    const parts = [...heading.matchAll(PART)];
    if (!parts.length) continue;
    const said = new Map(parts.map(([, lang, words]) => [lang, plainly(words)]));
    found.set(key(heading), { before: plainly(heading.split("<span")[0]), said });
  }
  return found;
}

/**
 * What the contents list says for a heading in some languages; a heading in one language stays.
 *
 * @param {string} text as JupyterLab has it
 * @param {Map<string, Headline>} known
 * @param {string[]} langs
 */
export function headingFor(text, known, langs) {
  const headline = known.get(key(text));
  const told = langs.map((lang) => headline?.said.get(lang)).filter((one) => one !== undefined);
  return headline && told.length ? headline.before + told.join(" · ") : text;
}

/** @type {WeakSet<ContentsList>} */
const changed = new WeakSet();

/**
 * Has a contents list say its headings in the reading language from now on.
 *
 * @param {ContentsList} list
 * @param {NotebookPanel} panel
 */
export function inReadingLanguage(list, panel) {
  if (changed.has(list)) return;
  changed.add(list);
  const all = list.getHeadings.bind(list);
  list.getHeadings = async () => {
    const headings = await all();
    const sources = [...(panel.model?.cells ?? [])].map((cell) => cell.sharedModel.getSource());
    const known = headingsIn(sources.join("\n"));
    // JupyterLab looks its headings up by the object, so the object stays and its text changes.
    for (const one of /** @type {Heading[]} */ (headings ?? [])) {
      one.text = headingFor(one.text, known, shownLangs());
    }
    return headings;
  };
  const again = () => void list.refresh();
  const watch = new MutationObserver(again);
  watch.observe(document.documentElement, { attributeFilter: ["data-care-lang"] });
  panel.disposed.connect(() => watch.disconnect());
  again();
}
