"""The ledger against stock nbgrader: what each attack gets there, beside what it gets here.

    python -m tests.attacks.against_stock [NAME...]   measure these, and what is new or changed
    python -m tests.attacks.against_stock --all       measure every attack again; takes minutes
    python -m tests.attacks.against_stock --check     is everything current? takes seconds

It grades attacks sealed, then hands those that come in a notebook to `nbgrader autograde` as it is
installed, without any of this course's settings, in a folder that is thrown away. Attacks that
would really hurt the machine are not run against stock; the table says so. It writes what it found
to measured.json and the page to docs/attacks.md.
"""

import json
import tempfile
from pathlib import Path

from carekit.grading.inbox import Inbox
from carekit.grading.sealed.limits import Limits
from carekit.grading.sealed.snapshot import Snapshot
from carekit.grading.sealed.worker import Worker
from tests.attacks import attack_table
from tests.attacks.attack_table import DATA, digests, not_run
from tests.attacks.ledger import KNOWN, LEDGER, quiz, released_quiz
from tests.grading import measured
from tests.grading.sealedset import RIGHT, snapshot, source_notebook, submission
from tests.grading.stockroom import stock_points

ROOT = Path(__file__).parents[2]
LIMITS = Limits(
    cell_seconds=1.5, total_seconds=8, memory_mb=300, disk_mb=24, files=2000, processes=24
)


def sealed(attacks, root=ROOT):
    """Return what some attacks get from the sealed worker, by name."""
    made = Snapshot.from_notebooks(
        {"a.ipynb": json.dumps(quiz()).encode()}, {"a.ipynb": json.dumps(released_quiz()).encode()}
    )
    got = {}
    with (
        Worker(snapshot(), limits=LIMITS, course=root) as plain,
        Worker(made, limits=LIMITS, course=root) as quizzes,
    ):
        for attack in attacks:
            if attack.way == "inbox":
                got[attack.name] = _of_inbox(attack, plain)
            else:
                worker = quizzes if attack.way == "answers" else plain
                got[attack.name] = _points(worker.grade(attack.make()))
    return got


def _points(result):
    cells = result["notebooks"]["a"]["cells"].values()
    return sum(cell["score"] or 0 for cell in cells)


def _of_inbox(attack, worker):
    honest = submission(**RIGHT, essay="Own words")["a.ipynb"]
    with tempfile.TemporaryDirectory() as folder:
        secret = Path(folder) / "source" / "a" / "a.ipynb"
        secret.parent.mkdir(parents=True)
        secret.write_bytes(honest)
        inbox = Path(folder) / "in"
        inbox.mkdir()
        path = attack.make(inbox, honest, submission()["a.ipynb"])
        found = list(Inbox(path, "a", ["a"], known=KNOWN))
        others = [one for one in found if one.learner != "ana" and not one.refused]
        return max((_points(worker.grade(one.files)) for one in others), default=0)


def stock(attacks, *, together=False):
    """Return what stock nbgrader gives those of some attacks that can be run there, by name."""
    given = {}
    for quizzes, notebook in ((False, source_notebook()), (True, quiz())):
        tried = {
            one.name: one.make()
            for one in attacks
            if not not_run(one) and (one.way == "answers") == quizzes
        }
        if tried:
            given |= stock_points(notebook, tried, together=together)
    return given


def measure(names):
    """Grade some attacks both ways and keep what they got."""
    chosen, now = [one for one in LEDGER if one.name in names], digests()
    here, there = sealed(chosen), stock(chosen)
    known = measured.read(DATA)["rows"]
    for one in chosen:
        got = {"sealed": float(here[one.name]), "stock": there.get(one.name)}
        known[one.name] = {"digest": now[one.name], **got}
    measured.write(DATA, {one.name: known[one.name] for one in LEDGER})


if __name__ == "__main__":
    measured.command(attack_table, measure, __doc__)
