"""A folder whose name is of another computer, or that is closed: named, and the rest goes on."""

import errno
import os

import pytest

from carekit.grading.course.intake_limits import IntakeLimits
from carekit.grading.intake.archives import folder_entries
from tests.grading.quiz_class import LEARNER, SET, points


def renamed(root, name):
    (root / "submitted" / LEARNER).rename(root / "submitted" / name)
    return root


# As a folder from a computer that writes names in another encoding is called here.
ELSEWHERE = os.fsdecode("陈".encode("gbk"))


@pytest.mark.parametrize(
    "words",
    [
        ("grade", SET),
        ("grade", SET, "--json"),
        ("exam", "score", "form-a", "--out", "out.csv"),
        ("exam", "release", "form-a"),
    ],
)
def test_a_folder_name_in_another_encoding_is_named_and_the_rest_goes_on(
    quiz_class, verbs, monkeypatch, words
):
    root, care = verbs(quiz_class)
    monkeypatch.chdir(root)
    renamed(root, ELSEWHERE)
    code, said = care(*words)
    assert code == (3 if words[0] == "grade" else 0)
    assert "\\udcb3\\udcc2" in said.replace("\\\\", "\\")
    if words[0] == "grade":
        assert points(root) == {"ana": 2.0, "cy": 0.0}
    elif words[1] == "release":
        given = {path.parts[-3] for path in root.glob("feedback/*/form-a/*.json")}
        assert given == {"ana", "cy"}


def test_a_folder_that_may_not_be_opened_is_named_and_the_rest_goes_on(
    quiz_class, verbs, monkeypatch
):
    root, care = verbs(quiz_class)
    listed, asked = os.scandir, os.lstat

    def refused(path):
        raise PermissionError(errno.EACCES, "Permission denied", os.fspath(path))

    # Once a folder that does not tell its names, once one that tells nothing but names.
    def scandir(path):
        return refused(path) if str(path).endswith(f"{LEARNER}/{SET}") else listed(path)

    def lstat(path, **more):
        closed = isinstance(path, str) and f"/cy/{SET}/" in path
        return refused(path) if closed else asked(path, **more)

    monkeypatch.setattr(os, "scandir", scandir)
    monkeypatch.setattr(os, "lstat", lstat)
    code, said = care("grade", SET)
    assert code == 3
    assert points(root) == {"ana": 2.0}
    assert said.count("could not be read (Permission denied)") >= 2
    assert LEARNER in said


def test_a_time_that_no_calendar_has_is_the_last_or_the_first_one(tmp_path, monkeypatch):
    times = {"early": -(10**14), "late": 10**14}
    for name in times:
        (tmp_path / name).write_text("x")
    asked = os.lstat

    def lstat(path):
        found = list(asked(path))
        found[8] = times[os.path.basename(path)]  # noqa: PTH119
        return os.stat_result(found)

    monkeypatch.setattr(os, "lstat", lstat)
    early, late = folder_entries(tmp_path, IntakeLimits())
    assert (early.time.year, late.time.year) == (1, 9999)
