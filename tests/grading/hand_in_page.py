"""The layouts of hand-ins as a page: an example of each, and what becomes of it.

Made by running the intake on the trees of ``hand_in_trees.yml``, which the tests hold as well:

    python -m tests.grading.hand_in_page              write docs/hand-ins.md
"""

import io
import json
import tempfile
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from carekit.common.files import read_yaml
from carekit.grading.intake.inbox import Inbox
from carekit.grading.intake.roster import Enrolled, Roster
from carekit.grading.intake.settled_names import key_of
from carekit.grading.intake.which_set import CourseSets
from carekit.learner.graded_answers import FILE
from carekit.learner.hand_in.receipt import INSIDE, receipt_of
from carekit.sandbox.submission.assignment import Snapshot
from carekit.sandbox.submission.flags import says, sentences
from tests.sandbox.sealedset import check, marked, notebook

PAGE = Path(__file__).parents[2] / "docs" / "hand-ins.md"
DATA = Path(__file__).with_name("hand_in_trees.yml")
SET, OTHER = "first-aid", "fire-drill"
HEAD = """# Hand-ins: how they are laid out, and what becomes of them

Made by `python -m tests.grading.hand_in_page` from `tests/grading/hand_in_trees.yml`; do not edit.
Each example was read by the intake of `care grade first-aid`, as a folder and as a zip; the tests
hold every line. The patterns stand in one table, `carekit/grading/intake/lms_layouts/table.py`.
Times that a platform writes into names are its own clock, read in the grading machine's zone; where
a layout has none, the time of the file counts. `submitted/received.csv` overrules both.

The set is called `first-aid`, another set of the course `fire-drill`. In the gradebook are:

| learner | name | platform's number |
|---|---|---|
{people}

**Nobody new is entered in silence.** Where a person made the class list (with
`care class add`, say), a hand-in of which it is not clear whose it is waits: nothing is graded or
entered for it, it stays where it lies, the run names it and ends with exit code 3, and a file
`names-SET.csv` is written, ready to fill in. `care grade SET --who names-SET.csv` goes on from
there and is kept for later runs of the set. Its columns are `as found` and `learner`; the third,
`perhaps`, says whom the name may mean. `-` for the learner leaves a hand-in out; a learner written
exactly like the hand-in is entered as new.

**What is said.** A name written in another way is followed where it can mean only one person, and
the run lists it under *How hand-ins were matched*. *(look)* marks what a person should look at
before the score counts; every sentence exists in three languages
(`carekit/sandbox/submission/flags.yml`).
"""


@dataclass(frozen=True)
class Became:
    """What became of one tree: lines about learners, who is asked for, and what is nobody's."""

    lines: list[str]
    asks: list[str]
    strays: list[str]
    answers: dict[str, bool]
    flags: list


def layouts():
    """Return the examples."""
    return read_yaml(DATA).data["layouts"]


def enrolled():
    """Return the class list of the examples."""
    return [
        Enrolled(one["id"], one["name"], one["number"]) for one in read_yaml(DATA).data["class"]
    ]


def content(path, held, *, edited=False):
    """Return what an example's file holds."""
    if path.endswith(".zip"):
        return packed_by_hand_in(held, edited=edited)
    if path.endswith(".json") and not path.endswith(".ipynb.json"):
        return b'{"version": 1, "answers": {}}'
    return json.dumps(book_of(held)).encode() if ".ipynb" in path else b"-"


def packed_by_hand_in(held, *, edited):
    """Return a file as `care hand-in` packs it, or one that was changed afterwards."""
    files = {f"{held}.ipynb": json.dumps(book_of(held)).encode(), FILE: content(FILE, held)}
    receipt = receipt_of(held, "somebody", datetime(2026, 10, 2, tzinfo=UTC), files)
    files[INSIDE] = receipt.text().encode()
    if edited:
        files[FILE] += b" "
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return made.getvalue()


def book_of(set_id):
    """Return a notebook of one of the two sets."""
    cells = [
        marked(f"{set_id}-{place}", "code", f"# Task {place} of {set_id}\nx = 1", solution=True)
        for place in (1, 2, 3)
    ]
    return notebook(*cells, check(f"{set_id}-check", "assert x", 1))


def held_by(example, path):
    """Return the set whose notebook a file is."""
    plain = OTHER if Path(path).name.startswith((OTHER, f"hand-in.{OTHER}")) else SET
    return example.get("holds", {}).get(path, plain)


def lay_out(example, folder):
    """Write an example's files."""
    for path in example["tree"]:
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        edited = path in example.get("edited", ())
        file.write_bytes(content(path, held_by(example, path), edited=edited))


def course(folder):
    """Make a course of the two sets and return what tells them apart."""
    for name in (SET, OTHER):
        path = folder / "source" / name / f"{name}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(book_of(name)), "utf-8")
    own = Snapshot.from_notebooks({f"{SET}.ipynb": json.dumps(book_of(SET)).encode()})
    return CourseSets.of(folder, SET, own)


def became(example, place, sets):
    """Return what the intake makes of an example that lies at ``place``."""
    roster = (
        Roster(enrolled(), closed=True, words=(SET,)) if example.get("list", True) else Roster()
    )
    names = {key_of(found): learner for found, learner in example.get("who", {}).items()}
    inbox = Inbox(place, SET, [SET], roster, sets=sets, names=names)
    lines, answers, flags = [], {}, []
    timed = {"Blackboard", "Brightspace"}
    for one in inbox:
        about = ["refused"] if one.refused else []
        about += ["late"] if one.late else []
        if example["name"] in timed:
            about.append(f"received {one.received.astimezone():%Y-%m-%d %H:%M}")
        parts = [", ".join(about), ", ".join(found.code for found in one.flags)]
        said = "; ".join(part for part in parts if part)
        lines.append(f"{one.learner}: {said}" if said else one.learner)
        answers[one.learner] = FILE in one.files
        flags += [(one.learner, found) for found in one.flags]
    asks = [
        f"{one.found}: {' or '.join(one.perhaps)}" if one.perhaps else one.found
        for one in inbox.unknown
    ]
    return Became(lines, asks, [one.params["found"] for one in inbox.strays], answers, flags)


def page():
    """Return the page that the trees make."""
    rows = [f"| `{one.learner}` | {one.name} | {one.number} |" for one in enrolled()]
    parts = [HEAD.format(people="\n".join(rows))]
    with tempfile.TemporaryDirectory() as name:
        sets = course(Path(name, "course"))
        for number, example in enumerate(layouts()):
            folder = Path(name, str(number))
            lay_out(example, folder)
            parts.append(_section(example, became(example, folder, sets)))
    return "\n".join(parts)


def _section(example, found):
    tree = "\n".join(example["tree"])
    lines = [f"## {example['name']}", "", example["where"], "", "```", tree, "```", ""]
    lines += ["| learner | what becomes of it |", "|---|---|"]
    lines += [f"| `{line.split(':')[0]}` | {_told(line, found)} |" for line in found.lines]
    lines += [f"| ? | {_asked(one)} |" for one in found.asks]
    lines += [f"| – | `{one}` is nobody's and was not graded. *(look)* |" for one in found.strays]
    return "\n".join(lines) + "\n"


def _told(line, found):
    learner, _, about = line.partition(": ")
    plain = [one for one in about.split("; ")[0].split(", ") if one and one not in sentences()]
    said = [
        says(one.plain()).replace("|", "\\|") + (" *(look)*" if sentences()[one.code].look else "")
        for who, one in found.flags
        if who == learner
    ]
    kept = (
        "" if "refused" in plain else "graded, with answers" if found.answers[learner] else "graded"
    )
    head = ", ".join(one for one in (kept, *plain) if one)
    return ". ".join(one for one in (head[:1].upper() + head[1:], " ".join(said)) if one)


def _asked(one):
    found, _, perhaps = one.partition(": ")
    guess = f"; perhaps {perhaps.replace(' or ', '` or `').join('``')}" if perhaps else ""
    return f"`{found}` waits for a name{guess}. *(look)*"


def faults():
    """Return what is not current, each as a sentence."""
    if not PAGE.exists() or PAGE.read_text("utf-8") != page():
        return ["docs/hand-ins.md is not what the trees make"]
    return []


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
