"""What of a set is not answered yet: tasks as they were released, questions without an answer."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from pathlib import Path

from carekit.common.files import ContentError, shown
from carekit.common.languages import languages
from carekit.common.nbgrader_checksum import released_checksum
from carekit.learner.graded_answers import read
from carekit.learner.hand_in.receipt import say
from carekit.questions.views.without_key import asked

_HEADING = re.compile(r" {0,3}#{1,6}\s+(?P<words>.*)")
_IN_LANG = re.compile(r'<span lang="(?P<lang>[A-Za-z-]+)" class="care-head">(?P<words>.*?)</span>')
_TAG = re.compile(r"<[^>]*>")

Loose = Mapping[str, object]
"""A notebook or a cell as somebody's file has it: of any shape until it was looked at."""


@dataclass(frozen=True)
class Unanswered:
    """A task of which nothing is answered, or some of its questions are not.

    ``title`` is the heading above it by language; ``questions`` are ids, none where it is a task.
    """

    cell: str
    title: Mapping[str, str]
    questions: tuple[str, ...] = ()


def read_notebook(path: Path) -> Loose:
    """Return a notebook's content. Raises ContentError where the file is none."""
    try:
        found = json.loads(path.read_bytes())
    except OSError:
        raise ContentError(say("no-notebook", file=shown(path))) from None
    except (ValueError, RecursionError):
        raise ContentError(say("not-a-notebook", file=shown(path))) from None
    if not isinstance(found, dict) or not isinstance(found.get("cells"), list):
        raise ContentError(say("not-a-notebook", file=shown(path)))
    return found


def unanswered(root: Path, folder: Path, notebook: Loose) -> list[Unanswered]:
    """Return what is not answered in a notebook, in its order; answers lie in ``folder``.

    A task counts as answered as soon as its cell differs from the one that was released.
    """
    have = read(folder).answers
    found = []
    for cell, title in titled(notebook):
        name = str(cell.get("id", ""))
        marks = _marks(cell)
        if marks.get("solution") is True:
            if marks.get("checksum") == released_checksum(cell):
                found.append(Unanswered(name, title))
        elif missing := [one for one in _asks(root, cell) if one not in have]:
            found.append(Unanswered(name, title, tuple(missing)))
    return found


def titled(notebook: Loose) -> Iterator[tuple[Loose, dict[str, str]]]:
    """Give each cell of a notebook with the heading above it, by language."""
    title: dict[str, str] = {}
    cells = notebook["cells"]
    for cell in cells if isinstance(cells, list) else ():
        if not isinstance(cell, dict):
            continue
        if cell.get("cell_type") == "markdown":
            title = heading_of(source_of(cell)) or title
        yield cell, title


def metadata_of(cell: Loose) -> Loose:
    """Return what is said about a cell."""
    about = cell.get("metadata")
    return about if isinstance(about, dict) else {}


def source_of(cell: Loose) -> str:
    """Return a cell's text; notebooks keep it as one text or as lines."""
    source = cell.get("source", "")
    return "".join(map(str, source)) if isinstance(source, list) else str(source)


def heading_of(text: str) -> dict[str, str]:
    """Return the first heading of a Markdown cell by language; nothing where there is none.

    >>> heading_of("# Waiting")["en"]
    'Waiting'
    """
    found = next(filter(None, map(_HEADING.fullmatch, text.splitlines())), None)
    if found is None:
        return {}
    words = found["words"]
    said = {one["lang"]: one["words"] for one in _IN_LANG.finditer(words)}
    # A number stands once before the words of all languages.
    number = words.partition("<span")[0] if said else ""
    plain = {lang: _plain(number + said.get(lang, "")) for lang in said}
    return {str(lang): plain.get(lang) or _plain(words) for lang in languages()}


def _plain(words: str) -> str:
    return unescape(_TAG.sub("", words)).replace("**", "").replace("`", "").strip()


def _marks(cell: Loose) -> Loose:
    marks = metadata_of(cell).get("nbgrader")
    return marks if isinstance(marks, dict) else {}


def _asks(root: Path, cell: Loose) -> list[str]:
    """Return the ids of the questions that a cell's ``quiz.graded(...)`` shows."""
    source = source_of(cell)
    if cell.get("cell_type") != "code" or "quiz.graded" not in source:
        return []
    try:
        calls = [one for one in ast.walk(ast.parse(source)) if isinstance(one, ast.Call)]
    except SyntaxError:
        return []
    found: list[str] = []
    for call in calls:
        if isinstance(call.func, ast.Attribute) and call.func.attr == "graded":
            words = [one.value for one in call.args if isinstance(one, ast.Constant)]
            concept, *ids = map(str, words) if words else [""]
            found += ids or _counting(root, concept)
    return found


def _counting(root: Path, concept: str) -> list[str]:
    try:
        return [name for name, one in asked(root, concept).items() if one.use == "graded"]
    except ContentError:
        return []
