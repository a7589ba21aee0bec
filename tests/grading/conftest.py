"""What the grading tests share: the set as built, a bench for its cells, the class graded."""

import ast
import os
import sys
import warnings
from pathlib import Path

import pytest

SET = "follow-up"


@pytest.fixture(scope="session")
def source(root):
    """Return the instructor's notebook, built from its text."""
    import nbformat

    from carekit.build.exercise import make_exercise
    from carekit.glossary import load_terms

    path = root / "content" / "exercises" / SET / f"{SET}.md"
    return nbformat.reads(make_exercise(root, path, load_terms(root)).decode(), as_version=4)


@pytest.fixture(scope="session")
def released(root):
    """Return the learner's notebook as it is committed."""
    return (root / "release" / SET / f"{SET}.ipynb").read_bytes()


class Bench:
    """Runs a set's cells in this process and scores them as nbgrader does; no kernel."""

    def __init__(self, notebook):
        self.cells = {cell.id: cell for cell in notebook.cells if cell.cell_type == "code"}
        self.before = {}
        for name, cell in self.cells.items():
            # What learners do not write runs once; each try starts from a copy of its names.
            if not cell.metadata.nbgrader.get("solution") and not self.points(name):
                self.run(cell.source, self.before)

    def points(self, name):
        meta = self.cells[name].metadata.nbgrader
        return float(meta["points"]) if meta["grade"] else 0.0

    def answers(self):
        return [n for n, c in self.cells.items() if c.metadata.nbgrader.get("solution")]

    def checks(self, answer=None):
        """Return the checks of all answers, or those that stand below one answer."""
        mine, last = [], None
        for name in self.cells:
            last = name if name in self.answers() else last
            if self.points(name) and answer in (None, last):
                mine.append(name)
        return mine

    @staticmethod
    def run(source, names):
        """Run a cell and return the value of its last expression, or None."""
        tree = ast.parse(source)
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, "<cell>", "exec"), names)
        if last is None:
            return None
        return eval(compile(ast.Expression(last.value), "<cell>", "eval"), names)

    def score(self, answers, task=None):
        """Return the points of the checks after the given answers, and what went wrong.

        Only the checks below the answer ``task`` are run where one is named.
        """
        names = dict(self.before)
        for name in self.answers():
            try:
                self.run(answers.get(name, ""), names)
            except Exception as error:
                names[f"wrong {name}"] = error
        got, said = {}, {}
        for name in self.checks(task):
            try:
                value = self.run(self.cells[name].source, names)
                got[name] = value if isinstance(value, float) else self.points(name)
            except Exception as error:
                got[name], said[name] = 0.0, error
        return got, said


@pytest.fixture(scope="session")
def bench(source, root):
    """Return a bench with the set's locked cells run."""
    before = os.environ.get("CAREKIT_ROOT")
    os.environ["CAREKIT_ROOT"] = str(root)
    with warnings.catch_warnings():
        # The set's own setup cell changes the filters, and front ends warn of their future.
        warnings.simplefilter("ignore")
        made = Bench(source)
    if before is None:
        del os.environ["CAREKIT_ROOT"]
    return made


@pytest.fixture(scope="session")
def reference(bench):
    """Return the reference answers by cell."""
    return {name: bench.cells[name].source for name in bench.answers()}


@pytest.fixture(scope="session")
def graded(root, tmp_path_factory):
    """Return the sample class, graded by stock nbgrader in a folder of its own."""
    from carekit.grading.demo import demo

    return demo(root, tmp_path_factory.mktemp("class") / "demo")


@pytest.fixture
def nbgrader():
    """Return a function that runs one nbgrader command in a folder and returns what it printed."""
    import subprocess

    def run(*words, cwd, expect=0):
        beside = str(Path(sys.executable).parent)
        env = {**os.environ, "PATH": os.pathsep.join([beside, os.environ["PATH"]])}
        done = subprocess.run(
            [sys.executable, "-m", "nbgrader", *words],
            cwd=cwd,
            env={**env, "CAREKIT_ROOT": str(Path(__file__).parents[2])},
            capture_output=True,
            text=True,
            timeout=170,
        )
        assert done.returncode == expect, done.stdout + done.stderr
        return done.stdout + done.stderr

    return run
