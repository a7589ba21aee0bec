"""Answers nobody learned anything from: null values, and answers memorised from an earlier grading.

``care lint`` hands them in to see which checks they pass.
"""

from __future__ import annotations

import ast
import base64
import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from carekit.common.languages import ENGLISH
from carekit.common.notebook_format import CellMetadata, Marks, Notebook, NotebookCell
from carekit.learner.graded_answers import FILE, Saved, file_of
from carekit.questions import Item, variant_of
from carekit.questions.judging import solution
from carekit.questions.views.key_only import keys_in
from carekit.sandbox.submission.assignment import Book, Cell
from carekit.sandbox.submission.cell_text import text_of
from carekit.sandbox.syntax.name_analysis import bound, loaded, parsed

NULLS = {
    "None": "None",
    "an empty list": "[]",
    "an empty dict": "{}",
    "zero": "0",
    "NaN": 'float("nan")',
    "an empty text": '""',
    "True": "True",
    "an empty DataFrame": '__import__("pandas").DataFrame()',
}
"""What an answer that says nothing may look like, as Python."""
UNCHANGED = "the input unchanged"


@dataclass(frozen=True)
class Answer:
    """One answer cell: its full source, the names it binds, and which of them are functions."""

    cell: str
    source: str
    names: tuple[str, ...]
    functions: tuple[str, ...]


def answers_of(book: Book, full: Mapping[str, str]) -> list[Answer]:
    """Return the code answers of a notebook; ``full`` holds the cells' sources with solutions."""
    found = []
    for cell in book.cells:
        tree = parsed(full[cell.id]) if cell.solution and cell.kind == "code" else None
        if tree is None:
            continue
        defined = [one.name for one in tree.body if isinstance(one, ast.FunctionDef)]
        names = sorted(bound(tree))
        found.append(Answer(cell.id, full[cell.id], tuple(names), tuple(defined)))
    return found


def reference(source: Path, book: Book) -> dict[str, str]:
    """Return the cells' sources with solutions, from the set's folder, by cell.

    A cell that nbgrader has put in, such as those of a course's header, has its released source.
    """
    notebook = json.loads((source / f"{book.name}.ipynb").read_text(encoding="utf-8"))
    written = {
        cell["metadata"].get("nbgrader", {}).get("grade_id") or cell.get("id"): cell["source"]
        for cell in notebook["cells"]
    }
    return {cell.id: text_of(written.get(cell.id, cell.released)) for cell in book.cells}


def checks_of(book: Book, answer: Answer) -> list[Cell]:
    """Return the checks below an answer, up to the next one, that read a name it binds."""
    found: list[Cell] = []
    below = False
    for cell in book.cells:
        if cell.solution and cell.kind == "code":
            below = cell.id == answer.cell
        tree = parsed(cell.source) if below and cell.test else None
        if tree is not None and loaded(tree) & set(answer.names):
            found.append(cell)
    return found


def null_answer(answer: Answer, value: str) -> str:
    """Return source that binds the same names to a null value, or to functions that return it."""
    lines = []
    for name in answer.names:
        if name not in answer.functions:
            lines.append(f"{name} = None" if value == UNCHANGED else f"{name} = {NULLS[value]}")
            continue
        returned = "args[0] if args else None" if value == UNCHANGED else NULLS[value]
        lines.append(f"def {name}(*args, **named):\n    return {returned}")
    return "\n".join(lines)


# Runs among the learner's cells. Arguments are told apart by what they hold, never by identity.
_DIGEST = """
def _care_plain(value):
    import pandas as pd
    if isinstance(value, (pd.DataFrame, pd.Series)):
        held = value.to_json(orient="split", date_format="iso", double_precision=12)
        return [type(value).__name__, [str(one) for one in getattr(value, "dtypes", [])] if
                isinstance(value, pd.DataFrame) else str(value.dtype), held]
    if isinstance(value, dict):
        return {str(key): _care_plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_care_plain(one) for one in value]
    return repr(value)


def _care_key(name, args, named):
    import hashlib, json
    held = json.dumps([name, _care_plain(args), _care_plain(named)], sort_keys=True)
    return hashlib.sha256(held.encode()).hexdigest()[:24]
"""
_RECORD = """
_care_calls = globals().get("_care_calls", {{}})


def _care_recorded(name, made):
    import base64, copy, pickle

    def inner(*args, **named):
        key = _care_key(name, args, named)
        result = made(*args, **named)
        _care_calls[key] = base64.b64encode(pickle.dumps(copy.deepcopy(result))).decode()
        return result

    return inner


for _care_name in {names!r}:
    globals()[_care_name] = _care_recorded(_care_name, globals()[_care_name])
"""
_REPLAY = """
_care_table = __import__("json").loads(__import__("zlib").decompress(
    __import__("base64").b64decode({table!r})))


def _care_replayed(name):
    import base64, pickle

    def inner(*args, **named):
        return pickle.loads(base64.b64decode(_care_table[_care_key(name, args, named)]))

    return inner


for _care_name in {names!r}:
    globals()[_care_name] = _care_replayed(_care_name)
"""
MARK = "care-lint-calls:"
TELL = f"""import base64, json, zlib
print({MARK!r} + base64.b64encode(zlib.compress(json.dumps(_care_calls).encode())).decode())"""
"""The last cell of a recording: prints what the functions were asked and what they said."""


def recording(answer: Answer) -> str:
    """Return the reference answer, with its functions noting every call."""
    return answer.source + "\n" + _DIGEST + _RECORD.format(names=list(answer.functions))


def replaying(answer: Answer, calls: Mapping[str, str]) -> str:
    """Return an answer that knows nothing but the calls of an earlier grading."""
    packed = base64.b64encode(zlib.compress(json.dumps(dict(calls)).encode())).decode()
    return _DIGEST + _REPLAY.format(table=packed, names=list(answer.functions))


def recorded_calls(notebook: Notebook) -> dict[str, str] | None:
    """Return the calls that a graded recording printed, or None when it printed none."""
    for cell in notebook["cells"]:
        for output in cell.get("outputs") or []:
            text = output.get("text", "")
            if MARK in text:
                packed = text.split(MARK, 1)[1].split()[0]
                calls: dict[str, str] = json.loads(zlib.decompress(base64.b64decode(packed)))
                return calls
    return None


_WHEN = datetime(2026, 1, 1, tzinfo=UTC)


def quiz_answers(books: Iterable[Book]) -> dict[str, bytes]:
    """Return the file with the right answer to every question of a quiz, or nothing without one."""
    sources = [cell.source for book in books for cell in book.cells if cell.test]
    keys = [question for source in sources for question in keys_in(source)]
    right = {one.id: _right(one) for one in keys}
    return {FILE: file_of(right).encode()} if right else {}


def _right(question: Item) -> Saved:
    answer = solution(variant_of(question, 0))
    variant = 0 if question.draw else None
    return Saved(answer=answer, saved=_WHEN, lang=ENGLISH, variant=variant)


def hand_in(books: Mapping[str, list[NotebookCell]]) -> dict[str, bytes]:
    """Return notebook files made of plain cells, by name."""
    return {
        f"{name}.ipynb": json.dumps(
            {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
        ).encode()
        for name, cells in books.items()
    }


def cells_with(
    book: Book, full: Mapping[str, str], answers: Mapping[str, str], more: Sequence[str] = ()
) -> list[NotebookCell]:
    """Return a notebook's cells as a learner has them, with the given answers in it.

    An answer that is not given is the reference answer; ``more`` are code cells at the end.
    """
    made = [
        _cell(cell.id, cell.kind, answers.get(cell.id, _theirs(cell, full)), cell.marks)
        for cell in book.cells
    ]
    extras = [_cell(f"care-lint-{n}", "code", source, {}) for n, source in enumerate(more)]
    return made + extras


PROBE = "# care-lint-probe: "


def probes(book: Book) -> list[str]:
    """Return every check as a cell of the learner's, where what it says on stderr can be told.

    The judge keeps both streams as one, because a warning there must cost nobody a point.
    """
    return [f"{PROBE}{cell.id}\n{cell.source}" for cell in book.cells if cell.test]


def said_on_stderr(notebook: Notebook) -> dict[str, str]:
    """Return the first line that each probe of a graded notebook wrote to stderr, by check."""
    found: dict[str, str] = {}
    for cell in notebook["cells"]:
        source = cell["source"]
        if not source.startswith(PROBE):
            continue
        name = source.split("\n", 1)[0].removeprefix(PROBE)
        for output in cell.get("outputs") or []:
            if output.get("output_type") == "stream" and output.get("name") == "stderr":
                found.setdefault(name, (output["text"].strip().splitlines() or [""])[0])
    return found


def _theirs(cell: Cell, full: Mapping[str, str]) -> str:
    return full[cell.id] if cell.solution else cell.released


def _cell(name: str, kind: str, source: str, marks: Marks) -> NotebookCell:
    metadata: CellMetadata = {"nbgrader": marks} if marks else {}
    made: NotebookCell = {"cell_type": kind, "id": name, "metadata": metadata, "source": source}
    return {**made, "outputs": [], "execution_count": None} if kind == "code" else made
