"""A small world: cups, and what is poured into them."""

import numpy as np
import pandas as pd

BLOCK = 25


def block(part):
    rng, n = part.streams.of("cups"), part.size
    first = part.so_far["cups"]
    ids = [f"U{first + i + 1:03d}" for i in range(n)]
    day = np.datetime64("2025-01-01", "us")
    cups = pd.DataFrame({"cup_id": ids, "glaze": rng.choice(["blue", "none"], n)})
    cups["fired"] = day
    cups["parent"] = [None, *ids[:-1]]
    rng = part.streams.of("pours")
    at = day + rng.integers(0, 500000, n).astype("timedelta64[m]")
    pours = pd.DataFrame({"pour_id": [f"P{first + i + 1:03d}" for i in range(n)], "cup_id": ids})
    pours["at"] = at
    pours["drunk_at"] = pd.Series(at + np.timedelta64(5, "m")).where(rng.random(n) < 0.5)
    pours["ml"] = rng.choice([120.5, 80.0, np.nan], n)
    pours["score"] = pd.array(rng.integers(1, 6, n), dtype="Int64")
    pours.loc[0, "score"] = pd.NA
    pours["hot"] = rng.random(n) < 0.5
    return {"cups": cups, "pours": pours, "truth_cups": cups[["cup_id"]]}


def raw(_part, made):
    return {"cups.csv": made["cups"].to_csv(index=False).encode("utf-16")}
