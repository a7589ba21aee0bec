"""Handing in: what is not answered, one file with a receipt, nothing overwritten, where it goes."""

import json
import os
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from carekit.common.course import card
from carekit.common.files import ContentError
from carekit.common.languages import ENGLISH
from carekit.learner.graded_answers import save
from carekit.learner.hand_in.package import (
    files_in,
    hand_in,
    named,
    receipts,
    remembered_name,
    set_folder,
)
from carekit.learner.hand_in.receipt import INSIDE, read_receipt, receipt_of
from carekit.learner.hand_in.run_through import first_of_each, raised_in, run_through
from carekit.learner.hand_in.unanswered import heading_of, read_notebook, unanswered

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
COURSE = Path(__file__).resolve().parents[2]
CARD = """
id: sea
title: {{en: Sea, zh-Hans: 海, zh-Hant: 海}}
first_notebook: a.ipynb
sets: [{{id: tides, title: {{en: Tides, zh-Hans: 潮, zh-Hant: 潮}}}}]
{more}
"""
CELLS = (
    ("markdown", "# Tides"),
    ("code", "high = 12"),
    ("markdown", "## Low water"),
    ("code", "assert high < 3, 'too high'"),
    ("code", "1 / 0"),
)


def notebook(cells=CELLS):
    made = []
    for place, (kind, source) in enumerate(cells):
        cell = {"cell_type": kind, "id": f"c{place}", "metadata": {}, "source": source}
        if kind == "code":
            cell |= {"outputs": [], "execution_count": None}
        if source.startswith("assert"):
            cell["metadata"]["tags"] = ["raises-exception"]
        made.append(cell)
    return {"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def course(root, more=""):
    """Write a learner's copy of a course of one set; return it and the set's folder."""
    (root / "course_data").mkdir(parents=True)
    (root / "course_data" / "course.yml").write_text(CARD.format(more=more), encoding="utf-8")
    folder = root / "release" / "tides"
    folder.mkdir(parents=True)
    (folder / "tides.ipynb").write_text(json.dumps(notebook()), encoding="utf-8")
    card.cache_clear()
    return root, folder


def test_one_file_holds_the_work_and_its_receipt_and_the_learner_keeps_the_same(tmp_path):
    root, folder = course(tmp_path)
    save(folder, "q", ["a"], ENGLISH, NOON)
    (folder / ".ipynb_checkpoints").mkdir()
    (folder / ".ipynb_checkpoints" / "old.ipynb").write_text("{}")
    (folder / "notes").mkdir()
    (folder / "notes" / "mine.txt").write_text("x")
    (folder / "link.txt").symlink_to(root / "course_data" / "course.yml")
    done = hand_in(root, folder, "tides", "  Ana   Martin ", NOON)
    assert (done.way, done.file.name) == ("file", "hand-in.tides.Ana-Martin.20260105T120000Z.zip")
    with zipfile.ZipFile(done.file) as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
    assert set(files) == {INSIDE, "tides.ipynb", "answers.json", "notes/mine.txt"}
    kept = read_receipt(done.kept)
    assert kept == done.receipt
    assert files.pop(INSIDE).decode() == done.kept.read_text("utf-8")
    assert (kept.learner, kept.differs(files), remembered_name(root)) == (
        "Ana Martin",
        [],
        "Ana Martin",
    )
    files["answers.json"] += b" "
    del files["notes/mine.txt"]
    assert kept.differs(files) == ["answers.json", "notes/mine.txt"]


def test_handing_in_again_makes_a_second_file_also_in_the_same_second(tmp_path):
    root, folder = course(tmp_path)
    first = hand_in(root, folder, "tides", "ana", NOON)
    whole = first.file.read_bytes()
    same = hand_in(root, folder, "tides", "ana", NOON)
    later = hand_in(root, folder, "tides", "ana", NOON + timedelta(minutes=1))
    assert len({one.file for one in (first, same, later)}) == 3
    assert len({one.kept for one in (first, same, later)}) == 3
    assert first.file.read_bytes() == whole
    assert next(path for path, _ in receipts(root, "tides")) == later.kept


def test_a_folder_of_the_trainers_gets_a_copy_and_one_that_is_closed_is_named(tmp_path):
    box = tmp_path / "box"
    root, folder = course(tmp_path / "course", f"hand_in: {{folder: {box}}}")
    done = hand_in(root, folder, "tides", "ana", NOON)
    assert (done.way, done.file.parent) == ("folder", box)
    assert [path.name for path in (root / "hand-ins").glob("*.zip")] == [done.file.name]
    (tmp_path / "file").write_text("")
    closed, folder = course(tmp_path / "other", f"hand_in: {{folder: {tmp_path / 'file'}}}")
    with pytest.raises(ContentError, match="nothing can be written there"):
        hand_in(closed, folder, "tides", "ana", NOON)


def test_the_exchange_is_nbgraders_own_and_its_refusal_is_told(tmp_path, monkeypatch):
    exchange = tmp_path / "exchange"
    for name in ("inbound", "outbound/tides"):
        (exchange / "sea" / name).mkdir(parents=True)
    (exchange / "sea" / "inbound").chmod(0o733)
    config = tmp_path / "config"
    config.mkdir()
    (config / "nbgrader_config.py").write_text(
        f"c = get_config()\nc.Exchange.root = {str(exchange)!r}\n"
        f"c.Exchange.cache = {str(tmp_path / 'cache')!r}\n"
    )
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(config))
    root, folder = course(tmp_path / "course", "hand_in: {exchange: sea}")
    (exchange / "sea" / "outbound" / "tides" / "tides.ipynb").write_bytes(
        (folder / "tides.ipynb").read_bytes()
    )
    done = hand_in(root, folder, "tides", "ana", NOON)
    assert done.way == "exchange"
    (came,) = (exchange / "sea" / "inbound").iterdir()
    assert done.receipt.differs(files_in(came)) == []
    (exchange / "sea" / "outbound" / "tides" / "tides.ipynb").unlink()
    (exchange / "sea" / "outbound" / "tides").rmdir()
    with pytest.raises(ContentError, match="nbgrader did not take it"):
        hand_in(root, folder, "tides", "ana", NOON)


def test_two_places_at_once_are_refused(tmp_path):
    root, _ = course(tmp_path, "hand_in: {folder: /x, exchange: sea}")
    with pytest.raises(ContentError, match="keep one of them"):
        card(root)


@pytest.mark.parametrize("nobody", ["", "  ", "...", "\n", "-"])
def test_a_name_has_a_letter_or_a_digit(nobody):
    with pytest.raises(ContentError, match="type your name or id"):
        named(nobody)
    assert named("陈\t怡君") == "陈 怡君"


def test_a_receipt_that_was_changed_is_none(tmp_path):
    made = receipt_of("tides", "ana", NOON, {"tides.ipynb": b"x"})
    path = tmp_path / "r.receipt.json"
    for old, new, says in (
        ("12:00", "11:00", "was changed after it was written"),
        ('"ana"', '"bo"', "was changed after it was written"),
        ('"version"', '"edition"', "not a receipt"),
    ):
        path.write_text(made.text().replace(old, new), encoding="utf-8")
        with pytest.raises(ContentError, match=says):
            read_receipt(path)
    with pytest.raises(ContentError, match="no such file"):
        read_receipt(tmp_path / "none.json")


def test_what_was_released_counts_as_unanswered_and_a_changed_cell_does_not(tmp_path):
    book = read_notebook(COURSE / "release" / "follow-up" / "follow-up.ipynb")
    found = unanswered(COURSE, tmp_path, book)
    assert [(one.cell, one.questions) for one in found] == [
        ("closures-quiz", ("which-are-solved",)),
        ("reply-times-answer", ()),
        ("kept-answer", ()),
        ("sla-answer", ()),
        ("fcr-answer", ()),
        ("letter-answer", ()),
    ]
    assert found[0].title["zh-Hans"] == "1. 关闭了，就解决了吗？（3 分）"
    next(cell for cell in book["cells"] if cell["id"] == "kept-answer")["source"] = "answer_3 = 1"
    save(tmp_path, "which-are-solved", ["x"], ENGLISH, NOON)
    assert [one.cell for one in unanswered(COURSE, tmp_path, book)] == [
        "reply-times-answer",
        "sla-answer",
        "fcr-answer",
        "letter-answer",
    ]


def test_every_task_of_every_set_is_told_by_nbgraders_own_checksum(tmp_path):
    for path in sorted((COURSE / "release").glob("*/*.ipynb")):
        book = read_notebook(path)
        tasks = [
            cell["id"]
            for cell in book["cells"]
            if cell["metadata"].get("nbgrader", {}).get("solution")
        ]
        told = [one.cell for one in unanswered(COURSE, tmp_path, book) if not one.questions]
        assert tasks
        assert told == tasks, path.name


def test_a_heading_is_read_in_each_language_also_one_that_has_none():
    assert heading_of("text\n## **Low** `water`")["zh-Hant"] == "Low water"
    assert heading_of("no heading") == {}


def test_a_notebook_is_run_on_a_copy_and_what_raised_is_told(tmp_path):
    root, folder = course(tmp_path)
    extra = "open('made.txt', 'w').write('x')"
    (folder / "tides.ipynb").write_text(json.dumps(notebook((*CELLS, ("code", extra)))))
    before = sorted(os.listdir(folder))  # noqa: PTH208
    found = run_through(root, folder / "tides.ipynb", ENGLISH)
    assert [(one.cell, one.check, one.title["en"]) for one in found] == [
        ("c3", True, "Low water"),
        ("c4", False, "Low water"),
    ]
    assert found[1].says == "ZeroDivisionError: division by zero"
    assert [one.cell for one in first_of_each(found)] == ["c3"]
    assert sorted(os.listdir(folder)) == before  # noqa: PTH208
    assert not (root / "my-record").exists()
    # What is in the file was not run: it holds no output.
    assert raised_in(read_notebook(folder / "tides.ipynb")) == []


def test_the_set_is_found_where_the_learner_is_or_named_with_the_others(tmp_path, monkeypatch):
    root, folder = course(tmp_path)
    assert set_folder(root, "tides") == folder
    monkeypatch.chdir(folder)
    with pytest.raises(ContentError, match=r"no notebook of the set 'waves' here.*Sets: tides"):
        set_folder(root, "waves")
