"""Old notebooks become sets, each by itself: one that cannot be read does not stop the others."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from carekit.authoring.build.exercise import make_exercise
from carekit.authoring.build.release import make_release
from carekit.authoring.build.targets import BESIDE
from carekit.authoring.import_notebook.cell_names import heading, name_cells
from carekit.authoring.import_notebook.compare_releases import differences
from carekit.authoring.import_notebook.old_course import (
    OldNotebook,
    find_notebooks,
    left_settings,
    marks_of,
    old_settings,
)
from carekit.authoring.import_notebook.read_notebook import (
    read_notebook,
    with_usual_marks,
    without_autotests,
)
from carekit.authoring.import_notebook.set_text import SetText, write_text
from carekit.authoring.loss_report import Loss, LossReport, write_new
from carekit.authoring.slug import free, slug
from carekit.common.config_files import course_files, merged
from carekit.common.files import ContentError, shown, write_atomic

EXERCISES = Path("content") / "exercises"


@dataclass(frozen=True)
class ImportedSet:
    """One set that was read: its id, a title, its files by their path in the course, its report."""

    name: str
    title: str
    files: dict[Path, bytes]
    report: LossReport


@dataclass(frozen=True)
class ReadNotebooks:
    """What became of some notebooks: the sets that were read, and why others were refused.

    Each refusal names file, cell and field, and may have several lines.
    """

    sets: list[ImportedSet]
    refused: list[str]


def read_sets(
    root: Path, source: Path, name: str | None, lang: str, langs: Sequence[str]
) -> ReadNotebooks:
    """Return the sets that a notebook, an assignment or a course of nbgrader's becomes.

    ``name`` is the id of the set, which only one notebook can be given; ``lang`` is the language of
    its words, one of the course's ``langs``. Nothing is written. Raises ContentError where there is
    no notebook, where ``name`` cannot be used, and where every notebook is refused.
    """
    old = find_notebooks(source)
    if name and len(old) > 1:
        says = f"holds {len(old)} notebooks, and --set names one set; leave it out, or name one"
        raise ContentError(f"{shown(source)}: {says} of them")
    names: list[str] = []
    for one in old:
        alone = sum(other.assignment == one.assignment for other in old) == 1
        words = one.assignment if alone else f"{one.assignment} {one.path.stem}"
        wanted = name or free(slug(words) or "set", names)
        if wanted != slug(wanted):
            says = "may hold a-z, 0-9 and single hyphens; choose another"
            raise ContentError(f"--set {wanted}: {says}")
        names.append(wanted)
    found, refused = [], []
    for one, wanted in zip(old, names, strict=True):
        try:
            found.append(_read_set(root, one, wanted, lang, langs))
        except ContentError as error:
            refused.append(str(error))
    if not found:
        raise ContentError("\n".join([*refused, "Nothing was written."]))
    return ReadNotebooks(found, refused)


def write_sets(root: Path, sets: Sequence[ImportedSet]) -> None:
    """Write the files of sets and their reports. Raises ContentError for one that is there."""
    files: dict[Path, bytes | str] = {}
    for one in sets:
        files |= {**one.files, one.report.path: one.report.page()}
    write_new(root, files, "--set")


def _read_set(
    root: Path, old: OldNotebook, name: str, lang: str, langs: Sequence[str]
) -> ImportedSet:
    if (root / EXERCISES / name).exists():
        says = "is there already, and nothing is written over; choose a name with --set"
        raise ContentError(f"{shown(old.path)}: {shown(root / EXERCISES / name)} {says}")
    report = LossReport(shown(old.path), name)
    book = read_notebook(old.path, report.losses)
    config, here = old_settings(old.path), merged(course_files(root))
    if changed := with_usual_marks(book, marks_of(config)):
        says = f"the course's own marks became nbgrader's usual ones in {changed} cells"
        report.losses.append(Loss("notebook", says))
    names = name_cells(book.cells)
    without_autotests(book, names, report.losses)
    report.losses += _not_taken(old, book)
    made = write_text(book, names, name, f"{old.assignment}/{old.path.name}", lang)
    report.losses += made.losses
    equal = _compared(root, old.path, book, name, made, report)
    report.losses += [*_one_language(book, lang, langs), *left_settings(config, here)]
    report.kept += [*_counted(book, old, made), equal]
    folder = EXERCISES / name
    files = {folder / f"{name}.md": made.text.encode("utf-8")}
    files |= {folder / path: data for path, data in made.files.items()}
    files |= {folder / BESIDE / path: file.read_bytes() for path, file in old.beside.items()}
    titles = (heading(cell.source) for cell in book.cells if cell.cell_type == "markdown")
    title = next(filter(None, titles), old.path.stem)
    return ImportedSet(name, title, files, report)


def _compared(
    root: Path, old: Path, book: Any, name: str, made: SetText, report: LossReport
) -> str:
    """Build the set in a folder of its own, compare the releases, and return what came of it."""
    import nbformat

    try:
        theirs = make_release(root, name, nbformat.writes(book, version=4).encode("utf-8"))
    except ContentError as error:
        says = f"nbgrader makes no release of it, so mend it there first: {_reason(str(error))}"
        raise ContentError(f"{shown(old)}: {says}") from None
    with tempfile.TemporaryDirectory(prefix="carekit-import-") as folder:
        text = Path(folder) / EXERCISES / name / f"{name}.md"
        write_atomic(text, made.text)
        for path, data in made.files.items():
            write_atomic(text.parent / path, data)
        try:
            source = make_exercise(Path(folder), text, {})
        except ContentError as error:
            why = str(error).replace(f"{folder}/", "")
            says = f"the set that it would become cannot be built:\n{why}"
            raise ContentError(f"{shown(old)}: {says}") from None
    ours = make_release(root, name, source)
    report.losses += differences(theirs, ours, made.names)
    all_cells = len(made.names)
    # A cell that was changed before the comparison is no equal one either.
    same = all_cells - len({loss.where for loss in report.losses} & set(made.names))
    report.look = same < all_cells
    return f"{same} of {all_cells} cells equal nbgrader's own release of the original"


def _reason(told: str) -> str:
    """Return what nbgrader raised, out of its log with a traceback; without one, all it said."""
    raised = re.findall(r"^[\w.]*(?:Error|Exception): (.+)$", told, re.MULTILINE)
    return raised[-1] if raised else told.partition("\n")[2]


def _one_language(book: Any, lang: str, langs: Sequence[str]) -> list[Loss]:
    others = [other for other in langs if other != lang]
    count = sum(cell.cell_type == "markdown" for cell in book.cells)
    if not (others and count):
        return []
    says = f"are written in {lang} and show the same to readers of {', '.join(others)}"
    todo = "to translate one, put a ::: block for each language in the place of {as-written}"
    return [Loss(f"{count} cells of text", says, todo)]


def _not_taken(old: OldNotebook, book: Any) -> list[Loss]:
    losses = []
    shown_before = sum(bool(cell.get("outputs")) for cell in book.cells)
    if shown_before:
        says = f"what {shown_before} cells showed when they were run is left out"
        losses.append(Loss("notebook", says, "nbgrader clears it in a release as well"))
    if old.others:
        says = f"{old.others} more in this assignment's folder, each of which is a set of its own"
        losses.append(Loss("other notebooks", says, "import them as well"))
    return losses


def _counted(book: Any, old: OldNotebook, made: SetText) -> list[str]:
    metas = [cell.metadata.get("nbgrader") or {} for cell in book.cells]
    graded = [meta for meta in metas if meta.get("grade") or meta.get("task")]
    points = sum(meta.get("points") or 0 for meta in graded)
    sources = [cell.source for cell in book.cells]
    renamed = [
        meta["grade_id"]
        for meta, name in zip(metas, made.names, strict=True)
        if meta.get("grade_id", name) != name
    ]
    said = [
        f"{len(book.cells)} cells, {len(graded)} of them graded, {points:g} points",
        f"{sum('BEGIN HIDDEN TESTS' in one for one in sources)} cells with hidden tests, "
        f"{sum(meta.get('solution') is True for meta in metas)} answers, "
        f"{sum(meta.get('task') is True for meta in metas)} tasks",
    ]
    if renamed:
        said.append(
            f"{len(renamed)} grade ids that cannot be a cell's name stand as grade_id: in its head"
        )
    if made.files:
        said.append(f"{len(made.files)} attachments")
    if old.beside:
        said.append(f"{len(old.beside)} files beside the notebook: {', '.join(old.beside)}")
    return said


def card_entries(sets: Sequence[ImportedSet], langs: Sequence[str]) -> str:
    """Return what belongs under ``sets:`` in ``course_data/course.yml`` for new sets, as YAML."""
    lines = []
    for one in sets:
        lines += [f"  - id: {one.name}", "    title:"]
        title = json.dumps(one.title, ensure_ascii=False)
        lines += [f"      {lang}: {title}" for lang in langs]
    return "\n".join(lines)
