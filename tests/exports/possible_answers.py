"""Answers that can be given: all of them up to a bound, or what tells rules apart."""

from __future__ import annotations

from itertools import chain, combinations, islice, permutations, product
from random import Random

from carekit.questions.judging import judge, solution
from carekit.questions.verdicts import NotRead

MOST = 800
TYPED = ("", "nothing like it", "*")


def ours(question, answer):
    """Return our score; what cannot be read counts as no answer, and so does nothing."""
    try:
        return judge(question, answer).score if answer else 0.0
    except NotRead:
        return 0.0


def answers_to(question):
    """Return possible answers as ``judge`` takes them, at most MOST."""
    found = list(islice(WAYS[question.kind](question), 100_000))
    return found if len(found) <= MOST else [*found[:50], *Random(7).sample(found, MOST - 50)]


def one_of(question):
    return chain([[]], ([choice.id] for choice in question.choices))


def some_of(question):
    names = [choice.id for choice in question.choices]
    sizes = range(len(names) + 1)
    return chain.from_iterable(map(list, combinations(names, size)) for size in sizes)


def numbers(question):
    step = question.tolerance or 0.5
    near = [question.answer + step * part for part in (-2, -1.02, -1, 0, 1, 1.02, 2)]
    near += [question.also] if question.also is not None else []
    for slip in question.slips:
        near += [slip.value, slip.value + slip.tolerance, slip.value - slip.tolerance]
    plain = [f"{value:.12g}" for value in near]
    key = solution(question)[0]
    wide = key.translate({code: code + 0xFEE0 for code in range(0x2B, 0x3A)})
    others = [f" {key} ", f"+{key}".replace("+-", "-"), wide, key.replace(".", "。"), f"{key}%"]
    others += [key.replace(".", ","), f"{key} zorkmids", f"{key}e0"]
    return ([said] for said in chain(plain, others, TYPED))


def pairs(question):
    rights = [None, *(part.id for part in question.right)]
    lefts = [part.id for part in question.left]
    for taken in product(rights, repeat=len(lefts)):
        yield [f"{a}={b}" for a, b in zip(lefts, taken, strict=True) if b]


def orders(question):
    return map(list, permutations(item.id for item in question.items))


def near(words):
    """Yield what is like accepted words, but for case, width, ends and one letter."""
    for word in words:
        yield from (word, word.upper(), f"  {word} ", f"“{word}”.", word[:-1], f"{word}s")
        yield "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in word)
        yield chr(ord(word[0]) + 0xFEE0) + word[1:] if "!" <= word[0] <= "~" else word


def in_gaps(question):
    ways = []
    for gap in question.gaps:
        if gap.choices:
            said = [choice.id for choice in gap.choices]
        else:
            slips = [word for slip in gap.slips for word in slip.accept.every]
            said = [*near(gap.typed.accept.every), *slips, "nothing like it"]
        ways.append([None, *(f"{gap.id}={one}" for one in dict.fromkeys(said))])
    for taken in product(*ways):
        yield [one for one in taken if one]


def texts(question):
    said = [*near(question.accept.every), *TYPED]
    said += [word for one in (*question.near, *question.slips) for word in one.accept.every]
    return ([one] for one in dict.fromkeys(said))


WAYS = {
    "single": one_of,
    "judgement": one_of,
    "hotspot": one_of,
    "multiple": some_of,
    "numeric": numbers,
    "matching": pairs,
    "ordering": orders,
    "cloze": in_gaps,
    "short_text": texts,
}
