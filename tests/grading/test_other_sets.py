"""A notebook of another set is told by its cells, whatever it is called and whatever it lost."""

import json
import sys
from pathlib import Path

import pytest

from carekit.grading.course.folders import read_settings, read_snapshot
from carekit.grading.intake.course_inbox import course_inbox
from carekit.grading.intake.which_set import CourseSets
from carekit.grading.run.one_process import OneProcess
from carekit.grading.run.run import Run

sys.path.insert(0, str(Path(__file__).with_name("fakes")))
from small_course import SET, as_bytes, book, contents, grade, make_course

OTHER = "waves"


def waves():
    """Return the notebook of a second set, whose cells have names of their own."""
    text = as_bytes(book()).decode()
    for one in ("high", "low", "essay", "title"):
        text = text.replace(f'"id": "{one}', f'"id": "wave-{one}')
        text = text.replace(f'"grade_id": "{one}', f'"grade_id": "wave-{one}')
    return text


def stripped(notebook):
    """Return a notebook as some editors leave it: without marks, with ids of their own."""
    cells = [
        {**cell, "id": f"new-{number}", "metadata": {}}
        for number, cell in enumerate(notebook["cells"])
    ]
    return {**notebook, "cells": cells}


def test_what_may_be_of_this_set_is_never_called_another_ones(tmp_path):
    root = make_course(tmp_path)
    path = root / "source" / OTHER / f"{OTHER}.ipynb"
    path.parent.mkdir()
    path.write_text(waves(), "utf-8")
    sets = CourseSets.of(root, SET, read_snapshot(root, SET))
    mine, theirs = book(secret=False), json.loads(waves())
    check = next(one["id"] for one in mine["cells"] if one["id"].endswith("-check"))
    both = {**mine, "cells": theirs["cells"] + mine["cells"]}
    one_of_theirs = {**mine, "cells": stripped(mine)["cells"][-1:] + theirs["cells"][-1:]}
    for notebook in (
        both,
        {**mine, "cells": [one for one in mine["cells"] if one["id"] == check] + theirs["cells"]},
        one_of_theirs,
        {**mine, "cells": []},
        {"cells": None},
        {"cells": [1, {"source": [2]}, {"metadata": 3, "id": 4, "source": {}}]},
        {"worksheets": []},
    ):
        assert sets.other(notebook) is None
    assert sets.other(theirs) == OTHER


@pytest.mark.parametrize(
    ("place", "codes"), [("submitted", None), ("downloads/week-3", ["other-set"])]
)
def test_who_handed_in_another_set_is_passed_over_only_where_all_sets_lie(tmp_path, place, codes):
    root = make_course(tmp_path)
    text = waves()
    for path in (f"source/{OTHER}", f"{place}/Zoe Mueller_12_assignsubmission_file"):
        (root / path).mkdir(parents=True)
        (root / path / f"{OTHER}.ipynb").write_text(text, "utf-8")
    settings, snapshot = read_settings(root), read_snapshot(root, SET)
    found = list(course_inbox(settings, SET, snapshot, root / place))
    told = [[flag.code for flag in one.flags] for one in found if one.refused]
    assert (told, len(found)) == ([codes] if codes else [], len(told))


def test_a_learner_who_did_another_set_only_gets_no_row_and_no_points(tmp_path):
    root = make_course(tmp_path)
    text = waves()
    for path in (f"source/{OTHER}", f"submitted/ann/{OTHER}", f"submitted/bea/{SET}"):
        file = root / path / (f"{SET}.ipynb" if path.endswith(SET) else f"{OTHER}.ipynb")
        file.parent.mkdir(parents=True)
        file.write_text(text, "utf-8")
    settings, snapshot = read_settings(root), read_snapshot(root, SET)
    inbox = course_inbox(settings, SET, snapshot, root / "submitted")
    report = Run(settings, SET, snapshot, inbox, OneProcess(grade))()
    assert (report.graded, report.refused, report.missing) == ([], ["bea"], [])
    assert [one["code"] for one in report.flagged["bea"]] == ["other-set"]
    assert report.flagged["bea"][0]["params"] == {"found": f"{SET}.ipynb", "set": OTHER}
    assert contents(root)[:2] == ([], [])
