// The card that opens over a word: what it means, how it is said, how other places call it.
const LONG_PRESS = 450;
const REGIONS = [
  ["en", "en", "english"],
  ["zh-Hans", "zh-CN", "mainland"],
  ["zh-Hant", "zh-TW", "taiwan"],
  ["hk", "zh-HK", "hong-kong"],
];
const VOICES = { en: ["en-US", "en"], "zh-Hans": ["zh-CN", "zh"], "zh-Hant": ["zh-TW", "zh"] };

const isCantonese = (tag) => /^yue|^zh-.*HK|^zh-.*MO/i.test(tag);

// A voice of this machine. One that a server speaks with would send the word away.
function voiceFor(lang) {
  const all = (globalThis.speechSynthesis?.getVoices() || [])
    .filter((voice) => voice.localService)
    .map((voice) => ({ voice, tag: voice.lang.replaceAll("_", "-").replace(/^cmn\b/, "zh") }));
  const like = (start) => all.filter(({ tag }) => `${tag}-`.startsWith(`${start}-`));
  const fit = VOICES[lang].flatMap(like);
  // Mandarin first: most voices of Hong Kong speak Cantonese.
  return fit.find(({ tag }) => !isCantonese(tag)) || fit[0] || (lang === "en" ? null : like("yue")[0]) || null;
}

// Draws and holds the one card of a reader bar.
class Card {
  constructor({ painter, words, send }) {
    Object.assign(this, { painter, words, send, node: null, back: null, audio: null });
    this.moved = () => this.node && this.place();
    this.outside = (event) => {
      if (this.node && !this.node.contains(event.target)) this.close(false);
    };
    this.voices = () => this.node && this.drawSounds();
  }
  open(entry, relative, form, box, focus) {
    this.close(false);
    Object.assign(this, { entry, box, sounds: [], clips: null, back: document.activeElement });
    this.node = make("div", "care care-entry", { role: "dialog", tabindex: "-1" });
    keepKeys(this.node);
    this.node.addEventListener("keydown", (event) => this.keys(event));
    const title = make("p", "care-entry-title", { id: "care-entry-title" });
    this.node.setAttribute("aria-labelledby", title.id);
    const close = this.painter.label(make("button", "care-close", { type: "button" }), this.words.close);
    close.textContent = "×";
    close.addEventListener("click", () => this.close(true));
    const body = make("div", "care-entry-body", { "aria-live": "polite" });
    this.said = make("p", "care-entry-said", { role: "status" });
    this.node.append(title, body, this.said, close);
    if (entry) this.draw(title, body, relative);
    else this.drawUnknown(title, body, form);
    document.body.append(this.node);
    this.place();
    addEventListener("resize", this.moved);
    document.addEventListener("pointerdown", this.outside, true);
    globalThis.speechSynthesis?.addEventListener?.("voiceschanged", this.voices);
    if (focus) this.node.focus({ preventScroll: true });
    if (!entry) return;
    this.send({ do: "open", id: entry.id });
    // A kernel that is busy or gone gives no clip; then this machine's voice has to do.
    this.late = setTimeout(() => this.clips || this.told({ clips: {} }), 900);
  }
  keys(event) {
    if (event.key !== "Tab") return;
    const all = [...this.node.querySelectorAll("button:not([hidden])")];
    const at = all.indexOf(document.activeElement);
    event.preventDefault();
    all.at((at + (event.shiftKey ? (at < 0 ? 0 : -1) : 1)) % all.length).focus();
  }
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
    if (giveBack && held && this.back?.isConnected) this.back.focus({ preventScroll: true });
  }
  // Under the word where there is room, else above it; always inside the window.
  place() {
    const { innerWidth: wide, innerHeight: high } = globalThis;
    const { width, height } = this.node.getBoundingClientRect();
    const under = this.box.bottom + 8;
    const top = under + height <= high - 8 ? under : this.box.top - height - 8;
    const keep = (at, size, all) => Math.max(8, Math.min(at, all - size - 8));
    this.node.style.left = `${keep(this.box.left, width, wide)}px`;
    this.node.style.top = `${keep(top, height, high)}px`;
  }
  text(tag, className, said, lang) {
    const node = make(tag, className, lang ? { lang } : {});
    node.textContent = said;
    return node;
  }
  drawUnknown(title, body, form) {
    title.textContent = form;
    body.append(this.painter.words(make("p", "care-entry-means"), this.words.unknown, { word: form }));
  }
  draw(title, body, relative) {
    const { entry, painter } = this;
    const shown = relative || entry;
    const english = shown.word || entry.term.en;
    title.append(this.text("span", "care-word", english, "en"));
    if (shown.pos) {
      const pos = make("span", "care-pos");
      if (relative) pos.append(this.text("span", "", relative.pos, "en"));
      else painter.words(pos, shown.pos);
      title.append(" ", pos);
    }
    if (relative) body.append(painter.words(make("p", "care-entry-of"), this.words.family, { word: entry.word }));
    const means = shown.gloss || shown.means;
    if (means) body.append(painter.words(make("p", "care-entry-means"), means));
    if (!relative && shown.note) body.append(painter.words(make("p", "care-entry-note"), shown.note));
    body.append(this.drawPlaces(shown, english, relative));
    if (entry.card) body.append(this.drawAdd());
  }
  drawIpa({ uk, us }) {
    return this.text("span", "care-sound", uk === us ? `/${uk}/` : `UK /${uk}/ · US /${us}/`, "en-fonipa");
  }
  // A row for each place: its names, how they are read, and what there is to hear.
  drawPlaces(shown, english, relative) {
    const list = make("dl", "care-places");
    for (const [key, tag, label] of REGIONS) {
      const said = key === "en" ? english : key === "hk" ? shown.hk : (shown.gloss || shown.term)[key];
      if (!said) continue;
      const row = make("dd");
      row.append(this.text("span", "care-names", said, tag));
      const read = shown.pinyin?.[key];
      if (read) row.append(" ", this.text("span", "care-sound", read, "zh-Latn-pinyin"));
      if (key === "en" && shown.ipa) row.append(" ", this.drawIpa(shown.ipa));
      for (const other of shown.also?.[tag] || []) {
        if (other !== said) row.append(" · ", this.text("span", "care-names", other, tag));
      }
      if (key !== "hk") {
        const sounds = make("span", "care-hear-all");
        this.sounds.push({ node: sounds, said, lang: key, clips: !relative });
        row.append(" ", sounds);
      }
      list.append(this.painter.words(make("dt"), this.words[label]), row);
    }
    return list;
  }
  drawAdd() {
    this.add = this.painter.words(make("button", "care-add", { type: "button" }), this.words["add-word"]);
    this.add.addEventListener("click", () => {
      if (this.add.getAttribute("aria-disabled")) return;
      this.wait = setTimeout(() => this.tell("waiting"), 3000);
      if (!this.send({ do: "add", id: this.entry.id })) this.tell("waiting");
    });
    return this.add;
  }
  tell(says, values) {
    this.painter.words(this.said, this.words[says], values);
    this.place();
    this.said.scrollIntoView({ block: "nearest" });
  }
  // What the kernel says of the entry on show: its clips, whether it is in the review, what went wrong.
  told({ about, clips, added, trouble }) {
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
    if (!this.clips) return;
    this.node.dataset.sounds = "known";
    for (const { node, said, lang, clips } of this.sounds) {
      this.painter.clear(node);
      const there = clips ? Object.entries(this.clips).filter(([tag]) => tag.startsWith(lang)) : [];
      for (const [tag, url] of there) node.append(this.drawHear(said, tag, () => this.play(url)));
      const spoken = there.length ? null : voiceFor(lang);
      if (spoken) node.append(this.drawHear(said, spoken.tag, () => this.speak(said, spoken.voice), spoken.voice));
    }
  }
  // The name of a way of speaking, in the language that is read.
  accent(tag, lang) {
    if (isCantonese(tag)) return this.words.cantonese[lang];
    if (/^zh-Han[st]$/.test(tag)) return this.words.mandarin[lang];
    const named = new Intl.DisplayNames(lang, { type: "language" }).of(tag);
    return /^zh/.test(tag) ? `${this.words["mandarin-voice"][lang]} (${tag})` : named;
  }
  drawHear(said, tag, hear, voice) {
    const button = make("button", "care-hear", { type: "button" });
    const values = { accent: (lang) => this.accent(tag, lang), voice: voice?.name };
    const label = make("span");
    if (voice) this.painter.words(label, this.words["listen-voice"], values);
    else this.painter.state(label, () => this.name(label, tag));
    button.append(this.text("span", "care-play", "▶"), label);
    button.firstChild.setAttribute("aria-hidden", "true");
    button.addEventListener("click", hear);
    return button;
  }
  name(node, tag) {
    node.replaceChildren(...shownLangs().map((lang) => this.text("span", "care-run", this.accent(tag, lang), lang)));
  }
  play(url) {
    this.audio?.pause();
    this.audio = new Audio(url);
    this.audio.play().catch(() => this.node && this.tell("no-sound"));
  }
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

// Watches the notebook that the bar stands in. Returns what stops it.
function watchWords(root, lexicon, card) {
  const forms = new Map(Object.entries(lexicon.forms));
  const span = Math.max(...[...forms.keys()].map((form) => form.length));
  let home = null;
  // JupyterLab takes the bar out of the page while it is scrolled away, so its notebook is kept.
  const here = (node) => {
    if (root.isConnected) home = root.closest(".jp-NotebookPanel, .jp-Notebook") || document.body;
    return Boolean(home) && home.contains(node) && isRead(node);
  };
  const open = (found, box, focus = true) => {
    if (!found) return false;
    const [at, kin] = (found.place ?? "").split(".");
    const entry = at ? lexicon.entries[Number(at)] : null;
    card.open(entry, kin === undefined ? null : entry.family[Number(kin)], found.form, box, focus);
    return true;
  };
  const openAt = (x, y) => {
    const char = charAt(x, y);
    if (!char || !here(char.node)) return false;
    const { text, at } = textAround(char.node, char.from);
    return open(findAt(text, at, forms, span), char.box.getBoundingClientRect());
  };
  const openTerm = (term) => open(findIn(term.textContent, forms, span), term.getBoundingClientRect());
  const openSelected = (focus) => {
    const chosen = getSelection();
    const said = String(chosen);
    if (chosen.isCollapsed || said.trim().length > LONGEST_ASKED) return false;
    if (!here(chosen.anchorNode) || !here(chosen.focusNode)) return false;
    return open(findIn(said, forms, span), chosen.getRangeAt(0).getBoundingClientRect(), focus);
  };
  const termOf = (node) => {
    const term = node?.closest?.(".care-term");
    return term && here(term) ? term : null;
  };

  let press = null;
  let from = null;
  const moved = (event, least) => Math.hypot(event.clientX - from.x, event.clientY - from.y) > least;
  const on = {
    // On its own text JupyterLab opens the editor with a double-click; on ours the card opens.
    dblclick: (event) => {
      if (here(event.target) && openAt(event.clientX, event.clientY)) event.stopPropagation();
    },
    click: (event) => {
      const term = event.button === 0 && getSelection().isCollapsed && termOf(event.target);
      if (term) openTerm(term);
    },
    // A drag, not the first half of a double-click: that one selects too, a moment later.
    mouseup: (event) => {
      if (event.button === 0 && from && moved(event, 3) && here(event.target)) setTimeout(() => openSelected(false));
    },
    pointerdown: (event) => {
      from = { x: event.clientX, y: event.clientY };
      if (event.pointerType !== "touch" || !here(event.target)) return;
      press = setTimeout(() => openAt(event.clientX, event.clientY), LONG_PRESS);
    },
    pointermove: (event) => {
      if (press && moved(event, 10)) on.pointerup();
    },
    pointerup: () => {
      clearTimeout(press);
      press = null;
    },
    pointercancel: () => on.pointerup(),
    keydown: (event) => {
      if (event.key === "Escape" && card.node) card.close(true);
      else if (event.altKey && !event.ctrlKey && !event.metaKey && event.code === "KeyL") {
        if (!openSelected(true)) root.querySelector(".care-look input")?.focus();
      } else if (!["Enter", " "].includes(event.key) || !termOf(event.target)) return;
      else openTerm(event.target);
      event.preventDefault();
      event.stopPropagation();
    },
  };
  for (const [name, hear] of Object.entries(on)) document.addEventListener(name, hear, true);

  // JupyterLab strips tabindex from Markdown, and draws a cell anew whenever it scrolls into view.
  const mark = () => {
    for (const term of document.querySelectorAll(".care-term:not([tabindex])")) {
      if (!here(term)) continue;
      for (const [name, value] of [["tabindex", "0"], ["role", "button"], ["aria-haspopup", "dialog"]]) {
        term.setAttribute(name, value);
      }
    }
  };
  let frame = 0;
  const drawn = new MutationObserver(() => {
    frame ||= requestAnimationFrame(() => {
      frame = 0;
      mark();
    });
  });
  drawn.observe(document.body, { childList: true, subtree: true });
  mark();
  return {
    ask: (said, box) => open(findIn(said, forms, span), box),
    stop: () => {
      for (const [name, hear] of Object.entries(on)) document.removeEventListener(name, hear, true);
      drawn.disconnect();
      cancelAnimationFrame(frame);
      card.close(false);
    },
  };
}
