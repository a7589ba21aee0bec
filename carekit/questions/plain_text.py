"""Lines of the plain-text form that several kinds share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from carekit.common.languages import Lang


def listed(parts: Iterable[dict[str, Any]], order: Iterable[str], lang: Lang) -> list[str]:
    """Return one line for each part, with its id, in the given order."""
    by_id = {part["id"]: part["say"][lang] for part in parts}
    return [f"  {name}: {by_id[name]}" for name in order]
