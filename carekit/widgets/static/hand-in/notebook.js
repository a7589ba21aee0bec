// Whether the notebook around a card is saved, and saving it: what is handed in is the file.

const PATIENCE = 5000;
const STEP = 100;

/** The tab of the document in front carries a mark while it is not saved. */
const DIRTY = ".lm-TabBar-tab.jp-mod-current.jp-mod-dirty, .lm-mod-current .jp-mod-dirty";

/**
 * Whether the notebook is saved, as far as the page shows it; a front end that shows nothing is
 * taken at its word, and the card names the time of the file.
 *
 * @param {Element} card
 */
export const saved = (card) => !card.ownerDocument.querySelector(DIRTY);

/**
 * Saves the notebook as its reader would, by the key of JupyterLab and Notebook 7, and waits until
 * the mark is gone. Elsewhere the key does nothing.
 *
 * @param {Element} card
 */
export async function saveNotebook(card) {
  const mac = /Mac|iPhone|iPad/.test(navigator.platform);
  const key = { key: "s", code: "KeyS", keyCode: 83, bubbles: true, cancelable: true };
  const notebook = card.closest(".jp-Notebook, .jp-NotebookPanel") ?? card.ownerDocument.body;
  notebook.dispatchEvent(new KeyboardEvent("keydown", { ...key, ctrlKey: !mac, metaKey: mac }));
  for (let waited = 0; waited < PATIENCE; waited += STEP) {
    await new Promise((go) => setTimeout(go, STEP));
    if (saved(card)) return;
  }
}
