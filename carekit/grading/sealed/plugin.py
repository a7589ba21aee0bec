"""The sealed worker inside stock nbgrader: two preprocessors for ``nbgrader autograde``.

``CanonicalCells`` takes the place of what repairs a submission's cells, ``SealedExecute`` of what
runs it; scores and feedback are then nbgrader's own. Limits and the weakest sandbox are those of
``care grade``: ``c.Carekit.*`` in the course's configuration files, read anew for each notebook, so
that formgrader need not be started again. Configuration:

    c.Autograde.sanitize_preprocessors = ["carekit.grading.sealed.plugin.CanonicalCells"]
    c.Autograde.autograde_preprocessors = [
        "carekit.grading.sealed.plugin.SealedExecute",
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
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Any as AnyValue
from traitlets.config import Config

from carekit.course import find_root
from carekit.files import ContentError
from carekit.grading.configfiles import OLD, RENAMED, TIMEOUT
from carekit.grading.configuration import SECTION
from carekit.grading.entries import Limits as Intake
from carekit.grading.entries import Unreadable, folder_entries
from carekit.grading.flags import spoken
from carekit.grading.quizwatch import fewer
from carekit.grading.recipe import level_for
from carekit.grading.released import as_released, cleared
from carekit.grading.sealed.answersfile import CODES, Asked, asked
from carekit.grading.sealed.canonical import repair
from carekit.grading.sealed.limits import Limits
from carekit.grading.sealed.reading import Flags, read
from carekit.grading.sealed.sandbox import Level
from carekit.grading.sealed.session import Shown
from carekit.grading.sealed.snapshot import Book, Cell, Snapshot, book_of, cell_of, text_of
from carekit.grading.sealed.worker import Worker, notebook_cell
from carekit.grading.settings import Settings, read_settings


def gradebook_snapshot(
    db_url: str, assignment: str, source: Path | None = None, config: Any = None
) -> Snapshot:
    """Return the snapshot of an assignment as nbgrader's gradebook has it.

    ``source`` is the folder of the instructor's notebooks: with it, the order of all cells, the
    names of the solutions and the cells without marks are known as well. ``config`` are nbgrader's
    settings, which say how hidden checks are marked.
    """
    files = sorted(source.glob("*.ipynb")) if source and source.is_dir() else []
    with Gradebook(db_url) as gradebook:
        found = gradebook.find_assignment(assignment)
        books = [_book(notebook, config or Config()) for notebook in found.notebooks]
    if not files:
        return Snapshot(tuple(books))
    known = _of_source(source, config or Config())
    kept = {book.name: {cell.id: cell for cell in book.cells} for book in books}
    merged = [_as_kept(book, kept.get(book.name, {})) for book in known.books]
    return Snapshot(tuple(merged))


def _of_source(source: Path, config: Config) -> Snapshot:
    """Return the snapshot of a set's folder, without nbgrader's steps where these refuse it."""
    sources = {path.name: path.read_bytes() for path in sorted(source.glob("*.ipynb"))}
    try:
        found = as_released(source.parents[1], source.name, sources, config)
    except ContentError:
        return Snapshot.from_notebooks(sources)
    return Snapshot.from_notebooks(sources, found.released, found.full)


def _as_kept(book: Book, kept: dict[str, Cell]) -> Book:
    """Return a notebook in the order of its source, its cells as the gradebook keeps them."""
    cells = [
        replace(kept[cell.id], binds=cell.binds) if cell.id in kept else cell for cell in book.cells
    ]
    return replace(book, cells=tuple(cells))


def _book(notebook: Any, config: Config) -> Book:
    points = {cell.name: cell.max_score for cell in notebook.grade_cells}
    points |= {cell.name: cell.max_score for cell in notebook.task_cells}
    kinds = {
        "grade": {cell.name for cell in notebook.grade_cells},
        "solution": {cell.name for cell in notebook.solution_cells},
        "task": {cell.name for cell in notebook.task_cells},
    }
    full = nbformat.v4.new_notebook()
    for stored in notebook.source_cells:
        marks = {
            "grade_id": stored.name,
            "locked": bool(stored.locked),
            "schema_version": 3,
            "cell_type": stored.cell_type,
            "checksum": stored.checksum,
            **{kind: stored.name in names for kind, names in kinds.items()},
        }
        if stored.name in points:
            marks["points"] = points[stored.name]
        cell = {"cell_type": stored.cell_type, "metadata": {"nbgrader": marks}}
        full.cells.append(nbformat.from_dict({**cell, "source": text_of(stored.source)}))
    cells = []
    for kept, given in zip(full.cells, cleared(full, config).cells, strict=True):
        marks = dict(kept.metadata["nbgrader"])
        one = cell_of(marks["grade_id"], kept.cell_type, kept.source, marks, cleared=True)
        source = given.source if one.trusted else one.source
        cells.append(replace(one, source=source, released=given.source))
    spec = json.loads(notebook.kernelspec or "{}")
    return replace(book_of(notebook.name, cells, spec), whole=False)


_known: dict[tuple[str, ...], Snapshot] = {}


_workers: dict[str, tuple[tuple[Any, ...], Worker]] = {}


def _worker(assignment: str, one: Snapshot, limits: Limits, level: str, course: str) -> Worker:
    """Return the worker of this process for a notebook of a set.

    Only the workers of one set are kept, each for its notebook as it is now: a server that grades
    set after set would else keep the processes of all of them.
    """
    (book,) = one.books
    kept = assignment, limits, level, course, one.digest()
    for name, (key, worker) in list(_workers.items()):
        if key[0] != assignment or (name == book.name and key != kept):
            del _workers[name]
            worker.close()
    if book.name not in _workers:
        home = Path(course) if course else None
        made = Worker(one, limits=limits, level=Level(level), course=home)
        _workers[book.name] = kept, made
    return _workers[book.name][1]


@atexit.register
def _close_all() -> None:
    for _, worker in _workers.values():
        worker.close()


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
            _known[key] = gradebook_snapshot(*key[:2], source, self.config)
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


class CanonicalCells(_WithSnapshot):
    """Puts a submission back into the shape of its set, whatever happened to it."""

    def preprocess(self, nb: Any, resources: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
        """Return the repaired notebook; what was repaired goes to the log."""
        book = self.book(resources)
        flags: Flags = []
        most = self.settings(resources).rules.settings.limits().notebook_bytes
        cells = read(book.name, _as_file(nb), most, flags) or []
        placed = repair(book, cells, flags)
        said = [spoken(item) for item in flags]
        for item in said:
            self.log.warning(item["says"]["en"])
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
        for line in (*settings.rules.notes, *unused(self.config, settings.config)):
            if line not in _told:
                _told.add(line)
                self.log.warning(line)
        limits, level = settings.rules.settings.limits(), _level(settings)
        name = resources["nbgrader"]["notebook"]
        snapshot = self.snapshot(resources)
        one = Snapshot(tuple(book for book in snapshot.books if book.name == name))
        folder = Path(resources["metadata"]["path"])
        set_id = resources["nbgrader"]["assignment"]
        worker = _worker(set_id, one, limits, level, _course(folder))
        files = _beside(folder, settings.rules.settings.intake())
        result = worker.grade({**files, f"{name}.ipynb": _as_file(nb)})
        made = result["notebooks"][name]
        if any(item["code"] in CODES for item in result["flags"]):
            result["flags"] += lowered(resources["nbgrader"], asked(one), made["cells"])
        for item in result["flags"]:
            self.log.warning(item["says"]["en"])
        repaired = nb.metadata.get("carekit", {}).get("flags", [])
        about = {key: result[key] for key in ("level", "limits")}
        # The repaired notebook was repaired once more, which finds again what was left in place.
        new = [item for item in result["flags"] if item not in repaired]
        made["notebook"]["metadata"]["carekit"] = {**about, "flags": [*repaired, *new]}
        for cell in made["notebook"]["cells"]:
            mark = cell["metadata"].get("nbgrader", {}).get("grade_id")
            if mark in made["cells"] and cell["cell_type"] == "code":
                _say_score(cell, made["cells"][mark])
        return nbformat.from_dict(made["notebook"]), resources


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
    about: Mapping[str, str], known: Asked, cells: Mapping[str, Mapping[str, Any]]
) -> list[dict[str, Any]]:
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


def _say_score(cell: dict[str, Any], score: dict[str, Any]) -> None:
    """Make a cell's outputs give nbgrader the score that was reached.

    nbgrader gives full points to a check without outputs, so one that did not run must say so.
    """
    failed = any(out["output_type"] == "error" for out in cell["outputs"])
    if score["score"] == 0 and not failed and score["outcome"] not in ("partial", "manual"):
        words = score["message"] or score["outcome"]
        error = {
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


def _beside(folder: Path, limits: Intake) -> dict[str, bytes]:
    """Return a learner's files beside the notebooks: no link, no pipe, none too large."""
    found = {}
    for entry in folder_entries(folder, limits):
        if entry.fault is None and not entry.name.endswith(".ipynb"):
            with suppress(Unreadable):
                data = entry.read(limits.extra)
                if len(data) <= limits.extra:
                    found[entry.name] = data
    return found
