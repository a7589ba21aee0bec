"""The types whose values cross to the judge as data."""

from __future__ import annotations

import importlib

import numpy as np
import pandas as pd

from carekit.sandbox.link.generic_types import GENERIC
from carekit.sandbox.link.handed_out import parts
from carekit.sandbox.link.odd_arrays import PATHS
from carekit.sandbox.link.true_types import ids, is_one

DATA = ids(
    str, bytes, bytearray, memoryview, int, float, complex, list, tuple, dict, set, frozenset,
    range, slice, np.generic, np.ndarray, pd.Index, pd.Series, pd.DataFrame,
    pd.api.extensions.ExtensionArray, type({}.keys()), type({}.values()), type({}.items()),
    *(importlib.import_module("datetime").__dict__[name] for name in ("date", "time", "timedelta")),
    importlib.import_module("decimal").Decimal, importlib.import_module("fractions").Fraction,
    type(pd.NaT), pd.Timedelta, pd.Interval, pd.Period,
    type(None), type(...), type(NotImplemented), type(pd.NA),
) | GENERIC | ids(*PATHS)  # fmt: skip
MUTABLE = ids(list, dict, set, bytearray, np.ndarray, pd.DataFrame, pd.Series)


def can_change(value: object) -> bool:
    """Return whether a value, or a part of a tuple, can be changed in place."""
    held = parts(value) if type(value) is tuple else (value,)
    return any(is_one(one, MUTABLE) for one in held)
