"""What a class gained: told apart from the difficulty of the forms, with an honest interval."""

import math
from datetime import UTC, datetime, timedelta

import numpy as np
import pandas as pd
import pytest

from carekit.reports.exam_gains import Estimate, by_anchors, by_orders, class_gain
from carekit.reports.quantiles import t_quantile

NINE = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


# --- Estimates with known values.


def test_with_two_orders_the_difference_of_the_forms_cancels_out():
    # The second form is easier by 0.2, and everybody gained 0.1.
    found = by_orders(np.array([0.3, 0.3, 0.3]), np.array([-0.1, -0.1, -0.1]))
    assert (found.value, found.low, found.high) == pytest.approx((0.1, 0.1, 0.1))


def test_the_error_of_two_orders_is_that_of_the_mean_of_two_means():
    one, two = np.array([0.1, 0.3, 0.2, 0.4]), np.array([0.0, 0.2, 0.1, 0.3])
    found = by_orders(one, two)
    error = math.sqrt(one.var(ddof=1) / 4 + two.var(ddof=1) / 4) / 2
    assert found.value == pytest.approx(0.2)
    assert found.high - found.value == pytest.approx(t_quantile(0.975, 6) * error)


def test_anchors_alone_say_what_was_gained_however_easy_the_second_form_is():
    spread = np.linspace(0.2, 0.8, 12)
    change, after = by_anchors(spread, spread + 0.15, spread, spread)
    assert (change.value, change.low, change.high) == pytest.approx((0, 0, 0))
    assert after == pytest.approx(spread)


def test_chained_linear_equating_takes_the_spread_of_the_first_form():
    anchors = np.linspace(0.1, 0.7, 12)
    first = 0.3 + anchors / 2
    second = 0.1 + anchors / 4
    change, after = by_anchors(first, second, anchors, anchors + 0.2)
    # The slope is a half, and the anchors rose by 0.2.
    assert change.value == pytest.approx(0.1)
    assert after == pytest.approx(first + 0.1)


def test_a_small_group_is_compared_by_means_alone():
    anchors = np.array([0.1, 0.3, 0.5])
    change, after = by_anchors(anchors / 2, np.array([0.5, 0.6, 0.7]), anchors, anchors + 0.2)
    assert change.value == pytest.approx(0.2)
    assert after == pytest.approx((anchors / 2).mean() + 0.2 + np.array([-0.1, 0, 0.1]))


# --- From the tables of scores.


def table(form, answers, minutes=0):
    """Return a table of scores; ``answers`` gives each learner's score by question."""
    late = minutes if isinstance(minutes, dict) else dict.fromkeys(answers, minutes)
    rows = [
        (who, form, "x", question, "apply", score, 20, NINE + timedelta(minutes=late[who]))
        for who, mine in answers.items()
        for question, score in mine.items()
    ]
    columns = ["learner", "form", "concept", "question", "bloom", "score", "minutes", "started"]
    return pd.DataFrame(rows, columns=columns)


def half_right(names):
    """Return six learners of whom every other one knows everything."""
    return {f"p{n}": dict.fromkeys(names, n % 2) for n in range(6)}


SHARED = [f"s{n}" for n in range(5)]


def test_too_few_shared_questions_leave_the_scores_as_they_stand():
    found = class_gain(
        table("a", {"ada": {"q1": 1, "q2": 0}, "bo": {"q1": 0, "q2": 0}}),
        table("b", {"ada": {"q1": 1, "q3": 1}, "bo": {"q1": 0, "q3": 1}}),
    )
    assert (found.method, found.anchors) == ("identity", 1)
    assert found.change.value == pytest.approx(0.5)
    assert found.each.loc["ada"].tolist() == [0.5, 1, 1]
    assert found.before == 0.25
    assert found.gain.value == pytest.approx(2 / 3)


def test_no_interval_leaves_what_shares_can_change_by_at_all():
    found = class_gain(
        table("a", {"ada": {"q1": 1, "q2": 0}, "bo": {"q1": 1, "q2": 1}}),
        table("b", {"ada": {"q3": 1, "q4": 1}, "bo": {"q3": 0, "q4": 0}}),
    )
    # Of 0.75 there are 0.75 to lose and 0.25 to gain; two learners say hardly anything.
    assert (found.change.value, found.change.low, found.change.high) == (-0.25, -0.75, 0.25)
    assert (found.gain.low, found.gain.high) == (-3, 1)


def test_forms_without_a_question_that_all_were_asked_say_nothing():
    one = table("a", {"ada": {"q1": 1}, "bo": {"q2": 1}})
    assert class_gain(one, table("b", {"ada": {"q1": 1}, "bo": {"q1": 0}})) is None


def test_nothing_is_missing_where_all_was_known_and_one_learner_has_no_interval():
    found = class_gain(table("a", {"ada": {"q1": 1}}), table("b", {"ada": {"q2": 1}}))
    assert math.isnan(found.each.loc["ada", "gain"])
    assert math.isnan(found.gain.value)
    assert math.isnan(found.change.low)
    assert math.isnan(found.change.high)


def test_who_sat_one_form_only_has_no_gain():
    assert class_gain(table("a", {"ada": {"q": 0}}), table("b", {"bo": {"q": 1}})) is None


def test_five_anchors_link_two_forms_and_each_learner_keeps_the_scale_of_the_first():
    first = half_right([*SHARED, "a1"])
    second = half_right(SHARED)
    for who in second.values():
        who["b1"] = 1
    found = class_gain(table("a", first), table("b", second))
    assert (found.method, found.anchors) == ("mean", 5)
    assert found.change == Estimate(0, 0, 0)
    assert found.each["after"].mean() == pytest.approx(found.each["before"].mean(), abs=0.05)


def test_the_anchors_before_decide_whether_there_is_a_slope():
    # Afterwards everybody knows all of them, so that only the first time tells people apart.
    first = {
        f"p{n:02}": {name: float(n > 2 * at) for at, name in enumerate(SHARED)} for n in range(12)
    }
    second = {who: {**dict.fromkeys(SHARED, 1.0), "b1": float(who > "p05")} for who in first}
    assert class_gain(table("a", first), table("b", second)).method == "chained"
    one_level = {who: dict.fromkeys(SHARED, 1.0) | {"a1": 0.0} for who in first}
    found = class_gain(
        table("a", one_level), table("b", {w: first[w] | {"b1": 1.0} for w in first})
    )
    assert found.method == "mean"


def test_the_error_of_a_slope_grows_the_interval_only_where_the_anchors_moved():
    anchors = np.linspace(0.1, 0.7, 12)
    first = anchors / 2 + np.tile([0.05, -0.05], 6)
    still, _ = by_anchors(first, first, anchors, anchors)
    assert (still.low, still.high) == pytest.approx((0, 0))
    moved, _ = by_anchors(first, first, anchors, anchors + 0.2)
    slope, fit = first.std() / anchors.std(), np.corrcoef(first, anchors)[0, 1]
    error = 0.2 * slope * math.sqrt((1 - fit**2) / 11)
    assert moved.high - moved.value == pytest.approx(t_quantile(0.975, 11) * error)


def test_who_began_the_second_form_earlier_sat_it_first_in_either_order_of_the_tables():
    names = ["a1", "a2"], ["b1", "b2"]
    # Form b is easier by all its points; nobody learned anything.
    one = {f"p{n}": dict.fromkeys(names[0], 0) for n in range(8)}
    two = {f"p{n}": dict.fromkeys(names[1], 1) for n in range(8)}
    late = {f"p{n}": 60 if n < 4 else -60 for n in range(8)}
    forward = class_gain(table("a", one), table("b", two, late))
    turned = class_gain(table("b", two, late), table("a", one))
    for found in (forward, turned):
        assert found.method == "orders"
        assert found.change.value == pytest.approx(0)
        assert found.each["after"].tolist() == found.each["before"].tolist()


def test_of_a_short_form_only_the_questions_that_all_were_asked_count():
    long = {"ada": {**dict.fromkeys(SHARED, 0), "a1": 1}, "bo": dict.fromkeys(SHARED, 0)}
    after = {who: dict.fromkeys(SHARED, 1) for who in ("ada", "bo")}
    found = class_gain(table("a", long), table("b", after))
    assert found.each["before"].tolist() == [0, 0]
    assert found.change.value == 1


# --- A class that learns nothing, many times.

RUNS, ANCHORS, OTHERS = 1500, 8, 16


def classes(count, learned=0.0, easier=0.0, seed=20260105):
    """Return right and wrong answers of many classes: runs by learners by 24 questions, twice.

    Answers follow Rasch's model. Both times the first eight questions are the same; the others are
    ``easier`` by so many logits the second time, and everybody has ``learned`` so many.
    """
    draw = np.random.default_rng([seed, count])
    able = draw.normal(0, 1, (RUNS, count, 1))
    hard = draw.normal(0, 1, (RUNS, 1, ANCHORS + OTHERS))
    other = np.concatenate(
        [hard[..., :ANCHORS], draw.normal(-easier, 1, (RUNS, 1, OTHERS))], axis=2
    )

    def answers(logits):
        return draw.random(logits.shape) < 1 / (1 + np.exp(-logits))

    return answers(able - hard), answers(able + learned - other)


def by_the_anchors(before, after):
    return [
        by_anchors(
            one.mean(axis=1), two.mean(axis=1), *(x[:, :ANCHORS].mean(axis=1) for x in (one, two))
        )[0]
        for one, two in zip(before, after, strict=True)
    ]


def holding(found, value=0.0):
    return np.mean([one.low <= value <= one.high for one in found])


@pytest.mark.parametrize("count", [8, 12, 24])
def test_a_class_that_learns_nothing_has_a_gain_whose_interval_holds_0_in_95_of_100_runs(count):
    before, after = classes(count, easier=0.6)
    found = by_the_anchors(before, after)
    assert holding(found) >= 0.94
    assert abs(np.mean([one.value for one in found])) < 0.005


@pytest.mark.parametrize("count", [8, 24])
def test_so_has_one_in_which_half_sat_the_easier_form_first(count):
    one, two = classes(count, easier=0.6)
    change = two.mean(axis=2) - one.mean(axis=2)
    half = count // 2
    # Without learning only the sign tells who sat which form first.
    found = [by_orders(mine[:half], -mine[half:]) for mine in change]
    assert holding(found) >= 0.94
    assert abs(np.mean([one.value for one in found])) < 0.005


def test_the_plain_difference_would_take_an_easier_form_for_learning():
    before, after = classes(24, easier=0.6)
    change = (after.mean(axis=2) - before.mean(axis=2)).mean(axis=1)
    error = (after.mean(axis=2) - before.mean(axis=2)).std(axis=1, ddof=1) / math.sqrt(24)
    assert np.mean(np.abs(change) <= t_quantile(0.975, 23) * error) < 0.6


def test_what_was_learned_is_found():
    before, after = classes(24, learned=1.0, easier=0.6)
    found = by_the_anchors(before, after)
    assert np.mean([one.low > 0 for one in found]) > 0.9
