"""Every pattern that a lesson lets a learner find is in the course's tables and in new worlds."""

import numpy as np
import pandas as pd


def gap(frame, by, value):
    means = frame.groupby(by)[value].mean()
    return means[False] - means[True]


def nps(scores):
    scores = scores.dropna()
    return float(((scores >= 9).mean() - (scores <= 6).mean()) * 100)


# L1


def test_half_of_the_contacts_about_an_order_come_on_days_three_to_five(world):
    new = world.tickets[world.tickets.repeat_of.isna() & world.tickets.order_id.notna()]
    new = new.merge(world.orders[["order_id", "order_ts"]], on="order_id")
    days = (new.created_ts.dt.normalize() - new.order_ts.dt.normalize()).dt.days
    assert 0.46 < days.between(3, 5).mean() < 0.58
    assert days.value_counts().idxmax() == 4
    assert days.min() >= 0


def test_calls_before_a_renewal_look_twice_as_good_as_they_are(world):
    box = world.watched()
    test, rest = box[box.in_holdout_test], box[~box.in_holdout_test]
    assert 0.043 < gap(test, "called", "churned") < 0.060
    assert 0.105 < gap(rest, "called", "churned") < 0.155
    assert gap(rest, "called", "churned") / gap(test, "called", "churned") > 2.0


def test_good_customers_were_called_more_often_but_not_in_the_test(world):
    box = world.watched().merge(
        world.customers[["customer_id", "tier", "consent"]], on="customer_id"
    )
    called = box.groupby(["in_holdout_test", "tier"]).called.mean()
    assert called[False, "vip"] > called[False, "none"] + 0.4
    assert (called[True] - 0.5).abs().max() < 0.06
    assert not box.called[~box.consent].any()


def test_the_first_renewal_is_the_dangerous_one(world):
    box = world.subscriptions
    for plan, step in {"monthly": 30, "quarterly": 91}.items():
        some = box[box.plan == plan]
        last = some.sub_end.fillna(world.as_of - pd.Timedelta(days=1))
        reached = (last - some.sub_start).dt.days // step
        ended = some.sub_end.notna()
        first = (ended & (reached == 1)).sum() / (reached >= 1).sum()
        later = (ended & (reached >= 2)).sum() / (reached - 1).clip(lower=0).sum()
        assert 1.45 < first / later < 2.25, plan


# L2


def test_one_queue_is_seven_times_slower(world):
    email = world.email()
    slow, rest = email[email.slow].wait, email[~email.slow].wait
    assert 150 < email.wait.median() < 185
    assert 550 < email.wait.quantile(0.9) < 740
    assert 950 < slow.median() < 1200
    assert 1800 < slow.quantile(0.9) < 2600
    assert 6.2 < slow.median() / rest.median() < 8.0


def test_mondays_are_half_as_slow_again(world):
    email = world.email()
    rest = email[~email.slow]
    monday = rest.created_ts.dt.day_of_week == 0
    assert 1.35 < rest.wait[monday].median() / rest.wait[~monday].median() < 1.65


def test_a_broken_promise_costs_almost_a_point(world):
    score = world.answers().groupby("promise").csat.mean()
    assert 4.2 < score["kept"] < 4.4
    assert 3.25 < score["broken"] < 3.5
    assert 0.8 < score["kept"] - score["broken"] < 1.1


def test_short_handling_solves_ten_points_less(world):
    issues = world.issues()
    assert -0.125 < gap(issues.assign(long=issues.handle_min >= 9), "long", "solved") < -0.08


def test_there_are_open_tickets_due_and_not_due(world):
    still = world.tickets[world.tickets.first_reply_ts.isna()]
    age = (world.as_of - still.created_ts).dt.total_seconds() / 60
    assert (age > 240).sum() >= 30
    assert (age > 0).all()


def test_a_kept_promise_is_the_rule_and_not_the_law(world):
    due = world.tickets[world.tickets.callback_due < world.as_of]
    assert 0.72 < (due.callback_done_ts <= due.callback_due).mean() < 0.82
    assert due.callback_done_ts.isna().sum() > 100


# L3


def test_the_happy_answer_more_often(world):
    sent, truth = world.surveys, world.truth_surveys
    assert 0.35 < sent.answered_ts.notna().mean() < 0.39
    assert 0.84 < (sent.csat.dropna() >= 4).mean() < 0.87
    assert 0.73 < (truth.csat >= 4).mean() < 0.77
    answered = sent.answered_ts.notna().to_numpy()
    share = pd.Series(answered).groupby(pd.cut(truth.nps, [-1, 6, 8, 10]).astype(str)).mean()
    assert share["(8, 10]"] > share["(-1, 6]"] + 0.12


def test_chinese_readers_as_happy_give_a_lower_nps(world):
    answers = world.answers()
    score = answers.groupby("lang").nps.apply(nps)
    top = answers[answers.csat.notna()].groupby("lang").csat.apply(lambda s: (s >= 4).mean())
    middle = answers[answers.nps.notna()].groupby("lang").nps.apply(lambda s: s.isin([7, 8]).mean())
    assert score["en"] > score["zh-Hans"] + 3 > score["zh-Hant"] + 6
    assert top.max() - top.min() < 0.055
    assert middle["zh-Hans"] > middle["en"] + 0.12
    assert middle["zh-Hant"] > middle["en"] + 0.12


def test_one_word_finds_few_of_the_comments_about_delivery(world):
    said = world.truth_comments.merge(world.surveys, on="survey_id")
    about = said[said.themes.str.contains("delivery")]
    chinese = about[about.lang != "en"]
    assert 0.10 < about.comment.str.contains("快递").mean() < 0.25
    words = "快递|物流|包裹|速遞|宅配"
    assert 0.80 < chinese.comment.str.contains(words).mean() < 0.98
    assert not said.comment[said.lang == "zh-Hant"].str.contains("快递").any()


# L4


def test_the_scheduler_stood_still_for_a_fortnight(world):
    planned = world.planned()
    kept = planned.groupby(["ours", "august"]).kept.mean()
    assert kept[True, True] < 0.52
    assert kept[False, True] > 0.75
    assert kept[True, False] > 0.77
    out = planned[planned.ours & planned.planned_date.between("2025-08-12", "2025-08-25")]
    assert out.actual_date.isna().mean() > 0.7


def test_people_leave_after_more_than_six_messages_in_thirty_days(world):
    ours = world.touchpoints
    ours = ours[(ours.owner == "brand") & ours.actual_date.notna()]
    ours = ours.sort_values(["customer_id", "actual_date"])
    day = (ours.actual_date - pd.Timestamp("2020-01-01")).dt.days.to_numpy()
    line = ours.customer_id.factorize()[0] * 100_000 + day
    pressure = np.searchsorted(line, line, side="right") - np.searchsorted(line, line - 30, "right")
    left = (ours.outcome == "optout").to_numpy()
    assert left[pressure > 6].mean() > 4 * left[pressure <= 6].mean()
    assert left[pressure > 6].sum() >= 30


def test_nothing_comes_on_a_channel_after_an_opt_out(world):
    ours = world.touchpoints[world.touchpoints.owner == "brand"]
    day = ours.actual_date.fillna(ours.planned_date)
    left = ours[ours.outcome == "optout"].groupby(["customer_id", "channel"]).actual_date.min()
    when = left.reindex(pd.MultiIndex.from_frame(ours[["customer_id", "channel"]])).to_numpy()
    assert not (day.to_numpy() > when).any()
