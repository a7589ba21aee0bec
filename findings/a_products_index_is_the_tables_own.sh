#!/usr/bin/env bash
# A learner doubles a table and gives the rows of the result a name, as a heading. pandas copies on write
# since version 3, so the first table is thought to be safe.
#
# Guess: with copy-on-write nothing that is done to a result of an operation shows in what it was made
#   from; `twice = table * 2` is another table, its labels included.
# pandas 3.1.1: the values are apart, the index is not. The product and the table hold the very same Index
#   object, and an Index has a name that can be set in place, so `twice.index.name = "id"` renames the rows
#   of `table` too. A comparison does the same; a negation, whose result looks like the product's, and a
#   copy have an index of their own. Code that decides by values whether a table was changed overlooks it.
# Seen: name of the table's index after the result's was set: "id" for table * 2 and table > 1, None for
#   -table and table.copy(); the values of the table are unchanged.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install -q --disable-pip-version-check pandas==3.1.1 numpy==2.4.6
"$folder/venv/bin/python" - <<'PYTHON'
import pandas as pd

seen = {}
makers = {
    "table * 2": lambda table: table * 2,
    "-table": lambda table: -table,
    "table > 1": lambda table: table > 1,
    "table.copy()": lambda table: table.copy(),
}
for name, make in makers.items():
    table = pd.DataFrame({"n": [1, 2]}, index=["a", "b"])
    made = make(table)
    made.index.name = "id"
    made.loc["a", "n"] = False if made["n"].dtype == bool else 9
    assert table["n"].tolist() == [1, 2]
    seen[name] = table.index.name
print(seen)
assert seen == {"table * 2": "id", "-table": None, "table > 1": "id", "table.copy()": None}
PYTHON
