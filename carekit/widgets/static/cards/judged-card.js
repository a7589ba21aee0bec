// One question that Python judges: its words, its ways to answer, and what Python said about the
// last answer. Nothing here knows what is right until Python has said so.
/** @import { Note, Question, Receiver, Text, Tools } from "../types.js" */
/** @import { CardState } from "./verdict.js" */
import { timeOf } from "../base/dates.js";
import { bringIntoView, icon, isIcon, make, newId } from "../base/elements.js";
import { languageOf } from "../base/languages.js";
import { sender } from "../base/sender.js";
import { inEach, joined } from "../base/text.js";
import { because } from "../kinds/notes.js";
import { kindOf } from "../kinds/registry.js";
import { drawFrame } from "./frame.js";
import { outcomeOf, verdictOf } from "./verdict.js";

/**
 * @param {Question} question
 * @param {number} number
 * @param {Tools & { model: Receiver, confidence?: boolean }} tools
 */
export function drawJudgedCard(question, number, tools) {
  const { painter, words, model } = tools;
  const { form, fieldset, body, said } = drawFrame(question, number, tools);
  const sure = tools.confidence ? drawSure(tools) : null;
  if (sure) fieldset.append(sure.node);

  const hints = make("ol", "care-hints", { "aria-live": "polite", hidden: "" });
  const status = make("div", "care-status", { role: "status" });
  const saved = make("p", "care-saved");
  const check = painter.words(make("button", "care-check", { type: "submit" }), words.check);
  const again = quietButton("again", tools);
  const show = quietButton("show-answer", tools);
  const another = quietButton("another", tools);
  const actions = make("div", "care-actions");
  actions.append(check, again);
  if (question.hints.length) actions.append(hintButton(question, hints, tools));
  actions.append(show, another);
  form.append(hints, actions, status, saved);

  let turn = -1;
  // An answer of before a restart is shown again without moving the page.
  let asked = false;
  /** @param {string} kind @param {Text[]} texts */
  const tell = (kind, ...texts) => {
    status.dataset.is = kind;
    status.replaceChildren(...(isIcon(kind) ? [icon(kind)] : []), because(painter, ...texts));
    if (asked) bringIntoView(status);
  };
  const post = sender(model, () => tell("ask", said("waiting")));
  const blank = () => {
    post.heard();
    form.removeAttribute("aria-busy");
    body.clear();
    painter.clear(status);
    delete status.dataset.is;
    again.hidden = true;
  };

  form.addEventListener("input", blank);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const answer = body.read();
    blank();
    if (!answer.length) {
      tell("ask", body.nothing);
      body.focus();
      return;
    }
    const refused = body.refused?.();
    if (refused) {
      tell("ask", refused);
      return;
    }
    form.setAttribute("aria-busy", "true");
    asked = true;
    const told = { answer, hints: hints.children.length, ...(sure ? { sure: sure.read() } : {}) };
    post.ask({ do: "check", ...told, question: question.id });
  });
  again.addEventListener("click", () => {
    blank();
    body.write([]);
    body.focus();
  });
  /** @param {string} what */
  const ask = (what) => {
    asked = true;
    post.tell({ do: what, question: question.id });
  };
  show.addEventListener("click", () => ask("show"));
  another.addEventListener("click", () => ask("another"));

  // Screen readers hear the reasons with the verdict; on screen they stand at the options.
  /** @param {Note[]} notes */
  const heard = (notes) => {
    const node = make("span", "care-heard");
    for (const { option, says } of notes) {
      const title = option && body.title?.(option);
      const text = title
        ? joined(
            title,
            inEach((lang) => languageOf(lang).dash),
            says,
          )
        : says;
      node.append(" ", painter.words(make("span"), text));
    }
    return node;
  };
  /** @param {CardState} state */
  const judge = (state) => {
    const notes = state.notes ?? [];
    tell(outcomeOf(state), ...verdictOf(state, kindOf(question), words));
    status.append(heard(notes));
    body.show(notes);
    again.hidden = Boolean(state.right);
    show.hidden = !state.may_show;
    another.hidden = !question.varies;
  };
  /** @param {CardState} state */
  const tellSaved = (state) => {
    if (state.trouble) {
      saved.dataset.is = "trouble";
      saved.setAttribute("role", "alert");
      painter.words(saved, words[state.trouble.says], state.trouble.values);
    } else if (state.saved) {
      const when = state.saved;
      saved.removeAttribute("role");
      painter.words(saved, words.saved, { time: (lang) => timeOf(when, lang) });
    }
  };
  return {
    form,
    fieldset,
    actions,
    variant: question.variant,
    focus: body.focus,
    /** @param {CardState | undefined} state */
    update(state) {
      if (!state || state.turn === turn) return;
      turn = state.turn;
      blank();
      body.write(state.answer);
      painter.clear(saved);
      delete saved.dataset.is;
      if (state.fresh) return;
      if (state.fault) {
        tell("ask", said(state.fault.says, state.fault.values));
        body.refuse?.();
        return;
      }
      judge(state);
      tellSaved(state);
    },
  };
}

/** @typedef {ReturnType<typeof drawJudgedCard>} JudgedCard */

/** @param {string} key @param {Tools} tools */
function quietButton(key, { painter, words }) {
  const button = make("button", "care-quiet", { type: "button", hidden: "" });
  return painter.words(button, words[key]);
}

/**
 * How sure the learner is: asked for where a quiz wants to know it; nobody has to answer.
 *
 * @param {Tools} tools
 */
function drawSure({ painter, words }) {
  const name = newId();
  const title = painter.words(make("span", "care-field", { id: name }), words["how-sure"]);
  const node = make("div", "care-sure", { role: "radiogroup", "aria-labelledby": name });
  node.append(title);
  const [yes, no] = ["sure", "not-sure"].map((key) => {
    const label = make("label", "care-choice");
    const input = make("input", "", { type: "radio", name: `${name}-sure`, value: key });
    label.append(input, painter.words(make("span", "care-say"), words[key]));
    node.append(label);
    return input;
  });
  return { node, read: () => (yes.checked ? true : no.checked ? false : null) };
}

/** @param {Question} question @param {HTMLElement} hints @param {Tools} tools */
function hintButton(question, hints, { painter, words }) {
  const button = make("button", "care-quiet", { type: "button" });
  const total = question.hints.length;
  const label = () => {
    const next = hints.children.length + 1;
    const key = next > total ? "hints-end" : "hint";
    painter.words(button, words[key], { next, total });
    button.setAttribute("aria-disabled", String(next > total));
  };
  label();
  button.addEventListener("click", () => {
    const next = hints.children.length;
    if (next < total) hints.append(painter.words(make("li"), question.hints[next]));
    hints.hidden = false;
    label();
  });
  return button;
}
