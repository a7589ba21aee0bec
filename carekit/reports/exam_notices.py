"""What a trainer should know of a class's exams: a sentence for each, and the signs of a copy."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import combinations
from typing import Any

from carekit.common.messages import Messages, Said
from carekit.learner.event_log import NOBODY
from carekit.learner.exam_attempt import FormStatements
from carekit.questions.variants import seed_of, variant_for
from carekit.reports.exam_results import Form

say = Messages("exam-notices")
TWIN = "twin"
# The same answer in the same instant is chance once; at several instants it is a copy.
_INSTANTS, _STEPS = 2, 3
# Of a copy that half a class handed in, so many are named to each.
_NAMED = 20


@dataclass(frozen=True)
class Notice:
    """Something to be known of one learner's exam: a code with words and what it fills in."""

    learner: str
    code: str
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def says(self) -> Said:
        """Return the sentence in every language."""
        return say(self.code, **self.values)


def twins(form: str, found: Mapping[str, FormStatements]) -> list[Notice]:
    """Return a notice for each learner whose answers came at the very times of another's."""
    where: dict[tuple[Any, ...], list[str]] = defaultdict(list)
    said = []
    for who, stands in found.items():
        try:
            marks = _marks_of(stands)
        except Exception as error:
            said.append(_not_compared(who, form, error))
            continue
        for mark in marks:
            where[mark].append(who)
    # Marks of the same people are looked at together: a copy that hundreds handed in has tens of
    # thousands of pairs, and all its marks are of one group.
    groups: dict[tuple[str, ...], list[tuple[Any, ...]]] = defaultdict(list)
    for mark, marked in where.items():
        if len(marked) > 1:
            groups[tuple(sorted(marked))].append(mark)
    copies = {people for people, common in groups.items() if _copied(common)}
    shared: dict[tuple[str, str], list[tuple[Any, ...]]] = defaultdict(list)
    for people, common in groups.items():
        if people not in copies:
            for pair in combinations(people, 2):
                shared[pair] += common
    copies |= {pair for pair, common in shared.items() if _copied(common)}
    same: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for people in copies:
        for who in people:
            same[who].add(people)
    said += [
        Notice(who, TWIN, {"form": form, "others": _others(who, among)})
        for who, among in sorted(same.items())
    ]
    return said


def _others(who: str, groups: Collection[tuple[str, ...]]) -> str:
    """Return who else is in a learner's groups: the first few, and how many more."""
    if len(groups) == 1:
        (group,) = groups
        count, first = len(group) - 1, [one for one in group[: _NAMED + 1] if one != who]
    else:
        first = sorted({one for group in groups for one in group} - {who})
        count = len(first)
    more = count - _NAMED
    return ", ".join(first if more <= 0 else [*first[:_NAMED], f"… +{more}"])


def _not_compared(who: str, form: str, error: Exception) -> Notice:
    """Return what is said where one sitting could not be compared; its score counts all the same.

    One learner's log, whatever is in it, must not cost the class its results.
    """
    return Notice(who, "not-compared", {"form": form, "why": f"{type(error).__name__}: {error}"})


def _marks_of(stands: FormStatements) -> set[tuple[Any, ...]]:
    """Return what would be the same in a copy: the id, and each answer with its time.

    The times stand as they are, and as what passed since the start: a copy may have been moved.
    """
    marks: set[tuple[Any, ...]] = {("id", stands.id)}
    for name, at in stands.saved.items():
        answer = stands.answers[name]
        marks.add(("at", at, name, answer))
        if stands.started is not None and at > stands.started:
            since = (at - stands.started) // timedelta(milliseconds=1)
            marks.add(("after", since, name, answer))
    return marks


def _copied(marks: Collection[tuple[object, ...]]) -> bool:
    at = {mark[1] for mark in marks if mark[0] == "at"}
    after = {mark[1] for mark in marks if mark[0] == "after"}
    return any(mark[0] == "id" for mark in marks) or len(at) >= _INSTANTS or len(after) >= _STEPS


def others_numbers(
    form: Form, found: Mapping[str, FormStatements], named: Collection[str] = ()
) -> list[Notice]:
    """Return a notice for each learner whose questions had numbers that are not theirs.

    Which numbers a question has follows from who is asked; a log that says otherwise was made or
    changed by hand, perhaps so that a group could share one set of numbers. ``named`` are the
    learners whose logs bear their names: they are not asked what a machine of one's own asks.
    """
    said = []
    for who, stands in found.items():
        try:
            odd = _odd_numbers(form, (who,) if who in named else (who, NOBODY), stands)
        except Exception as error:
            said.append(_not_compared(who, form.name, error))
            continue
        if odd:
            said.append(Notice(who, "others-numbers", {"form": form.name, "which": ", ".join(odd)}))
    return said


def _odd_numbers(form: Form, asked: Sequence[str], stands: FormStatements) -> list[str]:
    return [
        name
        for name, number in sorted(stands.variants.items())
        if name in form.questions
        and form.questions[name].draw
        and number not in {numbers_of(one, form, name) for one in asked}
    ]


def numbers_of(learner: str, form: Form, question: str) -> int:
    """Return which variant of a question with drawn numbers a learner is asked in a form."""
    return variant_for(seed_of(learner, f"{form.name}/{question}"))
