"""The sealed worker gives the scores an answer deserves, whatever happened to the notebook."""

import json
import math
from pathlib import Path

import pytest

from carekit.common.files import ContentError
from carekit.sandbox.isolation.limits import Limits
from carekit.sandbox.isolation.sandbox import Level
from carekit.sandbox.messages import words
from carekit.sandbox.processes.learner import read_tables
from carekit.sandbox.syntax.name_analysis import texts
from carekit.sandbox.worker import Worker
from tests.sandbox.sealedset import (
    RIGHT,
    TOP_RIGHT,
    check,
    marked,
    notebook,
    scores,
    snapshot,
    submission,
)

FULL = {"top": 3, "total": 2, "part": 4, "essay": 0}
QUICK = Limits(cell_seconds=8, total_seconds=40)


@pytest.fixture(scope="module")
def worker(small_worker):
    with small_worker(cell_seconds=8, total_seconds=40) as made:
        yield made


def graded(cells, *submissions):
    """Return the results of submissions to a set made of some cells, each given by its answers."""
    found = []
    with Worker(snapshot(notebook(*cells)), limits=QUICK) as one:
        for answers in submissions:
            given = [{**c, "source": answers.get(c["id"], c["source"])} for c in cells]
            found.append(one.grade(submission(notebook(*given))))
    return found


def test_a_right_answer_gets_full_points_and_text_waits_for_a_person(worker):
    result = worker.grade(submission(**RIGHT, essay="My answer"))
    assert scores(result) == {**FULL, "essay": None}
    assert result["notebooks"]["a"]["cells"]["essay"]["needs_manual"]
    assert result["flags"] == []
    assert result["level"] == "namespaces"
    assert json.loads(json.dumps(result)) == result


def test_wrong_partial_and_missing_answers_get_what_they_deserve(worker):
    result = worker.grade(submission(top=TOP_RIGHT, total="total = 1", part="parts = ['a']"))
    assert scores(result) == {"top": 3, "total": 0, "part": 2, "essay": 0}
    cells = result["notebooks"]["a"]["cells"]
    assert cells["total-check"]["message"] == "the sum of all amounts"
    assert cells["part-check"]["outcome"] == "partial"
    assert scores(worker.grade(submission())) == {"top": 0, "total": 0, "part": 0, "essay": 0}


def test_the_graded_notebook_is_valid_and_shows_what_ran(worker):
    import nbformat

    answers = {**RIGHT, "total": "print('here')\ntotal = 1770\ntotal"}
    made = worker.grade(submission(**answers))["notebooks"]["a"]["notebook"]
    nbformat.validate(made)
    cell = next(cell for cell in made["cells"] if cell["id"] == "total")
    assert [out["output_type"] for out in cell["outputs"]] == ["stream", "execute_result"]
    assert cell["outputs"][1]["data"]["text/plain"] == "1770"


def test_a_failed_hidden_check_does_not_show_its_line(worker):
    result = worker.grade(submission(**{**RIGHT, "top": "def top(t, n):\n    return [59, 58]"}))
    cell = next(c for c in result["notebooks"]["a"]["notebook"]["cells"] if c["id"] == "top-check")
    shown = json.dumps(cell["outputs"])
    assert "hidden message" in shown
    assert "secret_rng" not in shown
    assert "range(2)" not in shown


def test_the_hidden_lines_never_reach_the_learners_process(worker):
    spy = (
        "import gc, sys, linecache\n"
        "words = [str(o) for o in gc.get_objects() if isinstance(o, (str, list, dict))]\n"
        "seen = 'secret' + '_rng' in ' '.join(words) + str(linecache.cache) + str(In)\n"
        "with open('/proc/self/maps') as f: maps = [l.split() for l in f if ' rw' in l]\n"
        "memory = open('/proc/self/mem', 'rb', 0)\n"
        "import re\nneedle = re.compile(b'secret[_]rng ')\n"
        "found = 0\n"
        "for line in maps:\n"
        "    low, high = (int(x, 16) for x in line[0].split('-'))\n"
        "    memory.seek(low)\n"
        "    try: found += len(needle.findall(memory.read(high - low)))\n"
        "    except (OSError, ValueError, MemoryError): pass\n"
        "print('seen', seen, 'found', found)"
    )
    result = worker.grade(submission(**{**RIGHT, "total": RIGHT["total"] + "\n" + spy}))
    cells = {cell["id"]: cell for cell in result["notebooks"]["a"]["notebook"]["cells"]}
    words_shown = cells["total"]["outputs"][0]["text"]
    assert words_shown == "seen False found 0\n"


@pytest.mark.parametrize(
    ("last", "points", "outcome"),
    [
        ("2.5", 2.5, "partial"),
        ("np.float64(0.5)", 0.5, "partial"),
        ("np.float32(4)", 4, "passed"),
        ("0", 0, "partial"),
        ("4;", 4, "passed"),
        ("None", 4, "passed"),
        ("float('nan')", 0, "invalid"),
        ("-1", 0, "invalid"),
        ("4.01", 0, "invalid"),
        ("True", 4, "passed"),
        ("'full'", 4, "passed"),
    ],
)
def test_the_last_line_of_a_check_may_give_part_of_the_points(last, points, outcome, shapes):
    cell = shapes["notebooks"]["a"]["cells"][f"part-{last}"]
    assert (cell["score"], cell["outcome"]) == (points, outcome)
    assert cell["needs_manual"] is (outcome == "invalid")


LASTS = [
    "2.5", "np.float64(0.5)", "np.float32(4)", "0", "4;", "None", "float('nan')", "-1", "4.01",
    "True", "'full'",
]  # fmt: skip


SHAPES = {
    "exception": (
        "def f(x):\n    if x < 0: raise ValueError('below zero')\n    return x",
        "try:\n    f(-1)\nexcept ValueError as e:\n    assert str(e) == 'below zero'\n"
        "else:\n    assert False",
    ),
    "own exception": (
        "class Wrong(KeyError): pass\ndef f():\n    raise Wrong('k')",
        "try:\n    f()\nexcept Wrong as e:\n    assert e.args == ('k',)",
    ),
    "keyword and default": (
        "def f(a, b=2, *, c=3):\n    return a, b, c",
        "assert f(1, c=5) == (1, 2, 5)\nimport inspect\n"
        "assert list(inspect.signature(f).parameters) == ['a', 'b', 'c']",
    ),
    "in place": ("def f(x):\n    x.sort()", "v = [3, 1]\nf(v)\nassert v == [1, 3]"),
    "in place frame": (
        "def f(t):\n    t['b'] = t.a * 2",
        "t = pd.DataFrame({'a': [1, 2]})\nf(t)\nassert t.b.tolist() == [2, 4]",
    ),
    "generator": (
        "def f():\n    n = 0\n    while True:\n        yield n\n        n += 1",
        "import itertools\nassert list(itertools.islice(f(), 40)) == list(range(40))",
    ),
    "class": (
        "class Box:\n    def __init__(self, n): self.n = n\n"
        "    def twice(self): return self.n * 2\n    def __len__(self): return self.n",
        "b = Box(3)\nassert b.twice() == 6 and b.n == 3 and len(b) == 3 and isinstance(b, Box)\n"
        "b.n = 5\nassert b.twice() == 10",
    ),
    "dataclass": (
        "from dataclasses import dataclass\n@dataclass\nclass P:\n    x: int",
        "assert P(1) == P(1) and P(1).x == 1 and P(1) != P(2) and repr(P(1)) == 'P(x=1)'",
    ),
    "printed": (
        "def f():\n    print('hello')",
        "import contextlib, io\nout = io.StringIO()\n"
        "with contextlib.redirect_stdout(out): f()\nassert out.getvalue() == 'hello\\n'",
    ),
    "callback": (
        "def f(g, xs):\n    return [g(x) for x in xs]",
        "assert f(lambda x: x * 10, [1, 2]) == [10, 20] and f(len, ['ab']) == [2]",
    ),
    "series": (
        "s = pd.Series([1, 2], name='n')",
        "pd.testing.assert_series_equal(s, pd.Series([1, 2], name='n'))",
    ),
    "lambda": ("f = lambda x: x + 1", "assert all(f(i) == i + 1 for i in range(3))"),
    "stdlib module": ("import statistics as st", "assert st.median([1, 2, 9]) == 2"),
    "magic": ("x = 3", "%time y = x\nassert y == 3"),
    "await": ("async def f():\n    return 4", "import asyncio\nassert 4 == 2 + 2"),
    "warning": (
        "import warnings\ndef f():\n    warnings.warn('careful')\n    return 1",
        "warnings = __import__('warnings')\nwarnings.warn('in the check')\nassert f() == 1",
    ),
    "file": ("open('out.txt', 'w').write('done')", "assert open('out.txt').read() == 'done'"),
    "changed table": ("orders2 = orders.copy()\norders2['z'] = 1", "assert 'z' in orders2"),
    "helper": ("f = lambda x: x + 1", "def helper(n):\n    return f(n)\nassert helper(2) == 3"),
    "input unchanged": (
        "def f(t):\n    t['new'] = 1\n    return 5",
        "before = orders.copy()\nassert f(orders) == 5\nassert list(orders) != list(before)",
    ),
    "none": ("x = None\nn = float('nan')", "assert x is None and n != n"),
    "input": (
        "def f():\n    return input('name')",
        "import pytest\nwith pytest.raises(Exception, match='nobody to ask'): f()",
    ),
}


@pytest.fixture(scope="module")
def shapes():
    cells = [
        marked(
            "setup", "code", "import pandas as pd\norders = pd.DataFrame({'a': [1]})", locked=True
        )
    ]
    for name, (answer, test) in SHAPES.items():
        source = f"### BEGIN SOLUTION\n{answer}\n### END SOLUTION"
        cells += [marked(f"do {name}", "code", source, solution=True), check(name, test, 1)]
    cells += [check(f"part-{last}", f"import numpy as np\n{last}", 4) for last in LASTS]
    [result] = graded(cells, {f"do {name}": answer for name, (answer, _) in SHAPES.items()})
    return result


@pytest.mark.parametrize("name", SHAPES)
def test_a_check_of_this_shape_works_sealed(name, shapes):
    cell = shapes["notebooks"]["a"]["cells"][name]
    assert cell["outcome"] == "passed", cell["message"]


def test_every_flag_the_code_raises_has_its_sentence():
    import carekit.sandbox as package

    raised = set()
    for path in Path(package.__file__).parent.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        raised |= {code for code in words().flags if f'"{code}"' in text}
    assert raised == set(words().flags)


def test_points_are_never_not_a_number(worker):
    for value in ("float('nan')", "float('inf')", "10**400"):
        result = worker.grade(submission(**{**RIGHT, "total": f"total = {value}"}))
        assert all(score is None or math.isfinite(score) for score in scores(result).values())
        assert scores(result)["total"] == 0


def test_a_names_fix_in_another_notebook_is_not_remembered(worker):
    worker.grade(submission(**RIGHT))
    assert scores(worker.grade(submission(total="", part="", top="")))["total"] == 0


@pytest.mark.parametrize("which", ["learner", "judge"])
def test_a_warm_parent_that_dies_is_replaced_and_nobody_notices(which):
    with Worker(snapshot(), limits=QUICK) as one:
        parent = getattr(one, which).process
        parent.kill()
        parent.wait()
        assert scores(one.grade(submission(**RIGHT))) == FULL


def test_scratch_folders_are_gone_after_each_submission():
    answers = {**RIGHT, "total": RIGHT["total"] + "\nopen('big', 'w').write('x' * 1000)"}
    with Worker(snapshot(), limits=QUICK, level=Level.NONE) as one:
        assert scores(one.grade(submission(**answers))) == FULL
        room = Path(one.learner.folder)
        assert [path.name for path in room.rglob("scratch-*")] == []
        assert [path.name for path in room.rglob("big")] == []
    assert not room.exists()


AHEAD = [
    marked("setup", "code", "import pandas\norders = pandas.DataFrame({'a': [1, 5]})", locked=True),
    marked("do", "code", "### BEGIN SOLUTION\nx = 1\n### END SOLUTION", solution=True),
    marked("shown", "code", "big = orders[orders['a'] > 3]\nprint(len(big))", locked=True),
    marked("use", "code", "### BEGIN SOLUTION\nn = len(big)\n### END SOLUTION", solution=True),
    check("c", "assert n >= 0", 1),
]  # fmt: skip


def test_a_locked_cell_run_beforehand_is_shown_as_if_run_in_its_place():
    answers = {
        "x = 2": "1\n",
        "'big' in dir()": "1\n",
        "orders['a'] = 9": "2\n",
        "same = orders\nsame['a'] = 9": "2\n",
        "part = orders[orders['a'] > 0]\npart['a'] = 9": "1\n",
    }
    results = graded(AHEAD, *({"do": answer, "use": "n = len(big)\nn"} for answer in answers))
    for (answer, printed), result in zip(answers.items(), results, strict=True):
        cells = {c["id"]: c for c in result["notebooks"]["a"]["notebook"]["cells"]}
        assert cells["shown"]["outputs"][0]["text"] == printed
        assert cells["use"]["outputs"][0]["data"]["text/plain"] == printed.strip()
        assert [cells[n]["execution_count"] for n in ("setup", "do", "shown", "use")] == [
            1,
            2,
            3,
            4,
        ]
        if "dir" in answer:
            assert cells["do"]["outputs"][0]["data"]["text/plain"] == "False"


def test_tables_that_a_set_names_are_read_before_the_first_child_and_no_others(monkeypatch):
    read = []
    monkeypatch.setattr("carekit.tables.load.available", lambda: ["cups", "plates", "spoons"])
    monkeypatch.setattr("carekit.tables.load.data", read.append)
    cells = ["both = {name: data(name) for name in ['cups', 'spoons']}", "# data('plates')", "%%"]
    read_tables(sorted(texts(cells)))
    assert sorted(read) == ["cups", "spoons"]


def test_a_course_without_tables_of_ours_starts_all_the_same(monkeypatch):
    def missing():
        raise ContentError("no such folder")

    monkeypatch.setattr("carekit.tables.load.available", missing)
    read_tables(["cups"])
