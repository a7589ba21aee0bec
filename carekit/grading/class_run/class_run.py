"""What has arrived for any set is graded: one set after another, with a page for each learner."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path

from carekit.common.files import ContentError
from carekit.grading.class_run.grading_queue import FOR_A_SET, AlreadyGraded, GradingQueue
from carekit.grading.course.folders import Settings, set_ids
from carekit.grading.feedback.pages import write_feedback
from carekit.grading.gradebook.register_assignment import register
from carekit.grading.intake.collected_times import received_times
from carekit.grading.intake.course_inbox import course_inbox
from carekit.grading.intake.inbox import Inbox
from carekit.grading.intake.lms_layouts import RECEIVED
from carekit.grading.refusals import say
from carekit.grading.run.local_engine import Engine
from carekit.grading.run.prepared_set import PreparedSet, prepare_set
from carekit.grading.run.run import Run
from carekit.grading.run.run_report import RunReport, Step
from carekit.grading.run.worker_process import Grade
from carekit.grading.run.worker_spec import engine_of, one_by_one

# A grader that stays warm holds two processes with the tables of its set, some 150 MB; a set has up
# to two graders.
MOST_WARM = 3
# Above so many hand-ins of a set at once, as many processes as the machine has processors are
# started for them, which takes two seconds, instead of those that stay warm.
FEW = 12


@dataclass(frozen=True)
class SetDone:
    """What came of one set: the run's report, and the pages written and not written."""

    set_id: str
    report: RunReport
    pages: tuple[Path, ...] = ()
    no_page: Mapping[str, str] = field(default_factory=dict)

    def followed_by(self, later: SetDone) -> SetDone:
        """Return what came of this and of what was done after it; the later word on a learner."""
        written = {page.parts[-3] for page in later.pages}
        no_page = {who: why for who, why in self.no_page.items() if who not in written}
        return SetDone(
            self.set_id,
            self.report.followed_by(later.report),
            (*(page for page in self.pages if page not in later.pages), *later.pages),
            {**no_page, **later.no_page},
        )


@dataclass
class ClassRun:
    """Grades what lies in an inbox, in every set of a course that is built.

    ``inbox`` is a folder or archive; ``workers`` how many processes grade a set where much has
    arrived at once. ``tell`` hears of the set and every step in it. In a ``with`` block the sets
    of the last hand-ins stay warm.
    """

    settings: Settings
    root: Path
    inbox: Path
    sets: Sequence[str]
    workers: int
    unsandboxed: bool = False
    seed: int | None = None
    tell: Callable[[str, Step], None] = lambda _set, _step: None
    prepare: Callable[..., PreparedSet] = prepare_set
    ready: dict[str, PreparedSet] = field(default_factory=dict)
    backed_up: bool = False

    def __post_init__(self) -> None:
        """Make the queue of hand-ins that arrive; no process is started yet."""
        self.queue = GradingQueue(self._opened, MOST_WARM)

    def __enter__(self) -> ClassRun:
        """Return the run itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the processes that stayed warm."""
        self.queue.close()

    def get_ready(self) -> None:
        """Start what the first hand-ins would wait for, where there are not too many sets."""
        if len(self.sets) <= MOST_WARM:
            for set_id in self.sets:
                register(self.settings, set_id, self._prepared(set_id).snapshot)
                self.queue.warm_up(set_id, FOR_A_SET if len(self.sets) == 1 else 1)

    def everything(self) -> Iterator[SetDone]:
        """Grade all that is new in the inbox; give each set in which anything was handed in."""
        for set_id in self.sets:
            box = self._box(set_id)
            if box.learners():
                yield self._grade(set_id, box, self._many(set_id))

    def arrived(self, paths: Collection[str]) -> Iterator[SetDone]:
        """Put what belongs to files that have arrived into the queue, by their paths in the inbox.

        Given is each set in which something could be settled at once: what cannot be read, or
        more hand-ins than the processes that stay warm can take. An archive that has changed is
        looked through from the beginning.
        """
        if not self.inbox.is_dir():
            yield from self.everything()
            return
        parts = {part for path in paths for part in path.split("/")}
        named = [one for one in self.sets if one in parts]
        for set_id in named or self.sets:
            box = self._box(set_id)
            box.only = frozenset(box.whose(paths))
            mine = list(box) if box.only else []
            box.only = frozenset(one.learner for one in mine)
            if len(mine) > FEW and self.workers > FOR_A_SET:
                yield self._grade(set_id, box, self._many(set_id), only=box.only)
                continue
            for one in mine:
                if not one.refused:
                    self.queue.put(set_id, one.learner, one.files)
            refused = frozenset(one.learner for one in mine if one.refused)
            if refused or box.unknown:
                box.only = refused
                yield self._grade(set_id, box, AlreadyGraded({}), only=refused)

    def finished(self, seconds: float | None = 0.0) -> Iterator[SetDone]:
        """Give each hand-in of the queue when it is graded, for so many seconds; None: for all."""
        for work, result in self.queue.finished(seconds):
            box = self._box(work.set_id)
            box.only = frozenset([work.learner])
            engine = AlreadyGraded({work.learner: (work.files, result)})
            yield self._grade(work.set_id, box, engine, only=box.only)

    def _box(self, set_id: str) -> Inbox:
        place = self.inbox
        times = received_times(place / RECEIVED, set_id) if place.is_dir() else {}
        snapshot = self._prepared(set_id).snapshot
        box = course_inbox(self.settings, set_id, snapshot, place, times)
        box.mixed = not box.shared
        return box

    def _grade(
        self, set_id: str, box: Inbox, engine: Engine, only: Collection[str] = ()
    ) -> SetDone:
        snapshot = self._prepared(set_id).snapshot
        run = Run(
            self.settings,
            set_id,
            snapshot,
            box,
            engine,
            only=set(only),
            tell=lambda step: self.tell(set_id, step),
            # A day of single hand-ins must not push out the copies of the days before.
            back_up=not self.backed_up,
        )
        report = run()
        self.backed_up = self.backed_up or bool(report.graded)
        failed: dict[str, str] = {}
        pages: tuple[Path, ...] = ()
        if report.graded:
            pages = tuple(
                write_feedback(self.settings, set_id, report.graded, failed=failed.__setitem__)
            )
        return SetDone(set_id, report, pages, failed)

    def _prepared(self, set_id: str) -> PreparedSet:
        if set_id not in self.ready:
            self.ready[set_id] = self.prepare(
                self.settings, self.root, set_id, unsandboxed=self.unsandboxed, seed=self.seed
            )
        return self.ready[set_id]

    def _many(self, set_id: str) -> Engine:
        return engine_of(self._prepared(set_id).recipe, self.workers, self.settings.rules.settings)

    def _opened(self, set_id: str) -> AbstractContextManager[Grade]:
        return one_by_one(self._prepared(set_id).recipe, self.settings.rules.settings)


def sets_to_grade(root: Path, asked: Sequence[str]) -> list[str]:
    """Return the sets that were asked for, or every set of the course that is built.

    Raises ContentError where no set is built.
    """
    built = [one for one in set_ids(root) if any((root / "source" / one).glob("*.ipynb"))]
    if not (asked or built):
        raise ContentError(say("not-built", folder=str(root / "source")))
    return list(asked or built)
