"""The sealed worker inside stock nbgrader: two preprocessors for ``nbgrader autograde``.

``CanonicalCells`` takes the place of what repairs a submission's cells, ``SealedExecute`` of what
runs it; scores and feedback are then nbgrader's own. Limits and the weakest sandbox are those of
``care grade``: ``c.Carekit.*`` in the course's configuration files, read anew for each notebook, so
that formgrader need not be started again. Configuration:

    c.Autograde.sanitize_preprocessors = ["carekit.grading.nbgrader_plugin.CanonicalCells"]
    c.Autograde.autograde_preprocessors = [
        "carekit.grading.nbgrader_plugin.SealedExecute",
        "nbgrader.preprocessors.LimitOutput",
        "nbgrader.preprocessors.SaveAutoGrades",
        "nbgrader.preprocessors.AssignLatePenalties",
        "nbgrader.preprocessors.CheckCellMetadata",
    ]
"""

from __future__ import annotations

import atexit
import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import UTC
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Any as AnyValue

from carekit.common.course import find_root
from carekit.common.files import ContentError
from carekit.common.notebook_format import NotebookCell, Output
from carekit.grading.course.chosen_trust import ChosenTrust, with_levels
from carekit.grading.course.configuration import SECTION, Carekit
from carekit.grading.course.folders import Settings, read_settings, read_snapshot
from carekit.grading.course.intake_limits import MB
from carekit.grading.course.intake_limits import IntakeLimits as Intake
from carekit.grading.course.moments import zone_of
from carekit.grading.course.released import OWN_MB
from carekit.grading.course.settings_in_use import OLD, RENAMED, TIMEOUT
from carekit.grading.gradebook.due_dates import due_dates, misread, words_for
from carekit.grading.gradebook.snapshot import gradebook_snapshot
from carekit.grading.intake.archives import folder_entries
from carekit.grading.intake.collected_times import STAMP, collected, other_clock
from carekit.grading.intake.extra_files import beside, take
from carekit.grading.intake.pick_notebook import readable
from carekit.grading.run.choose_trust import Chooser
from carekit.grading.run.quiz_anomalies import fewer
from carekit.grading.run.worker_process import Grade
from carekit.grading.run.worker_spec import SealedRecipe, level_for, one_by_one
from carekit.sandbox.isolation.sandbox import Level
from carekit.sandbox.messages import FlagRecord
from carekit.sandbox.notebook_plan import Shown
from carekit.sandbox.submission.answers_file import CODES, Asked, asked
from carekit.sandbox.submission.assignment import Book, Snapshot
from carekit.sandbox.submission.flags import Flag, says, spoken
from carekit.sandbox.submission.notebook_names import notebook_stem
from carekit.sandbox.submission.read_notebook import Flags, read
from carekit.sandbox.submission.repair import repair
from carekit.sandbox.submission.result import CellResult
from carekit.sandbox.worker import notebook_cell

_known: dict[tuple[str, ...], Snapshot] = {}


_graders: dict[str, tuple[tuple[Any, ...], Any, Grade]] = {}


def _grader(assignment: str, one: Snapshot, used: Carekit, level: str, course: str) -> Grade:
    """Return what grades a notebook of a set in this process.

    Only the graders of one set are kept, each for its notebook as it is now: a server that grades
    set after set would else keep the processes of all of them.
    """
    (book,) = one.books
    waits = used.hang_seconds, used.start_seconds
    kept = assignment, used.limits(), waits, level, course, one.digest()
    for name, (key, opened, _) in list(_graders.items()):
        if key[0] != assignment or (name == book.name and key != kept):
            del _graders[name]
            opened.__exit__(None, None, None)
    if book.name not in _graders:
        opened = one_by_one(SealedRecipe(one.as_json(), used.limits(), level, course), used)
        _graders[book.name] = kept, opened, opened.__enter__()
    return _graders[book.name][2]


@atexit.register
def _close_all() -> None:
    for _, opened, _ in _graders.values():
        opened.__exit__(None, None, None)


class _WithSnapshot(NbGraderPreprocessor):
    def snapshot(self, resources: dict[str, Any]) -> Snapshot:
        """Return the set's snapshot, made again when its source or its release has changed."""
        about, root = resources["nbgrader"], Path(self._root(resources))
        source = root / "source" / about["assignment"]
        # nbgrader writes a release whenever it notes in the gradebook what it grades by.
        books = [*source.glob("*.ipynb"), *(root / "release" / source.name).glob("*.ipynb")]
        stamps = ",".join(str(path.stat().st_mtime_ns) for path in sorted(books))
        key = about["db_url"], about["assignment"], str(source), stamps
        if key not in _known:
            _known.clear()
            found = gradebook_snapshot(*key[:2], source, self.config)
            _known[key] = _with_trust(found, self.settings(resources), about["assignment"])
        return _known[key]

    def _root(self, resources: dict[str, Any]) -> str:
        return self.config.CourseDirectory.get("root") or str(
            Path(resources["metadata"]["path"]).resolve().parents[2]
        )

    def settings(self, resources: dict[str, Any]) -> Settings:
        """Return the course's settings, as every other way to grade reads them.

        Raises ContentError where one cannot be used.
        """
        return read_settings(Path(self._root(resources)), resources["nbgrader"]["db_url"])

    def book(self, resources: dict[str, Any]) -> Book:
        """Return the notebook at hand."""
        wanted = resources["nbgrader"]["notebook"]
        return next(book for book in self.snapshot(resources).books if book.name == wanted)


def _with_trust(found: Snapshot, settings: Settings, set_id: str) -> Snapshot:
    """Return a set of the gradebook's with the levels of trust that its source has."""
    used, level = settings.rules.settings, Level(_level(settings))
    choose = Chooser(settings.root, set_id, used.limits(), level, used.lowest_trust)
    try:
        own = choose(read_snapshot(settings.root, set_id))
    except ContentError:
        # Without its source a set is judged sealed, as every check is whose level nobody knows.
        return with_levels(found, {}, used.lowest_trust)
    chosen = {
        book.name: {cell.id: ChosenTrust(cell.trust) for cell in book.cells if cell.trust}
        for book in own.books
    }
    return with_levels(found, chosen, used.lowest_trust)


class CanonicalCells(_WithSnapshot):
    """Puts a submission back into the shape of its set, whatever happened to it."""

    def preprocess(self, nb: Any, resources: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
        """Return the repaired notebook; what was repaired goes to the log."""
        book = self.book(resources)
        flags: Flags = []
        intake = self.settings(resources).rules.settings.intake()
        dropped: list[Flag] = []
        raw = _as_file(nb)
        if intake.outputs < len(raw) <= intake.notebook:
            # A notebook that is too large is told as that, and with its outputs it is.
            raw, _ = readable(raw, f"{book.name}.ipynb", intake.outputs, dropped) or (raw, None)
        cells = read(book.name, raw, intake.notebook, flags)
        if cells is None:
            # As with ``care grade``: what nobody can read gets no score, and earlier ones stay.
            raise RuntimeError("; ".join(map(says, flags)))
        placed = repair(book, cells, flags)
        said = [spoken(item) for item in (*(one.plain() for one in dropped), *flags)]
        for item in said:
            self.log.warning(says(item))
        made = [notebook_cell(number, item, Shown()) for number, item in enumerate(placed)]
        metadata = {"kernelspec": book.kernelspec} if book.kernelspec else dict(nb.metadata)
        # The graded notebook keeps what was repaired: that is all a reader of it has.
        metadata["carekit"] = {"flags": said}
        fields = {"cells": made, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
        return nbformat.from_dict(fields), resources


class SealedExecute(_WithSnapshot):
    """Runs a submission in the sealed worker; the outputs give nbgrader the worker's scores."""

    # What these were called before; their values still count (``configfiles``), not from here.
    level = AnyValue(help="Now c.Carekit.minimum_level.").tag(config=True)
    timeout = AnyValue(help="Now c.Carekit.cell_seconds.").tag(config=True)
    total_timeout = AnyValue(help="Now c.Carekit.total_seconds.").tag(config=True)
    memory_mb = AnyValue(help="Now c.Carekit.memory_mb.").tag(config=True)

    def preprocess(self, nb: Any, resources: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
        """Return the graded notebook.

        Raises ContentError where a setting cannot be used, or the sandbox of this machine is weaker
        than the weakest that is accepted.
        """
        settings = self.settings(resources)
        used, names = settings.rules.settings, resources["nbgrader"]
        set_id, name = names["assignment"], names["notebook"]
        notes = [*map(str, settings.rules.notes), *unused(self.config, settings.config)]
        for line in (*notes, *_misread(settings, set_id)):
            if line not in _told:
                _told.add(line)
                self.log.warning(line)
        level = _level(settings)
        snapshot = self.snapshot(resources)
        one = Snapshot(tuple(book for book in snapshot.books if book.name == name))
        folder = Path(resources["metadata"]["path"])
        told: list[Flag] = []
        files = _beside(folder, settings.root / "source" / set_id, used.intake(), told)
        told += self._note_time(settings, names["student"], set_id)
        grade = _grader(set_id, one, used, level, _course(folder))
        result = grade({**files, f"{name}.ipynb": _as_file(nb)})
        if result.get("failed"):
            raise RuntimeError("; ".join(says(item) for item in result["flags"]))
        made = result["notebooks"][name]
        result["flags"] = [*(spoken(item.plain()) for item in told), *result["flags"]]
        if any(item["code"] in CODES for item in result["flags"]):
            result["flags"] += lowered(resources["nbgrader"], asked(one), made["cells"])
        for item in result["flags"]:
            self.log.warning(says(item))
        repaired = nb.metadata.get("carekit", {}).get("flags", [])
        about: dict[str, object] = {"level": result["level"], "limits": result["limits"]}
        about |= {"intake": asdict(used.intake()), "hang_seconds": used.hang_seconds}
        # The repaired notebook was repaired once more, which finds again what was left in place.
        new = [item for item in result["flags"] if item not in repaired]
        made["notebook"]["metadata"]["carekit"] = {**about, "flags": [*repaired, *new]}
        for cell in made["notebook"]["cells"]:
            mark = cell["metadata"].get("nbgrader", {}).get("grade_id")
            if mark in made["cells"] and cell["cell_type"] == "code":
                _say_score(cell, made["cells"][mark])
        return nbformat.from_dict(made["notebook"]), resources

    def _note_time(self, settings: Settings, learner: str, set_id: str) -> list[Flag]:
        """Let the gradebook have the collector's moment, so that late is late by one clock.

        nbgrader has put there what the learner's own process wrote.
        """
        named = self.config.CourseDirectory.get("submitted_directory") or "submitted"
        folder = settings.root / named / learner / set_id
        limits = settings.rules.settings.intake()
        when = collected(folder, limits)
        if when is None:
            return []
        with Gradebook(settings.db_url, settings.course_id) as gradebook:
            kept = when.astimezone(UTC).replace(tzinfo=None)
            gradebook.update_or_create_submission(set_id, learner, timestamp=kept)
        return other_clock(folder_entries(folder, limits), when) if folder.is_dir() else []


def _misread(settings: Settings, set_id: str) -> list[str]:
    """Return what is to be said of a due date that nbgrader misread."""
    zone = settings.rules.settings.zone
    odd = misread(due_dates(settings, [set_id])[0], zone_of(zone) if zone else None)
    return [words_for(odd)] if odd else []


_told: set[str] = set()
_levels: dict[str, str] = {}


def _level(settings: Settings) -> str:
    """Return the level to grade at; this machine is tried once for each that is asked for."""
    wanted = settings.rules.settings.minimum_level
    if wanted not in _levels:
        _levels[wanted] = level_for(settings, unsandboxed=False).value
    return _levels[wanted]


def unused(given: Mapping[str, Any], read: Mapping[str, Any]) -> list[str]:
    """Return a sentence for each setting that nbgrader was given and the files do not say.

    Such a one stood on a command line, or in a file when formgrader was started.
    """
    keys = [(SECTION, key) for key in given.get(SECTION, {})]
    keys += [(OLD, key) for key in RENAMED] + [(section, "timeout") for section in TIMEOUT]
    said = []
    for section, key in keys:
        there, known = given.get(section, {}), read.get(section, {})
        if key in there and there[key] != known.get(key):
            says = "is not used: settings of grading come from nbgrader_config.py alone"
            said.append(f"{section}.{key} = {there[key]!r} {says}")
    return said


def lowered(
    about: Mapping[str, str], known: Asked, cells: Mapping[str, CellResult]
) -> list[FlagRecord]:
    """Return a flag, with its words, for each quiz check that had more points in the gradebook."""
    with Gradebook(about["db_url"]) as gradebook:
        names = about["notebook"], about["assignment"], about["student"]
        try:
            grades = gradebook.find_submission_notebook(*names).grades
        except MissingEntry:
            return []
        before = {grade.name: grade.auto_score or 0.0 for grade in grades}
    return [
        spoken(made)
        for _, cell in sorted(known)
        for made in fewer(cell, before.get(cell, 0.0), cells[cell]["score"] or 0.0)
    ]


def _say_score(cell: NotebookCell, score: CellResult) -> None:
    """Make a cell's outputs give nbgrader the score that was reached.

    nbgrader gives full points to a check without outputs, so one that did not run must say so.
    """
    failed = any(out["output_type"] == "error" for out in cell["outputs"])
    if score["score"] == 0 and not failed and score["outcome"] not in ("partial", "manual"):
        words = score["message"] or score["outcome"]
        error: Output = {
            "output_type": "error",
            "ename": "NotJudged",
            "evalue": words,
            "traceback": [words],
        }
        cell["outputs"].append(error)


def _as_file(nb: Any) -> bytes:
    """Return a notebook with its letters as they are in a file: no limit counts them longer."""
    return json.dumps(nb, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _course(folder: Path) -> str:
    try:
        return str(find_root(folder))
    except Exception:
        return ""


def _beside(folder: Path, source: Path, limits: Intake, flags: list[Flag]) -> dict[str, bytes]:
    """Return the files beside the notebooks as ``care grade`` takes them, and the set's own.

    nbgrader has put the set's files among the learner's; they count for nobody's limits.
    """
    found = [one for one in folder_entries(folder, limits) if notebook_stem(one.parts[-1]) is None]
    set_has = {one.name for one in folder_entries(source, limits)} if source.is_dir() else set()
    files: dict[str, bytes] = {}
    own = [one for one in found if one.name in set_has]
    take(own, files, replace(limits, extra=OWN_MB * MB, total=OWN_MB * MB, extras=len(own)), flags)
    others = [one for one in found if one.name not in set_has and one.parts != (STAMP,)]
    handed_in: dict[str, bytes] = {}
    take(beside(others, [], flags), handed_in, limits, flags)
    return {**handed_in, **files}
