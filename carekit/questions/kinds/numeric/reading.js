// The one number in what a learner typed, as reading.py has it.
import { oneBlank, stripped } from "../../browser_judging/text-forms.js";
import { NotRead } from "../../browser_judging/verdicts.js";

const D = "\\p{Nd}";
/** @param {string} form */
const whole = (form) => new RegExp(`^(?:${form})$`, "u");
const PLAIN_FORM = `[+-]?(?:${D}+(?:\\.${D}*)?|\\.${D}+)(?:[eE][+-]?${D}{1,2})?`;
const GROUPED = whole(
  `[+-]?[1-9]${D}{0,2}(?:(?:,${D}{3}){2,}(?:\\.${D}+)?|,${D}{3}\\.${D}+|(?: ${D}{3})+(?:\\.${D}+)?)`,
);
const PLAIN = whole(PLAIN_FORM);
const BEGINS_PLAIN = new RegExp(`^${PLAIN_FORM}`, "u");
const EITHER = whole(`[+-]?[1-9]${D}{0,2},${D}{3}`);
const COMMAS = whole(`[+-]?${D}+(,${D}+)+(\\.${D}+)?`);
const DECIMAL_COMMA = whole(`[+-]?${D}+(?:(?: ${D}{3})+|(?:\\.${D}{3})+)?,${D}*`);
const SIGN = new RegExp(`^([+-]) (?=[${D}.])`, "u");
const NUMBERS = new RegExp(`${D}[${D}.,]*`, "gu");

/**
 * The number; throws NotRead with the reason where there is not exactly one.
 *
 * @param {string} typed
 * @param {string[]} units
 */
export function readNumber(typed, units) {
  let text = typed.normalize("NFKC").replaceAll("。", ".").replaceAll(/[−–]/g, "-");
  text = oneBlank(text);
  if (!text) throw new NotRead("empty");
  const names = units.map((unit) => stripped(unit.normalize("NFKC")));
  // "1 minute" is as good as "1 minutes".
  names.push(
    ...names.filter((name) => /^\p{ASCII}*s$/u.test(name)).map((name) => name.slice(0, -1)),
  );
  text = withoutUnit(text, names).replace(SIGN, "$1");
  const hundredths = !names.length && text.endsWith("%");
  if (hundredths) text = stripped(`x${text.slice(0, -1)}`).slice(1);
  if (GROUPED.test(text)) return asNumber(text.replaceAll(/[, ]/g, ""), hundredths);
  if (PLAIN.test(text)) return asNumber(text, hundredths);
  throw whyNot(text);
}

/** @param {string} text @param {string[]} names */
function withoutUnit(text, names) {
  const longest = names.filter(Boolean).sort((one, other) => other.length - one.length);
  for (const name of longest) {
    if (text.toLowerCase().endsWith(name.toLowerCase())) {
      return stripped(`x${text.slice(0, -name.length)}`).slice(1);
    }
    if (text.toLowerCase().startsWith(name.toLowerCase())) {
      return stripped(`${text.slice(name.length)}x`).slice(0, -1);
    }
  }
  return text;
}

/** @param {string} digits @param {boolean} hundredths */
function asNumber(digits, hundredths) {
  const [mantissa, power = "0"] = inAscii(digits).split(/e/i);
  return Number(`${mantissa}e${Number(power) - (hundredths ? 2 : 0)}`);
}

/** Digits of any script as those of ASCII. @param {string} said */
function inAscii(said) {
  return said.replaceAll(/\p{Nd}/gu, (sign) => {
    let zero = /** @type {number} */ (sign.codePointAt(0));
    const own = zero;
    // Every script has its ten digits one after the other, from nought.
    while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1)) && own - zero < 9) zero -= 1;
    return String(own - zero);
  });
}

/** The reason why a text is no number, the most helpful one first. @param {string} text */
function whyNot(text) {
  if (EITHER.test(text)) return new NotRead("either", text);
  if (COMMAS.test(text) || DECIMAL_COMMA.test(text)) return new NotRead("comma", text);
  const numbers = text.match(NUMBERS) ?? [];
  if (numbers.length > 1) return new NotRead("several", text);
  const unit = numbers[0] ? text.replaceAll(numbers[0], "").replaceAll(/^[ +-]+|[ +-]+$/g, "") : "";
  return unit && BEGINS_PLAIN.test(text) ? new NotRead("unit", unit) : new NotRead("words", text);
}
