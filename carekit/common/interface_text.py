"""The words on buttons and in messages, in every language: ``interface_text.yml``."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import RootModel

from carekit.common.files import read_model
from carekit.common.languages import Text

WORDS = Path(__file__).with_suffix(".yml")


class _Catalogue(RootModel[dict[str, dict[str, Text]]]):
    """The file: words by widget and key."""


@cache
def _all_words() -> dict[str, dict[str, Text]]:
    return read_model(WORDS, _Catalogue).root


def words(widget: str) -> dict[str, Text]:
    """Return one widget's words by key."""
    return _all_words()[widget]


def words_for_browser(widget: str) -> dict[str, dict[str, str]]:
    """Return the same words as plain dicts, the form that is sent to the browser."""
    return {key: text.by_lang() for key, text in words(widget).items()}
