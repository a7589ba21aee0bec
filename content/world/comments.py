"""What people write under their scores: hand-written sentences that fit what happened to them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from carekit.tables.make import TableBlock
from carekit.tables.streams import even_within, share_out

from .clock import DAY

# Words that differ by place. {ship} is the service, {box} the thing that is carried.
WORDS = {
    "en": {
        "ship": {"delivery": 0.6, "courier": 0.4},
        "box": {"parcel": 0.45, "package": 0.25, "delivery": 0.30},
    },
    "CN": {
        "ship": {"快递": 0.28, "物流": 0.38, "配送": 0.24, "送货": 0.10},
        "box": {"快递": 0.32, "物流包裹": 0.14, "快递包裹": 0.06, "包裹": 0.48},
    },
    "TW": {
        "ship": {"宅配": 0.55, "物流": 0.20, "配送": 0.15, "送貨": 0.10},
        "box": {"宅配": 0.45, "宅配包裹": 0.30, "包裹": 0.25},
        "staff": {"客服人員": 0.6, "客服": 0.4},
        "sms": {"簡訊": 1},
        "points": {"點數": 1},
        "shop": {"門市": 1},
        "mail": {"電子郵件": 0.5, "信": 0.5},
    },
    "HK": {
        "ship": {"速遞": 0.60, "送貨": 0.15, "派送": 0.10, "物流": 0.15},
        "box": {"速遞": 0.40, "速遞包裹": 0.35, "包裹": 0.25},
        "staff": {"職員": 0.6, "客戶服務員": 0.4},
        "sms": {"短訊": 1},
        "points": {"積分": 1},
        "shop": {"分店": 0.6, "門市": 0.4},
        "mail": {"電郵": 1},
    },
}
SPOKEN = ("phone",)
# Slow and quick, in minutes to the first reply.
SLOW = {"phone": 8, "chat": 15, "messaging": 150, "email": 480}
QUICK = {"phone": 2, "chat": 5, "messaging": 40, "email": 90}
WRITES = {1: 0.56, 2: 0.50, 3: 0.42, 4: 0.34, 5: 0.42}


@cache
def phrases(lang: str) -> dict[tuple[str, str], list[tuple[frozenset, str]]]:
    """Return the sentences of a language by theme and mood, each with its conditions."""
    found: dict[tuple[str, str], list[tuple[frozenset, str]]] = {}
    path = Path(__file__).parent / "phrases" / f"{lang}.txt"
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        head, sentence = line.split(" | ")
        theme, mood, *when = head.split()
        found.setdefault((theme, mood), []).append((frozenset(when), sentence))
    return found


def comments(
    part: TableBlock, said: pd.DataFrame, asked: pd.DataFrame, region: np.ndarray
) -> tuple[np.ndarray, pd.DataFrame]:
    """Return one comment or None per survey, and the themes of those there are.

    ``asked`` holds the ticket of each survey, ``region`` the customer's region.
    """
    rng = part.streams.of("comments")
    score = said.csat.fillna(0).to_numpy(dtype=np.int64)
    writes = pd.Series(score).map(WRITES).fillna(0).to_numpy()
    rows = np.flatnonzero(even_within(rng, score, said.lang.to_numpy()) < writes)
    dice = rng.random((len(rows), 8))
    words = _words(rng, said.lang.to_numpy()[rows], region[rows])
    columns = ["channel", "topic", "wait", "promise", "created_ts"]
    told = asked.iloc[rows][columns].itertuples(index=False)
    text, themes = np.full(len(said), None, dtype=object), []
    facts = zip(rows, told, dice, words, strict=True)
    for row, ticket, throw, word in facts:
        text[row], used = _comment(said.lang.iat[row], region[row], score[row], ticket, throw, word)
        themes.append(";".join(sorted(set(used))))
    truth = pd.DataFrame({"survey_id": said.survey_id.to_numpy()[rows], "themes": themes})
    return text, truth


def _place(lang: str, region: str) -> str:
    if lang != "zh-Hant":
        return "en" if lang == "en" else "CN"
    return "TW" if region == "TW" else "HK"


def _words(rng: np.random.Generator, lang: np.ndarray, region: np.ndarray) -> list[dict[str, str]]:
    """Return the words of each writer's place, every word on its share."""
    place = np.array([_place(tag, where) for tag, where in zip(lang, region, strict=True)])
    picked: list[dict[str, str]] = [{} for _ in place]
    for slot in ("ship", "box", "staff", "sms", "points", "shop", "mail"):
        u = even_within(rng, place) if len(place) else np.empty(0)
        for name, words in WORDS.items():
            if slot not in words:
                continue
            here = np.flatnonzero(place == name)
            for row, word in zip(here, share_out(u[here], words[slot]), strict=True):
                picked[row][slot] = word
    return picked


def _comment(
    lang: str, region: str, score: int, ticket: tuple, dice: np.ndarray, words: dict[str, str]
) -> tuple[str, list[str]]:
    """Return one comment and its themes."""
    mood = "good" if score >= 4 else "mixed" if score == 3 else "bad"
    first = ticket.topic if dice[0] < 0.66 else "general"
    used = [first]
    service = _service(mood, ticket, dice[1:3])
    if service and dice[3] < 0.62:
        used = [service] if dice[4] < 0.3 else [first, service]
    minute_of_day = ticket.created_ts.hour * 60 + ticket.created_ts.minute
    true = {"phone" if ticket.channel in SPOKEN else "written", region.lower()}
    true |= {"evening"} if minute_of_day >= DAY * 3 // 4 else set()
    # Hong Kong's words are the house's default for Traditional Chinese outside Taiwan.
    true |= {"hk"} if lang == "zh-Hant" and region != "TW" else set()
    parts = []
    for theme, throw in zip(used, dice[5:7], strict=False):
        fitting = [s for when, s in phrases(lang)[theme, _mood(theme, mood)] if when <= true]
        parts.append(fitting[int(throw * len(fitting))].format(**words))
    text = (" " if lang == "en" else "").join(parts)
    # Many people leave out the last full stop.
    bare = dice[7] < (0.12 if lang == "en" else 0.25)
    return (text.rstrip("。.") if bare else text), used


def _mood(theme: str, mood: str) -> str:
    return "bad" if mood == "mixed" and theme in ("speed", "agent", "callback") else mood


def _service(mood: str, ticket: tuple, dice: np.ndarray) -> str | None:
    """Return what the service did for or to this person, or None when nothing stands out."""
    if ticket.promise == "broken" and mood != "good" and dice[0] < 0.75:
        return "callback"
    if ticket.promise == "kept" and mood == "good" and dice[0] < 0.5:
        return "callback"
    if ticket.wait >= SLOW[ticket.channel] and mood != "good" and dice[0] < 0.8:
        return "speed"
    if mood == "good" and ticket.wait <= QUICK[ticket.channel] and dice[1] < 0.4:
        return "speed"
    return "agent" if dice[1] < (0.6 if mood == "good" else 0.35) else None
