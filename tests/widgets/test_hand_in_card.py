"""The card that hands in a set: what it shows at each stage, and what it writes."""

import json
import re
from datetime import UTC, datetime

import pytest

import carekit
from carekit.common.course import card as course_card
from carekit.common.files import ContentError
from carekit.learner.hand_in.run_through import Raised
from carekit.widgets.hand_in import HandIn

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
CARD = """
id: sea
title: {en: Sea, zh-Hans: 海, zh-Hant: 海}
first_notebook: a.ipynb
sets: [{id: tides, title: {en: Tides, zh-Hans: 潮, zh-Hant: 潮}}]
"""
TITLE = {"en": "Tides", "zh-Hans": "潮汐", "zh-Hant": "潮汐"}


@pytest.fixture
def place(tmp_path, monkeypatch):
    """Return a learner's copy of a course of one set."""
    folder = tmp_path / "release" / "tides"
    folder.mkdir(parents=True)
    (tmp_path / "course_data").mkdir()
    (tmp_path / "course_data" / "course.yml").write_text(CARD, encoding="utf-8")
    book = {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (folder / "tides.ipynb").write_text(json.dumps(book))
    monkeypatch.setenv("CAREKIT_ROOT", str(tmp_path))
    course_card.cache_clear()
    return tmp_path


def card(place, raised=()):
    def run(_root, _book, _lang):
        if isinstance(raised, Exception):
            raise raised
        return list(raised)

    made = HandIn(place, "tides", clock=lambda: NOON, run=run)
    made.sent = []
    made.send = lambda content, buffers=None: made.sent.append((content, buffers))
    return made


def press(made, do, name="ana"):
    made.receive({"do": do, "name": name, "lang": "en"})
    return made.state


def test_where_nothing_is_missing_one_press_hands_in_and_the_file_can_be_saved(place):
    made = card(place)
    state = press(made, "check")
    assert (state["stage"], state["way"], made.name) == ("done", "file", "ana")
    assert re.fullmatch(r"[0-9a-f]{4}(-[0-9a-f]{4}){2}", state["code"])
    assert [one["code"] for one in made.earlier] == [state["code"]]
    for what in ("file", "receipt"):
        press(made, what)
    (file, (zipped,)), (receipt, (text,)) = made.sent
    assert file["save"] == state["file"]
    assert zipped == (place / "hand-ins" / state["file"]).read_bytes()
    assert receipt["save"].endswith(".receipt.json")
    assert json.loads(text)["learner"] == "ana"


def test_what_is_missing_is_shown_first_and_handing_in_is_the_learners_choice(place):
    stopped = Raised("c1", TITLE, "NameError: high", check=False)
    red = Raised("c2", TITLE, "High water is later.", check=True)
    made = card(place, [stopped, red])
    state = press(made, "check")
    assert state["stage"] == "found"
    assert state["raised"] == [{"title": TITLE, "says": "NameError: high"}]
    assert state["red"] == [{"title": TITLE, "says": "High water is later."}]
    assert not (place / "hand-ins").exists()
    assert press(made, "hand-in")["stage"] == "done"
    assert press(made, "hand-in")["stage"] == "done"
    assert len(made.earlier) == 2


def test_what_stands_in_the_way_is_told_in_each_language(place):
    made = card(place)
    state = press(made, "check", name=" ")
    assert state["stage"] == "trouble"
    assert state["why"]["zh-Hant"].startswith("請先填寫") or "學號" in state["why"]["zh-Hant"]
    made = card(place, ContentError("no kernel here"))
    state = press(made, "check")
    assert (state["stage"], state["why"]["en"]) == ("found", "no kernel here")
    (place / "release" / "tides" / "tides.ipynb").unlink()
    assert "no notebook of the set" in press(made, "hand-in")["why"]["en"]


def test_while_a_trainers_machine_grades_there_is_no_card(place, monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    assert carekit.hand_in("tides") is None
    monkeypatch.delenv("NBGRADER_EXECUTION")
    assert repr(carekit.hand_in("tides")) == "care hand-in tides"
    assert place.is_dir()
