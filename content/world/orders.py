"""Who bought what and when: regulars, people who drift away, and the crowd of March 2025."""

from __future__ import annotations

import numpy as np
import pandas as pd

from carekit.tables.make import TableBlock
from carekit.tables.streams import even_within, share_out

from .clock import DAY, day_number, hour_of_day, minute_number, moments, season
from .customers import PROMO_FROM, WEB_ONLY

A_YEAR = {"none": 1.86, "silver": 3.2, "gold": 5.2, "vip": 8.6}
CHANNELS = {
    "CN": {"app": 0.55, "shop": 0.25, "web": 0.20},
    "HK": {"shop": 0.40, "web": 0.32, "app": 0.28},
    "TW": {"web": 0.36, "shop": 0.34, "app": 0.30},
    "SG": {"web": 0.68, "app": 0.32},
    "UK": {"web": 0.80, "app": 0.20},
}
SHOP_HOURS = [0] * 10 + [1, 2, 3, 3, 2, 3, 4, 5, 6, 5, 3, 1, 0, 0]
WEB_HOURS = [3, 1, 0.5, 0.3, 0.3, 0.5, 1, 2, 3, 3, 3, 3, 4, 4, 3, 3, 3, 4, 5, 6, 8, 9, 8, 5]


def orders(
    part: TableBlock, customers: pd.DataFrame, attitude: np.ndarray, products: pd.DataFrame
) -> pd.DataFrame:
    """Return the orders of one block of customers; times are minute numbers, no order has an id."""
    rng, last_day = part.streams.of("orders"), minute_number(part.as_of) // DAY
    who, day = _days(rng, customers, attitude, last_day)
    region = customers.region.to_numpy()[who]
    channel = np.empty(len(who), dtype=object)
    u = even_within(rng, region)
    for place, shares in CHANNELS.items():
        channel[region == place] = share_out(u[region == place], shares)
    v = rng.random(len(who))
    in_day = np.where(channel == "shop", hour_of_day(v, SHOP_HOURS), hour_of_day(v, WEB_HOURS))
    promo = (customers.acquisition == "promo").to_numpy()[who]
    discounted = even_within(rng, promo) < np.where(promo, 0.88, 0.22)
    frame = pd.DataFrame(
        {
            "customer_id": customers.customer_id.to_numpy()[who],
            "sku": "",
            "order_ts": day * DAY + in_day,
            "channel": channel,
            "amount_hkd": 0.0,
            "discounted": discounted,
            "returned": even_within(rng, channel) < np.where(channel == "shop", 0.02, 0.06),
        }
    )
    _basket(rng, frame, products)
    return frame


def finish(part: TableBlock, frame: pd.DataFrame) -> pd.DataFrame:
    """Return orders, whose time is still a minute number, sorted and numbered."""
    frame = frame.sort_values(["order_ts", "customer_id"], kind="stable", ignore_index=True)
    frame.order_ts = moments(frame.order_ts.to_numpy())
    first = part.so_far["orders"] + 1
    frame.insert(0, "order_id", [f"O{first + i:06d}" for i in range(len(frame))])
    return frame


def _days(
    rng: np.random.Generator, customers: pd.DataFrame, attitude: np.ndarray, last_day: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return for every order its customer's row and its day."""
    n = len(customers)
    signup = _day_of(customers.signup_date)
    promo = (customers.acquisition == "promo").to_numpy()
    rate = customers.tier.map(A_YEAR).to_numpy() * rng.gamma(2.0, 0.5, n)
    rate *= np.where(customers.region.isin(WEB_ONLY), 0.6, 1.0)
    # Everybody drifts away some day; who likes the shop stays longer.
    stay = rng.exponential(1.0, n) * 620 * (1.35 ** np.clip(attitude, -2, 2))
    begin = np.maximum(signup, 0)
    end = np.minimum(begin + stay, last_day)
    busy = np.concatenate(([0.0], np.cumsum(season(last_day))))
    lo, hi = (
        np.interp(begin, np.arange(len(busy)), busy),
        np.interp(end, np.arange(len(busy)), busy),
    )
    count = rng.poisson(np.where(promo, 0, rate * (hi - lo) / 365))
    who = np.repeat(np.arange(n), count)
    at = lo[who] + (hi - lo)[who] * rng.random(len(who))
    day = np.floor(np.interp(at, busy, np.arange(len(busy)))).astype(np.int64)
    # Signing up happens at a first order for most; old customers signed up before the period.
    starts = np.flatnonzero(~promo & (signup >= 0) & (rng.random(n) < 0.72))
    crowd, crowd_day = _crowd(rng, customers, promo, signup, last_day)
    who = np.concatenate([who, starts, crowd])
    day = np.concatenate([day, signup[starts], crowd_day])
    return who, np.minimum(day, last_day - 1)


def _crowd(
    rng: np.random.Generator,
    customers: pd.DataFrame,
    promo: np.ndarray,
    signup: np.ndarray,
    last_day: int,
) -> tuple[np.ndarray, np.ndarray]:
    """Return rows and days of the bargain hunters' orders: many, soon, then none."""
    rows = np.flatnonzero(promo)
    first = np.maximum(signup[rows], 0)
    more = rng.poisson(2.4, len(rows))
    who = np.repeat(np.arange(len(rows)), more)
    later = first[who] + 3 + np.floor(rng.exponential(24, len(who))).astype(np.int64)
    quiet = last_day - 95
    kept = (later < np.minimum(first[who] + 110, quiet)) | (
        first[who] > day_number(PROMO_FROM) + 150
    )
    who, later = who[kept], later[kept]
    # One in ten of them is still there in the last 90 days.
    early = np.flatnonzero(first < last_day - 90)
    back = early[even_within(rng, customers.region.to_numpy()[rows][early]) < 0.10]
    back_day = last_day - 1 - rng.integers(0, 85, len(back))
    who = np.concatenate([np.arange(len(rows)), who, back])
    return rows[who], np.concatenate([first, np.minimum(later, last_day - 1), back_day])


def _basket(rng: np.random.Generator, frame: pd.DataFrame, products: pd.DataFrame) -> None:
    """Fill in product and amount; a discount is 10 to 30 per cent."""
    weight = products.category.map(
        {"tea": 4.0, "teaware": 1.3, "home": 0.9, "gift": 0.8}
    ).to_numpy()
    pick = np.searchsorted(np.cumsum(weight / weight.sum()), rng.random(len(frame)))
    pick = np.minimum(pick, len(products) - 1)
    pieces = 1 + (rng.random(len(frame)) < 0.28) + (rng.random(len(frame)) < 0.09)
    off = np.where(frame.discounted, rng.choice([0.1, 0.2, 0.2, 0.3], len(frame)), 0.0)
    frame.sku = products.sku.to_numpy()[pick]
    full = products.price_hkd.to_numpy()[pick] * pieces
    frame.amount_hkd = np.round(full * (1 - off), 1)


def _day_of(dates: pd.Series) -> np.ndarray:
    return (dates.to_numpy().astype("datetime64[D]") - np.datetime64("2024-01-01")).astype(np.int64)
