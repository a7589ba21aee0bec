"""Cells that a learner's process has run: do they leave alone what a later given cell reads?"""

import pytest

from carekit.sandbox.syntax.needed_later import read_from_others
from carekit.sandbox.syntax.untouched_names import Untouched

IMPORTS = {"pd": "import pandas as pd", "np": "import numpy as np"}
PLAIN = {"pd", "np", "judged", "data", "limit"}


def leaves(*cells, names=("judged", "pd")):
    untouched = Untouched(IMPORTS, PLAIN)
    for cell in cells:
        untouched.add(cell)
    return untouched.leaves(names)


@pytest.mark.parametrize(
    "cell",
    [
        "answer = judged.groupby('team')['solved'].mean().unstack()",
        "mine = judged[judged['wait'] > limit].copy()\nmine['late'] = True",
        "both = pd.merge(judged, pd.DataFrame({'team': ['Jade']}))",
        "import pandas as pd\nanswer = len(judged)",
        "def share(judged, pd=3):\n    mine = judged\n    return pd.concat([mine, judged])",
        "def share(t):\n    return [row for row in t if row % 2]\nshare([1])",
        "answer = [judged for judged in (1, 2)]",
        "for team in judged:\n    print(team)",
        "judged",
        "judged.loc[judged.index > 3, 'wait'] * 2 - judged['wait']",
    ],
)
def test_who_only_looks_leaves_a_name_alone(cell):
    assert leaves(cell)


@pytest.mark.parametrize(
    "cell",
    [
        "judged = None",
        "judged['wait'] = 0",
        "judged.loc[0, 'wait'] = 0",
        "judged.sort_values('wait', inplace=True)",
        "judged.pop('wait')",
        "other = judged\nother['wait'] = 0",
        "held = [judged]\nheld[0]['wait'] = 0",
        "def spoil(table):\n    table['wait'] = 0\nspoil(judged)",
        "def spoil():\n    global judged\n    judged = None",
        "def spoil():\n    return judged\nspoil()['wait'] = 0",
        "for judged in (1, 2):\n    pass",
        "del judged",
        "take = judged.pop\ntake('wait')",
        "pd.set_option('display.precision', 1)",
        "pd.options.display.precision = 1",
        "import numpy as pd",
        "globals()['judged'] = None",
        "exec('judged = None')",
        "%run spoil.py\njudged",
        "!rm judged",
        "judged = (",
        "judged" + " " * 30_000,
    ],
)
def test_who_may_change_a_name_does_not_leave_it_alone(cell):
    assert not leaves(cell)
    assert not leaves("answer = judged.size", cell, "print('over')")


def test_a_value_with_parts_is_left_alone_only_where_nobody_mentions_it():
    assert not leaves("first = targets[0]\nfirst.append(1)", names=["targets"])
    assert leaves("first = goals[0]", names=["targets"])


def test_a_cell_that_is_no_python_touches_every_name_that_it_mentions():
    assert not leaves("judged (", names=["judged"])
    assert leaves("other (", names=["judged"])


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("answer = planned.sum()", {"planned"}),
        ("def share(t):\n    planned = t['a']\n    return planned.sum()", set()),
        ("def share():\n    return planned.sum()", {"planned"}),
        ("def share():\n    global planned\n    planned += 1", {"planned"}),
        ("planned = [1]\nprint(planned)", set()),
        ("planned = planned + [1]", {"planned"}),
        ("planned += 1", {"planned"}),
        ("def planned():\n    return 2\nplanned()", set()),
        ("planned()\ndef planned():\n    return 2", {"planned"}),
        ("if early:\n    planned = 1\nprint(planned)", {"early", "planned"}),
        ("[planned for planned in (1, 2)]", set()),
        ("print(planned)\nplanned = 1", {"planned"}),
        ("planned (", set()),
    ],
)
def test_a_cell_reads_of_others_what_neither_it_nor_its_functions_made(cell, read):
    assert read_from_others(cell) & {"planned", "early"} == read
