"""`care report`: the class report of one's own class, from what grading left in the folder."""

import json
import re
import shutil

import pandas as pd
import pytest

from carekit.common.files import read_yaml
from carekit.common.languages import ENGLISH
from carekit.grading.class_results import called, graded_class
from carekit.grading.course.folders import read_settings
from carekit.grading.gradebook import reader
from carekit.learner.event_log import Record


@pytest.fixture
def care(graded, tmp_path, monkeypatch, invoke):
    """The verb on the sample class; gives its exit code and what it said."""
    monkeypatch.setenv("CAREKIT_ROOT", str(graded.folder))
    monkeypatch.setenv("COLUMNS", "300")

    return lambda *words: invoke("report", *words, "--out", str(tmp_path / "report.html"))


def page_at(tmp_path):
    return (tmp_path / "report.html").read_text(encoding="utf-8")


def test_what_the_folder_says_is_what_the_run_said(graded):
    """Ledger, gradebook and hand-ins are enough: nothing that a run knows is lost after it."""
    settings = read_settings(graded.folder)
    found = graded_class(settings, [one.id for one in graded.sets])
    assert [one.id for one in found.sets] == [one.id for one in graded.sets]
    for now, then in zip(found.sets, graded.sets, strict=True):
        pd.testing.assert_frame_equal(now.scores, then.scores)
        for part in ("title", "tasks", "reasons", "missing", "slips", "to_read"):
            assert getattr(now, part) == getattr(then, part), (now.id, part)
        assert set(now.refused) == set(then.refused)
    assert found.names == graded.names
    # Each name is in memory once, not once more for each set.
    once = {who: who for who in found.names}
    assert all(once[who] is who for one in found.sets for who in one.scores["learner"])


def test_without_a_set_all_of_them_are_in_one_page(graded, care, tmp_path):
    code, said = care()
    assert code == 0, said
    page = page_at(tmp_path)
    assert '<table class="matrix">' in page
    counted = re.findall(r"<b>([\d.%]+)</b>", page)
    assert f"{counted[1]} submissions to {len(graded.sets)} of " in said
    assert "for trainers only" in said
    for one in graded.sets:
        assert one.title["zh-Hant"] in page


def test_one_set_has_a_page_of_its_own(graded, care, tmp_path):
    assert care("follow-up")[0] == 0
    page = page_at(tmp_path)
    assert graded.set("follow-up").title["en"] in re.search(r"<h1>(.*?)</h1>", page)[1]
    assert graded.set("feedback").title["en"] not in page
    assert '<table class="matrix">' not in page


def test_a_set_that_does_not_exist_is_told_with_the_nearest_one(care, tmp_path):
    code, said = care("folow-up")
    assert code == 1
    assert "did you mean follow-up?" in said
    assert not (tmp_path / "report.html").exists()


@pytest.mark.parametrize("set_id", [None, "follow-up"])
def test_with_nothing_graded_the_next_step_is_told_and_no_gradebook_is_made(
    graded, care, tmp_path, monkeypatch, set_id
):
    fresh = tmp_path / "fresh"
    for part in ("source/follow-up", "release/follow-up", "course_data"):
        shutil.copytree(graded.folder / part, fresh / part)
    monkeypatch.setenv("CAREKIT_ROOT", str(fresh))
    code, said = care(*([set_id] if set_id else []))
    assert code == 1
    name = set_id or "SET"
    assert (
        f"nobody has a score yet; put what was handed in into submitted/<learner>/{name}/" in said
    )
    assert f"run `care grade {name}`" in said
    assert not (fresh / "gradebook.db").exists()


@pytest.fixture
def copy(graded, tmp_path):
    """A copy of the graded class that a test may change."""
    root = tmp_path / "course"
    for part in ("source", "submitted", "course_data", ".care"):
        shutil.copytree(graded.folder / part, root / part)
    for part in ("gradebook.db", "nbgrader_config.py"):
        shutil.copy2(graded.folder / part, root / part)
    for log in [*root.glob("submitted/*/**/*.jsonl")]:
        log.unlink()
    return root


def test_a_set_that_nobody_handed_in_is_named_and_left_out(graded, copy, care, monkeypatch):
    monkeypatch.setenv("CAREKIT_ROOT", str(copy))
    path = copy / "course_data" / "course.yml"
    words = read_yaml(path).data
    title = dict.fromkeys(("en", "zh-Hans", "zh-Hant"), "X")
    words["sets"] = [*words["sets"], {"id": "neap", "title": title}]
    path.write_text(json.dumps(words), encoding="utf-8")
    code, said = care()
    assert code == 0, said
    assert re.search(r"nobody has a score yet: .*\bneap\n", said)
    assert f"submissions to {len(graded.sets)} of {len(words['sets'])} sets" in said
    said = care("--lang", "zh-Hant")[1]
    assert re.search(r"還沒有任何學員的得分：.*\bneap\n", said)
    assert f"{len(words['sets'])} 份練習中的 {len(graded.sets)} 份" in said
    # What is left of English are names: of files, and of sets.
    assert not re.search(r"[a-z]+ [a-z]+ [a-z]+", said), said


def test_practice_is_told_from_the_records_that_were_handed_in(copy, care, tmp_path, monkeypatch):
    root = copy
    monkeypatch.setenv("CAREKIT_ROOT", str(root))
    for learner, right in (("amara-okafor", True), ("ines-costa", False)):
        record = Record(root / "submitted" / learner / "my-record", actor=learner)
        record.answered("follow-up/no-such", ["a"], score=1.0, right=True, lang=ENGLISH)
        record.answered(
            "follow-up/which-queue-needs-help", ["a"], score=0.0, right=right, lang=ENGLISH
        )
    code, said = care()
    assert code == 0, said
    [table] = re.findall(r'<table class="practice">.*?</table>', page_at(tmp_path), re.S)
    assert table.count("<tr>") == 2
    assert re.findall(r"<td>(\d+)</td>", table) == ["2", "0"]
    shutil.copytree(root / "submitted/ines-costa/my-record", root / "submitted/ines-costa/again")
    code, said = care()
    assert code == 0
    assert "ines-costa: two records; keep the one that counts" in said


def test_two_learners_of_one_name_are_two_lines():
    assert called({"a": "Mei", "b": "Mei", "c": "", "d": "Bo"}) == {
        "a": "Mei (a)",
        "b": "Mei (b)",
        "c": "c",
        "d": "Bo",
    }


def test_a_learner_who_is_enrolled_and_did_nothing_is_named(copy):
    settings = read_settings(copy)
    reader.enrol(settings.db_url, {"zoe": "Zoë"})
    [one] = graded_class(settings, ["follow-up"]).sets
    assert "zoe" in one.missing
