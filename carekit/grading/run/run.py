"""One grading run: inbox to engine, results to ledger and gradebook, and what a person must do."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Generator, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from carekit.common.durable_files import Disk
from carekit.common.locking import locked
from carekit.grading.course.folders import Settings
from carekit.grading.gradebook.register_assignment import register
from carekit.grading.gradebook.writer import Writer, open_book
from carekit.grading.intake.exchange_files import handed_in
from carekit.grading.intake.inbox import Inbox, Submission
from carekit.grading.intake.roster import note_entered
from carekit.grading.ledger_entry import EntryHead, LedgerEntry
from carekit.grading.run.ledger import Ledger
from carekit.grading.run.local_engine import Engine, Job
from carekit.grading.run.quiz_anomalies import QuizWatch, drawn_in
from carekit.grading.run.results import entry_of, head_of, refused, released_checksums
from carekit.grading.run.run_report import RunReport, Step
from carekit.sandbox.messages import FlagRecord, cut_off_by
from carekit.sandbox.submission.answers_file import asked as asked_in
from carekit.sandbox.submission.assignment import Snapshot
from carekit.sandbox.submission.flags import needs_look, not_looked_at
from carekit.sandbox.submission.result import SubmissionResult
from carekit.sandbox.submission.trust import by_level

if TYPE_CHECKING:
    from nbgrader.api import Gradebook

# Of whose hand-in it is, what nobody has to do anything about, and yet somebody should know.
_SAID = {"matched-name", "attempts", "receipt-matches"}


@dataclass
class Run:
    """Grades one set. ``tell`` hears every step; ``waiting`` is called when another run goes on.

    Results that follow each other within ``burst`` seconds are put on the disk together, so that it
    is waited for once; none waits longer than ``hold`` seconds for those after it. ``back_up``
    copies the gradebook before its first change.
    """

    settings: Settings
    set_id: str
    snapshot: Snapshot
    inbox: Inbox
    engine: Engine
    only: Collection[str] = ()
    again: bool = False
    tell: Callable[[Step], None] = lambda _step: None
    waiting: Callable[[], None] | None = None
    disk: Disk = field(default_factory=Disk)
    burst: float = 0.02
    hold: float = 0.25
    back_up: bool = True

    def __call__(self) -> RunReport:
        """Grade what is new and return the report.

        Results are on the disk before ``tell`` hears of them. Ctrl-C ends the run cleanly: what is
        done is kept, ``stopped`` is True, and the next run goes on. Raises ContentError when the
        set cannot be entered or the gradebook cannot be written.
        """
        began = time.monotonic()
        with locked(self.settings.state / f"{self.set_id}.lock", self.waiting):
            register(self.settings, self.set_id, self.snapshot, self.disk)
            self._prepare()
            self._recover()
            try:
                self._grade()
            except KeyboardInterrupt:
                self.report.stopped = True
            self._flush()
            self._sum_up()
        self.report.seconds = time.monotonic() - began
        return self.report

    def _prepare(self) -> None:
        settings, self.rules = self.settings, self.settings.rules.settings
        checks = (cell for book in self.snapshot.books for cell in book.cells if cell.test)
        trust = by_level((cell.id, cell.trust) for cell in checks)
        self.report = RunReport(self.set_id, trust=trust)
        self.source = self.snapshot.digest()
        self.seen: list[str] = []
        self.pending: dict[str, EntryHead] = {}
        self.batch: list[LedgerEntry] = []
        self.held: list[tuple[LedgerEntry, list[tuple[Path, bytes]]]] = []
        self.flushed = self.kept = self.held_since = time.monotonic()
        self.ledger = Ledger.load(settings.ledger(self.set_id), self.disk)
        self.writer = Writer.of(settings, self.set_id, self.disk)
        self.writer.backed_up = not self.back_up
        drawn = drawn_in(settings.root, self.snapshot)
        self.watch = QuizWatch(settings, self.set_id, asked_in(self.snapshot), drawn)
        self.checksums = released_checksums(settings.db_url, settings.course_id, self.set_id)
        with open_book(settings.db_url, settings.course_id) as book:
            self.enrolled = set(enrolled_in(book))

    def _recover(self) -> None:
        """Write what an earlier run had on the disk and not yet in the gradebook."""
        for entry in self.ledger.unwritten():
            self.batch.append(entry)
            if len(self.batch) >= self.rules.gradebook_together:
                self._flush()
        self._flush()

    def _grade(self) -> None:
        results = self.engine.run(self._jobs())
        try:
            for learner, result in results:
                self._keep(self.pending.pop(learner), result)
        finally:
            # The processes end before the gradebook is written, also after Ctrl-C.
            if isinstance(results, Generator):
                results.close()
            self._settle()

    def _jobs(self) -> Iterator[Job]:
        for submission in self.inbox:
            if self.only and submission.learner not in self.only:
                continue
            self.seen.append(submission.learner)
            said: list[FlagRecord] = [one.plain() for one in submission.flags if one.code in _SAID]
            if said:
                self.report.matched[submission.learner] = said
            told = self._note(submission)
            head: EntryHead = {
                **head_of(submission, self.source),
                "intake": asdict(self.inbox.limits),
                "hang_seconds": self.rules.hang_seconds,
            }
            head["flags"] += told
            if submission.refused:
                self._refuse(head)
            elif not self.again and self.ledger.has(submission.learner, head["submission"]):
                self._leave(submission.learner)
            else:
                self.pending[submission.learner] = head
                yield Job(submission.learner, submission.files)

    def _note(self, submission: Submission) -> list[FlagRecord]:
        try:
            return list(self.watch.note(submission))
        except Exception as error:
            # What a hand-in has in common with others must not cost anybody the points.
            found = [not_looked_at(error).plain()]
            self.report.flagged.setdefault(submission.learner, []).extend(found)
            return []

    def _leave(self, learner: str) -> None:
        self.report.unchanged.append(learner)
        place = self.ledger.places[learner]
        if place.source != self.source:
            self.report.outdated.append(learner)
        # Most work was cut off by nothing, and a class may have a million unchanged hand-ins.
        if limited := cut_off_by(place.flags):
            now = self.rules.limits().as_dict()
            if any(place.limits.get(name, now[name]) != now[name] for name in limited):
                self.report.cut_off.append(learner)
        self.tell(Step(learner, "unchanged", place.flags))

    def _refuse(self, head: EntryHead) -> None:
        entry, place = refused(head), self.ledger.places.get(head["learner"])
        # Two submissions may claim one learner: the refused one takes nobody's place.
        taken = head["learner"] in self.seen[:-1]
        if taken:
            self.report.flagged.setdefault(head["learner"], []).extend(entry["flags"])
        elif place is None or place.graded or list(place.flags) != entry["flags"]:
            self.ledger.add(entry)
        self.report.refused.append(head["learner"])
        self.tell(Step(head["learner"], "refused", tuple(entry["flags"])))

    def _keep(self, head: EntryHead, result: SubmissionResult) -> None:
        """Hold a result until it is put on the disk: at once, or with those that come as fast."""
        now = time.monotonic()
        alone = now - self.kept >= self.burst
        entry, files = entry_of(head, result, self.checksums)
        # Under which limits a submission failed is worth knowing above all.
        entry.setdefault("limits", self.rules.limits().as_dict())
        folder = self.settings.autograded(entry["learner"], self.set_id)
        try:
            entry["flags"] += self.watch.lowered(entry, self.ledger)
            if files:
                # As stock autograde does: nbgrader's feedback finds its way home by these.
                files |= handed_in(self.settings, entry["learner"], self.set_id)
        except Exception as error:
            # The points are there; what could not be looked at besides is told.
            entry["flags"].append(not_looked_at(error).plain())
        self.held.append((entry, [(folder / name, data) for name, data in files.items()]))
        self.held_since = self.held_since if len(self.held) > 1 else now
        full = len(self.held) >= self.rules.results_together
        if alone or full or now - self.held_since > self.hold:
            self._settle()
        # After the disk was waited for: its time is no sign that results are rare.
        self.kept = time.monotonic()

    def _settle(self) -> None:
        """Put on the disk what is held, then show it."""
        held, self.held = self.held, []
        if held:
            self.disk.replace_all([file for _, files in held for file in files])
            self.ledger.add(*(entry for entry, _ in held))
        for entry, _ in held:
            self._count(entry)
        full = len(self.batch) >= self.rules.gradebook_together
        if full or time.monotonic() - self.flushed > self.rules.gradebook_seconds:
            self._flush()

    def _count(self, entry: LedgerEntry) -> None:
        graded = entry["outcome"] == "graded"
        (self.report.graded if graded else self.report.failed).append(entry["learner"])
        if graded:
            level = str(entry.get("level", "none"))
            self.report.levels[level] = self.report.levels.get(level, 0) + 1
            self.batch.append(entry)
        self.tell(Step(entry["learner"], entry["outcome"], tuple(entry["flags"])))

    def _flush(self) -> None:
        if self.batch:
            again = {e["learner"] for e in self.batch if self.ledger.replaced(e["learner"])}
            self._note_new()
            self.writer.write(self.batch, again)
            self.ledger.mark_written(self.batch)
            self.batch = []
        self.flushed = time.monotonic()

    def _note_new(self) -> None:
        """Remember whom the next write enrolls, before it does."""
        new = {entry["learner"] for entry in self.batch} - self.enrolled
        if new:
            note_entered(self.settings, new, self.disk)
            self.enrolled |= new

    def _sum_up(self) -> None:
        report = self.report
        for found in (report.graded, report.unchanged, report.refused, report.failed):
            found.sort()
        for learner in sorted(set(self.seen)):
            place = self.ledger.places.get(learner)
            look = [one for one in place.flags if needs_look(one)] if place else []
            if look:
                report.flagged[learner] = look + report.flagged.get(learner, [])
        for learner, same in self.watch.same().items():
            report.flagged.setdefault(learner, []).extend(same)
        report.strays = [one.plain() for one in self.inbox.strays]
        report.unknown = list(self.inbox.unknown)
        self._ask_gradebook()

    def _ask_gradebook(self) -> None:
        with open_book(self.settings.db_url, self.settings.course_id) as book:
            enrolled, waiting = asked(book, self.set_id)
        seen = set(self.seen)
        self.report.to_read = [(who, cell) for who, cell in waiting if who in seen]
        if not self.only and not self.report.stopped:
            absent = [who for who in enrolled if who not in seen]
            scored = {who for who in absent if self._is_graded(who)}
            self.report.elsewhere = sorted(scored)
            self.report.missing = [who for who in absent if who not in scored]

    def _is_graded(self, learner: str) -> bool:
        place = self.ledger.places.get(learner)
        return place is not None and place.graded


def asked(book: Gradebook, set_id: str) -> tuple[list[str], list[tuple[str, str]]]:
    """Return who is enrolled, and the learner and cell of every grade that waits for a person."""
    from nbgrader import api
    from sqlalchemy import select

    waiting = book.db.execute(
        select(api.SubmittedAssignment.student_id, api.BaseCell.name)
        .join(
            api.SubmittedNotebook, api.SubmittedNotebook.assignment_id == api.SubmittedAssignment.id
        )
        .join(api.Grade, api.Grade.notebook_id == api.SubmittedNotebook.id)
        .join(api.BaseCell, api.BaseCell.id == api.Grade.cell_id)
        .join(api.Assignment, api.Assignment.id == api.SubmittedAssignment.assignment_id)
        .where(api.Assignment.name == set_id, api.Grade.needs_manual_grade.is_(True))
        .order_by(api.SubmittedAssignment.student_id, api.BaseCell.name)
    )
    return enrolled_in(book), [tuple(row) for row in waiting]


def enrolled_in(book: Gradebook) -> list[str]:
    """Return the ids of everybody in a gradebook."""
    from nbgrader import api
    from sqlalchemy import select

    return list(book.db.scalars(select(api.Student.id).order_by(api.Student.id)))
