#!/usr/bin/env bash
# Is a question harder in one language? Mantel-Haenszel compares learners of equal total score, and in
# a small class some total score is reached by exactly one learner.
#
# Guess: such a stratum says nothing about the two groups, so it adds nothing and the rest is tested.
# statsmodels 0.15.0: StratifiedTable(...).oddsratio_pooled leaves it out, but test_null_odds() divides
#   by (number of learners - 1): statistic and p-value of the whole test are NaN, with a NumPy warning
#   that a caller who looks for significance never sees, as NaN < 0.05 is False. A stratum of several
#   learners of one group does no harm. Drop strata of fewer than two learners before the call.
# Seen: pooled odds ratio 2.9091 in each case; p-value 0.0608 without, 0.0608 with five learners of one
#   group, NaN with one learner.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install -q --disable-pip-version-check statsmodels==0.15.0
"$folder/venv/bin/python" -W ignore - <<'PYTHON'
import math

import numpy as np
from statsmodels.stats.contingency_tables import StratifiedTable

# Rows: reads English or Chinese. Columns: right or wrong. One table for each total score.
strata = [np.array([[10, 5], [6, 9]]), np.array([[8, 4], [5, 7]])]
one_group = np.array([[3, 2], [0, 0]])
one_learner = np.array([[1, 0], [0, 0]])


def result(tables):
    made = StratifiedTable(tables)
    return made.oddsratio_pooled, made.test_null_odds().pvalue


plain, five, single = (result(strata + more) for more in ([], [one_group], [one_learner]))
for name, (ratio, p) in {"without": plain, "five of a group": five, "one": single}.items():
    print(f"{name}: pooled odds ratio {ratio:.4f}, p {p:.4f}")
assert math.isclose(plain[1], five[1]) and math.isclose(plain[1], 0.060827, abs_tol=1e-6)
assert math.isclose(plain[0], single[0])
assert math.isnan(single[1])
PYTHON
