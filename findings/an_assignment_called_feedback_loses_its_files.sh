#!/usr/bin/env bash
# A course has an assignment whose subject is customer feedback, so its folder is called "feedback". A
# table lies beside the notebook in source/, and the learner hands in a file of their own with it.
#
# Guess: an assignment may have any name that is a folder's name. The files beside its notebook are
#   released, and laid beside it again when it is graded, as with any other assignment.
# nbgrader 0.9.6: the default of `CourseDirectory.ignore` holds the word `feedback`, meant for pages that
#   were fetched, and it is held against the name of the assignment's own folder as well. The notebook is
#   released and graded; every file beside it is left out of the release and of the graded copy without a
#   word. A check that reads one of them fails, and a right answer gets 0 points.
# Seen: release/ps1 holds ps1.ipynb and table.csv, release/feedback only feedback.ipynb; the same check
#   gives 1.0 in ps1 and 0.0 in feedback; with `feedback` taken out of the setting it gives 1.0.
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
import sys

for name in ("ps1", "feedback"):
    marks = {
        "grade": True, "solution": False, "locked": True, "task": False, "points": 1,
        "grade_id": "check", "schema_version": 3, "cell_type": "code",
    }
    source = "assert open('table.csv').read() == '1' and open('own.txt').read() == 'yes'"
    cell = {"cell_type": "code", "id": "check", "metadata": {"nbgrader": marks}, "source": source}
    cell |= {"outputs": [], "execution_count": None}
    spec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    book = {"cells": [cell], "metadata": {"kernelspec": spec}, "nbformat": 4, "nbformat_minor": 5}
    folder = f"source/{name}"
    os.makedirs(folder)
    open(f"{folder}/{name}.ipynb", "w").write(json.dumps(book))
    open(f"{folder}/table.csv", "w").write("1")
PYTHON
python make.py
quietly() { "$@" > log.txt 2>&1 || { cat log.txt; exit 1; }; }
for name in ps1 feedback; do
    quietly nbgrader generate_assignment "$name"
    mkdir -p "submitted/ann/$name"
    cp "release/$name/$name.ipynb" "submitted/ann/$name/"
    printf yes > "submitted/ann/$name/own.txt"
    # A learner has the table from somewhere, whatever the release holds.
    printf 1 > "submitted/ann/$name/table.csv"
    quietly nbgrader autograde "$name"
done
score() {
    python -W ignore -c "
from nbgrader.api import Gradebook
with Gradebook('sqlite:///gradebook.db') as book:
    print(book.find_submission('$1', 'ann').score)"
}
released() { (cd "release/$1" && echo *); }
echo "ps1: $(released ps1): $(score ps1); feedback: $(released feedback): $(score feedback)"
[ "$(released ps1)" = "ps1.ipynb table.csv" ]
[ "$(released feedback)" = "feedback.ipynb" ]
[ "$(score ps1)" = "1.0" ]
[ "$(score feedback)" = "0.0" ]
echo "c = get_config(); c.CourseDirectory.ignore = ['.ipynb_checkpoints', '*.pyc', '__pycache__']" > nbgrader_config.py
quietly nbgrader autograde --force feedback
echo "feedback, with the word taken out of the setting: $(score feedback)"
[ "$(score feedback)" = "1.0" ]
