"""A graded set as the trainer's pages show it, put together from where grading left its results."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from carekit.checks.expect import sayable
from carekit.common.course import in_every_language, set_titles
from carekit.common.files import ContentError, json_line
from carekit.common.free_memory import give_back
from carekit.common.languages import Text
from carekit.grading.course.folders import Settings, grade_first, read_snapshot
from carekit.grading.course.tasks import Task, set_tasks
from carekit.grading.gradebook import reader
from carekit.grading.intake.course_inbox import course_inbox
from carekit.grading.item_scores import ItemScores, QuizAnswers
from carekit.grading.misconceptions import ClassMistake, failed_checks, wrong_ideas
from carekit.grading.refusals import say
from carekit.grading.run.ledger import Ledger
from carekit.learner.graded_answers import FILE, AnswersFile, parsed
from carekit.sandbox.messages import FlagRecord
from carekit.sandbox.submission.flags import needs_look, not_looked_at, says_in_all
from carekit.sandbox.submission.trust import BY_HAND, by_level


@dataclass(frozen=True)
class Reason:
    """What a human should know about one submission; ``look`` says that they have to act."""

    learner: str
    says: Text
    look: bool


@dataclass(frozen=True)
class GradedSet:
    """One set of a graded class.

    ``scores`` is one row for each learner and task (``learner``, ``task``, ``score``,
    ``max_score``, ``needs_manual``: a written answer waits for a reader); ``cells`` is what
    ``carekit.grading.gradebook.reader`` says of each graded cell. ``refused`` are learners whose
    file could not be graded, ``missing`` those who handed nothing in, ``late`` those who were late.
    ``trust`` are the checks of the set by their level of trust, ``items`` the scores by question
    and by graded cell.
    """

    id: str
    title: Text
    tasks: tuple[Task, ...]
    scores: pd.DataFrame
    cells: pd.DataFrame
    reasons: tuple[Reason, ...]
    refused: tuple[str, ...]
    missing: tuple[str, ...]
    late: tuple[str, ...]
    slips: tuple[ClassMistake, ...]
    items: ItemScores
    feedback: tuple[Path, ...] = ()
    trust: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def handed_in(self) -> int:
        """Return how many submissions there are, those without a score included."""
        return int(self.scores["learner"].nunique()) + len(self.refused)

    @property
    def to_read(self) -> list[str]:
        """Return the ids of the learners whose written answers wait for a reader."""
        return list(self.scores.loc[self.scores["needs_manual"], "learner"].unique())


@dataclass(frozen=True)
class GradedClass:
    """The graded sets of a class; ``names`` is what to call each learner, no two alike."""

    sets: tuple[GradedSet, ...]
    names: Mapping[str, str]


def graded_class(
    settings: Settings, sets: Sequence[str], tell: Callable[[str], None] = lambda _set: None
) -> GradedClass:
    """Return what the gradebook, the ledgers and ``submitted/`` say of some sets.

    Sets of which nobody has a score are left out; ``tell`` hears of each before it is read. The
    table ``cells`` of each is empty. Raises
    ContentError when a graded set is not built, and with the next step when no set has a score.
    """
    enrolled = reader.enrolled(settings.db_url)
    said = list(sayable(settings.root).values())
    found = []
    for name in sets:
        tell(name)
        one = _graded(settings, name, enrolled, said) if enrolled else None
        if one is not None:
            found.append(one)
        give_back()
    if not found:
        if len(sets) == 1:
            raise ContentError(say("nobody-scored", set=sets[0], grade=grade_first(sets[0])))
        raise ContentError(say("nobody-scored-at-all", grade=grade_first("SET")))
    ids = {who for one in found for who in one.scores["learner"]} | set(enrolled)
    return GradedClass(tuple(found), called({who: enrolled.get(who, "") for who in sorted(ids)}))


def called(names: Mapping[str, str]) -> dict[str, str]:
    """Return what to call each learner: the name, with the id where two share it, or the id.

    >>> called({"a": "Mei", "b": "Mei", "c": "", "d": "Bo"})
    {'a': 'Mei (a)', 'b': 'Mei (b)', 'c': 'c', 'd': 'Bo'}
    """
    shared = Counter(names.values())
    return {
        who: who if not name else f"{name} ({who})" if shared[name] > 1 else name
        for who, name in names.items()
    }


def _graded(
    settings: Settings, name: str, enrolled: Mapping[str, str], said: Sequence[Text]
) -> GradedSet | None:
    ledger = Ledger.load(settings.ledger(name))
    flags = {who: [*place.flags] for who, place in ledger.places.items()}
    try:
        cells = reader.scores(settings.db_url, name)
    except ContentError:
        return None
    graded = set(cells["learner"])
    if not graded:
        return None
    refused = tuple(sorted(who for who in ledger.places if who not in graded))
    found = graded_set(
        settings,
        name,
        cells,
        said,
        ledger=ledger,
        answers=saved_answers(settings, name, flags),
        flags=flags,
        refused=refused,
        missing=tuple(who for who in sorted(enrolled) if who not in graded | set(refused)),
        late=tuple(reader.late(settings.db_url, name)),
    )
    return _kept(found, enrolled)


def _kept(found: GradedSet, enrolled: Mapping[str, str]) -> GradedSet:
    """Return a set without what no page shows, in no more memory than that takes.

    A class of ten thousand has a million graded cells. A name that was read for this set alone lies
    among what is let go, and keeps the whole block of memory from being given back.
    """
    one_of = {who: who for who in enrolled} | {task.id: task.id for task in found.tasks}

    def shared(names: Iterable[str]) -> tuple[str, ...]:
        return tuple(one_of.get(name, name) for name in names)

    columns = {name: [*shared(found.scores[name])] for name in ("learner", "task")}
    return replace(
        found,
        scores=found.scores.assign(**columns).astype(found.scores.dtypes),
        cells=found.cells.iloc[:0].copy(),
        reasons=tuple(replace(one, learner=shared([one.learner])[0]) for one in found.reasons),
        refused=shared(found.refused),
        missing=shared(found.missing),
        late=shared(found.late),
        slips=tuple(replace(one, learners=shared(one.learners)) for one in found.slips),
    )


def saved_answers(
    settings: Settings, name: str, flags: dict[str, list[FlagRecord]]
) -> Iterator[tuple[str, AnswersFile]]:
    """Give what each learner saved in the set's quizzes, as far as it lies in ``submitted/``.

    Whose answers cannot be read gets a flag more in ``flags``.
    """
    folder = settings.root / "submitted"
    if not folder.is_dir():
        return
    inbox = course_inbox(settings, name, read_snapshot(settings.root, name), folder)
    for one in inbox:
        if FILE in one.files:
            try:
                reading = parsed(one.files[FILE])
            except Exception as error:
                # One learner's file, whatever is in it, must not cost the class its report.
                flags.setdefault(one.learner, []).append(not_looked_at(error).plain())
            else:
                yield one.learner, reading


def graded_set(
    settings: Settings,
    name: str,
    cells: pd.DataFrame,
    said: Sequence[Text],
    *,
    ledger: Ledger,
    answers: Iterable[tuple[str, AnswersFile]],
    flags: Mapping[str, Iterable[FlagRecord]],
    refused: tuple[str, ...] = (),
    missing: tuple[str, ...] = (),
    late: tuple[str, ...] = (),
    feedback: tuple[Path, ...] = (),
) -> GradedSet:
    """Return a set whose cells have the given scores, as the gradebook's reader gives them.

    ``said`` are the messages that authors wrote for checks, ``answers`` what each learner saved,
    ``flags`` what happened to each submission; reading an answer may add to them.
    """
    root = settings.root
    snapshot = read_snapshot(root, name)
    tasks = set_tasks(root, name)
    tests = [cell for book in snapshot.books for cell in book.cells if cell.test]
    trust = by_level((cell.id, cell.trust) for cell in tests)
    quizzes = QuizAnswers(snapshot)
    more: dict[str, list[FlagRecord]] = {}

    def failed(learner: str, error: Exception) -> None:
        more.setdefault(learner, []).append(not_looked_at(error).plain())

    ideas = wrong_ideas(root, name, quizzes.questions, quizzes.passing(answers), failed)
    checks = failed_checks(name, said, ledger.results(), failed)
    told = {who: [*flags.get(who, ()), *more.get(who, ())] for who in {**flags, **more}}
    return GradedSet(
        id=name,
        title=set_titles(root).get(name) or in_every_language(name),
        tasks=tuple(tasks),
        scores=_by_task(cells, tasks, trust.get(BY_HAND, ())),
        cells=cells,
        reasons=tuple(_reasons(told)),
        refused=refused,
        missing=missing,
        late=late,
        slips=(*ideas, *checks),
        items=quizzes.item_scores(cells),
        feedback=feedback,
        trust=trust,
    )


def _reasons(flags: Mapping[str, Iterable[FlagRecord]]) -> Iterator[Reason]:
    """Give the first flag of each kind of every submission, in the order of the learners."""
    # Many learners are told the same; each sentence is kept once.
    said: dict[str, Text] = {}
    for name in sorted(flags):
        first = {found["code"]: found for found in reversed([*flags[name]])}
        for found in first.values():
            key = json_line(found).decode()
            if key not in said:
                said[key] = Text.model_validate(says_in_all(found))
            yield Reason(name, said[key], needs_look(found))


def _by_task(cells: pd.DataFrame, tasks: list[Task], by_hand: Sequence[str]) -> pd.DataFrame:
    # nbgrader's flag also stands on checks that never ran; those are among the reasons, and there
    # is nothing in them to read. What no check can judge is for a person from the beginning.
    written = cells["kind"].ne("auto") | cells["cell"].isin(by_hand)
    waiting = cells.assign(needs_manual=cells["needs_manual"] & written)
    return reader.by_task(waiting, {cell: task.id for task in tasks for cell in task.cells})
