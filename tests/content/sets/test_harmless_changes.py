"""Right answers written another way, and what has to be told before work is handed in.

Every reference answer is changed in ways that are no mistake in thinking, and must keep all its
points. Where rounding goes too far, the check that a learner sees has to say so.
"""

import copy
import math
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pandas as pd
import pytest

from carekit.authoring.build.regions import split
from carekit.checks.expect import kit_words
from tests.content.sets.test_answers_that_look_right import PLAUSIBLE, every_set

DECIMALS = 3
# What a task says comes in an order; everything else may come in any.
IN_ORDER = {"sla_attainment", "theme_share", "benchmark_gap", "proactive_due", "answer_2"}
RIGHT_ONES = 6


def each(value, change):
    """Return a result with every number changed and its form kept."""
    if isinstance(value, dict):
        return {key: each(one, change) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return type(value)(each(one, change) for one in value)
    if isinstance(value, pd.Series):
        mapped = [each(one, change) for one in value.tolist()]
        return pd.Series(mapped, index=value.index, name=value.name)
    if isinstance(value, pd.DataFrame):
        columns = [each(value.iloc[:, i], change) for i in range(value.shape[1])]
        return pd.concat(columns, axis=1) if columns else value
    number = isinstance(value, int | float | np.number) and not isinstance(value, bool | np.bool_)
    return change(value) if number else value


def half_up(number):
    if not math.isfinite(number):
        return number
    step = Decimal(1).scaleb(-DECIMALS)
    return float(Decimal(repr(float(number))).quantize(step, ROUND_HALF_UP))


def listed(value, form):
    """Return a tuple, or the tuples in a dict, in another form."""
    if isinstance(value, dict):
        return {key: listed(one, form) for key, one in value.items()}
    return form(value) if isinstance(value, tuple | list) else value


def other_way_round(value, name):
    """Return columns from the last to the first, and rows too where the task names no order."""
    if isinstance(value, pd.DataFrame):
        value = value.iloc[:, ::-1]
    if isinstance(value, dict):
        return dict(reversed(value.items()))
    free = isinstance(value, pd.DataFrame | pd.Series) and name not in IN_ORDER
    return value.iloc[::-1] if free else value


def numbered_anew(value, name):
    """Return a table of rows that no label names with the labels it had when it was made."""
    if name in ("p_chart", "proactive_due"):
        return value.set_axis([f"row {n}" for n in range(len(value))])
    return value


def named(value):
    if isinstance(value, pd.Series):
        return value.rename("result").rename_axis("label")
    return value.rename_axis("label").rename_axis("field", axis=1) if framed(value) else value


def framed(value):
    return isinstance(value, pd.DataFrame)


def nullable(value):
    return value.convert_dtypes() if isinstance(value, pd.Series | pd.DataFrame) else value


def of_objects(value):
    return value.astype(object) if isinstance(value, pd.Series | pd.DataFrame) else value


def swapped(value):
    """Return a dict for a Series and a Series for a dict of numbers."""
    if isinstance(value, pd.Series):
        return value.to_dict()
    plain = isinstance(value, dict) and not any(isinstance(v, tuple) for v in value.values())
    return pd.Series(value) if plain else value


def as_int(number):
    return int(number) if math.isfinite(number) and number == int(number) else number


def bare(value):
    """Return a number or a text as an array without dimensions."""
    return np.array(value) if isinstance(value, int | float | str | np.number) else value


def numpy_number(number):
    return np.float64(number) if isinstance(number, float) else np.int64(number)


def rounded_even(value, _name):
    return named(listed(each(each(value, lambda x: round(float(x), DECIMALS)), numpy_number), list))


def rounded_up(value, name):
    return other_way_round(nullable(listed(each(value, half_up), np.array)), name)


def as_series(value, name):
    return numbered_anew(listed(swapped(each(value, as_int)), pd.Series), name)


def labels_in_a_column(value, name):
    """Return a table of a task about real data with the labels of its rows in a column."""
    return value.reset_index() if framed(value) and name.startswith("answer_") else value


def as_objects(value, name):
    return labels_in_a_column(bare(of_objects(each(value, float))), name)


# Each does several things at once: what is asked is whether all points stay.
CHANGES = {
    "rounded half to even, lists, NumPy numbers, names": rounded_even,
    "rounded half up, arrays, nullable dtypes, rows and columns the other way round": rounded_up,
    "Series for tuples and dicts, dicts for Series, int where whole, other labels": as_series,
    "object dtype, all numbers float, arrays without dimensions, labels in a column": as_objects,
}
# Given to learners as it is.
LEFT_ALONE = {"care_scorecard"}


def changed(change):
    """Return a function that gives each result of a learner's function, changed."""

    def wrap(function, name):
        if not callable(function):
            return change(function, name)

        def answer(*given, **named_ones):
            return change(function(*given, **named_ones), name)

        return answer

    return wrap


def wrapped(bench, wrap):
    """Return the bench and its reference answers, each result of which goes through ``wrap``."""
    again = copy.copy(bench)
    again.before = {**bench.before, "in_another_way": wrap}
    answers = {}
    for task, source in bench.reference().items():
        if task in bench.quizzes():
            answers[task] = source
            continue
        names = [name for name in bench.asked_for(task) if name not in LEFT_ALONE]
        lines = [f"{name} = in_another_way({name}, {name!r})" for name in names]
        answers[task] = "\n".join([source, *lines])
    return again, answers


def only_visible(bench):
    """Return a bench whose checks are those that a learner has."""
    shown = copy.copy(bench)
    shown.cells = dict(bench.cells)
    for name in bench.checks():
        if name not in bench.quizzes():
            cell = copy.copy(bench.cells[name])
            cell.source = "\n".join(split(cell.source).visible)
            shown.cells[name] = cell
    return shown


def lost(bench, answers):
    got, said = bench.score(answers)
    return {name: said.get(name) for name in got if got[name] < bench.points(name)}


@every_set
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_right_answer_in_another_form_keeps_all_its_points(benches, monkeypatch, name, change):
    monkeypatch.setenv("CAREKIT_SEED", "31")
    bench, answers = wrapped(benches(name), changed(change))
    assert lost(bench, answers) == {}


@every_set
@pytest.mark.parametrize("decimals", [1, 2])
def test_rounding_too_far_is_told_before_work_is_handed_in(benches, monkeypatch, name, decimals):
    monkeypatch.setenv("CAREKIT_SEED", "31")
    cut = changed(lambda value, _: each(value, lambda x: round(float(x), decimals)))
    bench, answers = wrapped(benches(name), cut)
    after, before = lost(bench, answers), lost(only_visible(bench), answers)
    told = {task for task in bench.answers() if set(bench.checks(task)) & set(before)}
    asked = {task for task in bench.answers() if set(bench.checks(task)) & set(after)}
    # Checks of edges look at whole numbers and NaN first; the others of the task have told by then.
    assert asked - told == set()
    assert told
    if decimals == DECIMALS - 1:
        rounding = kit_words().says["rounded"]["en"]
        assert {check for check, why in after.items() if rounding not in str(why)} == set()


@every_set
def test_every_function_has_right_answers_written_in_six_ways(benches, name):
    bench = benches(name)
    right = [answer["task"] for answer in PLAUSIBLE[name] if not answer["fails"]]
    functions = [task for task in bench.answers() if any(bench.asked_for(task).values())]
    assert {task: right.count(task) for task in functions if right.count(task) < RIGHT_ONES} == {}


@every_set
def test_what_a_set_teaches_can_be_used_in_its_answers(benches, root, name):
    said = (root / "content" / "exercises" / name / f"{name}.md").read_text(encoding="utf-8")
    known = benches(name).before
    for module in ("math", "np", "pd"):
        assert module in known
    assert ("unicodedata." in said) <= ("unicodedata" in known)


def test_a_result_changes_its_form_and_its_numbers_only_where_it_should():
    table = pd.DataFrame({"a": [1 / 3, math.nan], "b": ["x", "y"]})
    got = each(table, lambda x: round(float(x), 3))
    assert got["a"].tolist()[0] == 0.333
    assert got["b"].tolist() == ["x", "y"]
    assert each((1 / 3, True, "keep"), lambda x: round(x, 1)) == (0.3, True, "keep")
    assert half_up(0.0625) == 0.063
    assert round(0.0625, 3) == 0.062


def of(benches, name, function):
    """Return one reference function of a set."""
    bench = benches(name)
    names = dict(bench.before)
    task = next(one for one in bench.answers() if function in bench.asked_for(one))
    bench.run(bench.reference()[task], names)
    return names[function], names


def test_a_point_on_a_control_limit_is_never_out(benches):
    p_chart, names = of(benches, "tracking-learning", "p_chart")
    # One third is both the rate and the limit: in binary one of the two is a hair off.
    assert not p_chart(names["small_weeks"]([(45, 15), (45, 35)]))["out"].any()
    on_limit = 0
    for n in range(9, 200):
        for x in range(n // 2, n):
            for y in range(x):
                # Both weeks have n cases. Exactly: 4n * (x - base)^2 = 9 * base * (1 - base) * n.
                if n * (x - y) ** 2 == 9 * (x + y) * (2 * n - x - y):
                    on_limit += 1
                    out = p_chart(names["small_weeks"]([(n, x), (n, y)]))["out"]
                    assert not out.any(), (n, x, y)
    assert on_limit > 20
    one_more = names["small_weeks"]([(45, 14), (45, 36)])
    assert p_chart(one_more)["out"].all()


def test_only_whole_numbers_from_0_to_10_are_scores(benches):
    nps, _ = of(benches, "feedback", "nps")
    odd = [9.5, "9.5", "８.５", True, "True", "nan", "inf", -0.5, 10.5, "1/2"]
    assert nps(pd.Series([*odd, 10, "0", "9.0"], dtype=object)) == nps(pd.Series([10, 0, 9]))


def test_today_is_a_day_in_the_list_of_who_is_due(benches):
    proactive_due, names = of(benches, "proactive-care", "proactive_due")
    today = pd.Timestamp("2025-03-10")
    rows = [(f"C{n}", True, today + pd.Timedelta(days=n), None, None) for n in range(-1, 9)]
    assert proactive_due(names["small_subs"](rows), today)["days_left"].tolist() == list(range(8))
    assert "00:00" in proactive_due.__doc__


def test_a_share_that_is_one_but_for_the_last_digits_is_no_percent(benches):
    benchmark_gap, names = of(benches, "best-practices", "benchmark_gap")
    one = 0.1 * 3 / 0.3
    assert one > 1
    bench = names["small_marks"]([("kept", one, "higher", "fraction")])
    assert benchmark_gap(pd.Series({"kept": one}), bench)["gap"].tolist() == [0.0]
    with pytest.raises(ValueError, match="percent"):
        benchmark_gap(pd.Series({"kept": 1.001}), bench)


def test_equal_sums_of_cents_are_equal_whatever_the_order_of_adding(benches):
    rfm, names = of(benches, "loyalty", "rfm")
    assert 0.1 + 0.2 + 0.3 != 0.3 + 0.2 + 0.1
    rows = [("A", "2025-01-01", 0.3), ("A", "2025-01-05", 0.2), ("A", "2025-01-06", 0.1)]
    rows += [("B", "2025-01-02", 0.1), ("B", "2025-01-05", 0.2), ("B", "2025-01-06", 0.3)]
    for early, late in (("A", "B"), ("B", "A")):
        turned = [({"A": early, "B": late}[who], at, money) for who, at, money in rows]
        got = rfm(names["small_orders"](turned), pd.Timestamp("2025-02-01"), bins=2)
        assert got["M"].to_dict() == {early: 2, late: 1}
