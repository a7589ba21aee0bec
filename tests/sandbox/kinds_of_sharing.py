"""Kinds of checks that in a notebook share something with the learner's code, for the control.

As in the table that this one is joined to, a kind is a check, the outcome of right work, right work
and wrong work. In a notebook the check and the learner's code share one process: names, objects,
random numbers, files, and what a process has one of.
"""

DOC = "'Say.\\n\\n    >>> {name}(2)\\n    4\\n    '"
TESTS = "class T32(unittest.TestCase):\n    def test_f(self): self.assertEqual(f32(2), 4)\n"
MAIN = "import unittest\nclass T33(unittest.TestCase):\n    def test_f(self): self.assert{one}(1)"
PERSON = "class P{n}:\n    def __init__(self, x): {body}"
SHARING = {
    # Of one object with two names, and of its parts.
    "identity": ("assert id(a40) != id(b40)", "passed", "a40 = [1]\nb40 = [1]",
                 "a40 = [1]\nb40 = a40"),
    "same identity": ("assert id(a41) == id(b41)", "unjudged", "a41 = [1]\nb41 = a41",
                      "a41 = [1]\nb41 = [1]"),
    "identities of rows": ("assert len({id(row) for row in a42}) == 2", "passed",
                           "a42 = [[0], [0]]", "a42 = [[0]] * 2"),
    "one object, by unittest": ("import unittest\nunittest.TestCase().assertIsNot(a43, b43)",
                                "passed", "a43 = [1]\nb43 = [1]", "a43 = [1]\nb43 = a43"),
    "one tuple": ("assert a44 is b44", "unjudged", "a44 = (1, 2)\nb44 = a44",
                  "a44 = (1, 2)\nb44 = tuple([1, 2])"),
    "deep copy": ("assert b45 == a45 and b45[0] is not a45[0]", "passed",
                  "a45 = [[1]]\nb45 = [[1]]", "a45 = [[1]]\nb45 = a45[:]"),
    "deep copy by change": ("a46[0].append(9)\nassert b46 == [[1]]", "passed",
                            "a46 = [[1]]\nb46 = [[1]]", "a46 = [[1]]\nb46 = a46[:]"),
    "shallow copy by change": ("a47[0].append(9)\nassert b47 == [[1, 9]]", "unjudged",
                               "a47 = [[1]]\nb47 = a47[:]", "a47 = [[1]]\nb47 = [[1]]"),
    "deep copy of an argument": ("x = [[1]]\ny = f48(x)\ny[0].append(9)\nassert x == [[1]]",
                                 "passed", "import copy\ndef f48(x): return copy.deepcopy(x)",
                                 "def f48(x): return list(x)"),
    "rows of one grid": ("g = f49()\ng[0][0] = 1\nassert g[1][0] == 0", "passed",
                         "def f49(): return [[0, 0] for _ in range(2)]",
                         "def f49(): return [[0, 0]] * 2"),
    "a list of each object": ("a = P50()\nb = P50()\na.items.append(1)\nassert b.items == []",
                              "passed", "class P50:\n    def __init__(self): self.items = []",
                              "class P50: items = []"),
    "a list inside, handed out": ("p = P51()\np.get().append(1)\nassert p.get() == []", "passed",
                                  "class P51:\n    def __init__(self): self.i = []\n"
                                  "    def get(self): return list(self.i)",
                                  "class P51:\n    def __init__(self): self.i = []\n"
                                  "    def get(self): return self.i"),
    "an argument kept": ("x = [1]\np = P52(x)\nx.append(2)\nassert p.x == [1]", "passed",
                         PERSON.format(n=52, body="self.x = list(x)"),
                         PERSON.format(n=52, body="self.x = x")),
    "array by change": ("a53[1] = 9\nassert b53[0] == 1", "passed",
                        "import numpy as np\na53 = np.arange(4)\nb53 = a53[1:].copy()",
                        "import numpy as np\na53 = np.arange(4)\nb53 = a53[1:]"),
    "shared memory": ("import numpy as np\nassert not np.shares_memory(a54, b54)", "passed",
                      "import numpy as np\na54 = np.arange(4)\nb54 = a54[1:].copy()",
                      "import numpy as np\na54 = np.arange(4)\nb54 = a54[1:]"),
    "base of an array": ("assert a55.base is not None", "unjudged",
                         "import numpy as np\na55 = np.arange(4)[1:]",
                         "import numpy as np\na55 = np.arange(3).copy()"),
    "attrs of a table": ("assert t56.attrs == {}", "passed",
                         "import pandas as pd\nt56 = pd.DataFrame({'a': [1]})",
                         "import pandas as pd\nt56 = pd.DataFrame({'a': [1]})\n"
                         "t56.attrs['x'] = 1"),
    "table by change": ("t57.loc[0, 'a'] = 9\nassert u57.a[0] == 1", "passed",
                        "import pandas as pd\nt57 = pd.DataFrame({'a': [1]})\nu57 = t57.copy()",
                        "import pandas as pd\nt57 = pd.DataFrame({'a': [1]})\nu57 = t57"),
    "number of references": ("import sys\nassert sys.getrefcount(a58) < 4", "unjudged",
                             "a58 = [1]", "a58 = [1]\nb = c = d = a58"),
    "function given back": ("def own(x): return x\nassert f59(own) is not own", "passed",
                            "def f59(g): return lambda x: x", "def f59(g): return g"),
    "name of a wrapped function": (
        "@f60\ndef own(x):\n    'Own.'\nassert (own.__name__, own.__doc__) == ('own', 'Own.')",
        "passed",
        "import functools\ndef f60(g):\n    @functools.wraps(g)\n    def w(*a): return g(*a)\n"
        "    return w", "def f60(g):\n    def w(*a): return g(*a)\n    return w"),
    # Of arguments.
    "an argument left alone": ("x = [[1]]\nf61(x)\nassert x == [[1]]", "passed",
                               "def f61(x): return 1", "def f61(x):\n    x[0] = 2\n    return 1"),
    "arguments by name": ("x = {'a': [1]}\nf62(**x)\nassert x == {'a': [1]}", "passed",
                          "def f62(a): return 1",
                          "def f62(a):\n    a.append(2)\n    return 1"),
    "inside a tuple": ("x = ([1],)\nf63(x)\nassert x == ([1],)", "passed",
                       "def f63(x): return 1", "def f63(x):\n    x[0].append(2)\n    return 1"),
    # Of variables that both use.
    "before and after": ("n = len(a64)\nf64(3)\nassert len(a64) == n + 1", "passed",
                         "a64 = []\ndef f64(x): a64.append(x)", "a64 = []\ndef f64(x): pass"),
    "a number before and after": ("n = a65\nf65(5)\nassert a65 == n + 5", "passed",
                                  "a65 = 1\ndef f65(x):\n    global a65\n    a65 += x",
                                  "a65 = 1\ndef f65(x): pass"),
    "emptied by the check": ("a66.clear()\nf66(3)\nassert a66 == [3]", "passed",
                             "a66 = [1]\ndef f66(x): a66.append(x)", "a66 = [1]\ndef f66(x): pass"),
    "filled by the check": ("a67['k'] = 5\nassert f67('k') == 5", "passed",
                            "a67 = {}\ndef f67(k): return a67.get(k)",
                            "a67 = {}\ndef f67(k): return 4"),
    "set by the check": ("a68 = 0.3\nassert f68(100) == 130", "passed",
                         "a68 = 0.1\ndef f68(x): return round(x * (1 + a68), 9)",
                         "a68 = 0.1\ndef f68(x): return round(x * 1.1, 9)"),
    "set by the check, of no use": ("a69 = 0.3\nassert f69(100) == 110", "passed",
                                    "a69 = 0.1\ndef f69(x, r=a69): return round(x * (1 + r), 9)",
                                    "a69 = 0.1\ndef f69(x): return round(x * (1 + a69), 9)"),
    "a name of the check's that is an attribute elsewhere": (
        "a26 = {}\na26['n'] = 2\nassert f26(1) == a26['n']", "passed",
        "class P26: a26 = 1\na26 = 5\ndef f26(x): return x + P26.a26",
        "class P26: a26 = 2\na26 = 5\ndef f26(x): return x + P26.a26"),
    # Of random numbers and of what is typed and printed.
    "seed": ("import random\nrandom.seed(1)\nx = f70()\nrandom.seed(1)\n"
             "assert x == random.random()", "passed",
             "import random\ndef f70(): return random.random()",
             "import random\ndef f70(): return 1 - random.random()"),
    "seed of NumPy": ("import numpy as np\nnp.random.seed(1)\nassert abs(f71() - 0.417022) < 1e-5",
                      "passed", "import numpy as np\ndef f71(): return np.random.rand()",
                      "import numpy as np\ndef f71(): return 1 - np.random.rand()"),
    "drawn in turn": ("import random\nrandom.seed(1)\nx = f72()\ny = random.random()\n"
                      "assert abs(y - 0.8474337369372327) < 1e-9", "unjudged",
                      "import random\ndef f72(): return random.random()",
                      "def f72(): return 0.5"),
    "what is typed": ("input = lambda *a: '5'\nassert f73() == 5\ndel input", "passed",
                      "def f73(): return int(input('n?'))", "def f73(): return 6"),
    "what is typed, patched": (
        "from unittest.mock import patch\nwith patch('builtins.input', side_effect=['5', '6']):\n"
        "    assert f74() == 11", "passed", "def f74(): return int(input()) + int(input())",
        "def f74(): return 2 * int(input())"),
    "what is printed, patched": (
        "from unittest.mock import patch\nwith patch('builtins.print') as p: f75()\n"
        "p.assert_called_once_with('hi')", "passed", "def f75(): print('hi')",
        "def f75(): print('ho')"),
    "standard input": ("import sys, io\nsys.stdin = io.StringIO('5')\nassert f76() == 5",
                       "passed", "import sys\ndef f76(): return int(sys.stdin.readline())",
                       "def f76(): return 6"),
    # Of warnings and errors.
    "a warning": ("import warnings\nwith warnings.catch_warnings(record=True) as w:\n"
                  "    warnings.simplefilter('always')\n    f77()\nassert len(w) == 1", "passed",
                  "import warnings\ndef f77(): warnings.warn('x')", "def f77(): pass"),
    "no warning": ("import warnings\nwith warnings.catch_warnings():\n"
                   "    warnings.simplefilter('error')\n    f78()", "passed", "def f78(): pass",
                   "import warnings\ndef f78(): warnings.warn('x')"),
    "no log": ("import unittest\nwith unittest.TestCase().assertNoLogs('sea'): f79()", "unjudged",
               "def f79(): pass", "import logging\ndef f79(): logging.getLogger('sea').error('x')"),
    "a library's error": ("import json\ntry: f80()\nexcept json.JSONDecodeError: pass", "passed",
                          "import json\ndef f80(): json.loads('{')", "def f80(): raise ValueError"),
    "a frozen dataclass": (
        "import dataclasses\ntry: o81.x = 2\nexcept dataclasses.FrozenInstanceError: pass\n"
        "else: assert False", "passed",
        "import dataclasses\n@dataclasses.dataclass(frozen=True)\nclass P81: x: int = 1\n"
        "o81 = P81()", "class P81: x = 1\no81 = P81()"),
    "an exit": ("try: f82()\nexcept SystemExit: assert False\nexcept Exception: pass", "passed",
                "def f82(): raise ValueError", "import sys\ndef f82(): sys.exit()"),
    "the check's error": ("class Own83(Exception): pass\ndef bad(): raise Own83\n"
                          "try: f83(bad)\nexcept Own83: pass", "passed",
                          "def f83(g): g()", "def f83(g): raise ValueError"),
    # Of what a process has one of.
    "attribute of a module": ("import math\nmath.sqrt = None\nassert f84(9) == 3", "unjudged",
                              "def f84(x): return x ** 0.5",
                              "import math\ndef f84(x): return math.sqrt(x)"),
    "the same, as it is after that": ("import math\nassert math.sqrt(a85) == 3", "passed",
                                      "a85 = 9", "a85 = 4"),
    "attribute that the learner set": ("import math\nassert math.sea27 == 1", "unjudged",
                                       "import math\nmath.sea27 = 1", "a27 = 1"),
    "attribute set by name": ("import math\nsetattr(math, 'pi', 0)\nassert f86() > 3", "unjudged",
                              "def f86(): return 3.14", "import math\ndef f86(): return math.pi"),
    "attribute of a class": ("import pandas as pd\npd.DataFrame.iterrows = None\n"
                             "assert f87(pd.DataFrame({'a': [1]})) == 1", "unjudged",
                             "def f87(t): return t.a.sum()",
                             "def f87(t): return sum(r.a for _, r in t.iterrows())"),
    "attribute by pytest": ("import pytest, math\nm = pytest.MonkeyPatch()\n"
                            "m.setattr(math, 'sqrt', None)\ntry: assert f88(9) == 3\n"
                            "finally: m.undo()", "unjudged", "def f88(x): return x ** 0.5",
                            "import math\ndef f88(x): return math.sqrt(x)"),
    "a variable of the system": ("import os\nos.environ['SEA89'] = '5'\nassert f89() == '4'",
                                 "unjudged", "def f89(): return '4'",
                                 "import os\ndef f89(): return os.environ.get('SEA89', '4')"),
    "the learner's variable": ("import os\nassert 'SEA90' not in os.environ", "unjudged",
                               "a90 = 1", "import os\nos.environ['SEA90'] = '1'"),
    "calls inside": ("import sys\nseen = []\nsys.setprofile(lambda f, *_: seen.append("
                     "f.f_code.co_name))\nf91(3)\nsys.setprofile(None)\n"
                     "assert seen.count('f91') < 2", "unjudged", "def f91(n): return 0",
                     "def f91(n): return n and f91(n - 1)"),
    "depth of calls": ("import sys\nold = sys.getrecursionlimit()\nsys.setrecursionlimit(200)\n"
                       "try: f92(500)\nfinally: sys.setrecursionlimit(old)", "unjudged",
                       "def f92(n): return 0", "def f92(n): return n and f92(n - 1)"),
    "errors of NumPy": ("import numpy as np\nwith np.errstate(all='raise'): f93(np.zeros(1))",
                        "unjudged", "def f93(x): return x", "def f93(x): return 1 / x"),
    "memory": ("import tracemalloc\ntracemalloc.start()\nf94(10**5)\n"
               "most = tracemalloc.get_traced_memory()[1]\ntracemalloc.stop()\n"
               "assert most < 50_000", "unjudged", "def f94(n): return sum(range(n))",
               "def f94(n): return sum([*range(n)])"),
    "a time limit": ("import signal\ndef late(*_): raise TimeoutError\n"
                     "signal.signal(signal.SIGALRM, late)\n"
                     "signal.setitimer(signal.ITIMER_REAL, 5)\ntry: assert f95() == 1\n"
                     "finally: signal.setitimer(signal.ITIMER_REAL, 0)", "unjudged",
                     "def f95(): return 1", "def f95(): return 2"),
    "an option of pandas": ("import pandas as pd\n"
                            "assert pd.get_option('display.precision') == 6", "unjudged",
                            "a96 = 1",
                            "import pandas as pd\npd.set_option('display.precision', 2)"),
    # Of files.
    "a file written in a call": ("f97()\nassert open('out97.txt').read() == 'hi'", "passed",
                                 "def f97():\n    with open('out97.txt', 'w') as f: f.write('hi')",
                                 "def f97():\n    with open('out97.txt', 'w') as f: f.write('ho')"),
    "a file of the check's": ("with open('in98.txt', 'w') as f: f.write('hi')\n"
                              "assert f98('in98.txt') == 'hi'", "passed",
                              "def f98(path):\n    with open(path) as f: return f.read()",
                              "def f98(path): return 'ho'"),
    "a file deleted": ("import os\nopen('old99.txt', 'w').close()\nf99('old99.txt')\n"
                       "assert not os.path.exists('old99.txt')", "passed",
                       "import os\ndef f99(path): os.remove(path)", "def f99(path): pass"),
    "a temporary file": ("import tempfile, os\nwith tempfile.TemporaryDirectory() as folder:\n"
                         "    try: f100(folder)\n    except OSError: pass\n"
                         "    assert os.listdir(folder) == []", "unjudged", "def f100(d): pass",
                         "import os\ndef f100(d): open(os.path.join(d, 'a'), 'w').close()"),
    # Of types that derive from Python's own.
    "a dict, not one of its own": ("assert type(d101) is dict", "passed", "d101 = {}",
                                   "class D101(dict): pass\nd101 = D101()"),
    "no defaultdict": ("from collections import defaultdict\n"
                       "assert not isinstance(d102, defaultdict)", "passed", "d102 = {}",
                       "from collections import defaultdict\nd102 = defaultdict(int)"),
    "a method of a list of its own": ("s = S103()\ns.push(1)\nassert s == [1]", "unjudged",
                                      "class S103(list):\n    def push(self, x): self.append(x)",
                                      "class S103(list):\n    def push(self, x): pass"),
    # Of libraries for testing.
    "doctest": ("import doctest\nassert doctest.testmod().failed == 0", "unjudged",
                f"def f31(x):\n    {DOC.format(name='f31')}\n    return 2 * x",
                f"def f31(x):\n    {DOC.format(name='f31')}\n    return 3 * x"),
    "doctest of one function": (
        "import doctest\ntests = doctest.DocTestFinder().find(f30, 'f30', globs={'f30': f30})\n"
        "runner = doctest.DocTestRunner()\nfor one in tests: runner.run(one)\n"
        "assert runner.failures == 0", "unjudged",
        f"def f30(x):\n    {DOC.format(name='f30')}\n    return 2 * x",
        f"def f30(x):\n    {DOC.format(name='f30')}\n    return 3 * x"),
    "unittest, not looked at": (
        f"import unittest\n{TESTS}ran = unittest.main(argv=[''], defaultTest='T32', exit=False)",
        "passed", "def f32(x): return 2 * x", "def f32(x): return 3 * x"),
    "time of a text": ("import timeit\nt = timeit.timeit('assert f34(2) == 4', globals=globals(), "
                       "number=1)", "passed", "def f34(x): return 2 * x",
                       "def f34(x): return 3 * x"),
    "text that is run": ("exec('assert f35(2) == 4', globals())", "passed",
                         "def f35(x): return 2 * x", "def f35(x): return 3 * x"),
    "many threads": ("from concurrent.futures import ThreadPoolExecutor\n"
                     "with ThreadPoolExecutor(4) as pool:\n"
                     "    assert [*pool.map(f36, range(8))] == [*range(8)]", "passed",
                     "def f36(x): return x", "def f36(x): return 1"),
    "a function that asks in turn": (
        "import io, contextlib\ns = io.StringIO()\nwith contextlib.redirect_stdout(s):\n"
        "    assert f28(lambda x: g28(x) + 1) == 5\nassert s.getvalue().split() == ['a', 'b', 'c']",
        "passed",
        "def f28(h):\n    print('a')\n    x = h(2)\n    print('c')\n    return x\n"
        "def g28(x):\n    print('b')\n    return 2 * x",
        "def f28(h): return 5\ndef g28(x): return 2 * x"),
    "a test that is skipped": (
        "import unittest\nclass T29(unittest.TestCase):\n    def test_f(self): f29()\n"
        "ran = unittest.main(argv=[''], defaultTest='T29', exit=False)\n"
        "assert ran.result.wasSuccessful()", "passed", "def f29(): return 1",
        "import unittest\ndef f29(): raise unittest.SkipTest('later')"),
    "a mock": ("from unittest.mock import Mock\nm = Mock()\nf37(m)\n"
               "m.go.assert_called_once_with(1)", "passed", "def f37(m): m.go(1)",
               "def f37(m): m.go(2)"),
    "a generator, step by step": ("g = f38()\nassert next(g) == 1 and a38 == [1]", "passed",
                                  "a38 = []\ndef f38():\n    for n in (1, 2):\n"
                                  "        a38.append(n)\n        yield n",
                                  "a38 = []\ndef f38():\n    a38.extend([1, 2])\n    yield 1\n"
                                  "    yield 2"),
    "sent to a generator": ("g = f39()\nnext(g)\nassert g.send(5) == 5", "passed",
                            "def f39():\n    x = yield 0\n    yield x",
                            "def f39():\n    x = yield 0\n    yield 4"),
}  # fmt: skip

# What looks for a learner's name, or acts on the process, in a line that names no answer: before
# any learner is there it finds nothing, so it has to be run for each of them.
ALONE = {
    "module of the names": ("import __main__\nassert not hasattr(__main__, 'secret')", "passed",
                            "a = 1", "secret = 1"),
    "module of the names, by its name": (
        "import importlib\nmain = importlib.import_module('__main__')\n"
        "assert getattr(main, 'secret', None) is None", "passed", "a = 1", "secret = 1"),
    "names of a frame": ("import sys\nassert 'secret' not in sys._getframe().f_globals", "passed",
                         "a = 1", "secret = 1"),
    "doctest": ("import doctest\nassert doctest.testmod().failed == 0", "unjudged", "a = 1",
                f"def f(x):\n    {DOC.format(name='f')}\n    return 3 * x"),
    "unittest": ("import unittest\nran = unittest.main(argv=[''], exit=False).result\n"
                 "assert not ran.failures", "unjudged", "a = 1", MAIN.format(one="IsNone")),
    "a database beside the notebook": (
        "import sqlite3\nfound = sqlite3.connect('sea.db').execute('select name from ships')\n"
        "assert [*found] == [('Ann',)]", "passed",
        *(f"import sqlite3\nsea = sqlite3.connect('sea.db')\nsea.execute('create table ships "
          f"(name)')\nsea.execute('insert into ships values (\"{name}\")')\nsea.commit()"
          for name in ("Ann", "Bo"))),
    "depth of calls": ("import sys\nsys.setrecursionlimit(200)\nassert f(500) == 0", "unjudged",
                       "def f(n): return 0", "def f(n): return n and f(n - 1)"),
    "seed by its name": ("from random import seed\nseed(1)\nassert abs(f() - 0.134364) < 1e-5",
                         "passed", "import random\ndef f(): return random.random()",
                         "import random\ndef f(): return 1 - random.random()"),
}  # fmt: skip
