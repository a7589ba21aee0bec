"""What is odd about the file with a submission's answers to questions that count.

A quiz check without answers gives no points, whoever is to blame: a learner who did not answer, or
a platform that took the notebook without the file beside it. A person has to tell them apart.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from carekit.learner.graded_answers import FILE, parsed
from carekit.sandbox.submission.assignment import Snapshot
from carekit.sandbox.submission.cell_text import looks_like_quiz
from carekit.sandbox.submission.read_notebook import Flags, flag
from carekit.sandbox.submission.result import NotebookResult

Asked = Mapping[tuple[str, str], frozenset[str]]
"""The questions of every quiz check, by notebook and grade id."""
CODES = frozenset(
    f"answers-{what}" for what in ("missing", "unreadable", "empty", "elsewhere", "odd")
)
"""The flags that say why a quiz check may have no points."""
# The builder writes the call on one line, with nothing but names in it.
_CALL = re.compile(r"^read_answers\((.*)\)$", re.MULTILINE)
_NAME = re.compile(r"[\"']([^\"']+)[\"']")


def asked(snapshot: Snapshot) -> Asked:
    """Return which questions the quiz checks of a set ask; nothing for a set without a quiz."""
    found = {}
    for book in snapshot.books:
        for cell in book.cells:
            call = _CALL.search(cell.source) if cell.test and looks_like_quiz(cell.source) else None
            if call:
                found[book.name, cell.id] = frozenset(_NAME.findall(call[1]))
    return found


def about_answers(
    known: Asked, files: Mapping[str, bytes], books: Mapping[str, NotebookResult]
) -> Flags:
    """Return what to say of a submission's answers file, given the results of its notebooks.

    Nothing is said where every quiz check has an answer, because a notebook may bring its answers
    in its own cells, nor of a notebook that nobody could read.
    """
    if not known:
        return []
    outcomes = {(book, cell): books[book]["cells"][cell]["outcome"] for book, cell in known}
    read = {place for place, outcome in outcomes.items() if outcome != "unread"}
    lost = sorted(place for place in read if outcomes[place] not in ("passed", "partial"))
    if not read:
        return []
    if FILE not in files:
        return [flag("answers-missing", *lost[0])] if lost else []
    reading = parsed(files[FILE])
    there = reading.answers.keys() | set(reading.odd)
    odd = sorted(place for place in read if known[place] & set(reading.odd))
    if odd:
        return [flag("answers-odd", *place) for place in odd]
    if not lost:
        return []
    if reading.trouble:
        return [flag("answers-unreadable", *lost[0])]
    if not there:
        return [flag("answers-empty", *lost[0])]
    if not there & frozenset().union(*(known[place] for place in read)):
        return [flag("answers-elsewhere", *lost[0])]
    return []
