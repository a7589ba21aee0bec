"""Stock nbgrader in a folder that is thrown away: what it gives without this course's settings.

The environment is empty; memory, processes and files are limited, and what a submission starts ends
with the command that graded it, where the system can do that.
"""

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from carekit.grading.gradebook.reader import scores

SECONDS = 240
# More than nbgrader allows itself, so that a busy machine changes no score.
SETTINGS = "c = get_config()\nc.Execute.timeout = 30\nc.Execute.iopub_timeout = 30\n"


def stock_points(notebook, submissions, *, together=False):
    """Return what stock nbgrader gives submissions to a set, by name; None is no score at all.

    ``notebook`` is the instructor's, ``submissions`` has the files of each by name. Each is graded
    by a command of its own, so that none can touch another; ``together`` is for a trusted few.
    """
    names = {f"s{number}": name for number, name in enumerate(submissions)}
    with tempfile.TemporaryDirectory(prefix="stock-") as folder:
        course = Path(folder)
        _put(course / "source" / "a" / "a.ipynb", json.dumps(notebook).encode())
        (course / "nbgrader_config.py").write_text(SETTINGS)
        _nbgrader(course, SECONDS, "generate_assignment", "a")
        for student, name in names.items():
            home = course / "submitted" / student / "a"
            for path, data in submissions[name].items():
                if not (home / path).resolve().is_relative_to(home.resolve()):
                    raise ValueError(f"{name}: {path} leads out of the folder")
                _put(home / path, data)
            if not together:
                _nbgrader(course, SECONDS, "autograde", "a", f"--student={student}")
        if together:
            _nbgrader(course, SECONDS * len(names), "autograde", "a")
        table = scores(f"sqlite:///{course / 'gradebook.db'}", "a")
    table = table[table["kind"] == "auto"]
    return {name: _sum(table[table["learner"] == who]["score"]) for who, name in names.items()}


def stock_scores(notebooks, submissions):
    """Return what stock nbgrader gives each notebook of a set, by submission and notebook.

    ``notebooks`` are the instructor's by name; one command grades all, so only work that is trusted
    may be given. None is no score; one notebook that breaks nbgrader takes all of its submission.
    """
    with tempfile.TemporaryDirectory(prefix="stock-") as folder:
        course = Path(folder)
        for name, notebook in notebooks.items():
            _put(course / "source" / "a" / f"{name}.ipynb", json.dumps(notebook).encode())
        (course / "nbgrader_config.py").write_text(SETTINGS)
        _nbgrader(course, SECONDS + len(notebooks), "generate_assignment", "a")
        for student, files in submissions.items():
            for path, data in files.items():
                _put(course / "submitted" / student / "a" / path, data)
        patient = SECONDS + 20 * len(notebooks) * len(submissions)
        _nbgrader(course, patient, "autograde", "a")
        table = scores(f"sqlite:///{course / 'gradebook.db'}", "a")
    table = table[table["kind"] == "auto"]
    return {
        student: {
            name: _sum(table[(table["learner"] == student) & (table["notebook"] == name)]["score"])
            for name in notebooks
        }
        for student in submissions
    }


def _sum(points):
    return None if points.empty or points.isna().all() else float(points.sum())


def _put(path, data):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _limited():
    for kind, most in ((resource.RLIMIT_NPROC, 2000), (resource.RLIMIT_FSIZE, 50_000_000)):
        resource.setrlimit(kind, (most, most))
    resource.setrlimit(resource.RLIMIT_AS, (4 * 2**30, 4 * 2**30))


def _nbgrader(course, seconds, *words):
    path = os.pathsep.join([str(Path(sys.executable).parent), "/usr/bin", "/bin"])
    room = []
    if shutil.which("unshare") and os.geteuid() == 0:
        # Whatever an attack starts ends with this command, and it sees no other process.
        room = ["unshare", "--pid", "--fork", "--kill-child", "--mount-proc"]
    with subprocess.Popen(
        [*room, sys.executable, "-m", "nbgrader", *words],
        cwd=course,
        env={"PATH": path, "HOME": str(course), "LANG": "C.UTF-8"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=_limited,
    ) as done:
        try:
            done.wait(seconds)
        except subprocess.TimeoutExpired:
            sys.stderr.write(f"ended after {seconds} s: {' '.join(words)}\n")
            done.kill()
