"""An nbgrader course as it may lie somewhere, with all that is hard to carry over."""

import base64

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_raw_cell

PICTURE = base64.b64encode(b"\x89PNG not really").decode()
DRAWING = "<svg xmlns='http://www.w3.org/2000/svg'/>"
HARD = [
    "# Week 1: the $5 tide\n\nCosts $5 and $x_1$. [[no term]] {{no_figure}}",
    '\n\n  indented, after blank lines\n+++\n+++ {"name": "not-a-cell"}\n:::\n:::{en}\nx',
    "An open fence:\n\n```python\nx = 1",
    "<!-- an open remark\n\n<pre>",
    "`````\nfive\n`````\n\n````{as-written} en\nfour\n````",
    "A heading\n===\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n",
    "",
    "Größe 潮汐 \U0001f30a \u2028 end  ",
]


def grading(name, **said):
    """Return what nbgrader of today writes into a cell."""
    flags = dict.fromkeys(("grade", "locked", "solution", "task"), False)
    return {"nbgrader": {**flags, "grade_id": name, "schema_version": 3, **said}}


def hard_notebook():
    """Return a notebook with every kind of cell and everything that a text could spoil."""
    cells = [new_markdown_cell(words) for words in HARD]
    cells += [
        new_markdown_cell(
            "![a](attachment:a b.png)",
            attachments={"a b.png": {"image/png": PICTURE}, "d.svg": {"image/svg+xml": DRAWING}},
        ),
        new_raw_cell("raw *words*", metadata={"format": "text/latex"}),
        new_code_cell("\n\nx = 1\n%matplotlib inline\n!ls\n\n", metadata={"tags": ["keep", "me"]}),
        new_code_cell("---\na: b\n---\n```\n:x: 1", metadata={"scrolled": True, "own": {"a": [1]}}),
        new_code_cell("", metadata=grading("inert")),
        new_code_cell(
            "def tide(t):\n    ### BEGIN SOLUTION\n    return t % 12\n    ### END SOLUTION",
            metadata=grading("Tide_Answer", solution=True),
            outputs=[nbformat.v4.new_output("stream", text="ran\n")],
            execution_count=7,
        ),
        new_code_cell(
            "assert tide(13) == 1\n### BEGIN HIDDEN TESTS\nassert tide(25) == 1\n"
            "### END HIDDEN TESTS",
            metadata=grading("tide-check", grade=True, locked=True, points=2.5),
        ),
        new_code_cell("whole = 'answer'", metadata=grading("whole", solution=True)),
        new_code_cell("assert whole", metadata=grading("free", grade=True, locked=True, points=0)),
        new_code_cell(
            "by_hand = 1", metadata=grading("By_Hand", grade=True, solution=True, points=3)
        ),
        new_markdown_cell(
            "The moon pulls.", metadata=grading("essay", grade=True, solution=True, points=4)
        ),
        new_markdown_cell(
            "Draw it.\n\n=== BEGIN MARK SCHEME ===\nTwo lines\n=== END MARK SCHEME ===",
            metadata=grading("drawing", task=True, locked=True, points=1),
        ),
        new_markdown_cell("Read only.", metadata=grading("rules", locked=True)),
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    metadata = {"kernelspec": kernel, "toc": {"base": 1}, "celltoolbar": "Create Assignment"}
    return new_notebook(cells=cells, metadata=metadata)


def write_course(root, notebook=None, name="problem1.ipynb", assignment="Week 1"):
    """Write an assignment with its files into an nbgrader course; return the notebook's path."""
    folder = root / "source" / assignment
    (folder / "data" / "more").mkdir(parents=True, exist_ok=True)
    (folder / "data" / "more" / "levels.csv").write_text("hour,level\n1,2\n", encoding="utf-8")
    (folder / "sea.png").write_bytes(b"\x89PNG\x00\xff")
    (folder / ".ipynb_checkpoints").mkdir(exist_ok=True)
    (folder / ".ipynb_checkpoints" / name).write_text("{}", encoding="utf-8")
    path = folder / name
    nbformat.write(notebook or hard_notebook(), path)
    return path
