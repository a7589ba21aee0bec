"""What filled gaps are worth, and what is said of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from carekit.questions import options
from carekit.questions.answer_parts import by_name, on_offer
from carekit.questions.kinds.cloze.model import Cloze, Gap, ShownCloze
from carekit.questions.shown_question import WrittenQuestion
from carekit.questions.typed_words import same_words
from carekit.questions.verdicts import Note, Verdict


def judge(question: Cloze, answer: Sequence[str]) -> Verdict:
    """Return the verdict on ``gap=taken`` parts."""
    given = by_name(answer)
    gaps = {gap.id: gap for gap in question.gaps}
    if strange := sorted(given.keys() - gaps.keys()):
        raise ValueError(f"not a gap: {', '.join(strange)}")
    found = {name: _in_gap(gap, given[name]) for name, gap in gaps.items() if given.get(name)}
    right = {name for name, (note, _) in found.items() if note.right}
    worth = score(right, gaps.keys())
    ideas = tuple(dict.fromkeys(idea for _, idea in found.values() if idea))
    notes = tuple(note for note, _ in found.values())
    return Verdict(worth, worth == 1, notes, ideas, len(gaps) - len(right))


def _in_gap(gap: Gap, said: str) -> tuple[Note, str | None]:
    """Return the note on one gap and the wrong idea it shows."""
    if gap.choices:
        taken = {choice.id: choice for choice in gap.choices}.get(said)
        if taken is None:
            raise ValueError(f"not on offer: {said}")
        return Note(gap.id, taken.right, taken.why), taken.misconception
    typed = gap.typed
    if any(same_words(said, word) for word in typed.accept.every):
        return Note(gap.id, right=True, says=typed.why), None
    for slip in gap.slips:
        if any(same_words(said, word) for word in slip.accept.every):
            return Note(gap.id, right=False, says=slip.why), slip.misconception
    return Note(gap.id, right=False, says=typed.when_wrong), gap.misconception


def score(right: AbstractSet[str], gaps: AbstractSet[str]) -> float:
    """Return the share of gaps that are filled rightly; an empty gap earns nothing.

    A gap takes one option or one text, so there is no taking everything.

    >>> score({"a"}, {"a", "b"}), score(set(), {"a"})
    (0.5, 0.0)
    """
    on_offer(right, gaps)
    return len(right) / len(gaps)


def solution(question: Cloze) -> list[str]:
    """Return a right option or word for each gap."""
    return [f"{gap.id}={_right_in(gap)}" for gap in question.gaps]


def _right_in(gap: Gap) -> str:
    right = [choice for choice in gap.choices if choice.right]
    return right[0].id if right else gap.typed.accept.every[0]


def as_written(entry: WrittenQuestion) -> Iterator[str]:
    """Yield every right option and every accepted word, each with its gap."""
    for gap in entry.get("gaps", []):
        yield from (f"{gap['id']}={name}" for name in options.as_written(gap))
        accepted = gap.get("accept", {}).values()
        yield from {f"{gap['id']}={word}" for words in accepted for word in words}


def refuse(question: ShownCloze, answer: Sequence[str]) -> None:
    """Raise ValueError unless each gap stands there once at most, with something possible in it."""
    gaps = {gap.id: gap for gap in question.gaps}
    said = [part.partition("=") for part in answer]
    names = [name for name, _, _ in said]
    if not said or len(set(names)) < len(names) or set(names) - gaps.keys():
        raise ValueError(f"write each of {', '.join(gaps)} at most once, as gap=word")
    for name, between, word in said:
        offered = [choice.id for choice in gaps[name].choices]
        if not between or not word.strip() or (offered and word not in offered):
            listed = ", ".join(offered) or "a word of your own"
            raise ValueError(f"{name}={word or '?'}: take of: {listed}")
