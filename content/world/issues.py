"""Why people write in: what, when, by which channel. One row per issue, before any answer."""

from __future__ import annotations

import numpy as np
import pandas as pd

from carekit.tables.make import TableBlock
from carekit.tables.streams import even, even_within, share_out, share_rows

from .clock import DAY, hour_of_day, minute_number, season

TOPICS = ("delivery", "quality", "billing", "returns", "account", "advice")
# Share of contacts by days since the order. Parcels are missed on days 3 to 5.
SHIPPED_DAYS = [3, 4, 5, 18, 24, 18, 6, 4, 3, 2, 2] + [0.55] * 20
CARRIED_DAYS = [8, 9, 8, 7, 6, 5, 5, 5, 4, 4, 3] + [1.8] * 20
# delivery, quality, billing, returns
SHIPPED_TOPICS = {"early": [35, 5, 45, 15], "spike": [80, 9, 6, 5], "late": [22, 40, 6, 32]}
CARRIED_TOPICS = {"early": [0, 30, 45, 25], "spike": [0, 45, 20, 35], "late": [0, 55, 8, 37]}
PER_ORDER = {"shop": 0.27, "web": 0.51, "app": 0.51}
CHANNELS = {"phone": 0.27, "email": 0.34, "chat": 0.21, "messaging": 0.18}
DESK_HOURS = [0] * 9 + [5, 7, 7, 5, 4, 6, 6, 6, 5, 4, 3, 2, 0, 0, 0]
ANY_HOURS = [
    1,
    0.5,
    0.2,
    0.2,
    0.2,
    0.4,
    1,
    2,
    4,
    6,
    6,
    6,
    5,
    5,
    5,
    5,
    5,
    5,
    3,
    3,
    3.5,
    3.5,
    2.5,
    1.5,
]
# The same person with the same topic again within this many days would be a repeat contact,
# and repeats are planted on purpose, later.
APART = 45


def issues(part: TableBlock, customers: pd.DataFrame, orders: pd.DataFrame) -> pd.DataFrame:
    """Return the issues of one block: customer row, order row or -1, topic, channel, minute."""
    rng, end = part.streams.of("issues"), minute_number(part.as_of)
    frame = pd.concat([_of_orders(rng, orders), _of_accounts(rng, customers, end)])
    frame = frame.reset_index(drop=True)
    frame["channel"] = share_out(even_within(rng, frame.topic.to_numpy()), CHANNELS)
    u = rng.random(len(frame))
    desk = frame.channel.isin(["phone", "chat"]).to_numpy()
    in_day = np.where(desk, hour_of_day(u, DESK_HOURS), hour_of_day(u, ANY_HOURS))
    frame["minute"] = frame.day * DAY + in_day
    if len(orders):
        bought = (orders.order_ts.to_numpy() - np.datetime64("2024-01-01")).astype("timedelta64[m]")
        at_order = np.where(frame.order >= 0, bought.astype(np.int64)[frame.order], -DAY)
        frame["minute"] = np.maximum(frame.minute, at_order + 9)
    frame = frame[(frame.minute < end) & (frame.minute >= 0)]
    frame = frame.sort_values(["customer", "topic", "minute"], kind="stable", ignore_index=True)
    same = (frame.customer == frame.customer.shift()) & (frame.topic == frame.topic.shift())
    close = frame.minute - frame.minute.shift() < APART * DAY
    frame = frame[~(same & close)]
    return frame.sort_values(["minute", "customer"], kind="stable", ignore_index=True)


def _of_orders(rng: np.random.Generator, orders: pd.DataFrame) -> pd.DataFrame:
    channel = orders.channel.to_numpy()
    share = orders.channel.map(PER_ORDER).to_numpy(dtype=float)
    rows = np.flatnonzero(even_within(rng, channel) < share)
    shipped = channel[rows] != "shop"
    u = even_within(rng, shipped)
    late = share_rows(u, _pick(shipped, SHIPPED_DAYS, CARRIED_DAYS), np.arange(31))
    when = np.select([late <= 2, late <= 5], ["early", "spike"], "late")
    shares = np.empty((len(rows), 4))
    for phase in ("early", "spike", "late"):
        here = when == phase
        shares[here] = _pick(shipped[here], SHIPPED_TOPICS[phase], CARRIED_TOPICS[phase])
    topic = share_rows(even_within(rng, shipped, when), shares, np.array(TOPICS[:4], dtype=object))
    bought = orders.order_ts.to_numpy()[rows].astype("datetime64[D]") - np.datetime64("2024-01-01")
    return pd.DataFrame(
        {
            "customer": orders.customer_row.to_numpy()[rows],
            "order": rows,
            "topic": topic,
            "day": bought.astype(np.int64) + late,
        }
    )


def _pick(shipped: np.ndarray, sent: list, carried: list) -> np.ndarray:
    return np.where(shipped[:, None], np.array(sent, float), np.array(carried, float))


def _of_accounts(rng: np.random.Generator, customers: pd.DataFrame, end: int) -> pd.DataFrame:
    """Return the issues that belong to no order."""
    n, days = round(len(customers) * 0.75), end // DAY
    weight = customers.tier.map({"none": 1.0, "silver": 1.6, "gold": 2.2, "vip": 2.8}).to_numpy()
    since = (
        customers.signup_date.to_numpy().astype("datetime64[D]") - np.datetime64("2024-01-01")
    ).astype(np.int64)
    who = np.searchsorted(np.cumsum(weight / weight.sum()), even(rng, n))
    who = np.minimum(who, len(customers) - 1)
    busy = np.concatenate(([0.0], np.cumsum(season(days))))
    lo = np.interp(np.maximum(since[who], 0), np.arange(days + 1), busy)
    day = np.floor(np.interp(lo + (busy[-1] - lo) * rng.random(n), busy, np.arange(days + 1)))
    return pd.DataFrame(
        {
            "customer": who,
            "order": -1,
            "topic": share_out(even(rng, n), {"account": 0.42, "advice": 0.40, "billing": 0.18}),
            "day": day.astype(np.int64),
        }
    )
