"""Course texts: one MyST file becomes named cells that still know their lines."""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, ValidationError
from yaml import YAMLError

from carekit.authoring.build import folding
from carekit.common.course import Slug
from carekit.common.files import ContentError, Fault, shown
from carekit.common.strict_model import StrictModel
from carekit.common.yaml_reader import NotReadableError, parse

# Python and jupytext take these for the end of a line, Markdown does not: they are set aside.
_NO_LINE_ENDS = "\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_ASIDE = {ord(sign): chr(0x10FF00 + n) for n, sign in enumerate(_NO_LINE_ENDS)}
_BACK = {ord(aside): chr(sign) for sign, aside in _ASIDE.items()}
CELL_KEYS = {"name", "tags", "nbgrader", "quiz", "fold", "words", "alt"}
# Only a set that `care import` wrote has these.
IMPORTED_KEYS = {"metadata", "attachments", "raw"}

Code = Annotated[str, StringConstraints(min_length=1)]


class Front(StrictModel):
    """The top of a course text: what it belongs to and how its figures are computed.

    ``imported_from`` names the notebook that ``care import`` made the text from: such a set may do
    whatever nbgrader allows. ``metadata`` is what that notebook said of itself.
    """

    concept: Slug | None = None
    set: Slug | None = None
    figures: Code | None = None
    imported_from: str | None = None
    metadata: dict[str, Any] = Field(default={})
    # JupyterLab writes these two when an author opens the text as a notebook; we use neither.
    jupytext: dict[str, Any] | None = None
    kernelspec: dict[str, Any] | None = None


@dataclass(frozen=True)
class SourceCell:
    """One cell as written: ``line`` is where its source begins, ``opened`` its head.

    ``nbgrader`` is whatever the author wrote there, or None. Only a set that was imported has
    ``metadata``, ``attachments`` (name to media type to file in the set's folder) and ``raw`` (a
    raw cell, written as Markdown). ``folded`` is a code cell that opens for the curious; the cell
    before it is its line, which ``read_script`` makes of the mark ``fold:``. ``words`` and ``alt``
    are what its author wrote for the charts of a lesson.
    """

    name: str
    kind: Literal["markdown", "code"]
    source: str
    line: int
    opened: int
    tags: tuple[str, ...] = ()
    nbgrader: Any = None
    quiz: tuple[str, ...] = ()
    metadata: Mapping[str, Any] = field(default_factory=dict)
    attachments: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    raw: bool = False
    folded: bool = False
    words: Mapping[str, Any] = field(default_factory=dict)
    alt: Any = None

    @property
    def entries(self) -> dict[str, Any]:
        """Return what the cell tells nbgrader; nothing where its author wrote no mapping."""
        return self.nbgrader if isinstance(self.nbgrader, dict) else {}


@dataclass(frozen=True)
class Script:
    """One course text; ``lines`` tells where each entry of its front matter stands."""

    path: Path
    front: Front = field(default_factory=Front)
    lines: Mapping[str, int] = field(default_factory=dict)
    cells: tuple[SourceCell, ...] = ()


class _TwiceError(ValueError):
    """A key stands twice in one mapping."""


def read_script(path: Path, faults: list[Fault]) -> Script:
    """Return a course text as named cells; mistakes are added to ``faults``.

    Raises ContentError when the file cannot be read at all.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise ContentError(f"{shown(path)}: cannot be read ({error.strerror})") from None
    except UnicodeDecodeError as error:
        raise ContentError(f"{shown(path)}: not UTF-8 ({error.reason}); save it as UTF-8") from None
    return script_of(path, text, faults)


def script_of(path: Path, text: str, faults: list[Fault]) -> Script:
    """Return the words of a course text as named cells, as ``read_script`` does for a file."""
    lines = text.split("\n")
    end, front, where = _front(path, lines, faults)
    # Blank lines instead of the front matter keep every line number below it as it is.
    body = [""] * end + lines[end:]
    return Script(path, front, where, tuple(_cells(path, body, faults)))


def _front(
    path: Path, lines: list[str], faults: list[Fault]
) -> tuple[int, Front, Mapping[str, int]]:
    """Return the number of lines of the front matter, its content and the line of each entry."""
    if not lines or lines[0].rstrip() != "---":
        faults.append(Fault(path, 1, "", "no front matter; begin with ---, concept: or set:, ---"))
        return 0, Front(), {}
    end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), None)
    if end is None:
        faults.append(Fault(path, 1, "", "the front matter is not closed; add a line ---"))
        return len(lines), Front(), {}
    where: dict[Any, int] = {}
    try:
        front, known = parse("\n".join(lines[1:end]))
        where = {place[0]: line + 1 for place, line in known.items() if len(place) == 1}
        return end + 1, Front.model_validate(front or {}), where
    except NotReadableError as error:
        said = error.says.removeprefix("not YAML: ")
        said = said if "; " in said else f"{said}; correct it"
        faults.append(Fault(path, error.line + 1, "front matter", said))
    except ValidationError as error:
        for item in error.errors(include_url=False):
            name = ".".join(str(step) for step in item["loc"])
            said = f"{item['msg']}; known are concept, set and figures"
            faults.append(Fault(path, where.get(next(iter(item["loc"]), ""), 1), name, said))
    return end + 1, Front(), {}


def _cells(path: Path, lines: list[str], faults: list[Fault]) -> list[SourceCell]:
    # jupytext takes half a second to import; an unchanged course must not wait for it.
    from jupytext.myst import MystMetadataParsingError, myst_to_notebook

    try:
        with warnings.catch_warnings():
            # It warns of mixed languages; _cell names the line instead.
            warnings.simplefilter("ignore")
            text = "\n".join(lines).translate(_ASIDE)
            notebook = myst_to_notebook(text, add_source_map=True)
    except (MystMetadataParsingError, ValueError, YAMLError) as error:
        number = re.search(r"at line (\d+)", str(error))
        said = " ".join(str(error).split())
        faults.append(Fault(path, int(number[1]) if number else 1, "", f"{said}; correct it"))
        return []
    cells = []
    for made, start in zip(notebook.cells, notebook.metadata["source_map"], strict=True):
        made.source = made.source.translate(_BACK)
        cell = _cell(path, lines, made, start, faults)
        if (line := _line_above(path, cell, made.metadata, faults)) is not None:
            cells.append(line)
            cell = replace(cell, folded=True)
        cells.append(cell)
    _empty_cells(path, lines, cells, faults)
    return cells


def _cell(path: Path, lines: list[str], made: Any, start: int, faults: list[Fault]) -> SourceCell:
    source = made.source.split("\n")
    first = _first_line(lines, source, start)
    opened = max(start, 1)
    name = made.metadata.get("name")
    words = " ".join(" ".join(source).split())[:40]
    if made.cell_type == "raw":
        faults.append(Fault(path, opened, "", "a raw cell; use a Markdown or a code cell"))
    if made.cell_type == "code" and lines[opened - 1].strip(" `~") != "{code-cell} ipython3":
        faults.append(Fault(path, opened, "", "write ```{code-cell} ipython3"))
    if not name:
        remedy = f'a cell without a name ("{words}…"); write name: in its head'
        if made.cell_type == "markdown":
            remedy = f'a cell without a name ("{words}…"); put +++ {{"name": "…"}} above it'
        faults.append(Fault(path, first + 1, "", remedy))
    faults.extend(
        Fault(path, opened, str(name or ""), f"{key}: is not known; remove it")
        for key in sorted(set(made.metadata) - CELL_KEYS - IMPORTED_KEYS)
    )
    try:
        _refuse_twice(lines, made.cell_type, start, first)
    except _TwiceError as error:
        faults.append(Fault(path, opened, str(name or ""), f"{error} twice; keep one of them"))
    tags = made.metadata.get("tags") or []
    return SourceCell(
        name=str(name or ""),
        kind="code" if made.cell_type == "code" else "markdown",
        source=made.source,
        line=first + 1,
        opened=opened,
        tags=tuple(map(str, tags)) if isinstance(tags, list) else (str(tags),),
        nbgrader=made.metadata.get("nbgrader"),
        quiz=_names(made.metadata.get("quiz")),
        metadata=_mapping(made.metadata.get("metadata")),
        raw=made.metadata.get("raw") is True,
        words=_mapping(made.metadata.get("words")),
        alt=made.metadata.get("alt"),
        attachments={
            name: _mapping(files)
            for name, files in _mapping(made.metadata.get("attachments")).items()
        },
    )


def _line_above(
    path: Path, cell: SourceCell, head: Mapping[str, Any], faults: list[Fault]
) -> SourceCell | None:
    """Return the Markdown cell that says what a folded cell does; None where a cell is shown."""
    if "fold" not in head:
        return None
    if cell.kind != "code" or cell.entries.get("solution") is True:
        says = "fold: is for code that learners need not read; remove it"
        faults.append(Fault(path, cell.opened, cell.name, says))
        return None
    words = folding.line_above(head["fold"], path, cell.opened, cell.name, faults)
    if words is None:
        return None
    name = cell.name + folding.SUFFIX
    return SourceCell(name, "markdown", words, cell.opened, cell.opened)


def _mapping(said: object) -> dict[str, Any]:
    return dict(said) if isinstance(said, dict) else {}


def _names(said: object) -> tuple[str, ...]:
    return tuple(map(str, said)) if isinstance(said, list) else (str(said),) if said else ()


def _first_line(lines: list[str], source: list[str], start: int) -> int:
    """Return where (from 0) a cell's source stands: jupytext tells only where its head ends."""
    wanted = [line.rstrip() for line in source]
    for first in range(start, len(lines)):
        if [line.rstrip() for line in lines[first : first + len(wanted)]] == wanted:
            return first
    return start


def _refuse_twice(lines: list[str], kind: str, start: int, first: int) -> None:
    """Raise _TwiceError for a repeated key in a head; jupytext keeps the last one silently."""
    if kind == "markdown":
        head = lines[start - 1] if start else ""
        if head.startswith("+++ {"):
            json.loads(head[3:], object_pairs_hook=_no_key_twice)
        return
    written = [line for line in lines[start:first] if line.strip() and line.strip("- ")]
    keys = [line.lstrip(":").split(":")[0] for line in written if line[:1] not in (" ", "-", "#")]
    _no_key_twice([(key, None) for key in keys])


def _no_key_twice(pairs: list[tuple[str, object]]) -> dict[str, Any]:
    keys = [key for key, _ in pairs]
    for key in keys:
        if keys.count(key) > 1:
            raise _TwiceError(key)
    return dict(pairs)


def _empty_cells(
    path: Path, lines: list[str], cells: list[SourceCell], faults: list[Fault]
) -> None:
    """Report Markdown heads with nothing below them: jupytext drops such cells without a word."""
    heads = {cell.opened for cell in cells if cell.kind == "markdown"}
    code = {n for cell in cells if cell.kind == "code" for n in _lines_of(cell)}
    # What an imported notebook says may look like a head.
    code |= {n for cell in cells if "{as-written}" in cell.source for n in _lines_of(cell)}
    for number, line in enumerate(lines, 1):
        if line.startswith("+++ {") and number not in heads | code:
            faults.append(Fault(path, number, "", "an empty cell; write it or remove the line"))


def _lines_of(cell: SourceCell) -> range:
    return range(cell.line, cell.line + cell.source.count("\n") + 1)
