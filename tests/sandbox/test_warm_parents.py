"""What a check needs is there before the first child is forked, so that no child reads it again."""

import json
import subprocess
import sys

from carekit.public_names import LIVES_IN
from carekit.sandbox.isolation.limits import Limits
from carekit.sandbox.processes.start import IMPORTS
from tests.conftest import ROOT

# Runs in a process of its own, as a judge does, and prints what was loaded and read after the judge
# had been prepared.
PROGRAM = """
import json, sys
from carekit.sandbox.processes import judge
config = json.loads(sys.stdin.read())
judge.warm(config)
known, read = set(sys.modules), []
sys.addaudithook(lambda event, args: read.append(str(args[0])) if event == "open" else None)
names = {}
for cell in config["notebooks"]["a"]["cells"]:
    try:
        exec(cell["source"], names)
    except AssertionError as error:
        names["said"] = str(error)
new = [name for name in set(sys.modules) - known if name.startswith("carekit")]
print(json.dumps([new, [name for name in read if name.endswith(".yml")], names.get("said")]))
"""


def told_by(program, config, cwd=ROOT):
    """Return what a program prints that runs alone and gets what a warm parent gets."""
    done = subprocess.run(
        [sys.executable, "-c", program],
        input=json.dumps(config), capture_output=True, text=True, check=False, cwd=cwd,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def after_warming(*sources, cwd=ROOT):
    """Return the kit's modules and data files that some checks still had to load, and a text."""
    cells = [
        {"id": f"c{at}", "source": source, "points": 1, "test": True, "hidden": []}
        for at, source in enumerate(sources)
    ]
    config = {
        "imports": IMPORTS,
        "notebooks": {"a": {"cells": cells, "imports": {}, "theirs": ["answer"]}},
        "ahead": False,
        "limits": Limits().as_dict(),
    }
    modules, files, said = told_by(PROGRAM, config, cwd)
    # An older name of a module costs nothing: it stands for one that is loaded.
    return sorted({*modules} - {*LIVES_IN}), files, said


KEY = {
    "id": "which-tide",
    "kind": "single",
    "bloom": "apply",
    "choices": [{"id": "high", "right": True}, {"id": "low", "misconception": "turned-round"}],
}
MESSAGES = """
set: tides
messages:
  - id: too-high
    says: {en: Lower., zh-Hans: 低一些。, zh-Hant: 低一點。}
"""


def test_a_check_of_answers_loads_and_reads_nothing_more():
    quiz = (
        "from carekit.answers import read_answers, worth\n"
        f"print('which-tide')\nkey = [{KEY!r}]\nworth(key, points=2)"
    )
    modules, files, _ = after_warming(quiz)
    assert (modules, files) == ([], [])


def test_a_check_that_fails_says_why_without_reading_the_sentences_again(course):
    (course / "course_data" / "checks").mkdir()
    (course / "course_data" / "checks" / "tides.yml").write_text(MESSAGES, "utf-8")
    source = "from carekit.checks import expect\nexpect(1, 2, say='too-high')"
    modules, files, said = after_warming(source, cwd=course)
    assert (modules, files) == ([], [])
    assert said.startswith("Lower.")


# Prints what an error, ``%%time`` and a table that is shown had to import after the warm parent was
# ready, and what is left of the error by which it got ready.
LEARNER = """
import json, sys
from carekit.sandbox.processes import learner
config = json.loads(sys.stdin.read())
child = learner.warm(config)
shell = learner.QuietShell.instance()
left = [name for name in ("last_type", "last_value", "last_traceback") if hasattr(sys, name)]
left += [item["output_type"] for item in shell.outputs.items]
known = set(sys.modules)
for cell in ("1/0", "%%time\\n1", "import pandas as pd\\npd.DataFrame({'a': [1]})"):
    shell.outputs.start()
    shell.run_cell(cell)
sys.stdout = sys.__stdout__
print(json.dumps([sorted(set(sys.modules) - known), left, shell.execution_count]))
"""


def test_an_error_or_a_magic_makes_no_learners_process_import_anything():
    config = {
        "imports": IMPORTS, "limits": Limits().as_dict(), "opening": [], "later": [], "words": [],
    }  # fmt: skip
    imported, left, count = told_by(LEARNER, config)
    assert imported == []
    assert left == []
    assert count == 1
