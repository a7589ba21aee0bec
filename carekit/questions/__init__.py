"""Quiz questions as their author wrote them: one strict file per concept, keys included."""

from carekit.questions.bank import Bank, Question, json_schema
from carekit.questions.compound_models import (
    Cloze,
    Gap,
    Hotspot,
    Judgement,
    Matching,
    Ordering,
    PairItem,
    gaps_in,
)
from carekit.questions.loading import current_bank, load_bank, load_banks, warnings_of
from carekit.questions.models import (
    Choice,
    Chosen,
    ForeseenMistake,
    Item,
    Misconception,
    Multiple,
    Numeric,
    Single,
)
from carekit.questions.pictures import Picture, Spot, elements
from carekit.questions.variants import NotDrawn, realised, seed_of, shuffled, variant_of

__all__ = [
    "Bank",
    "Choice",
    "Chosen",
    "Cloze",
    "ForeseenMistake",
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
    "PairItem",
    "Picture",
    "Question",
    "Single",
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
