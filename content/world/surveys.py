"""What people said afterwards, and what those who said nothing would have said."""

from __future__ import annotations

import numpy as np
import pandas as pd

from carekit.tables.make import TableBlock
from carekit.tables.streams import cell_codes, even, even_within, ranks, share_rows

from .clock import DAY, minute_number, moments

ANSWER = {"en": 0.345, "zh-Hans": 0.405, "zh-Hant": 0.36}
# Shares of 1 to 5 among those who answer and those who do not, by what became of the promise.
CSAT = {
    (True, "well"): [3.2, 3.6, 6.2, 37, 50],
    (True, "broken"): [14, 12, 18, 34, 22],
    (False, "well"): [6, 8, 16, 38, 32],
    (False, "broken"): [22, 18, 22, 25, 13],
}
# How many points of share each language moves from the top two boxes to the rest.
TILT = {"en": 0.020, "zh-Hans": -0.015, "zh-Hant": 0.0}
LOW = [0.02, 0.02, 0.03, 0.05, 0.10, 0.26, 0.52]
# Detractors, passives, promoters. Chinese readers of the same mood choose the middle more often.
NPS = {
    (True, "en"): (24, 33, 43),
    (True, "zh-Hans"): (18, 51, 31),
    (True, "zh-Hant"): (20, 54, 26),
    (False, "en"): (35, 36, 29),
    (False, "zh-Hans"): (28, 52, 20),
    (False, "zh-Hant"): (31, 53, 16),
}


def surveys(
    part: TableBlock, tickets: pd.DataFrame, attitude: np.ndarray
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return one invitation per resolved ticket, and the scores behind the silence."""
    rng, end = part.streams.of("surveys"), minute_number(part.as_of)
    sent = _sent(rng, tickets, end)
    base = tickets.loc[sent >= 0].reset_index(drop=True)
    sent = sent[sent >= 0]
    lang = base.lang.to_numpy()
    share = base.lang.map(ANSWER).to_numpy()
    answered = even_within(rng, lang, base.promise.to_numpy()) < share
    delay = (20 + np.exp(rng.normal(5.6, 1.5, len(base)))).astype(np.int64)
    at = sent + np.minimum(delay, 14 * DAY)
    answered &= at < end
    mood = attitude[base.row] + 0.9 * rng.standard_normal(len(base))
    csat = _csat(rng, base, answered, mood)
    nps = _nps(rng, lang, answered, mood + 0.9 * (csat - 4))
    ces = _ces(rng, answered, csat, base.wait.to_numpy())
    first = part.so_far["surveys"] + 1
    frame = pd.DataFrame(
        {
            "survey_id": [f"S{first + i:06d}" for i in range(len(base))],
            "ticket_id": base.ticket_id,
            "customer_id": base.customer_id,
            "lang": lang,
            "sent_ts": moments(sent),
            "answered_ts": moments(at, ~answered),
            "csat": _given(rng, csat, answered, 0.0),
            "nps": _given(rng, nps, answered, 0.04),
            "ces": _given(rng, ces, answered, 0.06),
        }
    )
    truth = pd.DataFrame({"survey_id": frame.survey_id, "csat": csat, "nps": nps, "ces": ces})
    return frame, truth


def _sent(rng: np.random.Generator, tickets: pd.DataFrame, end: int) -> np.ndarray:
    """Return the minute of each invitation, between nine and nine; -1 where none was sent."""
    done = tickets.resolved_ts.to_numpy()
    open_still = np.isnat(done)
    solved = (done - np.datetime64("2024-01-01")).astype("timedelta64[m]").astype(np.int64)
    at = np.where(open_still, 0, solved) + 60 + rng.integers(0, 120, len(tickets))
    clock = at % DAY
    at += np.where(clock < 540, 540 - clock, np.where(clock >= 1260, DAY + 540 - clock, 0))
    return np.where(open_still | (at >= end), -1, at)


def _csat(
    rng: np.random.Generator, base: pd.DataFrame, answered: np.ndarray, mood: np.ndarray
) -> np.ndarray:
    """Return 1 to 5 for everybody; who waited long or likes Tideleaf less gets the low ones."""
    lang, broken = base.lang.to_numpy(), (base.promise == "broken").to_numpy()
    wait = np.log1p(base.wait.to_numpy())
    by = mood - 0.35 * (wait - wait.mean()) + 0.8 * rng.standard_normal(len(base))
    u = ranks(cell_codes(lang, broken, answered), by)
    shares = np.empty((len(base), 5))
    for (said, state), row in CSAT.items():
        for tongue, tilt in TILT.items():
            here = (answered == said) & (broken == (state == "broken")) & (lang == tongue)
            part = np.array(row, float) / sum(row)
            top = part[3:].sum()
            part[3:] *= (top - tilt) / top
            part[:3] *= (1 - top + tilt) / (1 - top)
            shares[here] = part
    return share_rows(u, shares, np.arange(1, 6))


def _nps(
    rng: np.random.Generator, lang: np.ndarray, answered: np.ndarray, mood: np.ndarray
) -> np.ndarray:
    u = ranks(cell_codes(lang, answered), mood + 0.5 * rng.standard_normal(len(mood)))
    shares = np.empty((len(lang), 11))
    for (said, tongue), (low, middle, high) in NPS.items():
        ten = 0.52 if tongue == "en" else 0.38
        row = [low * x for x in LOW] + [middle * 0.42, middle * 0.58, high * (1 - ten), high * ten]
        shares[(answered == said) & (lang == tongue)] = row
    return share_rows(u, shares, np.arange(11))


def _ces(
    rng: np.random.Generator, answered: np.ndarray, csat: np.ndarray, wait: np.ndarray
) -> np.ndarray:
    by = csat - 0.3 * np.log1p(wait) + 1.2 * rng.standard_normal(len(csat))
    shares = np.where(answered[:, None], [3, 5, 7, 12, 25, 30, 18], [6, 8, 11, 17, 25, 22, 11])
    return share_rows(ranks(cell_codes(answered), by), shares.astype(float), np.arange(1, 8))


def _given(
    rng: np.random.Generator, score: np.ndarray, answered: np.ndarray, skipped: float
) -> pd.arrays.IntegerArray:
    """Return the scores a reader of the table sees; some people skip a question."""
    seen = answered & (even(rng, len(score)) >= skipped)
    return pd.arrays.IntegerArray(np.where(seen, score, 0).astype(np.int64), ~seen)
