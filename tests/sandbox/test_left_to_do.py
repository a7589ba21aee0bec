"""Whether an answer does anything, told from its text: what is left to do solves nothing."""

import pytest

from carekit.sandbox.syntax.left_to_do import solves


@pytest.mark.parametrize(
    "source",
    [
        "",
        "...",
        "pass",
        "'Write your code here.'",
        "import pandas as pd\nfrom math import pi",
        "x = None\ny: int = None\nz: int",
        "def f(x):\n    '''Return it.'''\n    return None",
        "def f(x):\n    return",
        "async def f(x):\n    raise NotImplementedError",
        "class Shelf:\n    def look(self):\n        raise NotImplementedError('you')",
    ],
)
def test_a_place_to_fill_in_solves_nothing(source):
    assert not solves(source)


@pytest.mark.parametrize(
    "source",
    [
        "x = 1",
        "x: int = 1",
        "print('here')",
        "def f(x):\n    return x",
        "class Shelf:\n    size = 3",
        "for x in y:\n    pass",
        "del x",
        "raise ValueError('no such shelf')",
        "def f(x):\n    raise",
        "x = None\ny = x",
        "x = = 1",
    ],
)
def test_whatever_runs_or_is_no_python_may_solve_something(source):
    assert solves(source)
