"""A notebook of another set of this course is told by its cells, whatever it lost."""

import json

import pytest

from carekit.grading.course.folders import read_snapshot, set_ids
from carekit.grading.intake.which_set import CourseSets
from tests.conftest import ROOT
from tests.grading.test_other_sets import stripped

SETS = set_ids(ROOT)


def released(name):
    return json.loads((ROOT / "release" / name / f"{name}.ipynb").read_bytes())


@pytest.mark.parametrize("name", SETS)
def test_every_set_of_the_course_is_told_from_every_other(name):
    sets = CourseSets.of(ROOT, name, read_snapshot(ROOT, name))
    for other in SETS:
        whole = released(other)
        wanted = None if other == name else other
        assert sets.other(whole) == wanted
        assert sets.other(stripped(whole)) == wanted
