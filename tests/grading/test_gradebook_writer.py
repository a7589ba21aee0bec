"""Results in bulk: the gradebook holds what nbgrader's own objects would, all or nothing."""

import json
import math
import shutil
import warnings
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Engine
from traitlets.config import Config

from carekit.common.durable_files import Disk
from carekit.common.files import ContentError
from carekit.grading.gradebook import bulk_rows, reader, set_rows
from carekit.grading.gradebook.late_penalty import Lateness
from carekit.grading.gradebook.writer import Writer, open_book

SET = "sums"
DUE = datetime(2026, 3, 1, 12, tzinfo=UTC)
CONFIG = Config({"LateSubmissionPlugin": {"penalty_method": "zero"}})
NO_RESPONSE = "No response."


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    """Return a gradebook file with one set of two notebooks, and one learner with a name."""
    path = tmp_path_factory.mktemp("empty") / "gradebook.db"
    with opened(path) as book:
        book.add_assignment(SET, duedate=DUE.replace(tzinfo=None))
        for name in ("first", "second"):
            book.add_notebook(name, SET)
            book.add_grade_cell(f"{name}-check", name, SET, max_score=2, cell_type="code")
            book.add_grade_cell(f"{name}-letter", name, SET, max_score=5, cell_type="markdown")
            book.add_solution_cell(f"{name}-letter", name, SET)
            book.add_solution_cell(f"{name}-answer", name, SET)
        book.add_task_cell("drawing", "second", SET, max_score=3, cell_type="markdown")
        book.add_student("ana", first_name="Ana", last_name="Lee")
        book.db.commit()
    return path


@pytest.fixture
def books(empty, tmp_path):
    """Return two gradebooks: ours, and the one that nbgrader's objects write."""
    for name in ("ours", "theirs"):
        (tmp_path / name).mkdir()
        shutil.copy(empty, tmp_path / name / "gradebook.db")
    return tmp_path / "ours" / "gradebook.db", tmp_path / "theirs" / "gradebook.db"


@contextmanager
def opened(path):
    with open_book(f"sqlite:///{path}", "sea") as book:
        yield book


def writer(path, disk=None):
    late = Lateness(CONFIG)
    return Writer(f"sqlite:///{path}", "sea", SET, path.parent, late, disk or Disk())


def cell(score, most=2.0, *, waits=False):
    return {"score": score, "max_score": most, "needs_manual": waits, "message": "", "outcome": "x"}


def result(learner, *, first=2.0, second=1.0, hours=-1, books=("first", "second"), untouched=()):
    """Return a line of the ledger; ``hours`` are after the due date."""
    found = {}
    for name, score in (("first", first), ("second", second)):
        letter = cell(0.0, 5.0) if f"{name}-letter" in untouched else cell(None, 5.0, waits=True)
        cells = {f"{name}-check": cell(score), f"{name}-letter": letter}
        cells |= {"drawing": cell(None, 3.0, waits=True)} if name == "second" else {}
        if name in books:
            found[name] = {"cells": cells, "untouched": list(untouched)}
    return {
        "learner": learner,
        "name": f"Name of {learner}",
        "received": (DUE + timedelta(hours=hours)).isoformat(),
        "notebooks": found,
    }


def by_objects(path, entries, replaced=()):
    """Write results one by one by nbgrader's own objects, as the rules of `care grade` say."""
    with opened(path) as book, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from nbgrader.api import MissingEntry

        for entry in {one["learner"]: one for one in entries}.values():
            who = entry["learner"]
            try:
                one = book.find_submission(SET, who)
            except MissingEntry:
                if who not in {student.id for student in book.students}:
                    book.add_student(who, first_name=entry["name"])
                one = book.add_submission(SET, who)
            one.timestamp = datetime.fromisoformat(entry["received"]).replace(tzinfo=None)
            for notebook in one.notebooks:
                found = entry["notebooks"].get(notebook.name)
                for grade in notebook.grades:
                    _grade(grade, found, again=who in replaced)
                for comment in notebook.comments:
                    blank = found is not None and comment.name in found["untouched"]
                    comment.auto_comment = NO_RESPONSE if blank else None
            book.db.commit()
            for notebook in one.notebooks:
                late = one.total_seconds_late > 0
                notebook.late_submission_penalty = notebook.score if late else None
            book.db.commit()


def _grade(grade, found, *, again):
    if found is None:
        grade.auto_score, grade.needs_manual_grade = 0.0, False
        return
    asked = found["cells"].get(grade.name)
    score = asked["score"] if asked else None
    if score is not None and not 0 <= score <= asked["max_score"]:
        score = None
    before, grade.auto_score = grade.auto_score, score
    if grade.manual_score is None:
        grade.needs_manual_grade = score is None or asked["needs_manual"]
    elif before != score or again:
        grade.needs_manual_grade = True


def told(path):
    """Return what nbgrader's own interface says of everybody's work."""
    with opened(path) as book, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        people = sorted((one.id, one.first_name, one.last_name) for one in book.students)
        work = [
            (
                *(one.student.id, one.timestamp, one.extension, one.score, one.needs_manual_grade),
                notebook.name,
                *(notebook.late_submission_penalty, notebook.score, notebook.flagged),
                sorted(json.dumps(grade.to_dict() | {"id": ""}) for grade in notebook.grades),
                sorted((c.name, str(c.auto_comment), str(c.comment)) for c in notebook.comments),
            )
            for one in book.assignment_submissions(SET)
            for notebook in one.notebooks
        ]
    return people, sorted(work, key=lambda row: (row[0], row[5]))


def marked_by_hand(path):
    """Let a person mark, comment, give extra credit and an extension."""
    with opened(path) as book:
        for who, name, manual in (("ana", "first-check", 1.0), ("bo", "second-letter", 4.0)):
            grade = book.find_grade(name, name.split("-")[0], SET, who)
            grade.manual_score, grade.extra_credit, grade.needs_manual_grade = manual, 0.5, False
        book.find_comment("first-letter", "first", SET, "ana").manual_comment = "well said"
        book.find_submission(SET, "bo").extension = timedelta(hours=2)
        book.db.commit()


FIRST = [
    result("ana"),
    result("bo", first=0.5, hours=1),
    result("cy", books=("first",), untouched=("first-letter", "first-answer")),
    result("di", first=math.nan, second=7.0),
    # The same learner again: what came last counts.
    result("ana", first=1.5),
]
SECOND = [
    result("ana", first=1.5, untouched=("first-letter",)),
    result("bo", first=2.0, hours=1, second=1.0),
    result("cy", hours=3),
    result("eve", hours=-24),
]


@pytest.mark.parametrize("together", [1, 2, 500])
def test_new_and_old_results_are_what_nbgraders_own_objects_hold(books, monkeypatch, together):
    monkeypatch.setattr(set_rows, "AT_ONCE", together)
    ours, theirs = books
    for entries, replaced in ((FIRST, set()), (SECOND, {"bo"}), (SECOND, set()), (FIRST, {"ana"})):
        writer(ours).write(entries, replaced)
        by_objects(theirs, entries, replaced)
        assert told(ours) == told(theirs)
        if entries is FIRST and not replaced:
            marked_by_hand(ours)
            marked_by_hand(theirs)
        if replaced == {"bo"}:
            rows = {(row[0], row[5]): row for row in told(ours)[1]}
            # A mark by hand, 1, and half a point of extra credit.
            assert rows["ana", "first"][7] == 1.5
            # One hour after the due date: within the extension of one, too late for the other.
            assert (rows["bo", "first"][6], rows["cy", "first"][6]) == (None, 2.0)


def test_a_notebook_that_came_after_the_first_run_is_graded_for_everybody(books):
    ours, _ = books
    writer(ours).write(FIRST, set())
    with opened(ours) as book:
        book.add_notebook("third", SET)
        book.add_grade_cell("third-check", "third", SET, max_score=2, cell_type="code")
        book.add_solution_cell("third-answer", "third", SET)
        book.db.commit()
    entries = [result("ana"), result("eve", hours=1)]
    for entry in entries:
        entry["notebooks"]["third"] = {
            "cells": {"third-check": cell(1.5)}, "untouched": ["third-answer"]
        }  # fmt: skip
    for _ in range(2):
        writer(ours).write(entries, set())
        rows = {(row[0], row[5]): row for row in told(ours)[1]}
        # One learner was there before; another is new, and late.
        for who, penalty in (("ana", None), ("eve", 1.5)):
            row = rows[who, "third"]
            assert (row[6], row[7], len(row[9])) == (penalty, 1.5, 1)
        assert rows["ana", "third"][10] == [("third-answer", NO_RESPONSE, NO_RESPONSE)]
        assert ("bo", "third") not in rows


class StopsBeforeTheCommit(Disk):
    def commit(self, session):
        session.flush()
        raise OSError("no power")


def test_what_stops_before_the_commit_leaves_nothing_of_the_batch(books):
    ours, _ = books
    writer(ours).write(FIRST, set())
    before = told(ours)
    with pytest.raises(OSError, match="no power"):
        writer(ours, StopsBeforeTheCommit()).write(SECOND, {"bo"})
    assert told(ours) == before


def test_what_stops_in_the_middle_of_a_batch_leaves_nothing_of_it(books, monkeypatch):
    monkeypatch.setattr(set_rows, "AT_ONCE", 2)
    ours, theirs = books
    before, sent = told(ours), bulk_rows.add_rows

    def until_the_third(session, table, rows):
        if any(row.get("student_id") == "cy" for row in rows):
            raise KeyboardInterrupt
        sent(session, table, rows)

    with monkeypatch.context() as patch:
        patch.setattr("carekit.grading.gradebook.result_rows.add_rows", until_the_third)
        with pytest.raises(KeyboardInterrupt):
            writer(ours).write(FIRST, set())
    assert told(ours) == before
    writer(ours).write(FIRST, set())
    by_objects(theirs, FIRST)
    assert told(ours) == told(theirs)


def test_a_set_that_the_gradebook_does_not_know_is_refused(books):
    ours, _ = books
    other = Writer(f"sqlite:///{ours}", "sea", "products", ours.parent, Lateness(CONFIG))
    with pytest.raises(ContentError, match="no set products"):
        other.write(FIRST, set())


@contextmanager
def statements():
    """Give the list of all statements that any database is sent."""
    sent = []

    def hear(_link, _cursor, statement, parameters, *_):
        sent.append((statement, parameters))

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", hear)


def class_of(number):
    return [result(f"learner-{one}", first=one % 3, hours=one % 2) for one in range(number)]


ASKED = {
    "written": lambda path, number: writer(path).write(class_of(number), set()),
    "read": lambda path, _: reader.scores(f"sqlite:///{path}", SET),
    "late": lambda path, _: reader.late(f"sqlite:///{path}", SET),
}


@pytest.mark.parametrize("what", ASKED)
def test_a_larger_class_is_no_more_questions_and_none_reads_a_whole_table(books, what):
    counts = []
    for path, number in zip(books, (3, 30), strict=True):
        # Everybody is in the gradebook already: what is new and what is changed are both sent.
        writer(path).write(class_of(number - 1), set())
        with statements() as sent:
            ASKED[what](path, number)
        counts.append(len(sent))
    assert counts[0] == counts[1]
    with opened(books[1]) as book:
        link = book.db.connection()
        for statement, parameters in sent:
            if statement.startswith("SELECT") and "FROM" in statement:
                plan = link.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
                read = [row[-1] for row in plan]
                large = ("SCAN grade", "SCAN comment", "SCAN submitted_notebook")
                assert not [line for line in read if line.startswith(large)], statement


def test_a_postgresql_server_is_sent_one_list_for_each_column():
    from nbgrader import api

    table, dialect = api.Grade.__table__, postgresql.dialect(paramstyle="named")
    added = str(bulk_rows.adding(table, ["id", "auto_score"]).compile(dialect=dialect))
    assert " ".join(added.split()) == (
        "INSERT INTO grade (id, auto_score, needs_manual_grade) "
        "SELECT given.id, given.auto_score, :needs_manual_grade AS anon_1 FROM "
        "unnest(CAST(:of_id::VARCHAR(32)[] AS VARCHAR(32)[]), "
        "CAST(:of_auto_score::FLOAT[] AS FLOAT[])) "
        "AS given(id, auto_score)"
    )
    changed = str(bulk_rows.changing(table, ["needs_manual_grade"]).compile(dialect=dialect))
    assert " ".join(changed.split()) == (
        "UPDATE grade SET needs_manual_grade=given.needs_manual_grade "
        "FROM unnest(CAST(:of_id::VARCHAR(32)[] AS VARCHAR(32)[]), "
        "CAST(:of_needs_manual_grade::BOOLEAN[] AS BOOLEAN[])) "
        "AS given(id, needs_manual_grade) WHERE grade.id = given.id"
    )
