#!/usr/bin/env bash
# Three markers read short texts; some texts were not read by all, a few by nobody.
#
# Guess: a missing mark (NaN) is left out of the table of counts, or the table is refused, because
#   Fleiss' kappa asks for the same number of marks for each text.
# statsmodels 0.15.0: aggregate_raters counts NaN as one more category, named nan. Each text then has
#   three "marks" and the sum is as asked, so fleiss_kappa says nothing. A text that nobody has read
#   counts as one on which all three agree: the more is left unread, the better the markers look.
#   Drop the incomplete texts, or use a measure that knows missing marks (Krippendorff's alpha).
# Seen: kappa of the eight texts that all have read 0.329; with four texts added that nobody has read
#   0.666.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install -q --disable-pip-version-check \
    statsmodels==0.15.0 numpy==2.4.6
"$folder/venv/bin/python" - <<'PYTHON'
import numpy as np
from statsmodels.stats.inter_rater import aggregate_raters, fleiss_kappa

read = np.array(
    [[1, 2, 1], [1, 1, 1], [2, 2, 2], [1, 2, 2], [2, 1, 1], [2, 2, 2], [1, 1, 2], [1, 1, 1]], float
)
unread = np.full((4, 3), np.nan)


def kappa(marks):
    counts, names = aggregate_raters(marks)
    return round(float(fleiss_kappa(counts)), 3), names.tolist()


alone, named = kappa(read)
more, with_nan = kappa(np.vstack([read, unread]))
print(f"read by all: {alone}, categories {named}; with four unread: {more}, categories {with_nan}")
assert named == [1.0, 2.0]
assert len(with_nan) == 3 and np.isnan(with_nan[2])
assert (alone, more) == (0.329, 0.666)
PYTHON
