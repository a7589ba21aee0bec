"""The sample class: each score is what a fair human gives, in the sealed worker or on a bench."""

import copy
import hashlib
import json
import re
import warnings

import pandas as pd
import pytest

from carekit.common.course import card
from carekit.common.files import ContentError
from carekit.common.yaml_reader import parse
from carekit.grading.sample_class.demo import SEED, demo
from carekit.grading.sample_class.submissions import (
    good_answer,
    load_class,
    load_register,
    sets_of,
    submission,
    ticked,
    written,
)
from carekit.learner.graded_answers import read
from tests.conftest import ROOT
from tests.content.sets.conftest import FEW, SEALED, SET

SETS = sets_of(ROOT, [one.id for one in card(ROOT).sets])
CLASS = {name: load_class(ROOT, name) for name in SETS}
# Points of a set: scored by checks, and read by a person. All others have 14 and 6.
POINTS = {"capstone": (80, 20)}
WORK = {
    sealed: [
        pytest.param(name, learner, id=f"{name}: {learner.id}")
        for name, handed in CLASS.items()
        for learner in handed.learners
        if sealed == (name in SEALED and learner.id in FEW.get(name, [learner.id]))
    ]
    for sealed in (True, False)
}
SCORED = {}  # who wrote the same code as somebody else has the same points
every_set = pytest.mark.parametrize("name", SETS)
every_sealed_set = pytest.mark.parametrize("name", SEALED)


def points_of(name):
    return POINTS.get(name, (14, 6))


def graded_of(name):
    return CLASS[name].of(FEW.get(name)).learners


@pytest.fixture(scope="module")
def sample():
    return CLASS[SET]


@pytest.fixture(scope="module")
def follow_up(graded):
    return graded.set(SET)


def test_the_class_has_24_people_and_each_hands_something_in():
    people = load_register(ROOT).people
    handed = {learner.id for one in CLASS.values() for learner in one.learners}
    assert len(people) == 24
    assert handed == {person.id for person in people}
    assert {person.reads for person in people} == {"en", "zh-Hans", "zh-Hant"}
    assert {person.role for person in people} == {"staff", "lead"}
    assert len({person.name for person in people}) == 24


def test_the_whole_class_did_the_first_worked_out_set_and_more_than_half_every_other():
    assert len(CLASS[SET].learners) == 24
    assert {name: len(one.learners) for name, one in CLASS.items() if len(one.learners) < 13} == {}


@every_set
def test_no_two_learners_wrote_the_same_words(built, name):
    marked = [c for c in built(name).cells if c.metadata.get("nbgrader", {}).get("grade")]
    (letter,) = [cell.id for cell in marked if cell.cell_type == "markdown"]
    wrote = [one for one in CLASS[name].learners if not (one.blank or one.cut)]
    words = [written(CLASS[name], one)[letter] for one in wrote]
    assert len(set(words)) == len(words)
    # What is written in three languages has Han letters in some, Latin letters in others.
    assert 3 <= sum(bool(re.search(r"[\u4e00-\u9fff]{8}", said)) for said in words) < len(words)


@every_set
def test_marks_of_every_level_stand_beside_written_answers(name):
    marks = {one.id: one.mark for one in CLASS[name].learners}
    bare = {one.id for one in CLASS[name].learners if one.blank or one.cut}
    assert {who for who, mark in marks.items() if mark is None} == bare
    # Wrong words cost half a level.
    eighths = {8 * mark / points_of(name)[1] for mark in marks.values() if mark is not None}
    assert {4, 6, 8} <= eighths <= {2, 3, 4, 5, 6, 7, 8}
    assert name != "capstone" or 2 in eighths


def test_each_wrong_idea_about_the_capstone_is_had_by_somebody():
    path = ROOT / "tests" / "content" / "sets" / "plausible" / "capstone.yml"
    ideas = [one for one in parse(path.read_text("utf-8"))[0] if one["fails"]]
    changes = [learner.change for learner in CLASS["capstone"].learners]
    held = [
        any(one["change"].items() <= change.get(one["task"], {}).items() for change in changes)
        for one in ideas
    ]
    assert [one["misconception"] for one, had in zip(ideas, held, strict=True) if not had] == []
    assert sum(not learner.loses for learner in CLASS["capstone"].learners) >= 2


@pytest.mark.parametrize(("name", "learner"), WORK[True])
def test_a_learner_gets_what_a_fair_human_would_give(graded, name, learner):
    one = graded.set(name)
    if learner.cut:
        assert learner.id in one.refused
        assert learner.id not in set(one.cells["learner"])
        return
    auto = one.cells[one.cells["kind"].eq("auto") & one.cells["learner"].eq(learner.id)]
    most = dict(zip(auto["cell"], auto["max_score"], strict=True))
    got = dict(zip(auto["cell"], auto["score"], strict=True))
    assert_fair(name, learner, most, got)


@pytest.mark.filterwarnings("ignore")  # as the setup cell of every set does
@pytest.mark.parametrize(("name", "learner"), WORK[False])
def test_a_learner_who_is_not_sealed_gets_the_same_on_a_bench(benches, monkeypatch, name, learner):
    monkeypatch.setenv("CAREKIT_SEED", str(SEED))
    bench = copy.copy(benches(name))
    # A learner may change the set's tables; the next one gets them whole.
    bench.before = {
        key: value.copy() if isinstance(value, pd.DataFrame | pd.Series) else value
        for key, value in bench.before.items()
    }
    taken = {**CLASS[name].quiz, **learner.quiz}
    quizzes = {
        check: {one.id: taken[one.id] for one in questions}
        for check, questions in bench.quizzes().items()
    }
    code = {c: said for c, said in written(CLASS[name], learner).items() if c in bench.cells}
    key = repr((name, sorted(code.items()), quizzes))
    if key not in SCORED:
        SCORED[key], _ = bench.score({**code, **quizzes})
    most = {check: bench.points(check) for check in bench.checks()}
    assert_fair(name, learner, most, SCORED[key])


def assert_fair(name, learner, most, got):
    assert sum(most.values()) == points_of(name)[0]
    assert set(learner.loses) <= set(most)
    fair = {cell: points - learner.loses.get(cell, 0) for cell, points in most.items()}
    # Thirds of a point stand in the files with three decimals.
    assert got == pytest.approx(fair, abs=0.001)


def test_what_happened_on_the_way_is_never_silent(follow_up):
    said = {reason.learner: reason.says["en"] for reason in follow_up.reasons}
    assert "kept-check" in said["ines-costa"]
    assert "sla-not-due-check" in said["hina-sato"]
    assert "nbgrader's labels" in said["jonas-weber"]
    assert "fcr-answer" in said["freya-holm"]
    assert "ran longer than allowed" in said["freya-holm"]


def test_a_file_that_broke_off_needs_a_human_and_a_wrong_name_does_not(graded):
    reasons = {(one.id, r.learner): r for one in graded.sets for r in one.reasons}
    assert reasons["feedback", "jonas-weber"].look
    assert "hand it in again" in reasons["feedback", "jonas-weber"].says["en"]
    renamed = reasons["proactive-care", "jonas-weber"]
    assert not renamed.look
    assert "proactive-care-Copy1.ipynb" in renamed.says["en"]


@every_sealed_set
def test_every_submission_is_scored_and_has_its_page(graded, name):
    one = graded.set(name)
    scored = [learner.id for learner in graded_of(name) if not learner.cut]
    assert list(one.scores["learner"].unique()) == scored
    assert [path.parts[-3] for path in one.feedback] == scored
    absent = {person.id for person in graded.people} - set(scored) - set(one.refused)
    assert set(one.missing) == absent


def test_an_untouched_notebook_gets_nothing_and_asks_nobody_to_read(follow_up):
    mine = follow_up.cells[follow_up.cells["learner"] == "goran-petrov"]
    assert mine["score"].sum() == 0
    assert not mine["needs_manual"].any()


def test_sets_that_were_read_have_their_marks_and_the_others_wait(graded):
    for one in graded.sets:
        theirs = one.cells[one.cells["kind"].ne("auto")].set_index("learner")
        marked = {who.id: who.mark for who in graded_of(one.id) if who.mark is not None}
        if CLASS[one.id].read:
            assert theirs.loc[list(marked), "manual_score"].to_dict() == marked
        assert one.to_read == ([] if CLASS[one.id].read else list(marked))
    assert {one.read for one in CLASS.values()} == {True, False}


def test_who_was_late_is_told(graded):
    assert graded.set(SET).late == ("goran-petrov", "mateo-silva")
    assert graded.set("capstone").late == ("mateo-silva",)


def test_wrong_ideas_and_failed_checks_come_with_those_who_had_them(graded):
    slips = {(slip.kind, slip.says["en"]): slip for slip in graded.set("feedback").slips}
    idea = slips["idea", "With enough answers, it does not matter who stays silent."]
    assert idea.learners == ("emeka-nwosu", "samir-haddad")
    assert idea.says["zh-Hant"]
    check = next(
        s for (kind, says), s in slips.items() if kind == "check" and "with 4 or 5" in says
    )
    assert set(check.learners) == {"carla-moreno", "chan-kaman", "ines-costa"}
    for one in graded.sets:
        counts = [len(slip.learners) for slip in one.slips if slip.kind == "check"]
        assert counts == sorted(counts, reverse=True)


@every_sealed_set
def test_the_scores_by_task_add_up(graded, name):
    one = graded.set(name)
    sums = one.scores.groupby("learner")["score"].sum()
    assert sums.to_dict() == pytest.approx(one.cells.groupby("learner")["score"].sum().to_dict())
    assert one.scores.groupby("learner")["max_score"].sum().unique().tolist() == [
        sum(points_of(name))
    ]


def test_the_tasks_are_those_of_the_notebook(follow_up):
    tasks = [task.id for task in follow_up.tasks]
    assert tasks == ["closures", "reply-times", "kept", "sla", "fcr", "letter"]
    assert "顧客" in follow_up.tasks[1].title["zh-Hant"]


def test_a_warning_in_a_right_answer_would_be_shown_without_the_setup_cell(bench, sample):
    learner = next(learner for learner in sample.learners if learner.id == "deniz-aydin")
    names = dict(bench.before)
    bench.run(learner.answers["fcr-answer"], names)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(Warning, match="utcnow"):
            names["fcr"](names["small_contacts"]([("C1", "billing", "2025-03-01")]))


def test_the_release_that_was_graded_is_the_committed_one(graded, released):
    assert (graded.folder / "release" / SET / f"{SET}.ipynb").read_bytes() == released


def test_grading_leaves_the_users_own_course_alone(graded, root):
    assert not graded.folder.is_relative_to(root)
    assert (graded.folder / "gradebook.db").is_file()
    assert not list(root.glob("gradebook.db*"))
    assert not (root / "submitted").exists()


def test_the_folder_is_a_course_of_its_own(graded):
    assert card(graded.folder).sets == card(ROOT).sets
    assert (graded.folder / "nbgrader_config.py").is_file()


def test_the_names_stand_in_the_gradebook(graded, follow_up):
    names = dict(zip(follow_up.cells["learner"], follow_up.cells["name"], strict=True))
    assert names["lin-yating"] == "林雅婷"
    assert names == graded.names


def test_the_same_submissions_have_the_same_bytes(root, sample, released):
    def made():
        parts = [submission(root, sample, learner, released) for learner in sample.learners]
        parts += [ticked(root, sample, learner).encode() for learner in sample.learners]
        return hashlib.sha256(b"".join(parts)).hexdigest()

    assert made() == made()
    blank = next(learner for learner in sample.learners if learner.blank)
    assert submission(root, sample, blank, released) == released
    assert ticked(root, sample, blank) == ""


def test_the_good_answer_is_that_of_nobody_who_differs(root, sample, released):
    files = good_answer(root, SET, released)
    assert set(files) == {f"{SET}.ipynb", "answers.json"}
    plain = sample.learners[0].model_copy(
        update={"answers": {}, "change": {}, "left": [], "quiz": {}, "accident": None}
    )
    assert files[f"{SET}.ipynb"] == submission(root, sample, plain, released)
    assert json.loads(files["answers.json"])["answers"].keys() == sample.quiz.keys()
    assert good_answer(root, "no-such-set", released) == {}


def test_what_was_ticked_lies_beside_the_notebook_as_the_card_saves_it(graded, sample):
    def saved(learner):
        return read(graded.folder / "submitted" / learner / SET).answers

    assert "help-page" in saved("bo-lindqvist")["which-are-solved"].answer
    assert saved("wang-lei")["which-are-solved"].answer == sample.quiz["which-are-solved"]
    assert saved("goran-petrov") == {}


def test_a_folder_with_other_things_in_it_is_refused(root, tmp_path):
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(ContentError, match="not empty and not made by the demo"):
        demo(root, tmp_path)
    assert (tmp_path / "thesis.txt").read_text(encoding="utf-8") == "mine"


def test_a_set_without_a_class_is_named_with_those_that_have_one(root, tmp_path):
    with pytest.raises(ContentError, match=f"no-such-set: .*name one of: .*{SET}"):
        demo(root, tmp_path / "demo", only=["no-such-set"])
    assert not (tmp_path / "demo").exists()


def test_an_answer_for_a_cell_that_is_not_there_is_named(root, sample, released):
    strange = sample.learners[0].model_copy(update={"answers": {"no-such-cell": "x = 1"}})
    with pytest.raises(ContentError, match="amara-okafor: the release has no cell no-such-cell"):
        submission(root, sample, strange, released)
