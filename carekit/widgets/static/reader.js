// The bar at the top of a lesson: language of the whole page, size of its text, and words to look up.
/** @import { Mounted, Traits } from "./types.js" */
/** @import { Lexicon, Said } from "./reader/lexicon.js" */
import { make } from "./base/elements.js";
import { languageSwitch } from "./base/language-switch.js";
import { choices } from "./base/languages.js";
import { sender } from "./base/sender.js";
import { makeRoot, widget } from "./base/widget.js";
import { EntryCard } from "./reader/entry-card.js";
import { lookUpField } from "./reader/look-up-field.js";
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
    const reading = painter.words(make("span", "care-reading"), words.reading);
    reading.hidden = choices().length < 2;
    root.append(
      reading,
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
      // Where the extension is there, the strip above the page is the bar, and its style hides this.
      const strip = root.closest("[data-care-strip]") ?? (root.isConnected ? null : anyStrip());
      if (strip) return;
      watch = lexicon.entries.length ? watchWords(root, lexicon, card) : null;
      look.hidden = !watch;
    });
    post.tell({ do: "lexicon" });
    return root;
  },
);

const anyStrip = () => document.querySelector("[data-care-strip]");
