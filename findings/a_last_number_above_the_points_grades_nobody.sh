#!/usr/bin/env bash
# A check is worth 1 point. Its last line shows a number, as cells often do: a count that the teacher
# looked at while writing. Two learners hand in right work.
#
# Guess: nbgrader takes a number at the end of a check for partial credit and cuts it at the cell's
#   points, so a 3 in a check of 1 point gives 1 point. At worst that one cell is wrong.
# nbgrader 0.9.6: a number above the points is an error of the grader. `nbgrader generate_assignment` says
#   nothing against the check. `nbgrader autograde` ends with an error code, and no learner's notebook of
#   this assignment is graded: their other cells have no score either, and autograded/ holds nothing of
#   them. `nbgrader validate` ends with a traceback instead of its list of passed and failed cells.
# Seen: autograde of ps1 ends with 1 and nothing is graded; of ps2, whose last line is 0.5, it ends with 0
#   and both are graded; "partial credit cannot be greater than maximum points for cell" in its log.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install -q --disable-pip-version-check nbgrader==0.9.6 ipykernel==7.1.0
export PATH="$folder/venv/bin:$PATH" HOME="$folder"
cd "$folder"
cat > make.py <<'PYTHON'
import json
import os

for name, last in (("ps1", "3"), ("ps2", "0.5")):
    cells = []
    for grade_id, source in (("first", "assert 1 + 1 == 2"), ("second", f"assert True\n{last}")):
        marks = {
            "grade": True, "solution": False, "locked": True, "task": False, "points": 1,
            "grade_id": grade_id, "schema_version": 3, "cell_type": "code",
        }
        cell = {"cell_type": "code", "id": grade_id, "metadata": {"nbgrader": marks}}
        cells.append(cell | {"source": source, "outputs": [], "execution_count": None})
    spec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    book = {"cells": cells, "metadata": {"kernelspec": spec}, "nbformat": 4, "nbformat_minor": 5}
    os.makedirs(f"source/{name}")
    open(f"source/{name}/{name}.ipynb", "w").write(json.dumps(book))
PYTHON
python make.py
for name in ps1 ps2; do
    nbgrader generate_assignment "$name" > log.txt 2>&1
    for who in ann bob; do
        mkdir -p "submitted/$who/$name"
        cp "release/$name/$name.ipynb" "submitted/$who/$name/"
    done
done
graded() { find autograded -name "$1.ipynb" 2> /dev/null | wc -l || true; }
one=0
nbgrader autograde ps1 > one.txt 2>&1 || one=$?
two=0
nbgrader autograde ps2 > two.txt 2>&1 || two=$?
checked=0
nbgrader validate source/ps1/ps1.ipynb > checked.txt 2>&1 || checked=$?
echo "ps1: autograde ends with $one, $(graded ps1) graded; ps2: $two, $(graded ps2) graded; validate: $checked"
grep -o "partial credit cannot be greater than maximum points for cell" one.txt | sort -u
[ "$one" -ne 0 ] && [ "$(graded ps1)" = 0 ]
[ "$two" -eq 0 ] && [ "$(graded ps2)" = 2 ]
[ "$checked" -ne 0 ] && grep -q Traceback checked.txt
