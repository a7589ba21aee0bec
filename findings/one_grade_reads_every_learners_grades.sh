#!/usr/bin/env bash
# A program writes the scores of a class into nbgrader's gradebook, learner by learner, through its API.
#
# Guess: looking up one learner's submission, notebook and grade by their keys takes about as long in a
#   class of a thousand as in a class of a hundred; foreign keys of a schema made for this are indexed.
# nbgrader 0.9.6: only primary keys and names are. What points from a grade to its notebook, and from a
#   notebook to its submission, has no index, so the grades of one submission are found by reading the
#   grades of all. Writing a class a second time takes ten times as long for each learner when the class is
#   ten times as large, and a hundred times in all.
# Seen: steps of SQLite's machine for reading the grades of one submission, in hundreds: 7 with 100
#   learners and 61 with 1,000; with an index on each of these columns 1 in both.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install -q --disable-pip-version-check nbgrader==0.9.6
export PATH="$folder/venv/bin:$PATH" HOME="$folder"
cd "$folder"
python -W ignore - <<'PYTHON'
import os

from nbgrader.api import Gradebook
from sqlalchemy import text

INDEXES = (
    "create index a on grade (notebook_id)",
    "create index b on submitted_notebook (assignment_id)",
    "create index c on submitted_assignment (assignment_id)",
    "create index d on comment (notebook_id)",
)


def steps(learners, *, indexed):
    """Return how many hundred steps SQLite takes to read the grades of one submission."""
    if os.path.exists("gradebook.db"):
        os.remove("gradebook.db")
    with Gradebook("sqlite:///gradebook.db") as book:
        book.add_assignment("ps1")
        book.add_notebook("p1", "ps1")
        book.add_grade_cell("g1", "p1", "ps1", cell_type="code", max_score=10)
        for number in range(learners):
            book.add_student(f"l{number}")
            book.add_submission("ps1", f"l{number}")
        for line in INDEXES if indexed else ():
            book.db.execute(text(line))
        book.db.commit()
    counted = 0
    with Gradebook("sqlite:///gradebook.db") as book:

        def count():
            nonlocal counted
            counted += 1

        raw = book.db.connection().connection.dbapi_connection
        raw.set_progress_handler(count, 100)
        submission = book.find_submission("ps1", "l7")
        for notebook in submission.notebooks:
            for grade in notebook.grades:
                assert grade.max_score == 10
        raw.set_progress_handler(None, 0)
    return counted


found = {
    (learners, indexed): steps(learners, indexed=indexed)
    for learners in (100, 1000)
    for indexed in (False, True)
}
print(found)
assert found[1000, False] > 6 * found[100, False]
assert found[1000, True] < 2 * max(found[100, True], 1)
PYTHON
