"""An exercise's text becomes nbgrader's instructor notebook in ``source/<set>/``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from carekit.authoring.build.hand_in_cells import with_hand_in
from carekit.authoring.build.lesson import assemble
from carekit.authoring.build.myst import read_script
from carekit.authoring.build.quiz_checks import with_checks
from carekit.authoring.build.text_rules import Checker
from carekit.common.files import Fault
from carekit.vocabulary.glossary import Term


def make_exercise(root: Path, path: Path, terms: Mapping[str, Term]) -> bytes:
    """Return the instructor notebook of one set; the set is called as the text's folder.

    Raises ContentError that lists every mistake with file, line and remedy.
    """
    faults: list[Fault] = []
    script = with_checks(root, read_script(path, faults), faults)
    Checker(script, faults).exercise(path.parent.name)
    return assemble(root, with_hand_in(script, path.parent.name), terms, faults)
