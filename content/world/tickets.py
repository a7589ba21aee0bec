"""The contact desk's list: issues, the contacts that come back, and what was left open."""

from __future__ import annotations

import numpy as np
import pandas as pd

from carekit.tables.make import TableBlock
from carekit.tables.streams import bell, even, even_within

from .agents import habits
from .answers import (
    callbacks,
    eras,
    hurried,
    minutes_spent,
    priorities,
    reply_minutes,
    solved_at_once,
    teams,
    who_answers,
)
from .clock import DAY, minute_number, moments
from .issues import issues

LATE_REPEATS = 0.075
LEFT_OPEN, LEFT_OPEN_DAYS = 0.085, 28
COLUMNS = ["ticket_id", "customer_id", "order_id", "agent_id", "team", "channel", "lang"]
COLUMNS += ["topic", "priority"]
COLUMNS += ["created_ts", "first_reply_ts", "resolved_ts", "handle_min"]
COLUMNS += ["callback_promised", "callback_due", "callback_done_ts", "repeat_of"]


def tickets(
    part: TableBlock, customers: pd.DataFrame, orders: pd.DataFrame, agents: pd.DataFrame
) -> pd.DataFrame:
    """Return the tickets of one block in order of time, with `speed` and `kept` for the surveys."""
    rng, end = part.streams.of("tickets"), minute_number(part.as_of)
    habit = habits(part.streams.seed, len(agents))
    frame = issues(part, customers, orders)
    frame["repeat"] = -1
    frame["lang"] = customers.lang.to_numpy()[frame.customer]
    frame["team"] = teams(rng, frame.topic.to_numpy())
    _give(rng, frame, agents, habit)
    solved = solved_at_once(rng, *(frame[c].to_numpy() for c in ("topic", "team", "era", "fast")))
    frame = _with_repeats(rng, frame, solved, end)
    again = (frame.repeat >= 0).to_numpy()
    later = frame[again].copy()
    _give(rng, later, agents, habit)
    frame = pd.concat([frame[~again], later]).sort_index()
    frame["handle"] = minutes_spent(rng, frame.fast.to_numpy())
    _answer(rng, frame, end)
    frame = frame.sort_values(["minute", "customer"], kind="stable")
    return _finished(part, frame, customers, orders, agents)


def _give(
    rng: np.random.Generator, frame: pd.DataFrame, agents: pd.DataFrame, habit: np.ndarray
) -> None:
    """Give every contact a priority, an agent of its team, and the agent's way of working."""
    topic, team = frame.topic.to_numpy(), frame.team.to_numpy()
    frame["priority"] = priorities(rng, topic)
    frame["agent"] = who_answers(rng, team, frame.lang.to_numpy(), agents)
    frame["era"] = eras(team, frame.minute.to_numpy())
    frame["fast"] = hurried(rng, topic, team, frame.era.to_numpy(), habit[frame.agent])


def _with_repeats(
    rng: np.random.Generator, frame: pd.DataFrame, solved: np.ndarray, end: int
) -> pd.DataFrame:
    """Return issues and the contacts that follow them; `repeat` is the row of the issue."""
    n = len(frame)
    u, v = even_within(rng, solved), rng.random(n)
    within_week = 0.4 + 6.5 * v**1.3
    within_month = 8.2 + 20.5 * v
    back = ~solved | (u < LATE_REPEATS)
    days = np.where(solved, within_month, within_week)
    again = frame.assign(repeat=np.arange(n), minute=frame.minute + (days * DAY).astype(np.int64))
    other = rng.random(n) < 0.45
    again["channel"] = np.where(other, "phone", frame.channel)
    # The phone is answered from nine to nine.
    clock = again.minute % DAY
    shift = np.where(clock < 540, 540 - clock + (u * 90).astype(np.int64), 0)
    shift = np.where(clock >= 1260, 1259 - clock - (u * 90).astype(np.int64), shift)
    again["minute"] += np.where(again.channel.isin(["phone", "chat"]), shift, 0)
    again["minute"] = np.clip(
        again.minute, frame.minute + 60, frame.minute + np.where(solved, 29 * DAY, 7 * DAY - 30)
    )
    again = again[back & (again.minute < end)]
    return pd.concat([frame, again], ignore_index=True)


def _answer(rng: np.random.Generator, frame: pd.DataFrame, end: int) -> None:
    """Add reply, solution and call-back as minute numbers; -1 where there is none yet."""
    minute, channel = frame.minute.to_numpy(), frame.channel.to_numpy()
    wait = reply_minutes(rng, channel, frame.lang.to_numpy(), frame.priority.to_numpy(), minute)
    written = np.isin(channel, ["email", "messaging"])
    recent = minute >= end - LEFT_OPEN_DAYS * DAY
    u = even_within(rng, written, recent)
    forgotten = written & (u < np.where(recent, LEFT_OPEN, 0.002))
    replied = np.where(forgotten, end, minute + wait)
    promised, due, done = callbacks(rng, channel, replied)
    work = np.where(written, 8 * 60 * np.exp(1.05 * bell(even(rng, len(frame)))), 0)
    solved = replied + np.ceil(frame.handle.to_numpy() + work).astype(np.int64)
    solved = np.maximum(solved, done)
    open_still = recent & (even_within(rng, recent) < 0.10)
    here = replied < end
    frame["wait"] = wait
    frame["replied"] = np.where(here, replied, -1)
    frame["solved"] = np.where(here & (solved < end) & ~open_still, solved, -1)
    frame["promised"] = promised & here
    frame["due"] = np.where(here, due, -1)
    frame["done"] = np.where(here & (done < end), done, -1)


def _finished(
    part: TableBlock,
    frame: pd.DataFrame,
    customers: pd.DataFrame,
    orders: pd.DataFrame,
    agents: pd.DataFrame,
) -> pd.DataFrame:
    first = part.so_far["tickets"] + 1
    ids = np.array([f"T{first + i:06d}" for i in range(len(frame))], dtype=object)
    of_row = np.empty(len(frame), dtype=object)
    of_row[frame.index.to_numpy()] = ids
    repeat, order = frame["repeat"].to_numpy(), frame.order.to_numpy()
    codes = np.append(orders.order_id.to_numpy(), None)
    replied = frame.replied.to_numpy()
    made = {
        "ticket_id": ids,
        "customer_id": customers.customer_id.to_numpy()[frame.customer],
        "order_id": codes[order],
        "agent_id": agents.agent_id.to_numpy()[frame.agent],
        "created_ts": moments(frame.minute.to_numpy()),
        "first_reply_ts": moments(replied, replied < 0),
        "resolved_ts": moments(frame.solved.to_numpy(), frame.solved.to_numpy() < 0),
        "handle_min": np.where(replied < 0, np.nan, frame.handle),
        "callback_promised": frame.promised.to_numpy(),
        "callback_due": moments(frame.due.to_numpy(), frame.due.to_numpy() < 0),
        "callback_done_ts": moments(frame.done.to_numpy(), frame.done.to_numpy() < 0),
        "repeat_of": np.where(repeat >= 0, of_row[repeat], None),
    }
    for name in ("team", "channel", "lang", "topic", "priority"):
        made[name] = frame[name].to_numpy()
    done = pd.DataFrame(made)[COLUMNS]
    due, kept = frame.due.to_numpy(), frame.done.to_numpy()
    done["row"] = frame.customer.to_numpy()
    done["wait"] = frame.wait.to_numpy()
    done["promise"] = np.select([due < 0, (kept >= 0) & (kept <= due)], ["none", "kept"], "broken")
    return done
