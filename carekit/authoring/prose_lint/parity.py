"""What must be the same in every language: figures, code, links and numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from carekit.authoring.prose_lint.finding import Finding, TextInLanguages
from carekit.authoring.prose_lint.strip_markup import CODE, FIGURE, TERM, without_code
from carekit.common.languages import Lang

DIGITS = re.compile(r"(?<![A-Za-z\d.])\d[\d,]*(?:\.\d+)?(?:\s*[万萬])?")
HAN_NUMBER = re.compile(r"[零〇一二两兩三四五六七八九十百千半]+")
WORD = re.compile(r"[a-z]+")
# A limit on length is another number in every language: 120 words are about 200 字.
LENGTH = re.compile(r"\d+\s*(?:words|characters|字|個字|个字)")
_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
_ONES += " fifteen sixteen seventeen eighteen nineteen"
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_TENTHS = "twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth"
_MONTHS = "january february march april may june july august september october november december"
NUMBER_WORDS = {
    **{word: value for value, word in enumerate(_ONES.split())},
    **{word: value for value, word in enumerate(_ORDINALS.split(), 1)},
    **{word: 10 * value for value, word in enumerate(_TENS.split(), 2)},
    **{word: 10 * value for value, word in enumerate(_TENTHS.split(), 2)},
    **{word: value for value, word in enumerate(_MONTHS.split(), 1)},
    **dict.fromkeys(("no", "nobody", "none", "nothing"), 0),
    "once": 1,
    "twice": 2,
    "hundred": 100,
    "thousand": 1000,
    "dozen": 12,
    "half": 0.5,
    "single": 1,
    "both": 2,
    "pair": 2,
    "a": 1,
    "an": 1,
}
HAN_DIGITS = dict(
    zip("零〇一二两兩三四五六七八九", (0, 0, 1, 2, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True)
)
HAN_UNITS = {"十": 10, "百": 100, "千": 1000}


def parity(said: TextInLanguages) -> Iterator[Finding]:
    """Yield what one language has and another has not: ``{{figures}}``, `code`, links, numbers."""
    texts = {lang: "\n".join(line for _, line in said.by_line(lang)) for lang in said.texts}
    kinds = (
        ("placeholder", _figures),
        ("code span", _code),
        ("term link", _links),
    )
    for kind, read in kinds:
        per_lang = {lang: read(text) for lang, text in texts.items()}
        every = set().union(*per_lang.values())
        for lang, own in per_lang.items():
            for missing in sorted(every - own):
                says = f"the {kind} stands in another language but not here; say it here too"
                yield said.finding(lang, said.lines[lang], "parity", missing, says)
    yield from _numbers(said, texts)


def _figures(text: str) -> set[str]:
    return {whole[0] for whole in FIGURE.finditer(CODE.sub(" ", text))}


def _code(text: str) -> set[str]:
    return {whole[0] for whole in CODE.finditer(text)}


def _links(text: str) -> set[str]:
    return {f"[[{link[1]}]]" for link in TERM.finditer(CODE.sub(" ", text))}


def _numbers(said: TextInLanguages, texts: Mapping[Lang, str]) -> Iterator[Finding]:
    """Compare digits with digits, letting a number be spelled out in the other language."""
    read = {lang: LENGTH.sub(" ", without_code(text)) for lang, text in texts.items()}
    digits = {lang: _digits(text) for lang, text in read.items()}
    spelled = {lang: _spelled(text, lang) for lang, text in read.items()}
    for lang in texts:
        # A number that two languages miss in this one is one finding, not two.
        missing: dict[float, Lang] = {}
        for other in texts:
            for number in digits[other] - digits[lang] - spelled[lang]:
                missing.setdefault(number, other)
        for number, other in sorted(missing.items()):
            says = f"{other} says {number:g} and this language does not; make them agree"
            yield said.finding(lang, said.lines[lang], "parity", f"{number:g}", says)


def _digits(text: str) -> set[float]:
    found = set()
    for digits in DIGITS.findall(text):
        times = 10_000 if digits[-1] in "万萬" else 1
        found.add(float(digits.rstrip("万萬 ").replace(",", "")) * times)
    return found


def _spelled(text: str, lang: Lang) -> set[float]:
    if lang.writing not in ("Hans", "Hant"):
        words = WORD.findall(text.lower())
        return {float(NUMBER_WORDS[word]) for word in words if word in NUMBER_WORDS}
    return {_han(number) for number in HAN_NUMBER.findall(text)}


def _han(number: str) -> float:
    """Return the value of a Chinese number below ten thousand; 半 is a half."""
    if number == "半":
        return 0.5
    total, last = 0, 0
    for sign in number:
        if sign in HAN_UNITS:
            total, last = total + (last or 1) * HAN_UNITS[sign], 0
        elif sign in HAN_DIGITS:
            last = HAN_DIGITS[sign]
    return float(total + last)
