"""The level of trust of each check is the highest at which the reference gets its points."""

import json

import pytest

from carekit.common.files import ContentError
from carekit.grading.check_lint.levels import level_lines
from carekit.grading.course.chosen_trust import place_of
from carekit.grading.course.folders import read_settings, read_snapshot
from carekit.grading.run.choose_trust import Chooser
from carekit.sandbox.isolation.limits import Limits
from carekit.sandbox.isolation.sandbox import Level
from tests.sandbox.sealedset import check, snapshot, source_notebook

ASKS = "import sys\nassert sys.getrefcount(top) > 1"
LEVELS = {"top-check": "sealed", "source": "visiting", "no-net": "by hand", "named": "by hand"}


@pytest.fixture
def course(tmp_path):
    """Return the folder of a course with one set: checks of each level, and one that names its."""
    made = source_notebook()
    made["cells"].insert(3, check("source", ASKS, 2))
    made["cells"].append(check("no-net", "open('/nowhere/at/all')", 2))
    named = check("named", "assert True", 2)
    named["metadata"]["carekit"] = {"trust": "by hand"}
    made["cells"].append(named)
    put(tmp_path, made)
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\n", encoding="utf-8")
    (tmp_path / "course_data").mkdir()
    return tmp_path


def put(root, made):
    folder = root / "source" / "set"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "a.ipynb").write_text(json.dumps(made), encoding="utf-8")


def levels(found):
    return {cell.id: cell.trust for cell in found.books[0].cells if cell.test}


def chosen(root, lowest="visiting"):
    chooser = Chooser(root, "set", Limits(), Level.NAMESPACES, lowest)
    return levels(chooser(read_snapshot(root, "set")))


def test_each_check_gets_the_highest_level_at_which_the_reference_gets_its_points(
    course, monkeypatch
):
    assert LEVELS.items() <= chosen(course).items()
    why = json.loads(place_of(course, "set").read_text())["chosen"]["a"]
    assert why["source"]["why"].startswith("asks for the number of references")
    assert "No such file" in why["no-net"]["why"]
    # Once chosen, the levels are read and nothing is run.
    monkeypatch.setattr(Chooser, "_tried", None)
    assert LEVELS.items() <= chosen(course).items()
    assert levels(read_snapshot(course, "set")) == chosen(course)
    # A course that wants sealed checks only has the others marked by a person.
    config = course / "nbgrader_config.py"
    config.write_text("c = get_config()\nc.Carekit.lowest_trust = 'sealed'\n", encoding="utf-8")
    assert read_settings(course).rules.settings.lowest_trust == "sealed"
    assert levels(read_snapshot(course, "set"))["source"] == "by hand"
    # Another reference solution is another choice.
    made = source_notebook()
    made["cells"][1]["source"] = made["cells"][1]["source"].replace(".tolist()", ".to_list()")
    put(course, made)
    assert levels(read_snapshot(course, "set"))["top-check"] == ""


def test_a_source_that_solves_nothing_says_nothing_about_its_checks(course):
    made = source_notebook()
    book = snapshot(made).books[0]
    for cell, known in zip(made["cells"], book.cells, strict=True):
        cell["source"] = known.released
    put(course, made)
    assert set(chosen(course).values()) == {"sealed"}


def test_lint_says_of_each_check_that_is_not_sealed_why_and_how_to_write_it(course):
    chooser = Chooser(course, "set", Limits(), Level.NAMESPACES, "visiting")
    found = read_snapshot(course, "set")
    told = dict(
        line.split(": ", 2)[1:]
        for line in level_lines(course / "source" / "set", chooser(found), chooser.chosen(found))
    )
    assert set(told) == {"source", "no-net", "named"}
    assert told["source"].startswith("visiting: ")
    assert "it asks for the number of references" in told["source"]
    assert "call it with values that tell right work from wrong work" in told["source"]
    assert "it gives the reference solution 0 of 2 points: [Errno 2]" in told["no-net"]
    assert told["named"].startswith("by hand by its metadata: ")


def test_where_no_process_can_be_started_the_set_and_the_reason_are_named(course):
    chooser = Chooser(course, "set", Limits(disk_mb=0), Level.NAMESPACES, "visiting")
    (course / "source" / "set" / "table.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(ContentError, match="set: the reference solution could not be tried") as no:
        chooser(read_snapshot(course, "set"))
    assert "more than its disk holds" in str(no.value)
    assert not place_of(course, "set").exists()
