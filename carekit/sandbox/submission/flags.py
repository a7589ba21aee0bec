"""What happened to a submission, as codes with their words in every language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import RootModel

from carekit.common.kit_words import with_words
from carekit.common.languages import ENGLISH, Spoken, Text, languages
from carekit.sandbox.messages import FlagRecord, FlagWords, printable, words

# Flags of one code: who has read these knows what the others say.
_FEW = 5


@dataclass(frozen=True)
class Flag:
    """One thing that happened: its code in flags.yml and what is filled into the sentence."""

    code: str
    params: Mapping[str, str] = field(default_factory=dict)

    def plain(self) -> FlagRecord:
        """Return the flag as it stands in a result and in the ledger."""
        return {"code": self.code, "params": dict(self.params)}


def flag(code: str, **params: object) -> Flag:
    """Return a flag whose parameters are safe to print: short, one line, no control characters.

    One that is itself said in every language stands there in each of them: ``why`` in English and,
    with its tag behind a dot in each other one. Raises KeyError for a code without words.
    """
    sentences()[code]
    told = {key: printable(str(value)) for key, value in params.items()}
    for key, value in params.items():
        if isinstance(value, Spoken):
            told |= {
                f"{key}.{lang}": printable(value[lang]) for lang in languages() if lang != ENGLISH
            }
    return Flag(code, told)


def reason(error: Exception) -> str:
    """Return in short what went wrong: the kind of error and its first line.

    >>> reason(ValueError("no number" + chr(10) + "at all")), reason(KeyError())
    ('ValueError: no number', 'KeyError')
    """
    first = str(error).splitlines()[0] if str(error) else ""
    return f"{type(error).__name__}: {first}".rstrip(": ")


def not_looked_at(error: Exception) -> Flag:
    """Return the flag of work that has its points, and of which something else failed."""
    return flag("not-looked-at", why=reason(error))


class _Catalogue(RootModel[dict[str, FlagWords]]):
    """``flags.yml`` and its words: what is said of each code."""


def sentences() -> dict[str, FlagWords]:
    """Return every code's words."""
    return with_words("submissions", _Catalogue, Path(__file__).with_suffix(".yml")).root


def spoken(found: FlagRecord) -> FlagRecord:
    """Return a flag with its sentence in every language and whether a person should look."""
    return {**found, "look": needs_look(found), "says": says_in_all(found)}


def says(found: FlagRecord, lang: str = ENGLISH) -> str:
    """Return the sentence of a flag in one language.

    A flag that brings its own words (``says``, a text or one text for each language) keeps them;
    a code without words stands for itself.
    """
    own = found.get("says")
    if isinstance(own, Mapping):
        return str(own.get(lang) or own.get("en") or found["code"])
    if isinstance(own, str) and own:
        return own
    known = _words_of(found)
    if known is None:
        return str(found["code"])
    return _filled_in(known.sentence(found), found, lang)


def says_in_all(found: FlagRecord) -> dict[str, str]:
    """Return the sentence of a flag in every language, by the language's name."""
    return {str(lang): says(found, lang) for lang in languages()}


def told_to_learner(found: FlagRecord) -> dict[str, str] | None:
    """Return what the learner's own page says of a flag, by the language's name, or None.

    Most sentences are for the trainer, and some name other learners: a flag is told only where its
    words say so.
    """
    known = _words_of(found)
    if known is None or not known.learner:
        return None
    if known.learner is True:
        return says_in_all(found)
    return {str(lang): _filled_in(known.learner, found, lang) for lang in languages()}


def _filled_in(sentence: Text, found: FlagRecord, lang: str) -> str:
    """Return a flag's sentence in one language with what the flag names put in."""
    where = {key: found.get(key) for key in ("cell", "notebook", "named")}
    named = {key: printable(str(told)) for key, told in where.items() if told}
    params = found.get("params", {})
    own = {key: params.get(f"{key}.{lang}", value) for key, value in params.items()}
    # `format_map` with a default: words outlive the program that filled them in.
    return sentence[lang].format_map(_Filled({**named, **own}))


def _words_of(found: FlagRecord) -> FlagWords | None:
    """Return the words of a flag: ours where it has parameters, else the sealed worker's."""
    ours, theirs = sentences(), words().flags
    first, second = (ours, theirs) if "params" in found else (theirs, ours)
    return first.get(found["code"]) or second.get(found["code"])


class _Filled(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "?"


def merged(found: Iterable[FlagRecord]) -> list[FlagRecord]:
    """Return flags with at most a few of one code, and one that says how many more there were.

    Of those that name a cell of a notebook a few stay for each cell: every one says where something
    has to be looked at, and a set has only so many cells.
    """
    kept: list[FlagRecord] = []
    many: dict[tuple[str, str], int] = {}
    last: dict[tuple[str, str], int] = {}
    for one in found:
        kind = one["code"], str(one.get("cell") or "") if one.get("notebook") else ""
        many[kind] = many.get(kind, 0) + 1
        if many[kind] <= _FEW:
            last[kind] = len(kept)
            kept.append(one.copy())
    # From the end, so that what is put in moves no place that is still to come.
    for kind, at in sorted(last.items(), key=lambda item: -item[1]):
        if many[kind] > _FEW:
            more = flag("and-more", count=many[kind] - _FEW).plain()
            kept.insert(at + 1, {**more, "look": needs_look(kept[at])})
    return kept


def needs_look(found: FlagRecord) -> bool:
    """Return whether a person should look; an unknown code is one that should."""
    if "look" in found:
        return bool(found["look"])
    known = _words_of(found)
    return known is None or known.look
