"""What no learner may see before it is due: solutions, hidden tests, schemes and keys."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from carekit.authoring.build import regions
from carekit.authoring.build.myst import read_script
from carekit.common.files import ContentError, Document, Fault, read_yaml
from carekit.common.languages import languages
from carekit.questions.kinds import KINDS
from carekit.questions.shown_question import WrittenQuestion
from carekit.questions.views.learner_bank import beyond, reduced
from carekit.questions.views.without_key import counts

# A narrower line, blanks not counted, says nothing: `else:`, `x = 0`, `])`. A Han character counts
# as two, as it does on paper.
SHORTEST = 8


def squeezed(text: str) -> str:
    """Return a text without any white space, so that no re-indenting hides a line."""
    return "".join(text.split())


def is_trivial(line: str) -> bool:
    """Return whether a line gives nothing away: too short, or no more than an import.

    >>> is_trivial("    return x"), is_trivial("import pandas as pd"), is_trivial("答出大潮。")
    (True, True, False)
    """
    width = sum(2 if ord(sign) >= 0x2E80 else 1 for sign in squeezed(line))
    return width < SHORTEST or line.lstrip().startswith(("import ", "from "))


@dataclass(frozen=True)
class Secret:
    """The secret lines of one region, squeezed, without the trivial ones, and where they stand.

    ``pairs`` holds each of these lines together with all that follows it up to the next one.
    """

    set: str
    kind: str
    path: Path
    line: int
    lines: tuple[str, ...]
    pairs: tuple[str, ...]


@dataclass(frozen=True)
class Key:
    """A question's key: any of ``answers`` beside the question's id gives it away."""

    path: Path
    line: int
    question: str
    answers: tuple[str, ...]
    words: tuple[str, ...]


def secrets(root: Path) -> list[Secret]:
    """Return the secret lines of every set, from its text and from its instructor notebook.

    A line is left out when it is trivial or also stands in what learners are meant to see of the
    same set.
    """
    found = []
    for path in sorted((root / "content" / "exercises").glob("*/*.md")):
        name = path.parent.name
        parts = [_Parts(path, list(_text_cells(path)))]
        source = root / "source" / name / f"{name}.ipynb"
        if source.is_file():
            # Links and figures are filled in there: the same line in other words.
            parts.append(_Parts(source, list(_notebook_cells(source))))
        visible = squeezed("\n".join(part.visible() for part in parts))
        found += [secret for part in parts for secret in part.secrets(name, visible)]
    return found


@dataclass
class _Parts:
    """The cells of one file: (source, first line, whether all of the cell is the answer)."""

    path: Path
    cells: list[tuple[str, int, bool]]

    def visible(self) -> str:
        return "\n".join(
            "\n".join(regions.split(source).visible)
            for source, _, all_of_it in self.cells
            if not all_of_it
        )

    def secrets(self, name: str, visible: str) -> Iterator[Secret]:
        for source, first, all_of_it in self.cells:
            hidden = [
                (region.kind, region.first, region.lines)
                for region in regions.split(source).regions
            ]
            if all_of_it:
                hidden.append(("solution", -1, tuple(source.split("\n"))))
            for kind, above, lines in hidden:
                kept = [
                    number
                    for number, line in enumerate(lines)
                    if not is_trivial(line) and squeezed(line) not in visible
                ]
                if kept:
                    yield Secret(
                        set=name,
                        kind=kind,
                        path=self.path,
                        line=max(first + above + 1, 1),
                        lines=tuple(squeezed(lines[number]) for number in kept),
                        pairs=tuple(
                            squeezed("".join(lines[here : after + 1]))
                            for here, after in pairwise(kept)
                        ),
                    )


def _text_cells(path: Path) -> Iterator[tuple[str, int, bool]]:
    # The author's mistakes are the builder's business; here every cell that can be read counts.
    faults: list[Fault] = []
    for cell in read_script(path, faults).cells:
        answer = cell.entries.get("solution") is True
        yield cell.source, cell.line, answer and not regions.split(cell.source).regions
    if faults:
        raise ContentError("\n".join(map(str, faults)))


def _notebook_cells(path: Path) -> Iterator[tuple[str, int, bool]]:
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        source = "".join(cell["source"])
        answer = cell["metadata"].get("nbgrader", {}).get("solution") is True
        yield source, 1, answer and not regions.split(source).regions


def keys(root: Path) -> list[Key]:
    """Return the keys of the graded and exam questions of a course."""
    found = []
    for path in sorted((root / "course_data" / "quizzes").rglob("*.yml")):
        document = read_yaml(path)
        questions = document.data.get("questions", []) if isinstance(document.data, dict) else []
        for index, question in enumerate(questions):
            if counts(question):
                line = document.line(("questions", index))
                found.append(Key(path, line, str(question["id"]), *_answers(question)))
    return found


def _answers(question: WrittenQuestion) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the tokens that are the key, and the words that only a marked question shows."""
    shown = {squeezed(text) for text in _texts(reduced(question))}
    words = dict.fromkeys(squeezed(text) for text in _texts(question))
    hidden = tuple(text for text in words if text not in shown and len(text) >= SHORTEST)
    return tuple(_tokens(question)), hidden


def _tokens(question: WrittenQuestion) -> Iterator[str]:
    """Return what the answers of a question look like where somebody writes them down."""
    if kind := KINDS.get(str(question.get("kind"))):
        yield from kind.as_written(question)
    yield from question.get("derive", {}).values()


def _texts(node: object) -> Iterator[str]:
    """Return the words of a tree in the languages' leaves; ids are no words."""
    if isinstance(node, dict):
        for key, value in node.items():
            if isinstance(value, str) and key in languages():
                yield value
            elif not isinstance(value, str):
                yield from _texts(value)
    elif isinstance(node, list):
        for item in node:
            yield from _texts(item)


def shown_keys(document: Document) -> Iterator[Fault]:
    """Return a fault for every field of a counting question that learners must not have."""
    questions = document.data.get("questions", []) if isinstance(document.data, dict) else []
    for index, question in enumerate(questions):
        if not counts(question):
            continue
        for step in beyond(question):
            place = ("questions", index, *step)
            says = "belongs to the key of a question that counts; take it out of the bundle"
            yield Fault(document.path, document.line(place), document.place(place), says)
