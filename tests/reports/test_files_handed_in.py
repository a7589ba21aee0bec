"""Nothing below ``submitted/`` is followed, waited for, swallowed whole or written to."""

import ast
import os
from datetime import UTC, datetime, timedelta

import pytest

from carekit.common.languages import ENGLISH
from carekit.common.untrusted_files import NotTaken, folders, named, read_file
from carekit.learner.event_log import LOG, Record, handed_in
from carekit.learner.exam_attempt import ExamAttempt, FormStatements, log_file
from carekit.questions.exam_forms import blueprints
from carekit.questions.judging import solution
from carekit.questions.variants import VARIANTS
from carekit.reports.accepted_exams import begun_in_any_length, digest_of
from carekit.reports.certificates.evidence import copied_from, practice_by_learner
from carekit.reports.exam_notices import numbers_of, others_numbers
from carekit.reports.exam_overview import sittings
from carekit.reports.exam_results import form_of, scores
from tests.conftest import ROOT

NINE = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)


def put(path, data=b"x"):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def test_a_link_a_pipe_a_folder_and_what_is_too_large_are_named_and_not_read(tmp_path):
    link, pipe = tmp_path / "link", tmp_path / "pipe"
    link.symlink_to(put(tmp_path / "theirs"))
    os.mkfifo(pipe)
    reasons = []
    for path in (link, pipe, tmp_path, put(tmp_path / "long", b"12345"), tmp_path / "none"):
        with pytest.raises(NotTaken) as raised:
            read_file(path, 4)
        reasons.append(raised.value.why)
    # Opening a folder is refused by the system itself, before anybody could ask what it is.
    assert reasons == ["link", "special", "unreadable", "too-large", "unreadable"]
    assert read_file(put(tmp_path / "short", b"1234"), 4) == b"1234"


def test_no_folder_is_reached_through_a_link(tmp_path):
    put(tmp_path / "ana" / "deep" / "log", b"")
    (tmp_path / "bo").symlink_to(tmp_path / "ana")
    (tmp_path / "cem").mkdir()
    (tmp_path / "cem" / "way").symlink_to(tmp_path / "ana")
    assert [one.name for one in folders(tmp_path)] == ["ana", "cem"]
    assert named(tmp_path / "bo", "log") == named(tmp_path / "cem", "log") == []
    assert named(tmp_path / "ana", "log") == [tmp_path / "ana" / "deep" / "log"]


def test_half_a_line_is_counted_and_nothing_is_written_beside_a_log(tmp_path):
    target = put(tmp_path / "target", b"mine")
    log = put(tmp_path / "submitted" / "mallory" / LOG, b"{half a line")
    log.with_name("attempts.set-aside.jsonl").symlink_to(target)
    assert handed_in(log).damaged == 1
    assert target.read_bytes() == b"mine"


def test_one_pipe_for_a_log_leaves_the_practice_of_the_others_and_is_named(course):
    ana, bo = (course / "submitted" / who for who in ("ana", "bo"))
    ana.mkdir(parents=True)
    bo.mkdir()
    Record(ana, actor="ana").answered("c/q", ["a"], score=1, right=True, lang=ENGLISH)
    os.mkfifo(bo / LOG)
    found, left_out = practice_by_learner(course, ["c"])
    assert list(found) == ["ana"]
    assert "not an ordinary file" in str(left_out["bo"])
    assert copied_from(ana, course / "submitted", [LOG]) is None


# Each module that may touch a file of its own kind; what it opens was written by us.
_OPENS = {"read_bytes", "read_text", "open"}
_READERS = (
    "reports/accepted_exams.py",
    "reports/exam_results.py",
    "reports/exam_overview.py",
    "cli/exam.py",
)
_READERS += ("reports/certificates/evidence.py", "cli/report.py", "cli/certificate.py")
_READERS += (
    "grading/intake/archives.py",
    "grading/intake/exchange_files.py",
    "grading/class_results.py",
    "grading/intake/inbox.py",
)
_OURS = {
    ("reports/accepted_exams.py", "read_bytes"): "the ledger of accepted sittings",
    ("grading/intake/archives.py", "open"): "a member of an archive, read with a limit",
    ("grading/intake/exchange_files.py", "read_bytes"): "what stands beside a feedback page",
}


@pytest.mark.parametrize("name", _READERS)
def test_whoever_reads_hand_ins_opens_nothing_by_itself(name):
    tree = ast.parse((ROOT / "carekit" / name).read_text(encoding="utf-8"))
    calls = [one.func for one in ast.walk(tree) if isinstance(one, ast.Call)]
    opened = {one.attr for one in calls if isinstance(one, ast.Attribute)} & _OPENS
    opened |= {one.id for one in calls if isinstance(one, ast.Name)} & _OPENS
    assert opened == {what for where, what in _OURS if where == name}
    # A record repairs its log; only a learner's own may be repaired.
    assert "Record" not in {one.id for one in calls if isinstance(one, ast.Name)}


# --- Exams: the first complete hand-in counts.


def sit(course, learner, right, *, began=NINE, step=7, actor=None, ids="", hand_in=True):
    """Let a learner answer the first ``right`` questions of form-a rightly; returns the log."""
    times = iter(began + timedelta(seconds=step * n) for n in range(100))
    numbers = iter(range(1000))
    folder = course / "submitted" / learner
    folder.mkdir(parents=True, exist_ok=True)
    record = Record(
        folder,
        actor or learner,
        lambda: next(times),
        lambda: f"{ids or learner}-{next(numbers)}",
        log_file("form-a"),
    )
    form = form_of(course, "form-a")
    paper = ExamAttempt.of("form-a", blueprints(course)["form-a"], form.ids, record)
    paper.start(ENGLISH)
    for name in form.ids[:right]:
        paper.answer(name, solution(form.questions[name]), ENGLISH)
    if hand_in:
        paper.hand_in(ENGLISH)
    return record.path


def class_of(course, **more):
    [found] = begun_in_any_length(course, course / "submitted", "form-a", **more)
    table, _ = scores(found.form, found.sittings)
    points = table.groupby("learner")["score"].sum().to_dict()
    return points, {(one.learner, one.code) for one in found.notices}


def test_answers_that_change_after_the_first_hand_in_are_named_and_do_not_count(course):
    log = sit(course, "ana", 1)
    assert class_of(course) == ({"ana": 1}, set())
    log.unlink()
    sit(course, "ana", 3, ids="again")
    assert class_of(course) == ({"ana": 1}, {("ana", "changed")})
    assert sittings(course, course / "submitted").shares.loc["ana", "form-a"] == pytest.approx(
        1 / 3
    )
    # What a trainer takes instead counts from then on, and is not a change any more.
    assert class_of(course, accept=["ana"]) == ({"ana": 3}, set())
    assert class_of(course) == ({"ana": 3}, set())


def test_a_log_that_is_gone_or_became_a_link_leaves_what_was_accepted(course, tmp_path):
    log = sit(course, "ana", 2)
    class_of(course)
    log.unlink()
    assert class_of(course) == ({"ana": 2}, set())
    log.symlink_to(tmp_path / "anything")
    assert class_of(course) == ({"ana": 2}, {("ana", "not-read")})


def test_an_exam_that_is_not_handed_in_is_not_kept_yet(course):
    log = sit(course, "ana", 1, hand_in=False)
    assert class_of(course) == ({}, set())
    log.unlink()
    sit(course, "ana", 3)
    assert class_of(course) == ({"ana": 3}, set())


@pytest.mark.parametrize("later", [timedelta(), timedelta(hours=3)])
def test_a_copied_log_is_told_of_both_also_with_new_ids_an_own_name_and_a_moved_clock(
    course, later
):
    sit(course, "ana", 3)
    sit(course, "bo", 3, began=NINE + later)
    sit(course, "cem", 3, step=9)
    assert class_of(course)[1] == {("ana", "twin"), ("bo", "twin")}


def test_lines_in_anothers_name_do_not_count_and_are_told(course):
    sit(course, "ana", 3, actor="bo")
    assert class_of(course) == ({}, {("ana", "others")})


def test_a_learner_whose_sitting_breaks_the_scorer_leaves_the_others_their_scores(
    course, monkeypatch
):
    sit(course, "ana", 1)
    sit(course, "bo", 2, step=9)
    whole = digest_of

    def broken(stands):
        if stands.id.startswith("ana"):
            raise RuntimeError("planted")
        return whole(stands)

    monkeypatch.setattr("carekit.reports.accepted_exams.digest_of", broken)
    points, said = class_of(course)
    assert (points, said) == ({"bo": 2}, {("ana", "not-read")})


def test_numbers_that_belong_to_somebody_else_are_told(course):
    bank = course / "course_data" / "quizzes" / "tides.yml"
    text = bank.read_text("utf-8")
    bank.write_text(text.replace("id: mean-level\n", "id: mean-level\n    use: exam\n"), "utf-8")
    plan = "id: one\nforms: [alone]\nseed: 4\nparts:\n  - {concept: tides, count: 1}\n"
    (course / "course_data" / "exams" / "one.yml").write_text(plan, "utf-8")
    form = form_of(course, "alone")
    drawn = next(name for name in form.ids if form.questions[name].draw)
    mine = {numbers_of(who, form, drawn) for who in ("ana", "learner")}
    other = next(n for n in range(VARIANTS) if n not in mine)
    told = others_numbers(form, {"ana": FormStatements(variants={drawn: other})})
    assert [(one.learner, one.values["which"]) for one in told] == [("ana", drawn)]
    assert others_numbers(form, {"ana": FormStatements(variants={drawn: min(mine)})}) == []
    # Who works under a name of their own is not asked what nobody's machine asks.
    nobodys = FormStatements(variants={drawn: numbers_of("learner", form, drawn)})
    assert others_numbers(form, {"ana": nobodys}) == []
    assert [one.learner for one in others_numbers(form, {"ana": nobodys}, {"ana"})] == ["ana"]
