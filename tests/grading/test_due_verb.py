"""``care due``: the moment in use for each set, in the trainer's zone, and setting it."""

import json
import shlex
import shutil
import sys
import warnings
from datetime import UTC, datetime
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from carekit.cli.due import due
from carekit.cli.messages import speech
from carekit.common.course import card
from carekit.common.files import ContentError
from carekit.common.languages import ENGLISH
from carekit.grading.course.folders import read_settings, read_snapshot
from carekit.grading.gradebook.due_dates import due_dates, misread, set_due
from carekit.grading.gradebook.register_assignment import register
from carekit.grading.gradebook.writer import open_book
from carekit.grading.intake.inbox import Inbox
from carekit.grading.run.one_process import OneProcess
from carekit.grading.run.run import Run
from carekit.labextension.due_dates import due_dates as learners_dates

sys.path.insert(0, str(Path(__file__).with_name("fakes")))
from small_course import SET, contents, grade, hand_in, make_course

LATE = """
from nbgrader.plugins import BasePlugin
class Late(BasePlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return 1.5
c.AssignLatePenalties.plugin_class = Late
c.Carekit.zone = "Asia/Taipei"
"""
CARD = (
    "id: sea\ntitle: {en: Sea, zh-Hans: 海, zh-Hant: 海}\nfirst_notebook: a.ipynb\n"
    "sets:\n  - {id: tides, title: {en: Tides, zh-Hans: 潮, zh-Hant: 潮}}\n"
)
SIX = datetime(2026, 12, 1, 10, tzinfo=UTC)


@pytest.fixture(scope="module")
def registered(tmp_path_factory):
    root = make_course(tmp_path_factory.mktemp("due") / "course", LATE)
    (root / "course_data").mkdir()
    (root / "course_data/course.yml").write_text(CARD, encoding="utf-8")
    register(read_settings(root), SET, read_snapshot(root, SET))
    return root


@pytest.fixture
def course(registered, tmp_path, monkeypatch):
    root = shutil.copytree(registered, tmp_path / "course")
    monkeypatch.setenv("CAREKIT_ROOT", str(root))
    card.cache_clear()
    yield root
    card.cache_clear()


def care_due(*words):
    app = typer.Typer()
    app.command()(due)
    return CliRunner(env={"CAREKIT_LANG": "en"}).invoke(app, list(words))


@pytest.mark.parametrize(("lang", "says"), [("zh-Hans", "截止时间"), ("zh-Hant", "截止時間")])
def test_the_dates_are_told_in_the_language_that_is_asked_for(course, lang, says):
    by_nbgrader(course, "2026-12-01 18:00:00 +0800")
    told = care_due("--lang", lang).output
    assert says in told
    assert "没有人会把秒数定成这样" in told or "沒有人會把秒數定成這樣" in told
    assert "nobody" not in told


def stored(root):
    return due_dates(read_settings(root), [SET])[0].when


def care_grade(root):
    settings = read_settings(root)
    box = Inbox(root / "submitted", SET, [SET])
    Run(settings, SET, read_snapshot(root, SET), box, OneProcess(grade))()


def by_nbgrader(root, text, name=SET):
    """Write a due date as ``nbgrader db assignment add --duedate`` does."""
    settings = read_settings(root)
    with open_book(settings.db_url, settings.course_id) as book, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book.update_or_create_assignment(name, duedate=text)


def test_a_date_with_its_zone_is_kept_in_utc_and_shown_in_the_trainers_zone(course):
    done = care_due(SET, "2026-12-01 11:00 Europe/Paris")
    assert done.exit_code == 0, done.output
    assert "2026-12-01 18:00 Asia/Taipei" in done.output
    assert "2026-12-01 10:00 UTC" in done.output
    assert stored(course) == SIX
    assert learners_dates(course) == {SET: SIX}
    assert "2026-12-01 05:00 America/New_York" in care_due("--zone", "America/New_York").output


def test_a_date_without_a_zone_is_in_the_trainers_zone_and_says_so(course):
    done = care_due(SET, "2026-12-01 18:00")
    assert "No zone was given: taken as Asia/Taipei." in done.stderr
    assert stored(course) == SIX
    done = care_due(SET, "2026-12-01 18:00", "--zone", "Asia/Tokyo")
    assert "taken as Asia/Tokyo" in done.stderr
    assert stored(course) == SIX.replace(hour=9)


def test_a_set_without_a_date_says_so_and_a_date_can_be_taken_away(course):
    assert "no due date" in care_due().output
    care_due(SET, "2026-12-01 18:00 +0800")
    assert json.loads(care_due("--json").output) == [
        {
            "set": SET,
            "due": "2026-12-01T10:00:00+00:00",
            "local": "2026-12-01 18:00 Asia/Taipei",
            "extensions": 0,
            "misread": None,
        }
    ]
    assert care_due(SET, "--none").exit_code == 0
    assert stored(course) is None


def test_asking_makes_no_gradebook(course):
    (course / "gradebook.db").unlink()
    assert "no due date" in care_due().output
    assert not (course / "gradebook.db").exists()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("tydes", "2026-12-01 18:00 UTC"), "did you mean tides?"),
        ((SET, "2026-12-01 18:00 Mars"), "Mars: is not a time zone"),
        ((SET, "soon"), "write one like"),
        (("--zone", "Taipei"), "did you mean Asia/Taipei?"),
        (("--none",), "`--none` needs a SET"),
        ((SET, "2026-12-01 18:00 UTC", "--none"), "`--none` needs a SET"),
    ],
)
def test_what_cannot_be_set_is_told_and_nothing_is_changed(course, words, says):
    done = care_due(*words)
    assert isinstance(done.exception, ContentError)
    assert says in str(done.exception)
    assert stored(course) is None


def test_what_nbgrader_misread_is_told_with_the_command_that_mends_it(course):
    by_nbgrader(course, "2026-12-01 18:00:00 +0800")
    assert stored(course) == datetime(2026, 12, 1, 17, 46, 40, tzinfo=UTC)
    done = care_due()
    assert done.exit_code == 3
    said = " ".join(done.output.split())
    assert 'nbgrader took the offset in "2026-12-01 18:00:00 +0800" for seconds' in said
    mend = said.rpartition("care due ")[2]
    assert mend == f'{SET} "2026-12-01 10:00 UTC"'
    assert care_due(SET, "2026-12-01 10:00 UTC").exit_code == 0
    assert stored(course) == SIX


def test_the_command_for_a_set_that_only_the_gradebook_knows_can_be_followed(course):
    by_nbgrader(course, "2026-12-01 18:00:00 +0800", "last-year")
    done = care_due()
    assert done.exit_code == 3
    mend = " ".join(done.output.split()).rpartition("care due ")[2]
    assert mend == 'last-year "2026-12-01 10:00 UTC"'
    done = care_due(*shlex.split(mend))
    assert done.exit_code == 0, done.output
    assert due_dates(read_settings(course), ["last-year"])[0].when == SIX
    assert care_due("last-year", "--none").exit_code == 0
    # Without a date nothing shows it, and nobody can mean it.
    with_slip = care_due("last-yaer", "2026-12-01 18:00 UTC")
    assert "The sets are: tides" in str(with_slip.exception)


def test_care_grade_tells_a_date_that_nbgrader_misread(course, capsys):
    from carekit.cli.grade import _say_notes
    from carekit.grading.nbgrader_plugin import _misread

    by_nbgrader(course, "2026-12-01 18:00:00 +0800")
    _say_notes(read_settings(course), SET, speech(ENGLISH))
    told = capsys.readouterr().err
    assert "nobody would choose such seconds" in told
    # Stock autograde says the same sentence in its log.
    assert _misread(read_settings(course), SET) == [told.strip()]
    by_nbgrader(course, "2026-12-01 18:00:00+08:00")
    _say_notes(read_settings(course), SET, speech(ENGLISH))
    assert capsys.readouterr().err == ""
    assert _misread(read_settings(course), SET) == []


def test_penalties_of_graded_work_follow_the_date(course):
    hand_in(course, "ana", essay="")
    care_grade(course)
    assert {row[8] for row in contents(course)[1]} == {None}
    settings, past = read_settings(course), datetime(2020, 1, 1, tzinfo=UTC)
    assert set_due(settings, SET, past) == 1
    assert {row[8] for row in contents(course)[1]} == {1.5}
    assert set_due(settings, SET, past) == 0
    assert set_due(settings, SET, None) == 1
    assert {row[8] for row in contents(course)[1]} == {None}
    assert len(list((settings.state / "backups").glob("*.db"))) >= 2


def test_a_date_stays_when_the_set_is_entered_anew(course):
    care_due(SET, "2026-12-01 18:00 +0800")
    (read_settings(course).state / f"{SET}.entered").unlink()
    register(read_settings(course), SET, read_snapshot(course, SET))
    assert stored(course) == SIX
    assert misread(due_dates(read_settings(course), [SET])[0]) == {}
