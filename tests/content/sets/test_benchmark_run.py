"""The benchmark of this course's sets runs, and both graders agree."""

import re
import subprocess
import sys

import pytest

from benchmarks import record


@pytest.mark.slow
def test_a_reduced_run_gives_identical_scores_and_every_figure_of_the_table(root):
    small = ["benchmarks/grading.py", "--sets", "follow-up", "--submissions", "4"]
    small += ["--stock", "1", "2"]
    done = subprocess.run(
        [sys.executable, *small], cwd=root, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    said = record.side_by_side(record.shown(done.stdout))
    # How fast it was is not held here, only that every figure was there to be quoted.
    assert said.startswith("one set, same scores; ")
    assert len(re.findall(r"\d[\d,.]*", said)) == 8
    assert re.search(r"\d+ cores, Python 3[.]\d+[.]\d+\nnbgrader \d", done.stdout)
