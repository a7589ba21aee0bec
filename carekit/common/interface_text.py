"""The words on buttons and in messages of the widgets, in every language."""

from __future__ import annotations

from carekit.common.kit_words import parts
from carekit.common.languages import Lang, Text


def words(widget: str) -> dict[str, Text]:
    """Return one widget's words by key."""
    return parts("widgets")[widget]


def words_for_browser(widget: str) -> dict[str, dict[str, str]]:
    """Return the same words as plain dicts, the form that is sent to the browser."""
    return {key: text.by_lang() for key, text in words(widget).items()}


def language_for_browser(lang: Lang) -> dict[str, object]:
    """Return what the browser must know of a language (``Language`` in types.d.ts)."""
    facts = lang.facts
    return {
        "tag": str(lang),
        "name": lang.label,
        "short": facts.short or lang.label,
        "direction": lang.direction,
        "locale": facts.locale or str(lang),
        "sans": list(facts.sans),
        "voices": list(facts.voices),
        "dash": facts.dash,
        "spaced": facts.spaced,
        "place": facts.place,
    }
