"""What the grader promises to withstand, word by word, and the rows that hold each promise."""

from tests.attacks import ledger as attacks
from tests.sandbox import accident_ledger as accidents

ACCIDENTS = {
    "warning on stderr": ["on stderr", "warning when a check calls", "log line when a check calls"],
    "deleted cell": ["deleted check", "deleted answer", "deleted setup", "deleted text answer"],
    "copied cell": ["copied check", "copied answer", "copied setup"],
    "moved cell": ["check moved up", "answer moved down"],
    "retyped cell": ["check retyped", "answer retyped", "text answer retyped"],
    "merged cell": ["answer merged with check", "check swallowed answer", "answers in one cell"],
    "stripped metadata": ["marks stripped", "no metadata"],
    "Colab, VS Code, Google Drive": ["through Colab", "through VS Code", "copy in Google Drive"],
    "old nbformat": ["old format"],
    "old nbgrader schema": ["old schema", "schema incomplete"],
    "duplicate ids": ["one id for all cells"],
    "BOM": ["byte order mark", "sixteen bits"],
    "CRLF": ["windows line ends", "windows line ends in the file"],
    "wrong file name": ["another name"],
    "notebook in a sub-folder": ["sub-folder"],
    "two notebooks": ["two notebooks"],
    "missing notebook": ["no notebook, another file", "nothing at all"],
    "missing data file": ["data file not handed in"],
    "huge outputs": ["huge outputs"],
    "embedded images": ["embedded image", "pictures in outputs"],
    "kernel of another name": ["another kernel"],
    "cells run out of order": ["cells run out of order", "needs a later cell"],
    "exit()": ["exit()", "sys.exit"],
    "os._exit": ["os._exit"],
    "endless loop": ["endless loop", "loop in function"],
    "memory bomb": ["memory"],
    "recursion": ["recursion"],
    "output flood": ["output", "many lines"],
    "syntax error in one cell only": ["syntax error"],
    "half a JSON file": ["half a file"],
}
ATTACKS = {
    "tamper with the interpreter": [
        "2-ast-transformer", "2-builtins", "2-exception-handler", "2-import-hook",
        "2-input-transformer", "2-pandas-testing", "2-shadow-modules", "2-thread-later",
    ],
    "forged outputs and displays": ["forged-outputs", "3-forged-displays", "3-printed-scores"],
    "metadata games": ["skip-the-checks", "more-points", "checks-become-answers", "old-schema"],
    "equal to everything": ["3-equal-to-everything"],
    "subclasses": ["3-lying-subclasses", "3-lying-metaclass"],
    "lazy objects": ["3-lazy-objects"],
    "huge or deep values": ["5-huge-value", "8-deep-exception", "deep-answers"],
    "escape": ["6-escape", "6-network", "6-signals", "6-write-outside"],
    "resources": ["5-disk", "5-fork-bomb", "5-memory", "5-output", "5-recursion", "5-regex"],
    "zip slip": ["zip-slip"],
    "symlinks": ["link-in-a-zip", "link-in-a-folder"],
    "device names": ["hard-names"],
    "bombs": ["zip-bomb"],
    "script in feedback pages": ["script-in-markdown", "pages-that-act"],
    "timing": ["1-clock"],
    "a hidden test on the page": [
        "1-arguments-shown", "1-arguments-raised", "1-exception-text",
        "arguments-shown-by-a-later-cell",
    ],
    "the judge through arguments": ["8-mutated-argument", "8-changing-answers"],
    "the judge through exceptions": ["8-hostile-exception", "8-deep-exception"],
    "read key, source, gradebook, others' work": ["1-quiz-key", "1-read-source"],
    "outlive the grading": ["6-survivor"],
}  # fmt: skip


def missing(promises, ledger):
    """Return the rows that a promise rests on and that are not in the ledger."""
    there = {one.name for one in ledger}
    return [name for names in promises.values() for name in names if name not in there]


def test_every_promise_about_accidents_has_its_rows_and_there_are_enough():
    assert missing(ACCIDENTS, accidents.LEDGER) == []
    assert len({one.name for one in accidents.LEDGER}) == len(accidents.LEDGER) >= 25


def test_every_promise_about_attacks_has_its_rows_and_there_are_enough():
    assert missing(ATTACKS, attacks.LEDGER) == []
    assert len({one.name for one in attacks.LEDGER}) == len(attacks.LEDGER) >= 60
