"""What the sample class keeps besides its sets, and which certificates that comes to."""

import json
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import pairwise

import pytest

from carekit.common.course import card
from carekit.common.files import ContentError
from carekit.grading.course.tasks import read_tasks
from carekit.grading.sample_class.event_logs import keep_records
from carekit.grading.sample_class.submissions import load_class, load_register
from carekit.learner.event_log import LOG, handed_in
from carekit.learner.exam_attempt import log_file
from carekit.questions import load_banks, variant_of
from carekit.questions.judging import judge as judge_answer
from carekit.reports.certificates.criteria import load
from carekit.reports.certificates.earned import judge
from carekit.reports.certificates.evidence import (
    Evidence,
    TaskPoints,
    copied_from,
    exam_taken,
    practice_by_learner,
)
from tests.conftest import ROOT

PEOPLE = {person.id: person for person in load_register(ROOT).people}


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A course folder in which the class has handed in its logs."""
    folder = tmp_path_factory.mktemp("records")
    (folder / "course_data").symlink_to(ROOT / "course_data", target_is_directory=True)
    keep_records(ROOT, PEOPLE.values(), folder / "submitted")
    return folder


@pytest.fixture(scope="module")
def found(kept):
    """Return a function that gives the evidence of a learner, points of sets by the class."""
    wanted, banks = load(ROOT), load_banks(ROOT)
    practice, twice = practice_by_learner(kept, wanted.concepts)
    assert twice == {}

    @cache
    def evidence(who):
        exam, odd = exam_taken(kept, wanted, banks, kept / "submitted" / who, who)
        assert odd == ()
        sets = {one.id: points(one.id, who) for one in card(ROOT).sets}
        return Evidence(who, practice=practice.get(who, {}), exam=exam, sets=sets)

    return evidence


def points(name, who):
    handed, path = load_class(ROOT, name), ROOT / "source" / name / f"{name}.ipynb"
    learner = next((one for one in handed.learners if one.id == who), None)
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    graded = {one["id"]: one for one in cells if one["metadata"].get("nbgrader", {}).get("grade")}

    def worth(cell):
        if learner is None or learner.blank or learner.cut:
            return 0.0
        if graded[cell]["cell_type"] == "markdown":
            return learner.mark if handed.read else 0.0
        return graded[cell]["metadata"]["nbgrader"]["points"] - learner.loses.get(cell, 0)

    tasks = read_tasks(path)
    return tuple(TaskPoints(sum(map(worth, task.cells)), task.max_score) for task in tasks)


def earned(found, kind):
    wanted = load(ROOT)
    chosen = wanted.kind(kind)
    return [who for who in PEOPLE if all(one.met for one in judge(wanted, chosen, found(who)))]


def test_each_certificate_is_earned_by_some_and_missed_by_some(found):
    completion, staff, lead = (earned(found, kind) for kind in ("completion", "staff", "lead"))
    assert "amara-okafor" in set(completion) - set(staff)
    assert "li-na" in staff
    assert "lin-yating" in lead
    assert set(lead) <= set(staff) <= set(completion)
    assert "bo-lindqvist" not in completion


@pytest.mark.parametrize("who", [who for who, person in PEOPLE.items() if person.exams])
def test_an_exam_has_at_least_the_points_that_the_register_says(found, who):
    # Where an answer may be partly right, a wrong choice can still have a share of the point.
    right = PEOPLE[who].exams["post-test"]
    assert right <= found(who).exam.points < right + (24 - right) / 2 + 0.5


def test_quizzes_have_as_many_right_as_the_register_says(found):
    for who, person in PEOPLE.items():
        rights = {one.right for one in found(who).practice.values()}
        assert rights == (set() if person.quizzes is None else {person.quizzes})


def is_right(question, answer):
    try:
        return judge_answer(variant_of(question, 0), list(answer)).right
    except ValueError:
        # Where a question has no wrong choice, the wrong answer is one that fits no place.
        return False


def test_an_answer_in_a_log_is_right_where_the_log_says_so(kept):
    banks = load_banks(ROOT)
    by_id = {bank.object_id(one): one for bank in banks.values() for one in bank.questions}
    for who in ("li-na", "wang-lei"):
        for line in handed_in(kept / "submitted" / who / "my-record" / LOG).statements:
            assert is_right(by_id[line.object.id], line.answer) is line.result.success


def test_a_log_begins_at_eight_on_its_day_and_goes_on_every_half_minute(kept):
    for name, day in (
        (f"my-record/{LOG}", (2026, 1, 5)),
        (f"post-test/{log_file('post-test')}", (2026, 3, 23)),
    ):
        at = [one.timestamp for one in handed_in(kept / "submitted" / "li-na" / name).statements]
        assert timedelta(0) <= at[0] - datetime(*day, 8, tzinfo=UTC) <= timedelta(seconds=90)
        gaps = [(after - before).total_seconds() for before, after in pairwise(at)]
        # A line of an exam may take two of a log's times.
        assert min(gaps) >= 22.5
        assert max(gaps) <= 2 * 27.5


def test_no_log_looks_like_a_copy_of_another_and_all_are_the_same_when_made_again(kept, tmp_path):
    names = (LOG, log_file("post-test"))
    among = kept / "submitted"
    assert [copied_from(folder, among, names) for folder in sorted(among.iterdir())].count(
        None
    ) == len(list(among.iterdir()))
    few = [PEOPLE["li-na"], PEOPLE["wang-lei"]]
    for log in keep_records(ROOT, few, tmp_path):
        assert log.read_bytes() == (among / log.relative_to(tmp_path)).read_bytes()


def test_an_exam_that_the_course_does_not_have_is_named(tmp_path):
    person = PEOPLE["li-na"].model_copy(update={"quizzes": None, "exams": {"no-such-test": 3}})
    with pytest.raises(ContentError, match="no-such-test"):
        keep_records(ROOT, [person], tmp_path)
