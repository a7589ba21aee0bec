"""A call to stop is raised in the learner's code of the check that it was meant for."""

from __future__ import annotations

import pytest

from carekit.sandbox.link.interrupts import Interrupts


@pytest.fixture
def interrupts():
    return Interrupts()


def asked(interrupts, check, *, called=False):
    """Let one question be answered; returns whether the learner's code was called to stop."""
    try:
        with interrupts.heard(check):
            if called:
                interrupts.arrive(2, None)
    except KeyboardInterrupt:
        return True
    return False


def test_a_call_is_raised_where_the_learners_code_runs(interrupts):
    assert asked(interrupts, 1, called=True)
    assert not asked(interrupts, 1)


def test_a_call_between_two_answers_is_raised_at_the_next_one_of_the_same_check(interrupts):
    assert not asked(interrupts, 1)
    interrupts.arrive(2, None)
    assert asked(interrupts, 1)
    assert not asked(interrupts, 1)


def test_a_call_that_comes_after_its_check_costs_the_next_one_nothing(interrupts):
    assert not asked(interrupts, 1)
    interrupts.arrive(2, None)
    assert not asked(interrupts, 2)
    assert not asked(interrupts, 2)


def test_a_call_that_comes_after_a_cell_costs_no_other_cell(interrupts):
    assert not asked(interrupts, None)
    interrupts.arrive(2, None)
    assert not asked(interrupts, None)
    assert not asked(interrupts, 1)


def test_what_is_done_about_a_call_is_not_called_to_stop_again(interrupts):
    with interrupts.heard(1):
        with pytest.raises(KeyboardInterrupt):
            interrupts.arrive(2, None)
        interrupts.arrive(2, None)
