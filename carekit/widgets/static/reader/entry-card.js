// The card that opens over a word: what it means, how it is said, how other places call it.
/** @import { Lang, Text, Tools, Values } from "../types.js" */
/** @import { Entry, Relative, Said } from "./lexicon.js" */
import { keepKeys, make, plain, run } from "../base/elements.js";
import { courseLangs, languageOf, listedLang, shownLangs } from "../base/languages.js";
import { PATIENCE } from "../base/sender.js";
import { accent, voiceFor } from "./voices.js";
import "./entry-card.css";

/** @typedef {{ node: HTMLElement, said: string, lang: Lang, clips: boolean }} Sound */

// A kernel that is busy or gone gives no clip; then this machine's voice has to do.
const PATIENCE_FOR_CLIPS = 900;
// How far the card stays away from the edges of the window and from the word, in pixels.
const GAP = 8;

/** Names of one place that are in none of the course's languages. */
const HONG_KONG = { key: "hk", tag: "zh-HK", place: "hong-kong", name: "" };

/** Whose names of a thing are shown, in this order. */
function places() {
  const langs = courseLangs().map((key) => {
    const { locale, place, name } = languageOf(key);
    return { key, tag: key.includes("-") ? locale : key, place, name };
  });
  const known = langs.some(({ tag }) => tag === HONG_KONG.tag);
  return known ? langs : [...langs, HONG_KONG];
}

/** Draws and holds the one card of a reader bar. */
export class EntryCard {
  /** @param {Tools & { send: (content: Record<string, unknown>) => boolean }} tools */
  constructor({ painter, words, send }) {
    this.painter = painter;
    this.words = words;
    this.send = send;
    /** @type {HTMLElement | null} the card, while it is open */
    this.node = null;
    /** @type {Element | null} what had the focus before */
    this.back = null;
    /** @type {HTMLAudioElement | null} */
    this.audio = null;
    /** @type {Entry | null} */
    this.entry = null;
    /** @type {Sound[]} */
    this.sounds = [];
    /** @type {Record<string, string> | null} null until Python has said which there are */
    this.clips = null;
    /** @type {HTMLButtonElement | null} */
    this.add = null;
    this.box = new DOMRect();
    this.status = make("p");
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.late = undefined;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.wait = undefined;
    this.moved = () => this.place();
    this.voices = () => this.drawSounds();
    /** @param {Event} event */
    this.outside = (event) => {
      const inside = event.target instanceof Node && this.node?.contains(event.target);
      if (!inside) this.close(false);
    };
  }

  /**
   * Opens the card of an entry, or of one of its relatives, or of a form that nobody knows.
   *
   * @param {Entry | null} entry
   * @param {Relative | null} relative
   * @param {string} form
   * @param {DOMRect} box where the word stands in the window
   * @param {boolean} focus
   */
  open(entry, relative, form, box, focus) {
    this.close(false);
    this.entry = entry;
    this.box = box;
    this.sounds = [];
    this.clips = null;
    this.add = null;
    this.back = document.activeElement;
    const node = make("div", "care care-entry", { role: "dialog", tabindex: "-1" });
    this.node = node;
    keepKeys(node);
    node.addEventListener("keydown", (event) => this.walk(event));
    const title = make("p", "care-entry-title", { id: "care-entry-title" });
    node.setAttribute("aria-labelledby", title.id);
    const close = make("button", "care-close", { type: "button" });
    this.painter.label(close, this.words.close).textContent = "×";
    close.addEventListener("click", () => this.close(true));
    const body = make("div", "care-entry-body", { "aria-live": "polite" });
    this.status = make("p", "care-entry-said", { role: "status" });
    node.append(title, body, this.status, close);
    if (entry) this.draw(entry, relative, title, body);
    else this.drawUnknown(form, title, body);
    document.body.append(node);
    this.place();
    addEventListener("resize", this.moved);
    document.addEventListener("pointerdown", this.outside, true);
    globalThis.speechSynthesis?.addEventListener?.("voiceschanged", this.voices);
    if (focus) node.focus({ preventScroll: true });
    if (!entry) return;
    this.send({ do: "open", id: entry.id });
    this.late = setTimeout(() => this.clips || this.hear({ clips: {} }), PATIENCE_FOR_CLIPS);
  }

  /**
   * The tabulator goes round in the card.
   *
   * @param {KeyboardEvent} event
   */
  walk(event) {
    if (event.key !== "Tab" || !this.node) return;
    /** @type {NodeListOf<HTMLButtonElement>} */
    const found = this.node.querySelectorAll("button:not([hidden])");
    /** @type {(Element | null)[]} */
    const all = [...found];
    const at = all.indexOf(document.activeElement);
    event.preventDefault();
    found[nextStop(at, all.length, event.shiftKey)]?.focus();
  }

  /** @param {boolean} giveBack whether the focus goes back to where it was */
  close(giveBack) {
    if (!this.node) return;
    const held = this.node.contains(document.activeElement);
    this.audio?.pause();
    globalThis.speechSynthesis?.cancel();
    clearTimeout(this.late);
    clearTimeout(this.wait);
    this.painter.clear(this.node);
    this.node.remove();
    this.node = null;
    removeEventListener("resize", this.moved);
    document.removeEventListener("pointerdown", this.outside, true);
    globalThis.speechSynthesis?.removeEventListener?.("voiceschanged", this.voices);
    const { back } = this;
    const canTake = back instanceof HTMLElement || back instanceof SVGElement;
    if (giveBack && held && canTake && back.isConnected) back.focus({ preventScroll: true });
  }

  /** Under the word where there is room, else above it; always inside the window. */
  place() {
    if (!this.node) return;
    const { innerWidth: wide, innerHeight: high } = globalThis;
    const { width, height } = this.node.getBoundingClientRect();
    const under = this.box.bottom + GAP;
    const top = under + height <= high - GAP ? under : this.box.top - height - GAP;
    /** @param {number} at @param {number} size @param {number} all */
    const within = (at, size, all) => Math.max(GAP, Math.min(at, all - size - GAP));
    this.node.style.left = `${within(this.box.left, width, wide)}px`;
    this.node.style.top = `${within(top, height, high)}px`;
  }

  /** @param {string} form @param {HTMLElement} title @param {HTMLElement} body */
  drawUnknown(form, title, body) {
    title.textContent = form;
    const unknown = make("p", "care-entry-means");
    body.append(this.painter.words(unknown, this.words.unknown, { word: form }));
  }

  /**
   * @param {Entry} entry
   * @param {Relative | null} relative
   * @param {HTMLElement} title
   * @param {HTMLElement} body
   */
  draw(entry, relative, title, body) {
    const { painter, words } = this;
    const listed = listedLang();
    const headed = relative?.word || entry.word || entry.term?.[listed] || "";
    title.append(plain("span", "care-word", headed, listed));
    const pos = make("span", "care-pos");
    if (relative?.pos) pos.append(plain("span", "", relative.pos, listed));
    else if (!relative && entry.pos) painter.words(pos, entry.pos);
    if (pos.firstChild) title.append(" ", pos);
    /** @param {string} className @param {Text | undefined} text @param {Values} [values] */
    const say = (className, text, values) => {
      if (text) body.append(painter.words(make("p", className), text, values));
    };
    if (relative) {
      say("care-entry-of", words.family, { word: entry.word });
      say("care-entry-means", relative.gloss);
      body.append(this.drawPlaces(relative, headed, false));
    } else {
      say("care-entry-means", entry.gloss || entry.means);
      say("care-entry-note", entry.note);
      body.append(this.drawPlaces(entry, headed, true));
    }
    if (entry.card) body.append(this.drawAdd(entry));
  }

  /**
   * A row for each place: its names, how they are read, and what there is to hear.
   *
   * @param {Omit<Partial<Entry>, "pos">} shown
   * @param {string} headed what heads the card
   * @param {boolean} clips whether there may be clips of it
   */
  drawPlaces(shown, headed, clips) {
    const list = make("dl", "care-places");
    for (const { key, tag, place, name } of places()) {
      const names = shown.gloss || shown.term;
      const said = key === listedLang() ? headed : key === "hk" ? shown.hk : names?.[key];
      if (!said) continue;
      const row = make("dd");
      row.append(plain("span", "care-names", said, tag));
      const read = key === "hk" ? undefined : shown.pinyin?.[key];
      if (read) row.append(" ", plain("span", "care-sound", read, "zh-Latn-pinyin"));
      if (key === listedLang() && shown.ipa) row.append(" ", drawIpa(shown.ipa));
      for (const other of shown.also?.[tag] || []) {
        if (other !== said) row.append(" · ", plain("span", "care-names", other, tag));
      }
      if (key !== "hk") {
        const node = make("span", "care-hear-all");
        this.sounds.push({ node, said, lang: key, clips });
        row.append(" ", node);
      }
      const label = make("dt");
      if (place) this.painter.words(label, this.words[place]);
      else label.textContent = name;
      list.append(label, row);
    }
    return list;
  }

  /** @param {Entry} entry */
  drawAdd({ id }) {
    const add = make("button", "care-add", { type: "button" });
    this.painter.words(add, this.words["add-word"]);
    add.addEventListener("click", () => {
      if (add.getAttribute("aria-disabled")) return;
      this.wait = setTimeout(() => this.tell("waiting"), PATIENCE);
      if (!this.send({ do: "add", id })) this.tell("waiting");
    });
    this.add = add;
    return add;
  }

  /** @param {string} says @param {Values} [values] */
  tell(says, values) {
    this.painter.words(this.status, this.words[says], values);
    this.place();
    this.status.scrollIntoView({ block: "nearest" });
  }

  /**
   * Takes in what Python says of the entry on show.
   *
   * @param {Said} said
   */
  hear({ about, clips, added, trouble }) {
    if (!this.node || (about && about !== this.entry?.id)) return;
    if (clips) {
      this.clips = clips;
      this.drawSounds();
    }
    if (trouble || added) clearTimeout(this.wait);
    if (trouble) this.tell(trouble.says, trouble.values);
    if (added && this.add?.isConnected) {
      this.add.setAttribute("aria-disabled", "true");
      this.painter.words(this.add, this.words["in-review"]);
      if (added === "now") this.tell("added-word");
    }
    this.place();
  }

  drawSounds() {
    if (!this.clips || !this.node) return;
    this.node.dataset.sounds = "known";
    const voices = globalThis.speechSynthesis?.getVoices() || [];
    for (const { node, said, lang, clips } of this.sounds) {
      this.painter.clear(node);
      const there = Object.entries(clips ? this.clips : {}).filter(([tag]) => tag.startsWith(lang));
      for (const [tag, url] of there) {
        const label = make("span");
        this.painter.state(label, () => this.name(label, tag));
        node.append(drawHear(label, () => this.play(url)));
      }
      const spoken = there.length ? null : voiceFor(lang, voices);
      if (!spoken) continue;
      const { voice, tag } = spoken;
      const label = this.painter.words(make("span"), this.words["listen-voice"], {
        accent: (read) => accent(tag, read, this.words),
        voice: voice.name,
      });
      node.append(drawHear(label, () => this.speak(said, voice)));
    }
  }

  /** @param {HTMLElement} node @param {string} tag */
  name(node, tag) {
    node.replaceChildren(...shownLangs().map((lang) => run(lang, accent(tag, lang, this.words))));
  }

  /** @param {string} url */
  play(url) {
    this.audio?.pause();
    this.audio = new Audio(url);
    this.audio.play().catch(() => this.node && this.tell("no-sound"));
  }

  /** @param {string} said @param {SpeechSynthesisVoice} voice */
  speak(said, voice) {
    speechSynthesis.cancel();
    const speech = new SpeechSynthesisUtterance(said);
    Object.assign(speech, { voice, lang: voice.lang, rate: 0.8 });
    speech.onerror = (event) => {
      if (this.node && !/cancel|interrupt/.test(event.error)) this.tell("no-sound");
    };
    speechSynthesis.speak(speech);
  }
}

/**
 * The place of the stop that comes after `at` in a ring; from outside it (-1) the first or last.
 *
 * @param {number} at
 * @param {number} all
 * @param {boolean} backwards
 */
export function nextStop(at, all, backwards) {
  if (backwards) return (Math.max(at, 0) + all - 1) % all;
  return (at + 1) % all;
}

/** @param {{ uk: string, us: string }} ipa */
function drawIpa({ uk, us }) {
  const said = uk === us ? `/${uk}/` : `UK /${uk}/ · US /${us}/`;
  return plain("span", "care-sound", said, "en-fonipa");
}

/** @param {HTMLElement} label @param {() => void} hear */
function drawHear(label, hear) {
  const button = make("button", "care-hear", { type: "button" });
  const sign = plain("span", "care-play", "▶");
  sign.setAttribute("aria-hidden", "true");
  button.append(sign, label);
  button.addEventListener("click", hear);
  return button;
}
