"""What counts of one graded cell, how it is called, and what lateness costs."""

import pytest
from traitlets.config import Config

from carekit.grading.gradebook.cell_scores import CellScore
from carekit.grading.gradebook.late_penalty import Lateness


def cell(auto, manual=None, *, bonus=0.0, most=4.0, waiting=False, code=True):
    return CellScore(auto, manual, bonus, most, waiting, code)


@pytest.mark.parametrize(
    ("given", "score", "state"),
    [
        (cell(4.0), 4.0, "passed"),
        (cell(4.5), 4.5, "passed"),
        (cell(3.9), 3.9, "partial"),
        (cell(0.1), 0.1, "partial"),
        (cell(0.0), 0.0, "failed"),
        (cell(0.0, code=False), 0.0, "unanswered"),
        (cell(0.0, 0.0, code=False), 0.0, "failed"),
        (cell(None), 0.0, "waiting"),
        (cell(2.0, waiting=True), 2.0, "waiting"),
        (cell(2.0, 3.0, waiting=True), 3.0, "partial"),
        (cell(4.0, 0.0), 0.0, "failed"),
        (cell(None, 4.0), 4.0, "passed"),
        # A bonus is added to points that are there, and to no others.
        (cell(3.0, bonus=1.0), 4.0, "partial"),
        (cell(None, bonus=1.0), 0.0, "waiting"),
        (cell(None, 0.0, bonus=1.0), 1.0, "failed"),
    ],
)
def test_a_persons_points_come_before_the_checks_and_a_bonus_on_top(given, score, state):
    assert (given.score, given.state, given.by_hand) == (score, state, given.manual is not None)


class Plugin:
    """Takes off what it was made with."""

    def __init__(self, asked):
        self.asked = asked

    def late_submission_penalty(self, _learner, _score, _seconds):
        return self.asked


@pytest.mark.parametrize(
    ("asked", "seconds", "penalty"),
    [
        (2.0, 1.0, 2.0),
        (2.0, 0.0, None),
        (2.0, -5.0, None),
        (5.0, 1.0, 5.0),
        (5.5, 1.0, 5.0),
        (-1.0, 1.0, 0.0),
        (0, 1.0, 0.0),
        (None, 1.0, None),
    ],
)
def test_lateness_costs_no_more_than_there_is_and_never_adds(monkeypatch, asked, seconds, penalty):
    late = Lateness(Config())
    monkeypatch.setattr(Lateness, "_plugin", lambda _self: Plugin(asked))
    assert late.penalty("ana", 5.0, seconds) == penalty
