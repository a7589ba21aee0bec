"""The marking desk without a page: what is marked, in which order, and where a mark goes."""

import shutil
import sys
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest

from carekit.common.files import ContentError
from carekit.grading.course.folders import read_settings
from carekit.grading.gradebook.hand_marks import HandMark
from carekit.grading.gradebook.writer import open_book
from carekit.grading.marking.desk import Desk, Marker
from carekit.grading.marking.mark_log import MarkLog
from carekit.grading.marking.similarity import folded, folds_chinese, in_order
from carekit.grading.marking.written_tasks import written_tasks

sys.path.insert(0, str(Path(__file__).with_name("fakes")))
from essay_class import LEVELS, TASK, essays, grade_essays, make_essay_class, write_essay
from small_course import SET, UNTOUCHED, contents


@pytest.fixture(scope="module")
def once(tmp_path_factory):
    """Return a course whose class of eleven was graded; one of them wrote nothing."""
    root = tmp_path_factory.mktemp("essays") / "course"
    root.mkdir()
    return make_essay_class(root, essays(10) | {"nobody": UNTOUCHED})


@pytest.fixture
def course(once, tmp_path, monkeypatch):
    root = shutil.copytree(once, tmp_path / "course")
    monkeypatch.setenv("CAREKIT_ROOT", str(root))
    return root


def desk(root, marker="rosa", seed=0, **more):
    numbers = count(1)
    return Desk(
        read_settings(root),
        SET,
        Marker(marker, **more),
        seed,
        clock=lambda: datetime(2026, 5, 4, 9, 30, tzinfo=UTC),
        new_id=lambda: f"{marker}-{next(numbers)}",
    )


def in_book(root, who):
    """Return points, nbgrader's flag and comment of somebody's answer."""
    _, grades, comments = contents(root)
    grade = next(row for row in grades if row[0] == who and row[2] == "essay")
    comment = next(row for row in comments if row[0] == who and row[1] == "essay")
    return grade[5], bool(grade[7]), comment[3]


def elsewhere(root, who, points, comment=None):
    """Mark as formgrader does."""
    settings = read_settings(root)
    with open_book(settings.db_url, settings.course_id) as book:
        mark = book.find_grade("essay", SET, SET, who)
        mark.manual_score, mark.needs_manual_grade = points, False
        book.find_comment("essay", SET, SET, who).manual_comment = comment
        book.db.commit()


def card_of(sheet, who):
    return next(card for card in sheet.cards if who in card.learners)


def test_the_levels_and_what_is_read_beside_an_answer_come_from_the_set(course):
    (task,) = written_tasks(read_settings(course), SET)
    assert (task.id, task.levels, task.max_score) == (TASK, LEVELS, 6.0)
    assert task.title.by_lang()["zh-Hant"] == "月亮"
    assert "twice a day" in task.question
    assert "Both bulges" not in task.question
    assert "Both bulges" in task.scheme
    assert "MARK SCHEME" not in task.question + task.scheme
    assert "The moon." in task.model


def test_the_order_is_the_same_in_every_run_and_another_for_another_seed(course):
    orders = [
        [card.learners for card in desk(course, seed=seed).sheet().cards] for seed in (0, 0, 1)
    ]
    assert orders[0] == orders[1]
    assert {frozenset(some) for some in orders[0]} == {frozenset(some) for some in orders[2]}
    assert orders[0] != orders[2]
    assert [who for some in orders[0] for who in some] != sorted(essays(10))


def test_what_is_the_same_is_one_card_and_what_is_alike_follows(course):
    sheet = desk(course).sheet()
    assert sheet.unanswered == 1
    assert set(card_of(sheet, "learner-02").learners) == {"learner-02", "learner-08"}
    # Simplified and Traditional Chinese of one answer.
    assert set(card_of(sheet, "learner-03").learners) == {"learner-03", "learner-04", "learner-09"}
    at = [sheet.cards.index(card_of(sheet, who)) for who in ("learner-00", "learner-01")]
    assert abs(at[0] - at[1]) == 1
    assert sheet.cards[at[0]].group == sheet.cards[at[1]].group
    groups = [card.group for card in sheet.cards]
    assert groups == sorted(groups)


def test_form_does_not_count_and_numbers_do():
    assert folds_chinese()
    assert folded("Ｈｉｇｈ water, twice!") == folded("high WATER twice")
    assert folded("漲潮兩次") == folded("涨潮两次。")
    assert len({folded(text) for text in ("1.5", "15", "-1.5", "1.5%", "1-5")}) == 5
    assert folded("a = 1\n", code=True) != folded("a=1", code=True)
    assert in_order({}, 0, "t") == []


def test_a_mark_is_a_line_of_the_log_and_what_formgrader_shows(course):
    one = desk(course)
    sheet = one.sheet()
    card = card_of(sheet, "learner-02")
    assert one.mark(TASK, card.key, 1.5, " Name the bulges. ") is None
    for who in ("learner-02", "learner-08"):
        assert in_book(course, who) == (1.5, False, "Name the bulges.")
    assert in_book(course, "learner-00") == (None, True, None)
    log = MarkLog.of(one.settings, SET)
    (mark,) = log.standing(second=False)
    assert (mark.marker, mark.points, mark.when) == ("rosa", 1.5, "2026-05-04T09:30:00.000+00:00")
    assert log.written == {mark.id}
    again = one.sheet()
    assert card_of(again, "learner-02").mark == HandMark(1.5, "Name the bulges.", waits=False)
    assert again.comments == (("Name the bulges.", 2),)
    assert (again.progress[0].done, again.progress[0].total) == (2, 10)


def test_names_are_hidden_until_every_answer_is_marked(course):
    one = desk(course)
    sheet = one.sheet()
    for card in sheet.cards[:-1]:
        one.mark(TASK, card.key, 3, "")
    assert one.sheet().names == {}
    one.mark(TASK, sheet.cards[-1].key, 3, "")
    assert one.sheet().names["learner-04"] == "Name of learner-04"


def test_a_mark_of_formgraders_is_not_replaced_before_its_marker_saw_it(course):
    one = desk(course)
    card = card_of(one.sheet(), "learner-02")
    elsewhere(course, "learner-08", 6, "Fine.")
    assert one.mark(TASK, card.key, 1.5, "Mine.") == HandMark(6.0, "Fine.", waits=False)
    assert in_book(course, "learner-08") == (6.0, False, "Fine.")
    # Of a card with several answers all are written or none.
    assert in_book(course, "learner-02") == (None, True, None)
    assert list(one.log.standing(second=False)) == []
    assert one.mark(TASK, card.key, 1.5, "Mine.") is None
    assert in_book(course, "learner-08") == (1.5, False, "Mine.")


def test_undo_takes_back_one_mark_after_the_other_but_none_that_was_changed_since(course):
    one = desk(course)
    card = card_of(one.sheet(), "learner-05")
    before = in_book(course, "learner-05")
    one.mark(TASK, card.key, 3, "First.")
    one.mark(TASK, card.key, 4.5, "Second.")
    assert one.undo().points == 4.5
    assert in_book(course, "learner-05") == (3.0, False, "First.")
    assert one.undo().points == 3
    assert in_book(course, "learner-05") == before
    assert one.undo() is None
    card = card_of(one.sheet(), "learner-05")
    one.mark(TASK, card.key, 3, "")
    elsewhere(course, "learner-05", 6)
    with pytest.raises(ContentError):
        one.undo()
    assert in_book(course, "learner-05")[0] == 6.0


def test_what_a_crash_kept_from_the_gradebook_is_written_at_the_next_start(course, monkeypatch):
    one = desk(course)
    card = card_of(one.sheet(), "learner-05")

    def crash(_mark):
        raise OSError("the power failed")

    monkeypatch.setattr(one, "_settle", crash)
    with pytest.raises(OSError, match="power"):
        one.mark(TASK, card.key, 3, "Kept.")
    log = MarkLog.of(one.settings, SET)
    log.path.write_bytes(log.path.read_bytes() + b'{"kind": "mark", "id"')
    assert in_book(course, "learner-05")[0] is None
    assert desk(course).lost == ()
    assert in_book(course, "learner-05") == (3.0, False, "Kept.")
    # Where somebody else has marked meanwhile, theirs stays and the loss is told.
    card = card_of(one.sheet(), "learner-06")
    with pytest.raises(OSError, match="power"):
        one.mark(TASK, card.key, 3, "Lost.")
    for who in card.learners:
        elsewhere(course, who, 6)
    assert [mark.comment for mark in desk(course).lost] == ["Lost."]
    assert in_book(course, "learner-06")[0] == 6.0
    assert desk(course).lost == ()


def test_work_that_changed_since_its_mark_is_looked_at_again(course):
    one = desk(course)
    one.mark(TASK, card_of(one.sheet(), "learner-05").key, 3, "One bulge.")
    write_essay(course, "learner-05", "Two bulges.")
    grade_essays(course)
    card = card_of(one.sheet(), "learner-05")
    assert card.mark is None
    assert card.before["learner-05"] == HandMark(3.0, "One bulge.", waits=True)
    assert card.answer.text == "Two bulges."


def test_points_and_comments_that_cannot_be_are_refused(course):
    one = desk(course)
    key = one.sheet().cards[0].key
    for points, comment in ((7, ""), (-1, ""), (float("nan"), ""), (1, "x" * 5001)):
        with pytest.raises(ValueError, match=r"points|comment"):
            one.mark(TASK, key, points, comment)
    with pytest.raises(KeyError):
        one.mark(TASK, "no such card", 1, "")
    assert not one.log.path.exists()


def test_a_second_marker_sees_no_mark_and_both_are_compared_when_all_is_done(course):
    few = desk(course, "ken", second=True, every=3).sheet()
    assert sum(len(card.learners) for card in few.cards) == 4
    one, two = desk(course), desk(course, "ken", second=True, every=1)
    first = one.sheet()
    for card in first.cards:
        one.mark(TASK, card.key, 3, "")
    sheet = two.sheet()
    mine = [who for card in sheet.cards for who in card.learners]
    assert len(mine) == 10
    assert all(card.mark is None for card in sheet.cards)
    assert sheet.comments == ()
    for card in sheet.cards:
        assert two.sheet().compared is None or two.sheet().compared.agreement is None
        two.mark(TASK, card.key, 3 if mine[0] in card.learners else 4.5, "")
    assert {in_book(course, who)[0] for who in mine} == {3.0}
    told = one.sheet().compared
    assert (told.done, told.total, told.agreement.answers) == (10, 10, 10)
    assert told.agreement.same == sum(
        len([who for who in card.learners if who in mine])
        for card in sheet.cards
        if mine[0] in card.learners
    )
    assert {(apart.first, apart.second) for apart in told.differences} == {(3.0, 4.5)}
    assert two.undo().marker == "ken"
    assert in_book(course, mine[-1])[0] == 3.0
