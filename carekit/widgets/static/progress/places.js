// Where a lesson lies, seen from the address of the page. No page is needed.

/**
 * The path that JupyterLab opens a file by, for a file beside the notebook on show, also where it
 * shows one document alone; null where the page is not JupyterLab.
 *
 * @param {string} file
 * @param {string} address the path of the page's address
 */
export function fileInLab(file, address) {
  const lab = /\/(?:lab|doc)(?:\/workspaces\/[^/]+)?\/tree\/(.*)$/.exec(address);
  if (!lab) return null;
  const folder = decodeURIComponent(lab[1]).split("/").slice(0, -1);
  return [...folder, file].join("/");
}

/**
 * Whether a file is the notebook on show.
 *
 * @param {string} file
 * @param {string} address the path of the page's address
 */
export const isHere = (file, address) => decodeURIComponent(address).endsWith(`/${file}`);
