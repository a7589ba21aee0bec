"""Three tests in the online shop: a clean one, one that lost people, and one that was too small."""

from __future__ import annotations

import numpy as np
import pandas as pd

from carekit.tables.make import TableBlock
from carekit.tables.streams import even, even_within, share_out

from .clock import DAY, day_number, hour_of_day, moments
from .customers import REGIONS
from .orders import WEB_HOURS

# exp_id: names in three languages, arms, first day, days, visitors per customer of the world
TESTS = {
    "E1": {
        "names": ("Discount or free refill", "打八折还是免费送补充装", "打八折還是免費補充包"),
        "arms": ("control", "discount20", "refill"),
        "from": "2025-01-13",
        "days": 28,
        "visitors": 3.0,
    },
    "E2": {
        "names": ("Free sample or bundle", "送小样还是组合装", "送試用包還是組合包"),
        "arms": ("control", "sample", "bundle"),
        "from": "2025-06-02",
        "days": 28,
        "visitors": 3.0,
    },
    "E3": {
        "names": ("Reminder in the basket", "购物车提醒", "購物車提醒"),
        "arms": ("control", "reminder"),
        "from": "2025-10-13",
        "days": 14,
        "visitors": 0.1,
    },
}
# Share who buy, mean margin of a purchase in HKD, share of buyers who come back in 90 days.
BUY = {
    ("E1", "control"): (0.026, 148, 0.27),
    ("E1", "discount20"): (0.045, 85, 0.16),
    ("E1", "refill"): (0.042, 128, 0.34),
    ("E3", "control"): (0.030, 148, 0.0),
    ("E3", "reminder"): (0.050, 148, 0.0),
}
# In E2 the arms are equal; Hong Kong buys less, and most of it is missing from one arm.
BUY_E2 = {"HK": 0.012, "other": 0.038}
REFILL_COST, SALE_PRICE = 20, 0.8
# From this day on the page of the bundle failed for visitors from Hong Kong.
BROKEN_FROM, BROKEN_SHARE = 18, 0.97
AGAIN = 90


def experiments() -> pd.DataFrame:
    """Return the tests, one row per arm."""
    rows = []
    for code, test in TESTS.items():
        last = np.datetime64(test["from"]) + test["days"] - 1
        rows += [
            (code, *test["names"], arm, 1 / len(test["arms"]), np.datetime64(test["from"]), last)
            for arm in test["arms"]
        ]
    columns = ["exp_id", "name_en", "name_hans", "name_hant", "arm", "planned_share"]
    frame = pd.DataFrame(rows, columns=[*columns, "start_date", "end_date"])
    frame["planned_share"] = frame.planned_share.round(6)
    dates = ["start_date", "end_date"]
    return frame.astype(dict.fromkeys(dates, "datetime64[us]"))


def tests(
    part: TableBlock, customers: pd.DataFrame, orders: pd.DataFrame, products: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return visitors and buyers of one block; buyers have no order number yet.

    ``orders`` are the ones outside the tests, with times as minute numbers.
    """
    rng = part.streams.of("experiments")
    visitors, buyers = [], []
    for code in TESTS:
        seen = _visitors(rng, part, code)
        _buy(rng, code, seen)
        bought = _who_bought(rng, code, seen[seen.buys], customers, orders)
        seen["customer"] = -1
        seen.loc[bought.index, "customer"] = bought.customer
        seen["buys"] = seen.index.isin(bought.index)
        _sign_in(rng, code, seen, customers)
        visitors.append(seen)
        buyers.append(_baskets(rng, code, bought, products))
    seen = pd.concat(visitors, ignore_index=True)
    first = part.so_far["assignments"] + 1
    ids = np.append(customers.customer_id.to_numpy(), None)
    frame = pd.DataFrame(
        {
            "exp_id": seen.exp_id,
            "visitor_id": [f"V{first + i:06d}" for i in range(len(seen))],
            "customer_id": ids[seen.customer],
            "region": seen.region,
            "arm": seen.arm,
            "assigned_ts": moments(seen.minute.to_numpy()),
        }
    )
    sold = pd.concat(buyers, ignore_index=True)
    sold["visitor_id"] = frame.visitor_id[seen.buys].to_numpy()
    return frame, sold


def _visitors(rng: np.random.Generator, part: TableBlock, code: str) -> pd.DataFrame:
    test, arms = TESTS[code], TESTS[code]["arms"]
    n = round(part.size * test["visitors"])
    region = share_out(even(rng, n), REGIONS)
    # A fair draw is never exactly equal; a third of a per cent apart is what one looks like.
    shares = dict(zip(arms, [1.004, 0.998, 0.998], strict=False))
    frame = pd.DataFrame({"exp_id": code, "region": region})
    frame["arm"] = share_out(even_within(rng, region), shares)
    day = np.floor(test["days"] * rng.random(n)).astype(np.int64)
    minute = (day_number(test["from"]) + day) * DAY + hour_of_day(rng.random(n), WEB_HOURS)
    frame["minute"] = minute
    frame = frame.sort_values("minute", kind="stable", ignore_index=True)
    if code != "E2":
        return frame
    late = frame.minute >= (day_number(test["from"]) + BROKEN_FROM) * DAY
    hit = (frame.arm == "bundle") & (frame.region == "HK") & late
    lost = hit & (even_within(rng, hit.to_numpy()) < BROKEN_SHARE)
    return frame[~lost].reset_index(drop=True)


def _buy(rng: np.random.Generator, code: str, seen: pd.DataFrame) -> None:
    """Mark who buys, by quota per arm (per region too in E2)."""
    if code == "E2":
        chance = np.where(seen.region == "HK", BUY_E2["HK"], BUY_E2["other"])
        u = even_within(rng, seen.arm.to_numpy(), (seen.region == "HK").to_numpy())
    else:
        chance = seen.arm.map({arm: BUY[code, arm][0] for arm in TESTS[code]["arms"]}).to_numpy()
        u = even_within(rng, seen.arm.to_numpy())
    seen["buys"] = u < chance
    seen["repeat"] = False
    for arm in TESTS[code]["arms"]:
        share = 0.26 if code == "E2" else BUY[code, arm][2]
        rows = seen.index[seen.buys & (seen.arm == arm)]
        seen.loc[rows, "repeat"] = even(rng, len(rows)) < share


def _who_bought(
    rng: np.random.Generator,
    code: str,
    buys: pd.DataFrame,
    customers: pd.DataFrame,
    orders: pd.DataFrame,
) -> pd.DataFrame:
    """Return the buyers with a customer each, whose other orders agree with coming back or not."""
    begin = day_number(TESTS[code]["from"])
    done = begin + TESTS[code]["days"] + 2
    day = orders.order_ts.to_numpy() // DAY
    within = _any_order(orders, (day >= done) & (day < begin + AGAIN - 1), len(customers))
    around = _any_order(orders, (day >= begin - 1) & (day <= done + AGAIN), len(customers))
    signup = (
        customers.signup_date.to_numpy().astype("datetime64[D]") - np.datetime64("2024-01-01")
    ).astype(np.int64)
    free = (signup < begin) & (customers.acquisition != "promo").to_numpy()
    bought = buys.assign(customer=-1)
    for region in REGIONS:
        for again in (True, False):
            rows = bought.index[(bought.region == region) & (bought["repeat"] == again)]
            fits = free & (customers.region == region).to_numpy() & (within if again else ~around)
            pool = rng.permutation(np.flatnonzero(fits))[: len(rows)]
            bought.loc[rows[: len(pool)], "customer"] = pool
    return bought[bought.customer >= 0]


def _any_order(orders: pd.DataFrame, chosen: np.ndarray, n: int) -> np.ndarray:
    return np.bincount(orders.customer_row.to_numpy()[chosen], minlength=n) > 0


def _sign_in(
    rng: np.random.Generator, code: str, seen: pd.DataFrame, customers: pd.DataFrame
) -> None:
    """Give a part of the visitors who bought nothing an account as well."""
    signup = customers.signup_date.to_numpy()
    known = signup < np.datetime64(TESTS[code]["from"])
    known[seen.customer[seen.customer >= 0]] = False
    for region in REGIONS:
        rows = np.flatnonzero((seen.region == region) & (seen.customer < 0))
        pool = np.flatnonzero(known & (customers.region == region).to_numpy())
        n = min(len(rows) // 4, int(len(pool) * 0.8))
        seen.loc[rng.permutation(rows)[:n], "customer"] = rng.permutation(pool)[:n]


def _baskets(
    rng: np.random.Generator, code: str, bought: pd.DataFrame, products: pd.DataFrame
) -> pd.DataFrame:
    """Return revenue and margin of each buyer; every arm meets its mean margin."""
    frame = bought[["exp_id", "arm", "minute", "customer", "repeat"]].copy()
    frame["sku"], frame["revenue_hkd"], frame["margin_hkd"] = "", 0.0, 0.0
    price = products.price_hkd.to_numpy(dtype=float)
    cost = products.unit_cost_hkd.to_numpy(dtype=float)
    for arm in TESTS[code]["arms"]:
        rows = frame.index[frame.arm == arm]
        off = SALE_PRICE if arm == "discount20" else 1.0
        extra = REFILL_COST if arm == "refill" else 0.0
        margin = np.round(price * off, 1) - cost - extra
        target = 148 if code == "E2" else BUY[code, arm][1]
        pick = _tilted(even(rng, len(rows)), margin, target)
        frame.loc[rows, "sku"] = products.sku.to_numpy()[pick]
        frame.loc[rows, "revenue_hkd"] = np.round(price * off, 1)[pick]
        frame.loc[rows, "margin_hkd"] = np.round(margin[pick], 1)
    frame["minute"] += 6 + rng.integers(0, 50, len(frame))
    if code == "E3":
        # Its 90 days are not over at the end of the data: nobody can know yet.
        frame["repeat"] = None
    return frame


def _tilted(u: np.ndarray, value: np.ndarray, target: float) -> np.ndarray:
    """Return places in ``value``, drawn so that the mean of what is drawn meets the target."""
    low, high = -0.1, 0.1
    for _ in range(60):
        middle = (low + high) / 2
        weight = np.exp(middle * (value - target))
        low, high = (low, middle) if (weight @ value) / weight.sum() > target else (middle, high)
    order = np.argsort(value, kind="stable")
    edges = np.cumsum(weight[order]) / weight.sum()
    return order[np.minimum(np.searchsorted(edges, u), len(value) - 1)]
