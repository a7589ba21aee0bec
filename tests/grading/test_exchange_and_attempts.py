"""The files of the exchange beside a hand-in, and which of several attempts counts."""

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from carekit.grading.intake import exchange_files
from carekit.grading.intake.exchange_files import SECRET, STAMP
from carekit.grading.intake.inbox import Inbox
from carekit.grading.intake.lms_layouts.clock import platform_time
from carekit.grading.intake.roster import Enrolled, Roster

sys.path.insert(0, str(Path(__file__).with_name("fakes")))
from handed_in import SET, codes, notebook, only, put, read


def params(submission, code):
    (told,) = [one.params for one in submission.flags if one.code == code]
    return told


@pytest.fixture
def exchanged(tmp_path):
    """Return settings of a course, and a function that lays a file into what ana handed in."""
    folder = tmp_path / "submitted" / "ana" / SET
    folder.mkdir(parents=True)
    here = SimpleNamespace(
        root=tmp_path, autograded=lambda who, what: tmp_path / "auto" / who / what
    )
    return here, lambda name, data: put(folder, name, data)


@pytest.mark.parametrize(
    ("data", "taken"),
    [
        (b"x", True),
        (b"x" * 1000, True),
        (b"x" * 1001, False),
        (b"", False),
        (b"two\nlines", False),
        ("陈".encode(), False),
    ],
)
def test_a_secret_of_the_exchange_is_one_line_of_plain_letters(exchanged, data, taken):
    settings, lay = exchanged
    lay(SECRET, data)
    assert exchange_files.handed_in(settings, "ana", SET) == ({SECRET: data} if taken else {})


@pytest.mark.parametrize(
    ("stamp", "taken"),
    [("2026-03-02 12:00:00.000000 UTC", True), ("soon", False), ("9" * 40, False)],
)
def test_a_time_of_the_exchange_is_one_that_nbgrader_reads(exchanged, stamp, taken):
    settings, lay = exchanged
    lay(STAMP, stamp)
    assert exchange_files.handed_in(settings, "ana", SET) == {}
    lay(SECRET, b"s")
    found = exchange_files.handed_in(settings, "ana", SET)
    assert found == {SECRET: b"s"} | ({STAMP: stamp.encode()} if taken else {})


def test_beside_a_page_lies_what_came_with_the_graded_work_or_what_nobody_knows(exchanged):
    settings, lay = exchanged
    when = "2026-03-02T20:00:00+08:00"

    def beside(received=when):
        return exchange_files.beside_page(settings, "ana", SET, received, lambda: "drawn")

    assert beside() == {SECRET: b"drawn", STAMP: b"2026-03-02 12:00:00.000000 UTC"}
    assert beside(None)[STAMP] == b"1970-01-01 00:00:00.000000 UTC"
    put(settings.root, f"feedback/ana/{SET}/{SECRET}", b"of the page")
    assert beside()[SECRET] == b"of the page"
    lay(SECRET, b"handed in")
    assert beside()[SECRET] == b"handed in"
    put(settings.root, f"auto/ana/{SET}/{SECRET}", b"graded")
    assert beside()[SECRET] == b"graded"
    assert len(exchange_files.DRAW()) == 128


def attempt(number, name="tides.ipynb"):
    return f"tides_bo_attempt_2026-10-0{number}-09-30-11_{name}"


def test_of_several_attempts_the_newest_that_can_be_graded_counts_and_the_others_are_named(
    tmp_path,
):
    put(tmp_path, attempt(1))
    one = only(tmp_path)
    assert codes(one) == []
    put(tmp_path, attempt(3), notebook("newest"))
    put(tmp_path, attempt(2))
    one = only(tmp_path)
    assert b"newest" in one.files["tides.ipynb"]
    used = "2026-10-0{}-09-30-11".format
    assert params(one, "attempts") == {"used": used(3), "other": f"{used(2)}, {used(1)}"}
    assert one.received == platform_time(used(3))
    put(tmp_path, attempt(3), "{")
    one = only(tmp_path)
    assert params(one, "attempt-older") == {"used": used(2), "other": f"{used(3)}, {used(1)}"}
    assert one.received == platform_time(used(2))
    for number in (1, 2):
        put(tmp_path, attempt(number), "{")
    one = only(tmp_path)
    assert (one.refused, codes(one)) == (True, ["not-a-notebook"])
    assert one.received == platform_time(used(3))


def test_an_inbox_is_one_sets_and_knows_nobody_where_nothing_else_is_said(tmp_path):
    box = Inbox(tmp_path, SET, [SET])
    assert (box.shared, box.roster.closed, dict(box.names), dict(box.received)) == (
        False,
        False,
        {},
        {},
    )
    assert list(box) == []


def test_who_is_on_the_list_comes_before_somebody_new_of_nearly_the_same_id(tmp_path):
    for who in ("ANA", "First Person"):
        put(tmp_path, f"{who}/{SET}.ipynb", notebook(who))
    two = Roster([Enrolled("Ana", "First Person"), Enrolled("ana", "Second Person")])
    known, new = sorted(read(tmp_path, roster=two)[0], key=lambda one: one.refused)
    assert (known.learner, known.refused) == ("Ana", False)
    assert b"First Person" in known.files[f"{SET}.ipynb"]
    assert (new.name, new.refused, codes(new)) == ("ANA", True, ["same-learner"])
