"""What worked at a learner's desk works here; where it cannot, one sentence names the cell."""

import pytest

from carekit.sandbox.explain_errors import about_errors
from carekit.sandbox.isolation.course_paths import CourseFiles
from carekit.sandbox.isolation.limits import Limits
from carekit.sandbox.notebook_plan import Shown
from carekit.sandbox.submission.unplaced_text import Placed
from carekit.sandbox.worker import Worker
from tests.sandbox.sealedset import check, marked, notebook, snapshot, submission

READ = "import pandas as pd\n{name} = len(pd.read_csv('{path}')) > 0"
WORKS = {
    "beside": "from helper import twice\nbeside = twice(2) == 4",
    "package": "import own.part\npackage = own.part.n == 5",
    "written": "get_ipython().run_cell_magic('writefile', 'made.py', 'n = 1')\n"
    "import made\nwritten = made.n == 1",
    "again": "open('made.py', 'w').write('n = 2')\nimport importlib\n"
    "again = importlib.reload(made).n == 2",
    "up2": READ.format(name="up2", path="../../course_data/tables/tickets.csv"),
    "up1": READ.format(name="up1", path="../course_data/tables/tickets.csv"),
    "up0": READ.format(name="up0", path="course_data/tables/tickets.csv"),
    "real": "import pandas\nreal = hasattr(pandas, 'DataFrame')",
}
CLOSED = {
    "keys": "import os\nkeys = not any(os.path.exists(d + 'course_data/quizzes')"
    " for d in ('', '../', '../../', '../../../'))",
    "source": "import os\nsource = not os.path.exists('../../source')"
    " and not os.path.exists('../../gradebook.db')",
    "read_only": "read_only = False\ntry: open('../../course_data/tables/tickets.csv', 'a')\n"
    "except OSError: read_only = True",
}
FILES = {
    "helper.py": b"def twice(n): return n * 2",
    "own/part.py": b"n = 5",
    # What lies beside the notebook is for the learner's process; a check has its own pandas.
    "pandas.py": b"marker = 1",
    "statistics.py": b"def median(values): return 0",
}
FAILS = {
    "library": ("import no_such_library", "module-not-there"),
    "in_function": ("def in_function():\n    import no_such_library", "module-not-there"),
    "asked": ("asked = int(input())", "asks-a-person"),
    "secret": ("import getpass\nsecret = getpass.getpass(prompt='Word: ')", "asks-a-person"),
    "last": ("last = _ + 1", "last-value"),
    "lost": ("lost = open('no-such-file')", "file-not-there"),
    "joined": ("joined = open('no-' + 'such.csv')", "file-not-there"),
    "lacking": ("from math import no_such_name\nlacking = 1", "module-not-there"),
    "built": ("built = __import__('no_' + 'such_word')", "module-not-there"),
}
TABLE = "tables/tickets.csv"
# As they stand in a learner's code.
PATHS = {
    "absolute": f"'/home/ann/course_data/{TABLE}'",
    "drive": r"r'C:\Users\ann\course_data\tables\tickets.csv'",
    "doubled": r"'C:\\Users\\ann\\Downloads\\tickets.csv'",
    "backslash": r"r'course_data\tables\tickets.csv'",
    "too_far": f"'../../../../course_data/{TABLE}'",
    "other_case": f"'/Users/Ann/Course_Data/{TABLE.title()}'",
}
FAILS |= {
    name: (f"import pandas as pd\n{name} = len(pd.read_csv({path}))", "course-path")
    for name, path in PATHS.items()
}
FAILS["inside"] = (
    f"def inside():\n    return open('/home/ann/course_data/{TABLE}').read()",
    "course-path",
)
RIGHT = f"../../course_data/{TABLE}"
NAMED = {
    **dict.fromkeys((*PATHS, "inside"), RIGHT),
    "library": "no_such_library",
    "in_function": "no_such_library",
    "lost": "no-such-file",
    "lacking": "math.no_such_name",
}


def _cells(answers, test):
    cells = []
    for name, source in answers.items():
        filled = f"### BEGIN SOLUTION\n{source}\n### END SOLUTION"
        cells += [marked(f"do-{name}", "code", filled, solution=True), test(name)]
    return cells


@pytest.fixture(scope="module")
def graded(root):
    good = WORKS | CLOSED
    # The learner's own statistics.py must not be the one that a check imports.
    test = "import statistics\nassert {} is True\nassert statistics.median([1, 2, 9]) == 2"
    cells = _cells(good, lambda n: check(n, test.format(n), 1))
    bad = {name: source for name, (source, _) in FAILS.items()}
    cells += _cells(bad, lambda n: check(n, f"assert {n}() if callable({n}) else {n}", 1))
    sources = {f"do-{name}": source for name, source in (good | bad).items()}
    given = [{**c, "source": sources.get(c["id"], c["source"])} for c in cells]
    with Worker(snapshot(notebook(*cells)), limits=Limits(total_seconds=40), course=root) as one:
        return one.grade({**submission(notebook(*given)), **FILES})


@pytest.mark.parametrize("name", [*WORKS, *CLOSED])
def test_what_lies_beside_or_above_the_notebook_is_found_and_nothing_secret(name, graded):
    cell = graded["notebooks"]["a"]["cells"][name]
    assert cell["score"] == 1, cell


@pytest.mark.parametrize("name", FAILS)
def test_what_the_grader_lacks_is_said_once_with_the_cell(name, graded):
    where = name if FAILS[name][0].startswith("def") else f"do-{name}"
    said = [one for one in graded["flags"] if (one["code"], one["cell"]) == (FAILS[name][1], where)]
    assert len(said) == 1
    assert where in said[0]["says"]["zh-Hant"]
    # A name is told where the learner's own code has it, and nothing that an error made up.
    assert said[0].get("named") == NAMED.get(name)
    assert all(NAMED.get(name, where) in text for text in said[0]["says"].values())
    assert not any(
        "no_such_word" in text or "no-such.csv" in text for text in said[0]["says"].values()
    )
    assert graded["notebooks"]["a"]["cells"][name]["score"] == 0


# What a sandbox without a file system of its own said of these paths (measured at that level).
CLOSED_PATHS = [
    (f"/home/ann/course_data/{TABLE}", "course-path", RIGHT),
    ("/home/ann/mine.csv", "file-not-there", "/home/ann/mine.csv"),
    # To write to the course's own table, or in the own folder, is no matter of a path.
    (f"/course/course_data/{TABLE}", "file-not-there", f"/course/course_data/{TABLE}"),
    (RIGHT, None, None),
    ("made.csv", None, None),
]


@pytest.mark.parametrize(("path", "code", "named"), CLOSED_PATHS)
def test_a_path_that_the_sandbox_does_not_open_is_told_in_the_same_way(path, code, named):
    error = {"output_type": "error", "ename": "PermissionError"}
    error["evalue"] = str(PermissionError(13, "Permission denied", path))
    book = snapshot(notebook(*_cells({"a": "a = 1"}, lambda n: check(n, "a", 1)))).books[0]
    placed = [Placed("code", cell.source, cell) for cell in book.cells]
    placed[0].source = f"a = open({path!r})"
    shown = [Shown([error]), Shown(verdict={"score": 0.0})]
    course = CourseFiles("/course/course_data", (TABLE, "raw/web.csv"))
    said = about_errors("a", placed, shown, lambda: course)
    wanted = {"code": code, "notebook": "a", "cell": "do-a", "named": named}
    assert said == ([wanted] if code else [])


# Python reads the second of these as ``later`` too: it takes the letter l in full width for l.
@pytest.mark.parametrize(
    ("source", "codes"),
    [
        ("later = 1", ["made-later"]),
        ("\uff4cater = 1", ["made-later"]),
        ("# later = 1", []),
        ("x = 'later'", []),
    ],
)
def test_a_name_that_a_later_cell_makes_is_told_however_it_is_spelled(source, codes):
    error = {"output_type": "error", "ename": "NameError"}
    error["evalue"] = "name 'later' is not defined"
    book = snapshot(notebook(*_cells({"a": "a = 1"}, lambda n: check(n, "a", 1)))).books[0]
    placed = [Placed("code", cell.source, cell) for cell in book.cells]
    placed.append(Placed("code", source, None))
    shown = [Shown([error]), Shown(verdict={"score": 0.0}), Shown()]
    assert [one["code"] for one in about_errors("a", placed, shown)] == codes
