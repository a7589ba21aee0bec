"""Words and terms that a learner takes into the review: each once, as a line of the record."""

from __future__ import annotations

from carekit.common.languages import Lang
from carekit.learner.event_log import Record
from carekit.learner.review_schedule import ADDED


def is_collected(record: Record, name: str) -> bool:
    """Return whether ``words/<id>`` or ``terms/<id>`` was taken into the review before."""
    said = record.read().statements
    return any(one.verb.id == ADDED and one.object.id == name for one in said)


def collect(record: Record, name: str, lang: Lang) -> bool:
    """Take a word or term into the review; return False where it was there already.

    Raises NotSaved when the line is not on the disk.
    """
    if is_collected(record, name):
        return False
    record.append(record.statement(ADDED, name, lang=lang))
    return True
