"""Sets of other people's courses: found in a folder, and laid out as a small course of their own.

A folder that holds ``source/`` is a course, and each folder in its ``source/`` is a set. Any other
notebook with graded cells is a set by itself, with the files that lie beside it.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from carekit.common.config_files import configuration_files
from carekit.common.files import ContentError, shown
from carekit.common.notebook_format import NotebookJson
from carekit.grading.course.intake_limits import MB
from carekit.grading.course.released import OWN_MB
from carekit.grading.refusals import say

_MADE = {"release", "submitted", "autograded", "feedback", "downloaded", "exchange"}
"""Folders beside or above which nbgrader keeps copies of what is in ``source/``."""
_TEMPLATES = "autotests.yml"
_PYTHON = {"name": "python3", "display_name": "Python 3", "language": "python"}


@dataclass(frozen=True)
class ForeignSet:
    """One set: where it was found (for a person to read), its id, and its files by relative name.

    ``course`` are the files that stand in the course's folder and count for the set.
    """

    found: str
    set_id: str
    files: dict[str, bytes] = field(repr=False)
    course: dict[str, bytes] = field(default_factory=dict, repr=False)

    def notebooks(self) -> dict[str, NotebookJson]:
        """Return the set's notebooks by file name, as data."""
        found = {name: data for name, data in self.files.items() if _is_notebook(name)}
        return {name: json.loads(data) for name, data in found.items()}

    def others(self) -> dict[str, bytes]:
        """Return what lies beside the notebooks."""
        return {name: data for name, data in self.files.items() if not _is_notebook(name)}

    def lay_out(self, root: Path) -> None:
        """Write the set as a course of one set; its settings count, its folders are ours."""
        for name, data in self.course.items():
            _write(root / name, data)
        for name, data in self.files.items():
            _write(root / "source" / self.set_id / name, data)
        # nbgrader reads this file after the course's own.
        folders = {f"{name}_directory": name for name in ("source", "release", "submitted")}
        folders |= {f"{name}_directory": name for name in ("autograded", "feedback")}
        place = str(root.resolve())
        home = {"root": place, "course_id": "parity", "db_url": f"sqlite:///{place}/gradebook.db"}
        settings = {"CourseDirectory": {**home, **folders}}
        _write(root / "nbgrader_config.json", json.dumps(settings).encode())


def find_sets(folder: Path) -> list[ForeignSet]:
    """Return the sets below a folder, in the order of their places.

    Raises ContentError where there is none, or where a set has more files than may be laid beside
    a submission.
    """
    found = list(_sets(folder, folder))
    if not found:
        raise ContentError(say("no-foreign-set", folder=shown(folder)))
    return found


def _sets(folder: Path, top: Path) -> Iterator[ForeignSet]:
    source = folder / "source"
    course = source.is_dir() and any(
        _graded(path) for place in _folders(source) for path in sorted(place.glob("*.ipynb"))
    )
    if course:
        beside = _course_files(folder)
        for place in _folders(source):
            files = _files_in(place)
            if any(_graded(place / name) for name in files if _is_notebook(name)):
                yield ForeignSet(_named(place, top), place.name, _on_python(files), beside)
    else:
        for path in sorted(folder.glob("*.ipynb")):
            if _graded(path):
                others = _files_in(folder, notebooks=False)
                files = _on_python({path.name: path.read_bytes(), **others})
                yield ForeignSet(_named(path, top), _set_id(path.stem), files)
    for place in _folders(folder):
        if place.name not in _MADE and not (course and place == source):
            yield from _sets(place, top)


def _named(place: Path, top: Path) -> str:
    return place.relative_to(top).as_posix()


def _set_id(stem: str) -> str:
    # nbgrader keeps the sign for itself, and the name is a folder's.
    return stem.replace("+", "-")


def _folders(folder: Path) -> list[Path]:
    return sorted(p for p in folder.iterdir() if p.is_dir() and not p.name.startswith("."))


def _is_notebook(name: str) -> bool:
    return name.endswith(".ipynb") and "/" not in name


def _graded(path: Path) -> bool:
    """Return whether a file is a notebook in Python with a graded cell."""
    try:
        notebook = json.loads(path.read_bytes())
        language = notebook["metadata"].get("kernelspec", {}).get("language", "python")
        marks = [cell["metadata"].get("nbgrader") or {} for cell in notebook["cells"]]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False
    return language == "python" and any(one.get("grade") or one.get("task") for one in marks)


def _files_in(folder: Path, *, notebooks: bool = True) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    size = 0
    for where, inside, names in os.walk(folder):
        here = Path(where)
        inside[:] = sorted(one for one in inside if not one.startswith(".") and one not in _MADE)
        if not notebooks and here == folder:
            # Folders with notebooks of their own are other sets.
            inside[:] = [one for one in inside if not any((here / one).rglob("*.ipynb"))]
        for name in sorted(names):
            path = here / name
            if name.startswith(".") or name.endswith((".db", ".pyc")) or path.is_symlink():
                continue
            if notebooks or not name.endswith(".ipynb"):
                size += path.stat().st_size
                if size > OWN_MB * MB:
                    sizes = {"size": f"{size / MB:.0f}", "most": OWN_MB}
                    raise ContentError(say("files-too-large", folder=shown(folder), **sizes))
                found[path.relative_to(folder).as_posix()] = path.read_bytes()
    return found


def _course_files(folder: Path) -> dict[str, bytes]:
    # A course may keep a header for all of its notebooks beside its sets.
    beside = [path for path in sorted((folder / "source").iterdir()) if path.name[0] != "."]
    paths = [*configuration_files(folder), folder / _TEMPLATES, *beside]
    # What is laid out has settings of its own in JSON, read after the course's.
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in paths
        if path.is_file() and path.suffix != ".json"
    }


def _on_python(files: dict[str, bytes]) -> dict[str, bytes]:
    """Return the files with notebooks that ask for the kernel of this environment."""
    changed = {}
    for name, data in files.items():
        if _is_notebook(name):
            notebook = json.loads(data)
            notebook["metadata"]["kernelspec"] = _PYTHON
            changed[name] = json.dumps(notebook, ensure_ascii=False).encode()
    return files | changed


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def remove(folder: Path) -> None:
    """Remove a course that was laid out, with all that came of it."""
    shutil.rmtree(folder, ignore_errors=True)
