"""The accidents as data: what happens to a submission, and what is due to it all the same.

Every answer is right before it happens. Nobody loses points by what can be repaired, and where
points are lost it is only those of the cell that it happened to.
"""

import copy
import json
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.grading.sealedset import RIGHT, learner_notebook, submission

AGAIN = ("warning", "check retyped")
"""What the tests hand to stock nbgrader again each time."""
ESSAY = "My own words"


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


def right():
    """Return a notebook with every answer right, for an accident to happen to."""
    return learner_notebook(**RIGHT, essay=ESSAY)


def at(made, name):
    """Return the place of a cell."""
    return next(i for i, cell in enumerate(made["cells"]) if cell["id"] == name)


def copied(name):
    def happen(made):
        again = copy.deepcopy(made["cells"][at(made, name)])
        made["cells"].insert(at(made, name) + 1, {**again, "id": "copy"})

    return happen


def deleted(name):
    def happen(made):
        del made["cells"][at(made, name)]

    return happen


def moved(name, to):
    def happen(made):
        made["cells"].insert(to, made["cells"].pop(at(made, name)))

    return happen


def retyped(name, kind):
    def happen(made):
        made["cells"][at(made, name)]["cell_type"] = kind

    return happen


def stripped(made):
    for number, cell in enumerate(made["cells"]):
        cell["metadata"], cell["id"] = {}, f"c{number}"


def merged(made):
    answer, test = at(made, "total"), at(made, "total-check")
    made["cells"][answer]["source"] += "\n" + made["cells"][test]["source"]
    del made["cells"][test]


def merged_into_the_check(made):
    answer, test = at(made, "total"), at(made, "total-check")
    made["cells"][test]["source"] = (
        made["cells"][answer]["source"] + "\n" + made["cells"][test]["source"]
    )
    del made["cells"][answer]


def old_schema(made):
    for cell in made["cells"]:
        cell["metadata"]["nbgrader"]["schema_version"] = 1


def no_schema(made):
    for cell in made["cells"]:
        cell["metadata"]["nbgrader"] = {"grade_id": cell["metadata"]["nbgrader"]["grade_id"]}


def one_id_for_all(made):
    for cell in made["cells"]:
        cell["id"] = "same"


def other_kernel(made):
    made["metadata"] = {"kernelspec": {"name": "julia-1.9", "display_name": "Julia"}}


def windows_lines(made):
    for cell in made["cells"]:
        cell["source"] = cell["source"].replace("\n", "\r\n")


def lines_as_lists(made):
    for cell in made["cells"]:
        cell["source"] = cell["source"].splitlines(keepends=True)


def skip_tags(made):
    for cell in made["cells"]:
        cell["metadata"]["tags"] = ["skip-execution", "raises-exception"]


def huge_outputs(made):
    words = {"output_type": "stream", "name": "stdout", "text": "x" * 3_000_000}
    made["cells"][0]["outputs"] = [words]


def edited_check(made):
    made["cells"][at(made, "total-check")]["source"] = "assert total == 1"


def own_cells(made):
    extra = {"cell_type": "code", "id": "mine", "metadata": {}, "source": "x = 1", "outputs": []}
    made["cells"].insert(0, {**extra, "execution_count": None})
    made["cells"].insert(4, {**extra, "id": "mine2", "source": "1/0", "execution_count": 7})


def image(made):
    cell = made["cells"][at(made, "essay")]
    cell["attachments"] = {"a.png": {"image/png": "iVBORw0KGgo="}}


def no_metadata_at_all(made):
    for cell in made["cells"]:
        del cell["metadata"]
        cell.pop("id")


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
    "another kernel": (other_kernel, []),
    "windows line ends": (windows_lines, []),
    "lines as lists": (lines_as_lists, []),
    "skip tags": (skip_tags, ["tags-ignored"]),
    "huge outputs": (huge_outputs, []),
    "edited check": (edited_check, ["check-changed"]),
    "own cells, one broken": (own_cells, []),
    "embedded image": (image, []),
}


RAW = json.dumps(right()).encode()
OLD = {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": []}]}
OLD["worksheets"][0]["cells"] = [
    {"cell_type": c["cell_type"], "metadata": c["metadata"], "language": "python"}
    | ({"input": c["source"]} if c["cell_type"] == "code" else {"source": c["source"]})
    for c in right()["cells"]
]
FILES = {
    "byte order mark": ({"a.ipynb": b"\xef\xbb\xbf" + RAW}, ["byte-order-mark"]),
    "sixteen bits": ({"a.ipynb": RAW.decode().encode("utf-16")}, ["byte-order-mark"]),
    "old format": ({"a.ipynb": json.dumps(OLD).encode()}, ["old-format"]),
    "another name": ({"a (1).ipynb": RAW}, ["notebook-renamed"]),
    "sub-folder": ({"my work/a.ipynb": RAW}, ["notebook-in-folder"]),
    "two notebooks": ({"a.ipynb": RAW, "b.ipynb": b"{}"}, ["two-notebooks"]),
    "odd file names": ({"a.ipynb": RAW, "../x": b"", "/etc/x": b"1"}, ["file-left-out"]),
    "extra files": ({"a.ipynb": RAW, "data/x.csv": b"a\n1\n"}, []),
}

CODE = {
    "warning": ({"total": "import warnings\nwarnings.warn('x')\n" + RIGHT["total"]}, {}, []),
    "on stderr": ({"total": "import sys\nprint('x', file=sys.stderr)\n" + RIGHT["total"]}, {}, []),
    "exit()": ({"total": RIGHT["total"] + "\nexit()"}, {}, []),
    "sys.exit": ({"total": RIGHT["total"] + "\nimport sys\nsys.exit(3)"}, {}, []),
    "input": ({"total": RIGHT["total"] + "\ninput('name?')"}, {}, []),
    "syntax error": ({"total": "total = = 1"}, {"total": 0}, []),
    "exception": ({"total": "total = 1 / 0"}, {"total": 0}, []),
    "recursion": ({"total": "def f(): return f()\nf()"}, {"total": 0}, []),
    "missing file": ({"total": "total = pd.read_csv('no.csv')"}, {"total": 0}, []),
    "endless loop": ({"total": "while True: pass"}, {"total": 0}, ["cell-stopped"]),
    "loop in function": (
        {"top": "def top(t, n):\n    while True: pass"},
        {"top": 0},
        ["cell-stopped"],
    ),
    "memory": ({"total": "x = 'x' * 10**10"}, {"total": 0}, []),
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


def _notebook(happen):
    def make():
        made = right()
        happen(made)
        return submission(made)

    return make


LEDGER = [
    *(Accident(name, _notebook(how), tuple(said)) for name, (how, said) in NOTEBOOK.items()),
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
