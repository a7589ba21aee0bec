"""Every example of docs/checks.md, graded by stock nbgrader and by the sealed worker."""

import json
import re

import pytest

from carekit.grading.course.folders import read_snapshot
from carekit.grading.gradebook.reader import scores
from carekit.sandbox.worker import Worker
from tests.sandbox.sealedset import check, marked, notebook

pytestmark = pytest.mark.slow

SET = "examples"
BLOCK = r"(?:{}):\n```python\n(.*?)```"
# One slip for each part: its text on the page, and what a learner wrote in its place.
WRONG = {
    "Deleting a name": ("return sum(squares(n))", "return 14"),
    "Replacing a name": ("x / length(v)", "x / 5"),
    "Patching input or print": ("Hello, {name}", "Hallo, {name}"),
    "Captured output": ("range(1, n + 1)", "range(1, n)"),
    "A seed set by the check": ("randint(1, 6)", "randint(1, 5)"),
    "Source text": ("> len(best)", "< len(best)"),
    "Checks about code itself": ("min(left)", "max(left)"),
    "Signature and defaults": ("exponent=2", "exponent=3"),
    "globals()": ("/ 4", "/ 3"),
    "Coroutines and generators": ("return 5", "return 6"),
    "Objects of the check's own": ("balance + amount", "balance"),
    "Figures": ('x="day"', 'x="calls"'),
    "Fitted models": ("[1, 3, 5]", "[1, 3, 6]"),
    "Structured and masked arrays": ("100)", "1)"),
    "attrs": ('["unit"] = "kg"', '["unit"] = "g"'),
    "Namedtuples": ("Point(1, 2)", "Point(2, 1)"),
    "Files written by the learner's code": ('"2,4"', '"2,5"'),
    "An array in a list": ("[0, grid]", "[1, grid]"),
    "The last line is a value": ("x**3", "x**2"),
}


@pytest.fixture(scope="module")
def parts():
    """Return the page's parts by heading: the answer, and the check before and after."""
    from pathlib import Path

    page = (Path(__file__).parents[2] / "docs" / "checks.md").read_text()
    found = {}
    for part in re.split(r"^## ", page, flags=re.M)[1:]:
        heading = part.split("\n")[0]
        blocks = [
            re.findall(BLOCK.format(name), part, re.S) for name in ("Answer", "Before", "After")
        ]
        assert [len(one) for one in blocks] == [1, 1, 1], heading
        found[heading] = [one[0].rstrip("\n") for one in blocks]
    return found


def test_every_part_has_its_slip(parts):
    assert parts.keys() == WRONG.keys()
    for heading, (said, instead) in WRONG.items():
        assert parts[heading][0].count(said) == 1, heading
        assert said != instead


def named(number, what):
    return f"part-{number}-{what}"


def source(parts):
    cells = []
    for number, (answer, before, after) in enumerate(parts.values()):
        given = f"### BEGIN SOLUTION\n{answer}\n### END SOLUTION"
        cells.append(marked(named(number, "answer"), "code", given, solution=True))
        # What a check of the first kind leaves behind must not matter to the second.
        cells += [
            check(named(number, "after"), after, 1),
            check(named(number, "before"), before, 1),
        ]
    return notebook(*cells)


@pytest.fixture(scope="module")
def course(parts, tmp_path_factory):
    """Return a course of one set that holds all examples, with a right and a wrong hand-in."""
    root = tmp_path_factory.mktemp("checks") / "course"
    made = source(parts)
    files = {f"source/{SET}/{SET}.ipynb": made}
    for who in ("right", "wrong"):
        handed_in = json.loads(json.dumps(made))
        for number, (heading, (answer, *_)) in enumerate(parts.items()):
            written = answer if who == "right" else answer.replace(*WRONG[heading])
            for cell in handed_in["cells"]:
                if cell["id"] == named(number, "answer"):
                    cell["source"] = written
        files[f"submitted/{who}/{SET}/{SET}.ipynb"] = handed_in
    for name, data in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(json.dumps(data))
    return root


@pytest.fixture(scope="module")
def by_stock(course, nbgrader):
    """Return stock nbgrader's points, by learner and cell."""
    nbgrader("generate_assignment", SET, cwd=course)
    nbgrader("autograde", SET, cwd=course)
    table = scores(f"sqlite:///{course / 'gradebook.db'}", SET)
    return {(row.learner, row.cell): row.score for row in table.itertuples()}


@pytest.fixture(scope="module")
def sealed(course):
    """Return the sealed worker's cells, by learner and cell."""
    found = {}
    with Worker(read_snapshot(course, SET), seed=1) as worker:
        for who in ("right", "wrong"):
            file = course / "submitted" / who / SET / f"{SET}.ipynb"
            result = worker.grade({file.name: file.read_bytes()})
            cells = result["notebooks"][SET]["cells"]
            found |= {(who, name): cell for name, cell in cells.items()}
    return found


def asked(points, parts, who, what):
    return {heading: points(who, named(number, what)) for number, heading in enumerate(parts)}


def test_stock_gives_both_checks_their_point_and_no_point_for_a_slip(by_stock, parts):
    def points(who, cell):
        return by_stock[who, cell]

    full, none = dict.fromkeys(parts, 1), dict.fromkeys(parts, 0)
    assert asked(points, parts, "right", "before") == full
    assert asked(points, parts, "right", "after") == full
    assert asked(points, parts, "wrong", "after") == none


def test_the_rewritten_check_is_judged_sealed_with_the_same_points(sealed, parts):
    def told(who, cell):
        one = sealed[who, cell]
        return one["score"], one["outcome"], one["message"] if one["score"] else ""

    full = dict.fromkeys(parts, (1.0, "passed", ""))
    none = dict.fromkeys(parts, (0.0, "failed", ""))
    assert asked(told, parts, "right", "after") == full
    assert asked(told, parts, "wrong", "after") == none
