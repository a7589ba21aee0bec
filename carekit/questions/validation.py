"""What no single field can know: repeated ids, unknown names, places that do not exist."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from carekit.common.languages import languages
from carekit.questions.bank import Bank
from carekit.questions.entry_mistakes import Mistake, repeated
from carekit.questions.expressions import names_in
from carekit.questions.kinds import kind_of
from carekit.questions.models import Item
from carekit.questions.placeholders import Where, places, texts
from carekit.questions.variants import NotDrawn, realised

# So many draws are tried when a bank is read; an author hears of a bad draw before a learner.
TRIED = 25
# Below this length a sentence says nothing about the care of its translation.
SHORT = 30


def mistakes(bank: Bank, shared: Sequence[str] = ()) -> Iterator[Mistake]:
    """Yield every mistake of a bank that its fields, each by itself, do not show.

    ``shared`` are the misconceptions of the concept's first file, where this is a further one.
    """
    yield from repeated(bank.misconceptions, ("misconceptions",))
    yield from repeated(bank.questions, ("questions",))
    for number, idea in enumerate(bank.misconceptions):
        if idea.id in shared:
            says = f"{idea.id} is in the first file of the concept already; remove it here"
            yield ("misconceptions", number, "id"), says
    known = {misconception.id for misconception in bank.misconceptions} | {*shared}
    for number, question in enumerate(bank.questions):
        here = ("questions", number)
        yield from kind_of(question).mistakes(question, known, here)
        found = list(_figures(question, here))
        yield from found
        if not found and question.draw:
            yield from _draws(question, here)


def _figures(question: Item, here: Where) -> Iterator[Mistake]:
    """Yield what is wrong with the names of figures: in texts, in expressions, in `given`."""
    drawn = [*question.draw, *question.derive]
    known = {*question.given, *drawn}
    used: set[str] = set()
    for name in sorted(
        {name for name in drawn if drawn.count(name) + (name in question.given) > 1}
    ):
        yield (*here, "derive", name), f"{name} has two meanings; rename one of them"
    for where, wanted in _expressions(question, here):
        used |= wanted
        for name in sorted(wanted - _before(question, where)):
            yield where, f"{name} is not drawn or derived before; add it under `draw`"
    for where, text in texts(question, here):
        names = {lang: places(text[lang]) for lang in languages()}
        used |= set().union(*names.values())
        for lang in languages():
            for name in sorted(names[lang] - known):
                says = f"{{{{{name}}}}} is not under `given`; add it there or correct it"
                yield (*where, lang), says
        if len({frozenset(found) for found in names.values()}) > 1:
            said = "; ".join(
                f"{lang}: {', '.join(sorted(names[lang])) or '-'}" for lang in languages()
            )
            yield where, f"languages use different placeholders ({said}); use the same in all"
    for field in ("given", "draw", "derive"):
        for name in sorted(set(getattr(question, field)) - used):
            yield (*here, field, name), "is used in no text; use it or remove it"


def _expressions(question: Item, here: Where) -> Iterator[tuple[Where, set[str]]]:
    for name, said in question.derive.items():
        yield (*here, "derive", name), names_in(said)
    if question.only_if:
        yield (*here, "only_if"), names_in(question.only_if)
    for where, said in kind_of(question).expressions(question):
        yield (*here, *where), names_in(said)


def _before(question: Item, where: Where) -> set[str]:
    """Return the names an expression may use: a derived one only those above it."""
    derived = list(question.derive)
    if where[2] == "derive":
        derived = derived[: derived.index(str(where[3]))]
    return {*question.draw, *derived}


def _draws(question: Item, here: Where) -> Iterator[Mistake]:
    try:
        for number in range(TRIED):
            realised(question, f"reading/{number}")
    except NotDrawn as fault:
        yield (*here, "draw"), f"{fault}; widen the ranges or mend the expressions"


def long_texts(bank: Bank) -> Iterator[Mistake]:
    """Yield where one language says more than twice as much as both others.

    That is a hint, not a mistake: something may be missing elsewhere, or be said twice here.
    """
    for number, question in enumerate(bank.questions):
        for where, text in texts(question, ("questions", number)):
            room = {lang: width(text[lang]) for lang in languages()}
            for lang in languages():
                others = max(
                    (room[one] for one in languages() if one is not lang), default=room[lang]
                )
                if room[lang] > max(SHORT, 2 * others):
                    says = "is more than twice as long as the other languages; compare them"
                    yield (*where, lang), says


def width(said: str) -> int:
    """Return how much is said: one Han letter carries about as much as three Latin ones.

    >>> width("ab"), width("两点")
    (2, 6)
    """
    return sum(3 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in said)
