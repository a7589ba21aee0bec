"""A course of one small set, a class for it, and a grader that needs no notebook to run."""

import json
import sqlite3
from contextlib import closing

SET = "tides"
CARD = """
id: sea
title: {en: Sea, zh-Hans: 海, zh-Hant: 海}
first_notebook: a.ipynb
sets:
  - {id: tides, title: {en: High water, zh-Hans: 涨潮, zh-Hant: 漲潮}}
"""
HIGH = "high = None\n### BEGIN SOLUTION\nhigh = 12\n### END SOLUTION"
HIDDEN = "assert high\n### BEGIN HIDDEN TESTS\nassert high == 12\n### END HIDDEN TESTS"
CHECK = {"grade": True, "locked": True}
CELLS = (
    ("markdown", "title", "# Tides", {}),
    ("code", "high", HIGH, {"solution": True}),
    ("code", "high-check", HIDDEN, {**CHECK, "points": 2}),
    ("code", "low-check", "assert high > 1", {**CHECK, "points": 3}),
    ("markdown", "essay", "The moon.", {"grade": True, "solution": True, "points": 6}),
)
UNTOUCHED = "YOUR ANSWER HERE"
"""What nbgrader writes where an answer in words goes, when the course says nothing else."""


def book(answers=None, *, secret=True):
    """Return the set's notebook, the instructor's or (``secret=False``) a learner's."""
    cells = []
    for kind, name, source, marks in CELLS:
        if not secret:
            source = UNTOUCHED if name == "essay" else source.split("\n### BEGIN")[0]
        source = (answers or {}).get(name, source)
        cell = {"cell_type": kind, "id": name, "metadata": {}, "source": source}
        if kind == "code":
            cell |= {"outputs": [], "execution_count": None}
        if marks:
            full = {"grade": False, "solution": False, "locked": False, "task": False, **marks}
            cell["metadata"]["nbgrader"] = {**full, "grade_id": name, "schema_version": 3}
        cells.append(cell)
    spec = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    return {"cells": cells, "metadata": spec, "nbformat": 4, "nbformat_minor": 5}


def as_bytes(notebook):
    return json.dumps(notebook).encode()


def make_course(root, more=""):
    """Write a course folder and return it."""
    for name, data in (
        (f"source/{SET}/{SET}.ipynb", as_bytes(book())),
        (
            "nbgrader_config.py",
            b'c = get_config()\nc.CourseDirectory.course_id = "sea"\n' + more.encode(),
        ),
    ):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return root


def hand_in(root, learner, high="high = 12", essay="The moon."):
    """Write one submission as nbgrader collects it."""
    path = root / "submitted" / learner / SET / f"{SET}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    answers = {"high": high} | ({"essay": essay} if essay else {})
    path.write_bytes(as_bytes(book(answers, secret=False)))
    return path


def grade(files):
    """Grade as the sealed worker does, by reading the answer instead of running it."""
    name = f"{SET}.ipynb"
    notebook = json.loads(files[name])
    high = next(cell["source"] for cell in notebook["cells"] if cell["id"] == "high")
    if high == "raise":
        raise ValueError("boom")
    right = high == "high = 12"
    flags = [{"code": "process-ended", "notebook": SET, "cell": "high"}] if "while" in high else []
    score = {"max_score": 2.0, "needs_manual": False, "message": ""}
    cells = {
        "high-check": {**score, "score": 2.0 * right, "outcome": "passed" if right else "failed"},
        "low-check": {**score, "max_score": 3.0, "score": float("12" in high) * 3, "outcome": "x"},
        "essay": {
            **score,
            "max_score": 6.0,
            "score": None,
            "needs_manual": True,
            "outcome": "manual",
        },
    }
    done = {"cells": cells, "notebook": notebook}
    return {
        "notebooks": {SET: done},
        "flags": flags,
        "level": "namespaces",
        "sealed": True,
        "seconds": 0.1,
    }


ROWS = """
select s.student_id, n.name, b.name, b.type, g.auto_score, g.manual_score, g.extra_credit,
       g.needs_manual_grade, sn.late_submission_penalty, s.timestamp
from grade g join submitted_notebook sn on g.notebook_id = sn.id
join submitted_assignment s on sn.assignment_id = s.id
join notebook n on sn.notebook_id = n.id join base_cell b on g.cell_id = b.id
order by 1, 2, 3, 4
"""
COMMENTS = """
select s.student_id, b.name, c.auto_comment, c.manual_comment from comment c
join submitted_notebook sn on c.notebook_id = sn.id
join submitted_assignment s on sn.assignment_id = s.id join base_cell b on c.cell_id = b.id
order by 1, 2, 3
"""


def contents(root):
    """Return everything a gradebook says, without its random keys."""
    with closing(sqlite3.connect(root / "gradebook.db")) as db:
        people = db.execute("select id, first_name from student order by 1").fetchall()
        return people, db.execute(ROWS).fetchall(), db.execute(COMMENTS).fetchall()
