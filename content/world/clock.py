"""Time in the recipes: whole minutes from the start of 2024, on Tideleaf's clock (UTC+8)."""

from __future__ import annotations

import numpy as np
import pandas as pd

START = np.datetime64("2024-01-01T00:00", "m")
DAY = 1440


def day_number(date: str) -> int:
    """Return the number of days from the start of 2024 to a date; earlier ones are negative."""
    return int((np.datetime64(date, "D") - START.astype("datetime64[D]")).astype(int))


def minute_number(moment: pd.Timestamp) -> int:
    """Return the number of minutes from the start of 2024 to a moment."""
    return int((np.datetime64(moment, "m") - START).astype(int))


def moments(minutes: np.ndarray, empty: np.ndarray | None = None) -> np.ndarray:
    """Return minute numbers as times; rows marked ``empty`` get NaT."""
    times = (START + np.asarray(minutes, dtype=np.int64)).astype("datetime64[us]")
    if empty is not None:
        times[empty] = np.datetime64("NaT")
    return times


def weekday(minutes: np.ndarray) -> np.ndarray:
    """Return 0 for Monday to 6 for Sunday; 2024 began on a Monday."""
    return (minutes // DAY) % 7


def hour_of_day(u: np.ndarray, weights: list[float]) -> np.ndarray:
    """Return a minute of the day for each number in (0, 1), by the weight of its hour."""
    edges = np.concatenate(([0.0], np.cumsum(weights) / np.sum(weights)))
    return np.minimum(np.interp(u, edges, np.arange(25) * 60.0), DAY - 1).astype(np.int64)


def season(days: int) -> np.ndarray:
    """Return how busy each day of the period is: growth, gift seasons, the November sales."""
    day = np.arange(days)
    month = ((START.astype("datetime64[D]") + day).astype("datetime64[M]").astype(int)) % 12
    by_month = np.array([1.15, 0.85, 0.92, 0.95, 1.0, 0.98, 0.9, 0.95, 1.2, 1.0, 1.45, 1.25])
    return by_month[month] * np.where(day % 7 >= 5, 1.12, 1.0)
