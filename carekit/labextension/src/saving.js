// Whether what the learner did is on the disk, and saving it a moment after it was done.
/** @import { NotebookPanel } from "./jupyterlab.js" */

/** @typedef {"saved" | "changed" | "saving" | "failed" | "answer-lost"} SavedState */

/** How long after the last change a page is saved, in milliseconds. */
const REST = 2500;
// A card says so where an answer could not be written (static/graded.js, cards/judged-card.js).
const TROUBLE = '.care-saved[data-is="trouble"]';

/**
 * What a learner did to a page: its texts and which cells ran. JupyterLab calls a page changed when
 * a kernel starts, which nobody did.
 *
 * @param {NotebookPanel} panel
 */
const doneTo = (panel) =>
  [...(panel.model?.cells ?? [])]
    .map((cell) => `${cell.sharedModel.getSource()}\u0000${cell.executionCount ?? ""}`)
    .join("\u0001");

/**
 * Watches a page; calls `told` with its state whenever that is another one.
 *
 * @param {NotebookPanel} panel
 * @param {{ savesItself: () => boolean, told: (state: SavedState) => void }} options
 */
export function watchSaving(panel, { savesItself, told }) {
  const { context } = panel;
  /** @type {"" | "saving" | "failed"} */
  let writing = "";
  let kept = "";
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let wait;
  /** @type {SavedState | ""} */
  let last = "";
  const changed = () => context.model.dirty && doneTo(panel) !== kept;
  const state = () => {
    if (panel.node.querySelector(TROUBLE)) return "answer-lost";
    if (writing) return writing;
    return changed() ? "changed" : "saved";
  };
  const tell = () => {
    const now = state();
    if (now === last) return;
    last = now;
    told(now);
  };
  const save = async () => {
    if (context.model.readOnly || context.contentsModel?.writable === false) return;
    // JupyterLab tells what went wrong, and the signal below tells us.
    await context.save().catch(() => {});
  };
  const soon = () => {
    clearTimeout(wait);
    wait = setTimeout(() => {
      if (changed() && savesItself()) void save();
      tell();
    }, REST);
    if (last === "saved" || !last) setTimeout(tell);
  };
  context.saveState.connect((_, at) => {
    writing = at === "started" ? "saving" : at === "failed" ? "failed" : "";
    if (at.startsWith("completed")) kept = doneTo(panel);
    tell();
  });
  const cards = new MutationObserver(tell);
  cards.observe(panel.content.node, { subtree: true, attributeFilter: ["data-is"] });
  panel.disposed.connect(() => {
    clearTimeout(wait);
    cards.disconnect();
  });
  void context.ready.then(() => {
    kept = doneTo(panel);
    panel.model?.contentChanged.connect(soon);
    context.model.stateChanged.connect(tell);
    tell();
  });
  return { save, unsaved: changed };
}
