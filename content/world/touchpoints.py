"""What happened between Tideleaf and its customers, planned or not, on or off time."""

from __future__ import annotations

import numpy as np
import pandas as pd

from carekit.tables.make import TableBlock
from carekit.tables.streams import even_within, share_out

from .clock import DAY, day_number, minute_number, moments

# Channels of Tideleaf's own messages, by region.
CHANNELS = {
    "CN": {"wechat": 0.62, "sms": 0.18, "email": 0.14, "app": 0.06},
    "HK": {"email": 0.46, "sms": 0.26, "wechat": 0.12, "app": 0.16},
    "TW": {"line": 0.66, "email": 0.24, "sms": 0.10},
    "SG": {"email": 0.70, "sms": 0.20, "app": 0.10},
    "UK": {"email": 0.88, "app": 0.12},
}
COST = {"email": 0.05, "sms": 0.6, "wechat": 0.1, "line": 0.3, "app": 0.02, "post": 6.5}
LETTER_EVERY = {"none": 500, "silver": 300, "gold": 180, "vip": 120}
ON_TIME, MISSED, TOLERANCE = 0.80, 0.085, 3
# The scheduler of WeChat and LINE stood still.
OUTAGE, OUTAGE_CHANNELS = ("2025-08-12", "2025-08-26"), ("wechat", "line")
OUT_ON_TIME, OUT_MISSED = 0.06, 0.80
# A few people got every message of the November sales.
SALES, SALES_SHARE, SALES_MESSAGES = "2025-11-01", 0.07, 11
SPAN, TOO_MANY = 30, 6
OPTOUT, OPTOUT_PRESSED = 0.005, 0.034
AHEAD = 60
SECOND_WIN_BACK = "2025-06-16"


def touchpoints(
    part: TableBlock, customers: pd.DataFrame, orders: pd.DataFrame, subs: pd.DataFrame
) -> pd.DataFrame:
    """Return the touch points of one block in order of time.

    ``orders`` carries `customer_row`; ``subs`` is the finished table of subscriptions.
    """
    rng, end = part.streams.of("touchpoints"), minute_number(part.as_of) // DAY
    planned = _planned(rng, customers, orders, subs, end)
    planned["channel"] = _channel(rng, customers.region.to_numpy()[planned.customer])
    card = planned.kind.isin(["birthday-card"]) & (rng.random(len(planned)) < 0.25)
    planned.loc[card, "channel"] = "post"
    _keep_time(rng, planned, end)
    frame = pd.concat([planned, _unplanned(rng, orders, customers, end)], ignore_index=True)
    frame = _outcomes(rng, frame)
    at = np.where(frame.actual >= 0, frame.actual, frame.planned).astype(np.int64)
    frame = frame.assign(at=at).sort_values(["at", "customer", "kind"], kind="stable")
    first = part.so_far["touchpoints"] + 1
    planned_day = frame.planned.to_numpy(dtype=np.int64)
    actual_day = frame.actual.to_numpy(dtype=np.int64)
    return pd.DataFrame(
        {
            "touch_id": [f"P{first + i:06d}" for i in range(len(frame))],
            "customer_id": customers.customer_id.to_numpy()[frame.customer],
            "stage": frame.stage.to_numpy(),
            "owner": frame.owner.to_numpy(),
            "kind": frame.kind.to_numpy(),
            "channel": frame.channel.to_numpy(),
            "planned_date": moments(planned_day * DAY, planned_day < 0),
            "actual_date": moments(actual_day * DAY, actual_day < 0),
            "interval_days": pd.arrays.IntegerArray(
                frame.interval.to_numpy(dtype=np.int64), frame.interval.to_numpy() < 0
            ),
            "outcome": frame.outcome.to_numpy(),
            "cost_hkd": frame.channel.map(COST)
            .fillna(0.0)
            .where(frame.actual >= 0, 0.0)
            .to_numpy(),
        }
    )


def _planned(
    rng: np.random.Generator,
    customers: pd.DataFrame,
    orders: pd.DataFrame,
    subs: pd.DataFrame,
    end: int,
) -> pd.DataFrame:
    """Return what Tideleaf meant to send: customer row, kind, stage, day, interval."""
    parts, n = [], len(customers)
    signup = _days(customers.signup_date)
    may = customers.consent.to_numpy()
    tier = customers.tier.to_numpy()

    def add(kind: str, stage: str, who: np.ndarray, day: np.ndarray, interval: object) -> None:
        cells = {"customer": who, "kind": kind, "stage": stage, "planned": day}
        frame = pd.DataFrame({**cells, "interval": interval})
        parts.append(frame[(frame.planned >= 0) & (frame.planned < end + AHEAD)])

    everyone = np.flatnonzero(signup >= 0)
    add("welcome", "onboard", everyone, signup[everyone] + 2, 2)
    willing = everyone[may[everyone]]
    add("first-brew-tips", "onboard", willing, signup[willing] + 14, 14)
    born = np.flatnonzero(customers.birthday.notna().to_numpy() & may)
    for year in ("2024", "2025", "2026"):
        day = np.array(
            [
                day_number(f"{year}-{b}" if b != "02-29" or year == "2024" else f"{year}-02-28")
                for b in customers.birthday.to_numpy()[born]
            ],
            dtype=np.int64,
        )
        known = signup[born] < day
        add("birthday-card", "use", born[known], day[known], 365)
    every = pd.Series(tier).map(LETTER_EVERY).to_numpy()
    offset = (rng.random(n) * every).astype(np.int64)
    readers = np.flatnonzero(may)
    for k in range((end + AHEAD) // min(LETTER_EVERY.values()) + 1):
        day = np.maximum(signup, 0)[readers] + offset[readers] + k * every[readers]
        add("season-letter", "use", readers, day, every[readers])
    row_of = dict(zip(customers.customer_id, range(n), strict=True))
    sub = subs[subs.watch_date.notna()]
    who = sub.customer_id.map(row_of).to_numpy()
    add("renewal-notice", "renew", who, _days(sub.watch_date) - 14, 30)
    ahead = subs[subs.next_renewal.notna()]
    who = ahead.customer_id.map(row_of).to_numpy()
    add("renewal-notice", "renew", who, _days(ahead.next_renewal) - 14, 30)
    bought = orders.order_ts.to_numpy().astype("datetime64[D]") - np.datetime64("2024-01-01")
    bought, buyer = bought.astype(np.int64), orders.customer_row.to_numpy()
    asked = may[buyer] & (rng.random(len(orders)) < 0.18)
    add("review-request", "purchase", buyer[asked], bought[asked] + 10, 10)
    last = np.full(n, -1, dtype=np.int64)
    np.maximum.at(last, buyer, bought)
    gone = np.flatnonzero(may & (last >= 0) & (last < end - 120))
    add("win-back", "dormant", gone, last[gone] + 120, 120)
    again = gone[last[gone] + 210 >= day_number(SECOND_WIN_BACK)]
    add("win-back", "dormant", again, last[again] + 210, 90)
    pressed = np.flatnonzero(may & (last > day_number(SALES) - 330))
    pressed = pressed[even_within(rng, tier[pressed]) < SALES_SHARE * n / max(len(pressed), 1)]
    for k in range(SALES_MESSAGES):
        day = np.full(len(pressed), day_number(SALES) + int(k * 2.6))
        add("sales-news", "pre", pressed, day, 2 if k else -1)
    frame = pd.concat(parts, ignore_index=True)
    return frame.assign(owner="brand")


def _days(dates: pd.Series) -> np.ndarray:
    return (dates.to_numpy().astype("datetime64[D]") - np.datetime64("2024-01-01")).astype(np.int64)


def _channel(rng: np.random.Generator, region: np.ndarray) -> np.ndarray:
    channel = np.empty(len(region), dtype=object)
    u = even_within(rng, region)
    for place, shares in CHANNELS.items():
        channel[region == place] = share_out(u[region == place], shares)
    return channel


def _keep_time(rng: np.random.Generator, frame: pd.DataFrame, end: int) -> None:
    """Add the day each planned touch happened: on time, off by more, missed, or still to come."""
    day, channel = frame.planned.to_numpy(dtype=np.int64), frame.channel.to_numpy()
    month = day // 30
    out = (day >= day_number(OUTAGE[0])) & (day < day_number(OUTAGE[1]))
    out &= np.isin(channel, OUTAGE_CHANNELS)
    u = even_within(rng, channel, month, out)
    on_time = np.where(out, OUT_ON_TIME, ON_TIME)
    missed = u >= 1 - np.where(out, OUT_MISSED, MISSED)
    near = share_out(rng.random(len(day)), {"0": 5, "1": 3, "2": 2, "3": 1.2, "-1": 0.8, "-2": 0.3})
    far = TOLERANCE + 1 + np.floor(rng.exponential(4.0, len(day))).astype(np.int64)
    # A birthday card may come early by mistake; most slips are late.
    far = np.where(rng.random(len(day)) < 0.15, -np.minimum(far, 9), far)
    actual = np.maximum(day + np.where(u < on_time, near.astype(np.int64), far), 0)
    frame["actual"] = np.where(missed | (actual >= end) | (day >= end), -1, actual)


def _unplanned(
    rng: np.random.Generator, orders: pd.DataFrame, customers: pd.DataFrame, end: int
) -> pd.DataFrame:
    """Return touch points nobody at Tideleaf planned: couriers, customers, review sites."""
    bought = orders.order_ts.to_numpy().astype("datetime64[D]") - np.datetime64("2024-01-01")
    bought, buyer = bought.astype(np.int64), orders.customer_row.to_numpy()
    shipped = (orders.channel != "shop").to_numpy()
    signup = _days(customers.signup_date)
    near = np.flatnonzero(signup > 30)

    def some(kind: str, who: np.ndarray, day: np.ndarray, words: tuple) -> pd.DataFrame:
        stage, owner, channel = words
        frame = pd.DataFrame({"customer": who, "kind": kind, "actual": day})
        frame = frame.assign(stage=stage, owner=owner, channel=channel, planned=-1, interval=-1)
        return frame[(frame.actual >= 0) & (frame.actual < end)]

    def pick(chosen: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        later = 2 + np.floor(rng.exponential(3.0, int(chosen.sum()))).astype(np.int64)
        return buyer[chosen], bought[chosen] + later

    fits = rng.random(len(orders))
    courier = shipped & (fits < 0.13)
    told = fits > 0.93
    posted = (fits > 0.84) & (fits < 0.875)
    read = near[rng.random(len(near)) < 0.42]
    friend = near[(customers.acquisition == "referral").to_numpy()[near]]
    return pd.concat(
        [
            some("delivery-notice", *pick(courier), ("purchase", "partner", "courier")),
            some("product-photo", *pick(told), ("use", "customer", "web")),
            some("store-tasting", *pick(posted), ("use", "partner", "event")),
            some("review-site", read, signup[read] - 3, ("pre", "external", "web")),
            some("friend-told-me", friend, signup[friend] - 6, ("pre", "external", "in-person")),
        ],
        ignore_index=True,
    )


def _outcomes(rng: np.random.Generator, frame: pd.DataFrame) -> pd.DataFrame:
    """Add what came of each touch; after an opt-out nothing more comes on that channel."""
    frame = frame.sort_values(["customer", "actual", "kind"], kind="stable", ignore_index=True)
    ours = ((frame.owner == "brand") & (frame.actual >= 0)).to_numpy()
    pressure = _pressure(frame.customer.to_numpy(), frame.actual.to_numpy(), ours)
    pressed = pressure > TOO_MANY
    service = frame.kind.isin(["welcome", "renewal-notice"]).to_numpy()
    u = even_within(rng, ours, pressed, service)
    leaves = ours & ~service & (u < np.where(pressed, OPTOUT_PRESSED, OPTOUT))
    v = even_within(rng, frame.kind.to_numpy())
    frame["outcome"] = share_out(v, {"delivered": 0.5, "opened": 0.42, "replied": 0.08})
    frame.loc[leaves, "outcome"] = "optout"
    frame.loc[frame.actual < 0, "outcome"] = None
    code = frame.customer.to_numpy() * 100 + pd.factorize(frame.channel, sort=True)[0]
    day = np.where(frame.actual >= 0, frame.actual, frame.planned)
    left = pd.Series(np.where(leaves, day, np.inf)).groupby(code).transform("min").to_numpy()
    return frame[~((frame.owner == "brand") & (day > left))]


def _pressure(customer: np.ndarray, day: np.ndarray, ours: np.ndarray) -> np.ndarray:
    """Return how many of our touches reached the customer in the 30 days up to each of them."""
    found = np.zeros(len(day), dtype=np.int64)
    rows = np.flatnonzero(ours)
    # One number line for everybody: customers lie further apart than any span.
    line = customer[rows].astype(np.int64) * 100_000 + day[rows]
    first = np.searchsorted(line, line - SPAN, side="right")
    found[rows] = np.searchsorted(line, line, side="right") - first
    return found
