"""A moment with its zone as a trainer writes it, and what nbgrader makes of one."""

import time
import warnings
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from carekit.common.files import ContentError
from carekit.grading.course.moments import meant, read_moment, shown
from carekit.grading.gradebook.due_dates import Due, misread

TAIPEI = ZoneInfo("Asia/Taipei")
SIX = datetime(2026, 12, 1, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2026-12-01 18:00 Asia/Taipei",
        "2026-12-01 18:00:00 asia/taipei",
        "2026-12-01T18:00+08:00",
        "2026-12-01 18:00 +0800",
        "2026-12-01 18:00:00 +08:00",
        "2026-12-01 18:00 +8",
        "2026-12-01 18:00 UTC+8",
        "2026-12-01 10:00 UTC",
        "2026-12-01T10:00Z",
        "2026-12-01 05:00 America/New_York",
        "  2026-12-1  18:00   Asia/Shanghai ",
        "２０２６－１２－０１　１８：００　Asia/Taipei",
        "2026/12/1 18:00 Asia/Taipei",
        "2026.12.01 18:00 +08:00",
        "2026年12月1日 18:00 Asia/Taipei",
        "2026年12月1日18:00 台北時間",
        "2026 年 12 月 1 日 18：00 北京时间",
        "2026年12月1日 下午6点 北京时间",
        "2026年12月1日 下午6:00 香港時間",
        "2026年12月1日 下午18:00 臺北時間",
        "2026年12月1号18时0分 UTC+8",
        "2026/12/1 晚上6點 +8",
        "2026-12-01 6:00 pm Asia/Taipei",
        "2026-12-01 6:00PM +08:00",
        "2026-12-01 6 p.m. Asia/Taipei",
        "2026-12-01 10:00 a.m. UTC",
    ],
)
def test_a_moment_with_a_zone_is_read_in_every_usual_form(text):
    made = read_moment(text, ZoneInfo("Europe/Paris"))
    assert (made.when, made.assumed) == (SIX, False)


def test_a_moment_without_a_zone_is_at_home_and_says_so():
    made = read_moment("2026-12-01 18:00", TAIPEI)
    assert (made.when, made.zone, made.assumed) == (SIX, "Asia/Taipei", True)
    here = read_moment("2026-12-01 18:00")
    assert here.when == datetime(2026, 12, 1, 18).astimezone(UTC)
    assert here.assumed


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("2026-12-01", "write one like"),
        ("18:00", "write one like"),
        ("next Tuesday", "write one like"),
        ("01/12/2026 18:00", "write one like"),
        ("2026-02-30 18:00 UTC", "write a moment like"),
        ("2026-12-01 24:00 UTC", "write a moment like"),
        ("2026-12-01 12:00 am", "may mean either of two hours; write the hour from 0 to 23"),
        ("2026-12-01 12:00 pm UTC", "may mean either of two hours"),
        ("2026-12-01 18:00 am", "may mean either of two hours"),
        ("2026年12月1日 晚上12点", "may mean either of two hours"),
        ("2026年12月1日 上午12:00", "may mean either of two hours"),
        ("2026年12月1日 上午6:00 pm", "may mean either of two hours"),
        ("2026-12-01 6", "write one like"),
        ("2026年12月1日", "write one like"),
        ("12月1日 18:00", "write one like"),
        ("2026-12-01 6:00 pmx", "pmx: is not a time zone"),
        ("2026-03-29 02:30 Europe/Berlin", "the clocks go forward"),
        ("2026年3月29日 02:30 Europe/Berlin", "the clocks go forward"),
        ("2026-12-01 18:00 CST", "CST: is not a time zone, because letters like these mean"),
        ("2026-12-01 18:00 bst", "bst: is not a time zone, because letters like these mean"),
        ("2026-12-01 18:00 EDT", "places; write a name like Asia/Taipei"),
        ("2026-12-01 18:00 Asia/Taipe", "did you mean Asia/Taipei?"),
        ("2026-12-01 18:00 Taipei", "did you mean Asia/Taipei?"),
        ("2026-12-01 18:00 +25:00", "is not a time zone"),
        ("2026-03-29 02:30 Europe/Paris", "the clocks go forward"),
        ("2026-10-25 02:30 Europe/Paris", r"comes twice on that day; write \+0200 or \+0100"),
        ("0001-01-01 00:00 +08:00", "correct the year"),
        ("9999-12-31 23:59 -08:00", "correct the year"),
    ],
)
def test_what_is_no_moment_is_refused_with_what_to_write(text, says):
    with pytest.raises(ContentError, match=says):
        read_moment(text, TAIPEI)


def test_this_machines_own_clock_has_such_nights_too(monkeypatch):
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    try:
        for text, says in (("2026-03-29 02:30", "go forward"), ("2026-10-25 02:30", "comes twice")):
            with pytest.raises(ContentError, match=says):
                read_moment(text)
        noon = datetime(2026, 3, 29, 10, tzinfo=UTC)
        assert read_moment("2026-03-29 12:00").when == noon
    finally:
        monkeypatch.undo()
        time.tzset()


def test_a_time_that_comes_twice_is_read_with_its_offset():
    first, second = (read_moment(f"2026-10-25 02:30 {one}").when for one in ("+0200", "+0100"))
    assert (second - first).total_seconds() == 3600


@pytest.mark.parametrize("zone", ["Asia/Taipei", "Europe/Paris", "Asia/Kathmandu", "UTC"])
def test_what_is_shown_is_read_as_the_same_moment(zone):
    for when in (SIX, SIX.replace(month=6, second=7)):
        assert read_moment(shown(when, ZoneInfo(zone))).when == when


@pytest.mark.parametrize(
    ("offset", "home"),
    [("+0800", "Asia/Taipei"), ("+0100", "Europe/Paris"), ("-0500", "America/New_York")],
)
@pytest.mark.parametrize("time", ["18:00:00", "23:59:59", "08:30:00"])
def test_what_nbgrader_misreads_is_guessed_from_its_seconds(offset, home, time):
    wanted = f"2026-12-01 {time} {offset}"
    stored = _as_nbgrader(wanted)
    assert stored != read_moment(wanted).when
    assert meant(stored, ZoneInfo(home))[0] == wanted


@pytest.mark.parametrize(
    "wanted", ["2026-12-01 18:00:00 UTC", "2026-12-01 18:00:00+08:00", "2026-12-01 23:59:59 UTC"]
)
def test_what_nbgrader_reads_right_is_in_no_doubt(wanted):
    stored = _as_nbgrader(wanted)
    assert stored == read_moment(wanted).when
    assert meant(stored, TAIPEI) == []


def test_an_offset_of_whole_minutes_leaves_no_trace():
    # Nothing can be said of it, and docs/grading.md says so.
    stored = _as_nbgrader("2026-12-01 18:00:00 +0300")
    assert stored == datetime(2026, 12, 1, 17, 55, tzinfo=UTC)
    assert meant(stored, ZoneInfo("Europe/Moscow")) == []


def test_of_several_guesses_the_first_is_said_with_its_own_moment():
    stored = _as_nbgrader("2026-12-01 18:00:00 +0400")
    assert len(meant(stored, ZoneInfo("Asia/Dubai"))) > 1
    odd = misread(Due("tides", stored), ZoneInfo("Asia/Dubai"))
    assert odd["first"] == "2026-12-01 18:00:00 +0400"
    assert odd["wanted"] == "2026-12-01 14:00 UTC"
    assert odd["command"] == 'care due tides "2026-12-01 14:00 UTC"'
    assert odd["stored"] != odd["wanted"]
    assert misread(Due("tides", SIX)) == misread(Due("tides", None)) == {}


def _as_nbgrader(text):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from nbgrader.utils import parse_utc

        return parse_utc(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "hour", "minute"),
    [
        ("2026年3月5日 23:59", 23, 59),
        ("2026/3/5 23:59", 23, 59),
        ("2026年3月5日 上午9点半", 9, 30),
        ("2026年3月5日 凌晨0:30", 0, 30),
        ("2026年3月5日 中午12点", 12, 0),
        ("2026年3月5日 中午1点", 13, 0),
        ("2026年3月5日 下午12:30", 12, 30),
        ("2026-03-05 9:05 am", 9, 5),
        ("2026-03-05 11:59 pm", 23, 59),
    ],
)
def test_the_part_of_the_day_is_read_as_people_mean_it(text, hour, minute):
    made = read_moment(text, TAIPEI)
    assert made.when.astimezone(TAIPEI) == datetime(2026, 3, 5, hour, minute, tzinfo=TAIPEI)
    assert made.assumed
