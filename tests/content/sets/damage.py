"""Hand-ins damaged at random, with words in them that somebody has to read: all from one seed.

``damaged`` gives the notebook and its marker words; ``came_of`` says what became of them when the
notebook was put in order, kept and shown, without any code being run.
"""

import copy
import html
import json
import random
import re
from dataclasses import dataclass, field

from carekit.grading.course.folders import read_settings, read_snapshot
from carekit.grading.feedback.pages import FeedbackPages
from carekit.grading.feedback.render import render
from carekit.grading.gradebook.cell_scores import CellScore, NotebookScores
from carekit.grading.run.results import _entry
from carekit.sandbox.notebook_plan import Shown
from carekit.sandbox.submission.flags import spoken
from carekit.sandbox.submission.read_notebook import read
from carekit.sandbox.submission.repair import repair
from carekit.sandbox.worker import _result

WORD = re.compile(r"marker[0-9]+word")
NAMING = {
    "answer-beside", "cell-retyped", "cell-twice", "cells-merged", "check-changed",
    "given-changed", "text-beside",
}  # fmt: skip
"""The flags that tell whoever marks a task to look beside its answer."""
MOST = 6


class Hand:
    """A learner's hand and accidents; every word that it writes is new."""

    def __init__(self, cells, random_numbers):
        self.cells, self.by_chance, self.written = cells, random_numbers, 0

    def word(self):
        self.written += 1
        return f"marker{self.written}word"

    def any(self):
        """Return the place of a cell; every other time it is an answer, or the cell beside one."""
        if self.by_chance.random() < 0.5:
            marks = [cell["metadata"].get("nbgrader") or {} for cell in self.cells]
            answers = [at for at, one in enumerate(marks) if one.get("solution")]
            if answers:
                at = self.by_chance.choice(answers) + self.by_chance.choice([-1, 0, 0, 0, 1])
                return min(max(at, 0), len(self.cells) - 1)
        return self.by_chance.randrange(len(self.cells))

    def add(self, kind, source):
        made = {"cell_type": kind, "id": f"own-{self.written}", "metadata": {}, "source": source}
        if kind == "code":
            made |= {"outputs": [], "execution_count": None}
        self.cells.insert(self.any() + 1, made)

    def delete(self):
        if len(self.cells) > 1:
            del self.cells[self.any()]

    def copy(self):
        at = self.any()
        self.cells.insert(self.any(), copy.deepcopy(self.cells[at]))

    def move(self):
        cell = self.cells.pop(self.any())
        self.cells.insert(self.by_chance.randrange(len(self.cells) + 1), cell)

    def split(self):
        at = self.any()
        lines = self.cells[at]["source"].split("\n")
        cut = self.by_chance.randrange(len(lines) + 1)
        second = {**copy.deepcopy(self.cells[at]), "id": f"split-{at}"}
        if self.by_chance.random() < 0.5:
            second["metadata"] = {}
        self.cells[at]["source"], second["source"] = (
            "\n".join(part) for part in (lines[:cut], lines[cut:])
        )
        self.cells.insert(at + 1, second)

    def merge(self):
        at = self.any()
        if at + 1 < len(self.cells):
            self.cells[at]["source"] += "\n" + self.cells.pop(at + 1)["source"]

    def retype(self):
        cell = self.cells[self.any()]
        cell["cell_type"] = self.by_chance.choice(["code", "markdown", "raw"])

    def quote(self):
        cell = self.cells[self.any()]
        cell["source"] = "\n".join(f"> {line}" for line in cell["source"].split("\n"))

    def strip_one(self):
        self.cells[self.any()]["metadata"] = {}

    def strip_all(self):
        for number, cell in enumerate(self.cells):
            cell["metadata"], cell["id"] = {}, f"c{number}"

    def swap_marks(self):
        one, other = self.cells[self.any()], self.cells[self.any()]
        one["metadata"], other["metadata"] = other["metadata"], one["metadata"]

    def forge(self):
        one, other = self.cells[self.any()], self.cells[self.any()]
        one["metadata"] = copy.deepcopy(other["metadata"])

    def write_prose(self):
        self.add(self.by_chance.choice(["markdown", "raw"]), f"I think {self.word()}.")

    def write_comment(self):
        self.add("code", f"# I think {self.word()}")

    def write_code(self):
        self.add("code", f"note_{self.written} = '{self.word()}'")

    def write_into(self):
        cell = self.cells[self.any()]
        mark = "# " if cell["cell_type"] == "code" else ""
        lines = cell["source"].split("\n")
        lines.insert(self.by_chance.randrange(len(lines) + 1), f"{mark}I add {self.word()}")
        cell["source"] = "\n".join(lines)

    def write_pieces(self):
        at = self.any()
        self.add("markdown", f"First {self.word()}\n")
        self.cells.insert(at, {**self.cells[-1], "source": f"Second {self.word()}"})


HAPPENS = [name for name, what in vars(Hand).items() if callable(what) and name[0] != "_"]
HAPPENS = [name for name in HAPPENS if name not in ("word", "any", "add")]


def damaged(released, seed):
    """Return a notebook made from the released one, and the names of what happened to it."""
    by_chance = random.Random(seed)
    made = json.loads(released)
    for cell in made["cells"]:
        cell["source"] = "".join(cell["source"])
    hand = Hand(made["cells"], by_chance)
    for cell in made["cells"]:
        marks = cell["metadata"].get("nbgrader") or {}
        if marks.get("solution") and by_chance.random() < 0.6:
            code = cell["cell_type"] == "code"
            cell["source"] = f"# {hand.word()}\n{cell['source']}" if code else hand.word()
    names = by_chance.choices(HAPPENS, k=by_chance.randint(1, MOST))
    for name in names:
        getattr(hand, name)()
    return made, names


@dataclass
class Came:
    """What came of one hand-in: its words by where they are, and what went wrong."""

    answered: int = 0
    beside: int = 0
    elsewhere: int = 0
    unread: list = field(default_factory=list)
    leaked: list = field(default_factory=list)
    flags: set = field(default_factory=set)


class Desk:
    """Everything that does not change from one hand-in to the next."""

    def __init__(self, root, set_id, search):
        self.set_id, self.settings = set_id, read_settings(root)
        self.snapshot = read_snapshot(root, set_id)
        self.book = self.snapshot.books[0]
        self.released = (root / "release" / set_id / f"{set_id}.ipynb").read_bytes()
        self.pages, self.search = FeedbackPages(self.settings, set_id), search

    def came_of(self, made):
        """Return what becomes of a notebook, from the file to the page."""
        flags, name = [], self.book.name
        cells = read(name, json.dumps(made).encode(), 10**8, flags)
        placed = repair(self.book, cells, flags)
        result = _result(self.book, placed, [Shown()] * len(placed))
        flags = [spoken(one) for one in flags]
        head = {"learner": "damaged", "flags": []}
        entry, files = _entry(head, {"notebooks": {name: result}, "flags": flags}, {})
        graded = json.loads(files[f"{name}.ipynb"])
        # The page reads its flags there where no ledger has them.
        graded["metadata"]["carekit"] = {"flags": flags}
        page = render(self.pages.page(self._paper(entry["notebooks"][name]["cells"]), graded))
        return self._judged(made, graded, entry, page)

    def _paper(self, scores):
        marks = {
            name: CellScore(
                auto=one["score"], manual=None, bonus=0.0, max_score=one["max_score"],
                waiting=one["needs_manual"], code=name.endswith(("check", "edges")),
            )
            for name, one in scores.items()
        }  # fmt: skip
        return NotebookScores("damaged", "", self.book.name, 0.0, marks, {})

    def _judged(self, made, graded, entry, page):
        came = Came(flags={one["code"] for one in entry["flags"]})
        written = _words(cell["source"] for cell in made["cells"])
        scores = entry["notebooks"][self.book.name]["cells"]
        waiting = {name for name, one in scores.items() if one["score"] is None}
        answers = [one["source"] for one in graded["cells"] if _name(one) in waiting]
        read_by_hand = _words(answers)
        beside, rest = set(), set()
        for at, cell in enumerate(graded["cells"]):
            words = _words([cell["source"]]) - read_by_hand
            if cell["cell_type"] == "code" or _name(cell):
                rest |= words
            elif words:
                beside |= words
                if not self._named(graded["cells"], at, entry["flags"]):
                    came.unread += sorted(words)
        for one in entry["flags"]:
            if one["code"] == "text-beside" and scores.get(one["cell"], {}).get("score") == 0:
                by_hand = next(cell for cell in self.book.cells if cell.id == one["cell"]).solution
                came.unread += [one["cell"]] if by_hand else []
        came.unread += sorted(written - read_by_hand - beside - rest)
        came.answered, came.beside = len(written & read_by_hand), len(beside)
        came.elsewhere = len(rest - beside)
        came.leaked = self._leaks(graded, entry, page)
        return came

    def _named(self, cells, at, flags):
        """Return whether a flag names the task, or the given cell, at which a cell stands."""
        counts = {c.id for c in self.book.cells if c.grade or c.solution or c.task}
        above = [name for one in cells[:at] if (name := _name(one))]
        below = [name for one in cells[at:] if (name := _name(one))]
        near = above[-1:]
        near += [name for name in above if name in counts][-1:]
        near += [name for name in below if name in counts][:1]
        return bool({one["cell"] for one in flags if one["code"] in NAMING} & set(near))

    def _leaks(self, graded, entry, page):
        path = f"release/{self.set_id}/damaged"
        given = {cell.id for cell in self.book.cells if cell.marks and not cell.solution}
        # Whoever marks sees the hidden checks and the scheme, each in its own place only.
        own = [cell["source"] for cell in graded["cells"] if _name(cell) not in given]
        told = "\n".join(own), json.dumps(entry, ensure_ascii=False), html.unescape(page)
        return [str(one) for one in self.search(path, "\n".join(told).encode())]


def _words(texts):
    return set(WORD.findall("\n".join(texts)))


def _name(cell):
    return (cell["metadata"].get("nbgrader") or {}).get("grade_id", "")
