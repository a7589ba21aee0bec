// After a run the page shows what came of it: the first red cell, or a verdict below the fold.
/** @import { Cell, Notebook, NotebookPackage } from "./jupyterlab.js" */

/** Whether a cell shows an error: a check that is not passed, or code that raised. @param {Cell} cell */
export function isRed({ model }) {
  const { outputs } = model;
  if (!outputs) return false;
  for (let place = 0; place < outputs.length; place++) {
    if (outputs.get(place).type === "error") return true;
  }
  return false;
}

/**
 * Brings a cell's output into the window. A long page draws only the cells in sight, so the cell
 * comes first.
 *
 * @param {Notebook} notebook
 * @param {Cell} cell
 */
export async function show(notebook, cell) {
  const place = notebook.widgets.indexOf(cell);
  if (place < 0) return;
  await notebook.scrollToItem(place, "auto").catch(() => {});
  requestAnimationFrame(() => cell.outputArea?.node.scrollIntoView({ block: "nearest" }));
}

/**
 * Calls `told` after each run of several cells with the red ones among them, in page order; a red
 * cell that was run alone is brought into sight.
 *
 * JupyterLab says that a run has ended as soon as one of its cells is red, while the others still
 * run. So the cells are counted: a run has ended when all that were sent to the kernel are back.
 *
 * @param {NotebookPackage["NotebookActions"]} actions
 * @param {(notebook: Notebook, red: Cell[]) => void} told
 */
export function followRuns(actions, told) {
  /** @type {Map<Notebook, { sent: Set<Cell>, back: Set<Cell> }>} */
  const runs = new Map();
  /** @param {Notebook} notebook */
  const run = (notebook) => {
    const found = runs.get(notebook) ?? { sent: new Set(), back: new Set() };
    runs.set(notebook, found);
    return found;
  };
  actions.executionScheduled.connect((_, { notebook, cell }) => {
    run(notebook).sent.add(cell);
  });
  actions.executed.connect((_, { notebook, cell }) => {
    if (cell.model.type !== "code") return;
    const { sent, back } = run(notebook);
    sent.delete(cell);
    back.add(cell);
    if (sent.size) return;
    runs.delete(notebook);
    const red = notebook.widgets.filter((one) => back.has(one) && isRed(one));
    if (back.size > 1) told(notebook, red);
    else if (red.length) void show(notebook, red[0]);
  });
}
