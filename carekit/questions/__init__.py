"""Quiz questions as their author wrote them: one strict file per concept, keys included."""

from carekit.questions.bank import Bank, Question, json_schema
from carekit.questions.kinds.cloze.model import Cloze, Gap, gaps_in
from carekit.questions.kinds.hotspot.model import Hotspot
from carekit.questions.kinds.hotspot.picture import Picture, Spot, elements
from carekit.questions.kinds.judgement.model import Judgement
from carekit.questions.kinds.matching.model import Matching
from carekit.questions.kinds.multiple.model import Multiple
from carekit.questions.kinds.numeric.model import ForeseenMistake, Numeric
from carekit.questions.kinds.ordering.model import Ordering
from carekit.questions.kinds.single.model import Single
from carekit.questions.loading import current_bank, load_bank, load_banks, warnings_of
from carekit.questions.models import Choice, Chosen, Item, Misconception, PairItem
from carekit.questions.shuffling import shuffled
from carekit.questions.variants import NotDrawn, realised, seed_of, variant_of

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
