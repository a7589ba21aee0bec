"""Accidents in what learners write: their code, and the files that their code reads."""

from tests.sandbox.sealedset import RIGHT, TOP_RIGHT

ADDED = "total = add(orders.amount)"
NLARGEST = "table['amount'].nlargest(count).tolist()"
OWN_CLASS = f"class Own:\n    def top(self, table, count):\n        return {NLARGEST}\n"
OWN_EQUAL = (
    "class Own:\n    def __init__(self, x):\n        self.x = x\n"
    "    def __eq__(self, other):\n        return self.x == other.x"
)
SORTS = "table.sort_values('amount', ascending=False, inplace=True)"
OWN_DATA = ("amount\n" + "\n".join(map(str, range(60)))).encode()
# What stands in place of `total`, and the files of the learner's own beside the notebook.
OWN_FILES = {
    "own script, run": (f"%run mine.py\n{ADDED}", {"mine.py": b"def add(x): return int(x.sum())"}),
    "own module beside the notebook": (
        f"from mine import add\n{ADDED}",
        {"mine.py": b"def add(x): return int(x.sum())"},
    ),
    "own data in a folder": (
        "total = int(pd.read_csv('data/mine.csv')['amount'].sum())",
        {"data/mine.csv": OWN_DATA},
    ),
    "in a folder of its own": (
        f"import os\nos.makedirs('x', exist_ok=True)\nos.chdir('x')\n{RIGHT['total']}",
        {},
    ),
}

# What stands in place of a right answer, the scores that are lost by it, and the flags.
CODE = {
    "warning": ({"total": "import warnings\nwarnings.warn('x')\n" + RIGHT["total"]}, {}, []),
    "on stderr": ({"total": "import sys\nprint('x', file=sys.stderr)\n" + RIGHT["total"]}, {}, []),
    "warning when a check calls": (
        {"top": "import warnings\n" + TOP_RIGHT.replace("\n", "\n    warnings.warn('x')\n", 1)},
        {},
        [],
    ),
    "log line when a check calls": (
        {"top": TOP_RIGHT.replace("\n", "\n    import sys; print('x', file=sys.stderr)\n", 1)},
        {},
        [],
    ),
    "module that the grader lacks": (
        {"part": f"import no_such_library\n{RIGHT['part']}"},
        {"part": 0},
        ["module-not-there"],
    ),
    "input that the answer needs": (
        {"total": "total = int(input('total?'))"},
        {"total": 0},
        ["asks-a-person"],
    ),
    "what the cell above showed last": (
        {"top": f"{TOP_RIGHT}\norders.amount.sum()", "total": "total = _"},
        {},
        [],
    ),
    "what a later cell showed last": (
        {"total": "total = _ + 0", "part": f"{RIGHT['part']}\norders.amount.sum()"},
        {"total": 0},
        ["last-value"],
    ),
    "own class with == of its own": (
        {"part": f"{OWN_EQUAL}\nmade = Own(1)\nparts = ['a', 'b'] if made == Own(1) else []"},
        {},
        [],
    ),
    "own objects with == of their own for texts": (
        {"part": f"{OWN_EQUAL}\nparts = [Own('a'), Own('b')]"},
        {"part": 0},
        [],
    ),
    "wait before the answer": (
        {"total": f"import time\ntime.sleep(0.2)\n{RIGHT['total']}"},
        {},
        [],
    ),
    "math not in the setup, imported": (
        {"total": "import math\ntotal = math.fsum(orders['amount'])"},
        {},
        [],
    ),
    "half a letter in an error": (
        {"total": "raise ValueError('\\ud800')"},
        {"total": 0},
        [],
    ),
    "exit()": ({"total": RIGHT["total"] + "\nexit()"}, {}, []),
    "sys.exit": ({"total": RIGHT["total"] + "\nimport sys\nsys.exit(3)"}, {}, []),
    "input": ({"total": RIGHT["total"] + "\ninput('name?')"}, {}, []),
    "syntax error": ({"total": "total = = 1"}, {"total": 0}, []),
    "exception": ({"total": "total = 1 / 0"}, {"total": 0}, []),
    "recursion": ({"total": "def f(): return f()\nf()"}, {"total": 0}, []),
    "data file not handed in": (
        {"total": "total = pd.read_csv('no.csv')['amount'].sum()"},
        {"total": 0},
        ["file-not-there"],
    ),
    "notes not handed in": ({"total": RIGHT["total"] + "\nopen('notes.txt')"}, {}, []),
    "needs a later cell": (
        {"total": "total = later", "part": "later = 1770\n" + RIGHT["part"]},
        {"total": 0},
        ["made-later"],
    ),
    "endless loop": ({"total": "while True: pass"}, {"total": 0}, ["cell-stopped"]),
    "loop in function": (
        {"top": "def top(t, n):\n    while True: pass"},
        {"top": 0},
        ["cell-stopped"],
    ),
    "memory": ({"total": "x = 'x' * 10**10"}, {"total": 0}, ["memory-used-up"]),
    "output": ({"total": RIGHT["total"] + "\nprint('y' * 10**8)"}, {}, []),
    "many lines": ({"total": RIGHT["total"] + "\nfor i in range(10**5): print(i)"}, {}, []),
    "os._exit": (
        {"total": "import os\nos._exit(0)"},
        {"total": 0, "part": 0},
        ["process-ended"],
    ),
    "crash": (
        {"part": "import ctypes\nctypes.string_at(0)"},
        {"part": 0},
        ["process-ended"],
    ),
    "magics": ({"total": "%time total = 1770\n%matplotlib inline\n!echo hi"}, {}, []),
    "await": ({"total": "import asyncio\nawait asyncio.sleep(0)\ntotal = 1770"}, {}, []),
    "helper in another cell": ({"total": "total = sum(orders['amount'])"}, {}, []),
    "works on the setup's table": (
        {"total": "orders['tax'] = orders['amount'] * 0.2\ntotal = int(orders['amount'].sum())"},
        {},
        [],
    ),
    "numpy number": ({"total": "total = orders['amount'].sum()"}, {}, []),
    "number with a fraction": ({"total": "total = float(orders['amount'].sum())"}, {}, []),
    "rounded": ({"total": "total = round(orders['amount'].sum(), 2)"}, {}, []),
    "tuple for a list": ({"part": "parts = ('a', 'b')"}, {}, []),
    "array for a list": ({"part": "import numpy as np\nparts = np.array(['a', 'b'])"}, {}, []),
    "Series for a list": ({"part": "parts = pd.Series(['a', 'b'])"}, {}, []),
    "generator for a list": ({"part": "parts = (letter for letter in 'ab')"}, {}, []),
    "lambda": ({"top": f"top = lambda table, count: {NLARGEST}"}, {}, []),
    "method": (
        {"top": f"{OWN_CLASS}\ntop = Own().top"},
        {},
        [],
    ),
    "type hints": (
        {
            "top": "def top(table: pd.DataFrame, count: int = 3) -> list[int]:\n"
            f"    return {NLARGEST}"
        },
        {},
        [],
    ),
    "sorts the table it is given": (
        {
            "top": f"def top(table, count):\n    {SORTS}\n"
            "    return table['amount'].tolist()[:count]"
        },
        {},
        ["argument-changed"],
    ),
    "last line of the stub left": (
        {"total": f"{RIGHT['total']}\nraise NotImplementedError()"},
        {},
        [],
    ),
    "names in Chinese": ({"total": "总数 = int(orders['amount'].sum())\ntotal = 总数"}, {}, []),
    "name of a builtin taken": (
        {"total": "sum = orders['amount'].sum()\ntotal = int(sum)"},
        {},
        [],
    ),
    "full-width signs": ({"total": "total＝int（orders.amount.sum()）"}, {"total": 0}, []),
    "curly quotes": ({"part": "parts = [‘a’, ‘b’]"}, {"part": 0}, []),
    "path of one's own computer": (
        {"total": "total = pd.read_csv('/home/ana/Downloads/orders.csv')['amount'].sum()"},
        {"total": 0},
        ["file-not-there"],
    ),
    "setup's table deleted": ({"top": f"{TOP_RIGHT}\ndel orders"}, {"total": 0}, []),
}
