"""A set's cells, run in this process and scored as nbgrader does; no kernel."""

import ast
import contextlib
import os
import tempfile
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from unittest.mock import patch

from carekit.authoring.build.regions import split
from carekit.common.languages import ENGLISH
from carekit.learner.graded_answers import save
from carekit.questions import variant_of
from carekit.questions.judging import solution
from carekit.questions.views.key_only import keys_in

NOW = datetime(2026, 1, 5, 4, 0, tzinfo=UTC)


class Bench:
    """Runs the cells of one built set.

    A task is an answer cell, or the check of a quiz; its answer is source, or the options by
    question (``{"which-are-resolved": ["mei-calls"]}``) that lie in answers.json.
    """

    def __init__(self, notebook):
        # The button with which learners hand in is no part of the set's code.
        self.cells = {
            cell.id: cell
            for cell in notebook.cells
            if cell.cell_type == "code" and "nbgrader" in cell.metadata
        }
        self._written = [n for n, c in self.cells.items() if c.metadata.nbgrader.get("solution")]
        self.before = {}
        for name, cell in self.cells.items():
            # What learners do not write runs once; each try starts from a copy of its names.
            if not cell.metadata.nbgrader.get("solution") and not self.points(name):
                self.run(cell.source, self.before)

    def points(self, name):
        meta = self.cells[name].metadata.nbgrader
        return float(meta["points"]) if meta["grade"] else 0.0

    def answers(self):
        return list(self._written)

    def quizzes(self):
        """Return the questions of each quiz check, keys included."""
        found = {name: _keys_in(c.source) for name, c in self.cells.items() if self.points(name)}
        return {name: questions for name, questions in found.items() if questions}

    def reference(self):
        """Return the right answer to every task."""
        written = {name: self.cells[name].source for name in self.answers()}
        taken = {
            # Where numbers are drawn, a bench has the first ones.
            name: {one.id: solution(variant_of(one, 0)) for one in questions}
            for name, questions in self.quizzes().items()
        }
        return written | taken

    def asked_for(self, answer):
        """Return what learners have to define in an answer: name -> def line, or None."""
        source = self.cells[answer].source
        with contextlib.suppress(SyntaxError):  # a stub may be no more than its head
            if found := _defined("\n".join(split(source).visible)):
                return found
        return _defined(source)

    def empty(self, value, *, functions=True):
        """Return answers that bind every name to ``value``, or to a function that returns it."""
        made = {}
        for name in self.answers():
            lines = [
                f"{head}\n    return {value}" if head else f"{one} = {value}"
                for one, head in self.asked_for(name).items()
                if functions or not head
            ]
            made[name] = "\n".join(lines)
        return made

    def checks(self, task=None):
        """Return the checks of all tasks, or those of one: a quiz's own, or below its answer."""
        mine, last, quizzes = [], None, self.quizzes()
        for name in self.cells:
            last = name if name in self._written or name in quizzes else last
            if self.points(name) and task in (None, last):
                mine.append(name)
        return mine

    @staticmethod
    def run(source, names):
        """Run a cell and return the value of its last expression, or None."""
        most, last = _compiled(source)
        exec(most, names)
        return eval(last, names) if last else None

    def score(self, answers, task=None):
        """Return the points of the checks after the given answers, and what went wrong.

        Only the checks of ``task`` are run where one is named. The answers below it are left out
        then: in a notebook they run after these checks.
        """
        names, quizzes = dict(self.before), self.quizzes()
        for name in self.cells:
            if name in self._written:
                try:
                    self.run(answers.get(name, ""), names)
                except Exception as error:
                    names[f"wrong {name}"] = error
            if name == task:
                break
        got, said = {}, {}
        with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder), _course_known():
            drawn = {one.id for questions in quizzes.values() for one in questions if one.draw}
            for name in quizzes:
                for question, taken in answers.get(name, {}).items():
                    variant = 0 if question in drawn else None
                    save(Path(folder), question, taken, ENGLISH, NOW, variant)
            for name in self.checks(task):
                try:
                    value = self.run(self.cells[name].source, names)
                    got[name] = value if isinstance(value, float) else self.points(name)
                except Exception as error:
                    got[name], said[name] = 0.0, error
        return got, said


def _course_known():
    """Name the course to the checks, as the judge does; else each would look for it on the disk."""
    root = os.environ.get("CAREKIT_ROOT", str(Path(__file__).parents[3]))
    return patch.dict(os.environ, {"CAREKIT_ROOT": root})


# A set's cells run hundreds of times; what depends on their text alone is made once.
_keys_in = cache(keys_in)


@cache
def _compiled(source):
    """Return the code of a cell without its last expression, and that of this expression."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    value = compile(ast.Expression(last.value), "<cell>", "eval") if last else None
    return compile(tree, "<cell>", "exec"), value


def _defined(source):
    found = {}
    for statement in ast.parse(source).body:
        if isinstance(statement, ast.FunctionDef):
            found[statement.name] = f"def {statement.name}({ast.unparse(statement.args)}):"
        elif isinstance(statement, ast.Assign):
            found |= {one.id: None for one in statement.targets if isinstance(one, ast.Name)}
    return found
