"""What checks work out beforehand is the same for everyone, and nothing else is."""

import ast
import random
import sys
import types

import numpy as np
import pytest

from carekit.sandbox.link.call_context import chance, set_chance
from carekit.sandbox.processes.precompute import Notebook
from carekit.sandbox.submission.assignment import Snapshot
from carekit.sandbox.syntax.name_analysis import draws_shared
from tests.sandbox.sealedset import check, marked, notebook, snapshot


def prepared(*sources, theirs=(), setup="import random\nbase = [1, 2]"):
    cells = [{"id": "setup", "source": setup, "points": 0, "test": False, "hidden": []}]
    for number, source in enumerate(sources):
        cells.append(
            {"id": f"t{number}", "source": source, "points": 1, "test": True, "hidden": []}
        )
    return Notebook(cells, {}, list(theirs))


def left(book, name="t0"):
    """Return how many statements of a check are left for each submission."""
    return sum(not isinstance(step, dict) for step in book.codes[name].steps)


def worked_out(book, name):
    return [step for step in book.codes[name].steps if isinstance(step, dict)]


def judged(book, name="t0", **theirs):
    """Run what is left of a check with what a learner has; return the names afterwards."""
    book.names.fetched.update(theirs)
    book.codes[name].run(book.names)
    return dict(book.names)


@pytest.mark.parametrize(
    ("source", "statements"),
    [
        ("want = sum(base)\nassert answer == want", 1),
        ("want = []\nfor b in base:\n    want.append(b)\nassert answer == want", 1),
        ("seed = random.random()\nwant = seed * 2\nassert answer == want", 3),
        ("got = answer\nwant = got", 2),
        ("print('shown')\nassert answer", 2),
        ("base.append(3)\nassert answer == base", 2),
        ("def helper(n):\n    return n + base[0]\nwant = helper(2)\nassert answer == want", 1),
        ("def helper():\n    return random.random()\nwant = helper()\nassert answer == want", 3),
        ("f(base)\nwant = len(base)\nassert answer == want", 3),
        ("import statistics\nwant = statistics.median(base)\nassert answer == want", 1),
        ("want = sum(base)\ndel want\nassert answer", 2),
        ("sys.setrecursionlimit(900)\nassert answer", 2),
    ],
)
def test_only_what_no_learner_and_no_chance_decides_is_done_before(source, statements):
    assert left(prepared(source)) == statements


def test_a_name_the_learner_owns_is_never_taken_from_before():
    book = prepared("want = base[0]\nassert answer == want", theirs=["base"])
    assert left(book) == 2


def test_a_locked_function_may_call_its_own_variable_what_a_learner_calls_an_answer():
    """Only what a cell reads from outside can be the learner's; `rows` here is the function's."""
    setup = "def two(n):\n    rows = [n, n]\n    return rows"
    book = prepared("want = two(1)\nassert answer == want", theirs=["rows"], setup=setup)
    assert book.done == {"setup"}
    assert left(book) == 1
    reads = "def two(n):\n    return [n, rows]"
    assert prepared("want = two(1)", theirs=["rows"], setup=reads).done == set()


@pytest.mark.parametrize(
    ("value", "statements"),
    [("datetime.date(2024, 1, 1)", 2), ("pd.Timestamp('2024-01-01')", 2), ("[1]", 3)],
)
def test_a_day_given_to_a_learner_stays_what_it_is_and_a_list_may_not(value, statements):
    setup = f"import datetime\nimport pandas as pd\nday = {value}"
    book = prepared("got = f(day)\nwant = str(day)\nassert got == want", setup=setup)
    assert left(book) == statements


def test_each_check_gets_its_own_values_and_earlier_checks_see_no_later_ones():
    book = prepared("want = 1\nassert x == want", "want = 2\nassert x == want")
    assert [worked_out(book, name) for name in ("t0", "t1")] == [[{"want": 1}], [{"want": 2}]]
    assert "want" not in book.names


def test_a_name_used_twice_has_at_each_place_the_value_of_that_place():
    book = prepared("n = 1\nfirst = f(n)\nn = 2\nsecond = f(n)", theirs=["f"])
    assert left(book) == 2
    found = judged(book, f=lambda n: n * 10)
    assert (found["first"], found["second"]) == (10, 20)


SEEDED = """import numpy as np
for seed in fresh_seeds(2):
    rng, rows = np.random.default_rng(seed), []
    for n in range(3):
        rows.append(int(rng.integers(100)))
    want = sum(rows)
    got = f(rows)
    assert got == want, seed
"""
SETUP = """import random
base = [1, 2]
def fresh_seeds(count):
    return [drawn + step for step in range(count)]
drawn = 5
"""


def test_rounds_over_seeds_are_drawn_once_when_the_whole_run_has_one_seed(monkeypatch):
    monkeypatch.setenv("CAREKIT_SEED", "5")
    book = prepared(SEEDED, theirs=["f"], setup=SETUP)
    assert left(book) == 4  # per round: the call and its comparison
    seen = []
    judged(book, f=lambda rows: seen.append(list(rows)) or sum(rows))
    rng = [np.random.default_rng(seed) for seed in (5, 6)]
    assert seen == [[int(one.integers(100)) for _ in range(3)] for one in rng]
    with pytest.raises(AssertionError, match=r"^6"):
        judged(book, f=lambda rows: sum(rows) if rows == seen[0] else -1)


def test_without_a_seed_of_the_run_each_submission_draws_for_itself(monkeypatch):
    monkeypatch.delenv("CAREKIT_SEED", raising=False)
    assert left(prepared(SEEDED, theirs=["f"], setup=SETUP)) == 1


@pytest.mark.parametrize(
    "body",
    [
        "rows.append(n)\n    total = sum(rows)\n    f(rows)",  # what f got grows round by round
        "f(n)\n    if n == 2: break",
        "np.random.seed(n)\n    f(np.random.rand())",
        "f(n)\n    del n",
    ],
)
def test_rounds_that_hang_together_run_as_they_are_written(body):
    source = f"import numpy as np\nrows = []\nfor n in [1, 2, 3]:\n    {body}"

    def run(book):
        seen = []
        judged(book, f=lambda value: seen.append(repr(value)))
        return seen

    whole = prepared(
        "f(rng)\n" + source.replace("[1, 2, 3]", "list(f and [1, 2, 3])"), theirs=["f"]
    )
    whole.names["rng"] = 0
    assert run(prepared(source, theirs=["f"])) == run(whole)[1:]


def test_the_same_object_under_another_name_is_as_open_as_the_first():
    source = "rows = [1]\nsame = rows\nf(rows)\nwant = len(same)"
    book = prepared(source, theirs=["f"])
    assert judged(book, f=lambda rows: rows.append(2))["want"] == 2


def test_a_snapshot_knows_whose_name_is_whose_and_survives_json():
    made = snapshot()
    assert made.books[0].theirs == ("parts", "top", "total")
    assert Snapshot.from_json(made.as_json()) == made
    assert len(made.digest()) == 64


def test_a_released_cell_has_neither_solution_nor_hidden_lines():
    cells = {cell.id: cell for cell in snapshot().books[0].cells}
    assert "secret_rng" not in cells["top-check"].released
    assert "secret_rng" in cells["top-check"].source
    assert "nlargest" not in cells["top"].released
    assert "sort_values" not in cells["top"].source
    assert cells["top-check"].hidden_lines() == list(range(2, 10))


def test_only_locked_cells_that_some_check_needs_are_judged():
    cells = [
        marked("shown", "code", "print('hello')", locked=True),
        marked("needed", "code", "k = 1", locked=True),
        check("c", "assert answer == k", 1),
        marked("after", "code", "z = 1", locked=True),
    ]
    assert [c.id for c in snapshot(notebook(*cells)).books[0].judged()] == ["needed", "c"]
    assert [c.id for c in snapshot(notebook(*cells)).books[0].opening()] == ["shown", "needed"]


def test_a_locked_cell_is_run_beforehand_only_if_it_is_the_same_for_everyone():
    setup = marked("setup", "code", "base = [1]", locked=True)
    answer = marked("a", "code", "### BEGIN SOLUTION\nmine = 2\n### END SOLUTION", solution=True)
    cells = [
        ("reads-setup", "one = base[0]"),
        ("reads-that", "two = one + 1"),
        ("reads-answer", "three = mine"),
        ("changes-setup", "base.append(1)"),
        ("chance", "import random\nfour = random.random()"),
        ("file", "five = open('x').read()"),
        ("function", "def helper(rows):\n    return [row for row in rows]"),
        ("new-again", "one = [base[0]]\none.append(2)"),
        ("changes-that", "two.append(3)\ntwo = [3]"),
    ]
    locked = [marked(name, "code", source, locked=True) for name, source in cells]
    found = snapshot(notebook(setup, answer, *locked)).books[0].later()
    assert found == {
        "reads-setup": {"base"},
        "reads-that": {"one"},
        "function": set(),
        "new-again": {"base"},
    }


def test_a_locked_cell_reads_what_the_functions_that_it_calls_read():
    setup = marked("setup", "code", "base = [1]\ndef least():\n    return min(base)", locked=True)
    answer = marked("a", "code", "### BEGIN SOLUTION\nmine = 2\n### END SOLUTION", solution=True)
    locked = marked("calls", "code", "one = least()\ntwo = abs(one)", locked=True)
    found = snapshot(notebook(setup, answer, locked)).books[0].later()
    assert found == {"calls": {"least", "base", "min", "abs"}}


def ready(book, name="t0"):
    """Return the arguments of a check that were worked out beforehand."""
    return [v for step in worked_out(book, name) for k, v in step.items() if "ready" in k]


@pytest.mark.parametrize(
    ("source", "values"),
    [
        ("assert same(answer, sorted(base, reverse=True))", [[2, 1]]),
        ("got = f(list(base), limit=max(base))", [[1, 2], 2]),
        ("got = f(g(sorted(base)))", [[1, 2]]),
        ("got = f(base[1])", [2]),
        ("got = f([b * 2 for b in base])", [[2, 4]]),
        ("for n in (1, 2):\n    got = f(list(range(n)))", [[0], [0, 1]]),
        ("got = f(base)", []),
        ("got = f(random.random())", []),
        ("got = f(base.pop())", []),
        ("got = f(max(answer))", []),
        ("got = f(max([]))", []),
        ("got = f(print('shown'))", []),
        ("got = f((n := max(base)))", []),
        ("got = f(*sorted(base))", []),
        ("base = [f(sorted(base)) for base in answer]", []),
        ("got = f(lambda base: sorted(base))", []),
        ("got = f(max(b) for b in [base])", []),
        ("got = f(sum(b + max(base) for b in base))", [7]),
        ("base[0] = f(1)\ngot = f(max(base))", []),
    ],
)
def test_an_argument_that_needs_no_learner_is_worked_out_beforehand(source, values):
    assert ready(prepared(source + "\nassert got", theirs=["f", "answer", "same", "g"])) == values


def test_a_check_with_arguments_from_before_gives_what_it_gave():
    source = "got = f(sorted(base), [b + 1 for b in base])\nassert got == want"
    book = prepared("want = 5\n" + source, theirs=["f"])
    found = judged(book, f=lambda first, second: first[-1] + second[-1])
    assert found["got"] == 5
    with pytest.raises(AssertionError):
        judged(book, f=lambda first, _second: first)


def test_a_name_that_only_such_an_argument_reads_stays_what_it_is():
    book = prepared("got = f(sorted(base))\nmore = f(max(base))", theirs=["f"])
    assert ready(book) == [[1, 2], 2]
    # Here the learner gets the object itself, and may change it.
    book = prepared("box = [base]\ngot = f(box[0])\nmore = f(max(base))", theirs=["f"])
    assert ready(book) == [[1, 2]]


def test_the_line_of_a_check_that_fails_is_still_told():
    book = prepared("x = 1\n\nf(sorted(base))\nassert x", theirs=["f"])

    def fail(_rows):
        raise ValueError("no")

    with pytest.raises(ValueError, match="no") as error:
        judged(book, f=fail)
    places = [entry.lineno for entry in error.traceback if str(entry.path) == "<t0>"]
    assert places in ([2], [3])


def test_what_no_check_reads_is_not_imported_until_a_check_finds_a_way_to_it(monkeypatch):
    fetched = []

    class Shop(types.ModuleType):
        def __getattr__(self, name):
            if name.startswith("__"):
                raise AttributeError(name)
            fetched.append(name)
            return name

    monkeypatch.setitem(sys.modules, "shop", Shop("shop"))
    cells = [
        {"id": "setup", "source": "from shop import need, costly", "test": False},
        {"id": "t0", "source": "assert need == answer", "test": True},
        {"id": "t1", "source": "assert eval('cost' + 'ly') == 'costly'", "test": True},
    ]
    about = {"points": 1, "hidden": []}
    singles = {name: f"from shop import {name}" for name in ("need", "costly")}
    book = Notebook([{**cell, **about} for cell in cells], singles, ["answer"])
    assert fetched == ["need"]
    judged(book, "t0", answer="need")
    assert fetched == ["need"]
    judged(book, "t1")
    assert fetched == ["need", "costly"]


def test_the_state_of_the_shared_generators_can_be_read_and_put_back():
    before = chance()
    drawn = random.random(), np.random.random(), np.random.standard_normal()
    after = chance()
    assert before["random"] != after["random"]
    assert before["numpy"] != after["numpy"]
    set_chance(before)
    assert (random.random(), np.random.random(), np.random.standard_normal()) == drawn
    assert chance() == after
    set_chance(before)


def test_another_shared_generator_of_numpys_can_be_told_from_itself_after_a_draw():
    own = np.random.get_bit_generator()
    np.random.set_bit_generator(np.random.PCG64(1))
    try:
        before = chance()
        assert chance() == before
        np.random.random()
        assert chance()["numpy"] != before["numpy"]
    finally:
        np.random.set_bit_generator(own)


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("rng = np.random.default_rng(3)\nrng.random(3)", False),
        ("from numpy.random import default_rng\ntable.sample(frac=1)", False),
        ("import random\nrandom.Random(3).random()", False),
        ("import random\nrandom.random()", True),
        ("import random as chance\nchance.random()", True),
        ("from random import shuffle", True),
        ("np.random.rand()", True),
    ],
)
def test_only_a_check_that_draws_from_what_everybody_shares_is_watched_for_it(source, wanted):
    assert draws_shared(ast.parse(source)) is wanted
