"""A question as Moodle XML and GIFT hold it alike, before it is one of ours."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True)
class ReadAnswer:
    """One answer: its words or number as written, its share of the mark (-1 to 1), its feedback."""

    text: str
    share: float
    feedback: str = ""
    tolerance: float = 0.0


@dataclass(frozen=True)
class ReadQuestion:
    """One question. ``kind`` is None for a type that no kind here takes; ``whole`` is its source.

    ``pairs`` are left and right words; a left side without words is a match that is left over.
    """

    kind: Literal["one", "several", "number", "text", "pairs"] | None
    type: str
    name: str
    text: str
    whole: str
    answers: tuple[ReadAnswer, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    general: str = ""
    hints: tuple[str, ...] = ()
    case: bool = False
    lost: tuple[str, ...] = field(default=())
