"""Cells that are folded: one line in the reader's language stands above them and says what they do.

JupyterLab 4 and Notebook 7 hide the code of a cell whose metadata say ``jupyter.source_hidden`` and
show it when its bar is clicked; VS Code shows it with the line above it.
"""

from __future__ import annotations

from pathlib import Path

from carekit.common.files import Fault
from carekit.common.kit_words import texts
from carekit.common.languages import languages

# What `fold:` may say instead of words: the kit's own line for such a cell.
OWN_LINES = ("setup", "reader", "tools")
# A block with this behind its language is drawn as such a line.
BLOCK = "fold"
SUFFIX = "-line"


def line_above(said: object, path: Path, at: int, name: str, faults: list[Fault]) -> str | None:
    """Return the blocks of the line above a folded cell; None, and a fault, where it says nothing.

    ``said`` is what stands behind ``fold:`` in the cell's head: the line in every language, or the
    name of a line that the kit has.
    """
    lines: dict[str, str]
    if isinstance(said, str) and said in OWN_LINES:
        own = texts("folded")[said]
        lines = {str(lang): own[lang] for lang in languages()}
    elif isinstance(said, dict):
        lines = {str(lang): " ".join(str(line or "").split()) for lang, line in said.items()}
    else:
        says = f"fold: write the line in {', '.join(languages())}, or {' or '.join(OWN_LINES)}"
        faults.append(Fault(path, at, name, says))
        return None
    wrong = [lang for lang in languages() if not lines.get(lang)]
    strange = sorted(set(lines) - set(languages()))
    if wrong or strange:
        says = f"fold: no line in {', '.join(wrong)}; write what the cell does"
        if not wrong:
            says = f"fold: {', '.join(strange)} is no language of the course; remove it"
        faults.append(Fault(path, at, name, says))
        return None
    return "\n\n".join(f":::{{{lang}}} {BLOCK}\n{lines[lang]}\n:::" for lang in languages())
