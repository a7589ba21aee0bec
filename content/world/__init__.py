"""Tideleaf 潮叶／潮葉: the recipes of its tables. Instructors only; learners get the tables."""

from __future__ import annotations

import pandas as pd

from carekit.tables.make import TableBlock

from .agents import agents
from .comments import comments
from .customers import customers
from .dirt import raw
from .experiments import experiments, tests
from .goods import products
from .orders import finish, orders
from .subscriptions import subscriptions
from .surveys import surveys
from .tickets import COLUMNS, tickets
from .touchpoints import touchpoints
from .yardsticks import benchmarks, changes

__all__ = ["BLOCK", "block", "raw"]
BLOCK = 20_000


def block(part: TableBlock) -> dict[str, pd.DataFrame]:
    """Return the tables of one block of customers; the small ones come with the first block."""
    people, truth_people = customers(part)
    goods, desk = products(), agents(part.streams.seed)
    liking = truth_people.attitude.to_numpy()
    bought, seen, sold = _shop(part, people, liking, goods)
    box = subscriptions(part, people)
    touched = touchpoints(part, people, bought, box)
    asked = tickets(part, people, bought, desk)
    said, truth_said = surveys(part, asked, liking)
    about = asked.set_index("ticket_id").loc[said.ticket_id]
    region = people.region.to_numpy()[about.row]
    said["comment"], truth_themes = comments(part, said, about, region)
    made: dict[str, pd.DataFrame] = {"customers": people, "subscriptions": box}
    if part.number == 0:
        made |= {"products": goods, "agents": desk, "experiments": experiments()}
        made |= {"changes": changes(), "benchmarks": benchmarks()}
    made |= {"orders": bought.drop(columns="customer_row"), "tickets": asked[COLUMNS]}
    made |= {"touchpoints": touched, "surveys": said, "assignments": seen, "conversions": sold}
    made |= {"truth_customers": truth_people, "truth_surveys": truth_said}
    return made | {"truth_comments": truth_themes}


def _shop(
    part: TableBlock, people: pd.DataFrame, liking: pd.Series, goods: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return all orders, the visitors of the tests, and the orders the tests brought."""
    plain = orders(part, people, liking, goods)
    row_of = dict(zip(people.customer_id, range(len(people)), strict=True))
    plain["customer_row"] = plain.customer_id.map(row_of).to_numpy()
    seen, sold = tests(part, people, plain, goods)
    extra = pd.DataFrame(
        {
            "customer_id": people.customer_id.to_numpy()[sold.customer],
            "sku": sold.sku,
            "order_ts": sold.minute,
            "channel": "web",
            "amount_hkd": sold.revenue_hkd,
            "discounted": sold.arm == "discount20",
            "returned": False,
            "customer_row": sold.customer,
            "sale": range(len(sold)),
        }
    )
    both = finish(part, pd.concat([plain.assign(sale=-1), extra], ignore_index=True))
    of_test = both[both["sale"] >= 0].sort_values("sale")
    sold["order_id"] = of_test.order_id.to_numpy()
    sold["repeat90"] = sold["repeat"].astype("boolean")
    columns = ["exp_id", "visitor_id", "order_id", "revenue_hkd", "margin_hkd", "repeat90"]
    return both.drop(columns="sale"), seen, sold[columns]
