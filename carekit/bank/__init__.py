"""Quiz questions as their author wrote them: one strict file per concept, keys included."""

from carekit.bank.drawing import NotDrawn, realised, seed_of, shuffled, variant_of
from carekit.bank.entries import (
    Choice,
    Chosen,
    Item,
    Misconception,
    Multiple,
    Numeric,
    Single,
    Slip,
)
from carekit.bank.kinds import Cloze, Gap, Hotspot, Judgement, Matching, Ordering, Part, gaps_in
from carekit.bank.loading import current_bank, load_bank, load_banks, warnings_of
from carekit.bank.pictures import Picture, Spot, elements
from carekit.bank.whole import Bank, Question, json_schema

__all__ = [
    "Bank",
    "Choice",
    "Chosen",
    "Cloze",
    "Gap",
    "Hotspot",
    "Item",
    "Judgement",
    "Matching",
    "Misconception",
    "Multiple",
    "NotDrawn",
    "Numeric",
    "Ordering",
    "Part",
    "Picture",
    "Question",
    "Single",
    "Slip",
    "Spot",
    "current_bank",
    "elements",
    "gaps_in",
    "json_schema",
    "load_bank",
    "load_banks",
    "realised",
    "seed_of",
    "shuffled",
    "variant_of",
    "warnings_of",
]
