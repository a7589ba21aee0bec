"""The Tideleaf Box: who renews, who was called before a renewal, and the test that tells why."""

from __future__ import annotations

import numpy as np
import pandas as pd

from carekit.tables.make import TableBlock
from carekit.tables.streams import even, even_within, share_out

from .clock import DAY, minute_number, moments

HAS_BOX = {"none": 0.44, "silver": 0.64, "gold": 0.78, "vip": 0.88}
PLANS = {"monthly": 0.60, "quarterly": 0.25, "annual": 0.15}
# A box month has 30 days, a quarter 91, a year 365, so that every renewal is days to count.
DAYS = {"monthly": 30, "quarterly": 91, "annual": 365}
# Chance of stopping at a renewal, by plan; times the tier's factor; and more at the first one.
STOPS = {"monthly": 0.046, "quarterly": 0.105, "annual": 0.15}
TIER_STOPS = {"none": 1.55, "silver": 0.92, "gold": 0.42, "vip": 0.22}
FIRST_RENEWAL = 1.65
WATCH, LEAD = 90, 30
# Share of those who may be contacted whom the team called, outside the test: the good customers.
CALLED = {"none": 0.07, "silver": 0.28, "gold": 0.80, "vip": 0.96}
TESTED, HELPS = 0.66, 0.051


def subscriptions(part: TableBlock, customers: pd.DataFrame) -> pd.DataFrame:
    """Return the subscriptions of one block, one per customer who has one."""
    rng, end = part.streams.of("subscriptions"), minute_number(part.as_of) // DAY
    tier = customers.tier.to_numpy()
    has = even_within(rng, tier) < customers.tier.map(HAS_BOX).to_numpy()
    who = np.flatnonzero(has)
    tier = tier[who]
    plan = share_out(even_within(rng, tier), PLANS)
    step = pd.Series(plan).map(DAYS).to_numpy()
    signup = customers.signup_date.to_numpy()[who].astype("datetime64[D]")
    opened = np.maximum((signup - np.datetime64("2024-01-01")).astype(np.int64), 0)
    start = opened + np.floor((end - opened) * rng.random(len(who)) ** 2.2 * 0.92).astype(np.int64)
    stop = _stops(rng, start, step, tier, plan, end)
    watch = _watched(rng, start, step, stop, end)
    churned = (stop >= 0) & (watch >= 0) & (stop < watch + WATCH)
    consent = customers.consent.to_numpy()[who]
    tested, called = _called(rng, tier, watch >= 0, consent, churned)
    renewal = start + step * (np.maximum(end - start + step - 1, step) // step)
    contact = _last_contact(rng, start, stop, watch, called, consent, end)
    first = part.so_far["subscriptions"] + 1
    frame = pd.DataFrame(
        {
            "customer_id": customers.customer_id.to_numpy()[who],
            "plan": plan,
            "sub_start": moments(start * DAY),
            "sub_end": moments(stop * DAY, stop < 0),
            "next_renewal": moments(renewal * DAY, stop >= 0),
            "watch_date": moments(watch * DAY, watch < 0),
            "proactive_30d": pd.arrays.BooleanArray(called, watch < 0),
            "in_holdout_test": tested,
            "last_contact": moments(contact * DAY, contact < 0),
        }
    )
    frame = frame.sort_values(["sub_start", "customer_id"], kind="stable", ignore_index=True)
    frame.insert(0, "sub_id", [f"B{first + i:05d}" for i in range(len(frame))])
    return frame


def _stops(
    rng: np.random.Generator,
    start: np.ndarray,
    step: np.ndarray,
    tier: np.ndarray,
    plan: np.ndarray,
    end: int,
) -> np.ndarray:
    """Return the day each subscription was not renewed, or -1; by quota at every renewal."""
    chance = pd.Series(plan).map(STOPS).to_numpy() * pd.Series(tier).map(TIER_STOPS).to_numpy()
    stop = np.full(len(start), -1, dtype=np.int64)
    for k in range(1, int(((end - start) // step).max(initial=0)) + 1):
        due = np.flatnonzero((stop < 0) & (start + k * step < end))
        if not len(due):
            break
        u = even_within(rng, tier[due], plan[due])
        gone = due[u < chance[due] * (FIRST_RENEWAL if k == 1 else 1.0)]
        stop[gone] = start[gone] + k * step[gone]
    return stop


def _watched(
    rng: np.random.Generator, start: np.ndarray, step: np.ndarray, stop: np.ndarray, end: int
) -> np.ndarray:
    """Return one renewal per subscription whose 90 days have passed, or -1; half are the first."""
    last = np.where(stop >= 0, np.minimum(stop, end - WATCH), end - WATCH)
    renewals = np.maximum((last - start) // step, 0)
    u, v = even(rng, len(start)), rng.random(len(start))
    k = np.where(u < 0.5, 1, 1 + np.floor(renewals * v).astype(np.int64))
    return np.where(renewals >= 1, start + np.minimum(k, renewals) * step, -1)


def _called(
    rng: np.random.Generator,
    tier: np.ndarray,
    watched: np.ndarray,
    consent: np.ndarray,
    churned: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Return who is in the hold-out test and who was called in the 30 days before the renewal.

    Who stopped is known by now. Calling those who stay a little more often than those who stop,
    within a tier, gives the same table as calls that keep a few from stopping.
    """
    able = watched & consent
    tested = able & (even_within(rng, tier, able, churned) < TESTED)
    rate = pd.Series(np.where(watched, churned, np.nan)).groupby(tier).transform("mean").to_numpy()
    # In a small world a tier may have nobody who stopped, or nobody at all.
    rate = np.clip(np.nan_to_num(rate, nan=0.5), 0.001, 0.999)
    share = np.where(tested, 0.5, pd.Series(tier).map(CALLED).to_numpy())
    with_call = np.maximum(rate - (1 - share) * HELPS, 0.15 * rate)
    chance = np.where(churned, share * with_call / rate, share * (1 - with_call) / (1 - rate))
    return tested, able & (even_within(rng, tier, tested, able, churned) < chance)


def _last_contact(
    rng: np.random.Generator,
    start: np.ndarray,
    stop: np.ndarray,
    watch: np.ndarray,
    called: np.ndarray,
    consent: np.ndarray,
    end: int,
) -> np.ndarray:
    """Return the day we last made contact unasked, or -1: the call, or something later."""
    n = len(start)
    until = np.where(stop >= 0, stop, end) - 1
    begin = np.where(watch >= 0, watch, start)
    later = begin + np.floor((until - begin) * rng.random(n)).astype(np.int64)
    again = consent & (until > begin) & (rng.random(n) < 0.35)
    call = np.maximum(watch - 1 - np.floor((LEAD - 1) * rng.random(n)).astype(np.int64), start)
    return np.where(again, later, np.where(called, call, -1))
