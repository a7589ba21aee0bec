"""A set entered into the gradebook by nbgrader itself, as ``nbgrader generate_assignment`` does.

The released notebooks that nbgrader makes on the way are thrown away: ``care build`` made them.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from carekit.authoring.build.nbgrader_run import generate_assignment
from carekit.common.durable_files import Disk
from carekit.common.files import ContentError
from carekit.grading.course.folders import Settings
from carekit.grading.course.nbgrader_import import import_nbgrader
from carekit.grading.course.released import from_anywhere, lay_out
from carekit.grading.gradebook.writer import open_book, patient
from carekit.grading.refusals import say
from carekit.sandbox.submission.assignment import Snapshot
from carekit.sandbox.submission.cell_text import text_of


def register(settings: Settings, set_id: str, snapshot: Snapshot, disk: Disk | None = None) -> bool:
    """Make the gradebook know a set as it is built now; return whether anything had to be done.

    Raises ContentError with nbgrader's own words when it refuses, as it does when cells were added
    or removed after work was graded.
    """
    import_nbgrader()
    digest = snapshot.digest()
    if is_registered(settings, set_id) and entered(settings, set_id) == digest:
        return False
    said = _generate(settings, set_id, snapshot)
    if said:
        raise ContentError(say("nbgrader-refuses", set=set_id, words="\n".join(said)))
    (disk or Disk()).replace(_mark(settings, set_id), f"{digest}\n".encode())
    return True


def _mark(settings: Settings, set_id: str) -> Path:
    return settings.state / f"{set_id}.entered"


def entered(settings: Settings, set_id: str) -> str:
    """Return the digest of the checks that the gradebook knows, or "" where nobody noted it."""
    mark = _mark(settings, set_id)
    return mark.read_text("utf-8").strip() if mark.exists() else ""


def is_registered(settings: Settings, set_id: str) -> bool:
    """Return whether the gradebook knows a set."""
    with open_book(settings.db_url, settings.course_id) as book:
        from nbgrader.api import MissingEntry

        try:
            return bool(book.find_assignment(set_id).notebooks)
        except MissingEntry:
            return False


def _with_made_checks(place: Path, snapshot: Snapshot) -> None:
    """Write the checks that were made from templates into the source: they are made once only."""
    for book in snapshot.books:
        made = {cell.id: cell.source for cell in book.cells if cell.test}
        path = place / f"{book.name}.ipynb"
        notebook = json.loads(path.read_text(encoding="utf-8"))
        changed = False
        for cell in notebook["cells"]:
            name = (cell["metadata"].get("nbgrader") or {}).get("grade_id")
            if name in made and text_of(cell["source"]) != made[name]:
                cell["source"], changed = made[name], True
        if changed:
            path.write_text(json.dumps(notebook), encoding="utf-8")


def _generate(settings: Settings, set_id: str, snapshot: Snapshot) -> list[str]:
    with tempfile.TemporaryDirectory(prefix="carekit-register-") as folder:
        course = Path(folder)
        place = course / "source" / set_id
        lay_out(settings.root, set_id, place, settings.config)
        _with_made_checks(place, snapshot)
        config = from_anywhere(settings.root, settings.config)
        config.CourseDirectory.root = str(course)
        config.CourseDirectory.db_url = patient(settings.db_url)
        config.CourseDirectory.course_id = settings.course_id
        config.CourseDirectory.assignment_id = set_id
        return generate_assignment(config)
