"""Every pattern that a lesson lets a learner find is in the course's tables and in new worlds."""

import math

import pandas as pd
import pytest


def gap(frame, by, value):
    means = frame.groupby(by)[value].mean()
    return means[False] - means[True]


def nps(scores):
    scores = scores.dropna()
    return float(((scores >= 9).mean() - (scores <= 6).mean()) * 100)


# L5


def test_the_march_crowd_buys_at_a_discount_and_is_gone(world):
    people = world.customers
    promo = people.acquisition == "promo"
    bought = world.orders.merge(people[["customer_id", "acquisition"]], on="customer_id")
    off = bought.groupby(bought.acquisition == "promo").discounted.mean()
    assert 0.85 < off[True] < 0.91
    assert 0.20 < off[False] < 0.25
    late = world.orders[world.orders.order_ts >= world.as_of - pd.Timedelta(days=90)]
    active = people.customer_id.isin(late.customer_id).groupby(promo).mean()
    assert active[True] < 0.15
    assert 0.28 < active[False] < 0.40
    came = people.signup_date[promo].dt.strftime("%Y-%m").value_counts(normalize=True)
    assert came["2025-03"] > 0.75


def test_where_there_is_no_shop_people_like_us_more_and_buy_less(world):
    people = world.customers.assign(web=world.customers.region.isin(["SG", "UK"]))
    bought = world.orders.merge(people[["customer_id", "web"]], on="customer_id")
    per_head = bought.groupby("web").size() / people.groupby("web").size()
    assert per_head[True] < 0.85 * per_head[False]
    said = world.surveys[world.surveys.nps.notna()].merge(people[["customer_id", "web"]])
    fans = said.groupby("web").nps.apply(lambda s: (s >= 9).mean())
    assert fans[True] > fans[False] + 0.12
    assert not (bought.web & (bought.channel == "shop")).any()


# L6


def test_the_refill_earns_more_than_the_discount_that_sells_more(world):
    arms = world.arms().query("exp_id == 'E1'").groupby("arm")
    rate, margin, again = arms.bought.mean(), arms.margin_hkd.mean(), arms.again.mean()
    assert rate.round(3).to_dict() == pytest.approx(
        {"control": 0.026, "discount20": 0.045, "refill": 0.042}, abs=0.0011
    )
    assert abs(margin["discount20"] - margin["control"]) < 0.25
    assert margin["refill"] > margin["control"] + 1.2
    assert again["refill"] > 1.7 * max(again["control"], again["discount20"])


def srm_p(arm):
    counts = arm.value_counts()
    expected = len(arm) / len(counts)
    square = ((counts - expected) ** 2 / expected).sum()
    return math.exp(-square / 2)  # two degrees of freedom


def test_one_test_is_clean_and_one_lost_hong_kong_from_an_arm(world):
    seen = world.arms()
    clean, broken = seen[seen.exp_id == "E1"], seen[seen.exp_id == "E2"]
    assert srm_p(clean.arm) > 0.05
    assert srm_p(broken.arm) < 1e-6
    assert srm_p(broken.arm[broken.region != "HK"]) > 0.05
    late = broken.assigned_ts >= "2025-06-20"
    assert srm_p(broken.arm[(broken.region == "HK") & ~late]) > 0.01
    lost = broken[late & (broken.region == "HK")].arm.value_counts()
    assert lost["bundle"] < 0.1 * lost["control"]


def test_in_the_broken_test_the_arms_are_equal_within_a_region(world):
    broken = world.arms().query("exp_id == 'E2'")
    overall = broken.groupby("arm").bought.mean()
    within = broken.groupby([broken.region == "HK", "arm"]).bought.mean()
    assert overall["bundle"] > overall["control"] + 0.001
    for hong_kong in (True, False):
        assert within[hong_kong].max() - within[hong_kong].min() < 0.001


def test_coming_back_agrees_with_the_orders(world):
    sold = world.conversions.merge(world.orders, on="order_id")
    known = sold[sold.repeat90.notna()]
    next_ones = known.merge(world.orders, on="customer_id", suffixes=("", "_next"))
    wait = next_ones.order_ts_next - next_ones.order_ts
    soon = (wait > pd.Timedelta(0)) & (wait <= pd.Timedelta(days=90))
    back = known.order_id.isin(next_ones.order_id[soon])
    assert (back.to_numpy() == known.repeat90.astype(bool).to_numpy()).all()
    assert sold.revenue_hkd.equals(sold.amount_hkd)
    assert set(sold.exp_id[sold.repeat90.isna()]) == {"E3"}


# L7


def test_the_call_back_script_helped_pearl(world):
    issues = world.issues()
    after, pearl = issues.created_ts >= "2025-09-01", issues.team == "Pearl"
    rate = issues.groupby([pearl, after]).solved.mean()
    own, other = rate[True, True] - rate[True, False], rate[False, True] - rate[False, False]
    assert 0.065 < own - other < 0.125
    assert abs(other) < 0.03


def test_the_chatbot_came_after_the_worst_month_and_changed_nothing(world):
    coral = world.issues().query("team == 'Coral'")
    month = coral.created_ts.dt.strftime("%Y-%m")
    rate = coral.groupby(month).solved.mean()
    assert rate["2025-02"] < coral[month < "2025-02"].solved.mean() - 0.10
    assert rate["2025-02"] < rate["2025-03"] - 0.06
    before, after = coral[month < "2025-02"], coral[(month > "2025-02") & (month < "2025-09")]
    assert abs(after.solved.mean() - before.solved.mean()) < 0.035


def test_the_limit_on_handling_time_was_quick_and_harmful(world):
    amber = world.issues().query("team == 'Amber' and created_ts < '2025-09-01'")
    limit = amber.created_ts.between("2024-07-01", "2024-10-31 23:59")
    assert amber.solved[limit].mean() < amber.solved[~limit].mean() - 0.07
    assert amber.handle_min[limit].mean() < amber.handle_min[~limit].mean() - 2


def test_the_changes_name_the_days_and_teams_of_the_patterns(world):
    changes = world.changes.set_index(world.changes.date.dt.strftime("%Y-%m-%d"))
    assert changes.team["2025-09-01"] == "Pearl"
    assert changes.team["2025-03-03"] == "Coral"
    assert changes.team["2024-07-01"] == "Amber"
    assert changes.decision.isna().all()


# L8


def test_jade_shines_until_topics_are_equal(world):
    before = world.issues().query("created_ts < '2025-09-01'")
    raw = before.groupby("team").solved.mean()
    mix = before.topic.value_counts(normalize=True)
    equal = before.groupby(["team", "topic"]).solved.mean().unstack().mul(mix).sum(axis=1)
    assert raw.idxmax() == "Jade"
    assert raw["Jade"] > raw["Amber"] + 0.015
    assert equal.idxmax() == "Amber"
    assert equal["Amber"] > equal["Jade"] + 0.03


def test_yardsticks_hide_other_windows_and_other_units(world):
    marks = world.benchmarks
    fcr = marks[(marks.metric_id == "fcr") & (marks.year == 2025)].set_index("scope").window_days
    assert fcr["best-team"] == 7
    assert fcr["peer"] == 30
    assert set(marks.unit) == {"fraction", "percent", "min", "hkd", "points"}
    shares = marks[marks.unit == "fraction"]
    assert shares[["p25", "median", "p75", "best"]].max().max() <= 1
    assert (marks[marks.unit == "percent"]["median"] > 1).all()
    assert world.issues(7).solved.mean() > world.issues(30).solved.mean() + 0.04
