"""A question that counts as a learner's copy holds it: in the form of a bank, without its key.

The fields that are left stand in ``allow_list``. Numbers drawn for each learner come as a table of
ready figures, because the sums that a bank derives from them are its key in other words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from pydantic import TypeAdapter, ValidationError

from carekit.common.files import ContentError
from carekit.questions.bank import Question
from carekit.questions.models import Item
from carekit.questions.placeholders import places
from carekit.questions.variants import VARIANTS, figures
from carekit.questions.views import allow_list


def reduced(question: Mapping[str, object]) -> dict[str, object]:
    """Return what a learner may see of a question that counts; once is as good as twice.

    Raises ContentError where its numbers cannot be drawn.
    """
    seen = allow_list.kept(question, allow_list.LEARNER_BANK)
    if question.get("draw"):
        seen["variants"] = _variants(question, _names(seen))
    return seen


def beyond(question: Mapping[str, object]) -> Iterator[tuple[str | int, ...]]:
    """Yield the place of every field of a question that no learner may have."""
    yield from allow_list.beyond(question, allow_list.LEARNER_BANK)


def _names(node: object) -> set[str]:
    if isinstance(node, str):
        return places(node)
    inside = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return set().union(*map(_names, inside))


def _variants(question: Mapping[str, object], wanted: set[str]) -> list[dict[str, object]]:
    """Return the figures that the shown texts name, for each variant."""
    try:
        full: Item = _question().validate_python(dict(question))
    except ValidationError as error:
        wrong = error.errors(include_url=False)[0]
        place = ".".join(map(str, wrong["loc"]))
        raise ContentError(f"{question.get('id')}: {place}: {wrong['msg']}; correct it") from None
    drawn = (figures(full, number) for number in range(VARIANTS))
    return [{name: one[name] for name in sorted(wanted & one.keys())} for one in drawn]


@cache
def _question() -> TypeAdapter[Item]:
    return TypeAdapter(Question)
