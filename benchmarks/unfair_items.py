"""How often an unfair item is found, and a fair one accused: ``python benchmarks/unfair_items.py``.

Classes are made up with known items: learners have an ability from a normal distribution, items
follow Rasch's model, and two of twenty are harder for who reads the one language, by so many points
of delta (1 is the edge of ETS class B, 1.5 that of C). Those readers are also less able, by the
given number of standard deviations, which is no unfairness. The table counts the items that got
class B or C, as ``carekit.reports.differential_functioning`` gives it; with fewer learners than its
least number nobody would see these classes, so that the rule is lifted here for those rows.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass

import numpy as np
import pandas as pd

from carekit.reports import differential_functioning as dif

ITEMS, UNFAIR = 20, 2


@dataclass(frozen=True)
class Counts:
    """Shares of the items of a kind that were called B or C, and C, over all classes."""

    found: float
    found_c: float
    accused: float
    accused_c: float


def simulated(
    rng: np.random.Generator, each: int, delta: float, gap: float
) -> tuple[pd.DataFrame, dict[str, str]]:
    """Return the answers of two groups of ``each`` learners, and who read which language."""
    ability = np.concatenate([rng.normal(size=each), rng.normal(-gap, size=each)])
    focal = np.arange(2 * each) >= each
    hard = np.linspace(-1.5, 1.5, ITEMS)
    rng.shuffle(hard)
    harder = np.where(np.arange(ITEMS) < UNFAIR, delta / 2.35, 0.0)
    logit = ability[:, None] - hard - focal[:, None] * harder
    right = rng.random(logit.shape) < 1 / (1 + np.exp(-logit))
    table = pd.DataFrame(right.astype(float), columns=[f"item-{n}" for n in range(ITEMS)])
    # The language whose tag comes second is compared with the first.
    return table, {str(n): "b" if one else "a" for n, one in enumerate(focal)}


def counted(seed: int, classes: int, each: int, delta: float, gap: float) -> Counts:
    """Return what becomes of the items in so many classes."""
    rng = np.random.default_rng(seed)
    letters = []
    for _ in range(classes):
        [found] = dif.fairness(*simulated(rng, each, delta, gap), fewest=(0, 0))
        letters.append([one.ets for one in found.items])
    table = np.array(letters)
    unfair, fair = table[:, :UNFAIR], table[:, UNFAIR:]
    if delta == 0:
        unfair, fair = table[:, :0], table
    shares = [
        float(np.isin(part, kinds).mean()) if part.size else float("nan")
        for part in (unfair, fair)
        for kinds in (["B", "C"], ["C"])
    ]
    return Counts(*shares)


def main() -> None:
    """Print a row for each size of the groups and each unfairness."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--classes", type=int, default=100)
    parser.add_argument("--gap", type=float, default=0.5)
    parser.add_argument("--each", type=int, nargs="+", default=[24, 100, 250, 500])
    asked = parser.parse_args()
    heads = (
        "readers of each",
        "true delta",
        "found B or C",
        "found C",
        "falsely B or C",
        "falsely C",
    )
    print(f"| {' | '.join(heads)} |")
    print("|---|---|---|---|---|---|")
    for each in asked.each:
        for delta in (0.0, 1.0, 1.5, 2.5):
            one = counted(asked.seed, asked.classes, each, delta, asked.gap)
            cells = (one.found, one.found_c, one.accused, one.accused_c)
            told = " | ".join("-" if cell != cell else f"{cell:.1%}" for cell in cells)
            print(f"| {each} | {delta:g} | {told} |", flush=True)


if __name__ == "__main__":
    main()
