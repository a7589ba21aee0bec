// Which word a place on the page belongs to, and which entry of the lexicon that is.
// JupyterLab's own texts and the learner's notes are left alone: ours say which language they are in.
const PROSE = ".jp-RenderedMarkdown";
const NOT_READ = "input, textarea, select, button, svg, [contenteditable], .cm-editor, .care-entry";
const BLOCK = "p, li, td, th, dt, dd, h1, h2, h3, h4, h5, h6, label, legend, summary, figcaption, div, [lang]";
const LATIN = /[\p{Script=Latin}\p{N}]/u;
const HAN = /^\p{Script=Han}$/u;
// A selection that is longer was made to be copied.
const LONGEST_ASKED = 40;

function isRead(node) {
  const at = node?.nodeType === Node.TEXT_NODE ? node.parentElement : node;
  if (!at?.closest || at.closest(NOT_READ)) return false;
  const prose = at.closest(PROSE);
  if (!prose) return Boolean(at.closest(".care"));
  const said = at.closest("[lang]");
  return Boolean(said) && prose.contains(said);
}

// As carekit.lookup.normal does it.
function normal(said) {
  return said.replaceAll("‑", "-").replaceAll("’", "'").toLowerCase().split(/\s+/).join(" ").trim();
}

function cutsWord(text, at) {
  return LATIN.test(text[at - 1] || "") && LATIN.test(text[at] || "");
}

// The word as a reader would part it; only a help, the lexicon's own forms come first.
function wordAt(text, at) {
  if (LATIN.test(text[at] || "")) {
    let [from, to] = [at, at + 1];
    const inside = (sign) => LATIN.test(sign) || sign === "'" || sign === "’";
    while (from > 0 && inside(text[from - 1])) from--;
    while (to < text.length && inside(text[to])) to++;
    return text.slice(from, to).replace(/^['’]+|['’]+$/g, "");
  }
  if (!/\p{L}/u.test(text[at] || "")) return "";
  if (!Intl.Segmenter) return text[at];
  return new Intl.Segmenter("zh", { granularity: "word" }).segment(text).containing(at).segment;
}

// The longest known form that covers a place of a text, or null. A single Han character is a word
// only where it stands as one: the 行 of 银行 is no row.
function longest(text, at, forms, span) {
  let best = null;
  for (let from = Math.max(0, at - span); from <= at; from++) {
    for (let to = Math.min(text.length, from + span); to > at; to--) {
      if (best && to - from <= best.form.length) break;
      if (cutsWord(text, from) || cutsWord(text, to)) continue;
      const form = text.slice(from, to);
      const place = forms.get(normal(form));
      if (place === undefined || form !== form.trim()) continue;
      if (HAN.test(form) && wordAt(text, at) !== form) continue;
      best = { form, place };
    }
  }
  return best;
}

function findAt(text, at, forms, span) {
  const found = longest(text, at, forms, span);
  if (found) return found;
  const form = wordAt(text, at);
  return form && /\p{L}/u.test(form) ? { form } : null;
}

// What somebody selected or typed: as it is, else the longest known form inside it.
function findIn(said, forms, span) {
  const form = said.trim();
  const place = forms.get(normal(form));
  if (place !== undefined) return { form, place };
  let best = null;
  for (let at = 0; at < form.length; at++) {
    const found = longest(form, at, forms, span);
    if (found && found.form.length > (best?.form.length || 0)) best = found;
  }
  return best || (/\p{L}/u.test(form) ? { form } : null);
}

// The text of a block and the place of a character in it: a word may be parted by <b> or <code>.
function textAround(node, offset) {
  const block = node.parentElement.closest(BLOCK) || node.parentElement;
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  let [text, at] = ["", 0];
  while (walker.nextNode()) {
    const part = walker.currentNode;
    if (part.parentElement.closest(BLOCK) !== block && part !== node) continue;
    if (part === node) at = text.length + offset;
    text += part.data;
  }
  return { text, at };
}

// The character under a point. A caret stands between two; the point tells which one is meant.
function charAt(x, y) {
  const caret = document.caretPositionFromPoint?.(x, y);
  const range = caret ? null : document.caretRangeFromPoint?.(x, y);
  const node = caret ? caret.offsetNode : range?.startContainer;
  const offset = caret ? caret.offset : range?.startOffset;
  if (node?.nodeType !== Node.TEXT_NODE) return null;
  for (const from of [offset - 1, offset]) {
    if (from < 0 || from >= node.length) continue;
    const box = document.createRange();
    box.setStart(node, from);
    box.setEnd(node, from + 1);
    for (const { left, right, top, bottom } of box.getClientRects()) {
      if (x >= left && x <= right && y >= top && y <= bottom) return { node, from, box };
    }
  }
  return null;
}
