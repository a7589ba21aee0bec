"""Common pandas work, done a few times before the first fork.

CPython speeds up code that has run often; what the warm parent has run, every child starts with.
"""

from __future__ import annotations

import io

import pandas as pd


def warm_pandas(rounds: int = 6) -> None:
    """Group, sort, filter, join and show small tables."""
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
