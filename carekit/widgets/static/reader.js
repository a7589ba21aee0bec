// The bar at the top of a lesson: language of the whole page, size of its text, and words to look up.
/** @import { Mounted, Tools, Traits } from "./types.js" */
/** @import { Lexicon, Said } from "./reader/lexicon.js" */
import { make } from "./base/elements.js";
import { languageSwitch } from "./base/language-switch.js";
import { choices } from "./base/languages.js";
import { sender } from "./base/sender.js";
import { makeRoot, widget } from "./base/widget.js";
import { EntryCard } from "./reader/entry-card.js";
import { sizeButtons, startInSize } from "./reader/text-size.js";
import { watchWords } from "./reader/watch.js";
import "./reader.css";

export default widget(
  /** @param {Mounted<Traits>} mounted */ ({ model, painter, words, on, atEnd }) => {
    startInSize();
    const root = makeRoot("care-reader");
    // A bar whose kernel is gone goes on: it has the words already.
    const post = sender(model, () => {});
    const card = new EntryCard({ painter, words, send: post.tell });
    /** @type {ReturnType<typeof watchWords> | null} */
    let watch = null;
    const look = lookUpField({ painter, words }, (said, box) => watch?.ask(said, box));
    root.append(
      painter.words(make("span", "care-reading"), words.reading),
      languageSwitch(painter, model, words.reading, choices(), root),
      sizeButtons({ painter, words }),
      look,
    );
    atEnd(() => watch?.stop());
    on("msg:custom", (content) => {
      const { lexicon, ...said } = /** @type {Said & { lexicon?: Lexicon }} */ (content);
      if (!lexicon) {
        card.hear(said);
        return;
      }
      watch?.stop();
      watch = lexicon.entries.length ? watchWords(root, lexicon, card) : null;
      look.hidden = !watch;
    });
    post.tell({ do: "lexicon" });
    return root;
  },
);

/** @param {Tools} tools @param {(said: string, box: DOMRect) => void} ask */
function lookUpField({ painter, words }, ask) {
  const form = make("form", "care-look", { role: "search", hidden: "" });
  const label = make("label");
  const input = make("input", "", {
    type: "search",
    autocomplete: "off",
    "aria-keyshortcuts": "Alt+L",
  });
  label.append(painter.words(make("span", "care-reading"), words["look-up"]), input);
  const go = painter.words(make("button", "", { type: "submit" }), words.look);
  form.append(label, go);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (input.value.trim()) ask(input.value, input.getBoundingClientRect());
  });
  return form;
}
