"""Who buys at Tideleaf: region, language, tier, how they came, and what they think of it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from carekit.tables.make import TableBlock
from carekit.tables.streams import bell, even, even_within, share_out

from .clock import DAY, day_number, moments
from .names import names

REGIONS = {"CN": 0.36, "HK": 0.26, "TW": 0.18, "SG": 0.11, "UK": 0.09}
LANGS = {
    "CN": {"zh-Hans": 0.93, "en": 0.07},
    "HK": {"zh-Hant": 0.80, "en": 0.15, "zh-Hans": 0.05},
    "TW": {"zh-Hant": 0.96, "en": 0.04},
    "SG": {"en": 0.64, "zh-Hans": 0.36},
    "UK": {"en": 0.84, "zh-Hans": 0.08, "zh-Hant": 0.08},
}
TIERS = {"none": 0.55, "silver": 0.25, "gold": 0.14, "vip": 0.06}
CAME_BY = {"search": 0.35, "referral": 0.21, "shop": 0.20, "social": 0.16, "promo": 0.08}
# No shop in Singapore and the United Kingdom: nobody there came through one.
CAME_BY_WEB = {"search": 0.47, "referral": 0.27, "social": 0.20, "promo": 0.06}
WEB_ONLY = ("SG", "UK")
PROMO_FROM, PROMO_TO = "2025-03-01", "2025-04-01"


def customers(part: TableBlock) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the customers of one block, and what only the makers know of them."""
    rng, n = part.streams.of("customers"), part.size
    region = share_out(even(rng, n), REGIONS)
    lang, came = np.empty(n, dtype=object), np.empty(n, dtype=object)
    u, v = even_within(rng, region), even_within(rng, region)
    for place, langs in LANGS.items():
        here = region == place
        lang[here] = share_out(u[here], langs)
        came[here] = share_out(v[here], CAME_BY_WEB if place in WEB_ONLY else CAME_BY)
    promo = came == "promo"
    tier = share_out(even_within(rng, promo), TIERS)
    # People who came for one bargain did not climb the ladder.
    tier[promo] = np.where(np.isin(tier[promo], ["gold", "vip"]), "none", tier[promo])
    latin, chinese = names(rng, region, lang)
    consent = even_within(rng, tier) < 0.83
    frame = pd.DataFrame(
        {
            "customer_id": [f"C{part.first + i + 1:05d}" for i in range(n)],
            "name_en": latin,
            "name_zh": chinese,
            "region": region,
            "lang": lang,
            "signup_date": moments(_signup(rng, promo) * DAY),
            "birthday": _birthdays(rng, n, consent),
            "tier": tier,
            "acquisition": came,
            "consent": consent,
        }
    )
    return frame, pd.DataFrame(
        {"customer_id": frame.customer_id, "attitude": _attitude(rng, frame)}
    )


def _signup(rng: np.random.Generator, promo: np.ndarray) -> np.ndarray:
    """Return the day of sign-up: a growing shop, and the crowd of March 2025."""
    opened, begun, last = (day_number(d) for d in ("2021-03-01", "2024-01-01", "2025-12-29"))
    u = even(rng, len(promo))
    # A third were there before the period; after that the shop grows a little faster each month.
    old = opened + (begun - opened) * u / 0.34
    new = begun + (last - begun) * ((u - 0.34) / 0.66).clip(0) ** 0.85
    days = np.floor(np.where(u < 0.34, old, new))
    start, end = day_number(PROMO_FROM), day_number(PROMO_TO)
    crowd = promo & (even_within(rng, promo) < 0.85)
    days[crowd] = start + np.floor((end - start) * even(rng, int(crowd.sum())))
    return days.astype(np.int64)


def _birthdays(rng: np.random.Generator, n: int, consent: np.ndarray) -> np.ndarray:
    days = np.datetime64("2024-01-01") + rng.integers(0, 366, n)
    text = np.array([str(day)[5:] for day in days], dtype=object)
    # Who does not want to be written to seldom gives a birthday.
    text[even_within(rng, consent) < np.where(consent, 0.22, 0.68)] = None
    return text


def _attitude(rng: np.random.Generator, frame: pd.DataFrame) -> np.ndarray:
    """Return how much each customer likes Tideleaf: mean about 0, spread about 1."""
    liking = bell(even(rng, len(frame)))
    liking = liking - 0.9 * (frame.acquisition == "promo") + 0.8 * frame.region.isin(WEB_ONLY)
    return np.round(liking.to_numpy() - 0.1, 3)
