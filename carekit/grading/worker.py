"""What runs in a grading process of its own: stock nbgrader on one submission after the other.

nbgrader changes the working directory and its kernels write to the standard streams, so it has a
process to itself; what it says goes to ``grading.log`` in the course folder.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import time
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CONFIG = "nbgrader_config.py"
# jsonschema compiles a grammar for web addresses, 1.3 s in every process, that nobody here uses.
LIGHTEN = "import sys; sys.modules.setdefault('rfc3987_syntax', None); del sys"


@dataclass(frozen=True)
class Job:
    """What a process needs to grade one set of one course folder."""

    course: Path
    set_id: str
    timeout: int
    seed: int | None
    course_root: Path

    def db_url(self) -> str:
        """Return the gradebook's address; one process waits while another writes."""
        return f"sqlite:///{self.course.resolve() / 'gradebook.db'}?timeout=60"


@dataclass(frozen=True)
class Finding:
    """Something a human should know: a key of words.yml and what to fill in, or the words."""

    key: str
    cell: str = ""
    says: tuple[tuple[str, str], ...] = ()


def start(job: Job) -> None:
    """Prepare a process: streams to the log, the course's folder and seed for the kernels."""
    log = os.open(job.course / "grading.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.environ["CAREKIT_ROOT"] = str(job.course_root)
    # A trainer's own choice of language must not decide what a learner reads.
    os.environ["CAREKIT_RECORD"] = str(job.course / "my-record")
    if job.seed is not None:
        os.environ["CAREKIT_SEED"] = str(job.seed)
    # nbgrader calls the command alembic, which lies beside this Python and perhaps not in PATH.
    beside = str(Path(sys.executable).parent)
    os.environ["PATH"] = os.pathsep.join([beside, os.environ.get("PATH", "")])
    if "jsonschema" not in sys.modules:
        sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    import nbgrader.converters  # noqa: F401 - two seconds, while the class is being made


def release(job: Job) -> list[str] | None:
    """Let nbgrader make ``release/<set>/`` and enter the set into the gradebook.

    Returns None, or what nbgrader said when it refused.
    """
    from nbgrader.converters import GenerateAssignment

    return _run(job, GenerateAssignment, ".")


def grade(job: Job, learner: str) -> tuple[bool, list[Finding], float]:
    """Grade one submission and write its feedback page.

    Returns whether there are scores, what a human should know, and how many seconds it took.
    """
    from nbgrader.converters import Autograde, GenerateFeedback

    began = time.monotonic()
    said = _run(job, Autograde, learner)
    found = _found(job, learner) if said is None else [_reason(said)]
    scored = said is None and Finding("marks-lost") not in found
    if scored:
        # A page that shows 0 for every task would be read as a verdict.
        _run(job, GenerateFeedback, learner)
    return scored, found, time.monotonic() - began


def feedback(job: Job, learner: str) -> bool:
    """Write one learner's feedback page again; returns False where there is nothing graded."""
    from nbgrader.converters import GenerateFeedback

    return _run(job, GenerateFeedback, learner) is None


def _run(job: Job, converter: Any, learner: str) -> list[str] | None:
    """Run one of nbgrader's converters; return None, or what it logged when it failed."""
    from nbgrader.converters.base import NbGraderException
    from nbgrader.coursedir import CourseDirectory

    config, log, said = _config(job, learner), logging.Logger("nbgrader"), _Said()
    log.addHandler(said)
    log.addHandler(logging.StreamHandler(sys.stderr))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        folder = CourseDirectory(config=config, log=log)
        made = converter(coursedir=folder, config=config, log=log)
        made.force = True
        try:
            made.start()
        except (NbGraderException, SystemExit):
            return said.lines
    return None


class _Said(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


def _config(job: Job, learner: str) -> Any:
    from traitlets.config import Config, PyFileConfigLoader

    config = Config()
    if (job.course / CONFIG).is_file():
        config = PyFileConfigLoader(CONFIG, path=str(job.course)).load_config()
    config.CourseDirectory.root = str(job.course.resolve())
    config.CourseDirectory.db_url = job.db_url()
    config.CourseDirectory.assignment_id = job.set_id
    config.CourseDirectory.student_id = learner
    config.Execute.timeout = job.timeout
    config.SealedExecute.timeout = float(job.timeout)
    config.Execute.extra_arguments = [
        "--HistoryManager.hist_file=:memory:",
        f"--IPKernelApp.exec_lines={LIGHTEN}",
    ]
    # A graceful shutdown takes half a second for each learner and saves nothing here.
    config.Execute.shutdown_kernel = "immediate"
    return config


def _reason(said: list[str]) -> Finding:
    """Return why nbgrader gave up, from what it logged."""
    words = "\n".join(said)
    for line in said:
        if "exists multiple times" in line:
            return Finding("cell-twice", line.split("'")[1])
    if "DeadKernelError" in words or "Kernel died" in words:
        return Finding("kernel-died")
    last = [line for line in words.splitlines() if "Error" in line and not line.startswith(" ")]
    if "NotJSONError" in words or "JSONDecodeError" in words or "NotebookValidationError" in words:
        return Finding("not-readable", last[-1].split(":")[0] if last else "")
    return Finding("not-graded", last[-1] if last else "")


def _found(job: Job, learner: str) -> list[Finding]:
    """Return what is odd about a graded notebook: checks that are gone, cells that were stopped."""
    autograded = Path("autograded") / learner / job.set_id
    flagged = _flags(job, autograded)
    if flagged is not None:
        return flagged
    graded = _cells(job, autograded)
    wanted = [
        _grade_id(cell) for cell in _cells(job, Path("release") / job.set_id) if _scored(cell)
    ]
    here = {_grade_id(cell) for cell in graded if _scored(cell)}
    missing = [name for name in wanted if name not in here]
    if missing and not here:
        return [Finding("marks-lost")]
    stopped = [
        Finding("time-out", _grade_id(cell) or str(cell.get("id", "")))
        for cell in graded
        for output in cell.get("outputs", [])
        if output.get("ename") == "CellTimeoutError"
    ]
    return [Finding("check-missing", name) for name in missing] + stopped


def _flags(job: Job, folder: Path) -> list[Finding] | None:
    """Return what the sealed worker noted, or None where it did not grade."""
    flags = _notebook(job, folder)["metadata"].get("carekit", {}).get("flags")
    if flags is None:
        return None
    says = [tuple(item["says"].items()) for item in flags]
    return [Finding("flag", says=words) for words in dict.fromkeys(says)]


def _cells(job: Job, folder: Path) -> list[dict[str, Any]]:
    return _notebook(job, folder)["cells"]


def _notebook(job: Job, folder: Path) -> dict[str, Any]:
    path = job.course / folder / f"{job.set_id}.ipynb"
    return json.loads(path.read_text(encoding="utf-8"))


def _scored(cell: dict[str, Any]) -> bool:
    return bool(cell["metadata"].get("nbgrader", {}).get("grade"))


def _grade_id(cell: dict[str, Any]) -> str:
    return cell["metadata"].get("nbgrader", {}).get("grade_id", "")
