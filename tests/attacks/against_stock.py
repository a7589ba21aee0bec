"""The ledger against stock nbgrader: what each attack gets there, beside what it gets here.

Run by hand, because it takes minutes and runs the attacks:

    python -m tests.attacks.against_stock [NAME...]

With names it runs these attacks only and keeps the other rows of the page.
It grades every attack sealed, then hands those that come in a notebook to `nbgrader autograde` as
it is installed, without any of this course's settings, in a folder that is thrown away, with an
empty environment and limits on memory, processes and files. Attacks that would really hurt the
machine are not run against stock; the table says so. It writes docs/attacks.md.
"""

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from carekit.gradebook import scores
from carekit.grading.inbox import Inbox
from carekit.grading.sealed.limits import Limits
from carekit.grading.sealed.snapshot import Snapshot
from carekit.grading.sealed.worker import Worker
from tests.attacks.ledger import KNOWN, LEDGER, quiz, released_quiz
from tests.grading.sealedset import RIGHT, snapshot, source_notebook, submission

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "attacks.md"
LIMITS = Limits(
    cell_seconds=1.5, total_seconds=8, memory_mb=300, disk_mb=24, files=2000, processes=24
)
NOT_RUN = {
    "5-disk": "would fill the disk",
    "5-fork-bomb": "would fill the machine with processes",
    "5-memory": "would use up the memory",
    "5-huge-value": "would use up the memory",
    "5-swallowed-interrupt": "would never end",
    "6-escape": "would mount over this machine's folders",
    "6-network": "would reach the network",
    "6-signals": "would end other programs",
    "6-survivor": "would leave programs running",
    "6-write-outside": "would change the installation",
    "huge-answers": "would use up the memory",
    "names-that-climb": "would write outside its folder",
    "another-learners-file": "would write outside its folder",
}
NO_INBOX = "stock reads no such inbox"
SECONDS = 90
HEAD = """# Attacks

Made by `python -m tests.attacks.against_stock` from the ledger in `tests/attacks/`; do not edit.
The small set of the ledger is worth 9 points, its quiz 3. *May get* is what the honest part of a
submission earns. *Sealed* is what it gets here, *stock* what `nbgrader autograde` {version} gives
without this course's settings. "No score" means that nbgrader gave up on the submission; words mean
that the attack was not run there, because it would hurt the machine or has no way in. For attacks
on the inbox, *sealed* is what the attacker's own files get.

| attack | family | tries to | may get | sealed | stock |
|---|---|---|---|---|---|
"""


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


def stock(attacks):
    """Return what stock nbgrader gives each of some attacks: points, or None for no score."""
    with tempfile.TemporaryDirectory(prefix="against-stock-") as folder:
        plain, quizzes = Path(folder, "plain"), Path(folder, "quiz")
        for course, made in ((plain, source_notebook()), (quizzes, quiz())):
            _put(course / "source" / "a" / "a.ipynb", json.dumps(made).encode())
            (course / "nbgrader_config.py").write_text(
                "c = get_config()\nc.Execute.timeout = 10\nc.Execute.iopub_timeout = 10\n"
            )
            _nbgrader(course, "generate_assignment", "a")
        return {one.name: _one(one, quizzes if one.way == "answers" else plain) for one in attacks}


def _put(path, data):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _one(attack, course):
    home = course / "submitted" / attack.name / "a"
    for name, data in attack.make().items():
        _put(home / name, data)
    _nbgrader(course, "autograde", "a", f"--student={attack.name}")
    table = scores(f"sqlite:///{course / 'gradebook.db'}", "a")
    mine = table[(table["learner"] == attack.name) & (table["kind"] == "auto")]
    return None if mine.empty or mine["score"].isna().all() else float(mine["score"].sum())


def _limited():
    for kind, most in ((resource.RLIMIT_NPROC, 2000), (resource.RLIMIT_FSIZE, 50_000_000)):
        resource.setrlimit(kind, (most, most))
    resource.setrlimit(resource.RLIMIT_AS, (4 * 2**30, 4 * 2**30))


def _nbgrader(course, *words):
    path = os.pathsep.join([str(Path(sys.executable).parent), "/usr/bin", "/bin"])
    room = []
    if shutil.which("unshare") and os.geteuid() == 0:
        # Whatever an attack starts ends with this command, and it sees no other process.
        room = ["unshare", "--pid", "--fork", "--kill-child", "--mount-proc"]
    command = [*room, sys.executable, "-m", "nbgrader", *words]
    env = {"PATH": path, "HOME": str(course), "LANG": "C.UTF-8", "PYTHONWARNINGS": "ignore"}
    with subprocess.Popen(
        command,
        cwd=course,
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=_limited,
    ) as done:
        try:
            done.wait(SECONDS)
        except subprocess.TimeoutExpired:
            done.kill()


def row(attack, got, gave):
    """Return one line of the table; ``gave`` is the text of the last column."""
    tries = attack.tries.rstrip(".").replace("|", "/")
    tries = tries[0].lower() + tries[1:]
    shown = (attack.name, attack.family, tries, f"{attack.may_get:g}", f"{got:g}", gave)
    return "| " + " | ".join(map(str, shown)) + " |\n"


def rows():
    """Return the rows of the page as it is, by attack, each as its cells."""
    lines = PAGE.read_text(encoding="utf-8").splitlines() if PAGE.is_file() else []
    table = [line[2:-2].split(" | ") for line in lines if line.startswith("| ")][1:]
    return {cells[0]: cells for cells in table}


def main(names=()):
    """Grade some attacks, or all, both ways and write the page."""
    from nbgrader import __version__

    chosen = [one for one in LEDGER if not names or one.name in names]
    here = sealed(chosen)
    there = stock([one for one in chosen if one.way != "inbox" and one.name not in NOT_RUN])
    lines, old = [], rows()
    for attack in LEDGER:
        if attack not in chosen:
            lines.append("| " + " | ".join(old[attack.name]) + " |\n")
            continue
        gave = NOT_RUN.get(attack.name, NO_INBOX)
        if attack.name in there:
            points = there[attack.name]
            gave = "no score" if points is None else f"{points:g}"
            gave = f"**{gave}**" if points is not None and points > attack.may_get else gave
        lines.append(row(attack, here[attack.name], gave))
    gains = sum("**" in line for line in lines)
    run = sum(one.way != "inbox" and one.name not in NOT_RUN for one in LEDGER)
    tail = (
        f"\n{len(LEDGER)} attacks. Stock nbgrader was tried with {run} of them; {gains} "
        "(in bold) got more there than they may.\n"
    )
    PAGE.write_text(HEAD.format(version=__version__) + "".join(lines) + tail, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
