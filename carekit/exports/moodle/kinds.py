"""Each kind of question, Moodle's type for it, and what writes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any
from xml.etree.ElementTree import Element

from carekit.exports.moodle import arranged, choices, typed
from carekit.exports.moodle.sheet import Sheet
from carekit.questions.kinds.cloze.model import Cloze

_Writer = Callable[[Element, Any, Sheet], None]


def _gaps(_made: Element, _question: Cloze, _sheet: Sheet) -> None:
    """Write nothing: all of a text with gaps stands in the question's text."""


KINDS: Mapping[str, tuple[str, _Writer]] = MappingProxyType(
    {
        "single": ("multichoice", choices.one_right),
        "multiple": ("multichoice", choices.several_right),
        "numeric": ("numerical", typed.number),
        "matching": ("matching", arranged.pairs),
        "ordering": ("ordering", arranged.in_order),
        "cloze": ("multianswer", _gaps),
        "judgement": ("multichoice", choices.worth_more_or_less),
        "hotspot": ("ddmarker", arranged.place),
        "short_text": ("shortanswer", typed.words),
    }
)
