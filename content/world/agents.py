"""The 36 people who answer: four teams, each with people in three places."""

from __future__ import annotations

import numpy as np
import pandas as pd

from carekit.tables.streams import Streams

TEAMS = ("Jade", "Amber", "Pearl", "Coral")
SITES = ("Hong Kong", "Shenzhen", "Taipei")
# Three people of a team per place; every team answers every language.
SPOKEN = {
    "Hong Kong": ("en;zh-Hant", "en;zh-Hant", "en;zh-Hans;zh-Hant"),
    "Shenzhen": ("zh-Hans", "zh-Hans", "en;zh-Hans"),
    "Taipei": ("zh-Hant", "zh-Hant", "en;zh-Hant"),
}


def agents(seed: int) -> pd.DataFrame:
    """Return the agents; they are the same in every block of a world."""
    rng = Streams(seed).of("agents")
    rows = [(team, site, said) for team in TEAMS for site in SITES for said in SPOKEN[site]]
    hired = np.datetime64("2018-03-01") + np.sort(rng.integers(0, 2000, len(rows)))
    return pd.DataFrame(
        {
            "agent_id": [f"A{i + 1:02d}" for i in range(len(rows))],
            "team": [row[0] for row in rows],
            "site": [row[1] for row in rows],
            "languages": [row[2] for row in rows],
            "hire_date": rng.permutation(hired).astype("datetime64[us]"),
        }
    )


def habits(seed: int, n: int) -> np.ndarray:
    """Return how much each agent hurries, from 0 to 1."""
    rng = Streams(seed).of("habits")
    return (rng.permutation(n) + 0.5) / n
