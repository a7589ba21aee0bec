"""What a quiz on a page needs to ask and to judge without Python: questions with their keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from carekit.questions import Bank, Item, realised, seed_of
from carekit.questions.views.browser import for_browser
from carekit.questions.views.practice import with_key

DRAWS = 8
"""A question with drawn numbers comes in so many variants; after the last comes the first again."""
SEED = "offline page"


def card(
    banks: Mapping[str, Bank], concept: str, ids: Sequence[str], *, confidence: bool
) -> dict[str, Any]:
    """Return a quiz as data: its questions in their order, each in its variants, with their keys.

    Raises ValueError for a question that counts.
    """
    bank = banks[concept]
    known = {question.id: question for question in bank.questions}
    return {
        "confidence": confidence,
        "questions": [_question(bank, known[name]) for name in ids],
    }


def _question(bank: Bank, question: Item) -> dict[str, Any]:
    name = bank.object_id(question)
    seeds = [seed_of(SEED, name, number) for number in range(DRAWS if question.draw else 1)]
    drawn = [(seed, realised(question, seed)) for seed in seeds]
    return {
        "id": question.id,
        "name": name,
        "credit": question.credit,
        "reveal": question.reveal,
        "variants": [{"seen": for_browser(one, seed), "key": with_key(one)} for seed, one in drawn],
    }
