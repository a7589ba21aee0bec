"""Scoring quizzes again after a key was corrected: from the saved answers, without running code.

Only what the answers in the inbox explain is changed: where the old key does not give the score
that was recorded (a notebook may have saved answers while it ran), the score stays and the learner
is named.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime

from carekit.common.durable_files import Disk
from carekit.common.files import ContentError
from carekit.common.locking import locked
from carekit.common.messages import Joined
from carekit.grading.course.folders import Settings
from carekit.grading.gradebook.cell_scores import Scores, scores_in_gradebook
from carekit.grading.gradebook.register_assignment import entered, register
from carekit.grading.gradebook.writer import Writer, open_book
from carekit.grading.intake.inbox import Inbox
from carekit.grading.ledger_entry import LedgerEntry
from carekit.grading.refusals import say
from carekit.grading.regrade.audit import Audit, Begun
from carekit.grading.regrade.checks_changed import (
    Change,
    Regrading,
    changed_cells,
    needs_grading_first,
    same,
)
from carekit.grading.run.ledger import Ledger
from carekit.grading.run.ledger import key_of as key_of_entry
from carekit.grading.run.run_report import Step
from carekit.learner.graded_answers import FILE, AnswersFile, parsed
from carekit.questions import load_bank
from carekit.questions.views.key_only import key_of, keys_in
from carekit.sandbox.quiz_scoring import QuizCheck, quiz_check
from carekit.sandbox.submission.assignment import Snapshot
from carekit.sandbox.submission.flags import flag, reason

Checks = dict[str, tuple[str, QuizCheck, QuizCheck]]
"""The quiz checks that changed, by ``<notebook>/<cell>``: the notebook, and both versions."""


@dataclass
class Rekey:
    """Scores the quizzes of a set again. Nothing is written when ``dry``."""

    settings: Settings
    set_id: str
    snapshot: Snapshot
    inbox: Inbox
    dry: bool = False
    tell: Callable[[Step], None] = lambda _step: None
    waiting: Callable[[], None] | None = None
    disk: Disk = field(default_factory=Disk)
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)

    def __call__(self) -> Regrading:
        """Score the changed quizzes again and return what changed.

        Raises ContentError when nothing was graded yet, when ``source/`` was not built since the
        key was corrected, and when other checks changed too.
        """
        needs_grading_first(self.settings, self.set_id)
        self._refuse_old_keys()
        with locked(self.settings.state / f"{self.set_id}.lock", self.waiting):
            audit = Audit(self.settings, self.set_id, self.snapshot.digest(), self.disk, self.clock)
            begun = audit.unfinished()
            changed = changed_cells(self.settings, self.set_id, self.snapshot)
            before, by_hand = scores_in_gradebook(self.settings, self.set_id)
            if begun is None:
                checks = self._checks(changed)
                begun = {
                    "before": before,
                    "changed": changed,
                    "old": {name: old.cell.source for name, (_, old, _) in checks.items()},
                    "sources": {},
                    "entered": entered(self.settings, self.set_id),
                }
                if checks and not self.dry:
                    audit.log("begin", begun)
            else:
                checks = self._checks(begun["changed"], begun["old"])
            result = self._regraded(checks, begun, by_hand)
            if checks and not self.dry:
                audit.log("done", {"changes": [asdict(one) for one in result.changes]})
        return result

    def _refuse_old_keys(self) -> None:
        """Refuse while ``source/`` has other keys than the banks: what counts is what is built."""
        folder = self.settings.root / "course_data" / "quizzes"
        banks = {
            q.id: key_of(q) for path in folder.glob("*.yml") for q in load_bank(path).questions
        }
        for book in self.snapshot.books:
            for cell in book.cells:
                for question in keys_in(cell.source) if cell.test else ():
                    if banks.get(question.id) not in (None, key_of(question)):
                        where = {"set": self.set_id, "cell": cell.id}
                        raise ContentError(say("older-key", question=question.id, **where))

    def _checks(self, changed: Mapping[str, str], old: Mapping[str, str] | None = None) -> Checks:
        known = self._sources() if old is None else dict(old)
        found: Checks = {}
        for book in self.snapshot.books:
            for cell in book.cells:
                name = f"{book.name}/{cell.id}"
                if name not in changed:
                    continue
                new = quiz_check(book.name, cell)
                was = quiz_check(book.name, replace(cell, source=known.get(name, ""), points=1e9))
                if new is not None and was is not None:
                    found[name] = book.name, was, new
        if others := sorted(set(changed) - set(found)):
            names = Joined(tuple(name or say("given-code") for name in others), ", ")
            raise ContentError(say("not-only-keys", set=self.set_id, names=names))
        return found

    def _sources(self) -> dict[str, str]:
        """Return the text of every check as the gradebook has it."""
        with open_book(self.settings.db_url, self.settings.course_id) as book:
            notebooks = book.find_assignment(self.set_id).notebooks
            return {f"{n.name}/{c.name}": c.source for n in notebooks for c in n.source_cells}

    def _regraded(
        self, checks: Checks, begun: Begun, by_hand: Mapping[tuple[str, str], float]
    ) -> Regrading:
        before = begun["before"]
        settings, digest = self.settings, self.snapshot.digest()
        self.ledger = Ledger.load(settings.ledger(self.set_id), self.disk)
        if checks and not self.dry:
            register(settings, self.set_id, self.snapshot, self.disk)
        self.writer = Writer.of(settings, self.set_id, self.disk)
        batch = [] if self.dry else list(self.ledger.unwritten())
        changes, kept, looked = [], set(before), 0
        for submission in self.inbox if checks else ():
            entry = self.ledger.last(submission.learner)
            if entry is None or entry["outcome"] != "graded":
                continue
            raw = submission.files.get(FILE)
            # Results of older checks still would wait for `care regrade` after this.
            same_work = entry["submission"] == submission.hash
            same_work = same_work and entry["source"] == begun["entered"]
            made = None
            try:
                if entry["source"] == digest:
                    made = entry
                elif same_work:
                    made = self._rescored(
                        entry, AnswersFile() if raw is None else parsed(raw), checks
                    )
            except Exception as error:
                # This learner keeps the score and is named among those who do; the rest goes on.
                told = flag("worker-error", why=reason(error)).plain()
                self.tell(Step(submission.learner, "failed", (told,)))
            if made is None:
                continue
            looked += 1
            kept.discard(submission.learner)
            changes += _changes(submission.learner, before, made, checks, by_hand)
            self.tell(Step(submission.learner, "graded", tuple(made["flags"])))
            if made is not entry and not self.dry:
                batch.append(made)
            if len(batch) >= self.settings.rules.settings.gradebook_together:
                self._write(batch)
                batch = []
        self._write(batch)
        return Regrading(
            self.set_id,
            self.dry,
            tuple(sorted(checks)),
            tuple(changes),
            looked,
            tuple(sorted(kept)) if checks else (),
        )

    def _rescored(
        self, entry: LedgerEntry, reading: AnswersFile, checks: Checks
    ) -> LedgerEntry | None:
        """Return a result with the new scores, or None where the answers do not explain the old."""
        made: LedgerEntry = json.loads(json.dumps(entry))
        for book, old, new in checks.values():
            graded = made["notebooks"].get(book)
            cell = graded["cells"].get(new.cell.id) if graded else None
            if cell is None:
                return None
            if cell["outcome"] == "unread":
                continue
            before = old.judged(reading, 1).verdict
            if not same(before["score"] if before else None, cell["score"]):
                return None
            if verdict := new.judged(reading, 1).verdict:
                cell["outcome"], cell["score"] = verdict["outcome"], verdict["score"]
                cell["message"] = verdict["message"]
            cell["max_score"] = new.cell.points
        digest = self.snapshot.digest()
        made["source"] = digest
        made["key"] = key_of_entry(entry["learner"], entry["submission"], digest)
        return made

    def _write(self, batch: list[LedgerEntry]) -> None:
        if batch and not self.dry:
            fresh = [one for one in batch if self.ledger.places[one["learner"]].key != one["key"]]
            if fresh:
                self.ledger.add(*fresh)
            self.writer.write(batch, set())
            self.ledger.mark_written(batch)


def _changes(
    learner: str,
    before: Scores,
    made: LedgerEntry,
    checks: Checks,
    by_hand: Mapping[tuple[str, str], float],
) -> list[Change]:
    found = []
    for name, (book, _, new) in sorted(checks.items()):
        graded = made["notebooks"].get(book)
        cell = graded["cells"].get(new.cell.id) if graded else None
        was = before.get(learner, {}).get(name)
        if cell is not None and not same(was, cell["score"]):
            mark = by_hand.get((learner, name))
            found.append(Change(learner, name, was, cell["score"], "key-changed", mark))
    return found
