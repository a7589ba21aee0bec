// One card after another. The quiz's module draws the cards, Python knows what is due.
/** @import { Mounted, Receiver, Text, Tools, Traits, Told, Values, Words } from "./types.js" */
/** @import { CardState } from "./cards/verdict.js" */
/** @import { Card } from "./review/card.js" */
import { dayIn } from "./base/dates.js";
import { make } from "./base/elements.js";
import { sender } from "./base/sender.js";
import { heading, makeRoot, widget } from "./base/widget.js";
import { drawReviewCard } from "./review/card.js";
import "./review.css";

/**
 * All that is shown; `turn` counts the cards.
 *
 * @typedef {object} Scene
 * @property {number} turn
 * @property {Card | null} card
 * @property {(CardState & { easy?: boolean, back?: boolean }) | null} state
 * @property {Told | null} notice
 * @property {number} left cards due today
 * @property {number} done
 * @property {boolean} empty nothing was ever added
 * @property {number} gone cards whose question is no more
 * @property {string | null} next_on
 * @property {number} waiting words that can be added
 * @property {number} batch how many the button adds
 */
/** @typedef {Traits & { card_words: Words, scene: Scene }} ReviewTraits */

export default widget(
  /** @param {Mounted<ReviewTraits>} mounted */ (mounted) => {
    const { model, painter, words, on, atEnd } = mounted;
    const cardWords = model.get("card_words");
    const root = makeRoot("care-cards care-review", { role: "group" });
    const left = make("p", "care-progress");
    const stage = make("div", "care-stage");
    const back = make("p", "care-back", { role: "status" });
    const after = make("div", "care-actions care-after", { hidden: "" });
    const next = painter.words(make("button", "care-check", { type: "button" }), words.next);
    const easy = painter.words(make("button", "care-quiet", { type: "button" }), words.easy);
    after.append(next, easy);
    const notice = make("p", "care-notice", { role: "status" });
    const more = drawMore({ painter, words });
    root.append(heading(mounted, root, left), stage, back, after, notice, more.node);

    let turn = -1;
    /** @type {ReturnType<typeof drawReviewCard> | null} */
    let card = null;
    // Whoever asked for something finds the keyboard where it goes on; a mere drawing takes nothing.
    let asked = false;
    /** @type {Receiver} */
    const receiver = {
      send(content) {
        asked = true;
        model.send({ ...content, turn });
      },
    };
    const post = sender(receiver, () => painter.words(notice, cardWords.waiting));
    atEnd(post.heard);
    next.addEventListener("click", () => post.ask({ do: "next" }));
    easy.addEventListener("click", () => post.ask({ do: "easy" }));
    more.add.addEventListener("click", () => post.ask({ do: "add" }));

    const tools = { painter, words, cardWords, model: receiver };
    /** @param {Scene} scene */
    const drawStage = (scene) => {
      painter.clear(stage);
      painter.clear(back);
      after.hidden = true;
      card = scene.card && drawReviewCard(scene.card, scene.done + 1, tools);
      stage.append(card ? card.node : drawRest(scene, tools));
      if (!asked) return;
      /** @type {HTMLElement | null} */
      const first = stage.querySelector("audio, .care-rest");
      if (first) first.focus();
      else card?.focus();
    };
    /** @param {NonNullable<Scene["state"]>} state */
    const drawVerdict = (state) => {
      if (!card) return;
      card.update(state);
      if (state.fault) return;
      // One answer for each time a card is shown: after the feedback, a second would prove nothing.
      card.fieldset.disabled = true;
      card.actions.hidden = true;
      after.hidden = false;
      easy.hidden = !state.easy;
      if (state.back) painter.words(back, words["comes-back"]);
      if (asked) next.focus();
    };
    /** @param {Scene} scene */
    const drawTally = (scene) => {
      painter.words(left, words.left, { left: scene.left });
      more.update(scene);
      painter.clear(notice);
      if (scene.notice) {
        const { says, values } = scene.notice;
        painter.words(notice, words[says] || cardWords[says], values);
      }
    };
    const draw = () => {
      const scene = model.get("scene");
      post.heard();
      const held = document.activeElement === more.add;
      if (scene.turn !== turn) {
        turn = scene.turn;
        drawStage(scene);
      }
      if (scene.state) drawVerdict(scene.state);
      drawTally(scene);
      if (held && more.add.hidden && !stage.contains(document.activeElement)) {
        if (after.hidden) card?.focus();
        else next.focus();
      }
      asked = false;
    };
    on("change:scene", draw);
    draw();
    return root;
  },
);

/**
 * What stands there when no card is due.
 *
 * @param {Scene} scene
 * @param {Tools} tools
 */
function drawRest(scene, { painter, words }) {
  const node = make("div", "care-rest", { tabindex: "-1" });
  /** @param {Text} text @param {Values} [values] */
  const say = (text, values) => node.append(painter.words(make("p"), text, values));
  if (scene.empty) say(words.empty);
  else say(scene.done ? words.done : words.nothing, { done: scene.done });
  const day = scene.next_on;
  if (day) say(words["next-on"], { date: (lang) => dayIn(day, lang) });
  return node;
}

/**
 * The words that can still be added, and cards whose question is no more.
 *
 * @param {Tools} tools
 */
function drawMore({ painter, words }) {
  const node = make("div", "care-more");
  const waiting = make("p");
  const add = make("button", "care-quiet", { type: "button" });
  const gone = make("p");
  node.append(waiting, add, gone);
  return {
    node,
    add,
    /** @param {Scene} scene */
    update(scene) {
      waiting.hidden = !scene.waiting;
      add.hidden = !scene.waiting;
      painter.words(waiting, words["words-left"], { count: scene.waiting });
      painter.words(add, words.add, { count: scene.batch });
      gone.hidden = !scene.gone;
      painter.words(gone, words.gone, { count: scene.gone });
      node.hidden = !scene.waiting && !scene.gone;
    },
  };
}
