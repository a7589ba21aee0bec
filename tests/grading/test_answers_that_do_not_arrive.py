"""A quiz without its answers file costs points: never in silence, and the way back is named."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from carekit.common.languages import languages
from carekit.grading.course.folders import read_settings, read_snapshot
from carekit.grading.intake.inbox import Inbox, Submission
from carekit.grading.nbgrader_plugin import lowered
from carekit.grading.run.one_process import OneProcess
from carekit.grading.run.quiz_anomalies import QuizWatch, drawn_in
from carekit.grading.run.run import Run
from carekit.learner.graded_answers import FILE
from carekit.questions import load_banks
from carekit.questions.variants import VARIANTS, seed_of, variant_for
from carekit.questions.views.key_only import key_of
from carekit.sandbox.isolation.sandbox import Level
from carekit.sandbox.submission.answers_file import asked
from carekit.sandbox.submission.assignment import Snapshot
from carekit.sandbox.submission.flags import says
from carekit.sandbox.worker import Worker, runs_nothing
from tests.attacks.answerfiles import RIGHT, file_of
from tests.conftest import ROOT
from tests.sandbox.accident_ledger import ANSWERS
from tests.sandbox.sealedset import check, codes, marked, notebook

sys.path.insert(0, str(Path(__file__).with_name("fakes")))
from small_course import contents

SET = "a"
KEY = [
    {
        "id": name,
        "kind": "single",
        "use": "graded",
        "bloom": "apply",
        "choices": [{"id": right, "right": True}, {"id": "w", "misconception": "m"}],
    }
    for name, (right,) in RIGHT.items()
]
CHECK = f"""from carekit.answers import read_answers

read_answers("one", "two", "three")
### BEGIN HIDDEN TESTS
from carekit.answers import worth

key = {KEY!r}
worth(key, points=3)
### END HIDDEN TESTS"""
QUIZ = check("quiz-check", CHECK, 3)
CODE = check("code-check", "assert x == 1", 2)
OWN = marked("own", "code", "x = 1", solution=True)


def whole(*cells):
    return json.dumps(notebook(*cells)).encode()


def handed(raw, source="x = 1"):
    """Return what is handed in: the notebook, and the answers file unless it is lost."""
    own = {**OWN, "source": source}
    shown = check("quiz-check", CHECK.split("\n###")[0], 3)
    files = {"a.ipynb": json.dumps(notebook(own, shown, CODE)).encode()}
    return files if raw is None else {**files, FILE: raw}


@pytest.fixture(scope="module")
def mixed():
    """A worker for a set that runs code and has a quiz beside it."""
    with Worker(Snapshot.from_notebooks({"a.ipynb": whole(OWN, QUIZ, CODE)})) as made:
        yield made


@pytest.fixture(scope="module")
def quiz():
    """A worker for the same quiz alone, which runs nothing."""
    made = Snapshot.from_notebooks({"a.ipynb": whole(QUIZ)})
    assert runs_nothing(made)
    return Worker(made, level=Level.NONE)


@pytest.mark.parametrize("name", ANSWERS)
def test_a_set_with_code_says_of_the_file_what_a_set_that_is_all_quiz_says(name, mixed, quiz):
    raw, points, wanted = ANSWERS[name]
    ran, read_off = mixed.grade(handed(raw)), quiz.grade(handed(raw))
    for result in (ran, read_off):
        assert result["notebooks"]["a"]["cells"]["quiz-check"]["score"] == points
        assert codes(result) == wanted
        assert all(one["look"] and set(one["says"]) == set(languages()) for one in result["flags"])
    assert ran["flags"] == read_off["flags"]
    assert ran["notebooks"]["a"]["cells"]["code-check"]["score"] == 2


def test_a_notebook_that_brings_its_answers_in_its_own_cells_needs_no_file(mixed):
    lines = [f"quiz.answer({name!r}, {answer!r})" for name, answer in RIGHT.items()]
    source = "\n".join(["from carekit import quiz", *lines, "x = 1"])
    result = mixed.grade(handed(None, source))
    assert result["notebooks"]["a"]["cells"]["quiz-check"]["score"] == 3
    assert result["flags"] == []


# --- What only a second hand-in, or a second learner, can show.


@pytest.fixture
def course(tmp_path):
    config = 'c = get_config()\nc.CourseDirectory.course_id = "sea"\n'
    (tmp_path / "nbgrader_config.py").write_text(config, encoding="utf-8")
    path = tmp_path / "source" / SET / "a.ipynb"
    path.parent.mkdir(parents=True)
    path.write_bytes(whole(QUIZ))
    return tmp_path


def hand_in(root, learner, raw):
    folder = root / "submitted" / learner / SET
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "a.ipynb").write_bytes(whole(QUIZ))
    if raw is None:
        (folder / FILE).unlink(missing_ok=True)
    else:
        (folder / FILE).write_bytes(raw)


def graded(root, **more):
    settings, snapshot = read_settings(root), read_snapshot(root, SET)
    engine = OneProcess(Worker(snapshot, level=Level.NONE).grade, plain=True)
    inbox = Inbox(root / "submitted", SET, ["a"])
    return Run(settings, SET, snapshot, inbox, engine, **more)()


def points(root):
    return {who: auto for who, _, _, _, auto, *_ in contents(root)[1]}


def flagged(report, learner):
    return [one["code"] for one in report.flagged.get(learner, [])]


def test_a_second_hand_in_without_the_file_never_lowers_a_score_in_silence(course):
    hand_in(course, "ana", file_of(RIGHT))
    hand_in(course, "bo", file_of({"one": ["w"]}))
    assert not graded(course).flagged
    for learner in ("ana", "bo"):
        hand_in(course, learner, None)
    report = graded(course)
    assert points(course) == {"ana": 0, "bo": 0}
    assert flagged(report, "ana") == ["answers-missing", "answers-lowered"]
    assert flagged(report, "bo") == ["answers-missing"]
    said = says(report.flagged["ana"][1])
    assert 'For "quiz-check" an earlier hand-in had 3 points and this one has 0' in said
    assert "put that file beside the notebook and grade again" in said
    # It is said until somebody has done something about it.
    assert flagged(graded(course), "ana") == ["answers-missing", "answers-lowered"]
    assert flagged(graded(course, again=True), "ana") == ["answers-missing", "answers-lowered"]
    hand_in(course, "ana", file_of(RIGHT))
    report = graded(course)
    assert (points(course)["ana"], flagged(report, "ana")) == (3, [])


def test_nbgraders_own_command_says_so_too(course):
    hand_in(course, "ana", file_of(RIGHT))
    graded(course)
    about = {"student": "ana", "assignment": SET, "notebook": "a"}
    about["db_url"] = f"sqlite:///{course / 'gradebook.db'}"
    known = asked(read_snapshot(course, SET))
    (found,) = lowered(about, known, {"quiz-check": {"score": 1.0}})
    assert (found["code"], found["look"]) == ("answers-lowered", True)
    assert "had 3 points and this one has 1" in found["says"]["en"]
    assert set(found["says"]) == set(languages())
    assert lowered(about, known, {"quiz-check": {"score": 3.0}}) == []
    assert lowered({**about, "student": "bo"}, known, {"quiz-check": {"score": 0.0}}) == []


def test_a_second_hand_in_with_worse_answers_is_the_learners_own_doing(course):
    hand_in(course, "ana", file_of(RIGHT))
    graded(course)
    hand_in(course, "ana", file_of({"one": ["x"], "two": ["w"]}))
    assert not graded(course).flagged
    assert points(course) == {"ana": 1}


def saved_at(*minutes):
    entries = {
        name: {"answer": RIGHT[name], "saved": f"2026-01-05T04:{minute:02}:00Z", "lang": "en"}
        for name, minute in zip(RIGHT, minutes, strict=True)
    }
    return json.dumps({"version": 1, "answers": entries}).encode()


def test_one_answers_file_for_two_learners_is_shown_to_a_person(course):
    hand_in(course, "ana", saved_at(1, 2, 3))
    hand_in(course, "bo", saved_at(1, 2, 3))
    hand_in(course, "cy", saved_at(4, 5, 6))
    # All answers saved in one second: in a large class that happens twice.
    hand_in(course, "dee", saved_at(7, 7, 7))
    hand_in(course, "eve", saved_at(7, 7, 7))
    for _ in range(2):
        report = graded(course)
        assert {who: flagged(report, who) for who in report.flagged} == {
            "ana": ["answers-same"],
            "bo": ["answers-same"],
        }
        assert "the same as that of bo" in says(report.flagged["ana"][0])
    kept = course / ".care" / "grading" / f"{SET}.jsonl"
    assert "answers-same" not in kept.read_text(), "a learner's page names no other learner"


# --- The file on its way through the inbox.


def arrived(folder, *names):
    for name in names:
        path = folder / "ana" / SET / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file_of(RIGHT) if name.endswith(".json") else whole(QUIZ))
    (one,) = Inbox(folder, SET, ["a"], received={"ana": datetime(2026, 1, 5, tzinfo=UTC)})
    return one


@pytest.mark.parametrize(
    ("names", "wanted"),
    [
        (["a.ipynb", "answers.json"], []),
        (["work/a.ipynb", "work/answers.json"], ["moved"]),
        (["a.ipynb", "answers (1).json"], ["answers-renamed"]),
        (["a.ipynb", "answers-1.json"], ["answers-renamed"]),
        (["work/a.ipynb", "work/Answers - Copy.json"], ["moved", "answers-renamed"]),
        (["a.ipynb", "answers.json", "answers (1).json"], ["answers-several"]),
    ],
)
def test_the_answers_are_found_beside_the_notebook_and_under_a_copys_name(tmp_path, names, wanted):
    one = arrived(tmp_path, *names)
    assert one.files[FILE] == file_of(RIGHT)
    assert [found.code for found in one.flags] == wanted


def test_another_file_is_never_taken_for_the_answers(tmp_path):
    one = arrived(tmp_path, "a.ipynb", "answers.set-aside-1.json", "my answers.json", "x/a.json")
    assert FILE not in one.files
    assert one.flags == ()


def test_numbers_that_a_learner_is_never_asked_are_told():
    course = ROOT / "tests" / "browser" / "course"
    question = next(one for one in load_banks(course)["tides"].questions if one.draw)
    text = f"key = [{key_of(question)!r}]\nworth(key, points=2)"
    made = Snapshot.from_notebooks({"a.ipynb": whole(check("drawn-check", text, 2))})
    drawn = drawn_in(course, made)
    assert drawn == {question.id: f"tides/{question.id}"}
    assert drawn_in(course, Snapshot.from_notebooks({"a.ipynb": whole(QUIZ)})) == {}
    watch = QuizWatch(None, SET, {("a", "drawn-check"): frozenset(drawn)}, drawn)
    theirs = {variant_for(seed_of(who, drawn[question.id])) for who in ("ana", "learner")}
    other = next(number for number in range(VARIANTS) if number not in theirs)

    def told(learner, **said):
        entry = {"answer": ["1"], "saved": "2026-01-05T04:01:00Z", "lang": "en", **said}
        raw = json.dumps({"version": 1, "answers": {question.id: entry}}).encode()
        return watch.note(Submission(learner, learner, {FILE: raw}, datetime.now(UTC)))

    assert [told("ana", variant=number) for number in theirs] == [[]] * len(theirs)
    assert told("ana") == []
    [one] = told("ana", variant=other)
    assert (one["code"], one["params"]) == ("answers-numbers", {"which": question.id})
