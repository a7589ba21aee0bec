"""Harmless lies of each kind that may cross: none earns a point, and the next check is judged.

A row is a check and work that would earn its point if the judge believed it, ran it, or let it
reach what stays with the check.
"""

import json

import pytest

from carekit.sandbox.submission.assignment import Snapshot
from carekit.sandbox.worker import Worker
from tests.sandbox.ordinary_checks import LIMITS
from tests.sandbox.sealedset import check, marked, notebook

REACHES = "def f(o):\n    try: {}\n    except BaseException: return 'no'\n    return 'reached'"
LIES = {
    # Objects of the check's own.
    **{
        f"object, {path}": (
            "class Own:\n    _kept = 1\n    def go(self): return 1\n    @property\n"
            "    def home(self): return __import__('os')\nassert f(Own()) == 'reached'",
            REACHES.format(path),
        )
        for path in (
            "o._kept", "o.go.__globals__['Own']", "type(o).go(o, 1, 2)", "o.home.path",
            "object.__getattribute__(o, '_kept')", "o.__reduce__()[0](1)",
            "o._carekit_ask((), {}, {'attr': '__class__'})",
            "o._carekit_ask((), {}, {'f': '__getattribute__'})",
            "o._carekit_ask(('_kept',), {}, {'f': '__getattribute__'})",
            "setattr(o, '_kept', 2)",
        )
    },
    "a method put in the place of the check's": (
        "class Own:\n    def right(self): return False\no = Own()\nf(o)\nassert o.right()",
        "def f(o):\n    o.right = lambda: True",
    ),
    "a mock that is set right": (
        "from unittest.mock import Mock\nm = Mock()\nf(m)\nm.go.assert_called_once_with(3)",
        "def f(m):\n    m.go.assert_called_once_with = print",
    ),
    "a mock that is told of calls": (
        "from unittest.mock import Mock\nm = Mock()\nf(m)\nassert m.go.call_count == 2",
        "def f(m):\n    m.go.configure_mock(call_count=2)",
    ),
    "a generator put into a state": (
        "import random\nr = random.Random(1)\nf(r)\nassert r.random() == random.Random(2).random()",
        "import random\ndef f(r): r.setstate(random.Random(2).getstate())",
    ),
    "a generator's inside": (
        "import numpy as np\nassert f(np.random.default_rng(1)) == 'reached'",
        REACHES.format("o.bit_generator.state"),
    ),
    "an exception that says it is the check's": (
        "class Own(Exception): pass\ntry: f()\nexcept Own: pass\nelse: assert False",
        "class E(Exception): _carekit_own = 0\ndef f():\n    e = E()\n    e._carekit_own = 0\n"
        "    raise e",
    ),
    # What fails a check.
    "a with that swallows": (
        "with f(): assert False, 'no'",
        "class f:\n    def __enter__(self): pass\n    def __exit__(self, *a): return True",
    ),
    "an async with that swallows": (
        "async with f(): assert False, 'no'",
        "class f:\n    async def __aenter__(self): pass\n"
        "    async def __aexit__(self, *a): return True",
    ),
    "a coroutine that ends the check": (
        "await f()\nassert False",
        "async def f(): raise SystemExit",
    ),
    "a generator that ends the check": (
        "g = f()\nnext(g)\ng.send(1)\nassert False",
        "def f():\n    yield 1\n    raise KeyboardInterrupt",
    ),
    # What would be run by who believes it.
    "an annotation that is code": (
        "import typing\nown = 5\nassert typing.get_type_hints(f)['x'] == 5",
        "def f(x: 'own'): pass",
    ),
    "code that is none": (
        "assert f.__code__.co_argcount == 2",
        "class F:\n    class __code__: co_argcount = 2\nf = F()",
    ),
    "code to be run": (
        "import types\nassert types.FunctionType(f.__code__, {})() == 3",
        "def f(): return 3",
    ),
    "no source": (
        "import inspect\ntry: text = inspect.getsource(f)\nexcept Exception: text = ''\n"
        "assert 'for' not in text",
        "exec('def f(x):\\n    for y in x: return y')",
    ),
    # Tuples and arrays that are more than data.
    "a tuple that equals everything": (
        "assert f() == (1, 2)",
        "from collections import namedtuple\nclass f(namedtuple('P', 'a b')):\n"
        "    def __new__(cls): return super().__new__(cls, 3, 4)\n"
        "    def __eq__(self, o): return True",
    ),
    "fields that are no names": (
        "assert f()._fields == ('a', 'b')",
        "class T(tuple): _fields = ('a', '__class__')\ndef f(): return T((1, 2))",
    ),
    "a mask that hides what is wrong": (
        "import numpy as np\nassert f().tolist() == [1, 2] and not np.ma.is_masked(f())",
        "import numpy as np\ndef f(): return np.ma.masked_array([1, 2], [0, 1])",
    ),
    "attrs that equal everything": (
        "assert f().attrs['a'] == 1",
        "import pandas as pd\nclass A:\n    def __eq__(self, o): return True\ndef f():\n"
        "    t = pd.DataFrame({'x': [1]})\n    t.attrs['a'] = A()\n    return t",
    ),
    # Much of it.
    "a deep tuple": (
        "x = f()\nwhile x: x = x[0]\nassert x == ()",
        "from collections import namedtuple\nP = namedtuple('P', 'a')\ndef f():\n    x = P(1)\n"
        "    for _ in range(500): x = P(x)\n    return x",
    ),
    "errors that led to errors": (
        "try: f()\nexcept ValueError as e:\n    for _ in range(50): e = e.__cause__\n"
        "    assert e is None",
        "def f():\n    e = None\n    for _ in range(50):\n        try: raise ValueError from e\n"
        "        except ValueError as one: e = one\n    raise e",
    ),
    "many names": (
        "assert len([n for n in globals() if n.startswith('many_')]) == 5",
        "globals().update({f'many_{n}': n for n in range(600_000)})",
    ),
    # Names that a check has mirrored.
    "a name that comes back by itself": (
        "del g\ntry: f()\nexcept NameError: pass\nelse: assert False",
        "def g(): return 1\nkept = g\ndef f():\n    globals()['g'] = kept\n    return g()",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def verdicts():
    books, given = {}, {}
    after = [marked("last", "code", "last = 0", solution=True), check("after", "assert last", 1)]
    for number, (test, work) in enumerate(LIES.values()):
        do = marked("do", "code", "f = g = None", solution=True)
        name = f"b{number}.ipynb"
        books[name] = json.dumps(notebook(do, check("check", test, 1), *after)).encode()
        mine = notebook({**do, "source": work}, check("check", test, 1),
                        {**after[0], "source": "last = 1"}, after[1])  # fmt: skip
        given[name] = json.dumps(mine).encode()
    with Worker(Snapshot.from_notebooks(books), limits=LIMITS) as worker:
        found = [worker.grade({name: data})["notebooks"] for name, data in given.items()]
    return {
        lie: one[f"b{n}"]["cells"] for n, (lie, one) in enumerate(zip(LIES, found, strict=True))
    }


@pytest.mark.parametrize("lie", LIES)
def test_no_lie_earns_a_point_and_the_next_check_is_judged(lie, verdicts):
    assert verdicts[lie]["check"]["score"] == 0, verdicts[lie]["check"]
    assert verdicts[lie]["after"]["score"] == 1, verdicts[lie]["after"]
