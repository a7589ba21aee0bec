"""The accidents as data: what happens to a submission, and what is due to it all the same.

Every answer is right before it happens. Nobody loses points by what can be repaired, and where
points are lost it is only those of the cell that it happened to.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.attacks.answerfiles import RIGHT as KNOWN
from tests.attacks.answerfiles import SAVED, file_of
from tests.grading.mishaps import (
    ESSAY,
    answers_in_one_cell,
    copied,
    deleted,
    edited_check,
    huge_outputs,
    image,
    lines_as_lists,
    merged,
    merged_into_the_check,
    moved,
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
    skip_tags,
    stripped,
    through_colab,
    through_vs_code,
    windows_lines,
)
from tests.grading.sealedset import RIGHT, TOP_RIGHT, submission

AGAIN = ("deleted check", "warning when a check calls")
"""What the tests hand to stock nbgrader again each time."""


@dataclass(frozen=True)
class Accident:
    """One accident: ``make`` returns the files handed in, ``lost`` has the scores that differ.

    ``waits`` is a submission that nobody could read, so that it has no score before a person came.
    """

    name: str
    make: Callable[[], dict[str, bytes]]
    flags: tuple[str, ...] = ()
    lost: dict[str, float] = field(default_factory=dict)
    waits: bool = False


NOTEBOOK = {
    "copied check": (copied("top-check"), ["cell-twice"]),
    "copied answer": (copied("top"), ["cell-twice"]),
    "copied setup": (copied("setup"), ["cell-twice"]),
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
    "skip tags": (skip_tags, ["tags-ignored"]),
    "huge outputs": (huge_outputs, []),
    "edited check": (edited_check, ["check-changed"]),
    "own cells, one broken": (own_cells, []),
    "embedded image": (image, []),
}

DELETED = {
    "deleted answer": (deleted("total"), {"total": 0}, ["answer-missing"]),
    "deleted text answer": (deleted("essay"), {"essay": 0}, ["answer-missing"]),
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
    "extra files": ({"a.ipynb": RAW, "data/x.csv": b"a\n1\n"}, []),
}

CODE = {
    "warning": ({"total": "import warnings\nwarnings.warn('x')\n" + RIGHT["total"]}, {}, []),
    "on stderr": ({"total": "import sys\nprint('x', file=sys.stderr)\n" + RIGHT["total"]}, {}, []),
    "warning when a check calls": (
        {"top": "import warnings\n" + TOP_RIGHT.replace("\n", "\n    warnings.warn('x')\n", 1)},
        {},
        [],
    ),
    "log line when a check calls": (
        {"top": TOP_RIGHT.replace("\n", "\n    import sys; print('x', file=sys.stderr)\n", 1)},
        {},
        [],
    ),
    "exit()": ({"total": RIGHT["total"] + "\nexit()"}, {}, []),
    "sys.exit": ({"total": RIGHT["total"] + "\nimport sys\nsys.exit(3)"}, {}, []),
    "input": ({"total": RIGHT["total"] + "\ninput('name?')"}, {}, []),
    "syntax error": ({"total": "total = = 1"}, {"total": 0}, []),
    "exception": ({"total": "total = 1 / 0"}, {"total": 0}, []),
    "recursion": ({"total": "def f(): return f()\nf()"}, {"total": 0}, []),
    "data file not handed in": (
        {"total": "total = pd.read_csv('no.csv')['amount'].sum()"},
        {"total": 0},
        ["file-not-there"],
    ),
    "notes not handed in": ({"total": RIGHT["total"] + "\nopen('notes.txt')"}, {}, []),
    "needs a later cell": (
        {"total": "total = later", "part": "later = 1770\n" + RIGHT["part"]},
        {"total": 0},
        ["made-later"],
    ),
    "endless loop": ({"total": "while True: pass"}, {"total": 0}, ["cell-stopped"]),
    "loop in function": (
        {"top": "def top(t, n):\n    while True: pass"},
        {"top": 0},
        ["cell-stopped"],
    ),
    "memory": ({"total": "x = 'x' * 10**10"}, {"total": 0}, ["memory-used-up"]),
    "output": ({"total": RIGHT["total"] + "\nprint('y' * 10**8)"}, {}, []),
    "many lines": ({"total": RIGHT["total"] + "\nfor i in range(10**5): print(i)"}, {}, []),
    "os._exit": (
        {"total": "import os\nos._exit(0)"},
        {"total": 0, "part": 0},
        ["process-ended"],
    ),
    "crash": (
        {"part": "import ctypes\nctypes.string_at(0)"},
        {"part": 0},
        ["process-ended"],
    ),
    "magics": ({"total": "%time total = 1770\n%matplotlib inline\n!echo hi"}, {}, []),
    "await": ({"total": "import asyncio\nawait asyncio.sleep(0)\ntotal = 1770"}, {}, []),
    "helper in another cell": ({"total": "total = sum(orders['amount'])"}, {}, []),
    "works on the setup's table": (
        {"total": "orders['tax'] = orders['amount'] * 0.2\ntotal = int(orders['amount'].sum())"},
        {},
        [],
    ),
    "numpy number": ({"total": "total = orders['amount'].sum()"}, {}, []),
}

UNREADABLE = {
    "half a file": ({"a.ipynb": RAW[: len(RAW) // 2]}, "not-readable"),
    "a file that is no notebook": ({"a.ipynb": b"[1, 2]"}, "not-readable"),
    "brackets without end": ({"a.ipynb": b"[" * 100_000}, "not-readable"),
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


def _notebook(happen):
    def make():
        made = right()
        happen(made)
        return submission(made)

    return make


LEDGER = [
    *(Accident(name, _notebook(how), tuple(said)) for name, (how, said) in NOTEBOOK.items()),
    *(
        Accident(name, _notebook(how), tuple(said), lost)
        for name, (how, lost, said) in DELETED.items()
    ),
    *(
        Accident(name, lambda files=files: files, tuple(said))
        for name, (files, said) in FILES.items()
    ),
    *(
        Accident(
            name,
            lambda answers=answers: submission(**{**RIGHT, **answers}, essay=ESSAY),
            tuple(said),
            lost,
        )
        for name, (answers, lost, said) in CODE.items()
    ),
    *(
        Accident(name, lambda files=files: files, (said,), waits=True)
        for name, (files, said) in UNREADABLE.items()
    ),
]
