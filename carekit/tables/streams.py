"""Random numbers that repeat: one stream per table, and draws that hit their shares exactly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from zlib import crc32

import numpy as np
import pandas as pd

_BELL = NormalDist()


@dataclass(frozen=True)
class Streams:
    """The random streams of one world, or of one block of its rows."""

    seed: int
    block: int = 0

    def of(self, name: str) -> np.random.Generator:
        """Return the stream of one table, fresh from its start.

        Streams of different names are independent, so a new table never moves an old one.
        """
        return np.random.default_rng([self.seed, crc32(name.encode()), self.block])


def even(rng: np.random.Generator, n: int) -> np.ndarray:
    """Return n numbers in (0, 1), evenly spread and in random order.

    Any share taken from them (``even(rng, n) < p``) is p to within half a row.
    """
    return (rng.permutation(n) + 0.5) / n if n else np.empty(0)


def even_within(rng: np.random.Generator, *cells: np.ndarray) -> np.ndarray:
    """Return numbers in (0, 1), evenly spread inside every cell and in random order there.

    A cell is one combination of values of the given equally long arrays.
    """
    code = cell_codes(*cells)
    return ranks(code, rng.random(len(code)))


def cell_codes(*cells: np.ndarray) -> np.ndarray:
    """Return one whole number per row that is the same for rows of the same cell."""
    code = np.zeros(len(cells[0]), dtype=np.int64)
    for values in cells:
        part, _ = pd.factorize(np.asarray(values))
        code = code * (part.max(initial=0) + 1) + part
    return code


def ranks(code: np.ndarray, by: np.ndarray) -> np.ndarray:
    """Return each row's place inside its cell, ordered by ``by``, as a number in (0, 1)."""
    order = np.lexsort((by, code))
    count = np.bincount(code, minlength=code.max(initial=0) + 1)
    before = np.concatenate(([0], np.cumsum(count)[:-1]))
    place = np.empty(len(code))
    place[order] = np.arange(len(code)) - before[code[order]]
    return (place + 0.5) / count[code] if len(code) else place


def share_out(u: np.ndarray, shares: Mapping[str, float]) -> np.ndarray:
    """Return one name per number of ``u``, each name on its share of (0, 1)."""
    names = np.array(list(shares), dtype=object)
    edges = np.cumsum(list(shares.values()))
    return names[np.minimum(np.searchsorted(edges / edges[-1], u, side="right"), len(names) - 1)]


def share_rows(u: np.ndarray, table: np.ndarray, values: Sequence[object]) -> np.ndarray:
    """Return one value per row, where row i gives each value the share ``table[i]``."""
    edges = np.cumsum(table, axis=1)
    picked = (u[:, None] * edges[:, -1:] > edges).sum(axis=1)
    chosen: np.ndarray = np.asarray(values)[np.minimum(picked, len(values) - 1)]
    return chosen


def bell(u: np.ndarray) -> np.ndarray:
    """Return the standard normal quantiles of numbers in (0, 1)."""
    return np.fromiter(map(_BELL.inv_cdf, u), dtype=float, count=len(u))
