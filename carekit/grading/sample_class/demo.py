"""The sample class, handed in and graded set by set in a folder of its own."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from carekit.checks.expect import sayable
from carekit.common.config_files import CONFIG
from carekit.common.course import card
from carekit.common.files import ContentError, shown, write_atomic
from carekit.common.languages import Text
from carekit.grading.class_results import GradedSet, graded_set
from carekit.grading.course.folders import Settings, read_settings, read_snapshot
from carekit.grading.feedback.pages import write_feedback
from carekit.grading.gradebook import reader
from carekit.grading.gradebook.register_assignment import register
from carekit.grading.gradebook.writer import open_book
from carekit.grading.intake.inbox import Inbox
from carekit.grading.intake.which_set import CourseSets
from carekit.grading.refusals import say
from carekit.grading.run.ledger import Ledger
from carekit.grading.run.local_engine import LocalEngine
from carekit.grading.run.run import Run
from carekit.grading.run.run_report import Step
from carekit.grading.run.several_sets import Relay
from carekit.grading.run.worker_spec import SealedRecipe, level_for, sealed
from carekit.grading.sample_class import submissions
from carekit.grading.sample_class.event_logs import keep_records
from carekit.learner.graded_answers import handed_in

Progress = Callable[[str, int, int], None]
"""Called with a learner's name or "", how many submissions are done, and how many there are."""

MARK = ".carekit-demo"
MADE = (
    *("source", "release", "submitted", "autograded", "feedback", "course_data", ".care"),
    *("gradebook.db", "grading.log", "report.html", CONFIG),
)
# The same hidden data in every run, so that the printed table can be compared with the manual.
SEED = 20250103


@dataclass(frozen=True)
class Demo:
    """The graded sample class; ``people`` is the register, in which some may have done nothing."""

    folder: Path
    people: tuple[submissions.SamplePerson, ...]
    sets: tuple[GradedSet, ...]
    names: Mapping[str, str]
    seconds: float

    def set(self, set_id: str) -> GradedSet:
        """Return one set. Raises KeyError when it was not graded."""
        found = next((one for one in self.sets if one.id == set_id), None)
        if found is None:
            raise KeyError(set_id)
        return found


def demo(
    root: Path,
    out: Path,
    progress: Progress | None = None,
    *,
    only: Sequence[str] = (),
    few: Mapping[str, Collection[str]] = MappingProxyType({}),
    clock: Callable[[], float] = time.monotonic,
) -> Demo:
    """Grade what the sample class handed in for every set, or for ``only`` some, in ``out``.

    Of a set named in ``few`` only these learners' work is handed in, for whoever cannot wait. What
    an earlier run left there is replaced; a folder that holds anything else is refused with
    ContentError. ``clock`` gives seconds.
    """
    began = clock()
    chosen = _chosen(root, only)
    _clear(out)
    _open_course(root, out, chosen)
    settings = read_settings(out)
    classes = [submissions.load_class(root, name).of(few.get(name)) for name in chosen]
    used = settings.rules.settings
    recipes = [_recipe(root, settings, one) for one in classes]
    with Relay(recipes, cap=used.hang_seconds, starting=used.start_seconds) as relay:
        people = submissions.load_register(root).people
        names = {person.id: person.name for person in people}
        tell = _Teller(progress, names, sum(len(one.learners) for one in classes))
        keep_records(root, people, out / "submitted")
        said = list(sayable(root).values())
        graded = []
        for number, handed in enumerate(classes):
            released = (out / "release" / handed.set / f"{handed.set}.ipynb").read_bytes()
            submissions.hand_in(root, handed, released, out / "submitted")
            register(settings, handed.set, read_snapshot(out, handed.set))
            reader.enrol(settings.db_url, {} if number else names)
            graded.append(_grade(root, settings, handed, relay.take(number), tell, said))
    seconds = clock() - began
    return Demo(out, tuple(people), tuple(graded), names, seconds)


class _Teller:
    """Tells the caller whose submission was graded, and how many are done in all."""

    def __init__(self, progress: Progress | None, names: Mapping[str, str], total: int) -> None:
        self.progress, self.names, self.total, self.done = progress, names, total, 0
        if progress:
            progress("", 0, total)

    def __call__(self, step: Step) -> None:
        self.done += 1
        if self.progress:
            self.progress(self.names[step.learner], self.done, self.total)


def _chosen(root: Path, only: Sequence[str]) -> list[str]:
    """Return the sets to grade, in the order of the course."""
    classes = submissions.sets_of(root, [one.id for one in card(root).sets])
    if not classes:
        raise ContentError(say("no-class", folder=shown(root)))
    if unknown := [name for name in only if name not in classes]:
        known = ", ".join(classes)
        raise ContentError(say("not-in-class", set=unknown[0], sets=known))
    return [name for name in classes if not only or name in only]


def _open_course(root: Path, out: Path, sets: Sequence[str]) -> None:
    """Make ``out`` a course of its own: verbs and notebooks that start in it stay in it."""
    out.mkdir(parents=True, exist_ok=True)
    for name in sets:
        for part in ("source", "release"):
            folder = root / part / name
            if not (folder / f"{name}.ipynb").is_file():
                raise ContentError(say("not-built", folder=shown(folder)))
            shutil.copytree(folder, out / part / name)
    shutil.copytree(
        root / "course_data", out / "course_data", ignore=shutil.ignore_patterns("audio")
    )
    if (root / CONFIG).is_file():
        shutil.copy2(root / CONFIG, out / CONFIG)


def _recipe(root: Path, settings: Settings, handed: submissions.SampleClass) -> SealedRecipe:
    # The class is ours: a machine without walls grades it all the same.
    level = level_for(settings, unsandboxed=True)
    limits = replace(settings.rules.settings.limits(), cell_seconds=handed.cell_seconds)
    return sealed(root, read_snapshot(root, handed.set), level, limits=limits, seed=SEED)


def _grade(
    root: Path,
    settings: Settings,
    handed: submissions.SampleClass,
    engine: LocalEngine,
    tell: Callable[[Step], None],
    messages: Sequence[Text],
) -> GradedSet:
    steps: dict[str, Step] = {}

    def hear(step: Step) -> None:
        steps[step.learner] = step
        tell(step)

    name, submitted = handed.set, settings.root / "submitted"
    snapshot = read_snapshot(settings.root, name)
    sets = CourseSets.of(settings.root, name, snapshot)
    box = Inbox(submitted, name, [name], limits=settings.rules.settings.intake(), sets=sets)
    report = Run(settings, name, snapshot, box, engine, tell=hear)()
    if handed.read:
        _give_marks(settings, handed)
    late = [
        who.id for who in handed.learners if submissions.received(root, handed, who) > handed.due
    ]
    return graded_set(
        settings,
        name,
        reader.scores(settings.db_url, name),
        messages,
        ledger=Ledger.load(settings.ledger(name)),
        answers=((who, handed_in(submitted / who / name)) for who in report.graded),
        flags={who: step.flags for who, step in steps.items()},
        refused=(*report.refused, *report.failed),
        missing=tuple(report.missing),
        late=tuple(late),
        feedback=tuple(write_feedback(settings, name)),
    )


def _give_marks(settings: Settings, people: submissions.SampleClass) -> None:
    """Write the marks of somebody who has read the answers, as formgrader does."""
    from nbgrader import api

    marks = {learner.id: learner.mark for learner in people.learners if learner.mark is not None}
    with open_book(settings.db_url, settings.course_id) as book:
        for submitted in book.assignment_submissions(people.set):
            for notebook in submitted.notebooks:
                for grade in notebook.grades:
                    written = isinstance(grade.cell, api.GradeCell) and grade.cell_type != "code"
                    if written and grade.needs_manual_grade and submitted.student.id in marks:
                        grade.manual_score = marks[submitted.student.id]
                        grade.needs_manual_grade = False
        book.db.commit()


def _clear(out: Path) -> None:
    """Remove what an earlier demo made, and nothing else."""
    if out.exists() and any(out.iterdir()) and not (out / MARK).exists():
        raise ContentError(say("not-the-demos", folder=shown(out)))
    for name in MADE:
        path = out / name
        if path.is_dir():
            _unlock(path)
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    write_atomic(out / MARK, "Made by the demo; the next run replaces what lies here.\n")


def _unlock(folder: Path) -> None:
    # nbgrader makes its results read-only, and Windows removes no read-only file.
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            path.chmod(0o644)
