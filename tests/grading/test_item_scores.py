"""Scores of a set by item: quizzes are taken apart, and what cannot be told is missing."""

import json
from types import SimpleNamespace

import pandas as pd
import pytest

from carekit.grading.item_scores import QuizAnswers
from carekit.learner.graded_answers import parsed
from carekit.questions.views.key_only import question_of
from carekit.reports.analyzed_items import of_set
from carekit.reports.chosen_options import OptionCount


def key(name, right):
    choices = [{"id": one, **({"right": True} if one == right else {})} for one in "abc"]
    return {"id": name, "kind": "single", "use": "graded", "bloom": "apply", "choices": choices}


SOURCE = f"key = {[key('tide', 'a'), key('moon', 'b')]!r}\nworth(key, points=4)\n"


def cell(name, source):
    return SimpleNamespace(id=name, test=True, source=source)


SNAPSHOT = SimpleNamespace(
    books=[SimpleNamespace(cells=[cell("check", "assert 1"), cell("quiz", SOURCE)])]
)


def saved(lang="en", **answers):
    said = {
        name: {"answer": [one], "saved": "2026-01-05T01:00:00Z", "lang": lang}
        for name, one in answers.items()
    }
    return parsed(json.dumps({"version": 1, "answers": said}).encode())


def cells(rows):
    table = pd.DataFrame(rows, columns=["learner", "cell", "score", "max_score"])
    return table.assign(needs_manual=False, manual_score=float("nan"))


@pytest.fixture
def scored():
    """Return the scores of a class of which one learner has points that no answer explains."""
    answers = QuizAnswers(SNAPSHOT)
    files = [
        ("ada", saved(tide="a", moon="b")),
        ("bo", saved("zh-Hans", tide="a", moon="c")),
        ("cy", saved(tide="c")),
        ("di", saved(tide="c", moon="c")),
    ]
    assert list(answers.passing(files)) == files
    rows = [("ada", 4.0), ("bo", 2.0), ("cy", 0.0), ("di", 4.0), ("eva", 2.0)]
    return answers.item_scores(
        cells([(who, name, got, 4.0) for who, got in rows for name in ("check", "quiz")])
    )


def test_a_quiz_is_taken_apart_and_its_questions_share_its_points(scored):
    assert scored.most == {"check": 4.0, "tide": 2.0, "moon": 2.0}
    points = scored.points
    assert points.loc["ada"].to_list() == [4, 2, 2]
    assert points.loc["bo"].to_list() == [2, 2, 0]
    # What was left empty in a file that came in is worth nothing, and not missing.
    assert points.loc["cy"].to_list() == [0, 0, 0]


def test_answers_that_do_not_come_to_the_points_of_the_gradebook_are_missing(scored):
    # Somebody gave di points by hand, and eva answered in another way.
    for who in ("di", "eva"):
        assert scored.points.loc[who, "check"] >= 0
        assert scored.points.loc[who, ["tide", "moon"]].isna().all()


def test_the_language_of_nearly_all_answers_is_kept(scored):
    assert scored.languages == {"ada": "en", "bo": "zh-Hans", "cy": "en", "di": "en", "eva": ""}


def test_options_of_a_quiz_are_counted_by_third_and_guessing_is_known(scored):
    found = of_set("tides", scored)
    figures = {one.item: one for one in found.figures}
    assert figures["tide"].chance == pytest.approx(1 / 3)
    assert (figures["tide"].learners, figures["tide"].facility.value) == (3, pytest.approx(2 / 3))
    assert (found.whole.learners, found.whole.left_out) == (3, 2)
    counted = {(one.item, one.option): one for one in found.options}
    assert len(counted) == 6
    # By all their points: cy and eva are the weakest, ada the best of five.
    assert counted["moon", "b"] == OptionCount("moon", "b", right=True, chosen=(0, 0, 1))
    assert sum(counted["moon", "c"].chosen) == 2


def test_an_unreadable_learner_is_passed_on_and_has_no_score(monkeypatch):
    def broken(*_):
        raise RuntimeError("odd")

    monkeypatch.setattr("carekit.grading.item_scores.score", broken)
    answers = QuizAnswers(SNAPSHOT)
    assert [who for who, _ in answers.passing([("ada", saved(tide="a", moon="b"))])] == ["ada"]
    found = answers.item_scores(cells([("ada", "quiz", 4.0, 4.0)]))
    # Without any answers the quiz stays one item.
    assert list(found.points.columns) == ["quiz"]


def test_the_key_of_these_tests_is_one_that_the_kit_reads():
    assert question_of(key("tide", "a")).key == {"a"}
