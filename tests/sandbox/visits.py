"""The small set with checks that visit, and submissions to it."""

import json

from tests.sandbox.sealedset import check, learner_notebook, snapshot, source_notebook


def at_level(trust, name, source, points=2):
    """Return a check whose metadata name its level of trust."""
    made = check(name, source, points)
    made["metadata"]["carekit"] = {"trust": trust}
    return made


def visiting_set(*checks, after="total-check"):
    """Return the instructor's notebook of the small set with more checks below one of its own."""
    made = source_notebook()
    place = [cell["id"] for cell in made["cells"]].index(after) + 1
    made["cells"][place:place] = checks
    return made


def handed_in(made, extra=(), **answers):
    """Return a submission to such a set; ``extra`` are code cells of the learner's at the end."""
    book = snapshot(made).books[0]
    released = {cell.id: cell.released for cell in book.cells}
    own = {cell["id"]: cell["source"] for cell in learner_notebook(**answers)["cells"]}
    cells = [
        {**cell, "source": own.get(cell["id"], released[cell["id"]])} for cell in made["cells"]
    ]
    own = {**cells[0], "metadata": {}}
    cells += [{**own, "id": f"own-{n}", "source": text} for n, text in enumerate(extra)]
    return {"a.ipynb": json.dumps({**made, "cells": cells}).encode()}


def cells(result):
    """Return the results of the graded cells by name."""
    return result["notebooks"]["a"]["cells"]
