"""The numbers that prose quotes: computed from the course's tables when a text is built."""

from __future__ import annotations

import traceback
import warnings
from functools import partial
from pathlib import Path

from carekit.authoring.build.myst import Script
from carekit.common.files import ContentError, Fault


def compute(script: Script, root: Path, faults: list[Fault]) -> dict[str, str] | None:
    """Return every name that the text's ``figures`` block assigned to a string.

    The block runs with ``data`` (the course's tables) and ``pd`` in scope. An exception in it
    becomes a fault at its line, and None comes back.
    """
    code = script.front.figures
    if code is None:
        return {}
    import pandas as pd

    from carekit.tables import EditedTableWarning, data

    scope = {"data": partial(data, root=root), "pd": pd}
    label = f"{script.path}:figures"
    try:
        with warnings.catch_warnings():
            # A number quoted in prose must come from the table that the course ships.
            warnings.simplefilter("error", EditedTableWarning)
            # The author of the course writes this code, as they write the notebooks' cells.
            exec(compile(code, label, "exec"), scope)  # noqa: S102
    except Exception as error:
        frames = traceback.extract_tb(error.__traceback__)
        inside = [frame.lineno or 0 for frame in frames if frame.filename == label]
        at = getattr(error, "lineno", None) if isinstance(error, SyntaxError) else None
        line = script.lines.get("figures", 1) + (at or (inside[-1] if inside else 0))
        known = isinstance(error, ContentError | EditedTableWarning)
        says = str(error) if known else f"{type(error).__name__}: {error}; correct the figures"
        faults.append(Fault(script.path, line, "figures", says))
        return None
    found = {name: value for name, value in scope.items() if isinstance(value, str)}
    return {name: value for name, value in found.items() if not name.startswith("_")}
