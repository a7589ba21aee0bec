"""Twelve submissions through `nbgrader autograde` as the course sets it up, each held against
what a fair human would give."""

import hashlib
import warnings

import pytest

from carekit.answers import read
from carekit.files import ContentError
from carekit.grading.demo import demo
from carekit.grading.sample import load_class, submission, ticked

SET = "follow-up"
LEARNERS = [
    "amara-okafor",
    "bo-lindqvist",
    "carla-moreno",
    "deniz-aydin",
    "emeka-nwosu",
    "freya-holm",
    "goran-petrov",
    "hina-sato",
    "ines-costa",
    "jonas-weber",
    "lin-yating",
    "wang-lei",
]


@pytest.fixture(scope="module")
def sample(root):
    return load_class(root, SET)


def test_the_class_is_the_one_this_file_knows(sample):
    assert [learner.id for learner in sample.learners] == LEARNERS


@pytest.mark.parametrize("name", LEARNERS)
def test_a_learner_gets_what_a_fair_human_would_give(graded, sample, name):
    learner = next(learner for learner in sample.learners if learner.id == name)
    auto = graded.cells[graded.cells["kind"].eq("auto") & graded.cells["learner"].eq(name)]
    got = dict(zip(auto["cell"], auto["score"], strict=True))
    most = dict(zip(auto["cell"], auto["max_score"], strict=True))
    assert sum(most.values()) == 14
    assert got == {cell: points - learner.loses.get(cell, 0) for cell, points in most.items()}


def test_what_happened_on_the_way_is_never_silent(graded):
    said = {learner: reason.en for learner, reason in graded.held}
    assert "kept-check" in said["ines-costa"]
    assert "sla-not-due-check" in said["hina-sato"]
    assert "marks" in said["jonas-weber"]
    assert "fcr-answer" in said["freya-holm"]
    assert "ran longer than allowed" in said["freya-holm"]


def test_every_submission_is_scored_and_has_its_page(graded):
    assert [item.learner for item in graded.outcomes] == LEARNERS
    assert [item.learner for item in graded.outcomes if not item.scored] == []
    assert [path.parts[-3] for path in graded.feedback] == LEARNERS


def test_an_untouched_notebook_gets_nothing_and_asks_nobody_to_read(graded):
    mine = graded.cells[graded.cells["learner"] == "goran-petrov"]
    assert mine["score"].sum() == 0
    assert not mine["needs_manual"].any()


def test_written_answers_wait_for_a_reader_in_every_language(graded):
    assert graded.to_read == [name for name in LEARNERS if name != "goran-petrov"]
    letters = graded.cells[graded.cells["cell"] == "letter-answer"]
    assert letters["max_score"].unique().tolist() == [6]
    assert "顧客" in graded.tasks[1].title["zh-Hant"]


def test_the_scores_by_task_add_up_to_the_totals(graded):
    sums = graded.scores.groupby("learner")["score"].sum()
    totals = graded.totals.set_index("learner")["score"]
    assert (sums == totals.fillna(0)).all()
    assert graded.scores.groupby("learner")["max_score"].sum().unique().tolist() == [20]
    assert [task.id for task in graded.tasks] == [
        "closures",
        "reply-times",
        "kept",
        "sla",
        "fcr",
        "letter",
    ]


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


def test_markers_see_the_marking_scheme_and_learners_do_not(graded, released):
    read = graded.folder / "autograded" / "amara-okafor" / SET / f"{SET}.ipynb"
    for words in ("Level 4, 6 points", "4 级，6 分", "第 4 級，6 分"):
        assert words in read.read_text("utf-8")
        assert words not in released.decode("utf-8")


def test_grading_leaves_the_users_own_course_alone(graded, root):
    assert not graded.folder.is_relative_to(root)
    assert (graded.folder / "gradebook.db").is_file()
    assert not list(root.glob("gradebook.db*"))
    assert not (root / "submitted").exists()


def test_the_names_stand_in_the_gradebook(graded):
    names = dict(zip(graded.totals["learner"], graded.totals["name"], strict=True))
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


def test_an_answer_for_a_cell_that_is_not_there_is_named(root, sample, released):
    strange = sample.learners[0].model_copy(update={"answers": {"no-such-cell": "x = 1"}})
    with pytest.raises(ContentError, match="amara-okafor: the release has no cell no-such-cell"):
        submission(root, sample, strange, released)
