// JupyterLab's own packages, as the page that runs has them. Webpack keeps them in a table; it is
// given to every extension, also to one that another bundler made.
/** @import { ShareScope } from "./jupyterlab.js" */

/** @type {ShareScope} */
let table = {};

/** @param {ShareScope} scope */
export function useShared(scope) {
  table = scope;
}

/**
 * A package of JupyterLab's, or null where this front end has none of that name.
 *
 * @param {string} name
 * @returns {Promise<any>}
 */
export async function shared(name) {
  const versions = Object.values(table[name] ?? {});
  // Of a package that several extensions bring, the one that runs already is everybody's.
  const found = versions.find((one) => one.loaded) ?? versions[0];
  return found ? (await found.get())() : null;
}
