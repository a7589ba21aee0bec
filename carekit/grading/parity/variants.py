"""The hand-ins of which both graders are asked: as released, as solved, and damaged in some ways.

Every way of damaging is tried on one answer of the solved set; which one follows from its place in
the list, so that the same set always gives the same hand-ins.
"""

from __future__ import annotations

import ast
import copy
import json
from collections.abc import Callable, Collection, Iterator, Mapping

from carekit.common.notebook_format import CellJson, NotebookJson
from carekit.sandbox.submission.cell_text import text_of

Notebooks = Mapping[str, NotebookJson]
Files = dict[str, bytes]

_RAISES = "raise RuntimeError('this answer is broken')"


def hand_ins(
    released: Notebooks,
    solved: Notebooks,
    others: Mapping[str, bytes],
    only: Collection[str] = (),
) -> dict[str, Files]:
    """Return the files of each hand-in by its name, which serves as the learner's.

    ``released`` are the notebooks that learners got, ``solved`` the instructor's; ``others`` are
    the set's own files, which are handed in as they were given unless the name says otherwise.
    ``only`` names those that are wanted, where not all are.
    """
    reference = _filled(released, solved)
    made = {"released": _packed(released, others), "solved": _packed(reference, others)}
    answers = [
        (name, at)
        for name, notebook in reference.items()
        for at, cell in enumerate(notebook["cells"])
        if cell["cell_type"] == "code" and _marks(cell).get("solution")
    ]
    for number, (way, damage) in enumerate(_WAYS.items()):
        if not answers:
            break
        name, at = answers[-1 if way == "broken" else number % len(answers)]
        notebook = copy.deepcopy(reference[name])
        damage(notebook, at)
        made[way] = _packed({**reference, name: notebook}, others)
    data = {name: held for name, held in others.items() if _is_text(held)}
    if data:
        made["without-files"] = _packed(reference, {})
        half = {name: held[: len(held) // 2] for name, held in data.items()}
        made["changed-files"] = _packed(reference, {**others, **half})
    return {name: files for name, files in made.items() if not only or name in only}


def _marks(cell: CellJson) -> Mapping[str, object]:
    return cell.get("metadata", {}).get("nbgrader") or {}


def _filled(released: Notebooks, solved: Notebooks) -> dict[str, NotebookJson]:
    """Return the released notebooks with the instructor's answers in them."""
    made = {name: copy.deepcopy(notebook) for name, notebook in released.items()}
    for name, notebook in made.items():
        known = {
            _marks(cell)["grade_id"]: text_of(cell["source"])
            for cell in solved[name]["cells"]
            if _marks(cell).get("solution")
        }
        for cell in notebook["cells"]:
            mine = _marks(cell)
            if mine.get("solution") and mine["grade_id"] in known:
                cell["source"] = known[mine["grade_id"]]
    return made


def _packed(notebooks: Notebooks, others: Mapping[str, bytes]) -> Files:
    books = {
        name: json.dumps(book, ensure_ascii=False).encode() for name, book in notebooks.items()
    }
    return {**others, **books}


def _is_text(held: bytes) -> bool:
    try:
        return bool(held.decode())
    except UnicodeDecodeError:
        return False


def _deleted(notebook: NotebookJson, at: int) -> None:
    del notebook["cells"][at]


def _source(change: Callable[[str], str]) -> Callable[[NotebookJson, int], None]:
    def damage(notebook: NotebookJson, at: int) -> None:
        cell = notebook["cells"][at]
        cell["source"] = change(text_of(cell["source"]))

    return damage


def _by_tree(source: str, change: Callable[[ast.stmt], Iterator[ast.stmt]], otherwise: str) -> str:
    """Return a cell with every statement changed, or what stands for one that is not Python."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return otherwise
    tree.body = [made for one in tree.body for made in change(one)]
    return ast.unparse(ast.fix_missing_locations(tree))


def _raising(statement: ast.stmt) -> Iterator[ast.stmt]:
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
        statement.body = ast.parse(_RAISES).body
    yield statement


def _constant(statement: ast.stmt) -> Iterator[ast.stmt]:
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
        statement.body = [ast.Return(ast.Constant(0))]
        yield statement
    elif isinstance(statement, ast.Assign):
        yield ast.Assign(statement.targets[:1], ast.Constant(0))
    else:
        yield statement


def _renamed(statement: ast.stmt) -> Iterator[ast.stmt]:
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        statement.name += "_too"
    elif isinstance(statement, ast.Assign):
        for target in statement.targets:
            if isinstance(target, ast.Name):
                target.id += "_too"
    yield statement


def _as_text(statement: ast.stmt) -> Iterator[ast.stmt]:
    """Give the statement, and after it one that makes a text of what it bound or returns."""
    yield statement
    if isinstance(statement, ast.FunctionDef):
        name = statement.name
        yield from ast.parse(
            f"{name} = (lambda inner: lambda *a, **k: str(inner(*a, **k)))({name})"
        ).body
    elif isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
        name = statement.targets[0].id
        yield from ast.parse(f"{name} = str({name})").body


def _has_function(source: str) -> bool:
    try:
        return any(isinstance(one, ast.FunctionDef) for one in ast.parse(source).body)
    except (SyntaxError, ValueError):
        return False


_WAYS: dict[str, Callable[[NotebookJson, int], None]] = {
    "deleted": _deleted,
    "emptied": _source(lambda _source: ""),
    "constant": _source(lambda source: _by_tree(source, _constant, "pass")),
    "raising": _source(
        lambda source: (
            _by_tree(source, _raising, _RAISES) if _has_function(source) else f"{_RAISES}\n{source}"
        )
    ),
    "renamed": _source(lambda source: _by_tree(source, _renamed, "")),
    "as-text": _source(lambda source: _by_tree(source, _as_text, "")),
    "broken": _source(lambda source: f"{source}\n)"),
}
"""How an answer is damaged; the names are those of the hand-ins."""

NAMES = {"released", "solved", *_WAYS, "without-files", "changed-files"}
