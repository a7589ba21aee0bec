"""Cells that a learner's process has run: do they leave alone what a later given cell reads?"""

from types import SimpleNamespace

import pytest

from carekit.sandbox.processes.learner import Opening
from carekit.sandbox.submission.unplaced_text import Placed, readers
from carekit.sandbox.syntax.needed_later import (
    read_elsewhere,
    read_from_others,
    visible_names,
)
from carekit.sandbox.syntax.untouched_names import Untouched, tangles
from tests.sandbox.sealedset import check, marked, notebook, snapshot

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
        "mine = pd.Series([1, 2], index=judged.index)",
        "mine = np.array(judged['wait']) * pd.array([1, 2])",
        "%matplotlib inline\n%time answer = 3",
        "class Team:\n    def call(self, name):\n        self.name = name",
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
        "match 3:\n    case judged:\n        pass",
        "match [3]:\n    case [*judged]:\n        pass",
        "match {1: 2}:\n    case {**judged}:\n        pass",
        "[judged := row for row in (1, 2)]",
        "cells = judged.loc\ncells[0, 'wait'] = 0",
        "about = judged.attrs\nabout['source'] = 'none'",
        "judged.isetitem(0, [0])",
        "def spoil(judged=judged):\n    return judged\nspoil()['wait'] = 0",
        "[table.pop('wait') for judged in [judged] for table in [judged]]",
        "def merge(table):\n    table['wait'] = 0\nmerge(judged)",
        "waits = judged['wait']\nwaits.array[0] = 0",
        "teams = judged.groupby('team')\nteams.obj['wait'] = 0",
        "twice = judged * 2\ntwice.index.name = 'number'",
    ],
)
def test_who_may_change_a_name_does_not_leave_it_alone(cell):
    assert not leaves(cell)
    assert not leaves("answer = judged.size", cell, "print('over')")


@pytest.mark.parametrize(
    "cell",
    [
        "%run spoil.py",
        "%reset -f",
        "from numpy import *",
        "import pandas\npandas.set_option('display.precision', 1)",
        "pd.set_option('display.precision', 1)",
        "pd.DataFrame.size = 3",
        "_['wait'] = 0",
        "rows = Out[2]",
    ],
)
def test_who_may_change_what_is_not_mentioned_leaves_nothing_alone(cell):
    assert not leaves(cell, names=["judged"])


def test_a_builtin_that_a_learner_uses_for_something_else_is_no_longer_the_same():
    assert leaves("answer = sum(sorted([1], key=len))", names=["sum", "len"])
    assert not leaves("sum = 0", names=["sum"])
    assert not leaves("for list in (1, 2):\n    pass", names=["list"])


def test_who_mentions_one_name_with_parts_may_change_another():
    untouched = Untouched(IMPORTS, PLAIN, ["goals", "regions", "note"])
    untouched.add("goals.append(1)")
    assert not untouched.leaves(["regions"])
    assert untouched.leaves(["judged", "len"])


def test_a_function_that_changes_what_is_not_its_own_is_told_with_those_that_call_it():
    given = [
        "log = []\ndef note(text):\n    log.append(text)\ndef note_twice(text):\n    note(text)",
        "def count():\n    global total\n    total += 1",
        "def mean(rows):\n    rows = [*rows]\n    rows.append(0)\n    return rows",
    ]
    assert tangles(given) == {"log", "note", "note_twice", "count", "total"}


@pytest.mark.parametrize(
    ("cell", "needed"),
    [
        ("%time answer = share(planned)", True),
        ("answer = judged.query('wait > @planned')", True),
        ("files = !ls\nprint(planned)", True),
        ("print(files, planned)\nfiles = !ls $planned", True),
        ("answer = eval('planned')", True),
        ("answer = 'planned'", False),
    ],
)
def test_another_cell_may_read_a_name_where_no_syntax_says_so(cell, needed):
    assert read_elsewhere({"planned"}, [cell]) is needed


def test_the_learners_own_cells_before_a_check_may_read_what_it_binds_and_given_ones_do_not():
    given = marked("given", "code", "look = 1", locked=True)
    answer = marked("answer", "code", "### BEGIN SOLUTION\n1\n### END SOLUTION", solution=True)
    tests = [check(name, "want = 1\nassert want", 1) for name in ("first", "second")]
    last = marked("last", "code", "look = 2", locked=True)
    cells = snapshot(notebook(given, answer, *tests, last)).books[0].cells
    placed = [Placed("code", cell.id, cell) for cell in cells]
    placed[2:2] = [Placed("code", "own"), Placed("markdown", "words")]
    assert readers(placed, 4) == ["answer", "own", "last"]


def test_a_check_shows_what_it_binds_and_what_it_changes():
    source = "want = 3\nrows.append(want)\nstats['a'] = want\nassert top(table) == want"
    assert visible_names(source) == {"want", "rows", "stats"}


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


class PlainShell:
    """Runs cells in a namespace, as the learner's shell does, and shows nothing."""

    def __init__(self):
        self.user_ns, self.outputs = {}, SimpleNamespace(start=list, take=list)

    def run_cell(self, source, **_ways):
        exec(source, self.user_ns)
        return SimpleNamespace(success=True)


def test_what_can_be_changed_through_another_name_or_a_part_is_not_plain():
    opening = Opening(
        PlainShell(),
        [
            "import pandas as pd\nlimit = 3\nfirst = pd.DataFrame({'wait': [1], 'team': ['Jade']})",
            "same = first\nlists = pd.DataFrame({'tags': [[1], [2]]})\nlog = []",
            "words = pd.Series(['a', None], dtype=object)\nown = first.copy()",
            "def spoil():\n    own.pop('wait')\ndef look():\n    return limit",
        ],
    )
    opening.look_ahead([["more", "mean = own['wait'].mean()\ngoals = {'a': 1}"]])
    plain, tangled = opening.plain()
    assert plain == ["limit", "look", "mean", "pd", "words"]
    assert tangled == ["first", "goals", "lists", "log", "own", "same", "spoil"]
