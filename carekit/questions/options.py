"""What the kinds with one list of options share: single, multiple, judgement and hotspot."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import Protocol

from carekit.common.languages import Lang, languages
from carekit.questions import plain_text
from carekit.questions.answer_parts import on_offer
from carekit.questions.entry_mistakes import Mistake, in_choices
from carekit.questions.markup import in_order, listed
from carekit.questions.models import Choice, Chosen
from carekit.questions.placeholders import Where
from carekit.questions.shown_question import (
    Seen,
    SeenPart,
    ShownOption,
    ShownOptions,
    ShownPart,
    WrittenGap,
    WrittenQuestion,
)
from carekit.questions.shuffling import shuffled
from carekit.questions.verdicts import Note, Verdict

ONE, SEVERAL = '["…"]', '["…", "…"]'
"""The forms of an answer that is one id, and of one that lists some."""


class HasChoices(Protocol):
    """A full question with one list of options."""

    @property
    def choices(self) -> Sequence[Choice]:
        """Return the options, each with its feedback."""


def one_taken(answer: Sequence[str]) -> frozenset[str]:
    """Return the option that was taken, or none. Raises ValueError for more than one."""
    chosen = frozenset(answer)
    if len(chosen) > 1:
        raise ValueError(f"one option can be taken, not {len(chosen)}")
    return chosen


def judge_one(question: Chosen, answer: Sequence[str]) -> Verdict:
    """Return the verdict where one option is right: 1.0 for exactly the key, else 0.0."""
    chosen = one_taken(answer)
    return judged(question, chosen, score_one(chosen, question.key, question.offered))


def score_one(chosen: AbstractSet[str], key: AbstractSet[str], offered: AbstractSet[str]) -> float:
    """Return 1.0 when exactly the key was chosen, else 0.0.

    >>> score_one({"a"}, {"a"}, {"a", "b"}), score_one({"a", "b"}, {"a"}, {"a", "b"})
    (1.0, 0.0)
    """
    on_offer(chosen, offered)
    return float(chosen == key)


def judged(question: Chosen, chosen: frozenset[str], score: float) -> Verdict:
    """Return the verdict with a note for each option that was taken, in the author's order."""
    taken = [choice for choice in question.choices if choice.id in chosen]
    return Verdict(
        score=score,
        right=chosen == question.key,
        notes=tuple(Note(choice.id, choice.right, choice.why) for choice in taken),
        misconceptions=tuple(choice.misconception for choice in taken if choice.misconception),
        missed=len(question.key - chosen),
    )


def solution(question: Chosen) -> list[str]:
    """Return the ids of the right options."""
    return sorted(question.key)


def as_written(entry: WrittenQuestion | WrittenGap) -> Iterator[str]:
    """Yield the ids of right options; of several defensible ones those with full credit."""
    for one in entry.get("choices", []):
        if one.get("right") or one.get("credit") == 1:
            yield str(one["id"])


def refuse_more_than_one(question: ShownOptions, answer: Sequence[str]) -> None:
    """Raise ValueError unless one of the options was taken."""
    refuse_strange(question, answer)
    if len(set(answer)) > 1:
        raise ValueError(f"one option can be taken, not {len(set(answer))}")


def refuse_strange(question: ShownOptions, answer: Sequence[str]) -> None:
    """Raise ValueError where nothing was taken, or what is not offered."""
    offered = [choice.id for choice in question.choices]
    strange = [one for one in answer if one not in offered]
    if strange or not answer:
        found = ", ".join(strange) or "nothing"
        raise ValueError(f"{found} is not on offer; take of: {', '.join(offered)}")


def mistakes(question: HasChoices, known: Container[str], here: Where) -> Iterator[Mistake]:
    """Yield the mistakes in the options."""
    yield from in_choices(question.choices, known, here)


def reads_twice(question: Chosen) -> str | None:
    """Return which options read the same in a draw, or None."""
    for lang in languages():
        said = [choice.say[lang] for choice in question.choices]
        if len(set(said)) < len(said):
            return f"two options read the same ({', '.join(said)})"
    return None


def for_browser(question: ShownOptions, seed: str) -> Seen:
    """Return the options, and the order in which they are shown."""
    return {"choices": said(question.choices), "order": order(question.choices, seed)}


def said(parts: Sequence[ShownPart]) -> list[SeenPart]:
    """Return the ids and words of parts, by id: an author tends to write the right one first."""
    return [{"id": p.id, "say": p.say.by_lang()} for p in sorted(parts, key=lambda part: part.id)]


def order(choices: Sequence[ShownOption], seed: str) -> list[str]:
    """Return the ids of options in an order of the seed's own; pinned ones stay where they are."""
    # From the ids, so that the learner's copy, which is sorted, gives the same order.
    free = shuffled(sorted(choice.id for choice in choices if not choice.pin), seed)
    first = [choice.id for choice in choices if choice.pin == "first"]
    return [*first, *free, *(choice.id for choice in choices if choice.pin == "last")]


def to_circle(seen: Seen) -> str:
    """Return the options for print, one of which is marked."""
    return listed(in_order(seen["choices"], seen["order"]), "○")


def in_words(seen: Seen, lang: Lang) -> list[str]:
    """Return the options with their ids."""
    return ["", *plain_text.listed(seen["choices"], seen["order"], lang)]
