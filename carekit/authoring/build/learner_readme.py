"""The page a learner reads first: the README of the bundle, one language after the other."""

from __future__ import annotations

import re
from pathlib import Path

from carekit.authoring.build import figures, prose
from carekit.authoring.build.myst import read_script
from carekit.authoring.build.refusals import say
from carekit.authoring.build.trainer_book import in_one_language
from carekit.common.files import ContentError, Fault, refuse, shown
from carekit.common.languages import Lang
from carekit.vocabulary.glossary import load_terms

TEXT = Path("content") / "learner" / "readme.md"


def learner_page(root: Path) -> bytes:
    """Return the README that goes into the learner's bundle, as Markdown.

    Raises ContentError when the course has no such text, and for every mistake in it.
    """
    path = root / TEXT
    if not path.is_file():
        raise ContentError(say("no-readme", file=shown(path)))
    faults: list[Fault] = []
    script = read_script(path, faults)
    words = prose.Words(load_terms(root), figures.compute(script, root, faults))
    said = "\n\n".join(prose.render(path, cell, words, faults) for cell in script.cells)
    refuse(sorted(set(faults), key=lambda fault: (fault.line, fault.says)))
    parts = [in_one_language(said, lang).strip() for lang in Lang]
    # Whoever looks for their own language sees at the top that it is there.
    others = " · ".join(lang.label for lang in Lang)
    page = "\n\n".join([others, "\n\n---\n\n".join(parts)])
    # Where another language was taken out, its blank lines are left.
    return (re.sub(r"\n{3,}", "\n\n", page) + "\n").encode("utf-8")
