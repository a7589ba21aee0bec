// What this browser remembers. Storage may be closed to us; then it holds for this page only.

/** @param {string} name @param {string} value */
export function keep(name, value) {
  try {
    localStorage.setItem(name, value);
  } catch {
    // There is nothing to do about it, and nothing is lost that Python has.
  }
}

/** @param {string} name */
export function kept(name) {
  try {
    return localStorage.getItem(name) || "";
  } catch {
    return "";
  }
}
