// The card that ends a set: check, see what is missing, hand in, keep the receipt.
/** @import { Mounted, Text, Traits } from "./types.js" */
import { timeOf } from "./base/dates.js";
import { bringIntoView, make, newId } from "./base/elements.js";
import { lastLang } from "./base/languages.js";
import { sender } from "./base/sender.js";
import { heading, makeRoot, widget } from "./base/widget.js";
import { saved, saveNotebook } from "./hand-in/notebook.js";
import "./cards/cards.css";
import "./hand-in.css";

/** @typedef {{ title: Text, says?: string, count?: number }} Line */
/**
 * What came of the last button.
 *
 * @typedef {object} HandInState
 * @property {"start" | "checking" | "found" | "done" | "trouble"} stage
 * @property {Line[]} [raised]
 * @property {Line[]} [red]
 * @property {Line[]} [open]
 * @property {string} [saved]
 * @property {string} [code]
 * @property {string} [time]
 * @property {string} [way]
 * @property {string} [file]
 * @property {Text | null} [why]
 */
/**
 * @typedef {Traits & {
 *   name: string, state: HandInState, earlier: { code: string, time: string }[],
 * }} HandInTraits
 */

export default widget(
  /** @param {Mounted<HandInTraits>} mounted */ (mounted) => {
    const { model, painter, words, on } = mounted;
    const root = makeRoot("care-cards care-hand-in", { role: "group" });
    root.append(heading(mounted, root, make("p", "care-progress")));
    root.append(painter.words(make("p", "care-before"), words.before));

    const form = make("form", "care-who");
    const field = make("input", "", { type: "text", autocomplete: "name", id: newId() });
    field.value = model.get("name");
    const label = painter.words(make("label", "", { for: field.id }), words.name);
    const button = make("button", "care-check", { type: "submit" });
    form.append(label, field, button);
    const told = make("div", "care-told", { role: "status" });
    const actions = make("div", "care-actions");
    const list = make("div", "care-earlier");
    root.append(form, told, actions, list);

    const late = () => {
      // A check takes its time; only before it has begun is silence worth a word.
      if (model.get("state").stage !== "checking") say(words.waiting);
    };
    const post = sender(/** @type {any} */ (model), late);
    /** @param {Text} text @param {Record<string, any>} [values] */
    const say = (text, values) => told.append(painter.words(make("p"), text, values));
    const quiet = () => {
      painter.clear(told);
      painter.clear(actions);
    };

    /** @param {"check" | "hand-in"} what */
    const ask = async (what) => {
      const name = field.value.trim();
      quiet();
      if (!name) {
        say(words["name-first"]);
        field.focus();
        return;
      }
      await saveNotebook(root);
      if (!saved(root)) {
        say(words.unsaved);
        return;
      }
      post.ask({ do: what, name });
    };
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      ask("check");
    });

    /** @param {string} word @param {() => void} act */
    const offer = (word, act) => {
      const more = painter.words(make("button", "care-quiet", { type: "button" }), words[word]);
      more.addEventListener("click", act);
      actions.append(more);
    };

    /** @param {Text} title @param {Line[] | undefined} lines */
    const listLines = (title, lines = []) => {
      if (!lines.length) return;
      say(title);
      const items = make("ul");
      for (const line of lines) {
        const item = make("li");
        const { count } = line;
        if (count) {
          const values = { count, title: (/** @type {string} */ lang) => line.title[lang] };
          painter.words(item, words.questions, values);
        } else {
          item.append(painter.words(make("span"), line.title));
        }
        if (line.says) {
          const code = make("code");
          code.textContent = line.says;
          item.append(": ", code);
        }
        items.append(item);
      }
      told.append(items);
    };

    const draw = () => {
      const state = model.get("state");
      post.heard();
      quiet();
      root.toggleAttribute("aria-busy", state.stage === "checking");
      button.disabled = state.stage === "checking";
      const again = state.stage === "found" || state.stage === "done";
      painter.words(button, words[again ? "again" : "check"]);
      const when = state.saved ?? "";
      if (state.stage === "checking") say(words.checking);
      if (state.stage === "trouble" && state.why) {
        const { why } = state;
        say(words.trouble, { why: (/** @type {string} */ lang) => why[lang] });
      }
      if (state.stage === "found") {
        if (state.raised?.length) listLines(words.raised, state.raised);
        else if (!state.why) say(words.runs);
        if (state.why) say(state.why);
        listLines(words.red, state.red);
        listLines(words.open, state.open);
        if (!state.open?.length) say(words.complete);
        say(words["your-choice"]);
        say(words["as-saved"], { time: (/** @type {string} */ lang) => timeOf(when, lang) });
        offer("all-the-same", () => ask("hand-in"));
      }
      if (state.stage === "done") drawDone(state);
      if (state.stage !== "start") bringIntoView(actions);
    };

    /** @param {HandInState} state */
    const drawDone = (state) => {
      const when = state.time ?? "";
      const done = painter.words(make("p", "care-done"), words.done, {
        time: (lang) => timeOf(when, lang),
      });
      told.append(done);
      say(words.receipt, { code: `**${state.code}**` });
      say(words[`by-${state.way}`], { file: `\`${state.file}\`` });
      say(words["as-saved"], {
        time: (/** @type {string} */ lang) => timeOf(state.saved ?? "", lang),
      });
      if (state.way === "file") offer("get-file", () => post.tell({ do: "file" }));
      offer("get-receipt", () => post.tell({ do: "receipt" }));
    };

    const drawEarlier = () => {
      painter.clear(list);
      const earlier = model.get("earlier");
      if (!earlier.length) return;
      list.append(painter.words(make("p"), words.earlier));
      const items = make("ul");
      for (const { code, time } of earlier) {
        const item = make("li");
        const at = make("time", "", { datetime: time });
        painter.state(at, () => {
          at.textContent = timeOf(time, lastLang());
        });
        item.append(at, ` · ${code}`);
        items.append(item);
      }
      list.append(items, painter.words(make("p"), words.later));
    };

    on("change:state", draw);
    on("change:earlier", drawEarlier);
    on("msg:custom", keepFile);
    draw();
    drawEarlier();
    return root;
  },
);

/**
 * A file that Python sends is saved where the browser saves what it gets.
 *
 * @param {any} content
 * @param {DataView[]} [buffers]
 */
function keepFile(content, buffers = []) {
  if (!content?.save || !buffers.length) return;
  const address = URL.createObjectURL(new Blob([/** @type {any} */ (buffers[0])]));
  const link = make("a", "", { href: address, download: content.save });
  link.click();
  URL.revokeObjectURL(address);
}
