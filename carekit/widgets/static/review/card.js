// A card of the review: a question as the quiz draws it, with what it is about above it.
/** @import { Question, Receiver, Text, Tools, Words } from "../types.js" */
/** @import { OptionsQuestion } from "../kinds/options.js" */
import { make, newId, plain } from "../base/elements.js";
import { listedLang } from "../base/languages.js";
import { drawJudgedCard } from "../cards/judged-card.js";
import { textOf } from "../kinds/options.js";

/**
 * What may be seen of a card before it is answered. One of a lesson has a `concept`; the others
 * are about a word, a term, a sentence or a clip, and have a `kind`.
 *
 * @typedef {object} Card
 * @property {Question} question
 * @property {Text} [concept]
 * @property {string} [kind]
 * @property {boolean} [term]
 * @property {string} [word]
 * @property {Text} [pos]
 * @property {{ uk: string, us: string }} [ipa]
 * @property {string} [sentence]
 * @property {string} [clip] a data URL
 */

/** @typedef {Tools & { cardWords: Words, model: Receiver }} ReviewTools */

/** @param {Card} card @param {number} number @param {ReviewTools} tools */
export function drawReviewCard(card, number, tools) {
  const { painter, words, cardWords, model } = tools;
  const drawn = drawJudgedCard(card.question, number, { painter, model, words: cardWords });
  const node = make("div", "care-one");
  const from = make("p", "care-from");
  const { concept } = card;
  if (concept) painter.words(from, words.from, { concept: (lang) => concept[lang] });
  else if (card.kind) painter.words(from, card.term ? words.term : words.word);
  node.append(from);
  if (card.kind) {
    const prompt = drawPrompt(card, tools);
    node.append(prompt);
    const known = drawn.fieldset.getAttribute("aria-describedby");
    const described = [prompt.id, known].filter(Boolean).join(" ");
    drawn.fieldset.setAttribute("aria-describedby", described);
    if (card.kind !== "meaning") {
      onlyListed(drawn.form, /** @type {OptionsQuestion} */ (card.question), tools);
    }
  }
  node.append(drawn.form);
  return { node, ...drawn };
}

/**
 * The word, the sentence or the clip that a card is about; these are in no reading language.
 *
 * @param {Card} card
 * @param {Tools} tools
 */
function drawPrompt(card, { painter, words }) {
  const node = make("div", "care-prompt", { id: newId() });
  if (card.word) node.append(plain("span", "care-word", card.word, listedLang()));
  if (card.ipa) {
    const sounds = new Set([card.ipa.uk, card.ipa.us]);
    const said = [...sounds].map((one) => `/${one}/`).join(" · ");
    node.append(plain("span", "care-sound", said, `${listedLang()}-fonipa`));
  }
  if (card.pos) node.append(painter.words(make("span", "care-pos"), card.pos));
  if (card.word) return node;
  if (card.sentence) {
    const sentence = make("span", "care-sentence", { lang: listedLang() });
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

/**
 * Options that are words of the list would stand there twice where two languages are read.
 *
 * @param {HTMLElement} form
 * @param {OptionsQuestion} question
 * @param {Tools} tools
 */
function onlyListed(form, question, { painter }) {
  const says = new Map(question.choices.map(({ id, say }) => [id, say]));
  form.querySelectorAll(".care-say").forEach((node, place) => {
    const text = textOf(says, question.order[place]);
    const listed = listedLang();
    const said = text[listed] ?? Object.values(text)[0];
    painter.state(node, () => node.replaceChildren(plain("span", "", said, listed)));
  });
}
