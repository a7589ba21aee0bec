#!/usr/bin/env bash
# A notebook holds a sentence that was copied from a web page or a word processor, with U+2028 (line
# separator) in it. It is kept as MyST Markdown under version control, and the notebook is made from that.
#
# Guess: a sign that Markdown takes for an ordinary one stays where it is, and the cells come back as they were.
# jupytext 1.19.6: the text file is right. When it is read back, the parser counts lines by line feeds, but the
#   lines that are cut out are those of Python's `str.splitlines`, which ends a line at U+2028, U+2029, U+0085,
#   form feed and four more. Every Markdown cell below begins a line too early: the mark that parts two cells
#   becomes words of the cell, and U+2028 itself becomes a line feed. Nothing is said.
# Seen: "with a space: same cells", "with U+2028: other cells".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install -q --disable-pip-version-check jupytext==1.19.6
cd "$folder"
cat > read.py <<'PYTHON'
import warnings

import jupytext
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

warnings.simplefilter("ignore")
found = []
for name, sign in (("a space", " "), ("U+2028", "\u2028")):
    cells = [
        new_markdown_cell(f"The tide{sign}comes in."),
        new_markdown_cell("It goes out."),
        new_code_cell("level = 2"),
        new_markdown_cell("The end."),
    ]
    text = jupytext.writes(new_notebook(cells=cells), "md:myst")
    back = jupytext.reads(text, "md:myst")
    same = [cell.source for cell in back.cells] == [cell.source for cell in cells]
    found.append(same)
    print(f"with {name}: {'same' if same else 'other'} cells")
assert found == [True, False], found
PYTHON
"$folder/venv/bin/python" read.py
