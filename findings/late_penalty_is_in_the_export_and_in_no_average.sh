#!/usr/bin/env bash
# A trainer takes points off for late work and looks at the class in formgrader and in the export.
#
# Guess: the late penalty is part of a submission's score once nbgrader has stored it, so averages, the
#   list of students and the exported table tell one story.
# nbgrader 0.9.6: only `nbgrader export` subtracts it (and keeps the rest at 0 or more). `score` of a
#   submission and of a student, the averages of an assignment and of a notebook, and the rows behind
#   formgrader's lists leave it out. A learner with 8 of 10 points and a penalty of 8 has 8 points
#   everywhere in formgrader and 0 in the file that goes to the registrar.
#   Averages also leave out whoever handed in nothing, whom the export counts with 0.
# Seen: average 9.0, the late learner 8.0 as submission and as student; export: 10.0, 0.0 and, for the
#   third learner who handed in nothing, 0.0.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install -q --disable-pip-version-check nbgrader==0.9.6
export PATH="$folder/venv/bin:$PATH" HOME="$folder"
cd "$folder"
python -W ignore - <<'PYTHON'
from datetime import datetime

from nbgrader.api import Gradebook

with Gradebook("sqlite:///gradebook.db") as gradebook:
    gradebook.add_assignment("ps1", duedate=datetime(2026, 1, 1))
    gradebook.add_notebook("p1", "ps1")
    gradebook.add_grade_cell("g1", "p1", "ps1", cell_type="code", max_score=10)
    for learner, points, penalty in (("ann", 10, 0), ("bob", 8, 8)):
        gradebook.add_student(learner)
        gradebook.add_submission("ps1", learner, timestamp=datetime(2026, 1, 2))
        gradebook.find_grade("g1", "p1", "ps1", learner).auto_score = points
        notebook = gradebook.find_submission_notebook("p1", "ps1", learner)
        notebook.late_submission_penalty = penalty
    gradebook.add_student("cyd")
    gradebook.db.commit()

    averages = gradebook.average_assignment_score("ps1"), gradebook.average_notebook_score("p1", "ps1")
    students = {one["id"]: one["score"] for one in gradebook.student_dicts()}
    submissions = {one["student"]: one["score"] for one in gradebook.submission_dicts("ps1")}
print("averages", averages, "students", students, "submissions", submissions)
assert averages == (9.0, 9.0)
assert students == {"ann": 10.0, "bob": 8.0, "cyd": 0.0}
assert submissions == {"ann": 10.0, "bob": 8.0}
PYTHON
nbgrader export --to grades.csv > log.txt 2>&1 || { cat log.txt; exit 1; }
python - <<'PYTHON'
import csv

with open("grades.csv") as file:
    exported = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
print("exported", exported)
assert exported == {"ann": 10.0, "bob": 0.0, "cyd": 0.0}
PYTHON
