"""The one writer: results go into nbgrader's gradebook, many in one transaction.

Marks, comments and extra credit that a person gave are never touched. Writing the same result
again changes nothing, so a run that was cut off is simply written again.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from carekit.common.durable_files import Disk
from carekit.common.files import ContentError
from carekit.common.locking import locked
from carekit.grading.course.configuration import Carekit
from carekit.grading.course.folders import Settings
from carekit.grading.course.nbgrader_import import import_nbgrader
from carekit.grading.gradebook.late_penalty import Lateness
from carekit.grading.gradebook.result_rows import ResultRows
from carekit.grading.gradebook.set_rows import SetRows
from carekit.grading.ledger_entry import LedgerEntry
from carekit.grading.refusals import say

if TYPE_CHECKING:
    from nbgrader.api import Gradebook


@dataclass
class Writer:
    """Writes one set's results to the gradebook at ``db_url``, any that SQLAlchemy knows.

    ``state`` is the folder of the lock and of the backups. The gradebook is copied before the
    first change of a run; the last ``backups`` copies are kept.
    """

    db_url: str
    course_id: str
    set_id: str
    state: Path
    late: Lateness
    disk: Disk = field(default_factory=Disk)
    backups: int = Carekit.backups.default_value
    backed_up: bool = False

    @classmethod
    def of(cls, settings: Settings, set_id: str, disk: Disk) -> Writer:
        """Return the writer of a set's results to the gradebook that the settings name."""
        late = Lateness(settings.config)
        kept = settings.rules.settings.backups
        return cls(settings.db_url, settings.course_id, set_id, settings.state, late, disk, kept)

    def write(self, entries: Sequence[LedgerEntry], replaced: set[str]) -> None:
        """Write results (as in the ledger) in one transaction.

        ``replaced`` are the learners whose work is another than the one the gradebook has: a mark
        that a person gave stays, and nbgrader's flag asks them to look again. Raises ContentError
        when the gradebook cannot be written; then it is as it was.
        """

        def write(book: Gradebook) -> None:
            ResultRows(SetRows.known(book.db, self.set_id), self.late).write(entries, replaced)

        if entries:
            self.change(write)

    def change(self, what: Callable[[Gradebook], None]) -> None:
        """Do something with nbgrader's gradebook in one transaction, after a copy was made.

        Raises ContentError when the gradebook cannot be written; then it is as it was.
        """
        with locked(self.state / "gradebook.lock"):
            self._back_up()
            with open_book(self.db_url, self.course_id) as book:
                what(book)
                self.disk.commit(book.db)

    def _back_up(self) -> None:
        path = sqlite_file(self.db_url)
        if self.backed_up or path is None or not path.exists():
            return
        folder = self.state / "backups"
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
        self.disk.copy_database(path, folder / f"{path.stem}-{stamp}.db")
        for old in sorted(folder.glob(f"{path.stem}-*.db"))[: -self.backups]:
            old.unlink(missing_ok=True)
        self.backed_up = True


def sqlite_file(db_url: str) -> Path | None:
    """Return the file of a SQLite address, or None for a database that is a server."""
    from sqlalchemy.engine import make_url

    url = make_url(db_url)
    return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None


def patient(db_url: str) -> str:
    """Return an address whose SQLite waits a minute for another writer instead of failing."""
    if db_url.startswith("sqlite") and "timeout=" not in db_url:
        return db_url + ("&" if "?" in db_url else "?") + "timeout=60"
    return db_url


@contextmanager
def open_book(db_url: str, course_id: str) -> Iterator[Gradebook]:
    """Give nbgrader's gradebook for the time of a ``with`` block; what is not committed is undone.

    Raises ContentError when the database says no.
    """
    import_nbgrader()
    with warnings.catch_warnings():
        # nbgrader's imports warn of their own future; it changes no score.
        warnings.simplefilter("ignore")
        from nbgrader.api import Gradebook
        from sqlalchemy.exc import DBAPIError

        try:
            with Gradebook(patient(db_url), course_id) as book:
                try:
                    yield book
                finally:
                    book.db.rollback()
        except DBAPIError as error:
            raise ContentError(say("gradebook-refuses", why=str(error.orig))) from None
