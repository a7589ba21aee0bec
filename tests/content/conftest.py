"""The course's world and five new ones, and what a lesson computes from their tables."""

from functools import cache

import numpy as np
import pandas as pd
import pytest

from carekit.tables import as_of, data, make
from carekit.tables.spec import read_spec

SEEDS = ["committed", 11, 22, 33, 44, 55]
WITHIN_DAYS = 7


class World:
    """The tables of one world, and what a lesson computes from them."""

    def __init__(self, root, seed):
        if seed == "committed":
            self.tables = {name: data(name, root=root) for name in read_spec(root).names}
            truth = root / read_spec(root).kept_back
            for path in truth.glob("*.csv"):
                self.tables[path.stem] = pd.read_csv(path)
        else:
            self.tables = make.fresh(root, seed=seed)
        self.as_of = as_of(root=root)

    def __getattr__(self, name):
        return self.tables[name].copy(deep=False)

    def email(self):
        found = self.tickets[self.tickets.channel == "email"].copy()
        found["wait"] = (found.first_reply_ts - found.created_ts).dt.total_seconds() / 60
        found["slow"] = (found.lang == "zh-Hant") & (found.created_ts.dt.hour >= 18)
        return found

    def issues(self, days=WITHIN_DAYS):
        """Issues whose window is over, with whether the same customer came back in it."""
        tickets = self.tickets
        new = tickets[tickets.repeat_of.isna()]
        new = new[new.created_ts <= self.as_of - pd.Timedelta(days=days)].copy()
        back = tickets[tickets.repeat_of.notna()].set_index("repeat_of").created_ts
        new["solved"] = ~(new.ticket_id.map(back) - new.created_ts <= pd.Timedelta(days=days))
        return new

    def answers(self):
        said = self.surveys[self.surveys.answered_ts.notna()].merge(
            self.tickets.drop(columns=["lang", "customer_id"]), on="ticket_id"
        )
        in_time = said.callback_done_ts <= said.callback_due
        said["promise"] = np.where(said.callback_promised, np.where(in_time, "kept", "broken"), "-")
        return said

    def watched(self):
        box = self.subscriptions[self.subscriptions.watch_date.notna()].copy()
        box["churned"] = (box.sub_end - box.watch_date).dt.days < 90
        box["called"] = box.proactive_30d.astype(bool)
        return box

    def planned(self):
        found = self.touchpoints[self.touchpoints.planned_date < self.as_of].copy()
        found["kept"] = (found.actual_date - found.planned_date).dt.days.abs() <= 3
        found["august"] = found.planned_date.dt.strftime("%Y-%m") == "2025-08"
        found["ours"] = found.channel.isin(["wechat", "line"])
        return found

    def arms(self):
        seen = self.assignments.merge(self.conversions, on=["exp_id", "visitor_id"], how="left")
        seen["bought"] = seen.order_id.notna()
        seen["again"] = (seen.repeat90 == True).fillna(value=False).astype(bool)  # noqa: E712
        seen["margin_hkd"] = seen.margin_hkd.fillna(0)
        return seen


@cache
def make_world(root, seed):
    return World(root, seed)


@pytest.fixture(params=SEEDS, ids=str)
def world(request, root):
    return make_world(root, request.param)
