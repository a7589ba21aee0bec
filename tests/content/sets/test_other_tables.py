"""Tables written in another way, and functions that change the table they get.

The reference functions have to give the same result for the same rows with other labels, dtypes
and columns. And a check must not look at a table that the learner's function may have changed.
"""

import ast
import copy
from collections import Counter

import numpy as np
import pandas as pd
import pytest

from carekit.authoring.build.regions import split
from carekit.checks.compare import difference
from tests.content.sets.test_answers_that_look_right import every_set
from tests.content.sets.test_harmless_changes import LEFT_ALONE, lost, of, wrapped

# Whose rows mean something by their order, or whose labels are part of what is given.
LAST_ROW_COUNTS, LABELS_COUNT = {"proactive_due"}, {"benchmark_gap"}
ROWS_BY = {"p_chart": "week", "proactive_due": "customer_id"}
# What goes with a table without rows.
OF_NO_ROWS = [
    ("follow-up", "sla_attainment", "small_tickets", ({"P1": 60.0}, pd.Timestamp("2025-03-04"))),
    ("follow-up", "fcr", "small_contacts", ()),
    ("loyalty", "rfm", "small_orders", (pd.Timestamp("2025-03-04"),)),
    ("proactive-care", "proactive_due", "small_subs", (pd.Timestamp("2025-03-04"),)),
    ("touch-points", "adherence", "small_plans", (pd.Timestamp("2025-03-04"),)),
    ("touch-points", "peak_pressure", "small_touches", ()),
    ("tracking-learning", "did", "small_groups", ()),
    ("best-practices", "standardise", "small_cases", ("team", "topic", "solved")),
    ("value-proposition", "uplift", "small_shop", ("old", "new")),
]


def texts(table):
    """Return the names of the columns that hold nothing but text."""
    held = {name: table[name].dropna() for name in table}
    return [name for name, some in held.items() if len(some) and some.map(type).eq(str).all()]


def in_categories(table):
    """Return texts as categories, one of which no row has, rows with labels, other columns too."""
    made = {
        name: pd.Categorical(table[name], [*sorted(set(table[name].dropna())), "nobody's"])
        for name in texts(table)
    }
    table = table.assign(**made, note="not asked for", n_more=1).iloc[:, ::-1]
    return table.set_axis([f"row {number} of many" for number in range(len(table))])


def nullable(table):
    """Return pandas' nullable dtypes, and the same label in every row."""
    return table.convert_dtypes().set_axis([0] * len(table))


def as_objects(table):
    """Return texts as objects, times to the second, and the rows from the last to the first."""
    times = table.select_dtypes("datetime").columns
    table = table.astype(dict.fromkeys(times, "datetime64[s]"))
    return table.astype(dict.fromkeys(texts(table), object)).iloc[::-1]


WRITTEN = (in_categories, nullable, as_objects)
CALLS = 5  # of each function


def each_table(given, change, name):
    """Return what a function was given, with its tables and Series written in another way."""
    if isinstance(given, tuple):
        return tuple(each_table(one, change, name) for one in given)
    if isinstance(given, dict):
        return {key: each_table(one, change, name) for key, one in given.items()}
    if isinstance(given, pd.DataFrame):
        return change(given)
    if isinstance(given, pd.Series) and change is nullable and name not in LABELS_COUNT:
        return change(given)
    return given


def noted(calls):
    """Return a wrapper that notes what each function was given and what it gave back."""

    def wrap(function, name):
        def answer(*given, **named):
            before = copy.deepcopy((given, named))
            calls.append((name, function, *before, function(*given, **named)))
            return calls[-1][-1]

        return answer if callable(function) and name not in LEFT_ALONE else function

    return wrap


@every_set
def test_a_reference_gives_the_same_for_the_same_rows_written_in_another_way(
    benches, monkeypatch, name
):
    monkeypatch.setenv("CAREKIT_SEED", "31")
    calls = []
    bench, answers = wrapped(benches(name), noted(calls))
    assert lost(bench, answers) == {}
    wrong, tried = {}, Counter()
    for function, answer, given, named, want in calls:
        tried[function] += 1
        for change in WRITTEN if tried[function] <= CALLS else ():
            if change is as_objects and function in LAST_ROW_COUNTS:
                continue
            other = each_table((given, named), change, function)
            found = difference(answer(*other[0], **other[1]), want, by=ROWS_BY.get(function))
            if found:
                wrong[function, change.__name__] = found
    assert len(tried) >= 2
    assert wrong == {}


def spoilt(given):
    """Change a table, or the tables in a dict, as a function may that works on what it gets."""
    for table in given.values() if isinstance(given, dict) else [given]:
        if not isinstance(table, pd.DataFrame):
            continue
        for name in list(table):
            if pd.api.types.is_integer_dtype(table[name]):
                table[name] = table[name].astype(float).replace(0, float("nan"))
        turned = table.sort_values(list(table)[:2], ascending=False)
        for name in list(table):
            table[name] = turned[name].array
        table["seen"] = True
        table.index = range(len(table))


def emptied(given):
    """Leave nothing in a table, a list or a dict that a function was given."""
    if isinstance(given, pd.DataFrame):
        for name in list(given):
            del given[name]
    elif isinstance(given, list | dict):
        given.clear()


def changing(spoil):
    """Return a wrapper for functions that change what they were given once they are done."""

    def wrap(function, _name):
        def answer(*given, **named):
            result = copy.deepcopy(function(*given, **named))
            for one in (*given, *named.values()):
                spoil(one)
            return result

        return answer if callable(function) else function

    return wrap


# The checks of the last set hand the same few tables from one task to the next.
TABLES_PASSED_ON = {"capstone"}


@every_set
def test_a_function_that_changes_the_table_it_gets_keeps_its_points(benches, monkeypatch, name):
    monkeypatch.setenv("CAREKIT_SEED", "31")
    for spoil in (spoilt, emptied):
        if spoil is emptied and name in TABLES_PASSED_ON:
            continue
        bench, answers = wrapped(benches(name), changing(spoil))
        assert lost(bench, answers) == {}, spoil.__name__


@every_set
def test_no_hidden_check_takes_the_name_of_a_function_that_a_learner_may_have_written(
    benches, name
):
    bench = benches(name)
    checks = [bench.cells[check].source for check in bench.checks()]
    shown = set(bench.before)
    for source in checks:
        shown |= functions_in("\n".join(split(source).visible))
    assert set().union(*map(functions_in, checks)) - shown == set()


def functions_in(source):
    return {one.name for one in ast.parse(source).body if isinstance(one, ast.FunctionDef)}


@pytest.mark.parametrize(("name", "function", "table", "more"), OF_NO_ROWS)
def test_a_function_takes_a_table_without_rows(benches, name, function, table, more):
    answer, names = of(benches, name, function)
    result = answer(names[table]([]), *more)
    values = result.values() if isinstance(result, dict) else [result]
    # Nothing to count is NaN; a table or a Series has no row, or NaN in each.
    assert all(
        np.asarray(value, dtype=object).size == 0 or np.all(pd.isna(value)) for value in values
    )


def test_a_week_without_cases_is_not_out_whatever_the_dtype(benches):
    p_chart, names = of(benches, "tracking-learning", "p_chart")
    weeks = names["small_weeks"]([(0, 0), (5, 2)])
    assert p_chart(weeks.convert_dtypes())["out"].tolist() == [False, False]
    assert p_chart(weeks.astype({"n": object, "x": object}))["out"].tolist() == [False, False]


def test_a_category_that_no_case_has_is_no_stratum(benches):
    standardise, names = of(benches, "best-practices", "standardise")
    cases = names["small_cases"]([("A", "easy", 4, 3), ("B", "easy", 4, 1)])
    sorted_in = cases.assign(topic=pd.Categorical(cases["topic"], ["easy", "hard"]))
    assert standardise(sorted_in, "team", "topic", "solved").to_dict() == {"A": 0.75, "B": 0.25}
