"""Checks that count on what a learner's cells left in their process, or on true classes.

As in ``kinds_of_sharing``, a kind is a check, the outcome of right work, right and wrong work. What
changes its process for all cells after it has a notebook of its own, in ``LEFT_ALONE``.
"""

LEFT_ALONE = {
    "seeded by a cell": ("import random\nassert abs(random.random() - 0.6229016948897019) < 1e-12",
                         "unjudged", "import random\nrandom.seed(5)",
                         "import random\nrandom.seed(6)"),
    "NumPy seeded by a cell": (
        "from numpy.random import rand\nassert abs(rand() - 0.22199317108973948) < 1e-12",
        "unjudged", "import numpy as np\nnp.random.seed(5)",
        "import numpy as np\nnp.random.seed(6)"),
    "depth of calls that was set": ("import sys\nassert sys.getrecursionlimit() == 1234",
                                    "unjudged", "import sys\nsys.setrecursionlimit(1234)",
                                    "a130 = 1"),
    "how Decimal rounds": ("import decimal\nassert str(decimal.Decimal(1) / 3) == '0.333'",
                           "unjudged", "import decimal\ndecimal.getcontext().prec = 3",
                           "import decimal\ndecimal.getcontext().prec = 4"),
    "errors of NumPy, set": ("import numpy as np\nassert np.geterr()['over'] == 'raise'",
                             "unjudged", "import numpy as np\nnp.seterr(over='raise')",
                             "import numpy as np\nnp.seterr(over='warn')"),
    "how numbers are shown": ("assert f'{a133}' == '[0.12]'", "unjudged",
                              "import numpy as np\nnp.set_printoptions(precision=2)\n"
                              "a133 = np.array([0.123])",
                              "import numpy as np\nnp.set_printoptions(precision=4)\n"
                              "a133 = np.array([0.123])"),
    "working folder": ("from pathlib import Path\nassert Path('.').resolve().name == 'in134'",
                       "unjudged", "import os\nos.mkdir('in134')\nos.chdir('in134')",
                       "import os\nos.chdir('/')"),
    "time zone": ("import time\nassert time.tzname[0] == 'XYZ'", "unjudged",
                  "import os, time\nos.environ['TZ'] = 'XYZ0'\ntime.tzset()",
                  "import os, time\nos.environ['TZ'] = 'ABC0'\ntime.tzset()"),
    "an attribute of sys": ("import sys\nassert getattr(sys, 'marked', 0) == 3", "unjudged",
                            "import sys\nsys.marked = 3", "import sys\nsys.marked = 4"),
    "an attribute of sys that nobody put there": (
        "import sys\nassert getattr(sys, 'marked', 0) == 3 - a144", "passed", "a144 = 3",
        "1 / 0"),
    "filters of warnings": ("import warnings\nassert warnings.filters[0][0] == 'error'",
                            "unjudged", "import warnings\nwarnings.simplefilter('error')",
                            "a136 = 1"),
}  # fmt: skip
LEFT = {
    "numbers of the check's own, and a seed": (
        "import random\nn = random.randint(2, 9)\nassert f122(n) == 2 * n", "passed",
        "import random\nrandom.seed(5)\ndef f122(n): return 2 * n",
        "def f122(n): return 3 * n"),
    "state of the random numbers": (
        "import random\nbefore = random.getstate()\nf123()\nassert random.getstate() == before",
        "unjudged", "def f123(): return 4", "import random\ndef f123(): return random.random()"),
    "state, by its name": (
        "from numpy.random import get_state\nkeys = get_state()[1].copy()\nf124()\n"
        "assert (get_state()[1] == keys).all()", "unjudged", "def f124(): return 4",
        "import numpy as np\ndef f124(): np.random.seed(3)"),
    "state put back": (
        "import random\nbefore = random.getstate()\nrandom.seed(1)\n"
        "assert f125() == random.Random(1).random()\nrandom.setstate(before)", "passed",
        "import random\ndef f125(): return random.random()", "def f125(): return 0.5"),
    "folders of modules": ("import sys\nassert any(p.endswith('own126') for p in sys.path)",
                           "unjudged", "import sys\nsys.path.append('own126')", "a126 = 1"),
    "no folder of modules": ("from sys import path\nassert 'own127' not in path", "unjudged",
                             "a127 = 1", "import sys\nsys.path.append('own127')"),
    "a folder added": ("import sys\nsys.path.append('.')\nassert a128 == 1", "passed",
                       "a128 = 1", "a128 = 2"),
    "what runs at the end": ("import atexit\nbefore = atexit._ncallbacks()\nf199()\n"
                             "assert atexit._ncallbacks() == before", "unjudged",
                             "def f199(): return 1",
                             "import atexit\ndef f199(): atexit.register(print)"),
    "variable, by its name": ("from os import getenv as ask\nassert ask('CARE129') == '1'",
                              "unjudged", "import os\nos.environ['CARE129'] = '1'", "a129 = 1"),
    # Of dicts of Python's own library, and of classes that derive from dict.
    "a dict that counts": ("assert c137.most_common(1) == [('a', 2)] and c137['z'] == 0", "passed",
                           "from collections import Counter\nc137 = Counter('aab')",
                           "from collections import Counter\nc137 = Counter('abb')"),
    "a dict with a default": (
        "assert d138['z'] == 7 and d138 == {'a': 1, 'z': 7}", "passed",
        "from collections import defaultdict\nd138 = defaultdict(lambda: 7, a=1)",
        "from collections import defaultdict\nd138 = defaultdict(lambda: 8, a=1)"),
    "a dict with an order": (
        "from collections import OrderedDict\n"
        "assert isinstance(o139, OrderedDict) and o139 == OrderedDict([('b', 1), ('a', 2)])",
        "passed", "from collections import OrderedDict\no139 = OrderedDict(b=1, a=2)",
        "from collections import OrderedDict\no139 = OrderedDict(a=2, b=1)"),
    "a dict of its own that is no Series": (
        "import pandas as pd\nassert not isinstance(d140, pd.Series) and d140['a'] == 1",
        "passed", "class D140(dict): pass\nd140 = D140(a=1)",
        "class D140(dict): pass\nd140 = D140(a=2)"),
    "of a class of its own": ("assert isinstance(d141, D141)", "unjudged",
                              "class D141(list): pass\nd141 = D141()",
                              "class D141(list): pass\nd141 = []"),
    # Of libraries that are given what stands for the learner's.
    "a function for groups": (
        "import pandas as pd\nt = pd.DataFrame({'k': [1, 1], 'n': [2, 3]})\n"
        "assert t.groupby('k')['n'].agg(f142).tolist() == [3]", "passed",
        "def f142(s): return s.max()", "def f142(s): return s.min()"),
    "a coroutine that a library runs": ("import asyncio\nassert asyncio.run(f143()) == 3",
                                        "passed", "async def f143(): return 3",
                                        "async def f143(): return 4"),
}  # fmt: skip
