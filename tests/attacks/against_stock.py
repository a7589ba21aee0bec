"""The ledger against stock nbgrader: what it gives all attacks together.

    python -m tests.attacks.against_stock           measure what is new; all if a row has changed
    python -m tests.attacks.against_stock --all     measure every attack again; takes minutes
    python -m tests.attacks.against_stock --check   is everything current? takes seconds

It hands attacks to `nbgrader autograde` as it is installed, without any of this course's settings,
in a folder that is thrown away, and adds up what they got. What a single attack got is written
nowhere: measured.json holds the totals and a digest of each row, and docs/attacks.md is made of
both. What new rows got is added to the totals; when a row has changed or is gone, its share is not
known any more, so all are measured.
"""

from tests.attacks import attack_table
from tests.attacks.attack_table import DATA, VISITED_WAY, Totals, digests, tried
from tests.attacks.ledger import LEDGER, quiz
from tests.attacks.visited import visited_set
from tests.grading import measured
from tests.grading.stockroom import stock_points
from tests.sandbox.sealedset import source_notebook


def stock(attacks):
    """Return what stock nbgrader gives those of some attacks that it is tried with, by name."""
    given = {}
    sets = {"answers": quiz, VISITED_WAY: visited_set, "cell": source_notebook}
    for way, notebook in sets.items():
        chosen = [
            one for one in attacks if tried(one) and (one.way if one.way in sets else "cell") == way
        ]
        if chosen:
            given |= stock_points(notebook(), {one.name: one.make() for one in chosen})
    return given


def all_again(names, now, found):
    """Return whether some rows to measure cannot just be added to the totals that are kept."""
    known = found["rows"].keys()
    return bool(known & set(names) or known - now.keys())


def measure(names):
    """Hand some attacks to stock nbgrader, or all, and keep the totals.

    Those of the attacks on visiting checks are kept by themselves as well.
    """
    now, found = digests(), measured.read(DATA)
    again = not found["rows"] or all_again(names, now, found)
    chosen = [one for one in LEDGER if again or one.name in names]
    given = stock(chosen)
    visited = {one.name: given[one.name] for one in chosen if one.name in given and _visited(one)}
    totals = {"totals": Totals.of(chosen, given), "visited": Totals.of(chosen, visited)}
    if not again:
        for kind in totals:
            totals[kind] += Totals(**found.get(kind, {}))
    rows = {one.name: {"digest": now[one.name]} for one in LEDGER}
    measured.write(DATA, rows, **{kind: made.as_dict() for kind, made in totals.items()})


def _visited(attack):
    return attack.way == VISITED_WAY


if __name__ == "__main__":
    measured.command(attack_table, measure, __doc__)
