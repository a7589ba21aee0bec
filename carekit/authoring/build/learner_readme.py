"""The page a learner reads first: the README of the bundle, one language after the other."""

from __future__ import annotations

import re
from pathlib import Path

from carekit.authoring.build import figures, prose
from carekit.authoring.build.myst import Script, read_script, script_of
from carekit.authoring.build.trainer_book import in_one_language
from carekit.authoring.scaffold.learner_text import learner_text
from carekit.common.files import Fault, refuse
from carekit.common.languages import languages
from carekit.vocabulary.glossary import load_terms

TEXT = Path("content") / "learner" / "readme.md"


def learner_page(root: Path) -> bytes:
    """Return the README that goes into the learner's bundle, as Markdown.

    A course without ``content/learner/readme.md`` gets one that says what its card says. Raises
    ContentError for every mistake in the text.
    """
    path = root / TEXT
    faults: list[Fault] = []
    script = _script(root, path, faults)
    words = prose.Words(load_terms(root), figures.compute(script, root, faults))
    said = "\n\n".join(prose.render(path, cell, words, faults) for cell in script.cells)
    refuse(sorted(set(faults), key=lambda fault: (fault.line, fault.says)))
    parts = [in_one_language(said, lang).strip() for lang in languages()]
    # Whoever looks for their own language sees at the top that it is there.
    others = " · ".join(lang.label for lang in languages())
    page = "\n\n".join([others, "\n\n---\n\n".join(parts)])
    # Where another language was taken out, its blank lines are left.
    return (re.sub(r"\n{3,}", "\n\n", page) + "\n").encode("utf-8")


def _script(root: Path, path: Path, faults: list[Fault]) -> Script:
    if path.is_file():
        return read_script(path, faults)
    return script_of(path, learner_text(root, list(languages())), faults)
