"""One submission whose result breaks something stops nobody else, in a process or without one."""

import json

import pytest

from carekit.grading.run.local_engine import Job
from carekit.grading.run.one_process import OneProcess
from carekit.grading.run.results import entry_of
from carekit.sandbox.notebook_plan import Shown
from carekit.sandbox.quiz_scoring import answered
from carekit.sandbox.submission.read_notebook import SubmittedCell
from carekit.sandbox.submission.similarity import LIKE, Likeness
from tests.sandbox.sealedset import learner_notebook, snapshot

HEAD = {"learner": "ana", "submission": "", "flags": []}


@pytest.mark.parametrize("plain", [True, False])
def test_a_grader_that_raises_gives_a_failure_and_the_next_result_follows(plain):
    def grade(files):
        return {"size": 1 // len(files)}

    found = dict(OneProcess(grade, plain).run([Job("ana", {}), Job("bo", {"a": b""})]))
    assert found["bo"] == {"size": 1}
    assert found["ana"]["failed"]
    assert found["ana"]["flags"][0]["params"]["why"].startswith("ZeroDivisionError")


def test_a_result_that_cannot_be_written_is_a_submission_that_waits_for_a_person():
    deep = []
    for _ in range(20_000):
        deep = [deep]
    cell = {"cell_type": "code", "source": "", "metadata": {}, "outputs": deep}
    notebook = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    result = {"notebooks": {"a": {"notebook": notebook, "cells": {}}}}
    entry, files = entry_of(HEAD, result, {"a": {}})
    assert (entry["outcome"], files) == ("failed", {})
    assert entry["flags"][0]["params"]["why"].startswith("RecursionError")
    kept, _ = entry_of(HEAD, {"notebooks": {}}, {})
    assert kept["outcome"] == "graded"


def test_half_a_letter_does_not_make_a_graded_notebook_unreadable():
    made = learner_notebook(total="total = 1770")
    made["cells"][3]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "\ud800"}]
    result = {"notebooks": {"a": {"notebook": made, "cells": {}}}}
    _, files = entry_of(HEAD, result, {"a": {}})
    cells = json.loads(files["a.ipynb"].decode("utf-8"))["cells"]
    assert cells[3]["outputs"][0]["text"] == "?"


class Placed:
    cell = None


def test_a_quiz_with_very_many_cells_is_read_off_in_one_go():
    shown = answered({}, [Placed()] * 300_000, {})
    assert len(shown) == 300_000
    assert shown[0] == Shown()


def sub(source, kind="code"):
    return SubmittedCell(kind, source, "", "", (), {})


def test_telling_cells_apart_comes_to_an_end():
    book = snapshot().books[0]
    cell = next(one for one in book.cells if one.id == "total")
    like = Likeness(book, [sub("total = 1"), sub("x = 1\n" * 200_000), sub("total = 2")])
    assert like.of(cell, 0) == 2.0
    assert like.of(cell, 1) < LIKE
    # The long one used up what is read of a notebook; its own marks and ids still count.
    assert like.of(cell, 2) < LIKE
    assert like.of(cell, 0) == 2.0
    # What is no Python is compared by its letters, a limited number of times.
    words = Likeness(book, [sub(cell.released + "\n(")] * 2)
    words.ratios = 1
    assert words.of(cell, 0) > LIKE
    assert words.of(cell, 1) == 0.0
