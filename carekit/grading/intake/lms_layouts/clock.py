"""Times that a platform writes into names, by its own clock; it names no zone."""

from __future__ import annotations

import re
from datetime import UTC, datetime

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_IN_WORDS = re.compile(r"([A-Z][a-z]+) (\d{1,2}), (\d{4}) (\d{1,2})(\d\d) ([AP])M")


def platform_time(text: str) -> datetime | None:
    """Return the moment that a platform's name tells, read in this machine's zone, as UTC.

    Returns None for what is no time.

    >>> platform_time("2026-10-02-09-30-00") == platform_time("Oct 2, 2026 930 AM")
    True
    >>> platform_time("Oct 2, 2026 1205 AM").astimezone().hour, platform_time("soon")
    (0, None)
    """
    found = _IN_WORDS.fullmatch(text)
    try:
        if found is None:
            return datetime.strptime(text, "%Y-%m-%d-%H-%M-%S").astimezone(UTC)
        month, day, year, hour, minute, half = found.groups()
        number = _MONTHS.index(month[:3].lower()) + 1
        hours = int(hour) % 12 + (12 if half == "P" else 0)
        return datetime(int(year), number, int(day), hours, int(minute)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
