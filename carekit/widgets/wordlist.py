"""The word list as a table whose languages the reader bar switches."""

from __future__ import annotations

from carekit.common.course import find_root
from carekit.common.languages import Lang, Text, languages
from carekit.vocabulary.glossary import Word, listed_language, load_words
from carekit.widgets.assets import words

_JOINER = "\u2060"


def word_list() -> WordTable:
    """Return the words of the list with sound, meaning and an example."""
    return WordTable(load_words(find_root()))


class WordTable:
    """A Markdown table; prose and its languages are JupyterLab's own, so no script is needed."""

    def __init__(self, listed: list[Word]) -> None:
        """Show ``listed`` in its order."""
        self._listed = listed

    def __repr__(self) -> str:
        """Return the words alone, for a front end that shows no Markdown."""
        return ", ".join(word.word for word in self._listed)

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/plain": repr(self), "text/markdown": self._table()}

    def _table(self) -> str:
        said = words("word-list")
        head = [_blocks(said[name]) for name in ("word", "sound", "meaning", "example")]
        rows = [head, [":---"] * len(head), *(_cells(word) for word in self._listed)]
        return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _cells(word: Word) -> list[str]:
    example, listed = word.examples[0], listed_language()
    told = "".join(_block(lang, example[lang]) for lang in languages() if lang != listed)
    # Not the tag alone: that is hidden where another language is read, and the word must stay.
    tag = next((voice for voice in listed.facts.voices if voice != listed), f"{listed}-x-listed")
    return [
        f'**<span lang="{tag}">{word.word}</span>**{_blocks(word.pos)}',
        _sound(word),
        _blocks(word.gloss),
        f'<span lang="{tag}">{_plain(example[listed])}</span>{told}',
    ]


def _sound(word: Word) -> str:
    # A stress mark invites a line break in front of it; a word joiner forbids it.
    joined = (sound.replace("ˈ", f"{_JOINER}ˈ{_JOINER}") for sound in (word.ipa.uk, word.ipa.us))
    uk, us = (f"/{_JOINER}{sound}{_JOINER}/" for sound in joined)
    return uk if uk == us else f"UK\u00a0{uk}<br>US\u00a0{us}"


def _blocks(text: Text) -> str:
    return "".join(_block(lang, text[lang]) for lang in languages())


def _block(lang: Lang, said: str) -> str:
    return f'<div lang="{lang}">{_plain(said)}</div>'


def _plain(said: str) -> str:
    # A bar in the words would open a column.
    return said.replace("|", "\\|")
