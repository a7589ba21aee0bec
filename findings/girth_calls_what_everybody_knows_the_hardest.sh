#!/usr/bin/env bash
# The difficulty of eight test questions, one of which all three hundred learners got right.
#
# Guess: such a question has no finite difficulty, so a two-parameter model gives the end of its range
#   on the easy side, -6, or says that it cannot tell.
# girth 0.8.0: twopl_mml gives +6, the end of the hard side, with the lowest discrimination it allows
#   (0.2); a question that nobody got right gets -6. Sorted by difficulty, the easiest question stands
#   last and the hardest first, and no warning is given. One learner who gets it wrong turns +6 into
#   -5.97. rasch_mml and onepl_mml put both on the right side.
#   Leave questions with one outcome out before the fit.
# Seen: all right: two parameters 6.0, one parameter -6.0; all wrong: -6.0 and 6.0; one of 300 wrong:
#   -5.97.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install -q --disable-pip-version-check \
    girth==0.8.0 numpy==2.4.6 scipy==1.17.1
"$folder/venv/bin/python" -W ignore - <<'PYTHON'
import girth
import numpy as np

rng = np.random.default_rng(1)
able = rng.normal(size=300)
hard = np.linspace(-1.5, 1.5, 8)
chance = 1 / (1 + np.exp(-1.2 * (able - hard[:, None])))
answers = (rng.random(chance.shape) < chance).astype(int)


def difficulty(model, first):
    """Return the difficulty of the first question, which everybody answered as told."""
    changed = answers.copy()
    changed[0] = first
    return round(float(model(changed)["Difficulty"][0]), 2)


nearly = np.ones(300, dtype=int)
nearly[0] = 0
for name, first in (("all right", 1), ("all wrong", 0), ("one wrong", nearly)):
    two, one = difficulty(girth.twopl_mml, first), difficulty(girth.rasch_mml, first)
    print(f"{name}: two parameters {two}, one parameter {one}")
    easy = name != "all wrong"
    assert (one < -4) if easy else (one > 4)
    assert two == {"all right": 6.0, "all wrong": -6.0}.get(name, two)
assert two < -4
PYTHON
