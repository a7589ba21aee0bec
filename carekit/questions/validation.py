"""What no single field can know: repeated ids, unknown names, places that do not exist."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from itertools import combinations, pairwise
from typing import Any

from carekit.common.languages import Lang
from carekit.questions.bank import Bank
from carekit.questions.compound_models import Cloze, Gap, Hotspot, Matching, Ordering
from carekit.questions.expressions import names_in
from carekit.questions.models import Choice, Item, Numeric
from carekit.questions.pictures import outside, overlap
from carekit.questions.placeholders import Where, places, texts
from carekit.questions.variants import NotDrawn, realised

Mistake = tuple[Where, str]
# So many draws are tried when a bank is read; an author hears of a bad draw before a learner.
TRIED = 25
# Below this length a sentence says nothing about the care of its translation.
SHORT = 30
JOINT = "[,]"
"""What parts an answer in the log; no id and no accepted word may hold it."""


def mistakes(bank: Bank, shared: Sequence[str] = ()) -> Iterator[Mistake]:
    """Yield every mistake of a bank that its fields, each by itself, do not show.

    ``shared`` are the misconceptions of the concept's first file, where this is a further one.
    """
    yield from _repeated(bank.misconceptions, ("misconceptions",))
    yield from _repeated(bank.questions, ("questions",))
    for number, idea in enumerate(bank.misconceptions):
        if idea.id in shared:
            says = f"{idea.id} is in the first file of the concept already; remove it here"
            yield ("misconceptions", number, "id"), says
    known = {misconception.id for misconception in bank.misconceptions} | {*shared}
    for number, question in enumerate(bank.questions):
        here = ("questions", number)
        yield from _of_kind(question, known, here)
        found = list(_figures(question, here))
        yield from found
        if not found and question.draw:
            yield from _draws(question, here)


def _of_kind(question: Item, known: Container[str], here: Where) -> Iterator[Mistake]:
    choices = getattr(question, "choices", [])
    yield from _choices(choices, known, here)
    match question:
        case Numeric():
            yield from _pointing(question.slips, known, (*here, "slips"))
        case Matching():
            yield from _matching(question, known, here)
        case Ordering():
            yield from _ordering(question, known, here)
        case Cloze():
            yield from _repeated(question.gaps, (*here, "gaps"))
            for number, gap in enumerate(question.gaps):
                yield from _gap(gap, known, (*here, "gaps", number))
        case Hotspot():
            yield from _hotspot(question, here)


def _choices(choices: Sequence[Choice], known: Container[str], here: Where) -> Iterator[Mistake]:
    yield from _repeated(choices, (*here, "choices"))
    pins = Counter(choice.pin for choice in choices if choice.pin)
    for number, choice in enumerate(choices):
        place = (*here, "choices", number)
        if choice.pin and pins[choice.pin] > 1:
            yield (*place, "pin"), f"{choice.pin} is pinned twice; leave one of them"
        yield from _choice(choice, known, place)


def _choice(choice: Choice, known: Container[str], here: Where) -> Iterator[Mistake]:
    worth = getattr(choice, "credit", float(choice.right))
    if worth == 1 and choice.misconception:
        yield (*here, "misconception"), "stands on a right option; remove it"
    elif worth == 0 and not choice.misconception:
        yield (*here, "misconception"), "is missing on a wrong option; name the misconception"
    elif choice.misconception and choice.misconception not in known:
        yield (*here, "misconception"), _unknown(choice.misconception)


def _pointing(entries: Sequence[Any], known: Container[str], here: Where) -> Iterator[Mistake]:
    for number, entry in enumerate(entries):
        if entry.misconception not in known:
            yield (*here, number, "misconception"), _unknown(entry.misconception)


def _unknown(name: str) -> str:
    return f"{name} is not listed under `misconceptions`; add it there or correct it"


def _repeated(entries: Sequence[Any], here: Where) -> Iterator[Mistake]:
    seen: set[str] = set()
    for number, entry in enumerate(entries):
        if entry.id in seen:
            yield (*here, number, "id"), f"{entry.id} stands twice; rename one of them"
        seen.add(entry.id)


def _matching(question: Matching, known: Container[str], here: Where) -> Iterator[Mistake]:
    yield from _repeated(question.left, (*here, "left"))
    yield from _repeated(question.right, (*here, "right"))
    sides = {"left": {part.id for part in question.left}}
    sides["right"] = {part.id for part in question.right}
    for number, part in enumerate(question.right):
        if part.id in sides["left"]:
            # One id for both would be the key, plain to see in the page.
            says = f"{part.id} is also under `left`; rename one of them"
            yield (*here, "right", number, "id"), says
    for field in ("pairs", "slips"):
        entries = getattr(question, field)
        yield from _pointing(entries, known, (*here, field))
        for number, entry in enumerate(entries):
            for side, ids in sides.items():
                if (name := getattr(entry, side)) not in ids:
                    says = f"{name} is not under `{side}`; add it there or correct it"
                    yield (*here, field, number, side), says
    for side in sides:
        used = Counter(getattr(pair, side) for pair in question.pairs)
        for number, pair in enumerate(question.pairs):
            name = getattr(pair, side)
            if used[name] > 1:
                yield (*here, "pairs", number, side), f"{name} is in two pairs; leave it in one"
    for number, part in enumerate(question.left):
        if part.id not in question.key:
            says = f"{part.id} is in no pair; add its pair or remove it"
            yield (*here, "left", number, "id"), says
    for number, slip in enumerate(question.slips):
        if question.key.get(slip.left) == slip.right:
            yield (*here, "slips", number), "is a right pair; change or remove it"


def _ordering(question: Ordering, known: Container[str], here: Where) -> Iterator[Mistake]:
    yield from _repeated(question.items, (*here, "items"))
    yield from _pointing(question.slips, known, (*here, "slips"))
    ids = [item.id for item in question.items]
    if sorted(ids) != sorted(question.order):
        said = ", ".join(sorted(set(ids) ^ set(question.order))) or "one stands twice"
        yield (*here, "order"), f"must hold every id of `items` once ({said}); correct it"
        return
    neighbours = set(pairwise(question.order))
    for number, slip in enumerate(question.slips):
        place = (*here, "slips", number)
        for field in ("first", "then"):
            if getattr(slip, field) not in ids:
                says = f"{getattr(slip, field)} is not under `items`; correct it"
                yield (*place, field), says
        if (slip.first, slip.then) in neighbours:
            yield place, "is what the right order has as well; change or remove it"


def _gap(gap: Gap, known: Container[str], here: Where) -> Iterator[Mistake]:
    yield from _choices(gap.choices, known, here)
    yield from _pointing(gap.slips, known, (*here, "slips"))
    if gap.misconception and gap.misconception not in known:
        yield (*here, "misconception"), _unknown(gap.misconception)
    right = set(gap.accept.every) if gap.accept else set()
    for number, slip in enumerate(gap.slips):
        for word in sorted(right & set(slip.accept.every)):
            yield (*here, "slips", number), f"{word!r} is accepted as right; remove it"
    for word in sorted(right):
        if JOINT in word or "=" in word or not word.strip():
            yield (*here, "accept"), f"{word!r} cannot be typed into a gap; write words"


def _hotspot(question: Hotspot, here: Where) -> Iterator[Mistake]:
    size = f"{question.picture.width:g} by {question.picture.height:g}"
    for number, spot in enumerate(question.choices):
        if outside(spot, question.picture):
            says = f"reaches outside the picture, which is {size}; move it or make it smaller"
            yield (*here, "choices", number, "at"), says
    for (_, one), (number, other) in combinations(enumerate(question.choices), 2):
        if overlap(one, other):
            yield (*here, "choices", number, "at"), f"lies over {one.id}; move one of them"


def _figures(question: Item, here: Where) -> Iterator[Mistake]:
    """Yield what is wrong with the names of figures: in texts, in expressions, in `given`."""
    drawn = [*question.draw, *question.derive]
    known = {*question.given, *drawn}
    used: set[str] = set()
    for name in sorted(
        {name for name in drawn if drawn.count(name) + (name in question.given) > 1}
    ):
        yield (*here, "derive", name), f"{name} has two meanings; rename one of them"
    for where, names in _expressions(question, here):
        used |= names
        for name in sorted(names - _before(question, where)):
            yield where, f"{name} is not drawn or derived before; add it under `draw`"
    for where, text in texts(question, here):
        names = {lang: places(text[lang]) for lang in Lang}
        used |= set().union(*names.values())
        for lang in Lang:
            for name in sorted(names[lang] - known):
                says = f"{{{{{name}}}}} is not under `given`; add it there or correct it"
                yield (*where, lang.value), says
        if len({frozenset(found) for found in names.values()}) > 1:
            said = "; ".join(f"{lang}: {', '.join(sorted(names[lang])) or '-'}" for lang in Lang)
            yield where, f"languages use different placeholders ({said}); use the same in all"
    for field in ("given", "draw", "derive"):
        for name in sorted(set(getattr(question, field)) - used):
            yield (*here, field, name), "is used in no text; use it or remove it"


def _expressions(question: Item, here: Where) -> Iterator[tuple[Where, set[str]]]:
    for name, said in question.derive.items():
        yield (*here, "derive", name), names_in(said)
    if question.only_if:
        yield (*here, "only_if"), names_in(question.only_if)
    if isinstance(question, Numeric):
        if isinstance(question.answer, str):
            yield (*here, "answer"), names_in(question.answer[1:])
        for number, slip in enumerate(question.slips):
            if isinstance(slip.value, str):
                yield (*here, "slips", number, "value"), names_in(slip.value[1:])


def _before(question: Item, where: Where) -> set[str]:
    """Return the names an expression may use: a derived one only those above it."""
    derived = list(question.derive)
    if where[2] == "derive":
        derived = derived[: derived.index(where[3])]
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
            room = {lang: width(text[lang]) for lang in Lang}
            for lang in Lang:
                others = max(room[other] for other in Lang if other is not lang)
                if room[lang] > max(SHORT, 2 * others):
                    says = "is more than twice as long as the other languages; compare them"
                    yield (*where, lang.value), says


def width(said: str) -> int:
    """Return how much is said: one Han letter carries about as much as three Latin ones.

    >>> width("ab"), width("两点")
    (2, 6)
    """
    return sum(3 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in said)
