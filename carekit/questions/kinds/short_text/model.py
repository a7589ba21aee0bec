"""A question that is answered in a few words, and which words are right, close or foreseen."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from carekit.common.course import Slug
from carekit.common.languages import Text
from carekit.questions.models import Entry, Item
from carekit.questions.typed_words import AcceptedWords

LONGEST = 200
"""So many signs are read as an answer; more are no short text."""
Fold = Literal["case", "width", "edges"]


class NearMiss(Entry):
    """Words that are close to right, and what they lack.

    They are worth nothing unless the author writes ``right: true``; then they are worth as much as
    an accepted answer and are told their own reason.
    """

    accept: AcceptedWords
    why: Text
    right: bool = False
    misconception: Slug | None = None


class ForeseenWords(Entry):
    """Foreseen wrong words and what they tell about the thinking behind them."""

    accept: AcceptedWords
    why: Text
    misconception: Slug


class ShortText(Item):
    """A word or a short phrase is typed; the accepted answers of every language count.

    ``fold`` says which differences do not matter: capital letters (``case``), full-width letters
    and signs (``width``), punctuation at both ends (``edges``). Simplified and Traditional forms
    are different words; each is listed under its language.
    """

    kind: Literal["short_text"]
    accept: AcceptedWords
    fold: list[Fold] = Field(default=["case", "width", "edges"])
    # A word of five letters or more with one typing mistake: told that it is close, or right.
    typing_mistake: Literal["close", "right"] = "close"
    near: list[NearMiss] = Field(default=[])
    slips: list[ForeseenWords] = Field(default=[])
    # Said with a right answer, and with a wrong one only when no other try can follow.
    why: Text
    when_wrong: Text | None = None
