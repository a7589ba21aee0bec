"""What can be known of a notebook before anybody hands it in, and what becomes of its cells."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from carekit.common.notebook_format import Output
from carekit.sandbox.submission.assignment import Book
from carekit.sandbox.submission.result import Verdict
from carekit.sandbox.submission.trust import VISITING
from carekit.sandbox.syntax.needed_later import visible_names

_READS_FILES = re.compile(
    r"\bopen\(|\.read_|\bread_|Path\(|exists\(|listdir|glob|isfile|load\("
    r"|connect\(|subprocess|runpy|os\.path|\.stat\(|to_csv|to_json|write_|os\.remove|unlink|zipfile"
)


@dataclass
class Shown:
    """What became of a cell: its outputs, its number in the order of running, its verdict."""

    outputs: list[Output] = field(default_factory=list)
    count: int | None = None
    verdict: Verdict | None = None


class Plan:
    """What can be known of a notebook before anybody hands it in."""

    def __init__(self, book: Book) -> None:
        """Read the checks' syntax once."""
        self.book = book
        self.judged = {cell.id for cell in book.judged()}
        self.opening = [cell.id for cell in book.opening()]
        self.later = book.later()
        tests = [cell for cell in book.cells if cell.test]
        self.reads_files = {cell.id: bool(_READS_FILES.search(cell.source)) for cell in tests}
        self.shows = {cell.id: visible_names(cell.released) for cell in tests}
        self.visiting = [cell.id for cell in tests if cell.trust == VISITING]
