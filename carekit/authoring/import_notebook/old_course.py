"""What lies in a course of nbgrader's: its assignments, their files, and its settings."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING, Any

from carekit.authoring.loss_report import Loss
from carekit.common.config_files import configuration_files, course_files, merged
from carekit.common.files import ContentError, shown

if TYPE_CHECKING:
    from traitlets.config import Config

# What nbgrader does not copy into a release either (CourseDirectory.ignore), and Jupyter's own.
IGNORED = (".*", "__pycache__", "*.pyc", "*.pyo", "desktop.ini", "feedback")
# These say how nbgrader cuts a notebook for learners; they are used to read the old notebooks.
MARKS = {
    ("ClearSolutions", "begin_solution_delimeter"): "BEGIN SOLUTION",
    ("ClearSolutions", "end_solution_delimeter"): "END SOLUTION",
    ("ClearHiddenTests", "begin_test_delimeter"): "BEGIN HIDDEN TESTS",
    ("ClearHiddenTests", "end_test_delimeter"): "END HIDDEN TESTS",
    ("ClearMarkScheme", "begin_mark_scheme_delimeter"): "BEGIN MARK SCHEME",
    ("ClearMarkScheme", "end_mark_scheme_delimeter"): "END MARK SCHEME",
}


@dataclass(frozen=True)
class OldNotebook:
    """One instructor notebook: its file, its assignment, and the files that go with it.

    ``beside`` holds them by their path in the assignment's folder; ``others`` counts the notebooks
    that lie there as well.
    """

    path: Path
    assignment: str
    beside: dict[str, Path]
    others: int = 0


def find_notebooks(source: Path) -> list[OldNotebook]:
    """Return the notebooks that a path stands for: one, those of an assignment, or of a course.

    Raises ContentError for a path that is not there or holds no notebook.
    """
    if source.is_file():
        if source.suffix != ".ipynb":
            raise ContentError(f"{shown(source)}: no notebook; name a file that ends in .ipynb")
        in_course = source.parent.parent.name == "source"
        others = len(_notebooks(source.parent)) - 1 if in_course else 0
        return [_old(source, in_course=in_course, others=others)]
    if not source.is_dir():
        raise ContentError(f"{shown(source)}: no such file or folder; correct the name")
    if (source / "source").is_dir():
        source = source / "source"
    folders = [path for path in sorted(source.iterdir()) if path.is_dir() and not _ignored(path)]
    assignments = [folder for folder in folders if _notebooks(folder)]
    if source.name != "source" and _notebooks(source):
        assignments = [source]
    found = [_old(path, in_course=True) for folder in assignments for path in _notebooks(folder)]
    if not found:
        says = "no notebook here; name a notebook, the folder of an assignment, or source/"
        raise ContentError(f"{shown(source)}: {says}")
    return found


def _notebooks(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.glob("*.ipynb")) if not _ignored(path)]


def _old(path: Path, *, in_course: bool, others: int = 0) -> OldNotebook:
    # nbgrader gives learners all that lies in an assignment's folder. Elsewhere, as in a folder of
    # downloads, only what the notebook names belongs to it.
    text = "" if in_course else path.read_text("utf-8", "replace")
    beside = {
        name: file
        for name, file in _files(path.parent)
        if file.suffix != ".ipynb" and (in_course or file.name in text)
    }
    return OldNotebook(path, path.parent.name if in_course else path.stem, beside, others)


def _files(folder: Path) -> list[tuple[str, Path]]:
    found = []
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if path.is_file() and not any(_ignored(Path(part)) for part in inside.parts):
            found.append((inside.as_posix(), path))
    return found


def _ignored(path: Path) -> bool:
    return any(fnmatch(path.name, pattern) for pattern in IGNORED)


def old_settings(path: Path) -> Config | None:
    """Return what ``nbgrader_config.py`` of a notebook's course says, or None where there is none.

    Raises ContentError for one that cannot be read.
    """
    home = path.resolve().parent.parent.parent
    inside = path.resolve().parent.parent.name == "source"
    return merged(course_files(home)) if inside and configuration_files(home) else None


def marks_of(config: Config | None) -> dict[str, str]:
    """Return the marks of a course that are not nbgrader's usual ones: its own to the usual."""
    found = {}
    for (section, key), usual in MARKS.items():
        own = _set_in(config, section).get(key, usual)
        if own != usual:
            found[str(own)] = usual
    return found


def left_settings(old: Config | None, new: Config) -> list[Loss]:
    """Return the settings of the old course that the new one does not have."""
    losses = []
    for section in sorted(old or {}):
        for key, value in sorted(_set_in(old, section).items()):
            if section == "CourseDirectory" or (section, key) in MARKS:
                continue
            if _set_in(new, section).get(key) != value:
                says = f"set to {value!r} in the old nbgrader_config.py and not in this course's"
                todo = "copy the line if it is to count here"
                losses.append(Loss(f"{section}.{key}", says, todo))
    return losses


def _set_in(config: Config | None, section: str) -> dict[str, Any]:
    found = dict(config).get(section) if config else None
    return dict(found) if found else {}
