"""The accidents as a page: what comes of each, the sentence to send on, and stock nbgrader beside.

Made from the table that the tests run, so that what the page says is what the tests hold:

    python -m tests.sandbox.accident_table [NAME...]  measure these, and what is new or changed
    python -m tests.sandbox.accident_table --all      measure every row again; takes minutes
    python -m tests.sandbox.accident_table --check    is everything current? takes a second
"""

import sys
from pathlib import Path

from carekit.sandbox.messages import words
from tests.grading import measured
from tests.grading.stockroom import stock_points
from tests.sandbox.accident_ledger import ANSWERS, LEDGER
from tests.sandbox.sealedset import source_notebook

PAGE = Path(__file__).parents[2] / "docs" / "accidents.md"
DATA = Path(__file__).with_name("accidents_in_stock.json")
NOT_RUN = {"odd file names": "not tried"}
HEAD = """# Accidents

Made by `python -m tests.sandbox.accident_table` from the table in
`tests/sandbox/accident_ledger.py`; do not edit. Each row is a test: a submission with every
answer right, worth 9 points and a text to read, to which something happens on its way in. *Look*
means that a person should look before the score counts. The sentences exist in three languages
(`carekit/sandbox/flags.yml`); what the inbox repairs or refuses before a notebook is opened
is in `carekit/sandbox/submission/flags.yml`. *Stock* is what `nbgrader autograde` {version} gives
without this course's settings; "no score" means that it gave up on the submission.

| what happens | what comes of it | what is said | stock |
|---|---|---|---|
"""
ANSWERS_HEAD = """
## A quiz's answers
A quiz of three questions worth 3 points, all right; what became of the file `answers.json` beside
the notebook:

| the file | points | what is said |
|---|---|---|
"""


def digests():
    """Return the digest of each row, as it is kept beside what was measured."""
    return {one.name: measured.digest(source_notebook(), one.make()) for one in LEDGER}


def page(found):
    """Return the page for the ledger and what stock nbgrader was measured to give."""
    rows = found["rows"]
    lines = [_line(one, rows[one.name]["stock"]) for one in LEDGER]
    fewer = sum(_fewer(one, rows[one.name]["stock"]) for one in LEDGER)
    tail = (
        f"\n{len(lines)} accidents. In {fewer} of them (in bold) stock nbgrader gives fewer points "
        "than are due, or none.\n"
    )
    answers = [
        f"| {name} | {points} | {_said(codes) or 'nothing needs saying'} |\n"
        for name, (_, points, codes) in ANSWERS.items()
    ]
    head = HEAD.format(version=found["nbgrader"])
    return head + "".join(lines) + tail + ANSWERS_HEAD + "".join(answers)


def due(accident):
    """Return the points that a submission keeps, of those that checks give."""
    full = {"top": 3, "total": 2, "part": 4}
    return 0 if accident.waits else sum({**full, **accident.lost, "essay": 0}.values())


def _line(accident, stock):
    gave = NOT_RUN.get(accident.name) or ("no score" if stock is None else f"{stock:g}")
    gave = f"**{gave}**" if _fewer(accident, stock) else gave
    said = _said(accident.flags) or _silent(accident)
    return f"| {accident.name} | {_comes(accident)} | {said} | {gave} |\n"


def _said(codes):
    said = []
    for code in codes:
        about = words().flags[code]
        text = about.says.by_lang()["en"].format(cell="…")
        said.append(f"{text} *(look)*" if about.look else text)
    return " ".join(said)


def _fewer(accident, stock):
    return accident.name not in NOT_RUN and (stock or 0) < due(accident)


def _comes(accident):
    if accident.waits:
        return "no points yet; it waits for a person"
    if not accident.lost:
        return "all points"
    return f"no points for {' and '.join(f'`{name}`' for name in accident.lost)}, all others kept"


def _silent(accident):
    return "the error stands below the cell" if accident.lost else "nothing needs saying"


def faults():
    """Return what is not current, each as a sentence."""
    return measured.faults(sys.modules[__name__])


def measure(names):
    """Grade some rows with stock nbgrader and keep what it gives."""
    chosen = {one.name: one.make() for one in LEDGER if one.name in names}
    tried = {name: files for name, files in chosen.items() if name not in NOT_RUN}
    given = dict.fromkeys(chosen)
    if tried:
        given |= stock_points(source_notebook(), tried)
    known = measured.read(DATA)["rows"]
    for name, one in digests().items():
        if name in given:
            known[name] = {"digest": one, "stock": given[name]}
    measured.write(DATA, {one.name: known[one.name] for one in LEDGER})


if __name__ == "__main__":
    measured.command(sys.modules[__name__], measure, __doc__)
