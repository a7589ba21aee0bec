"""What is made from what: every made file of a course, its text and what else goes into it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Literal

from carekit.authoring.build.attachments import FOLDER as ATTACHMENTS
from carekit.common.chart_words import file_of, topic_of
from carekit.common.config_files import configuration_files, course_files
from carekit.common.course_languages import KIT_WORDS
from carekit.common.files import ContentError, Fault, refuse, sha256
from carekit.common.lang import KNOWN

MADE_FOLDERS = ("notebooks", "source", "release")
# Jupyter's and Python's own leavings, and the answers that a widget writes beside a tried set.
NOT_OURS = {".ipynb_checkpoints", "__pycache__", "answers.json"}
# A head of a cell with words for a chart.
CHARTS = re.compile(rb"^(alt|words):", re.MULTILINE)
# What lies in this folder of a set is laid beside its notebook.
BESIDE = "files"
# The made bytes depend on these; an upgrade is one change together with the made files.
MAKERS = ("jupytext", "nbformat", "nbgrader")
KIT = Path(__file__).resolve().parents[2]
# Where the code lies that decides what the bytes are, by how a path in the kit begins.
MAKING = ("authoring/__", "authoring/build/", "common/", "questions/", "tables/", "vocabulary/")


@dataclass(frozen=True)
class Target:
    """One made file: its path in the course, its kind, and the file it is made from.

    A ``file`` is a copy: it lies beside the notebook of a set, for learners and for its checks.
    ``words`` are those of a lesson's charts.
    """

    path: str
    kind: Literal["lesson", "words", "exercise", "release", "file"]
    made_from: str


def targets(root: Path) -> list[Target]:
    """Return every file that the course's texts make, sources before their releases.

    Raises ContentError for a text with a name or at a place that the builder does not know.
    """
    faults: list[Fault] = []
    found = list(_lessons(root, faults)) + list(_sets(root, faults))
    refuse(faults)
    if not found:
        raise ContentError(f"{root / 'content'}: no lesson and no exercise; write one there")
    return found


def _lessons(root: Path, faults: list[Fault]) -> Iterator[Target]:
    folder, named = root / "content" / "lessons", dict[str, str]()
    for path in _files(folder):
        if path.suffix != ".md" or path.parent != folder:
            faults.append(
                Fault(path, 1, "", "not a lesson; lessons are content/lessons/NN-topic.md")
            )
            continue
        made_from = path.relative_to(root).as_posix()
        yield Target(f"notebooks/{path.stem}.ipynb", "lesson", made_from)
        if not CHARTS.search(path.read_bytes()):
            continue
        words = file_of(topic_of(path.stem))
        if words in named:
            says = f"its charts would be called as those of {named[words]}; rename one of the two"
            faults.append(Fault(path, 1, "", says))
        named[words] = path.name
        yield Target(words, "words", made_from)


def _sets(root: Path, faults: list[Fault]) -> Iterator[Target]:
    folder = root / "content" / "exercises"
    releases = []
    for path in _files(folder):
        kind = path.relative_to(folder).parts[1:2]
        if kind == (BESIDE,):
            yield from _laid_beside(root, path, faults)
            continue
        if kind == (ATTACHMENTS,):
            continue  # goes into the notebook
        if path.parent.parent != folder or path.name != f"{path.parent.name}.md":
            says = (
                "not an exercise; a set is content/exercises/<set>/<set>.md, and what its "
                f"learners need beside it is in content/exercises/<set>/{BESIDE}/"
            )
            faults.append(Fault(path, 1, "", says))
            continue
        name = path.stem
        source = f"source/{name}/{name}.ipynb"
        yield Target(source, "exercise", path.relative_to(root).as_posix())
        releases.append(Target(f"release/{name}/{name}.ipynb", "release", source))
    yield from releases


def _laid_beside(root: Path, path: Path, faults: list[Fault]) -> Iterator[Target]:
    """Yield the two copies of a file: beside the set's own notebook and beside the learners'."""
    _, _, name, _, *inside = path.relative_to(root).parts
    if path.suffix == ".ipynb":
        says = "nbgrader would take it for a notebook of the set; give it another ending"
        faults.append(Fault(path, 1, "", says))
        return
    made_from = path.relative_to(root).as_posix()
    for folder in ("source", "release"):
        yield Target("/".join([folder, name, *inside]), "file", made_from)


def _files(folder: Path) -> list[Path]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path for path in found if not _is_left_over(path, folder))


def _is_left_over(path: Path, folder: Path) -> bool:
    parts = path.relative_to(folder).parts
    return bool(NOT_OURS & set(parts)) or parts[-1].startswith(".")


def strays(root: Path, wanted: list[Target]) -> list[Path]:
    """Return the files in the made folders that no text makes, as paths in the course."""
    known = {target.path for target in wanted}
    there = [path for name in MADE_FOLDERS for path in _files(root / name)]
    paths = [path.relative_to(root) for path in there]
    return [path for path in paths if path.as_posix() not in known]


def inputs(root: Path, target: Target, made_from: bytes | None = None) -> str:
    """Return a digest of all that a made file depends on; it changes whenever one of them does.

    ``made_from`` are the bytes it is made from, where they are not the ones on disk.
    """
    text = (root / target.made_from).read_bytes() if made_from is None else made_from
    if target.kind == "file":
        return sha256(text)
    parts = [_makers(), text]
    if target.kind == "exercise":
        kept = sorted((root / target.made_from).parent.glob(f"{ATTACHMENTS}/**/*"))
        parts += [path.read_bytes() for path in kept if path.is_file()]
    if target.kind == "release":
        parts += _configuration(root)
    else:
        parts.append(_course_words(root).encode())
        quizzes = sorted((root / "course_data" / "quizzes").glob("*.yml"))
        parts += [path.read_bytes() for path in quizzes]
    return sha256(b"".join(sha256(part).encode() for part in parts))


def _configuration(root: Path) -> list[bytes]:
    """Return the course's configuration files for nbgrader, and the files that they load."""
    said = [path.read_bytes() for path in configuration_files(root)]
    if any(b"load_subconfig" in one for one in said):
        said += [part.read_bytes() for file in course_files(root) for part in file.parts]
    return said


@cache
def _makers() -> bytes:
    """Return a digest of the builder's own sources and of the libraries that write the bytes."""
    said = [
        sha256(path.read_bytes()) for path in [*makers(), KNOWN, *sorted(KIT_WORDS.glob("*.yml"))]
    ]
    return " ".join([*said, *(f"{name}=={version(name)}" for name in MAKERS)]).encode()


def makers() -> list[Path]:
    """Return the kit's modules whose code decides what the bytes of a made file are."""
    inside = {path.relative_to(KIT).as_posix(): path for path in sorted(KIT.rglob("*.py"))}
    return [path for name, path in inside.items() if "/" not in name or name.startswith(MAKING)]


def _course_words(root: Path) -> str:
    """Return a digest of the card, the glossary, the tables and the kit's words that it brings."""
    folder = root / "course_data"
    names = ("course.yml", "glossary.yml", "terms.yml", "tables.yml")
    files = [folder / name for name in names]
    files += sorted((folder / "tables").glob("*"))
    files += sorted((folder / "kit_words").glob("*.yml"))
    return " ".join(sha256(path.read_bytes()) for path in files if path.is_file())
