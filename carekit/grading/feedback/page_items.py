"""What a feedback page is made of: the types that ``pages`` fills and the template shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypedDict

from carekit.common.languages import Text
from carekit.common.notebook_format import CellJson


class GradedCell(CellJson, total=False):
    """A cell of a graded notebook; ``withheld`` says that what it showed is left out."""

    withheld: bool


class TaskScore(TypedDict):
    """What a task is worth, and whether somebody still has to look."""

    id: str
    title: Text
    score: float
    max_score: float
    waiting: bool


class Item(TypedDict, total=False):
    """What a page shows of one cell: ``html``, ``code`` and ``outputs`` are safe HTML.

    ``kind`` is prose, given, check, mark, answer or own. ``said`` are the author's words on a
    verdict, by language, and ``comment`` is the trainer's. ``trust`` is the end of the key of the
    words about a check's level of trust, or empty.
    """

    id: str
    kind: str
    html: str
    code: str
    outputs: list[str]
    comment: str
    withheld: bool
    state: str
    trust: str
    score: float
    max_score: float
    by_hand: bool
    bonus: float
    said: dict[str, str] | None
    message: str


def rich(item: Mapping[str, object]) -> bool:
    """Return whether an output of given code is a table or a picture, worth a place on a page."""
    data = item.get("data")
    return isinstance(data, dict) and any(
        kind == "text/html" or kind.startswith("image/") for kind in data
    )
