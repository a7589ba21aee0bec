"""An exercise's text becomes nbgrader's instructor notebook in ``source/<set>/``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from carekit.build.keycells import with_checks
from carekit.build.lesson import assemble
from carekit.build.myst import read_script
from carekit.build.rules import Checker
from carekit.files import Fault
from carekit.glossary import Term


def make_exercise(root: Path, path: Path, terms: Mapping[str, Term]) -> bytes:
    """Return the instructor notebook of one set; the set is called as the text's folder.

    Raises ContentError that lists every mistake with file, line and remedy.
    """
    faults: list[Fault] = []
    script = with_checks(root, read_script(path, faults), faults)
    Checker(script, faults).exercise(path.parent.name)
    return assemble(root, script, terms, faults)
