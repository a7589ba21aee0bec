"""What shows when quizzes are compared: lost points, one answers file twice, another's numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from carekit.common.files import ContentError, sha256
from carekit.grading.course.folders import Settings
from carekit.grading.gradebook.cell_scores import scores_in_gradebook
from carekit.grading.intake.inbox import Submission
from carekit.grading.ledger_entry import LedgerEntry
from carekit.grading.run.ledger import Ledger
from carekit.learner.event_log import NOBODY
from carekit.learner.graded_answers import FILE, MOST_BYTES, parsed
from carekit.questions import load_banks
from carekit.questions.variants import seed_of, variant_for
from carekit.questions.views.key_only import keys_in
from carekit.sandbox.messages import FlagRecord
from carekit.sandbox.submission.answers_file import CODES, Asked
from carekit.sandbox.submission.assignment import Snapshot
from carekit.sandbox.submission.flags import flag

LOWERED = "answers-lowered"
# One answer saved in the same second is chance in a large class; two, each in its own, are not.
_TIMES = 2
_SAVED = re.compile(rb'"saved":\s*"([^"]+)"')


def fewer(cell: str, was: float, now: float) -> list[FlagRecord]:
    """Return the flag of a quiz check that has fewer points than before; none where it has not."""
    points = {"before": f"{was:g}", "after": f"{now:g}"}
    return [flag(LOWERED, cell=cell, **points).plain()] if now < was else []


def drawn_in(root: Path, snapshot: Snapshot) -> dict[str, str]:
    """Return the questions whose numbers are drawn, by id: what a learner's numbers follow from."""
    sources = [cell.source for book in snapshot.books for cell in book.cells if cell.test]
    drawn = {one.id for source in sources for one in keys_in(source) if one.draw}
    try:
        # The bank takes a while to read, and most sets draw nothing.
        banks = load_banks(root) if drawn else {}
    except ContentError:
        # Scores follow from the set alone; while the bank has a mistake, numbers are not compared.
        return {}
    return {
        one.id: f"{bank.concept}/{one.id}"
        for bank in banks.values()
        for one in bank.questions
        if one.id in drawn
    }


@dataclass
class QuizWatch:
    """Compares the quiz of every hand-in with what the gradebook has, and with the others'.

    ``drawn`` are the questions whose numbers are drawn (``drawn_in``).
    """

    settings: Settings
    set_id: str
    asked: Asked
    drawn: Mapping[str, str] = field(default_factory=dict)
    files: dict[str, list[str]] = field(default_factory=dict)
    before: Mapping[str, Mapping[str, float | None]] | None = None

    def lowered(self, entry: LedgerEntry, ledger: Ledger) -> list[FlagRecord]:
        """Return a flag for each quiz check that has fewer points now for want of its answers.

        What was said of the very same work before is said again.
        """
        if not any(one["code"] in CODES for one in entry["flags"]):
            return []
        last = ledger.last(entry["learner"])
        if last and last["submission"] == entry["submission"]:
            kept = [one for one in last["flags"] if one["code"] == LOWERED]
            if kept:
                return kept
        known = self._before().get(entry["learner"], {})
        found = []
        for book, cell in sorted(self.asked):
            graded = entry["notebooks"].get(book)
            now = graded["cells"].get(cell) if graded else None
            was = known.get(f"{book}/{cell}")
            if now is not None and was is not None:
                found += fewer(cell, was, now["score"] or 0)
        return found

    def _before(self) -> Mapping[str, Mapping[str, float | None]]:
        """Return the quiz scores that the gradebook had, read once and only where one is lost."""
        if self.before is None:
            places = {f"{book}/{cell}" for book, cell in self.asked}
            self.before = {
                learner: {name: score for name, score in scores.items() if name in places}
                for learner, scores in scores_in_gradebook(self.settings, self.set_id)[0].items()
            }
        return self.before

    def note(self, one: Submission) -> list[FlagRecord]:
        """Remember whose answers file it is; returns a flag where its numbers are not theirs.

        Which numbers a question has follows from who is asked; a file that says otherwise was
        changed by hand, perhaps so that a group could share one set of numbers.
        """
        raw = one.files.get(FILE, b"") if self.asked else b""
        if len(raw) <= MOST_BYTES and len(set(_SAVED.findall(raw))) >= _TIMES:
            self.files.setdefault(sha256(raw), []).append(one.learner)
        saved = parsed(raw).answers if raw and self.drawn else {}
        odd = [
            name
            for name, drawn_by in sorted(self.drawn.items())
            if name in saved
            and saved[name].variant
            not in {None, *(variant_for(seed_of(who, drawn_by)) for who in (one.learner, NOBODY))}
        ]
        return [flag("answers-numbers", which=", ".join(odd)).plain()] if odd else []

    def same(self) -> dict[str, list[FlagRecord]]:
        """Return a flag for every learner whose answers file is also another learner's."""
        found = {}
        for people in self.files.values():
            for learner in people if len(people) > 1 else ():
                others = ", ".join(one for one in people if one != learner)
                found[learner] = [flag("answers-same", others=others).plain()]
        return found
