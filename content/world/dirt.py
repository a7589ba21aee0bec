"""The same rows as other systems would have sent them: every kind of dirt, planted by count.

Each file holds the last quarter or one region, because a learner cleans a file in one sitting.
The clean twin of every row stands in the table named in tables.yml.
"""

from __future__ import annotations

import io

import numpy as np
import pandas as pd

from carekit.tables.make import TableBlock
from carekit.tables.streams import even

from .names import scripts

FROM = "2025-10-01"
TWICE = 0.01
EARLY_REPLIES = 0.005
NBSP, ZERO_WIDTH = "\u00a0", "\u200b"
REGIONS = {
    "CN": ["CN", "China", "中国", " CN "],
    "HK": ["HK", "Hong Kong", "香港", " HK "],
    "TW": ["TW", "Taiwan", "台灣", "臺灣"],
    "SG": ["SG", "Singapore", "新加坡", "sg"],
    "UK": ["UK", "United Kingdom", "英国", "U.K."],
}
WIDE = str.maketrans("0123456789,.", "０１２３４５６７８９，．")


def raw(part: TableBlock, made: dict[str, pd.DataFrame]) -> dict[str, bytes]:
    """Return the files that learners clean, as bytes by file name."""
    rng = part.streams.of("raw")
    people = made["customers"]
    south = people.region.isin(["HK", "TW"])
    return {
        "members-shenzhen.csv": _members(rng, people[~south], "gb18030", roc=False),
        "members-hongkong-taipei.csv": _members(rng, people[south], "big5hkscs", roc=True),
        "web-orders-2025q4.csv": _orders(rng, made["orders"]),
        "desk-2025q4.csv": _desk(rng, made["tickets"]),
        "forms-2025q4.csv": _forms(rng, made["surveys"]),
        "yardsticks-by-mail.csv": _yardsticks(rng, made["benchmarks"]),
    }


def _bytes(frame: pd.DataFrame, encoding: str = "utf-8") -> bytes:
    text = io.StringIO(newline="")
    frame.to_csv(text, index=False, lineterminator="\n")
    return text.getvalue().encode(encoding)


def _some(rng: np.random.Generator, n: int, share: float) -> np.ndarray:
    """Return row numbers for a share of n rows, one at least."""
    return np.sort(rng.permutation(n)[: max(1, round(n * share))])


def _twice(rng: np.random.Generator, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with one row in a hundred in it twice, not next to each other."""
    again = frame.iloc[_some(rng, len(frame), TWICE)]
    return pd.concat([frame, again], ignore_index=True)


def _dates(rng: np.random.Generator, dates: pd.Series, *, roc: bool) -> list[str]:
    """Return dates in the ways people type them; Taiwan's years count from 1912."""
    done = []
    for date, u in zip(dates, even(rng, len(dates)), strict=True):
        if u < 0.60:
            done.append(f"{date:%Y-%m-%d}")
        elif u < 0.75:
            done.append(f"{date.year}/{date.month}/{date.day}")
        elif u < 0.90 or not roc:
            done.append(f"{date:%d-%m-%Y}")
        else:
            done.append(f"民國{date.year - 1911}年{date.month}月{date.day}日")
    return done


def _members(rng: np.random.Generator, people: pd.DataFrame, encoding: str, *, roc: bool) -> bytes:
    frame = people.reset_index(drop=True).drop(columns=["acquisition"])
    joined = frame.signup_date
    frame["signup_date"] = _dates(rng, joined, roc=roc)
    spelled = rng.integers(0, 8, len(frame))
    frame["region"] = [
        REGIONS[r][k] if k < 4 else r for r, k in zip(frame.region, spelled, strict=True)
    ]
    if encoding == "gb18030":
        _invisible(rng, frame, "name_en")
        frame = pd.concat([frame, _other_script(rng, people)], ignore_index=True)
    tests = frame.iloc[_some(rng, len(frame), 0.003)].copy()
    tests["customer_id"] = [f"TEST{i + 1:03d}" for i in range(len(tests))]
    tests["name_en"], tests["name_zh"] = "TEST TEST", None
    frame = pd.concat([frame, tests], ignore_index=True)
    return _bytes(_twice(rng, frame), encoding)


def _invisible(rng: np.random.Generator, frame: pd.DataFrame, column: str) -> None:
    """Put blanks that do not break and blanks of no width where nobody sees them."""
    rows = _some(rng, len(frame), 0.03)
    mark = np.where(np.arange(len(rows)) % 2 == 0, NBSP, ZERO_WIDTH)
    values = frame[column].to_numpy(dtype=object).copy()
    for row, sign in zip(rows, mark, strict=True):
        if isinstance(values[row], str):
            middle = values[row].find(" ") if sign == NBSP else len(values[row]) // 2
            values[row] = (
                values[row][: max(middle, 0)] + sign + values[row][middle + (sign == NBSP) :]
            )
    frame[column] = values


def _other_script(rng: np.random.Generator, people: pd.DataFrame) -> pd.DataFrame:
    """Return second accounts of people whose name was typed in the other script."""
    named = people[people.name_zh.notna()].reset_index(drop=True)
    other = scripts(named.name_zh)
    differs = np.flatnonzero((other != named.name_zh).to_numpy())
    rows = np.sort(rng.permutation(differs)[: max(3, len(people) // 120)])
    second = named.iloc[rows].drop(columns=["acquisition"]).copy()
    second["name_zh"] = other.iloc[rows].to_numpy()
    second["customer_id"] = [f"{code}B" for code in second.customer_id]
    second["signup_date"] = _dates(rng, second.signup_date, roc=False)
    return second


def _orders(rng: np.random.Generator, orders: pd.DataFrame) -> bytes:
    frame = orders[(orders.order_ts >= FROM) & (orders.channel != "shop")].reset_index(drop=True)
    amount = frame.amount_hkd.to_numpy()
    back = frame[frame.returned].copy()
    back["order_id"] = [f"{code}-R" for code in back.order_id]
    back["order_ts"] = back.order_ts + pd.Timedelta(days=9)
    frame = pd.concat([frame, back], ignore_index=True)
    amount = np.concatenate([amount, -back.amount_hkd.to_numpy()])
    frame["order_ts"] = _dates(rng, frame.order_ts, roc=False)
    frame["amount_hkd"] = [
        _amount(value, u) for value, u in zip(amount, even(rng, len(amount)), strict=True)
    ]
    frame = frame.drop(columns=["returned"]).rename(columns={"amount_hkd": "amount"})
    return _bytes(_twice(rng, frame))


def _amount(value: float, u: float) -> str:
    if u < 0.55:
        return f"{value:.2f}"
    if u < 0.85:
        return f"{'-' if value < 0 else ''}HK${abs(value):,.2f}"
    shown = f"{value:,.1f}".removesuffix(".0").translate(WIDE)
    return shown.replace("-", "－") + "元"


def _desk(rng: np.random.Generator, tickets: pd.DataFrame) -> bytes:
    """Return the desk's export: chat and messaging on Greenwich time, the rest on ours."""
    keep = ["ticket_id", "customer_id", "team", "channel", "topic", "created_ts", "first_reply_ts"]
    frame = tickets.loc[tickets.created_ts >= FROM, keep].reset_index(drop=True)
    replied = np.flatnonzero(frame.first_reply_ts.notna().to_numpy())
    wrong = replied[_some(rng, len(replied), EARLY_REPLIES)]
    early = frame.created_ts.iloc[wrong] - pd.to_timedelta(
        rng.integers(5, 400, len(wrong)), unit="m"
    )
    frame.loc[wrong, "first_reply_ts"] = early.to_numpy()
    utc = frame.channel.isin(["chat", "messaging"])
    for column in ("created_ts", "first_reply_ts"):
        moment = frame[column] - pd.to_timedelta(np.where(utc, 8, 0), unit="h")
        text = moment.dt.strftime("%Y-%m-%d %H:%M")
        frame[column] = np.where(utc & moment.notna(), text.str.replace(" ", "T") + "Z", text)
    return _bytes(_twice(rng, frame))


def _forms(rng: np.random.Generator, surveys: pd.DataFrame) -> bytes:
    frame = surveys[(surveys.sent_ts >= FROM) & surveys.answered_ts.notna()].reset_index(drop=True)
    n = len(frame)
    score = frame.nps.astype("object").where(frame.nps.notna(), None).to_numpy(dtype=object).copy()
    rows = rng.permutation(np.flatnonzero(frame.nps.notna().to_numpy()))
    wide = "０１２３４５６７８９"
    for k, row in enumerate(rows[: max(10, n // 25)]):
        odd = ["11", "-1", "N/A", "九", None][k % 5]
        score[row] = odd if odd else "".join(wide[int(d)] for d in str(score[row]))
    frame["nps"] = score
    before = _some(rng, n, 0.006)
    sent = frame.sent_ts.iloc[before] - pd.to_timedelta(
        rng.integers(10, 3000, len(before)), unit="m"
    )
    frame.loc[before, "answered_ts"] = sent.to_numpy()
    _invisible(rng, frame, "comment")
    for column in ("sent_ts", "answered_ts"):
        frame[column] = frame[column].dt.strftime("%Y-%m-%d %H:%M")
    return _bytes(_twice(rng, frame))


def _yardsticks(rng: np.random.Generator, benchmarks: pd.DataFrame) -> bytes:
    """Return the shares of the benchmarks, some as 85 and some as 0.85, and nobody says which."""
    frame = benchmarks[benchmarks.unit.isin(["fraction", "percent"]) & (benchmarks.year == 2025)]
    frame = frame[["metric_id", "name_en", "scope", "p25", "median", "p75", "best", "unit"]].copy()
    percent = (even(rng, len(frame)) < 0.5) | (frame.unit == "percent").to_numpy()
    for column in ("p25", "median", "p75", "best"):
        value = frame[column] / np.where(frame.unit == "percent", 100, 1)
        frame[column] = [
            f"{v * 100:.0f}" if p else f"{v:.2f}" for v, p in zip(value, percent, strict=True)
        ]
    return _bytes(_twice(rng, frame.drop(columns=["unit"])))
