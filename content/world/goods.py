"""What Tideleaf sells. Names per place, because the places call things differently."""

from __future__ import annotations

import pandas as pd

from .lists import listed

CATEGORIES = {"TEA": "tea", "WARE": "teaware", "HOME": "home", "GIFT": "gift"}


def products() -> pd.DataFrame:
    """Return the 48 products."""
    rows = listed("products")
    columns = ["sku", "name_en", "name_hans", "name_hant_tw", "name_hant_hk"]
    frame = pd.DataFrame([row[:5] for row in rows], columns=columns)
    frame["category"] = [CATEGORIES[row[0].split("-")[0]] for row in rows]
    frame["price_hkd"] = [int(row[5]) for row in rows]
    frame["unit_cost_hkd"] = [int(row[6]) for row in rows]
    return frame
