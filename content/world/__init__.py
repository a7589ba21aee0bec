"""Tideleaf 潮叶／潮葉: the recipes of its tables. Instructors only; learners get the tables."""

from __future__ import annotations

import pandas as pd

from carekit.tables.make import Block

from .agents import agents
from .customers import customers
from .goods import products
from .orders import orders
from .surveys import surveys
from .tickets import COLUMNS, tickets

BLOCK = 20_000


def block(part: Block) -> dict[str, pd.DataFrame]:
    """Return the tables of one block of customers; the small ones come with the first block."""
    made: dict[str, pd.DataFrame] = {}
    people, truth_people = customers(part)
    goods, desk = products(), agents(part.streams.seed)
    liking = truth_people.attitude.to_numpy()
    bought = orders(part, people, liking, goods)
    row_of = dict(zip(people.customer_id, range(len(people)), strict=True))
    bought["customer_row"] = bought.customer_id.map(row_of).to_numpy()
    asked = tickets(part, people, bought, desk)
    said, truth_said = surveys(part, asked, liking)
    if part.number == 0:
        made |= {"products": goods, "agents": desk}
    made |= {"customers": people, "orders": bought.drop(columns="customer_row")}
    made |= {"tickets": asked[COLUMNS], "surveys": said}
    made |= {"truth_customers": truth_people, "truth_surveys": truth_said}
    return made
