"""Tables for a spreadsheet: what somebody else wrote is shown there and never computed.

A spreadsheet takes a text that begins with =, +, - or @ for a formula, also one with a tab or a
line's end before it. With an apostrophe in front it is text. A number stays a number.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

# Grading writes such files and needs no pandas, which takes half a second to import.
if TYPE_CHECKING:
    import pandas as pd

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")


def harmless(value: object) -> object:
    """Return a cell that no spreadsheet computes; values that are no text stay what they are.

    >>> harmless("=1+1"), harmless("-2.5"), harmless(-2.5), harmless("mei-lin")
    ("'=1+1", '-2.5', -2.5, 'mei-lin')
    """
    if not isinstance(value, str) or not value.startswith(_FORMULA):
        return value
    # One sign alone computes nothing.
    if len(value) == 1 or _NUMBER.fullmatch(value):
        return value
    return f"'{value}"


def as_written(value: str) -> str:
    """Return what a cell said before ``harmless`` put an apostrophe in front of it."""
    return value[1:] if value.startswith("'") and value[1:].startswith(_FORMULA) else value


def table(columns: Sequence[object], rows: Iterable[Sequence[object]]) -> bytes:
    """Return a CSV file: UTF-8 with the mark by which spreadsheets know letters of every script."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([harmless(value) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig", "backslashreplace")


def table_of(frame: pd.DataFrame) -> bytes:
    """Return a frame as such a file; a missing value is an empty cell."""
    plain = frame.astype(object).where(frame.notna(), "")
    return table(list(map(harmless, frame.columns)), plain.itertuples(index=False))
