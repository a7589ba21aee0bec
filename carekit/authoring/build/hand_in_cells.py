"""The end of every set: a heading, a sentence, and the cell whose card hands the set in."""

from __future__ import annotations

from dataclasses import replace

from carekit.authoring.build.myst import Script, SourceCell
from carekit.common.kit_words import texts
from carekit.common.languages import languages

WORDS, BUTTON = "hand-in-words", "hand-in-button"


def with_hand_in(script: Script, set_id: str) -> Script:
    """Return a set's text with the cells that end it.

    A set that was imported stays as it was, and one whose author wrote such a cell has it already.
    """
    own = any("hand_in(" in cell.source for cell in script.cells if cell.kind == "code")
    if script.front.imported_from is not None or own or not script.cells:
        return script
    line = script.cells[-1].opened
    words = SourceCell(WORDS, "markdown", _words(), line, line)
    source = f'from carekit import hand_in\n\nhand_in("{set_id}")'
    return replace(
        script, cells=(*script.cells, words, SourceCell(BUTTON, "code", source, line, line))
    )


def _words() -> str:
    said = texts("hand-in")
    heading = [f"{lang}: {said['heading'][lang]}" for lang in languages()]
    blocks = [f":::{{{lang}}}\n{said['words'][lang]}\n:::" for lang in languages()]
    return "\n\n".join(["\n".join([":::{heading} 2", *heading, ":::"]), *blocks])
