"""``docs/exits.md`` lists what each target cannot hold, in the words of the loss reports."""

import re
from pathlib import Path

import pytest

from carekit.exports.anki.limits import LIMITS as ANKI
from carekit.exports.moodle.limits import LIMITS as MOODLE
from carekit.exports.qti.limits import LIMITS as QTI

PAGE = Path(__file__).resolve().parents[2] / "docs" / "exits.md"
TABLES = {"moodle": MOODLE, "anki": ANKI, "qti": QTI}


def table(limits):
    rows = ["| limit | what it is, and what is done | scored otherwise |", "|---|---|---|"]
    rows += [
        f"| {name} | {one.says}; {one.done} | {'yes' if one.scores else ''} |"
        for name, one in limits.items()
    ]
    return "\n".join(rows)


@pytest.mark.parametrize("target", TABLES)
def test_the_page_has_the_table_of_each_target(target):
    said = re.search(f"<!-- limits: {target} -->\n(.*?)(\n\n|\n?$)", PAGE.read_text(), re.DOTALL)
    assert said[1].rstrip() == table(TABLES[target]), "run: python -m tests.exports.test_exits_page"


def write():
    """Write the tables into the page."""
    page = PAGE.read_text()
    for target, limits in TABLES.items():
        mark = f"<!-- limits: {target} -->"
        head, _, tail = page.partition(f"{mark}\n")
        rest = re.sub(r"\A(\|.*\n)*", "", tail)
        page = f"{head}{mark}\n{table(limits)}\n{rest}"
    PAGE.write_text(page)


if __name__ == "__main__":
    write()
