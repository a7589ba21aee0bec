// Answers as lists of strings: options that are on offer, parts with a name.

/** Throws where something was chosen that is not offered. @param {Iterable<string>} chosen @param {Set<string>} offered */
export function onOffer(chosen, offered) {
  const strange = [...chosen].filter((one) => !offered.has(one));
  if (strange.length) throw new RangeError(`not on offer: ${strange.sort().join(", ")}`);
}

/** The `name=value` parts of an answer by name. @param {string[]} answer */
export function byName(answer) {
  const found = new Map(
    answer.map((part) => {
      const at = part.indexOf("=");
      return at < 0 ? ["", ""] : [part.slice(0, at), part.slice(at + 1)];
    }),
  );
  if (found.size < answer.length || answer.some((part) => !part.includes("="))) {
    throw new RangeError(`one name=value for each, please; got ${answer.join(", ")}`);
  }
  return found;
}
