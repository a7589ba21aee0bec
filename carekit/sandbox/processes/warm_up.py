"""Common pandas work, done a few times before the first fork.

CPython speeds up code that has run often; what the warm parent has run, every child starts with.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from carekit.sandbox.link.cell_outputs import Outputs
from carekit.sandbox.link.codec import Decoder, Encoder, pack, unpack
from carekit.sandbox.link.interrupts import Interrupts
from carekit.sandbox.link.judge_end import Link
from carekit.sandbox.link.learner_end import Desk
from carekit.sandbox.link.message_format import Buffers
from carekit.sandbox.link.message_types import Answer


def warm_up(rounds: int = 2) -> None:
    """Group, sort, filter, join and show small tables, and send some through the codec.

    Two rounds: what pandas does inside runs often enough in these for CPython to take notice, and
    ten more rounds made no submission cheaper and every start two thirds of a second longer.
    """
    for _ in range(rounds):
        table = pd.DataFrame(
            {
                "kind": ["a", "b", "a", "c"] * 20,
                "number": range(80),
                "part": [0.5, None] * 40,
                "time": pd.date_range("2024-01-01", periods=80, freq="h"),
            }
        )
        table["wait"] = (table["time"] - table["time"].min()).dt.total_seconds() / 60
        grouped = table.groupby("kind")["wait"]
        grouped.quantile([0.5, 0.9]).unstack()
        grouped.agg(["median", "mean", "count"])
        table.sort_values(["kind", "number"]).reset_index(drop=True).head(3)
        table[table["number"] > 3].merge(table[["kind", "part"]].drop_duplicates(), on="kind")
        table.assign(day=table["time"].dt.date).pivot_table("wait", "kind", "day", "sum")
        table["kind"].value_counts().to_dict()
        table.dropna(subset=["part"]).loc[:, "part"].round(2).tolist()
        table["kind"].str.upper().isin(["A"]).mean()
        table.head(3).to_html()
        repr(table.head(3))
        pd.read_csv(io.StringIO(table.head(5).to_csv(index=False)), parse_dates=["time"])
        _warm_times(table)
        _warm_codec(table)
        _warm_link(table)


def _warm_times(table: pd.DataFrame) -> None:
    made = pd.DataFrame([("a", "2024-01-01", 3.0), ("b", "2024-01-02", None)], columns=list("xyz"))
    made["y"] = pd.to_datetime(made["y"])
    made["end"] = made["y"] + pd.to_timedelta(made.pop("z").astype(float), "min")
    late = made["end"].isna() & (pd.Timestamp("2024-02-01") - made["y"] > pd.Timedelta(days=3))
    made[late | made["end"].notna()].copy()
    ordered = table.sort_values("time")
    gap = ordered.groupby(["kind", "number"])["time"].shift(-1) - ordered["time"]
    (gap <= pd.Timedelta(hours=2)).mean()
    limit = table["kind"].map({"a": 1, "b": 2}).astype(float)
    (table["wait"] <= limit).groupby(table["kind"]).mean().reindex(["a", "z"])
    table.loc[table["kind"].isin(["a", "b"]) & table["part"].between(0, 1), ["number", "wait"]]
    np.where(table["number"] > 3, 1.0, np.nan)
    pd.concat([table.head(2), table.tail(2)], ignore_index=True).drop(columns=["part"])
    pd.Series({"a": 1.0, "b": float("nan")}).fillna(0.0).sort_index().to_dict()


def _warm_codec(table: pd.DataFrame) -> None:
    values = [table, table["wait"], table.groupby("kind")["wait"].mean(), [1, "a", None, 2.5]]
    values += [{"a": 1, "b": [1, 2]}, {"a"}, (1, 2), pd.Timestamp("2024-01-01"), np.float64(1.5)]
    enc = Encoder()
    body = pack({"v": [enc.value(value) for value in values]}, enc.buffers)
    head, buffers = unpack(bytearray(body))
    dec = Decoder(buffers)
    for tree in head["v"]:
        dec.value(tree)


class _Loop:
    """Both ends of a link in one process."""

    desk: Desk

    def __init__(self) -> None:
        self.body = b""

    def send(self, head: Mapping[str, object], buffers: Buffers | None = None) -> None:
        """Hand a question to the desk, or keep its answer."""
        self.body = pack(head, buffers)
        if "op" in head:
            self.desk.answer(*unpack(bytearray(self.body)))

    def receive(self) -> tuple[Answer, list[memoryview]]:
        """Return the answer."""
        return unpack(bytearray(self.body))


def _warm_link(table: pd.DataFrame) -> None:
    loop: Any = _Loop()
    names = {"first": lambda rows, count=1: rows["wait"].head(count), "rows": table, "n": 3}
    loop.desk = Desk(loop, names, Outputs(1000), Path(), Interrupts())
    link = Link(loop)
    first = link.get("first")
    for count in range(3):
        first(table, count=count)
        first(table.copy(), count)
        first({"wait": pd.Series([1.0, 2.0])})
        link.get("rows")
        link.get("n")
