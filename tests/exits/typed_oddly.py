"""Answers as people type them: one slip at each place of a word, numbers in every form."""

from carekit.questions.judging import solution

STRANGE = [[], ["no-such-part"], ["no-such-part=x"], ["a", "b"], ["=", "="]]
NUMBERS = [
    *("", " ", "1,234", "1,234,567", "1,234.5", "1 234", "1 234,5", "1.500,5", "0,851", "85.1％"),
    *(
        "50%",
        "5.%",
        ".5%",
        "1e3",
        "1e-3%",
        "1e400",
        "9" * 400,
        "-3",
        "− 3",
        "–3",
        "+ 4",
        "１２。５",
    ),
    *("٣٫٥", "٣٤", "१२.५", "12 apples", "apples 12", "12 or 13", "twelve", "3.", "3,", "--3", "𝟙𝟚"),
    *("12\u00a0345", "1\x1c2", "1,23", "12 345 678", "1 minute", "1minutes", "1 MINUTES", "²"),
]
TEXTS = ["x" * 200, "x" * 201, "𝒙" * 201, "", "nothing of it"]


def odd_answers(question):
    """Return answers to a question that do not fit, and ways to type what is typed."""
    made = {"numeric": _numbers, "short_text": _texts, "cloze": _gaps}.get(question.kind)
    return [solution(question), *STRANGE, *(made(question) if made else [])]


def _numbers(question):
    units = question.unit.by_lang().values() if question.unit else ()
    key = solution(question)[0]
    with_units = [
        form for unit in units for form in (f"{key} {unit}", f"{unit}{key}", f"{key}{unit.upper()}")
    ]
    return [[said] for said in [*with_units, *NUMBERS]]


def _texts(question):
    return [[said] for said in [*_typed(_words(question)), *TEXTS]]


def _gaps(question):
    for gap in question.gaps:
        if not gap.choices:
            yield from ([f"{gap.id}={said}"] for said in _typed(_words(gap)))


def _words(node):
    found = list(node.accept.every)
    for name in ("near", "slips"):
        found += [word for one in getattr(node, name, []) for word in one.accept.every]
    return found


def _typed(words):
    for word in words:
        yield from (word.title(), word.swapcase(), f"  {word}\u3000", f"“{word}.”", f"{word}\ufeff")
        for at in range(len(word)):
            head, tail = word[:at], word[at:]
            yield from (head + tail[1:], f"{head}q{tail}", f"{head}7{tail[1:]}")
            yield head + tail[1:2] + tail[:1] + tail[2:]
