"""Which of the files handed in is the notebook that the set asks for, and can it be read."""

from __future__ import annotations

import codecs
import json
from collections.abc import Callable, Sequence

from carekit.grading.course.intake_limits import MB
from carekit.sandbox.submission.flags import Flag, flag
from carekit.sandbox.submission.notebook_names import Candidate, Source, assigned

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def choose(
    candidates: Sequence[Candidate[Source]],
    wanted: Sequence[str],
    flags: list[Flag],
    untouched: Callable[[Candidate[Source]], bool] = lambda _one: False,
) -> dict[str, Source]:
    """Return the source of each wanted notebook, by name, and say in ``flags`` what was odd.

    Where there are several, one that is ``untouched`` since it was released gives way to another.
    """
    found, left = assigned(candidates, wanted, untouched)
    _report(found, wanted, left, flags, nothing=not candidates)
    return {name: one.source for name, one in found.items()}


def _report(
    found: dict[str, Candidate[Source]],
    wanted: Sequence[str],
    left: list[Candidate[Source]],
    flags: list[Flag],
    *,
    nothing: bool,
) -> None:
    if nothing:
        flags.append(flag("no-notebook"))
        return
    for name in wanted:
        one = found.get(name)
        if one is None:
            flags.append(flag("notebook-missing", wanted=f"{name}.ipynb"))
            continue
        if len(one.parts) > 1:
            flags.append(flag("moved", found=one.name))
        if not one.exactly(name):
            called = getattr(one.source, "called", one.parts[-1])
            flags.append(flag("renamed", found=called, wanted=f"{name}.ipynb"))
    used = ", ".join(one.name for one in found.values()) or "-"
    flags += [flag("extra-notebook", used=used, other=one.name) for one in left]


def readable(
    raw: bytes, name: str, outputs: int, flags: list[Flag]
) -> tuple[bytes, dict[str, object]] | None:
    """Return a notebook as UTF-8 without a mark, and its content.

    Its outputs are dropped where they are too large. Returns None, with a flag, when it is not a
    notebook.
    """
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            try:
                raw = raw.decode(encoding).encode("utf-8")
            except UnicodeError:
                flags.append(flag("not-a-notebook", found=name))
                return None
            flags.append(flag("encoding-repaired", found=name))
            break
    try:
        notebook = json.loads(raw)
        known = isinstance(notebook, dict) and ("cells" in notebook or "worksheets" in notebook)
    except (ValueError, RecursionError):
        known = False
    if not known:
        flags.append(flag("not-a-notebook", found=name))
        return None
    if len(raw) > outputs:
        raw = _slim(notebook, len(raw), name, flags) or raw
    return raw, notebook


def _slim(notebook: dict[str, object], size: int, name: str, flags: list[Flag]) -> bytes | None:
    cells = notebook.get("cells")
    for cell in cells if isinstance(cells, list) else ():
        if isinstance(cell, dict) and cell.get("outputs"):
            cell["outputs"] = []
    try:
        slim = json.dumps(notebook, ensure_ascii=False).encode("utf-8", "surrogatepass")
    except RecursionError:
        # Nested so deep that it could just be read; whoever grades it will say so.
        return None
    if len(slim) >= size:
        return None
    flags.append(flag("outputs-dropped", found=name, mb=f"{(size - len(slim)) / MB:.1f}"))
    return slim
