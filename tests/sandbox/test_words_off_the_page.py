"""Words that a rendered page leaves out are shown as text to whoever marks, and named."""

import copy
import json

import pytest

from carekit.sandbox.messages import words
from carekit.sandbox.submission.assignment import Snapshot
from carekit.sandbox.submission.given_texts import Given
from carekit.sandbox.submission.page_text import PageCheck
from carekit.sandbox.submission.unplaced_text import Placed, gathered
from tests.sandbox.mishaps import retyped
from tests.sandbox.sealedset import RIGHT, snapshot
from tests.sandbox.test_nothing_unread import BOOK, fill, put, released_book, repaired, source_book
from tests.sandbox.unseen import HIDDEN, SHOWN, WORDS


def again(placed):
    """Return repaired cells as a notebook, as stock nbgrader hands them to the sealed worker."""
    return {
        "cells": [
            {
                "cell_type": one.kind,
                "source": one.source,
                "metadata": {"nbgrader": one.cell.marks} if one.cell else {},
                "attachments": copy.deepcopy(one.attachments),
            }
            for one in placed
        ]
    }


@pytest.mark.parametrize("text", HIDDEN.values(), ids=HIDDEN)
def test_an_answer_that_a_page_does_not_show_is_shown_as_text_and_named(text):
    made = released_book()
    fill(made, "letter", text)
    named, placed, scores, flags = repaired(made)
    assert f"```\n{text}\n```" in named["letter"] or f"````\n{text}\n````" in named["letter"]
    assert scores["letter"]["needs_manual"]
    assert flags == [("text-unseen", "letter")]
    # Put in order once more, the notebook stays as it is.
    assert [one.source for one in repaired(again(placed))[1]] == [one.source for one in placed]


@pytest.mark.parametrize("kind", ["markdown", "raw"])
@pytest.mark.parametrize(("after", "task"), [("add", "add"), ("letter", "letter")])
def test_the_same_holds_for_a_cell_of_ones_own_beside_a_filled_answer(kind, after, task):
    made = released_book()
    fill(made, "letter", "Dear Ana.")
    put(made, after, f"<!-- {WORDS} -->", kind)
    _, placed, _, flags = repaired(made)
    [own] = [one for one in placed if one.cell is None and WORDS in one.source]
    assert (own.kind, own.source) == ("markdown", f"```\n<!-- {WORDS} -->\n```")
    assert {("text-beside", task), ("text-unseen", task)} <= set(flags)


def test_an_essay_in_a_comment_that_became_a_raw_cell_is_shown():
    made = released_book()
    fill(made, "letter", f"<!-- {WORDS} -->")
    retyped("letter", "raw")(made)
    named, _, _, flags = repaired(made)
    assert named["letter"] == f"```\n<!-- {WORDS} -->\n```"
    assert ("text-unseen", "letter") in flags


@pytest.mark.parametrize("text", SHOWN)
def test_an_answer_that_a_page_shows_stays_as_it_was_written(text):
    made = released_book()
    fill(made, "letter", text)
    named, _, _, flags = repaired(made)
    assert (named["letter"], flags) == (text, [])


def test_a_text_shown_as_text_keeps_its_pictures():
    picture = {"image.png": {"image/png": "iVBORw0KGgo="}}
    source = f"<!-- {WORDS} -->\n\n![image.png](attachment:image.png)"
    shown = PageCheck().shown("markdown", source, picture)
    assert shown == f"```\n{source}\n```\n\n![image.png](attachment:image.png)"
    assert PageCheck().shown("markdown", shown, picture) is None


def test_a_text_that_is_too_long_to_look_at_is_shown_as_text():
    text = "<b>Dear Ana.</b> " * 2_000
    assert PageCheck().shown("markdown", text, {}) == f"```\n{text}\n```"
    pages = PageCheck()
    pages.left = 10
    assert pages.shown("markdown", "<b>Dear Ana.</b>", {}) == "```\n<b>Dear Ana.</b>\n```"


@pytest.mark.parametrize(
    ("part", "text"),
    [
        ("_Seen.feed", "Dear Ana & all"),
        ("_whole", "Dear Ana & all"),
        (None, f'Dear Ana <img src="a.png" width="{"9" * 5000}">'),
    ],
)
def test_a_text_that_a_parser_gives_up_on_is_shown_as_text_and_costs_nothing(
    part, text, monkeypatch
):
    def gives_up(*_):
        raise ValueError("too much")

    if part:
        monkeypatch.setattr(f"carekit.sandbox.submission.page_text.{part}", gives_up)
    made = released_book()
    fill(made, "letter", text)
    named, _, _, flags = repaired(made)
    assert named["letter"] == f"```\n{text}\n```"
    assert flags == [("text-unseen", "letter")]


def test_formulas_that_never_end_are_shown_as_text():
    text = "\\begin{a}" * 201
    assert PageCheck().shown("markdown", text, {}) == f"```\n{text}\n```"
    assert PageCheck().shown("markdown", "\\begin{a} x \\end{a} ", {}) is None


def test_whoever_marks_is_asked_to_look():
    assert words().flags["text-unseen"].look


def test_a_cell_that_the_set_gives_stays_as_it_is_and_as_often_as_it_is_there():
    given = '<div class="of-the-set" style="color:white">The story of this set.</div>'
    made, asked = source_book(), released_book()
    for one in (made, asked):
        put(one, "add", given)
    as_bytes = [{"a.ipynb": json.dumps(one).encode()} for one in (made, asked)]
    book = Snapshot.from_notebooks(*as_bytes).books[0]
    put(asked, "add", given)
    _, placed, _, flags = repaired(asked, book)
    assert [one.source for one in placed].count(given) == 2
    assert "text-unseen" not in dict(flags)


def test_each_cell_of_the_learners_is_looked_at_once(monkeypatch):
    looked = []

    def own(_given, source):
        looked.append(source)
        return source

    monkeypatch.setattr(Given, "own", own)
    placed = [Placed(cell.kind, cell.released, cell) for cell in BOOK.cells]
    next(one for one in placed if one.cell.id == "letter").source = "My letter."
    words = [Placed("markdown", f"Words {n} <!-- and more -->") for n in range(3)]
    told = []
    made = gathered(BOOK, [*placed, *words], set(), lambda *one: told.append(one))
    assert looked == [f"Words {n} <!-- and more -->" for n in range(3)]
    # What stands beside a written answer stays there, and the page shows it whole.
    assert sum("and more" in one.source for one in made) == 3
    assert told == [("text-beside", "letter"), ("text-unseen", "letter")]


@pytest.mark.parametrize(
    ("colour", "read"),
    [("#c0c0ff", False), ("#c0c00f", True), ("#ff0", False), ("#00f", True), ("#c0b0ff", True)],
)
def test_a_colour_is_read_on_white_where_its_three_parts_together_are_dark(colour, read):
    shown = PageCheck().shown("markdown", f'<span style="color:{colour}">My words.</span>', {})
    assert (shown is None) is read


def test_an_answer_that_two_cells_above_hold_is_told_once():
    book, told = snapshot().books[0], []
    placed = [Placed(cell.kind, cell.released, cell) for cell in book.cells]
    for one in placed:
        if one.cell.id in ("top", "total"):
            one.source = f"{RIGHT[one.cell.id]}\n\n{RIGHT['part']}"
    made = gathered(book, placed, set(), lambda *one: told.append(one))
    assert told == [("cells-merged", "part")]
    # The stub would undo what has run by then.
    assert [one.source for one in made if one.cell.id == "part"] == [""]
