"""The words on buttons and in messages, in every language: ``interface_text.yml``."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from carekit.common.files import read_yaml
from carekit.common.languages import Text

WORDS = Path(__file__).with_suffix(".yml")


@cache
def words(widget: str) -> dict[str, Text]:
    """Return one widget's words by key."""
    entries = read_yaml(WORDS).data[widget]
    return {key: Text.model_validate(said) for key, said in entries.items()}


def words_for_browser(widget: str) -> dict[str, dict[str, str]]:
    """Return the same words as plain dicts, the form that is sent to the browser."""
    return {key: text.by_lang() for key, text in words(widget).items()}
