"""Sentences by key: what the kit says in every language, with its gaps filled.

A room that tells a person something has a section in the files of words (``kit_words``) and one
``Messages`` of it. What it says stays in all languages until it is shown, so that whoever shows it
chooses the language: a command that of its run, a log English.
"""

from __future__ import annotations

import errno
from collections.abc import Iterable
from dataclasses import dataclass

from carekit.common.kit_words import texts
from carekit.common.languages import Spoken, in_lang


@dataclass(frozen=True)
class Said(Spoken):
    """One sentence: its section in the words, its key there, and by name what fills its gaps.

    A gap may be filled with something that is itself said in every language.
    """

    section: str
    key: str
    gaps: tuple[tuple[str, object], ...] = ()

    def __getitem__(self, lang: str) -> str:
        """Return the sentence in one language. Raises KeyError for a key without words."""
        filled = {name: in_lang(value, lang) for name, value in self.gaps}
        return texts(self.section)[self.key][lang].format(**filled)


@dataclass(frozen=True)
class Joined(Spoken):
    """Several things one after the other, such as the lines of a list."""

    parts: tuple[object, ...]
    between: str = "\n"

    def __getitem__(self, lang: str) -> str:
        """Return the parts in one language, with what stands between them."""
        return self.between.join(str(in_lang(part, lang)) for part in self.parts)


@dataclass(frozen=True)
class Messages:
    """One section of the words: ``messages("key", name="…")`` is a sentence of it."""

    section: str

    def __call__(self, key: str, /, **gaps: object) -> Said:
        """Return a sentence with its gaps filled."""
        return Said(self.section, key, tuple(gaps.items()))

    def meant(self, key: str, near: str, /, **gaps: object) -> Said:
        """Return a sentence, in its form ``<key>-near`` where something near was probably meant."""
        return self(f"{key}-near", near=near, **gaps) if near else self(key, **gaps)


say = Messages("common")
"""What the modules beside this one refuse with."""


def of_system(error: OSError) -> Said | str:
    """Return why the system refused a file; in English only where it is a rare reason.

    >>> str(of_system(OSError(errno.EACCES, "said elsewhere"))), of_system(OSError("no number"))
    ('Permission denied', 'no number')
    """
    key = f"os-{errno.errorcode.get(error.errno or 0)}"
    return say(key) if key in texts(say.section) else error.strerror or str(error)


def listed(names: Iterable[object]) -> Said | str:
    """Return names with commas between them, or the word for none where there are none."""
    return ", ".join(map(str, names)) or say("none")


def in_backticks(names: Iterable[object]) -> Said | str:
    """Return names that are typed as they stand, with commas between them."""
    return listed(f"`{name}`" for name in names)
