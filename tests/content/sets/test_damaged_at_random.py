"""Hand-ins of every set, damaged at random: nothing goes unread and nothing hidden gets out."""

import copy
import json
from dataclasses import replace

import pytest

from carekit.authoring.build.leaks import Search
from carekit.grading.course.folders import set_ids
from carekit.sandbox.submission import repair
from tests.content.sets.damage import Desk, damaged

IN_CI = 8


@pytest.fixture(scope="module")
def search(root):
    return Search(root)


@pytest.fixture(scope="module")
def desks(root, search):
    return {name: Desk(root, name, search) for name in set_ids(root)}


def test_of_hand_ins_damaged_at_random_nothing_is_unread_and_nothing_hidden_gets_out(desks):
    assert len(desks) == 9
    for name, desk in desks.items():
        for number in range(IN_CI):
            made, happened = damaged(desk.released, f"{name} {number}")
            came = desk.came_of(made)
            assert not came.unread, (name, number, happened)
            assert not came.leaked, (name, number, happened)


def _seeds(desk, most=30):
    for number in range(most):
        made, _ = damaged(desk.released, f"{desk.set_id} {number}")
        yield desk.came_of(made)


def test_the_search_finds_what_goes_unread(desks, monkeypatch):
    monkeypatch.setattr(repair, "gathered", lambda _book, placed, *_: placed)
    assert any(came.unread for came in _seeds(desks["follow-up"]))


def test_the_search_finds_a_solution_that_stands_for_an_answer(desks, root):
    desk = desks["follow-up"]
    source = (root / "source" / "follow-up" / "follow-up.ipynb").read_bytes()
    full = {cell["id"]: "".join(cell["source"]) for cell in json.loads(source)["cells"]}
    cells = [
        replace(cell, source=full[cell.id], released=full[cell.id]) if cell.solution else cell
        for cell in desk.book.cells
    ]
    other = copy.copy(desk)
    other.book = replace(desk.book, cells=tuple(cells))
    assert any(came.leaked for came in _seeds(other))
