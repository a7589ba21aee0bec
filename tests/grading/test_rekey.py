"""After a key was corrected: the saved answers are scored again, and no code is run."""

import json
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from carekit.common.files import ContentError
from carekit.grading.course.folders import read_settings, read_snapshot
from carekit.grading.intake.inbox import Inbox
from carekit.grading.regrade.checks_changed import BySeed, seeds_of
from carekit.grading.regrade.key_changed import Rekey
from carekit.grading.run.one_process import OneProcess
from carekit.grading.run.run import Run
from carekit.grading.run.worker_spec import engine_of, sealed
from carekit.learner.graded_answers import FILE
from carekit.questions import load_bank
from carekit.questions.views.key_only import key_of
from carekit.sandbox.isolation.sandbox import Level
from tests.sandbox.sealedset import check, notebook

sys.path.insert(0, str(Path(__file__).with_name("fakes")))
from small_course import contents

SET, NOW = "quiz", datetime(2026, 1, 6, tzinfo=UTC)
BANK = """concept: quiz
misconceptions:
  - id: slip
    says: {en: A slip, zh-Hans: 失误, zh-Hant: 失誤}
questions:
  - id: which
    kind: single
    use: graded
    bloom: apply
    ask: {en: Which?, zh-Hans: 哪个？, zh-Hant: 哪個？}
    choices:
      - id: one
        WRONG_OR_RIGHT_1
        say: {en: One, zh-Hans: 一, zh-Hant: 一}
        why: {en: So., zh-Hans: 是。, zh-Hant: 是。}
      - id: two
        WRONG_OR_RIGHT_2
        say: {en: Two, zh-Hans: 二, zh-Hant: 二}
        why: {en: So., zh-Hans: 是。, zh-Hant: 是。}
"""
ENTRY = {"saved": "2026-01-05T12:00:00+00:00", "lang": "en"}


def bank(right):
    text = BANK
    for number, name in (("1", "one"), ("2", "two")):
        word = "right: true" if name == right else "misconception: slip"
        text = text.replace(f"WRONG_OR_RIGHT_{number}", word)
    return text


def build(root, right, *, code="assert True", points=2):
    """Write the bank and the built set, as an author and the builder do."""
    path = root / "course_data" / "quizzes" / "quiz.yml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(bank(right), encoding="utf-8")
    key = key_of(load_bank(path).questions[0])
    lines = ["from carekit.answers import read_answers", "", 'read_answers("which")']
    lines += ["### BEGIN HIDDEN TESTS", "from carekit.answers import worth", ""]
    lines += [
        "key = [",
        f"    {key!r},",
        "]",
        f"worth(key, points={points})",
        "### END HIDDEN TESTS",
    ]
    cells = [check("which-check", "\n".join(lines), points)]
    cells += [check("code-check", code, 1)] if code else []
    made = root / "source" / SET / f"{SET}.ipynb"
    made.parent.mkdir(parents=True, exist_ok=True)
    made.write_text(json.dumps(notebook(*cells)), encoding="utf-8")


def hand_in(root, learner, answer):
    folder = root / "submitted" / learner / SET
    folder.mkdir(parents=True)
    shutil.copy(root / "source" / SET / f"{SET}.ipynb", folder)
    entries = {"which": {"answer": [answer], **ENTRY}} if answer else {}
    (folder / FILE).write_text(json.dumps({"version": 1, "answers": entries}), encoding="utf-8")


def graded(root, seed=None):
    settings, snapshot = read_settings(root), read_snapshot(root, SET)
    engine = engine_of(sealed(root, snapshot, Level.NONE, seed=seed), 1)
    assert type(engine) is OneProcess
    Run(settings, SET, snapshot, Inbox(root / "submitted", SET, [SET]), engine)()


def rekeyed(root, **more):
    settings, snapshot = read_settings(root), read_snapshot(root, SET)
    again = Rekey(settings, SET, snapshot, Inbox(root / "submitted", SET, [SET]), **more)
    again.clock = lambda: NOW
    return again()


def rows(result):
    return [(one.learner, one.before, one.after, one.why, one.by_hand) for one in result.changes]


def scores(root):
    return {who: auto for who, _, cell, _, auto, *_ in contents(root)[1] if cell == "which-check"}


@pytest.fixture
def course(tmp_path):
    config = 'c = get_config()\nc.CourseDirectory.course_id = "sea"\n'
    (tmp_path / "nbgrader_config.py").write_text(config, encoding="utf-8")
    build(tmp_path, "one", code="")
    for learner, answer in (("ana", "one"), ("bo", "two"), ("cy", "")):
        hand_in(tmp_path, learner, answer)
    graded(tmp_path, seed=5)
    return tmp_path


WANTED = [("ana", 2.0, 0.0, "key-changed", None), ("bo", 0.0, 2.0, "key-changed", None)]


def test_who_changes_from_what_to_what_and_why(course):
    build(course, "two", code="")
    before = contents(course)
    assert rows(rekeyed(course, dry=True)) == WANTED
    assert contents(course) == before
    assert not (course / ".care" / "grading" / f"{SET}.audit.jsonl").exists()
    result = rekeyed(course)
    assert rows(result) == WANTED
    assert (result.looked_at, result.not_found) == (3, ())
    assert scores(course) == {"ana": 0.0, "bo": 2.0, "cy": 0.0}
    # Everything is as if it had been graded with the new key at once.
    after = contents(course)
    graded(course)
    assert contents(course) == after
    assert rows(rekeyed(course)) == []


def test_the_audit_keeps_every_score_as_it_was(course):
    build(course, "two", code="")
    rekeyed(course)
    path = course / ".care" / "grading" / f"{SET}.audit.jsonl"
    begin, done = (json.loads(line) for line in path.read_text("utf-8").splitlines())
    assert (begin["kind"], done["kind"]) == ("begin", "done")
    assert begin["before"]["ana"] == {"quiz/which-check": 2.0}
    assert [(one["learner"], one["after"]) for one in done["changes"]] == [
        ("ana", 0.0),
        ("bo", 2.0),
    ]


def test_a_mark_given_by_hand_stays_and_is_named(course):
    from carekit.grading.gradebook.writer import open_book

    settings = read_settings(course)
    with open_book(settings.db_url, settings.course_id) as book:
        grade = book.find_submission_notebook("quiz", SET, "bo").grades[0]
        grade.manual_score = 1.5
        book.db.commit()
    build(course, "two", code="")
    assert rows(rekeyed(course))[1] == ("bo", 0.0, 2.0, "key-changed", 1.5)
    kept = {who: manual for who, _, _, _, _, manual, *_ in contents(course)[1]}
    assert kept == {"ana": None, "bo": 1.5, "cy": None}


def test_a_run_that_broke_off_is_finished_and_tells_the_whole_change(course):
    build(course, "two", code="")

    def stop(step):
        if step.learner == "bo":
            raise InterruptedError

    with pytest.raises(InterruptedError):
        rekeyed(course, tell=stop)
    assert rows(rekeyed(course)) == WANTED
    assert scores(course) == {"ana": 0.0, "bo": 2.0, "cy": 0.0}


def test_results_are_in_the_gradebook_as_soon_as_there_are_as_many_as_the_setting_says(course):
    with (course / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write("c.Carekit.gradebook_together = 1\n")
    build(course, "two", code="")

    def stop(step):
        if step.learner == "bo":
            raise InterruptedError

    with pytest.raises(InterruptedError):
        rekeyed(course, tell=stop)
    assert scores(course) == {"ana": 0.0, "bo": 0.0, "cy": 0.0}


def test_work_that_was_not_graded_yet_holds_up_nobody_behind_it(course):
    build(course, "two", code="")
    hand_in(course, "abe", "two")
    assert rows(rekeyed(course)) == WANTED
    assert scores(course) == {"ana": 0.0, "bo": 2.0, "cy": 0.0}


def test_a_score_that_the_saved_answers_do_not_explain_is_kept_and_named(course):
    (course / "submitted" / "ana" / SET / FILE).write_text('{"version": 1, "answers": {}}')
    build(course, "two", code="")
    result = rekeyed(course)
    assert result.not_found == ("ana",)
    assert scores(course) == {"ana": 2.0, "bo": 2.0, "cy": 0.0}


def test_a_key_that_was_not_built_yet_is_refused(course):
    path = course / "course_data" / "quizzes" / "quiz.yml"
    path.write_text(bank("two"), encoding="utf-8")
    with pytest.raises(ContentError, match="older key for which; run `care build` first"):
        rekeyed(course)


def test_a_check_of_code_that_changed_too_is_refused(course):
    build(course, "two", code="")
    made = course / "source" / SET / f"{SET}.ipynb"
    made.write_text(made.read_text().replace("read_answers(", "print(1)\\nread_answers("))
    with pytest.raises(ContentError, match="more than keys has changed"):
        rekeyed(course)


def test_the_very_same_work_is_regraded_with_its_old_seed_and_changed_work_with_a_fresh_one(course):
    hand_in(course, "dee", "one")
    graded(course, seed=9)
    seeds = seeds_of(read_settings(course), SET)
    numbers = {learner: seed.number for learner, seed in seeds.items()}
    assert numbers == {"ana": 5, "bo": 5, "cy": 5, "dee": 9}
    with (course / "submitted" / "bo" / SET / f"{SET}.ipynb").open("a") as file:
        file.write("\n")
    seen = []

    class Noting:
        def __init__(self, seed):
            self.seed = seed

        def run(self, jobs):
            for job in jobs:
                seen.append((job.learner, self.seed))
                yield job.learner, {}

    inbox = Inbox(course / "submitted", SET, [SET])
    from carekit.grading.run.local_engine import Job

    several = BySeed(Noting(None), Noting, seeds)
    hand_in(course, "eve", "one")
    found = dict(several.run(Job(one.learner, one.files) for one in inbox))
    assert sorted(found) == ["ana", "bo", "cy", "dee", "eve"]
    assert sorted(seen) == [("ana", 5), ("bo", None), ("cy", 5), ("dee", 9), ("eve", None)]
