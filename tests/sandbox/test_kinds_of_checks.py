"""The negative control: for every kind of check, work that is wrong for it gets no points.

A kind is a check, the outcome that right work must have ("passed", or "unjudged" where a stand-in
cannot tell), right work and wrong work. Each pair is what tells the two apart under stock nbgrader.
"""

import json
from types import ModuleType

import pytest

from carekit.grading.check_lint.unanswerable import advice, questions
from carekit.sandbox.isolation.limits import Limits
from carekit.sandbox.link.process_state import read
from carekit.sandbox.link.refusals import CannotTellError, taken
from carekit.sandbox.submission.assignment import Snapshot
from carekit.sandbox.worker import Worker
from tests.sandbox.kinds_of_left_states import LEFT, LEFT_ALONE
from tests.sandbox.kinds_of_sharing import ALONE as SHARING_ALONE
from tests.sandbox.kinds_of_sharing import SHARING
from tests.sandbox.sealedset import check, codes, marked, notebook, snapshot, submission

QUICK = Limits(cell_seconds=8, total_seconds=60)

LOOP = "def f(x):\n    for n in x: pass\n    return 1"
PAIR = (
    "class P:\n    def __init__(self, x): self.x = x\n    def __eq__(self, o): return self.x == o.x"
)
VECTOR = (
    "class V:\n    def __init__(self, x): self.x = x\n"
    "    def __add__(self, o): return V(self.x {sign} o.x)\n"
    "    def __lt__(self, o): return self.x {order} o.x\n"
    "    def __setitem__(self, k, v): self.x = {put}\n    def __neg__(self): return V(-self.x)"
)
KINDS = {
    # Of the code itself: only the true function has it.
    "source": ("import inspect\nassert 'for' not in inspect.getsource(f)", "passed",
               "f = lambda x: 1", LOOP),
    "source, caught": (
        "import inspect\ntry:\n    text = inspect.getsource(f)\nexcept BaseException:\n"
        "    text = ''\nassert 'for' not in text", "passed", "def f(x): return 1", LOOP),
    "source of a class": ("import inspect\ntry: text = inspect.getsource(P)\n"
                          "except Exception: text = ''\nassert '__eq__' not in text", "unjudged",
                          "class P: pass", PAIR),
    "code object": ("assert 'sum' not in f.__code__.co_names", "passed",
                    "def f(x): return 1", "def f(x): return sum(x)"),
    "code by getattr": ("assert not getattr(f, '__code__', None) or f.__code__.co_argcount == 1",
                        "passed", "def f(x): return 1", "def f(x, y): return 1"),
    "bytecode": ("import dis\nassert not any(i.opname == 'FOR_ITER' for i in "
                 "dis.get_instructions(f))", "passed", "def f(x): return 1", LOOP),
    "closure": ("assert f.__closure__ is None", "unjudged", "def f(): return 1",
                "def make():\n    n = 1\n    return lambda: n\nf = make()"),
    "no generator function": ("import inspect\nassert not inspect.isgeneratorfunction(f)",
                              "passed", "def f(): return 1", "def f(): yield 1"),
    "its globals": ("assert 'helper' not in f.__globals__", "unjudged", "def f(): return 1",
                    "def f(): return helper()\ndef helper(): return 1"),
    # Of the notebook's names.
    "not in globals": ("assert 'secret' not in globals()", "passed", "a = 1", "secret = 1"),
    "in globals": ("assert 'wanted' in globals()", "passed", "wanted = 1", "other = 1"),
    "all globals": ("assert not any(n.startswith('tmp') for n in list(globals()))", "passed",
                    "a = 1", "tmp1 = 1"),
    "dir": ("assert 'secret2' not in dir()", "passed", "a = 1", "secret2 = 1"),
    "locals": ("assert 'secret3' not in locals() and 'secret3' not in vars()", "passed",
               "a = 1", "secret3 = 1"),
    "history": ("assert not any('eval' in line for line in In)", "unjudged", "a = 1",
                "a = eval('1')"),
    "deleted name": ("del squares\ntry: f(2)\nexcept NameError: assert False", "passed",
                     "squares = [1, 4]\ndef f(n): return n * n",
                     "squares = [1, 4]\ndef f(n): return squares[n - 1]"),
    # Of types.
    "dict and nothing else": ("assert type(d) is dict", "passed", "d = {}",
                              "class D: pass\nd = D()"),
    "no dict": ("assert type(d1) is not type(P1)", "passed", "class P1: pass\nd1 = P1()",
                "class P1: pass\nd1 = P1"),
    "its very class": ("assert type(p2) is P2 and p2.__class__.__name__ == 'P2'", "passed",
                       "class P2: pass\np2 = P2()", "class P2: pass\nclass Q(P2): pass\np2 = Q()"),
    "class name": ("assert o3.__class__.__name__ != 'Thing'", "passed",
                   "class Mine: pass\no3 = Mine()", "class Thing: pass\no3 = Thing()"),
    "no instance": ("assert not isinstance(o4, P4)", "passed", "class P4: pass\no4 = 1",
                    "class P4: pass\no4 = P4()"),
    "no callable": ("assert not callable(o5)", "passed", "class P5: pass\no5 = P5()",
                    "class P5:\n    def __call__(self): pass\no5 = P5()"),
    "abstract class": ("from collections.abc import Sized\nassert not isinstance(o6, Sized)",
                       "passed", "class P6: pass\no6 = P6()",
                       "class P6:\n    def __len__(self): return 1\no6 = P6()"),
    "a library's class": ("import enum\nassert isinstance(o7, enum.Enum)", "passed",
                          "import enum\nclass E(enum.Enum):\n    A = 1\no7 = E.A",
                          "class E: pass\no7 = E()"),
    "derived": ("assert issubclass(B8, A8) and not issubclass(C8, A8)", "passed",
                "class A8: pass\nclass B8(A8): pass\nclass C8: pass",
                "class A8: pass\nclass B8(A8): pass\nclass C8(A8): pass"),
    "error derived": ("assert issubclass(B9, A9) and not issubclass(A9, ValueError)", "passed",
                      "class A9(Exception): pass\nclass B9(A9): pass",
                      "class A9(ValueError): pass\nclass B9(ValueError): pass"),
    "error caught by its parent": ("try: f()\nexcept A10: pass", "passed",
                                   "class A10(Exception): pass\nclass B(A10): pass\n"
                                   "def f(): raise B", "class A10(Exception): pass\n"
                                   "def f(): raise ValueError"),
    "error's attribute": ("try: f()\nexcept E11 as e: assert getattr(e, 'code', 5) == 5",
                          "passed", "class E11(Exception):\n    code = 5\ndef f(): raise E11",
                          "class E11(Exception):\n    code = 4\ndef f(): raise E11"),
    "bases": ("assert len(B12.__bases__) == 1", "passed", "class B12: pass",
              "class A: pass\nclass C: pass\nclass B12(A, C): pass"),
    "own dict": ("assert not vars(o13)", "passed", "class P: pass\no13 = P()",
                 "class P: pass\no13 = P()\no13.x = 1"),
    "dataclass": ("import dataclasses\nassert not dataclasses.is_dataclass(o14)", "passed",
                  "class P: pass\no14 = P()",
                  "import dataclasses\n@dataclasses.dataclass\nclass P: pass\no14 = P()"),
    "true generator": ("import types\nassert isinstance(g15, types.GeneratorType)", "passed",
                       "g15 = (n for n in [1])", "g15 = map(int, ['1'])"),
    "annotation": ("assert f.__annotations__ == {'x': int, 'return': float}", "passed",
                   "def f(x: int) -> float: return 1.0", "def f(x: int): return 1.0"),
    "no annotation": ("assert 'x' not in f.__annotations__", "passed", "def f(x): return 1",
                      "def f(x: list[int]): return 1"),
    "default": ("import inspect\nassert inspect.signature(f).parameters['x'].default == 3",
                "passed", "def f(x=3): return x", "def f(x=4): return x"),
    "odd default": ("import inspect\nassert inspect.signature(f).parameters['x'].default != 3",
                    "unjudged", "class T: pass\ndef f(x=T()): return x",
                    "class T:\n    def __eq__(self, o): return True\ndef f(x=T()): return x"),
    "name and text": ("assert f.__name__ == 'f' and f.__doc__ == 'Say.'", "passed",
                      "def f(x):\n    'Say.'", "f = lambda x: 1"),
    "wrapped": ("assert not hasattr(f, '__wrapped__')", "passed", "def f(): pass",
                "import functools\n@functools.wraps(len)\ndef f(x): return 1"),
    "attribute of a function": ("assert not hasattr(f, 'calls')", "passed", "def f(): return 1",
                                "def f(): return 1\nf.calls = 0"),
    # Of objects.
    "equal objects": ("assert P(1) == P(1) and P(1) != P(2)", "passed", PAIR,
                      "class P:\n    def __init__(self, x): self.x = x"),
    "equal to a value": ("assert o16 != 3", "unjudged",
                         "class P:\n    def __eq__(self, o): return o == 4\no16 = P()",
                         "class P:\n    def __eq__(self, o): return True\no16 = P()"),
    "truth": ("assert not o17", "passed", "class P:\n    def __len__(self): return 0\no17 = P()",
              "class P: pass\no17 = P()"),
    "operators": ("v = V(1) + V(2)\nassert v.x == 3 and (-v).x == -3 and V(1) < V(2)\n"
                  "v['x'] = 8\nassert v.x == 8", "passed",
                  VECTOR.format(sign="+", order="<", put="v"),
                  VECTOR.format(sign="-", order=">", put="0")),
    "no operator": ("try: o18 + o18\nexcept TypeError: pass\nelse: assert False", "passed",
                    "class P: pass\no18 = P()",
                    "class P:\n    def __add__(self, o): return 1\no18 = P()"),
    "no order": ("try: o19 < 3\nexcept TypeError: pass\nelse: assert False", "passed",
                 "class P: pass\no19 = P()",
                 "class P:\n    def __lt__(self, o): return True\no19 = P()"),
    "with": ("try:\n    with o20: pass\nexcept (TypeError, AttributeError): pass\n"
             "else: assert False", "passed", "class P: pass\no20 = P()",
             "class P:\n    def __enter__(self): pass\n"
             "    def __exit__(self, *e): pass\no20 = P()"),
    "hash": ("assert len({P21(1), P21(1)}) == 1", "passed",
             "class P21:\n    def __init__(self, x): self.x = x\n"
             "    def __eq__(self, o): return self.x == o.x\n"
             "    def __hash__(self): return hash(self.x)",
             "class P21:\n    def __init__(self, x): self.x = x"),
    "copy": ("import copy\nbefore = copy.copy(o22)\nf(o22)\nassert before.n == o22.n",
             "passed", "class P: n = 1\no22 = P()\ndef f(o): pass",
             "class P: n = 1\no22 = P()\ndef f(o): o.n = 2"),
    "one object": ("assert a23 is not b23", "passed", "a23 = [1]\nb23 = [1]",
                   "a23 = [1]\nb23 = a23"),
    "a new list": ("x = [3, 1]\nassert f(x) is not x", "passed", "def f(x): return sorted(x)",
                   "def f(x): return x"),
    "a new list, changed": ("x = [3, 1]\nassert f(x) is not x", "passed",
                            "def f(x): return sorted(x)", "def f(x):\n    x.sort()\n    return x"),
    "unreadable": ("assert m24 != 3", "passed",
                   "import numpy as np\nm24 = np.ma.masked_array([1], [True])",
                   "import numpy as np\nm24 = np.zeros(2, dtype=[('a', 'i4')])"),
    # What a check puts in the place of something: the learner's code keeps its own.
    "built-in bound anew": ("def sum(*a): raise AssertionError\nassert f([1]) == 1\ndel sum",
                            "passed", "def f(x): return x[0]", "def f(x): return sum(x)"),
    "built-in name for a value of its own": (
        "sum = 6\nassert m25 == sum", "passed", "m25 = 6", "m25 = 7"),
    "built-in patched to fail": (
        "from unittest.mock import patch\nwith patch('builtins.sum', side_effect=OSError):\n"
        "    assert f([1]) == 1", "unjudged", "def f(x): return x[0]", "def f(x): return sum(x)"),
    "a function bound anew": ("help25 = lambda: 9\nassert f() == 9", "passed",
                              "def help25(): return 1\ndef f(): return help25()",
                              "def help25(): return 1\ndef f(): return 1"),
    "patched module": ("import math\nfrom unittest.mock import patch\n"
                       "with patch.object(math, 'sqrt', side_effect=OSError):\n"
                       "    assert f(9) == 3", "unjudged", "def f(x): return x ** 0.5",
                       "import math\ndef f(x): return math.sqrt(x)"),
    "patched class": ("import pandas as pd\nfrom unittest.mock import patch\n"
                      "with patch.object(pd.DataFrame, 'iterrows', side_effect=OSError):\n"
                      "    assert f(pd.DataFrame({'a': [1]})) == 1", "unjudged",
                      "def f(t): return t.a.sum()",
                      "def f(t): return sum(r.a for _, r in t.iterrows())"),
    # Other ways to the names and to what else only the learner's process knows.
    "names of a frame": ("import sys\nassert 'secret26' not in sys._getframe().f_globals",
                         "passed", "a = 1", "secret26 = 1"),
    "names of a function": ("own = lambda: 0\nassert 'secret27' not in own.__globals__",
                            "passed", "a = 1", "secret27 = 1"),
    "modules": ("import sys\nassert 'colorsys' not in sys.modules", "unjudged", "a = 1",
                "import colorsys"),
    "no cause": ("try: f()\nexcept ValueError as e: assert e.__cause__ is None", "passed",
                 "def f(): raise ValueError", "def f(): raise ValueError from KeyError()"),
    "object of the check's": ("class Own28: n = 1\nown28 = Own28()\nf(own28)\n"
                              "assert own28.n == 1", "passed", "def f(o): return o.n",
                              "def f(o): o.n = 2"),
    "generator of the check's": ("own29 = iter([1, 2, 3])\nf(own29)\nassert next(own29) == 2",
                                 "passed", "def f(g): return next(g)",
                                 "def f(g): return list(g)"),
    **SHARING,
    **LEFT,
}  # fmt: skip
ALONE = SHARING_ALONE | LEFT_ALONE


def _task(number, kind):
    test, _, right, wrong = KINDS[kind]
    return f"do-{number}", f"check-{number}", test, right or wrong, wrong


@pytest.fixture(scope="module")
def results():
    tasks = [_task(number, kind) for number, kind in enumerate(KINDS)]
    cells = []
    for do, name, test, right, _ in tasks:
        source = f"### BEGIN SOLUTION\n{right}\n### END SOLUTION"
        cells += [marked(do, "code", source, solution=True), check(name, test, 1)]
    with Worker(snapshot(notebook(*cells)), limits=QUICK) as worker:
        found = {}
        for side, at in (("right", 3), ("wrong", 4)):
            given = {task[0]: task[at] for task in tasks}
            mine = [{**cell, "source": given.get(cell["id"], cell["source"])} for cell in cells]
            found[side] = worker.grade(submission(notebook(*mine)))
    return found


@pytest.fixture(scope="module")
def alone():
    books, given = {}, {"right": {}, "wrong": {}}
    for number, (test, _, *work) in enumerate(ALONE.values()):
        source = f"### BEGIN SOLUTION\n{work[0]}\n### END SOLUTION"
        cells = [marked("do", "code", source, solution=True), check("check", test, 1)]
        books[f"b{number}.ipynb"] = json.dumps(notebook(*cells)).encode()
        for side, text in zip(given, work, strict=True):
            mine = notebook({**cells[0], "source": text}, cells[1])
            given[side][f"b{number}.ipynb"] = json.dumps(mine).encode()
    with Worker(Snapshot.from_notebooks(books), limits=QUICK) as worker:
        return {side: worker.grade(files)["notebooks"] for side, files in given.items()}


@pytest.mark.parametrize("kind", ALONE)
def test_what_a_check_looks_for_is_looked_for_beside_each_learner(kind, alone):
    name = f"b{[*ALONE].index(kind)}"
    right, wrong = (alone[side][name]["cells"]["check"] for side in ("right", "wrong"))
    assert right["outcome"] == ALONE[kind][1], right
    assert right["score"] == (right["outcome"] == "passed")
    assert wrong["outcome"] in ("failed", "error", "unjudged")
    assert wrong["score"] == 0


def _outcome(results, side, kind):
    cells = results[side]["notebooks"]["a"]["cells"]
    return cells[f"check-{[*KINDS].index(kind)}"]


@pytest.mark.parametrize("kind", KINDS)
def test_wrong_work_of_this_kind_gets_no_points(kind, results):
    cell = _outcome(results, "wrong", kind)
    assert cell["score"] == 0, cell
    assert cell["outcome"] in ("failed", "error", "unjudged")


@pytest.mark.parametrize("kind", KINDS)
def test_right_work_of_this_kind_gets_its_points_or_waits_for_a_person(kind, results):
    cell = _outcome(results, "right", kind)
    assert cell["outcome"] == KINDS[kind][1], cell
    waits = cell["outcome"] == "unjudged"
    assert (cell["score"], cell["needs_manual"]) == ((0, True) if waits else (1, False))
    assert ("cannot be judged" in cell["message"]) is waits


def test_each_check_that_cannot_be_judged_is_flagged(results):
    flagged = {one["cell"] for one in results["right"]["flags"] if one["code"] == "cannot-judge"}
    wanted = {f"check-{n}" for n, (_, outcome, *_) in enumerate(KINDS.values())
              if outcome == "unjudged"}  # fmt: skip
    assert flagged == wanted
    assert set(codes(results["right"])) == {"cannot-judge"}


def test_lint_names_every_such_check_with_what_it_asks_and_no_other(results):
    said = dict(questions(_book(*KINDS.values()), {"one": results["right"]}))
    for number, (name, (_, outcome, *_)) in enumerate(KINDS.items()):
        words = said.get(f"check-{number}", "")
        assert (words != "") is (outcome == "unjudged"), (name, words)
        assert not words or ("asks for " in words and "; " in words)
        assert not words or " (line " in words, (name, words)
    assert "the source text" in said[f"check-{[*KINDS].index('source of a class')}"]


@pytest.mark.parametrize("wanted", ["gcf", "gca", "get_fignums", "rcParams"])
def test_what_a_chart_library_draws_on_is_never_answered_from_the_judges_own(wanted):
    # Not every machine has the library; the judge goes by the module's name.
    with pytest.raises(CannotTellError, match="the figure that the learner's code draws on"):
        read(ModuleType("matplotlib.pyplot"), wanted)
    assert len(taken()) == 1


WRITTEN = {
    "inspect.getfile of 'f'": "if f(1) != 1:\n    import inspect\n    inspect.getfile(f)",
    "inspect.getmodule of 'P.go'": "try: pass\nexcept OSError: getmodule(P.go)",
    "__globals__ of 'f'": "assert f(1) == 1 or f.__globals__['x']",
    "__closure__ of 'f'": "assert f(1) == 1 or getattr(f, '__closure__', None)",
    "the bytecode of 'f'": "import dis\nif not f(1): dis.code_info(f)",
}
PLAIN = (
    "import inspect\nassert 'def' in inspect.getsource(inspect.getfile)",
    "def own(n): return n\nassert own.__code__.co_argcount == 1 and f(1) == own(1)",
    "f = lambda n: 1\nassert f.__code__.co_argcount == 1",
    "assert isinstance(P(), P) and callable(f) and 'f' in globals() and type(P()) is P",
    "import inspect, dis\nassert inspect.getsource(f) and [*dis.get_instructions(f)] and P.__mro__",
    "assert f.__name__ == 'f' and f.__code__.co_argcount == 1 and getattr(P(), 'go')() == 1",
)


def _book(*kinds):
    cells = []
    for number, (test, _, right, wrong) in enumerate(kinds):
        source = f"### BEGIN SOLUTION\n{right or wrong}\n### END SOLUTION"
        cells += [marked(f"do-{number}", "code", source, solution=True)]
        cells += [check(f"check-{number}", test, 1)]
    return snapshot(notebook(*cells)).books[0]


def test_a_question_on_a_path_that_no_answer_takes_is_read_from_the_checks_text():
    work = "def f(n): return 1\nclass P:\n    def go(self): return 1"
    for asked, test in WRITTEN.items():
        [(name, words)] = questions(_book((test, "", work, work)), {})
        assert (name, words.split(" (line ")[0]) == ("check-0", f"asks for {asked}")
        assert words.endswith(advice(asked))
    for test in PLAIN:
        assert [*questions(_book((test, "", work, work)), {})] == []
