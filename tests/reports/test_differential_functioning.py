"""Is a translation unfair: published tables, an exact test by counting, simulated classes."""

import csv
import io
import itertools
import math

import numpy as np
import pandas as pd
import pytest

from benchmarks.unfair_items import UNFAIR, counted, simulated
from carekit.common.files import ContentError
from carekit.reports import right_answers
from carekit.reports.differential_functioning import (
    FEWEST_IN_ALL,
    FEWEST_OF_A_LANGUAGE,
    common_log_odds,
    exact,
    fairness,
    strata,
)
from carekit.reports.right_answers import RightAnswers, as_csv, pooled, read_csv

# Admissions to Berkeley by department (Bickel, Hammel and O'Connell, 1975, Science 187, 398-404):
# men admitted and not, women admitted and not.
BERKELEY = np.array(
    [
        [512, 313, 89, 19],
        [353, 207, 17, 8],
        [120, 205, 202, 391],
        [138, 279, 131, 244],
        [53, 138, 94, 299],
        [22, 351, 24, 317],
    ]
)
# Five doses given to rabbits at once or later, cured or not, without the dose that cured nobody
# (Mantel, 1963, JASA 58, 690-700).
RABBITS = np.array([[3, 3, 0, 6], [6, 0, 2, 4], [5, 1, 6, 0], [2, 0, 5, 0]])


def test_the_common_odds_ratio_is_that_of_r():
    # mantelhaen.test(UCBAdmissions) of R gives 0.9046968, and 7 for Rabbits.
    assert math.exp(common_log_odds(BERKELEY)) == pytest.approx(0.9046968, abs=5e-8)
    assert math.exp(common_log_odds(RABBITS)) == pytest.approx(7)


def by_counting(tables):
    """Return the exact p from every possible set of tables, one by one."""
    ways = []
    for a, b, c, d in tables.tolist():
        right, n = a + c, a + b
        found = range(max(0, n - (b + d)), min(n, right) + 1)
        ways.append([(k, math.comb(right, k) * math.comb(b + d, n - k)) for k in found])
    counts = {}
    for chosen in itertools.product(*ways):
        whole = sum(k for k, _ in chosen)
        counts[whole] = counts.get(whole, 0) + math.prod(times for _, times in chosen)
    seen = counts[int(tables[:, 0].sum())]
    return sum(one for one in counts.values() if one <= seen) / sum(counts.values())


def test_the_exact_p_is_that_of_counting_all_tables():
    # R prints 0.03994 for mantelhaen.test(Rabbits, exact = TRUE).
    p, low, high = exact(RABBITS)
    assert p == pytest.approx(by_counting(RABBITS))
    assert p == pytest.approx(0.03994, abs=5e-6)
    assert low < common_log_odds(RABBITS) < high
    small = np.array([[2, 1, 0, 3], [1, 1, 1, 1], [4, 0, 1, 2]])
    assert exact(small)[0] == pytest.approx(by_counting(small))
    # Both ends of the interval are where a shift of the odds is just not rejected.
    everybody = np.array([[3, 0, 0, 3]])
    assert exact(everybody)[2] == math.inf


def test_a_stratum_without_both_groups_or_without_both_answers_says_nothing():
    right = np.array([1, 0, 1, 1, 0, 1.0])
    focal = np.array([False, True, False, True, False, False])
    match = np.array([1, 1, 2, 2, 3, 3.0])
    assert strata(right, focal, match).tolist() == [[1, 0, 0, 1]]
    assert len(strata(right, np.zeros(6, dtype=bool), match)) == 0


def test_equal_sums_are_compared_and_not_all_learners():
    # A class that is less able is no sign of unfairness; one hard item is.
    table, languages = simulated(np.random.default_rng(1), 400, 2.5, 1.0)
    [found] = fairness(table, languages)
    assert (found.language, found.focal, found.reference, found.missing) == ("b", 400, 400, 0)
    letters = [one.ets for one in found.items]
    assert letters[:UNFAIR] == ["C", "C"]
    assert set(letters[UNFAIR:]) <= {"A", "B"}
    assert all(one.delta < -1.5 for one in found.items[:UNFAIR])
    # What is out of class C no longer counts in the sum of the others.
    assert [one.in_match for one in found.items] == [False] * UNFAIR + [True] * 18
    for one in found.items:
        assert one.low <= one.delta <= one.high


@pytest.mark.parametrize(
    ("each", "missing"),
    [
        (FEWEST_OF_A_LANGUAGE - 1, FEWEST_IN_ALL - 2 * FEWEST_OF_A_LANGUAGE + 2),
        (24, FEWEST_IN_ALL - 48),
        (FEWEST_IN_ALL // 2, 0),
    ],
)
def test_no_verdict_is_given_below_the_least_number_and_the_rest_is_counted(each, missing):
    table, languages = simulated(np.random.default_rng(2), each, 4.0, 0.0)
    [found] = fairness(table, languages)
    assert found.missing == missing
    letters = {one.ets for one in found.items}
    assert letters == {""} if missing else "C" in letters
    assert all(math.isfinite(one.delta) for one in found.items[:UNFAIR])


def test_three_languages_are_each_compared_with_the_others_and_two_once():
    table, _ = simulated(np.random.default_rng(3), 30, 0.0, 0.0)
    three = {str(n): ("en", "zh-Hans", "zh-Hant")[n % 3] for n in range(60)}
    found = fairness(table, three)
    assert [(one.language, one.focal, one.reference) for one in found] == [
        *(("en", 20, 40), ("zh-Hans", 20, 40), ("zh-Hant", 20, 40))
    ]
    two = {who: lang for who, lang in three.items() if lang != "zh-Hant"}
    [one] = fairness(table, two)
    assert (one.language, one.focal, one.reference) == ("zh-Hans", 20, 20)
    assert fairness(table, dict.fromkeys(three, "en")) == []
    assert fairness(table.iloc[:0], {}) == []


def test_a_missing_score_leaves_the_learner_out():
    table, languages = simulated(np.random.default_rng(4), 20, 0.0, 0.0)
    table.iloc[0, 3] = np.nan
    [found] = fairness(table, languages)
    assert (found.reference, found.focal) == (19, 20)


def test_unfair_items_are_found_and_fair_ones_are_seldom_accused():
    one = counted(seed=11, classes=20, each=250, delta=2.5, gap=0.5)
    assert one.found >= 0.9
    # A test of 5 % accuses five of a hundred at most; three standard errors more are 8.4 of 360.
    assert one.accused <= 0.084
    none = counted(seed=12, classes=20, each=250, delta=0.0, gap=0.5)
    assert math.isnan(none.found)
    assert none.accused <= 0.084


def test_answers_are_kept_without_names_and_pooled_by_what_they_share(tmp_path):
    right = pd.DataFrame({"x": [1.0, 0.0, np.nan], "y": [1.0, 1.0, 0.0]}, index=["ada", "bo", "cy"])
    own = RightAnswers(right, ("en", "zh-Hant", ""))
    path = tmp_path / "class.csv"
    path.write_bytes(as_csv(own))
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    assert rows == [["language", "x", "y"], ["en", "1", "1"], ["zh-Hant", "0", "1"]]
    other = RightAnswers(pd.DataFrame({"y": [0.0], "z": [1.0]}), ("en",))
    together = pooled([read_csv(path), other])
    assert together.right.to_dict("list") == {"y": [1.0, 1.0, 0.0]}
    assert together.languages == ("en", "zh-Hant", "en")


@pytest.mark.parametrize(
    ("written", "named"),
    [
        ("learner,x\nada,1\n", "--keep"),
        ("", "--keep"),
        ("language,x,y\nen,1\n", "row 2"),
        ("language,x,y\nen,1,0\nen,1,yes\n", "row 3, column y"),
    ],
)
def test_a_file_that_is_not_one_of_ours_is_named_with_its_row_and_column(tmp_path, written, named):
    path = tmp_path / "class.csv"
    path.write_text(written)
    with pytest.raises(ContentError, match=r"class\.csv") as told:
        read_csv(path)
    assert named in str(told.value)


def test_an_item_that_many_lack_is_left_out_and_partial_credit_is_wrong():
    shares = pd.DataFrame({"essay": [np.nan] * 2 + [1.0] * 8, "code": [0.5] + [1.0] * 9})
    found = right_answers._right(shares)
    assert list(found.columns) == ["code"]
    assert found["code"].tolist() == [0.0] + [1.0] * 9
