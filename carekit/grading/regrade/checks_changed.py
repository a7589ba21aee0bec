"""Scoring again after a check was corrected: who changes, from what to what, and why.

An audit file is only added to: a line ``begin`` with every score as it was is on the disk before
the first change, a line ``done`` with the changes after the last. A run that broke off is finished
by the next one, which compares with the scores from before the first try.
"""

from __future__ import annotations

import pickle
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from carekit.common.durable_files import Disk
from carekit.common.files import ContentError
from carekit.grading.course.folders import Settings
from carekit.grading.gradebook.cell_scores import Scores, scores_in_gradebook
from carekit.grading.gradebook.register_assignment import is_registered
from carekit.grading.gradebook.writer import open_book
from carekit.grading.intake.inbox import Inbox
from carekit.grading.ledger_entry import EntryHead
from carekit.grading.refusals import say
from carekit.grading.regrade.audit import Audit, Begun
from carekit.grading.run.ledger import Ledger
from carekit.grading.run.local_engine import Engine, Job
from carekit.grading.run.results import entry_of, head_of, released_checksums
from carekit.grading.run.run import Run
from carekit.grading.run.run_report import RunReport, Step
from carekit.learner.hand_in.receipt import digest_of
from carekit.sandbox.submission.assignment import Snapshot
from carekit.sandbox.submission.result import SubmissionResult
from carekit.sandbox.submission.trust import SEALED


@dataclass(frozen=True)
class Change:
    """One cell of one learner whose automatic score changes.

    ``why`` is a code: key-changed, check-changed, points-changed, given-code-changed, work-changed,
    trust-changed, newly-graded or by-chance (nothing changed: the check draws its data anew).
    ``by_hand`` is the mark a person gave, which goes on to count, or None; ``trust`` the level of
    trust that a check has now, "" for what is no check.
    """

    learner: str
    cell: str
    before: float | None
    after: float | None
    why: str
    by_hand: float | None = None
    trust: str = ""


@dataclass(frozen=True)
class Regrading:
    """What a regrading changes, and what it could not look at."""

    set_id: str
    dry: bool
    checks_changed: tuple[str, ...]
    changes: tuple[Change, ...]
    looked_at: int
    not_found: tuple[str, ...]
    report: RunReport | None = None


@dataclass(frozen=True)
class Seed:
    """By which number a learner's checks drew, and the digest of the work they were drawn for."""

    number: int
    submission: str


@dataclass
class BySeed:
    """An engine that grades the very same work with the seed it was graded with before.

    Work that was changed since is graded by a fresh draw: its author may know what was drawn then.
    Most classes were graded in one run and have one seed. Of several, the work of the later ones is
    put away on the disk until their turn comes.
    """

    otherwise: Engine
    engine_for: Callable[[int | None], Engine]
    seeds: Mapping[str, Seed]

    @property
    def portable(self) -> None:
        """Return None: an engine for each seed follows another one, and work waits on this disk."""

    def run(self, jobs: Iterable[Job]) -> Iterator[tuple[str, SubmissionResult]]:
        """Give one result for every job."""
        with tempfile.TemporaryDirectory(prefix="carekit-regrade-") as folder:
            waiting: dict[int | None, list[Path]] = {}
            drawn = Counter(one.number for one in self.seeds.values())
            first = next(iter(drawn.most_common(1)), (None,))[0]

            def of_first() -> Iterator[Job]:
                for number, job in enumerate(jobs):
                    seed = self._seed(job)
                    if seed == first:
                        yield job
                        continue
                    path = Path(folder, str(number))
                    path.write_bytes(pickle.dumps(job))
                    waiting.setdefault(seed, []).append(path)

            yield from self._engine(first).run(of_first())
            for seed, paths in waiting.items():
                # Our own bytes, from a folder that is nobody else's.
                later = (pickle.loads(path.read_bytes()) for path in paths)  # noqa: S301
                yield from self._engine(seed).run(later)

    def _seed(self, job: Job) -> int | None:
        known = self.seeds.get(job.learner)
        return known.number if known and known.submission == digest_of(job.files) else None

    def _engine(self, seed: int | None) -> Engine:
        return self.otherwise if seed is None else self.engine_for(seed)


def seeds_of(settings: Settings, set_id: str) -> dict[str, Seed]:
    """Return by which seed each learner's checks drew when their scores were given."""
    ledger, found = Ledger.load(settings.ledger(set_id)), {}
    for learner in ledger.places:
        entry = ledger.last(learner)
        seed = entry.get("seed") if entry else None
        if entry and type(seed) is int:
            found[learner] = Seed(seed, entry["submission"])
    return found


def needs_grading_first(settings: Settings, set_id: str) -> None:
    """Refuse a set of which nothing was graded yet. Raises ContentError."""
    if not is_registered(settings, set_id):
        raise ContentError(say("nothing-graded", set=set_id))


@dataclass
class Regrade:
    """Scores a set again. Nothing is written when ``dry``.

    ``engine_for`` gives an engine whose checks draw by a seed: for the very same work they draw
    what they drew when its score was given, so that a difference comes from what was changed.
    Without it, for work that is not the same, and for scores whose seed nobody noted, ``engine``
    draws anew.
    """

    settings: Settings
    set_id: str
    snapshot: Snapshot
    inbox: Inbox
    engine: Engine
    engine_for: Callable[[int | None], Engine] | None = None
    dry: bool = False
    tell: Callable[[Step], None] = lambda _step: None
    waiting: Callable[[], None] | None = None
    disk: Disk | None = None
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)

    def __call__(self) -> Regrading:
        """Score everything again and return what changed.

        Raises ContentError as a run does, and when nothing was graded yet.
        """
        disk = self.disk or Disk()
        needs_grading_first(self.settings, self.set_id)
        changed = changed_cells(self.settings, self.set_id, self.snapshot)
        before, by_hand = scores_in_gradebook(self.settings, self.set_id)
        source_before = _sources(self.settings, self.set_id)
        self.trust_before = _trust_before(self.settings, self.set_id)
        if self.dry:
            after, work = self._preview()
            return self._sum_up(before, after, by_hand, changed, source_before, work, None)
        audit = Audit(self.settings, self.set_id, self.snapshot.digest(), disk, self.clock)
        begun = audit.unfinished()
        if begun is None:
            begin: Begun = {"before": before, "changed": changed, "sources": source_before}
            audit.log("begin", begin)
        else:
            before, changed = begun["before"], begun["changed"]
            source_before = begun["sources"]
        run = Run(
            self.settings,
            self.set_id,
            self.snapshot,
            self.inbox,
            self._seeded(),
            again=True,
            tell=self.tell,
            waiting=self.waiting,
            disk=disk,
        )
        report = run()
        after, by_hand = scores_in_gradebook(self.settings, self.set_id)
        work = {who: place.submission for who, place in run.ledger.places.items()}
        after = {who: scores for who, scores in after.items() if who in set(report.graded)}
        result = self._sum_up(before, after, by_hand, changed, source_before, work, report)
        if not report.stopped:
            audit.log("done", {"changes": [asdict(one) for one in result.changes]})
        return result

    def _seeded(self) -> Engine:
        if self.engine_for is None:
            return self.engine
        return BySeed(self.engine, self.engine_for, seeds_of(self.settings, self.set_id))

    def _preview(self) -> tuple[Scores, dict[str, str]]:
        """Return the scores that every submission would get, and the digests of the work."""
        checksums = released_checksums(self.settings.db_url, self.settings.course_id, self.set_id)
        heads: dict[str, EntryHead] = {}
        digest = self.snapshot.digest()

        def jobs() -> Iterator[Job]:
            for submission in self.inbox:
                if not submission.refused:
                    heads[submission.learner] = head_of(submission, digest)
                    yield Job(submission.learner, submission.files)

        after: Scores = {}
        for learner, result in self._seeded().run(jobs()):
            entry, _ = entry_of(heads[learner], result, checksums)
            self.tell(Step(learner, entry["outcome"], tuple(entry["flags"])))
            if entry["outcome"] == "graded":
                after[learner] = {
                    f"{name}/{cell}": score["score"]
                    for name, book in entry["notebooks"].items()
                    for cell, score in book["cells"].items()
                }
        return after, {who: head["submission"] for who, head in heads.items()}

    def _sum_up(
        self,
        before: Scores,
        after: Scores,
        by_hand: Mapping[tuple[str, str], float],
        changed: Mapping[str, str],
        sources: Mapping[str, str],
        work: Mapping[str, str],
        report: RunReport | None,
    ) -> Regrading:
        changes = []
        trust = {
            f"{book.name}/{cell.id}": cell.trust or SEALED
            for book in self.snapshot.books
            for cell in book.cells
            if cell.test
        }
        for learner in sorted(after):
            old = before.get(learner)
            for cell, score in sorted(after[learner].items()):
                if old is not None and same(old.get(cell), score):
                    continue
                if old is None:
                    why = "newly-graded"
                elif sources.get(learner, work.get(learner)) != work.get(learner):
                    why = "work-changed"
                else:
                    was_at = self.trust_before.get((learner, cell), SEALED)
                    moved = "trust-changed" if trust.get(cell, was_at) != was_at else ""
                    why = changed.get(cell) or changed.get("") or moved or "by-chance"
                was = (old or {}).get(cell)
                mark = by_hand.get((learner, cell))
                level = trust.get(cell, "")
                changes.append(Change(learner, cell, was, score, why, mark, level))
        return Regrading(
            self.set_id,
            self.dry,
            tuple(sorted(cell for cell in changed if cell)),
            tuple(changes),
            len(after),
            tuple(sorted(set(before) - set(after))),
            report,
        )


def same(one: float | None, other: float | None) -> bool:
    """Return whether two scores are the same one; None is a score nobody gave yet."""
    return one == other or (one is not None and other is not None and abs(one - other) < 1e-9)


def _sources(settings: Settings, set_id: str) -> dict[str, str]:
    """Return the digest of the work that each learner's scores in the gradebook belong to."""
    places = Ledger.load(settings.ledger(set_id)).places
    return {who: place.submission for who, place in places.items() if place.written}


def _trust_before(settings: Settings, set_id: str) -> dict[tuple[str, str], str]:
    """Return the level of trust of each result, by learner and ``<notebook>/<cell>``.

    Results that are sealed are left out: a class may have a million of them.
    """
    return {
        (learner, f"{name}/{cell}"): level
        for learner, entry in Ledger.load(settings.ledger(set_id)).results()
        for name, book in entry["notebooks"].items()
        for cell, one in book["cells"].items()
        if (level := one.get("trust", SEALED)) != SEALED
    }


def changed_cells(settings: Settings, set_id: str, snapshot: Snapshot) -> dict[str, str]:
    """Return why a cell may score differently now, by ``<notebook>/<cell>``.

    The key "" stands for every cell: code that learners were given has changed.
    """
    found: dict[str, str] = {}
    with open_book(settings.db_url, settings.course_id) as book:
        known = {
            f"{notebook.name}/{cell.name}": cell.source
            for notebook in book.find_assignment(set_id).notebooks
            for cell in notebook.source_cells
        }
        most = {
            f"{notebook.name}/{cell.name}": cell.max_score
            for notebook in book.find_assignment(set_id).notebooks
            for cell in notebook.grade_cells
        }
    for name in snapshot.books:
        for cell in name.cells:
            key = f"{name.name}/{cell.id}"
            if key in most and most[key] != cell.points:
                found[key] = "points-changed"
            elif cell.test and known.get(key) != cell.source:
                found[key] = "check-changed"
            elif cell.trusted and known.get(key) != cell.source:
                found[""] = "given-code-changed"
    return found
