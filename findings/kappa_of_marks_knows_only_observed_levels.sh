#!/usr/bin/env bash
# Two markers give the marks 0, 2, 4 or 6, and nobody happened to give a 2.
#
# Guess: quadratically weighted kappa weighs a disagreement by the squared difference of the marks,
#   so 0 against 4 weighs (4 - 0)^2 and 4 against 6 weighs (6 - 4)^2, whatever marks occurred.
# scikit-learn 1.9.1: cohen_kappa_score(weights="quadratic") numbers the marks that occur and weighs
#   by these numbers. With no 2 in the data, 0 and 4 are neighbours: the result is that of 0, 1, 2.
#   A class in which one more level occurs gets another kappa for the same disagreements.
#   Naming all levels (labels=[0, 2, 4, 6]) gives what the marks mean; equal steps are still assumed.
# Seen: 0.7101 for the marks as given and for the marks renamed 0, 1, 2; 0.6795 with all levels named
#   and with the squared differences written out by hand.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install -q --disable-pip-version-check scikit-learn==1.9.1
"$folder/venv/bin/python" - <<'PYTHON'
from itertools import product

from sklearn.metrics import cohen_kappa_score

first = [0, 6, 6, 0, 6, 4, 4, 0, 6, 4]
second = [0, 6, 4, 0, 6, 4, 6, 4, 6, 0]

given = cohen_kappa_score(first, second, weights="quadratic")
number = {0: 0, 4: 1, 6: 2}
renamed = cohen_kappa_score(
    [number[x] for x in first], [number[x] for x in second], weights="quadratic"
)
named = cohen_kappa_score(first, second, weights="quadratic", labels=[0, 2, 4, 6])
seen = sum((a - b) ** 2 for a, b in zip(first, second)) / len(first)
chance = sum((a - b) ** 2 for a, b in product(first, second)) / len(first) ** 2
meant = 1 - seen / chance
print(f"as given {given:.4f}, renamed {renamed:.4f}, levels named {named:.4f}, by hand {meant:.4f}")
assert given == renamed
assert abs(named - meant) < 1e-12
assert abs(given - meant) > 0.03
PYTHON
