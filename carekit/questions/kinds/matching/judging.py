"""What pairs are worth, and what is said of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from carekit.questions.answer_parts import by_name, on_offer
from carekit.questions.kinds.matching.model import Matching, ShownMatching
from carekit.questions.shown_question import WrittenQuestion
from carekit.questions.verdicts import Note, Verdict


def judge(question: Matching, answer: Sequence[str]) -> Verdict:
    """Return the verdict on ``left=right`` pairs."""
    given = by_name(answer)
    worth = score(given, question.key, {part.id for part in question.right})
    right = set(paired(given, question.key))
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
    return Verdict(worth, worth == 1, tuple(notes), tuple(dict.fromkeys(ideas)), missed)


def score(given: Mapping[str, str], key: Mapping[str, str], rights: AbstractSet[str]) -> float:
    """Return the share of left parts that were given their own right part.

    ``given`` and ``key`` map left to right ids; a left part without an answer earns nothing. A
    right part given to several left parts earns nothing for any of them, so putting the same
    everywhere is worth 0, and so is no answer at all.

    >>> key = {"a": "1", "b": "2"}
    >>> score({"a": "1"}, key, {"1", "2", "3"}), score({"a": "1", "b": "1"}, key, {"1", "2"})
    (0.5, 0.0)
    """
    on_offer(given.keys(), key.keys())
    on_offer(set(given.values()), rights)
    return len(paired(given, key)) / len(key)


def paired(given: Mapping[str, str], key: Mapping[str, str]) -> list[str]:
    """Return the left parts that count: rightly paired, with a right part used only once."""
    used = Counter(given.values())
    return [left for left, right in given.items() if key[left] == right and used[right] == 1]


def solution(question: Matching) -> list[str]:
    """Return every pair."""
    return [f"{pair.left}={pair.right}" for pair in question.pairs]


def as_written(entry: WrittenQuestion) -> Iterator[str]:
    """Yield every pair."""
    for pair in entry.get("pairs", []):
        yield f"{pair['left']}={pair['right']}"


def refuse(question: ShownMatching, answer: Sequence[str]) -> None:
    """Raise ValueError unless each part stands in one pair at most."""
    pairs = [tuple(part.split("=")) for part in answer]
    known = {(one.id, other.id) for one in question.left for other in question.right}
    sides = [len({pair[at] for pair in pairs if pair in known}) for at in (0, 1)]
    if not pairs or min(sides) < len(pairs):
        listed = ", ".join(one.id for one in question.left)
        raise ValueError(f"write each of {listed} at most once, as left=right")
