"""Hand-ins damaged at random, 500 of every set, as a page: what went unread, what got out.

python -m tests.content.sets.damage_table            try them all and write the page; takes minutes
python -m tests.content.sets.damage_table --check    is the page current? takes no time
python -m tests.content.sets.damage_table --seed N   the same from other chance; nothing is written
"""

import argparse
import sys
from pathlib import Path

from tests.content.sets import damage
from tests.grading import measured

ROOT = Path(__file__).parents[3]
PAGE = ROOT / "docs" / "damaged-hand-ins.md"
DATA = Path(__file__).with_name("damage_tried.json")
EACH, SEED = 500, 1
HEAD = """# Damaged hand-ins

Made by `python -m tests.content.sets.damage_table`; do not edit. Of each set {each} hand-ins were
made from its released notebook, by seed {seed}: some answers filled in, then one to {most} of these
things at random, every other time at an answer or beside one: {happens}. Into each, words that
stand nowhere else were written. All were put in order, kept and made into a feedback page as
`care grade` and `care feedback` do it, without running code.

*To be marked*: words in an answer that waits for whoever marks. *Beside*: words in text that stands
at the task, where a flag names it. *In code*: words in code cells of the graded notebook. *Unread*:
words in none of these. *Leaks*: hand-ins of which the graded notebook (outside the given cells, in
which whoever marks sees the hidden checks and the scheme), the ledger's entry or the page held a
line of a solution, hidden check, grading scheme or key. The suite tries a few of each set every
time.

| set | hand-ins | to be marked | beside | in code | unread | leaks |
|---|---|---|---|---|---|---|
"""


def digests():
    """Return the digest of what makes the hand-ins, as it is kept beside what came of them."""
    made = measured.digest(damage.Hand, damage.damaged, {"most": damage.MOST})
    return dict.fromkeys(sorted(_sets()), f"{made} {EACH} {SEED}")


def _sets():
    return [path.name for path in (ROOT / "content" / "exercises").iterdir() if path.is_dir()]


def page(found):
    """Return the page for what came of the hand-ins."""
    happens = ", ".join(name.replace("_", " ") for name in damage.HAPPENS)
    head = HEAD.format(each=EACH, seed=SEED, most=damage.MOST, happens=happens)
    columns = ("hand_ins", "answered", "beside", "elsewhere", "unread", "leaked")
    rows = found["rows"]
    lines = [
        f"| {name} | {' | '.join(str(rows[name][key]) for key in columns)} |\n" for name in rows
    ]
    total = [sum(row[key] for row in rows.values()) for key in columns]
    return head + "".join(lines) + f"| all | {' | '.join(map(str, total))} |\n"


def faults():
    """Return what is not current, each as a sentence."""
    return measured.faults(sys.modules[__name__])


def tried(search, name, seed):
    """Return the sums of what came of a set's hand-ins; each fault is said as it comes."""
    desk, sums = damage.Desk(ROOT, name, search), dict.fromkeys(("answered", "beside"), 0)
    sums |= {"hand_ins": EACH, "elsewhere": 0, "unread": 0, "leaked": 0}
    for number in range(EACH):
        made, happened = damage.damaged(desk.released, f"{seed} {name} {number}")
        came = desk.came_of(made)
        for key in ("answered", "beside", "elsewhere"):
            sums[key] += getattr(came, key)
        sums["unread"] += len(came.unread)
        sums["leaked"] += bool(came.leaked)
        if came.unread or came.leaked:
            said = f"{seed} {name} {number}: {happened}, {came.unread}, {came.leaked[:2]}"
            sys.stderr.write(f"{said}\n")
    return sums


def main():
    """Try all hand-ins and write the page, or say what is not current."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="only say what is not current")
    parser.add_argument("--seed", type=int, default=SEED, help="other hand-ins; writes nothing")
    asked = parser.parse_args()
    if asked.check:
        raise SystemExit("\n".join(faults()) or None)
    from carekit.authoring.build.leaks import Search

    search, kept = Search(ROOT), digests()
    rows = {}
    for name, digest in kept.items():
        rows[name] = {"digest": digest, **tried(search, name, asked.seed)}
        sys.stderr.write(f"{name}: {rows[name]}\n")
    if asked.seed == SEED:
        measured.write(DATA, rows)
        PAGE.write_text(page(measured.read(DATA)), encoding="utf-8")
    raise SystemExit(any(row["unread"] or row["leaked"] for row in rows.values()))


if __name__ == "__main__":
    main()
