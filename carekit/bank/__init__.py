"""Quiz questions as their author wrote them: one strict file per concept, keys included."""

from carekit.bank.entries import (
    Bank,
    Choice,
    Chosen,
    Item,
    Misconception,
    Multiple,
    Numeric,
    Question,
    Single,
    Slip,
    json_schema,
)
from carekit.bank.loading import load_bank, load_banks

__all__ = [
    "Bank",
    "Choice",
    "Chosen",
    "Item",
    "Misconception",
    "Multiple",
    "Numeric",
    "Question",
    "Single",
    "Slip",
    "json_schema",
    "load_bank",
    "load_banks",
]
