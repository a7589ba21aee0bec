"""A small set of exercises, and submissions made from it, for the tests of the sealed worker."""

import json

from carekit.sandbox.submission.assignment import Snapshot

SETUP = (
    "import pandas as pd\n\norders = pd.DataFrame({'region': ['n', 's'] * 30, 'amount': range(60)})"
)
TOP = """def top(table, count):
    ### BEGIN SOLUTION
    return table.sort_values("amount", ascending=False)["amount"].head(count).tolist()
    ### END SOLUTION"""
TOP_CHECK = """assert top(orders, 2) == [59, 58], "the two largest, largest first"
### BEGIN HIDDEN TESTS
import numpy as np

secret_rng = np.random.default_rng()
for _ in range(2):
    made = pd.DataFrame({"amount": secret_rng.permutation(500)})
    assert top(made, 3) == [499, 498, 497], "hidden message"
### END HIDDEN TESTS"""
TOTAL = "### BEGIN SOLUTION\ntotal = int(orders['amount'].sum())\n### END SOLUTION"
TOTAL_CHECK = "assert total == 1770, 'the sum of all amounts'"
PART = "### BEGIN SOLUTION\nparts = ['a', 'b']\n### END SOLUTION"
PART_CHECK = "### BEGIN HIDDEN TESTS\nlen(set(parts) & {'a', 'b'}) / 2 * 4\n### END HIDDEN TESTS"


def marked(name, kind, source, **marks):
    """Return one cell of an instructor's notebook."""
    given = {"grade_id": name, "schema_version": 3, "grade": False, "solution": False}
    given |= {"locked": False, "task": False, "cell_type": kind, **marks}
    made = {"cell_type": kind, "id": name, "source": source, "metadata": {"nbgrader": given}}
    return {**made, "outputs": [], "execution_count": None} if kind == "code" else made


def notebook(*cells):
    """Return a notebook as JSON data."""
    spec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return {
        "cells": list(cells),
        "metadata": {"kernelspec": spec},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def check(name, source, points):
    """Return a check that gives points."""
    return marked(name, "code", source, grade=True, locked=True, points=points)


def source_notebook():
    """Return the instructor's notebook of the small set."""
    return notebook(
        marked("setup", "code", SETUP, locked=True),
        marked("top", "code", TOP, solution=True),
        check("top-check", TOP_CHECK, 3),
        marked("total", "code", TOTAL, solution=True),
        check("total-check", TOTAL_CHECK, 2),
        marked("part", "code", PART, solution=True),
        check("part-check", PART_CHECK, 4),
        marked("essay", "markdown", "Write here", grade=True, solution=True, points=5),
    )


def snapshot(made=None):
    """Return the snapshot of a notebook, by default of the small set."""
    return Snapshot.from_notebooks({"a.ipynb": json.dumps(made or source_notebook()).encode()})


TOP_RIGHT = "def top(table, count):\n    return table['amount'].nlargest(count).tolist()"
RIGHT = {
    "top": TOP_RIGHT,
    "total": "total = int(orders.amount.sum())",
    "part": "parts = ['a', 'b']",
}


def learner_notebook(**answers):
    """Return what a learner hands in: the released notebook with some answers filled in."""
    cells = []
    for cell in source_notebook()["cells"]:
        name = cell["id"]
        book = snapshot().books[0]
        released = next(c.released for c in book.cells if c.id == name)
        key = name.replace("-", "_")
        cells.append({**cell, "source": answers.get(key, released)})
    return notebook(*cells)


def submission(made=None, **answers):
    """Return the files of a submission."""
    return {"a.ipynb": json.dumps(made or learner_notebook(**answers)).encode()}


def scores(result):
    """Return the scores of the small set's checks by name."""
    cells = result["notebooks"]["a"]["cells"]
    return {name.removesuffix("-check"): cell["score"] for name, cell in cells.items()}


def codes(result):
    """Return the codes of a result's flags."""
    return [item["code"] for item in result["flags"]]
