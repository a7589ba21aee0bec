// Answers that have parts, as Python takes them: "left=right" or "gap=word". No page is needed.

/**
 * The parts of an answer by their names. What stands behind the first sign of equality is the
 * value, whatever signs it holds.
 *
 * @param {string[]} answer
 */
export function partsOf(answer) {
  return new Map(
    answer.map((part) => {
      const at = part.indexOf("=");
      return at < 0 ? [part, ""] : [part.slice(0, at), part.slice(at + 1)];
    }),
  );
}

/**
 * An answer of its parts; a part that holds nothing but blanks is none.
 *
 * @param {Iterable<[string, string]>} parts
 */
export function answerOf(parts) {
  return [...parts]
    .map(([id, value]) => [id, value.trim()])
    .filter(([, value]) => value)
    .map(([id, value]) => `${id}=${value}`);
}

/**
 * The first value that is there twice, or undefined.
 *
 * @param {string[]} values
 */
export const usedTwice = (values) => values.find((value, place) => values.indexOf(value) !== place);

/**
 * An order in which one item has been put to another place.
 *
 * @param {string[]} order
 * @param {string} id
 * @param {number} to
 */
export function placed(order, id, to) {
  const others = order.filter((other) => other !== id);
  return [...others.slice(0, to), id, ...others.slice(to)];
}

/**
 * The pieces of a text with gaps: plain words, and the name of each gap between them.
 *
 * @param {string} said a text that holds `((name))` for each gap
 * @returns {({ words: string } | { gap: string })[]}
 */
export function piecesOf(said) {
  return said
    .split(/\(\(([a-z0-9-]+)\)\)/)
    .map((part, place) => (place % 2 ? { gap: part } : { words: part }));
}
