// An exam: a start page, then one question at a time. Python holds the file.
/** @import { Mounted, Note, Question, Told, Traits } from "./types.js" */
/** @import { ExamQuestion } from "./exam/question.js" */
import { timeOf } from "./base/dates.js";
import { make } from "./base/elements.js";
import { sender } from "./base/sender.js";
import { filledText } from "./base/text.js";
import { heading, makeRoot, noticeList, widget } from "./base/widget.js";
import { outcomeOf } from "./cards/verdict.js";
import { drawClock } from "./exam/clock.js";
import { drawHandIn, drawStart, drawSteps } from "./exam/pages.js";
import { pending, same } from "./exam/pending.js";
import { drawExamQuestion } from "./exam/question.js";
import "./exam.css";

/**
 * What the file says now.
 *
 * @typedef {object} Stands
 * @property {string} sitting
 * @property {"new" | "open" | "done"} phase
 * @property {number} total
 * @property {number | null} left seconds
 * @property {Record<string, string[]>} answers
 * @property {Record<string, string>} saved
 * @property {string | null} handed_in
 * @property {Record<string, { right: boolean, score: number, notes: Note[] }>} results
 * @property {(Told & { question: string }) | null} fault
 */
/**
 * @typedef {Traits & {
 *   questions: Question[], form: string, tick: number, minutes: number | null, stands: Stands,
 *   notices: Told[],
 * }} ExamTraits
 */

export default widget(
  /** @param {Mounted<ExamTraits>} mounted */ (mounted) => {
    const { model, painter, words, on, atEnd } = mounted;
    const tools = { painter, words };
    const root = makeRoot("care-cards care-quiz care-exam", { role: "group" });
    const progress = make("p", "care-progress");
    const alone = make("p", "care-alone", { role: "alert", hidden: "" });
    const post = sender(model, () => {
      alone.hidden = false;
      painter.words(alone, words["waiting-exam"]);
    });
    const clock = drawClock(tools, () => post.ask({ do: "here" }));
    const body = make("div", "care-exam-body");
    root.append(heading(mounted, root, progress, clock.node), clock.heard);
    root.append(noticeList(mounted), alone, body);

    const stands = () => model.get("stands");
    /** @type {Questions | null} */
    let questions = null;
    const draw = () => {
      const now = stands();
      post.heard();
      alone.hidden = true;
      painter.clear(alone);
      clock.set(now.phase === "open" ? now.left : null);
      const done = Object.keys(now.answers).length;
      painter.words(progress, words.answered, { done, total: now.total });
      if (now.phase === "new") {
        if (body.children.length) return;
        const begin = () => post.ask({ do: "start" });
        body.append(drawStart(tools, now.total, model.get("minutes"), begin));
        return;
      }
      questions ??= drawQuestions(body, mounted, post.ask);
      questions.update(now);
    };
    const heartbeat = setInterval(() => {
      if (stands().phase === "open") post.ask({ do: "here" });
    }, model.get("tick") * 1000);
    atEnd(() => clearInterval(heartbeat));
    atEnd(clock.stop);
    on("change:stands", draw);
    draw();
    return root;
  },
);

/** @typedef {ReturnType<typeof drawQuestions>} Questions */

/**
 * The questions of an exam that has begun, one at a time, in place of its start page.
 *
 * @param {HTMLElement} body
 * @param {Mounted<ExamTraits>} mounted
 * @param {(content: Record<string, unknown>) => void} send
 */
function drawQuestions(body, { model, painter, words }, send) {
  const tools = { painter, words };
  const questions = model.get("questions");
  const store = pending(model.get("form"));
  const stands = () => model.get("stands");
  let at = 0;
  /** @type {HTMLElement | null} */
  let end = null;

  /** @param {string} question @param {string[]} answer */
  const answered = (question, answer) => {
    store.add(stands().sitting, question, answer);
    send({ do: "answer", question, answer });
  };
  const cards = questions.map((question, place) => {
    return drawExamQuestion(question, place + 1, tools, answered);
  });
  const back = painter.words(make("button", "care-quiet", { type: "button" }), words.back);
  const next = painter.words(make("button", "care-check", { type: "button" }), words.next);
  const turn = (/** @type {number} */ to) => {
    cards[at].settle();
    at = Math.min(Math.max(to, 0), cards.length - 1);
    cards.forEach(({ form }, place) => {
      form.hidden = place !== at;
    });
    back.setAttribute("aria-disabled", String(at === 0));
    next.setAttribute("aria-disabled", String(at === cards.length - 1));
    steps.draw(at, stands().answers);
  };
  /** @param {number} to */
  const go = (to) => {
    turn(to);
    cards[at].body.focus();
  };
  back.addEventListener("click", () => go(at - 1));
  next.addEventListener("click", () => go(at + 1));
  const steps = drawSteps(questions, tools, go);
  const missing = () => {
    cards[at].settle();
    return cards.filter((card) => !card.body.read().length).length;
  };
  const hand = drawHandIn(tools, missing, () => send({ do: "hand-in" }));
  const actions = make("div", "care-actions");
  actions.append(back, next, hand.open);
  body.replaceChildren(steps.node, ...cards.map(({ form }) => form), actions, hand.ask);
  // Answers that did not reach the process that died.
  const waiting = store.of(stands().sitting);
  questions.forEach(({ id }, place) => {
    const answer = waiting[id];
    if (!answer || same(answer, stands().answers[id])) return;
    cards[place].body.write(answer);
    if (stands().phase === "open") answered(id, answer);
  });
  turn(0);

  /** @param {Stands} now @param {string} handedIn */
  const finish = (now, handedIn) => {
    for (const card of cards) card.lock();
    hand.open.hidden = true;
    hand.ask.hidden = true;
    if (end) return;
    end = make("p", "care-end", { role: "status", tabindex: "-1" });
    body.prepend(end);
    const given = Object.values(now.results);
    painter.words(end, words[given.length ? "results" : "handed-in"], {
      time: (lang) => timeOf(handedIn, lang),
      right: given.filter(({ right }) => right).length,
      total: now.total,
    });
    questions.forEach(({ id }, place) => {
      const found = now.results[id];
      if (!found) return;
      const outcome = outcomeOf(found);
      cards[place].say(outcome, words[outcome]);
      if (found.notes.length) cards[place].body.show(found.notes);
    });
  };
  return {
    /** @param {Stands} now */
    update(now) {
      questions.forEach(({ id }, place) => {
        showAnswer(cards[place], id, now);
      });
      steps.draw(at, now.answers);
      if (now.phase === "done") finish(now, now.handed_in ?? "");
    },
  };

  /** @param {ExamQuestion} card @param {string} id @param {Stands} now */
  function showAnswer(card, id, now) {
    if (now.fault?.question === id) {
      card.forget();
      card.say("ask", filledText(words[now.fault.says], now.fault.values));
      card.body.refuse?.();
    } else if (id in now.answers) {
      const waits = store.of(now.sitting)[id];
      if (waits && same(waits, now.answers[id])) store.drop(now.sitting, id);
      if (!store.of(now.sitting)[id]) card.write(now.answers[id]);
      card.savedAt(now.saved[id]);
    }
  }
}
