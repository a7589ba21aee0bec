"""The whole way through nbgrader's exchange: the page a learner fetches is the page we made."""

import os
import shutil
import sys
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from carekit.common.course import card
from carekit.common.durable_files import Disk
from carekit.grading.course.folders import read_settings, read_snapshot
from carekit.grading.feedback.pages import write_feedback
from carekit.grading.gradebook.register_assignment import register
from carekit.grading.intake.exchange_files import SECRET, STAMP, beside_page, handed_in, put_beside
from carekit.grading.intake.inbox import Inbox
from carekit.grading.run.ledger import Ledger
from carekit.grading.run.one_process import OneProcess
from carekit.grading.run.run import Run

sys.path.insert(0, str(Path(__file__).with_name("fakes")))
from small_course import SET, as_bytes, book, grade, hand_in, make_course

CARD = (
    "id: sea\ntitle: {en: Sea, zh-Hans: 海, zh-Hant: 海}\nfirst_notebook: a.ipynb\n"
    "sets:\n  - {id: tides, title: {en: Tides, zh-Hans: 潮, zh-Hant: 潮}}\n"
)


def care_grade(root):
    settings, snapshot = read_settings(root), read_snapshot(root, SET)
    report = Run(
        settings, SET, snapshot, Inbox(root / "submitted", SET, [SET]), OneProcess(grade)
    )()
    return settings, report


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    root = make_course(tmp_path_factory.mktemp("exchange") / "course")
    (root / "course_data").mkdir()
    (root / "course_data/course.yml").write_text(CARD, encoding="utf-8")
    register(read_settings(root), SET, read_snapshot(root, SET))
    return root


@pytest.fixture
def course(empty, tmp_path, monkeypatch):
    """Return a course of a registered and released set, with no work of anybody's."""
    root = shutil.copytree(empty, tmp_path / "course")
    path = root / "release" / SET / f"{SET}.ipynb"
    path.parent.mkdir(parents=True)
    path.write_bytes(as_bytes(book(secret=False)))
    monkeypatch.setenv("CAREKIT_ROOT", str(root))
    card.cache_clear()
    yield root
    card.cache_clear()


@pytest.mark.slow
def test_from_release_to_the_page_that_the_learner_fetches(course, tmp_path, nbgrader):
    exchange = tmp_path / "exchange"
    exchange.mkdir()
    exchange.chmod(0o777)
    places = {"root": exchange, "cache": tmp_path / "cache"}
    with (course / "nbgrader_config.py").open("a") as file:
        file.writelines(f"\nc.Exchange.{name} = {str(at)!r}" for name, at in places.items())
    run = partial(nbgrader, course=course)
    home = tmp_path / "ana"
    home.mkdir()
    (home / "nbgrader_config.py").write_text((course / "nbgrader_config.py").read_text())
    run("release_assignment", SET, cwd=course)
    run("fetch_assignment", SET, cwd=home)
    mine = home / SET / f"{SET}.ipynb"
    answers = {"high": "high = 12", "essay": "The moon pulls."}
    # Handed in twice; the notebook was last saved long before, and keeps that time on its way.
    for written in ({"high": "high = 3"}, answers):
        mine.write_bytes(as_bytes(book(written, secret=False)))
        os.utime(mine, (10**9, 10**9))
        run("submit", SET, "--student=ana", cwd=home)
    run("collect", SET, cwd=course)
    # Somebody else's work came by another way; it stops nobody's page.
    hand_in(course, "bo")
    settings, report = care_grade(course)
    assert report.graded == ["ana", "bo"]
    kept = Ledger.load(settings.ledger(SET)).last("ana")
    collected = course / "submitted" / "ana" / SET
    assert (collected / f"{SET}.ipynb").stat().st_mtime == 10**9
    came = datetime.fromtimestamp((collected / SECRET).stat().st_mtime, UTC)
    assert kept["received"] == came.isoformat(timespec="seconds")
    assert kept["flags"] == []
    assert kept["notebooks"][SET]["cells"]["high-check"]["score"] == 2
    pages = list(write_feedback(settings, SET))
    assert [page.relative_to(course).as_posix() for page in pages] == [
        f"feedback/{who}/{SET}/{SET}.html" for who in ("ana", "bo")
    ]
    run("release_feedback", SET, cwd=course)
    run("fetch_feedback", SET, "--student=ana", cwd=home)
    (fetched,) = home.glob(f"{SET}/feedback/*/{SET}.html")
    assert fetched.read_bytes() == pages[0].read_bytes()
    assert "The moon pulls." in fetched.read_text("utf-8")
    assert len(list(tmp_path.glob("exchange/sea/feedback/*.html"))) == 2

    # nbgrader's own command finds the two files where stock autograde leaves them.
    folder = settings.autograded("ana", SET)
    for name in (STAMP, SECRET):
        assert (folder / name).read_bytes() == (
            course / "submitted" / "ana" / SET / name
        ).read_bytes()


def test_the_graded_work_says_which_secret_even_when_newer_work_was_collected(course):
    hand_in(course, "ana").with_name(SECRET).write_text("first")
    settings, _ = care_grade(course)
    (course / "submitted" / "ana" / SET / SECRET).write_text("second")
    list(write_feedback(settings, SET))
    assert (course / "feedback" / "ana" / SET / SECRET).read_text() == "first"
    care_grade(course)
    assert (settings.autograded("ana", SET) / SECRET).read_text() == "second"


def test_a_secret_is_drawn_once_for_work_that_came_another_way(course):
    hand_in(course, "ana")
    settings, _ = care_grade(course)
    drawn = iter(["drawn first", "drawn again"])
    made = beside_page(settings, "ana", SET, "2026-03-01T12:00:00+08:00", lambda: next(drawn))
    assert made == {SECRET: b"drawn first", STAMP: b"2026-03-01 04:00:00.000000 UTC"}
    list(write_feedback(settings, SET))
    kept = (course / "feedback" / "ana" / SET / SECRET).read_bytes()
    assert len(kept) == 128
    list(write_feedback(settings, SET))
    assert (course / "feedback" / "ana" / SET / SECRET).read_bytes() == kept


@pytest.mark.parametrize(
    ("secret", "stamp", "kept"),
    [
        (b"s" * 128, b"2026-03-01 04:00:00.5 UTC", {SECRET, STAMP}),
        (b"s" * 128, b"soon", {SECRET}),
        (b"s" * 128, b"", {SECRET}),
        (b"s" * 1001, b"2026-03-01 04:00:00.5 UTC", {STAMP}),
        (b"", b"2026-03-01 04:00:00.5 UTC", {STAMP}),
        ("密".encode("gbk"), b"2026-03-01 04:00:00.5 UTC", {STAMP}),
    ],
)
def test_only_what_nbgrader_can_have_written_is_taken_over(course, secret, stamp, kept):
    path = hand_in(course, "ana")
    path.with_name(SECRET).write_bytes(secret)
    path.with_name(STAMP).write_bytes(stamp)
    assert set(handed_in(read_settings(course), "ana", SET)) == kept


def test_a_link_in_place_of_a_secret_is_not_followed(course, tmp_path):
    (tmp_path / "elsewhere").write_text("not for the exchange")
    hand_in(course, "ana").with_name(SECRET).symlink_to(tmp_path / "elsewhere")
    assert handed_in(read_settings(course), "ana", SET) == {}


@pytest.mark.parametrize("old", [None, b"a", b"new", b"z"])
def test_a_file_beside_a_page_is_what_it_ought_to_be_whatever_stood_there(tmp_path, old):
    written = []

    class Counted(Disk):
        def replace(self, path, data):
            written.append(path.name)
            super().replace(path, data)

    if old is not None:
        (tmp_path / "timestamp.txt").write_bytes(old)
    put_beside(tmp_path, {"timestamp.txt": b"new"}, Counted())
    assert (tmp_path / "timestamp.txt").read_bytes() == b"new"
    # What is right already is left alone.
    assert written == ([] if old == b"new" else ["timestamp.txt"])
