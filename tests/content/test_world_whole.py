"""Every world fits its description and hangs together."""

import pandas as pd

from carekit.tables.schema import check_frame
from carekit.tables.spec import read_spec


def test_every_table_fits_its_description(world, root):
    spec = read_spec(root)
    for name in spec.names:
        check_frame(spec, name, world.tables[name], world.tables.get)


def test_the_tables_have_the_sizes_the_course_speaks_of(world):
    about = {
        "customers": (6000, 6000),
        "agents": (36, 36),
        "products": (48, 48),
        "changes": (10, 10),
        "benchmarks": (72, 72),
        "experiments": (8, 8),
        "subscriptions": (3100, 3500),
        "orders": (18500, 21500),
        "tickets": (15000, 17000),
        "surveys": (15000, 17000),
        "touchpoints": (38000, 47000),
        "assignments": (35000, 37000),
        "conversions": (1200, 1350),
    }
    sizes = {name: len(world.tables[name]) for name in about}
    assert {n: s for n, s in sizes.items() if not about[n][0] <= s <= about[n][1]} == {}


def test_nothing_happens_at_or_after_the_end(world, root):
    for table in read_spec(root).tables:
        for column in table.columns:
            if column.type == "datetime" and column.name != "callback_due":
                assert world.tables[table.name][column.name].max() < world.as_of, column.name
    assert world.touchpoints.actual_date.max() < world.as_of
    assert world.customers.signup_date.max() < world.as_of


def test_a_repeat_is_the_same_customer_with_the_same_topic(world):
    tickets = world.tickets
    again = tickets[tickets.repeat_of.notna()].merge(
        tickets, left_on="repeat_of", right_on="ticket_id", suffixes=("", "_first")
    )
    assert (again.customer_id == again.customer_id_first).all()
    assert (again.topic == again.topic_first).all()
    wait = again.created_ts - again.created_ts_first
    assert wait.min() > pd.Timedelta(0)
    assert wait.max() <= pd.Timedelta(days=29)


def test_agents_speak_the_language_of_their_tickets(world):
    tickets = world.tickets.merge(world.agents, on="agent_id", suffixes=("", "_agent"))
    spoken = [
        lang in said.split(";") for lang, said in zip(tickets.lang, tickets.languages, strict=True)
    ]
    assert all(spoken)
    assert (tickets.team == tickets.team_agent).all()
    assert (tickets.created_ts > tickets.hire_date).all()
