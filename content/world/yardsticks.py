"""What Tideleaf changed, and what others reach. All figures are invented for the course."""

from __future__ import annotations

import pandas as pd

from .lists import listed

NOTES = {
    "same": ("Same definition as ours.", "与本公司口径相同。", "與本公司定義相同。"),
    "window": (
        "Another window than ours: look at window_days.",
        "观察期与本公司不同：请看 window_days。",
        "觀察期和本公司不同：請看 window_days。",
    ),
    "hours": (
        "Counts office hours only; ours counts every hour.",
        "只计工作时间；本公司按自然时间计算。",
        "只算上班時間；本公司每個小時都算。",
    ),
    "bot": (
        "The first reply may be a bot's.",
        "首次回复可能来自机器人。",
        "第一次回覆可能是機器人。",
    ),
    "percent": (
        "Written in per cent; ours is a fraction from 0 to 1.",
        "以百分数表示；本公司用 0 到 1 的小数。",
        "以百分比表示；本公司用 0 到 1 的小數。",
    ),
    "market": (
        "Mostly surveys in English; answering habits differ by language.",
        "多为英文问卷；不同语言的打分习惯不同。",
        "多半是英文問卷；不同語言的給分習慣不同。",
    ),
    "overhead": (
        "Includes rent and systems; ours is wages only.",
        "包含房租和系统费用；本公司只计人工。",
        "包含房租和系統費用；本公司只算人力。",
    ),
}
# What changed from 2024 to 2025: peers moved a little.
YEAR_BEFORE = {"higher": 0.97, "lower": 1.04}


def changes() -> pd.DataFrame:
    """Return the ten changes; the decision is the learner's to fill in."""
    rows = listed("changes")
    columns = ["date", "team", "touch_kind", "description_en", "description_hans"]
    frame = pd.DataFrame(rows, columns=[*columns, "description_hant"]).replace("", None)
    frame["date"] = pd.to_datetime(frame.date).astype("datetime64[us]")
    frame.insert(0, "change_id", [f"K{i + 1:02d}" for i in range(len(frame))])
    frame["decision"] = None
    return frame


def benchmarks() -> pd.DataFrame:
    """Return 72 yardsticks: twelve metrics, three scopes, two years."""
    metrics = {row[0]: row for row in listed("metrics")}
    rows = []
    for code, scope, *figures, window, unit, note in listed("figures"):
        _, en, hans, tw, hk, own_unit, direction, *said = metrics[code]
        for year in (2024, 2025):
            shift = 1.0 if year == 2025 else YEAR_BEFORE[direction]
            rows.append(
                [code, scope, year, en, hans, tw, hk]
                + [own_unit if unit == "-" else unit, direction]
                + [round(float(value) * shift, 3) for value in figures]
                + [None if window == "-" else int(window), *said, *NOTES[note]]
            )
    columns = ["metric_id", "scope", "year", "name_en", "name_hans", "name_hant_tw", "name_hant_hk"]
    columns += ["unit", "direction", "p25", "median", "p75", "best", "window_days"]
    columns += ["definition_en", "definition_hans", "definition_hant"]
    columns += ["comparable_note_en", "comparable_note_hans", "comparable_note_hant"]
    return pd.DataFrame(rows, columns=columns)
