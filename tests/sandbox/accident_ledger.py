"""The accidents as data: what happens to a submission, and what is due to it all the same.

Every answer is right before it happens. Nobody loses points by what can be repaired, and where
points are lost it is only those of the cell that it happened to.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.attacks.answerfiles import RIGHT as KNOWN
from tests.attacks.answerfiles import SAVED, file_of
from tests.sandbox.accident_code import ADDED, CODE, OWN_FILES
from tests.sandbox.mishaps import (
    ESSAY,
    answers_in_one_cell,
    backwards,
    beside,
    copied,
    copied_and_filled,
    copied_and_left,
    deleted,
    edited_check,
    folded,
    huge_outputs,
    image,
    later_format,
    letter_in_pieces,
    lines_as_lists,
    merged,
    merged_into_the_check,
    moved,
    no_kernel,
    no_metadata_at_all,
    no_schema,
    old_schema,
    one_id_for_all,
    other_kernel,
    out_of_order,
    own_cells,
    pictures_in_outputs,
    retyped,
    right,
    stripped,
    text_in_a_code_cell,
    through_colab,
    through_vs_code,
    widgets_left,
    windows_lines,
)
from tests.sandbox.sealedset import RIGHT, submission

AGAIN = ("deleted check", "warning when a check calls")
"""What the tests hand to stock nbgrader again each time."""


@dataclass(frozen=True)
class Accident:
    """One accident: ``make`` returns the files handed in, ``lost`` has the scores that differ.

    ``waits`` is a submission that nobody could read, so that it has no score before a person came.
    ``reads`` has the texts that whoever marks the essay must find in it or beside it.
    """

    name: str
    make: Callable[[], dict[str, bytes]]
    flags: tuple[str, ...] = ()
    lost: dict[str, float] = field(default_factory=dict)
    waits: bool = False
    reads: tuple[str, ...] = (ESSAY,)


STUB = "# YOUR CODE HERE\nraise NotImplementedError()"
PLACEHOLDER = "YOUR ANSWER HERE"
NOTEBOOK = {
    "copied check": (copied("top-check"), ["cell-twice"]),
    "copied answer": (copied("top"), ["cell-twice"]),
    "copied setup": (copied("setup"), ["cell-twice"]),
    "answer copied, the lower one filled": (copied_and_filled("total", STUB), ["cell-twice"]),
    "answer copied, the upper one filled": (copied_and_left("total", STUB), ["cell-twice"]),
    "text copied, the lower one filled": (copied_and_filled("essay", PLACEHOLDER), ["cell-twice"]),
    "text copied, the upper one filled": (copied_and_left("essay", PLACEHOLDER), ["cell-twice"]),
    "answer in a cell above its own": (beside("total", RIGHT["total"], left=STUB), []),
    "answer goes on in a cell below": (
        beside("total", "total = int(amounts.sum())", left="amounts = orders.amount", below=True),
        [],
    ),
    "own function in a cell above": (
        beside("total", "def add(amounts):\n    return int(amounts.sum())", left=ADDED),
        [],
    ),
    "own module written by a cell": (
        beside(
            "total",
            "%%writefile mine.py\ndef add(amounts):\n    return int(amounts.sum())",
            left=f"from mine import add\n{ADDED}",
        ),
        [],
    ),
    "text in a cell below its placeholder": (
        beside("essay", ESSAY, left=PLACEHOLDER, below=True),
        ["answer-beside"],
    ),
    "text as a comment in a code cell": (text_in_a_code_cell, ["answer-beside"]),
    "deleted check": (deleted("total-check"), ["check-missing"]),
    "deleted setup": (deleted("setup"), ["check-missing"]),
    "check moved up": (moved("part-check", 0), ["cell-moved"]),
    "answer moved down": (moved("total", 7), ["cell-moved"]),
    "answer retyped": (retyped("total", "markdown"), ["cell-retyped"]),
    "check retyped": (retyped("total-check", "raw"), ["cell-retyped"]),
    "text answer retyped": (retyped("essay", "code"), ["cell-retyped"]),
    "marks stripped": (stripped, ["marks-lost"]),
    "no metadata": (no_metadata_at_all, ["marks-lost"]),
    "answer merged with check": (merged, ["check-missing"]),
    "check swallowed answer": (merged_into_the_check, ["check-changed", "cells-merged"]),
    "old schema": (old_schema, []),
    "schema incomplete": (no_schema, []),
    "one id for all cells": (one_id_for_all, []),
    "answers in one cell": (answers_in_one_cell, ["cells-merged"]),
    "cells run out of order": (out_of_order, []),
    "through Colab": (through_colab, ["marks-lost"]),
    "through VS Code": (through_vs_code, ["marks-lost"]),
    "pictures in outputs": (pictures_in_outputs, []),
    "another kernel": (other_kernel, []),
    "windows line ends": (windows_lines, []),
    "lines as lists": (lines_as_lists, []),
    "huge outputs": (huge_outputs, []),
    "edited check": (edited_check, ["check-changed"]),
    "own cells, one broken": (own_cells, []),
    "embedded image": (image, []),
    "cells in reverse order": (backwards, ["cell-moved"]),
    "cells folded": (folded, []),
    "state of a widget": (widgets_left, []),
    "no kernel named": (no_kernel, []),
    "later format": (later_format, []),
}

DELETED = {
    "deleted answer": (deleted("total"), {"total": 0}, ["answer-missing"], (ESSAY,)),
    "deleted text answer": (deleted("essay"), {"essay": 0}, ["answer-missing"], ()),
}


RAW = json.dumps(right()).encode()
OLD = {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": []}]}
OLD["worksheets"][0]["cells"] = [
    {"cell_type": c["cell_type"], "metadata": c["metadata"], "language": "python"}
    | ({"input": c["source"]} if c["cell_type"] == "code" else {"source": c["source"]})
    for c in right()["cells"]
]
MOVED = right()
stripped(MOVED)
LINES = json.dumps(right(), indent=1).replace("\n", "\r\n").encode()
FILES = {
    "byte order mark": ({"a.ipynb": b"\xef\xbb\xbf" + RAW}, ["byte-order-mark"]),
    "sixteen bits": ({"a.ipynb": RAW.decode().encode("utf-16")}, ["byte-order-mark"]),
    "old format": ({"a.ipynb": json.dumps(OLD).encode()}, ["old-format"]),
    "another name": ({"a (1).ipynb": RAW}, ["notebook-renamed"]),
    "sub-folder": ({"my work/a.ipynb": RAW}, ["notebook-in-folder"]),
    "two notebooks": ({"a.ipynb": RAW, "b.ipynb": b"{}"}, ["two-notebooks"]),
    "odd file names": ({"a.ipynb": RAW, "../x": b"", "/etc/x": b"1"}, ["file-left-out"]),
    "copy in Google Drive": (
        {"Copy of a.ipynb": json.dumps(MOVED).encode()},
        ["notebook-renamed", "marks-lost"],
    ),
    "windows line ends in the file": ({"a.ipynb": LINES}, []),
    "what Jupyter and macOS leave": (
        {
            "a.ipynb": RAW,
            ".ipynb_checkpoints/a-checkpoint.ipynb": RAW[:99],
            "__MACOSX/._a.ipynb": b"\0\5\x16\7",
            ".DS_Store": b"\0\0\0\1Bud1",
        },
        ["two-notebooks"],
    ),
    "capital letters in the name": ({"A.IPYNB": RAW}, ["notebook-renamed"]),
    "a further ending, json": ({"a.ipynb.json": RAW}, ["notebook-renamed"]),
    "a further ending, txt": ({"a.ipynb.txt": RAW}, ["notebook-renamed"]),
    "released file and a second, filled one": (
        {**submission(), "a (1).ipynb": RAW},
        ["filled-copy"],
    ),
    "filled file and a second, released one": (
        {"a.ipynb": RAW, "a (1).ipynb": submission()["a.ipynb"]},
        ["two-notebooks"],
    ),
    "name in Chinese": ({"练习一.ipynb": RAW}, ["notebook-renamed"]),
    "extra files": ({"a.ipynb": RAW, "data/x.csv": b"a\n1\n"}, []),
}

UNREADABLE = {
    "half a file": ({"a.ipynb": RAW[: len(RAW) // 2]}, "not-readable"),
    "a file that is no notebook": ({"a.ipynb": b"[1, 2]"}, "not-readable"),
    "empty file": ({"a.ipynb": b""}, "not-readable"),
    "no notebook, another file": ({"notes.txt": b"hello"}, "notebook-missing"),
    "nothing at all": ({}, "notebook-missing"),
}

ODD = json.dumps({"version": 1, "answers": {"one": {"answer": "x", **SAVED}}}).encode()
# What became of a quiz's answers file, the points of its three, and the flags.
ANSWERS = {
    "as it was saved": (file_of(KNOWN), 3, []),
    "one answer of three": (file_of({"two": ["y"]}), 1, []),
    "lost": (None, 0, ["answers-missing"]),
    "of no bytes": (b"", 0, ["answers-unreadable"]),
    "half of it": (file_of(KNOWN)[:90], 0, ["answers-unreadable"]),
    "of another program": (b'{"which": "a"}', 0, ["answers-unreadable"]),
    "of a later version": (b'{"version": 2, "answers": {}}', 0, ["answers-unreadable"]),
    "without an answer": (file_of({}), 0, ["answers-empty"]),
    "of another set": (file_of({"elsewhere": ["x"]}), 0, ["answers-elsewhere"]),
    "an entry by hand": (ODD, 0, ["answers-odd"]),
}


def answered(**answers):
    """Return the files of a submission that is right but for these answers."""
    return submission(**{**RIGHT, **answers}, essay=ESSAY)


def _notebook(happen):
    def make():
        made = right()
        happen(made)
        return submission(made)

    return make


LEDGER = [
    *(Accident(name, _notebook(how), tuple(said)) for name, (how, said) in NOTEBOOK.items()),
    *(
        Accident(name, _notebook(how), tuple(said), lost, reads=reads)
        for name, (how, lost, said, reads) in DELETED.items()
    ),
    Accident(
        "text goes on in a cell below",
        _notebook(beside("essay", "and more of them", below=True)),
        ("text-beside",),
        reads=(ESSAY, "and more of them"),
    ),
    Accident(
        "marks stripped, the text in two cells",
        _notebook(letter_in_pieces),
        ("marks-lost", "answer-beside"),
        reads=(ESSAY, "and more of them"),
    ),
    *(
        Accident(name, lambda files=files: files, tuple(said))
        for name, (files, said) in FILES.items()
    ),
    *(
        Accident(
            name,
            lambda answers=answers: answered(**answers),
            tuple(said),
            lost,
        )
        for name, (answers, lost, said) in CODE.items()
    ),
    *(
        Accident(name, lambda code=code, files=files: {**answered(total=code), **files})
        for name, (code, files) in OWN_FILES.items()
    ),
    *(
        Accident(name, lambda files=files: files, (said,), waits=True)
        for name, (files, said) in UNREADABLE.items()
    ),
]
