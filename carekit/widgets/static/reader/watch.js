// Watches the notebook that a reader bar stands in, and opens the card of a word that is asked for.
/** @import { EntryCard } from "./entry-card.js" */
/** @import { Found } from "./finding.js" */
/** @import { Lexicon } from "./lexicon.js" */
import { findAt, findIn } from "./finding.js";
import { entryOf } from "./lexicon.js";
import { charAt, isRead, textAround } from "./places.js";

/** A finger that rests so long asks for a word, in milliseconds. */
const LONG_PRESS = 450;
/** A selection that is longer was made to be copied. */
const LONGEST_ASKED = 40;

/**
 * Returns how to ask for a word, and what stops the watching.
 *
 * @param {HTMLElement} root
 * @param {Lexicon} lexicon
 * @param {EntryCard} card
 */
export function watchWords(root, lexicon, card) {
  const forms = new Map(Object.entries(lexicon.forms));
  const span = Math.max(...[...forms.keys()].map((form) => form.length));
  /** @type {Element | null} */
  let home = null;
  // JupyterLab takes the bar out of the page while it is scrolled away, so its notebook is kept.
  /** @param {EventTarget | null} node */
  const here = (node) => {
    if (root.isConnected) home = root.closest(".jp-NotebookPanel, .jp-Notebook") || document.body;
    return node instanceof Node && home?.contains(node) && isRead(node);
  };
  /** @param {Found | null} found @param {DOMRect} box */
  const open = (found, box, focus = true) => {
    if (!found) return false;
    const { entry, relative } = entryOf(found, lexicon);
    card.open(entry, relative, found.form, box, focus);
    return true;
  };
  /** @param {{ x: number, y: number }} point */
  const openAt = ({ x, y }) => {
    const char = charAt(x, y);
    if (!char || !here(char.node)) return false;
    const { text, at } = textAround(char.node, char.from);
    return open(findAt(text, at, forms, span), char.box.getBoundingClientRect());
  };
  /** @param {Element} term */
  const openTerm = (term) =>
    open(findIn(term.textContent ?? "", forms, span), term.getBoundingClientRect());
  /** @param {boolean} focus */
  const openSelected = (focus) => {
    const chosen = getSelection();
    const said = String(chosen);
    if (!chosen || chosen.isCollapsed || said.trim().length > LONGEST_ASKED) return false;
    if (!here(chosen.anchorNode) || !here(chosen.focusNode)) return false;
    const box = chosen.getRangeAt(0).getBoundingClientRect();
    return open(findIn(said, forms, span), box, focus);
  };
  /** @param {EventTarget | null} node */
  const termOf = (node) => {
    const term = node instanceof Element ? node.closest(".care-term") : null;
    return term && here(term) ? term : null;
  };

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let press;
  /** @type {{ x: number, y: number } | null} */
  let from = null;
  /** @param {MouseEvent} event @param {number} least in pixels */
  const moved = ({ clientX, clientY }, least) =>
    from !== null && Math.hypot(clientX - from.x, clientY - from.y) > least;
  const release = () => {
    clearTimeout(press);
    press = undefined;
  };
  const stop = new AbortController();
  const how = { capture: true, signal: stop.signal };

  /**
   * @template {keyof DocumentEventMap} Name
   * @param {Name} name
   * @param {(event: DocumentEventMap[Name]) => void} hear
   */
  const on = (name, hear) => document.addEventListener(name, hear, how);

  // On its own text JupyterLab opens the editor with a double-click; on ours the card opens.
  on("dblclick", (event) => {
    if (here(event.target) && openAt(event)) event.stopPropagation();
  });
  on("click", (event) => {
    const term = event.button === 0 && getSelection()?.isCollapsed && termOf(event.target);
    if (term) openTerm(term);
  });
  // A drag, not the first half of a double-click: that one selects too, a moment later.
  on("mouseup", (event) => {
    if (event.button !== 0 || !moved(event, 3) || !here(event.target)) return;
    setTimeout(() => openSelected(false));
  });
  on("pointerdown", (event) => {
    from = { x: event.clientX, y: event.clientY };
    if (event.pointerType !== "touch" || !here(event.target)) return;
    const point = from;
    press = setTimeout(() => openAt(point), LONG_PRESS);
  });
  on("pointermove", (event) => {
    if (press !== undefined && moved(event, 10)) release();
  });
  on("pointerup", release);
  on("pointercancel", release);
  on("keydown", (event) => {
    if (event.key === "Escape" && card.node) {
      card.close(true);
    } else if (isLookUp(event)) {
      /** @type {HTMLInputElement | null} */
      const field = root.querySelector(".care-look input");
      if (!openSelected(true)) field?.focus();
    } else {
      const term = ["Enter", " "].includes(event.key) ? termOf(event.target) : null;
      if (!term) return;
      openTerm(term);
    }
    event.preventDefault();
    event.stopPropagation();
  });

  // JupyterLab strips tabindex from Markdown, and draws a cell anew whenever it scrolls into view.
  const mark = () => {
    for (const term of document.querySelectorAll(".care-term:not([tabindex])")) {
      if (!here(term)) continue;
      term.setAttribute("tabindex", "0");
      term.setAttribute("role", "button");
      term.setAttribute("aria-haspopup", "dialog");
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
    /** @param {string} said @param {DOMRect} box */
    ask: (said, box) => open(findIn(said, forms, span), box),
    stop() {
      stop.abort();
      drawn.disconnect();
      cancelAnimationFrame(frame);
      card.close(false);
    },
  };
}

/** @param {KeyboardEvent} event */
export const isLookUp = ({ altKey, ctrlKey, metaKey, code }) =>
  altKey && !ctrlKey && !metaKey && code === "KeyL";
