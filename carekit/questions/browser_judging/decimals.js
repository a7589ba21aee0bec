// Numbers compared as the decimals that were typed: in binary 10.55 - 10.5 is more than 0.05.

/** Whether two numbers differ by no more than `tolerance`. @param {number} given @param {number} wanted @param {number} tolerance */
export function near(given, wanted, tolerance) {
  const all = [given, wanted, tolerance];
  if (!all.every(Number.isFinite)) return false;
  const parts = all.map(decimal);
  const least = Math.min(...parts.map(({ power }) => power));
  const [one, other, most] = parts.map(
    ({ digits, power }) => digits * 10n ** BigInt(power - least),
  );
  const apart = one > other ? one - other : other - one;
  return apart <= most;
}

/** The shortest decimal that is this number: its digits, times ten to a power. @param {number} value */
function decimal(value) {
  const [, sign, whole, part = "", power = "0"] = /** @type {RegExpExecArray} */ (
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value))
  );
  return { digits: BigInt(`${sign}${whole}${part}`), power: Number(power) - part.length };
}
