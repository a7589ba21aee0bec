"""A question and an answer in, a verdict out. No widget, no file and no clock takes part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import singledispatch

from carekit.common.languages import Text
from carekit.questions import (
    Choice,
    Chosen,
    Cloze,
    Gap,
    Hotspot,
    Item,
    Judgement,
    Matching,
    Multiple,
    Numeric,
    Ordering,
    Single,
    scoring,
)


@dataclass(frozen=True)
class Note:
    """Feedback on one part of an answer; ``option`` is None where it is on the whole answer.

    ``credit`` is set where a part that is not right is worth something all the same.
    """

    option: str | None
    right: bool
    says: Text
    credit: float = 0.0


@dataclass(frozen=True)
class Verdict:
    """What an answer is worth (``score`` 0..1), why, and which wrong ideas it points to.

    ``missed`` counts the parts of the key that are not in the answer. Options that were not taken
    are never named, so that a second try is still a try.
    """

    score: float
    right: bool
    notes: tuple[Note, ...]
    misconceptions: tuple[str, ...] = ()
    missed: int = 0


@singledispatch
def judge(question: Item, answer: Sequence[str]) -> Verdict:
    """Return the verdict on an answer, given as a list of strings whatever the kind.

    Option ids for single, multiple, judgement and hotspot; the one typed text for numeric; the
    ids from first to last for ordering; ``left=right`` for each pair of matching and ``gap=taken``
    for each gap of cloze. Raises ValueError for an answer that does not fit the question,
    scoring.NotANumber for a text that is not one number. A question with drawn numbers must be
    ``realised`` first.
    """
    raise TypeError(f"no judge for {type(question).__name__}, answered {list(answer)}")


@judge.register(Single)
@judge.register(Hotspot)
def _single(question: Single | Hotspot, answer: Sequence[str]) -> Verdict:
    chosen = _one(answer)
    return _on_options(question, chosen, scoring.single(chosen, question.key, question.offered))


def _one(answer: Sequence[str]) -> frozenset[str]:
    chosen = frozenset(answer)
    if len(chosen) > 1:
        raise ValueError(f"one option can be taken, not {len(chosen)}")
    return chosen


@judge.register
def _multiple(question: Multiple, answer: Sequence[str]) -> Verdict:
    chosen = frozenset(answer)
    return _on_options(question, chosen, scoring.multiple(chosen, question.key, question.offered))


def _on_options(question: Chosen, chosen: frozenset[str], score: float) -> Verdict:
    """Return the verdict with a note for each option that was taken, in the author's order."""
    taken = [choice for choice in question.choices if choice.id in chosen]
    return Verdict(
        score=score,
        right=chosen == question.key,
        notes=tuple(Note(choice.id, choice.right, choice.why) for choice in taken),
        misconceptions=tuple(choice.misconception for choice in taken if choice.misconception),
        missed=len(question.key - chosen),
    )


@judge.register
def _numeric(question: Numeric, answer: Sequence[str]) -> Verdict:
    units = question.unit.by_lang().values() if question.unit else ()
    value = scoring.parse_number("".join(answer), units)
    if question.is_right(value):
        return Verdict(1.0, right=True, notes=(Note(None, right=True, says=question.why),))
    if slip := question.slip_of(value):
        note = Note(None, right=False, says=slip.why)
        return Verdict(0.0, right=False, notes=(note,), misconceptions=(slip.misconception,))
    # The reason would tell the result, and another try may follow: see ``closed``.
    says = question.when_wrong or next(iter(question.hints), None)
    notes = (Note(None, right=False, says=says),) if says else ()
    return Verdict(0.0, right=False, notes=notes)


def closed(question: Item, verdict: Verdict) -> Verdict:
    """Return a verdict after which no other try counts: now the reason may be told in full."""
    if isinstance(question, Numeric) and not verdict.right and not verdict.misconceptions:
        return replace(verdict, notes=(Note(None, right=False, says=question.why),))
    return verdict


@judge.register
def _judgement(question: Judgement, answer: Sequence[str]) -> Verdict:
    score = scoring.judgement(_one(answer), question.worth)
    taken = [choice for choice in question.choices if choice.id in answer]
    return Verdict(
        score=score,
        right=score == 1,
        notes=tuple(Note(one.id, one.credit == 1, one.why, one.credit) for one in taken),
        misconceptions=tuple(one.misconception for one in taken if one.misconception),
    )


def _split(answer: Sequence[str]) -> dict[str, str]:
    """Return ``name=value`` parts as a mapping."""
    parts = [part.partition("=") for part in answer]
    found = {name: value for name, _, value in parts}
    if len(found) < len(parts) or not all(between for _, between, _ in parts):
        raise ValueError(f"one name=value for each, please; got {', '.join(answer)}")
    return found


@judge.register
def _matching(question: Matching, answer: Sequence[str]) -> Verdict:
    given = _split(answer)
    score = scoring.matching(given, question.key, {part.id for part in question.right})
    right = set(scoring.paired(given, question.key))
    notes, ideas = [], []
    for pair in question.pairs:
        if pair.left in right:
            notes.append(Note(pair.left, right=True, says=pair.why))
        elif given.get(pair.left) not in (None, pair.right):
            slips = (
                s for s in question.slips if (s.left, s.right) == (pair.left, given[pair.left])
            )
            slip = next(slips, None)
            notes.append(Note(pair.left, right=False, says=slip.why if slip else pair.when_wrong))
            ideas.append((slip or pair).misconception)
    missed = len(question.pairs) - len(right)
    return Verdict(score, score == 1, tuple(notes), tuple(dict.fromkeys(ideas)), missed)


@judge.register
def _ordering(question: Ordering, answer: Sequence[str]) -> Verdict:
    score = scoring.ordering(answer, question.order)
    if score == 1:
        return Verdict(1.0, right=True, notes=(Note(None, right=True, says=question.why),))
    there = scoring.neighbours(answer)
    missed = len(scoring.neighbours(question.order) - there)
    slips = [slip for slip in question.slips if (slip.first, slip.then) in there]
    says = [slip.why for slip in slips] or [question.when_wrong]
    notes = tuple(Note(None, right=False, says=one) for one in says)
    ideas = tuple(dict.fromkeys(slip.misconception for slip in slips))
    return Verdict(score, right=False, notes=notes, misconceptions=ideas, missed=missed)


@judge.register
def _cloze(question: Cloze, answer: Sequence[str]) -> Verdict:
    given = _split(answer)
    gaps = {gap.id: gap for gap in question.gaps}
    if strange := sorted(given.keys() - gaps.keys()):
        raise ValueError(f"not a gap: {', '.join(strange)}")
    found = {name: _in_gap(gap, given[name]) for name, gap in gaps.items() if given.get(name)}
    right = {name for name, (note, _) in found.items() if note.right}
    score = scoring.cloze(right, gaps.keys())
    ideas = tuple(dict.fromkeys(idea for _, idea in found.values() if idea))
    notes = tuple(note for note, _ in found.values())
    return Verdict(score, score == 1, notes, ideas, len(gaps) - len(right))


def _in_gap(gap: Gap, said: str) -> tuple[Note, str | None]:
    """Return the note on one gap and the wrong idea it shows."""
    if gap.choices:
        taken = {choice.id: choice for choice in gap.choices}.get(said)
        if taken is None:
            raise ValueError(f"not on offer: {said}")
        return Note(gap.id, taken.right, taken.why), taken.misconception
    if any(scoring.same_words(said, word) for word in gap.accept.every):
        return Note(gap.id, right=True, says=gap.why), None
    for slip in gap.slips:
        if any(scoring.same_words(said, word) for word in slip.accept.every):
            return Note(gap.id, right=False, says=slip.why), slip.misconception
    return Note(gap.id, right=False, says=gap.when_wrong), gap.misconception


def solution(question: Item) -> list[str]:
    """Return an answer that is worth everything, in the form ``judge`` takes."""
    match question:
        case Chosen():
            return sorted(question.key)
        case Judgement():
            return [next(choice.id for choice in question.choices if choice.credit == 1)]
        case Numeric():
            return [f"{question.answer:.12g}"]
        case Matching():
            return [f"{pair.left}={pair.right}" for pair in question.pairs]
        case Ordering():
            return list(question.order)
        case Cloze():
            return [f"{gap.id}={_right_in(gap)}" for gap in question.gaps]
    raise TypeError(f"no solution for {type(question).__name__}")


def _right_in(gap: Gap) -> str:
    right: list[Choice] = [choice for choice in gap.choices if choice.right]
    return right[0].id if right else gap.accept.en[0]
