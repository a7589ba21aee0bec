"""A whole `care grade` over a class that only answered questions: time, and memory of all of it.

Made for ``benchmarks/grading.py``. The set is all quiz, made of the course's own graded questions,
so that what is measured is everything around the worker: reading the files, scoring, ledger,
graded notebooks and gradebook.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from carekit.common.languages import ENGLISH
from carekit.learner.graded_answers import FILE, Saved, file_of
from carekit.questions import load_bank, variant_of
from carekit.questions.judging import solution
from carekit.questions.views.key_only import key_of

ROOT = Path(__file__).resolve().parent.parent
SET = "quiz"
_QUESTIONS = 6
_NOW = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)


def graded_questions() -> list[Any]:
    """Return the first graded questions of the course."""
    banks = sorted((ROOT / "course_data" / "quizzes").glob("*.yml"))
    found = [one for path in banks for one in load_bank(path).questions if one.use == "graded"]
    return found[:_QUESTIONS]


def notebook(questions: list[Any], *, secret: bool) -> bytes:
    """Return the set's notebook with one check for each question, as the builder writes it."""
    cells = []
    for one in questions:
        lines = ["from carekit.answers import read_answers", "", f'read_answers("{one.id}")']
        if secret:
            hidden = ["from carekit.answers import worth", "", f"key = [{key_of(one)!r}]"]
            hidden.append("worth(key, points=2)")
            lines += ["### BEGIN HIDDEN TESTS", *hidden, "### END HIDDEN TESTS"]
        marks = {"grade": True, "locked": True, "solution": False, "task": False, "points": 2}
        marks |= {"grade_id": f"{one.id}-check", "schema_version": 3, "cell_type": "code"}
        cells.append(
            {"cell_type": "code", "id": f"{one.id}-check", "metadata": {"nbgrader": marks}}
        )
        cells[-1] |= {"source": "\n".join(lines), "outputs": [], "execution_count": None}
    spec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    book = {"cells": cells, "metadata": {"kernelspec": spec}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(book).encode()


def course(folder: Path, questions: list[Any]) -> None:
    """Make a course folder with the one set."""
    for name in ("course_data", "content"):
        (folder / name).symlink_to(ROOT / name)
    lines = (ROOT / "nbgrader_config.py").read_text("utf-8")
    (folder / "nbgrader_config.py").write_text(lines, "utf-8")
    path = folder / "source" / SET / f"{SET}.ipynb"
    path.parent.mkdir(parents=True)
    path.write_bytes(notebook(questions, secret=True))


def hand_in(folder: Path, questions: list[Any], learners: range) -> None:
    """Write submissions: for each question right or nothing, by chance."""
    rng, book = random.Random(20_240_601), notebook(questions, secret=False)
    for number in learners:
        place = folder / "submitted" / f"learner-{number:05d}" / SET
        place.mkdir(parents=True)
        (place / f"{SET}.ipynb").write_bytes(book)
        answers = {}
        for one in questions:
            variant = 0 if getattr(one, "variants", None) else None
            answer = solution(variant_of(one, variant)) if rng.random() < 0.7 else []
            answers[one.id] = Saved(answer=answer, saved=_NOW, lang=ENGLISH, variant=variant)
        (place / FILE).write_text(file_of(answers), "utf-8")


def care_grade(folder: Path) -> dict[str, Any]:
    """Run the command; return seconds in all and of the run, peak memory in MB, and the report."""
    began = time.perf_counter()
    command = subprocess.Popen(
        [sys.executable, "-m", "carekit.cli", "grade", SET, "--json"],
        cwd=folder, env={**os.environ, "CAREKIT_ROOT": str(folder)}, stdout=subprocess.PIPE,
    )  # fmt: skip
    peak = 0.0
    with tempfile.TemporaryFile() as said:
        while command.poll() is None:
            peak = max(peak, sum(_megabytes(pid) for pid in _tree(command.pid)))
            try:
                said.write(command.communicate(timeout=0.2)[0])
            except subprocess.TimeoutExpired:
                continue
        said.seek(0)
        text = said.read()
    if command.returncode not in (0, 3):
        raise SystemExit(f"care grade ended with {command.returncode}")
    report = json.loads(text)
    return {"all": time.perf_counter() - began, "mb": peak, "report": report}


def _tree(pid: int) -> list[int]:
    try:
        below = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [pid, *(one for child in map(int, below) for one in _tree(child))]


def _megabytes(pid: int) -> float:
    """Return what a process takes of the memory, pages shared with others counted in part."""
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    except OSError:
        pass
    return 0.0


def whole_runs(sizes: list[int]) -> list[tuple[int, dict[str, Any]]]:
    """Grade classes of several sizes, each in a new course; returns what was measured."""
    questions, found = graded_questions(), []
    for size in sizes:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            course(folder, questions)
            # The set is entered into the gradebook once, by nbgrader itself; that is not counted.
            hand_in(folder, questions, range(1))
            care_grade(folder)
            hand_in(folder, questions, range(1, size + 1))
            found.append((size, care_grade(folder)))
    return found


def show(sizes: list[int]) -> None:
    """Print what classes of these sizes took."""
    rows = whole_runs(sizes)
    print("| submissions | command s | run s | ms each | peak MB |\n|---:|---:|---:|---:|---:|")
    for size, one in rows:
        run = one["report"]["seconds"]
        row = (size, f"{one['all']:.1f}", f"{run:.1f}", f"{run / size * 1000:.2f}")
        print(f"| {' | '.join(map(str, row))} | {one['mb']:.0f} |")
    first, last = rows[0], rows[-1]
    if first[0] != last[0]:
        times = last[1]["report"]["seconds"] / first[1]["report"]["seconds"]
        print(f"{last[0] / first[0]:g} times the class took {times:.2f} times as long")
