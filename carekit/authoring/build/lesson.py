"""A lesson's text becomes a notebook in ``notebooks/``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from carekit.authoring.build import attachments, chart_words, figures, notebook, prose, quiz_text
from carekit.authoring.build.myst import Script, SourceCell, read_script
from carekit.authoring.build.text_rules import Checker
from carekit.common.files import ContentError, Fault, refuse
from carekit.vocabulary.glossary import Term


def make_lesson(root: Path, path: Path, terms: Mapping[str, Term]) -> bytes:
    """Return the notebook of one lesson.

    Raises ContentError that lists every mistake with file, line and remedy.
    """
    faults: list[Fault] = []
    script = read_script(path, faults)
    Checker(script, faults).lesson()
    chart_words.check_shown(script, faults)
    chart_words.written(script, None, faults)
    return assemble(root, script, terms, faults)


def make_words(root: Path, path: Path) -> bytes:
    """Return the file with the words of a lesson's charts.

    Raises ContentError that lists every mistake with file, line and remedy.
    """
    faults: list[Fault] = []
    script = read_script(path, faults)
    quoted = chart_words.quotes_figures(script)
    made = chart_words.written(
        script, figures.compute(script, root, faults) if quoted else {}, faults
    )
    refuse(sorted(set(faults), key=lambda fault: (fault.line, fault.says)))
    return made


def assemble(root: Path, script: Script, terms: Mapping[str, Term], faults: list[Fault]) -> bytes:
    """Return a checked text's notebook, or raise ContentError with all of its faults."""
    words = prose.Words(terms, figures.compute(script, root, faults))
    cells = [_made(root, script, cell, words, faults) for cell in script.cells]
    if not cells:
        faults.append(Fault(script.path, 1, "", "no cell in this text; write one"))
    refuse(sorted(set(faults), key=lambda fault: (fault.line, fault.says)))
    return notebook.write(cells, script.path.relative_to(root).as_posix(), script.front)


def _made(
    root: Path, script: Script, cell: SourceCell, words: prose.Words, faults: list[Fault]
) -> notebook.BuiltCell:
    if cell.kind != "code":
        text = prose.render(script.path, cell, words, faults)
        kept = attachments.read(script.path, cell, faults)
        return notebook.BuiltCell(cell, text, attachments=kept)
    try:
        return notebook.BuiltCell(cell, cell.source, quiz_text.outputs(root, cell.source))
    except ContentError as error:
        faults.append(Fault(script.path, cell.opened, cell.name, f"quiz: {error}"))
        return notebook.BuiltCell(cell, cell.source)
