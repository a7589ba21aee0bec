// Places on the page: which of them are read as text, and what stands there.
// JupyterLab's own texts and the learner's notes are left alone: ours say which language they are in.
const PROSE = ".jp-RenderedMarkdown";
const NOT_READ = "input, textarea, select, button, svg, [contenteditable], .cm-editor, .care-entry";
const BLOCK =
  "p, li, td, th, dt, dd, h1, h2, h3, h4, h5, h6, label, legend, summary, figcaption, div, [lang]";

/** @param {EventTarget | null} node */
export function isRead(node) {
  const at = node instanceof Text ? node.parentElement : node;
  if (!(at instanceof Element) || at.closest(NOT_READ)) return false;
  const prose = at.closest(PROSE);
  if (!prose) return Boolean(at.closest(".care"));
  const said = at.closest("[lang]");
  return said !== null && prose.contains(said);
}

/**
 * The text of a block and the place of a character in it: a word may be parted by <b> or <code>.
 *
 * @param {Text} node
 * @param {number} offset
 */
export function textAround(node, offset) {
  const parent = /** @type {Element} */ (node.parentElement);
  const block = parent.closest(BLOCK) || parent;
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  let [text, at] = ["", 0];
  while (walker.nextNode()) {
    const part = /** @type {Text} */ (walker.currentNode);
    if (part.parentElement?.closest(BLOCK) !== block && part !== node) continue;
    if (part === node) at = text.length + offset;
    text += part.data;
  }
  return { text, at };
}

/**
 * The character under a point, or null. A caret stands between two; the point tells which one is
 * meant.
 *
 * @param {number} x
 * @param {number} y
 */
export function charAt(x, y) {
  const { node, offset } = caretAt(x, y);
  if (!(node instanceof Text)) return null;
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

/** @param {number} x @param {number} y @returns {{ node: Node | null, offset: number }} */
function caretAt(x, y) {
  if (document.caretPositionFromPoint) {
    const caret = document.caretPositionFromPoint(x, y);
    return { node: caret?.offsetNode ?? null, offset: caret?.offset ?? 0 };
  }
  const range = document.caretRangeFromPoint?.(x, y);
  return { node: range?.startContainer ?? null, offset: range?.startOffset ?? 0 };
}
