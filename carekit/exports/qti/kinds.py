"""Each kind of question, and what writes it as a QTI 3 item."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from carekit.exports.qti import arranged, choices, typed
from carekit.exports.qti.sheet import Item

KINDS: Mapping[str, Callable[[Item, Any], None]] = MappingProxyType(
    {
        "single": choices.one_right,
        "multiple": choices.several_right,
        "numeric": typed.number,
        "matching": arranged.pairs,
        "ordering": arranged.in_order,
        "cloze": typed.text_with_gaps,
        "judgement": choices.worth_more_or_less,
        "hotspot": choices.place,
        "short_text": typed.words,
    }
)
