"""Checks for grade cells: what is wrong is said in words, in the learner's language.

``expect(got, want, "message-id")`` passes in silence or raises CheckFailed, an AssertionError. The
author's words stand in ``course_data/checks/<set>.yml``; what can be said without knowing the task
(the wrong kind of value, a missing row) stands in the kit's words.
"""

from __future__ import annotations

import os
import secrets
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pandas as pd

from carekit.checks.compare import ROUNDED, Finding, difference, listed, shown, wrong_kind
from carekit.checks.normalize import PlainSeries, plain, plain_columns
from carekit.common.course import Slug, find_root, reading_lang
from carekit.common.failed_check import CheckFailed
from carekit.common.files import ContentError, Fault, read_model, read_yaml, refuse
from carekit.common.kit_words import with_words
from carekit.common.languages import ENGLISH, Lang, Text, languages
from carekit.common.strict_model import StrictModel


class CheckMessage(StrictModel):
    """What the author says when one check fails."""

    id: Slug
    says: Text


class CheckMessages(StrictModel):
    """The messages of one exercise set: ``course_data/checks/<set>.yml``."""

    set: Slug
    messages: list[CheckMessage]


class KitWords(StrictModel):
    """What the kit itself says: the section ``checks`` of its words."""

    kinds: dict[str, Text]
    says: dict[str, Text]


def expect(
    got: object,
    want: object,
    say: str | Text | None = None,
    *,
    tolerance: float = ROUNDED,
    ordered: bool = False,
    by: str | None = None,
    labels_only: bool = False,
    seed: int | None = None,
) -> None:
    """Pass in silence when ``got`` equals ``want``; raise AssertionError in words otherwise.

    Numbers may differ by ``tolerance``, which by default lets everybody round to three decimals;
    who has rounded further is told so, and nothing else. NaN equals NaN, NaT and NA; an int equals
    the same float, but true is not 1. Rows and columns are matched by their labels, rows by the
    values of the column ``by`` where it is given; the order of rows counts only with ``ordered``,
    that of columns never. Where a list is wanted, a tuple, an array or the values of a Series are
    as good, always in order; a dict and a Series are alike. Names and dtypes do not count.
    ``labels_only`` compares what rows and columns there are, but no value.

    ``say`` is a message id of ``course_data/checks/*.yml`` or a Text; ``seed`` is named in the
    message so that made test data can be made again. Raises ContentError when ``say`` is not a
    message of this course.
    """
    words = _words(say)
    found = difference(
        got, want, tolerance=tolerance, ordered=ordered, by=by, labels_only=labels_only
    )
    if found:
        raise CheckFailed(_message(words, found, seed))


def column(
    table: object, name: object, say: str | Text | None = None, *, by: str | None = None
) -> pd.Series:
    """Return one column of a learner's DataFrame, or raise AssertionError with those it has.

    Its labels are those of the rows, or the values of the column ``by`` where the table has one:
    a learner may have turned the labels into a column.
    """
    words, read = _words(say), plain_columns(table, (name, by))
    if read is None:
        raise CheckFailed(_message(words, wrong_kind(table, "frame")))
    if name not in read.columns:
        found = ("no-column", {"want": shown(name), "got": listed(read.columns)})
        raise CheckFailed(_message(words, found))
    labels = read.labels
    if by is not None and by in read.columns:
        labels = read.values[read.columns.index(by)]
    return pd.Series(read.values[read.columns.index(name)], index=labels)


def entries(got: object, count: int, say: str | Text | None = None) -> list[object]:
    """Return the values of a list, tuple, array or Series that must have ``count`` of them.

    Raises AssertionError in words when it is something else, or has more or fewer.
    """
    words, read = _words(say), plain(got)
    if type(read) is PlainSeries:
        read = read.values
    found: Finding | None = None
    if type(read) is not list:
        found = wrong_kind(got, "list")
    elif len(read) != count:
        found = ("wrong-length", {"got": len(read), "want": count})
    if found:
        raise CheckFailed(_message(words, found))
    values: list[object] = read
    return values


def choices(got: object, offered: Iterable[str], say: str | Text | None = None) -> frozenset[str]:
    """Return the option ids a learner chose; capitals and full-width letters are read as meant.

    Raises AssertionError when it is no list of text, when it is empty, or when it holds an id that
    is not on offer.
    """
    words, read = _words(say), plain(got)
    found: Finding | None = None
    if type(read) not in (list, frozenset):
        found = wrong_kind(got, "list")
    elif not read:
        found = ("no-answer", {})
    elif other := [item for item in read if _letter(item) not in set(offered)]:
        found = ("not-wanted", {"labels": listed(other)})
    if found:
        raise CheckFailed(_message(words, found))
    return frozenset(letter for item in read if (letter := _letter(item)) is not None)


def _letter(item: object) -> str | None:
    # A Chinese keyboard types full-width letters; NFKC makes them ordinary ones.
    return unicodedata.normalize("NFKC", item).strip().casefold() if type(item) is str else None


def fresh_seeds(count: int) -> list[int]:
    """Return seeds nobody can know beforehand; ``CAREKIT_SEED`` fixes them to repeat a run."""
    fixed = os.environ.get("CAREKIT_SEED")
    first = int(fixed) if fixed else secrets.randbelow(10**9)
    return [first + step for step in range(count)]


def _message(words: Text | None, found: Finding, seed: int | None = None) -> str:
    """Return the author's words, what is wrong and the seed, in the reader's language."""
    kit, (key, fields) = kit_words(), found
    lines = []
    for lang in _langs():
        said = {**fields, "name": fields.get("name", "")}
        if key == "wrong-kind":
            said |= {side: kit.kinds[fields[side]][lang].format(**said) for side in ("got", "want")}
        if key == "rounded":
            # The author's words name a mistake in thinking, and there is none.
            at = "wrong-at" if "label" in fields else "wrong-value"
            keys = ["rounded", "keep-decimals", at]
        else:
            lines += [words[lang]] if words else []
            keys = [key]
        lines += [kit.says[one][lang].format(**said) for one in keys]
        lines += [kit.says["replay"][lang].format(seed=seed)] if seed is not None else []
    return "\n".join(lines)


def _langs() -> list[Lang]:
    # While a trainer's machine grades, nobody knows which language the learner will read.
    if os.environ.get("NBGRADER_EXECUTION") == "autograde":
        return list(languages())
    try:
        return [reading_lang(find_root())]
    except ContentError:
        return [ENGLISH]


def kit_words() -> KitWords:
    """Return what the kit itself says, in all languages."""
    return with_words("checks", KitWords)


def _words(say: str | Text | None) -> Text | None:
    if say is None or isinstance(say, Text):
        return say
    known = messages(find_root())
    if say not in known:
        raise ContentError(f"no check message {say!r}; add it to course_data/checks/<set>.yml")
    return known[say]


def sayable(root: Path) -> dict[str, Text]:
    """Return what a check may say to a learner: the messages of a course, and what names no value.

    Everything else that a check says may hold the number that is right.
    """
    return {**messages(root), "rounded": kit_words().says["rounded"]}


@cache
def messages(root: Path) -> dict[str, Text]:
    """Return all check messages of a course by id; an id that stands twice is refused."""
    known: dict[str, Text] = {}
    faults = []
    for path in sorted((root / "course_data" / "checks").glob("*.yml")):
        for number, message in enumerate(read_model(path, CheckMessages).messages):
            if message.id in known:
                line = read_yaml(path).line(("messages", number))
                faults.append(Fault(path, line, message.id, "is used twice; choose another id"))
            known[message.id] = message.says
    refuse(faults)
    return known
