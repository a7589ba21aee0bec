"""From the bytes of a table to a frame whose columns have the types of its description."""

from __future__ import annotations

import io

import pandas as pd

_READ_AS = {"integer": "Int64", "number": "float64", "boolean": "boolean"}
_FORMATS = {"date": "%Y-%m-%d", "datetime": "%Y-%m-%d %H:%M"}


def parse(content: bytes, types: dict[str, str]) -> pd.DataFrame:
    """Return the frame of a table's CSV bytes; ``types`` gives each column's type in order.

    Raises ValueError when a cell is not of its column's type.
    """
    read_as = {column: _READ_AS.get(kind, "str") for column, kind in types.items()}
    frame = pd.read_csv(
        io.BytesIO(content),
        dtype=read_as,
        keep_default_na=False,
        na_values=[""],
        encoding="utf-8-sig",
    )
    return typed(frame, types)


def typed(frame: pd.DataFrame, types: dict[str, str]) -> pd.DataFrame:
    """Return a frame with every column in the type a reader of the table gets."""
    done = {}
    for column, kind in types.items():
        cells = frame[column]
        if kind in _FORMATS:
            if not pd.api.types.is_datetime64_dtype(cells):
                cells = pd.to_datetime(cells, format=_FORMATS[kind])
            cells = cells.astype("datetime64[us]")
        elif kind in ("integer", "boolean"):
            cells = cells.astype(_READ_AS[kind])
            if not cells.hasnans:
                cells = cells.astype("int64" if kind == "integer" else "bool")
        else:
            cells = cells.astype(_READ_AS.get(kind, "str"))
        done[column] = cells
    return pd.DataFrame(done)
