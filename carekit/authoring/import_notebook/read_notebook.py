"""An old notebook, read and brought to the form that nbgrader writes today."""

from __future__ import annotations

import json
import logging
import warnings
from pathlib import Path
from typing import Any

from carekit.authoring.loss_report import Loss
from carekit.common.files import ContentError, Fault, refuse, shown

SCHEMA = 3
AUTOTEST = "AUTOTEST"
"""nbgrader's word for a check that it writes itself, by running the solution."""


def read_notebook(path: Path, losses: list[Loss]) -> Any:
    """Return a notebook in nbformat 4 with nbgrader's metadata of today.

    What had to be brought up to date is added to ``losses``. Raises ContentError that names file,
    cell and field for what is no notebook, has another language than Python, or would be refused by
    nbgrader itself.
    """
    import nbformat

    said = _json(path)
    with warnings.catch_warnings():
        # It warns of cells without an id; ours get their names.
        warnings.simplefilter("ignore")
        try:
            book = nbformat.reads(json.dumps(said), as_version=4)
            nbformat.validate(book)
        except nbformat.ValidationError as error:
            at = ".".join(map(str, getattr(error, "relative_path", ()) or ()))
            says = f"{str(error).splitlines()[0]}; mend the notebook in Jupyter"
            raise ContentError(Fault(path, 1, at, says)) from None
        except Exception as error:
            says = f"cannot be read as a notebook ({type(error).__name__}: {error})"
            raise ContentError(f"{shown(path)}: {says}; open and save it in Jupyter") from None
    if said["nbformat"] < 4:
        losses.append(Loss("notebook", f"was in nbformat {said['nbformat']} and is in 4 now"))
    if windows := [cell for cell in book.cells if "\r" in cell.source]:
        for cell in windows:
            cell.source = cell.source.replace("\r\n", "\n").replace("\r", "\n")
        losses.append(Loss("notebook", f"lines of {len(windows)} cells ended as on Windows"))
    _only_python(path, book)
    _todays_metadata(path, book, losses)
    return book


def _json(path: Path) -> dict[str, Any]:
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise ContentError(f"{shown(path)}: not UTF-8 ({error.reason}); save it again") from None
    except json.JSONDecodeError as error:
        says = f"no notebook, for it is not JSON ({error.msg}); open and save it in Jupyter"
        raise ContentError(Fault(path, error.lineno, "", says)) from None
    if not isinstance(said, dict) or not isinstance(said.get("nbformat"), int):
        raise ContentError(Fault(path, 1, "nbformat", "is missing: this is JSON, but no notebook"))
    return said


def _only_python(path: Path, book: Any) -> None:
    kernel, about = book.metadata.get("kernelspec", {}), book.metadata.get("language_info", {})
    language = str(kernel.get("language") or about.get("name") or "python").lower()
    if language not in ("python", "python3", "ipython"):
        says = f"is {language}; sets are graded in Python, so keep this notebook in nbgrader"
        raise ContentError(Fault(path, 1, "metadata.kernelspec.language", says))


def _todays_metadata(path: Path, book: Any, losses: list[Loss]) -> None:
    """Do what ``nbgrader update`` does, and refuse what nbgrader would refuse."""
    from nbgrader.nbgraderformat import MetadataValidator, ValidationError

    validator = MetadataValidator()
    validator.log = logging.Logger(__name__, logging.CRITICAL)
    faults: list[Fault] = []
    old: set[int] = set()
    seen: dict[str, int] = {}
    for number, cell in enumerate(book.cells, 1):
        meta = cell.metadata.get("nbgrader")
        if meta is None:
            continue
        version = meta.get("schema_version", 0)
        if not isinstance(version, int) or version > SCHEMA:
            says = f"is {version!r}, which this nbgrader does not know; it reads up to {SCHEMA}"
            faults.append(Fault(path, 1, _field(number, "schema_version"), says))
            continue
        if version < SCHEMA:
            old.add(version)
        try:
            validator.validate_cell(validator.upgrade_cell_metadata(cell))
        except (ValidationError, KeyError) as error:
            says = " ".join(str(error).split())[:200]
            faults.append(Fault(path, 1, _field(number, ""), f"nbgrader refuses it: {says}"))
            continue
        if meta := cell.metadata.get("nbgrader"):
            faults += _seen_before(path, number, meta, seen)
    refuse(faults)
    for version in sorted(old):
        says = f"nbgrader's metadata had the form of schema {version} and has that of {SCHEMA} now"
        losses.append(Loss("notebook", says))


def _seen_before(
    path: Path, number: int, meta: dict[str, Any], seen: dict[str, int]
) -> list[Fault]:
    name = str(meta.get("grade_id", ""))
    if not (meta["grade"] or meta["solution"] or meta["locked"]):
        return []  # nbgrader does nothing with it
    if name in seen:
        says = f"{name} stands in cell {seen[name]} already; give one of the two another id"
        return [Fault(path, 1, _field(number, "grade_id"), says)]
    seen[name] = number
    return []


def _field(number: int, name: str) -> str:
    return f"cell {number}.metadata.nbgrader" + (f".{name}" if name else "")


def with_usual_marks(book: Any, own: dict[str, str]) -> int:
    """Put nbgrader's usual marks in place of a course's own; return in how many cells."""
    changed = 0
    for cell in book.cells:
        before = cell.source
        for mark, usual in own.items():
            cell.source = cell.source.replace(mark, usual)
        changed += cell.source != before
    return changed


def without_autotests(book: Any, names: list[str], losses: list[Loss]) -> None:
    """Turn checks that nbgrader would write itself into remarks, and name each as lost.

    ``names`` are those that the cells get.
    """
    for cell, name in zip(book.cells, names, strict=True):
        if AUTOTEST not in cell.source:
            continue
        cell.source = cell.source.replace(AUTOTEST, "auto-test")
        says = "nbgrader writes this check itself at each release; here it is only a remark"
        losses.append(Loss(name, says, "write the check out, or it passes every answer"))
