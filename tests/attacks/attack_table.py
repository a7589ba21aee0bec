"""The ledger of attacks as a page, from what was measured of each here and in stock nbgrader."""

import sys
from pathlib import Path

from tests.attacks.ledger import LEDGER, quiz
from tests.grading import measured
from tests.grading.sealedset import source_notebook

PAGE = Path(__file__).parents[2] / "docs" / "attacks.md"
DATA = Path(__file__).with_name("measured.json")
NOT_RUN = {
    "5-disk": "would fill the disk",
    "5-fork-bomb": "would fill the machine with processes",
    "5-memory": "would use up the memory",
    "5-huge-value": "would use up the memory",
    "5-output": "would fill the memory with what it prints",
    "5-swallowed-interrupt": "would never end",
    "6-escape": "would mount over this machine's folders",
    "6-network": "would reach the network",
    "6-signals": "would end other programs",
    "6-survivor": "would leave programs running",
    "6-write-outside": "would change the installation",
    "huge-answers": "would use up the memory",
    "names-that-climb": "would write outside its folder",
    "another-learners-file": "would write outside its folder",
}
HEAD = """# Attacks

Made by `python -m tests.attacks.against_stock` from the ledger in `tests/attacks/`; do not edit.
The small set of the ledger is worth 9 points, its quiz 3. *May get* is what the honest part of a
submission earns. *Sealed* is what it gets here, *stock* what `nbgrader autograde` {version} gives
without this course's settings. "No score" means that nbgrader gave up on the submission; words mean
that the attack was not run there, because it would hurt the machine or has no way in. For attacks
on the inbox, *sealed* is what the attacker's own files get.

| attack | family | tries to | may get | sealed | stock |
|---|---|---|---|---|---|
"""


def not_run(attack):
    """Return why stock nbgrader is not tried with an attack, or nothing."""
    return "stock reads no such inbox" if attack.way == "inbox" else NOT_RUN.get(attack.name, "")


def digests():
    """Return the digest of each attack with its set, as it is kept beside what was measured."""
    made = {"answers": quiz(), "cell": source_notebook(), "notebook": source_notebook()}
    return {
        # An archive holds the time it was packed at, so of an inbox the text counts that makes it.
        one.name: measured.digest(one.make)
        if one.way == "inbox"
        else measured.digest(made[one.way], one.make())
        for one in LEDGER
    }


def page(found):
    """Return the page for the ledger and what was measured."""
    lines = [_row(one, found["rows"][one.name]) for one in LEDGER]
    gains = sum("**" in line for line in lines)
    tail = (
        f"\n{len(LEDGER)} attacks. Stock nbgrader was tried with "
        f"{sum(not not_run(one) for one in LEDGER)} of them; {gains} (in bold) got more there than "
        "they may.\n"
    )
    return HEAD.format(version=found["nbgrader"]) + "".join(lines) + tail


def _row(attack, row):
    tries = attack.tries.rstrip(".").replace("|", "/")
    tries = tries[0].lower() + tries[1:]
    gave = not_run(attack)
    if not gave:
        points = row["stock"]
        gave = "no score" if points is None else f"{points:g}"
        gave = f"**{gave}**" if (points or 0) > attack.may_get else gave
    shown = (attack.name, attack.family, tries, f"{attack.may_get:g}", f"{row['sealed']:g}", gave)
    return f"| {' | '.join(map(str, shown))} |\n"


def faults():
    """Return what is not current, each as a sentence."""
    return measured.faults(sys.modules[__name__])
