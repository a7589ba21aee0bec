"""How an issue is answered: team, agent, time, call-back, and whether it comes back."""

from __future__ import annotations

import numpy as np
import pandas as pd

from carekit.tables.streams import bell, cell_codes, even_within, ranks, share_out, share_rows

from .agents import TEAMS
from .clock import DAY, day_number, weekday

EASY = ("account", "advice", "billing")
# Jade gets the easy topics. The shares are of easy and of hard issues.
TO_TEAM = {"easy": [48, 10, 21, 21], "hard": [17, 31, 26, 26]}
# What a team solves at the first contact when every team has the same mix of topics.
LEVEL = {"Jade": 0.742, "Amber": 0.792, "Pearl": 0.736, "Coral": 0.712}
EASE = {
    "advice": 0.13,
    "account": 0.11,
    "billing": 0.07,
    "delivery": -0.04,
    "returns": -0.09,
    "quality": -0.13,
}
HURRIED, HURRY_COSTS = 0.30, 0.10
SCRIPT_FROM, SCRIPT_HELPS = "2025-09-01", 0.100
DRIFT = 0.013
BAD_MONTH, BAD_BY = ("2025-02-01", "2025-03-01"), 0.13
LIMIT, LIMIT_COSTS, LIMIT_HURRIES = ("2024-07-01", "2024-11-01"), 0.10, 0.62
# Median and spread of the first reply in minutes, by channel.
REPLY = {"phone": (1.6, 0.55), "chat": (4.2, 0.6), "messaging": (46, 0.75), "email": (140, 0.70)}
SLOW, SLOW_SPREAD, MONDAY = 7.0, 0.50, 1.5
URGENT = {"P1": 0.62, "P2": 1.0, "P3": 1.22}
PROMISES = {"phone": 0.30, "email": 0.22, "chat": 0.10, "messaging": 0.16}


def priorities(rng: np.random.Generator, topic: np.ndarray) -> np.ndarray:
    """Return P1, P2 or P3 for each issue."""
    return share_out(even_within(rng, topic), {"P1": 0.12, "P2": 0.53, "P3": 0.35})


def teams(rng: np.random.Generator, topic: np.ndarray) -> np.ndarray:
    """Return the team of each issue; the mix of topics differs by team."""
    easy = np.isin(topic, EASY)
    shares = np.where(easy[:, None], TO_TEAM["easy"], TO_TEAM["hard"]).astype(float)
    return share_rows(even_within(rng, topic), shares, np.array(TEAMS, dtype=object))


def who_answers(
    rng: np.random.Generator, team: np.ndarray, lang: np.ndarray, agents: pd.DataFrame
) -> np.ndarray:
    """Return the row of an agent of the team who speaks the language."""
    row, u = np.zeros(len(team), dtype=np.int64), rng.random(len(team))
    languages = agents.languages.str.split(";")
    for name in TEAMS:
        for tongue in ("en", "zh-Hans", "zh-Hant"):
            here = (team == name) & (lang == tongue)
            able = (agents.team == name) & np.array([tongue in said for said in languages])
            pool = np.flatnonzero(able)
            row[here] = pool[(u[here] * len(pool)).astype(np.int64)]
    return row


def eras(team: np.ndarray, minute: np.ndarray) -> np.ndarray:
    """Return a number for the time in a team's story that a contact falls in."""
    day = minute // DAY
    era = np.where(day >= day_number(SCRIPT_FROM), 1, 0)
    # Coral's time before its bad month and after it are cells of their own, and equally good.
    coral = team == "Coral"
    era = np.where(coral & (era == 0) & (day >= day_number(BAD_MONTH[1])), 4, era)
    era = np.where(coral & _within(day, BAD_MONTH), 2, era)
    return np.where((team == "Amber") & _within(day, LIMIT), 3, era)


def _within(day: np.ndarray, dates: tuple[str, str]) -> np.ndarray:
    return (day >= day_number(dates[0])) & (day < day_number(dates[1]))


def hurried(
    rng: np.random.Generator,
    topic: np.ndarray,
    team: np.ndarray,
    era: np.ndarray,
    habit: np.ndarray,
) -> np.ndarray:
    """Return who was handled in under nine minutes: a fixed share, more often by the hasty."""
    share = np.where(era == 3, LIMIT_HURRIES, HURRIED)
    return ranks(cell_codes(topic, team, era), rng.random(len(topic)) - 0.9 * habit) < share


def minutes_spent(rng: np.random.Generator, fast: np.ndarray) -> np.ndarray:
    """Return handling minutes to one decimal; never between 8.9 and 9."""
    u = even_within(rng, fast)
    short, long = 2.5 + 6.3 * u, 9.1 + 6.2 * np.exp(0.75 * bell(u)) - 0.9 * (u < 0)
    return np.round(np.where(fast, short, np.minimum(long, 95)), 1)


def solved_at_once(
    rng: np.random.Generator, topic: np.ndarray, team: np.ndarray, era: np.ndarray, fast: np.ndarray
) -> np.ndarray:
    """Return which issues do not come back within seven days, by quota in every cell."""
    ease = pd.Series(topic).map(EASE).to_numpy()
    # A team's level is what it solves of the common mix before the script, and of the mix after.
    later = era == 1
    ease = ease - np.where(later, ease[later].mean() if later.any() else 0, ease[~later].mean())
    base = pd.Series(team).map(LEVEL).to_numpy() + ease
    base += np.select(
        [era == 1, era == 2, era == 3],
        [np.where(team == "Pearl", SCRIPT_HELPS, DRIFT), -BAD_BY, -LIMIT_COSTS],
        0.0,
    )
    # The two bad times would pull their teams' level down; the good times make up for it.
    base += np.where((era == 0) & (team == "Amber"), LIMIT_COSTS * 4 / 16, 0.0)
    base += np.where(np.isin(era, (0, 4)) & (team == "Coral"), BAD_BY * 1 / 19, 0.0)
    share = pd.Series(fast).groupby(cell_codes(team, era)).transform("mean").to_numpy()
    chance = base + np.where(fast, -HURRY_COSTS * (1 - share), HURRY_COSTS * share)
    return even_within(rng, topic, team, era, fast) < np.clip(chance, 0.02, 0.98)


def reply_minutes(
    rng: np.random.Generator,
    channel: np.ndarray,
    lang: np.ndarray,
    priority: np.ndarray,
    minute: np.ndarray,
) -> np.ndarray:
    """Return minutes to the first reply by a person; the zh-Hant evening e-mail queue is slow."""
    evening = (minute % DAY) >= 18 * 60
    slow = (channel == "email") & (lang == "zh-Hant") & evening
    monday = (weekday(minute) == 0) & ~np.isin(channel, ["phone", "chat"])
    u = even_within(rng, channel, slow, monday, priority)
    median = pd.Series(channel).map({k: v[0] for k, v in REPLY.items()}).to_numpy()
    spread = pd.Series(channel).map({k: v[1] for k, v in REPLY.items()}).to_numpy()
    spread = np.where(slow, SLOW_SPREAD, spread)
    wait = median * np.exp(spread * bell(u)) * np.where(slow, SLOW, 1.0)
    wait *= np.where(monday, MONDAY, 1.0) * pd.Series(priority).map(URGENT).to_numpy()
    return np.maximum(np.round(wait), np.where(channel == "phone", 0, 1)).astype(np.int64)


def callbacks(
    rng: np.random.Generator, channel: np.ndarray, replied: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return which contacts were promised a call, by when, and when it came (-1: never)."""
    share = pd.Series(channel).map(PROMISES).to_numpy()
    promised = even_within(rng, channel) < share
    given = rng.choice(np.array([240, 480, 1440, 2880]), len(channel), p=[0.25, 0.15, 0.45, 0.15])
    due = replied + given
    fate = even_within(rng, promised)
    u = rng.random(len(channel))
    in_time = replied + np.maximum((given * (0.15 + 0.85 * u)).astype(np.int64), 5)
    late = due + 20 + (u * u * 4 * DAY).astype(np.int64)
    done = np.select([fate < 0.77, fate < 0.90], [in_time, late], -1)
    return promised, np.where(promised, due, -1), np.where(promised, done, -1)
