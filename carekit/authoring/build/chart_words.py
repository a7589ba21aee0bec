"""The words of a lesson's charts: ``words:`` and ``alt:`` in the heads of its cells."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator, Mapping

from carekit.authoring.build.myst import Script, SourceCell
from carekit.authoring.build.prose import FIGURE
from carekit.common.chart_words import topic_of
from carekit.common.files import Fault
from carekit.common.languages import languages


def quotes_figures(script: Script) -> bool:
    """Return whether any word of a chart quotes one of the lesson's figures."""
    return any(FIGURE.search(str((cell.words, cell.alt))) for cell in script.cells)


def written(script: Script, figures: Mapping[str, str] | None, faults: list[Fault]) -> bytes:
    """Return the file from which the lesson's charts read their words, as JSON.

    ``figures`` are the numbers that the words may quote as ``{{name}}``; None where they failed.
    ``words`` holds every name with its text by language, for all charts of the lesson; ``alt`` what
    a screen reader says of the chart that a cell shows, by the cell's name.
    """
    words: dict[str, dict[str, str]] = {}
    alt: dict[str, dict[str, str]] = {}
    for cell in script.cells:
        for name, said in cell.words.items():
            text = _text(script, cell, f"words: {name}", said, figures, faults)
            if words.setdefault(name, text) != text:
                says = f"words: {name} says something else in a cell above; rename one of the two"
                faults.append(Fault(script.path, cell.opened, cell.name, says))
        if cell.alt is not None:
            alt[cell.name] = _text(script, cell, "alt:", cell.alt, figures, faults)
    return (json.dumps({"alt": alt, "words": words}, ensure_ascii=False, indent=1) + "\n").encode()


def check_shown(script: Script, faults: list[Fault]) -> None:
    """Report charts of a lesson that call for words which no cell of it has."""
    topic = topic_of(script.path.stem)
    known = {f"{topic}/{cell.name}" for cell in script.cells if cell.alt is not None}
    for cell in script.cells:
        for name in _called(cell) if cell.kind == "code" else ():
            if name not in known:
                says = f"show: no alt: for {name!r}; write it in a head and call {topic}/CELL"
                faults.append(Fault(script.path, cell.opened, cell.name, says))


def _called(cell: SourceCell) -> Iterator[str]:
    try:
        tree = ast.parse(cell.source)
    except SyntaxError:  # a line for the shell, or the author's own slip, which the run will show
        return
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "show":
            for given in call.args[1:2]:
                if isinstance(given, ast.Constant) and isinstance(given.value, str):
                    yield given.value


def _text(
    script: Script,
    cell: SourceCell,
    what: str,
    said: object,
    figures: Mapping[str, str] | None,
    faults: list[Fault],
) -> dict[str, str]:
    given = said if isinstance(said, Mapping) else {}
    # A blank at the end stays: it stands between the name of a slider and the slider.
    text = {str(lang): str(given.get(lang) or "") for lang in languages()}
    if missing := [lang for lang, one in text.items() if not one.strip()]:
        says = f"{what} has no words in {', '.join(missing)}; write them"
        faults.append(Fault(script.path, cell.opened, cell.name, says))
    if strange := sorted(set(map(str, given)) - set(text)):
        says = f"{what}: {', '.join(strange)} is no language of the course; remove it"
        faults.append(Fault(script.path, cell.opened, cell.name, says))
    if figures is None:
        return text
    quoted = {name for one in text.values() for name in FIGURE.findall(one)}
    for name in sorted(quoted - set(figures)):
        says = f"{what}: {{{{{name}}}}} is no figure; compute it as text under figures:"
        faults.append(Fault(script.path, cell.opened, cell.name, says))
    return {lang: FIGURE.sub(lambda m: figures.get(m[1], m[0]), one) for lang, one in text.items()}
