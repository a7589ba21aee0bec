"""Files that `care hand-in` made: graded as they are, and compared with their receipts."""

import importlib
import json
import shutil
import sys
import zipfile
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from carekit.cli import hand_in as hand_in_verb
from carekit.common.course import card
from carekit.common.files import ContentError
from carekit.grading.course.folders import read_settings, read_snapshot
from carekit.grading.intake.inbox import Inbox
from carekit.grading.run.one_process import OneProcess
from carekit.learner.hand_in.package import hand_in
from carekit.learner.hand_in.receipt import INSIDE
from carekit.sandbox.processes import start

sys.path.insert(0, str(Path(__file__).with_name("fakes")))
from small_course import CARD, SET, as_bytes, book, contents, grade

verbs = importlib.import_module("carekit.cli.grade")
NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)


@pytest.fixture
def course(tmp_path, tides, monkeypatch):
    """Return a course with a card, graded by a stand-in that reads the answer."""
    root = shutil.copytree(tides, tmp_path / "course")
    for name, text in (
        ("course_data/course.yml", CARD),
        (f"release/{SET}/{SET}.ipynb", as_bytes(book(secret=False)).decode()),
    ):
        (root / name).parent.mkdir(parents=True)
        (root / name).write_text(text, encoding="utf-8")
    monkeypatch.setenv("CAREKIT_ROOT", str(root))
    engine = OneProcess(grade)
    monkeypatch.setattr(
        verbs,
        "_set_up",
        lambda where, set_id, *_, **__: (
            read_settings(where),
            read_snapshot(where, set_id),
            engine,
        ),
    )
    monkeypatch.setattr(start, "begun", lambda *, wanted: nullcontext())  # noqa: ARG005
    return root


@pytest.fixture
def handed(course):
    """Return a function by which somebody does the set and hands it in, at a minute of the day."""
    card.cache_clear()
    folder = course / "release" / SET

    def by(who, high="high = 12", minute=0):
        path = folder / f"{SET}.ipynb"
        work = json.loads(path.read_bytes())
        for cell in work["cells"]:
            cell["source"] = high if cell["id"] == "high" else cell["source"]
        path.write_text(json.dumps(work), encoding="utf-8")
        return hand_in(course, folder, SET, who, NOON + timedelta(minutes=minute))

    return by


def flags(box):
    return {
        one.learner: [found.code for found in one.flags]
        for one in Inbox(box, SET, [SET], shared=False)
    }


def packed(file):
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def write(file, files):
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)


def invoked(verb, *words):
    app = typer.Typer()
    app.command()(verb)
    return CliRunner().invoke(app, list(map(str, words)))


def asked(*words):
    return invoked(hand_in_verb.hand_in, *words)


def verify(*words):
    return invoked(hand_in_verb.hand_in, "--verify", *words)


def test_the_whole_way_from_two_hand_ins_to_a_score_and_back_to_the_receipt(
    course, handed, monkeypatch
):
    monkeypatch.setattr(hand_in_verb.console, "_width", 300)
    early = handed("ana", high="high = 1")
    last = handed("ana", minute=5)
    box = course / "hand-ins"
    # The clock of the collector decides what came when; the names only which try was the later.
    done = invoked(verbs.grade, SET, box)
    assert "1 graded" in done.output, done.output
    assert "Receipts that match what came in: 1: ana" in done.output
    _, rows, _ = contents(course)
    assert [row[4] for row in rows if row[2].endswith("-check")] == [2.0, 3.0]
    good, older = verify(last.kept, "--inbox", box), verify(early.kept, "--inbox", box)
    assert (good.exit_code, older.exit_code) == (0, 0)
    assert "the same files, to the byte" in good.output
    assert "The work that was graded is this one." in good.output
    assert "This work was not graded, or other work" in older.output


def test_renamed_edited_and_damaged_files_against_the_receipt(handed, tmp_path):
    done = handed("ana")
    box = tmp_path / "box"
    box.mkdir()
    shutil.copy(done.file, box / "my homework ana.zip")
    assert flags(box) == {"my homework ana": ["unzipped", "receipt-matches"]}
    assert verify(done.kept, "--inbox", box).exit_code == 0

    files = packed(done.file)
    files[f"{SET}.ipynb"] = files[f"{SET}.ipynb"].replace(b"high = 12", b"high = 13")
    box.joinpath("my homework ana.zip").unlink()
    write(box / done.file.name, files)
    assert flags(box) == {"ana": ["receipt-changed"]}
    told = verify(done.kept, "--inbox", box)
    assert (told.exit_code, f"changed since: {SET}.ipynb" in told.output) == (3, True)

    write(box / done.file.name, files | {INSIDE: files[INSIDE].replace(b"12:00", b"11:00")})
    assert flags(box) == {"ana": ["receipt-damaged"]}
    write(box / done.file.name, {**packed(done.file), "more.txt": b"added"})
    assert flags(box) == {"ana": ["receipt-changed"]}

    whole = done.file.read_bytes()
    (box / done.file.name).write_bytes(whole[: len(whole) // 2])
    assert flags(box) == {"ana": ["unreadable", "no-notebook"]}
    told = verify(done.kept, "--inbox", box)
    assert (told.exit_code, "nothing there belongs to receipt" in told.output) == (3, True)


def test_of_several_files_in_one_persons_folder_the_last_is_taken(handed, tmp_path):
    folder = tmp_path / "box" / "Ana Martin_5_assignsubmission_file_"
    folder.mkdir(parents=True)
    for one in (handed("ana", high="high = 1"), handed("ana", minute=1)):
        shutil.copy(one.file, folder / one.file.name)
    (submission,) = Inbox(tmp_path / "box", SET, [SET])
    assert [found.code for found in submission.flags] == ["attempts", "receipt-matches"]
    assert b"high = 12" in submission.files[f"{SET}.ipynb"]
    assert INSIDE not in submission.files


def test_the_verb_says_what_is_missing_and_hands_in_only_when_told_to(
    course, monkeypatch, tmp_path
):
    card.cache_clear()
    monkeypatch.setenv("CAREKIT_RECORD", str(tmp_path / "record"))
    path = course / "release" / SET / f"{SET}.ipynb"
    done = json.loads(path.read_bytes())
    done["cells"][2]["outputs"] = [
        {"output_type": "error", "ename": "NameError", "evalue": "high", "traceback": []}
    ]
    path.write_text(json.dumps(done), encoding="utf-8")
    ask = [SET, "--no-run", "--lang", "en"]
    nobody = asked(*ask)
    assert isinstance(nobody.exception, ContentError)
    assert "say who hands in" in str(nobody.exception)
    first = asked(*ask, "--name", "ana")
    assert first.exit_code == 3
    assert "NameError: high" in first.output
    assert not (course / "hand-ins").exists()
    second = asked(*ask, "--name", "ana", "--anyway")
    assert second.exit_code == 0
    assert "Give this file to your trainer" in second.output
    # The name is remembered.
    assert asked(*ask, "--anyway").exit_code == 0
    assert len(list((course / "hand-ins").glob("hand-in.tides.ana.*.zip"))) == 2
    none = asked()
    assert "name a SET, or a receipt" in str(none.exception)
