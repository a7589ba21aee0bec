#!/usr/bin/env bash
# A teacher keeps an nbgrader assignment as MyST Markdown under version control and makes the notebook
# from it. One Markdown cell is an empty place for a written answer, worth 3 points.
#
# Guess: jupytext keeps every cell and its metadata, as it does in its other text formats; a cell without
#   text is still there, because its metadata stand in the text file.
# jupytext 1.19.6, nbgrader 0.9.6: the text file has the cell's line of metadata (`+++ {"nbgrader": ...}`)
#   with the points in it, but a Markdown cell without text is left out when the file is read back. The
#   answer cell is gone, nothing is said, and nbgrader releases the assignment with 3 points less. The
#   `md` and `py:percent` formats keep the cell; so does an empty code cell in MyST Markdown.
# Seen: "original: 5.0 points", "md: 5.0 points", "py:percent: 5.0 points", "md:myst: 2.0 points".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install -q --disable-pip-version-check \
    jupytext==1.19.6 nbgrader==0.9.6 ipykernel==7.1.0
export PATH="$folder/venv/bin:$PATH" HOME="$folder"
cd "$folder"
cat > make.py <<'PYTHON'
import os

import jupytext
import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook


def marks(name, **more):
    plain = {"grade": False, "solution": False, "locked": False, "task": False}
    return {"nbgrader": plain | {"schema_version": 3, "grade_id": name} | more}


book = new_notebook(
    cells=[
        new_code_cell("n = 2", metadata=marks("n", solution=True)),
        new_code_cell("assert n == 2", metadata=marks("n-check", grade=True, locked=True, points=2)),
        new_markdown_cell("What did you find?", metadata=marks("question", locked=True)),
        new_markdown_cell("", metadata=marks("answer", grade=True, solution=True, points=3)),
    ],
    metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
)
for form in ("original", "md", "py:percent", "md:myst"):
    name = form.replace(":", "-")
    if form == "original":
        back = book
    else:
        text = jupytext.writes(book, form)
        assert '"answer"' in text and "points" in text
        back = jupytext.reads(text, form)
    os.makedirs(f"source/{name}")
    nbformat.write(back, f"source/{name}/{name}.ipynb")
PYTHON
python make.py
for name in original md py-percent md-myst; do
    nbgrader generate_assignment "$name" > "$name.txt" 2>&1
done
cat > show.py <<'PYTHON'
from nbgrader.api import Gradebook

with Gradebook("sqlite:///gradebook.db") as book:
    points = {one.name: one.max_score for one in book.assignments}
for name in ("original", "md", "py-percent", "md-myst"):
    print(f"{name.replace('-', ':', 1)}: {points[name]} points")
assert points == {"original": 5.0, "md": 5.0, "py-percent": 5.0, "md-myst": 2.0}, points
PYTHON
python show.py
