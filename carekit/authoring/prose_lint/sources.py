"""Every string a learner may meet: YAML texts, the kit's words, course texts, notebooks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from carekit.authoring.prose_lint.finding import Finding, TextInLanguages
from carekit.authoring.prose_lint.page_text import read_notebook, read_page
from carekit.common.course import StatedNumbers, card, has_card
from carekit.common.files import Document, read_yaml
from carekit.common.languages import ENGLISH, languages

EXCEPTIONS = "course_data/text-exceptions.yml"
KIT_WORDS = "carekit/words"
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
# Only where a text speaks about data must a number come from somewhere.
COMPUTED = ("content/lessons", "content/exercises", "course_data/quizzes")
# What a question tells before it asks, and what may be answered; the rest is feedback.
_TOLD = {"ask", "say", "text"}


def read_course(root: Path) -> tuple[list[TextInLanguages], list[Finding]]:
    """Return every text of a course folder, and a finding where a language is missing.

    Raises ContentError for a YAML file that cannot be read.
    """
    said: list[TextInLanguages] = []
    gaps: list[Finding] = []
    stated = card(root).numbers if has_card(root) else StatedNumbers()
    for path in _files(root, ("course_data", "content"), "*.yml"):
        if path != root / EXCEPTIONS:
            document = read_yaml(path)
            given = stated if _computed(root, path) else None
            said += _yaml_texts(document, document.data, (), None, gaps, given)
    said += kit_texts(root / KIT_WORDS)
    rules = frozenset(f"{number:g}" for number in stated.rules)
    for path in _files(root, ("content",), "*.md"):
        said += read_page(path, gaps, known=rules if _computed(root, path) else None)
    for path in _files(root, ("release",), "*.ipynb"):
        said += read_notebook(path, gaps)
    return said, gaps


def kit_texts(folder: Path) -> list[TextInLanguages]:
    """Return the kit's own sentences, of which each language has a file in a folder."""
    documents = {lang: folder / f"{lang}.yml" for lang in languages()}
    read = {lang: read_yaml(path) for lang, path in documents.items() if path.is_file()}
    places = dict.fromkeys(where for document in read.values() for where in document.lines)
    said = []
    for where in places:
        words = {lang: _at(document.data, where) for lang, document in read.items()}
        texts = {lang: text for lang, text in words.items() if isinstance(text, str)}
        if texts:
            lines = {lang: read[lang].line(where) for lang in texts}
            first, place = next(iter(texts)), ".".join(map(str, where))
            files = {lang: read[lang].path for lang in texts}
            said.append(TextInLanguages(files[first], place, texts, lines, files=files))
    return said


def _at(node: Any, where: tuple[str | int, ...]) -> object:
    for step in where:
        node = node.get(step) if isinstance(node, dict) else None
    return node


def _files(root: Path, folders: tuple[str, ...], pattern: str) -> Iterator[Path]:
    for folder in folders:
        found = (root / folder).rglob(pattern)
        yield from sorted(path for path in found if ".ipynb_checkpoints" not in path.parts)


def _computed(root: Path, path: Path) -> bool:
    return path.relative_to(root).as_posix().startswith(COMPUTED)


def _yaml_texts(
    document: Document,
    node: object,
    where: tuple[str | int, ...],
    known: frozenset[str] | None,
    gaps: list[Finding],
    stated: StatedNumbers | None,
) -> Iterator[TextInLanguages]:
    """Yield the texts of an entry; ``stated`` is None where a text may give any number."""
    if isinstance(node, dict) and _is_text(node):
        yield _text(document, node, where, known, gaps)
        return
    if isinstance(node, dict):
        inside = known if stated is None or "id" not in node else _given(node, known, stated)
        for key, value in node.items():
            yield from _yaml_texts(document, value, (*where, key), inside, gaps, stated)
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from _yaml_texts(document, value, (*where, index), known, gaps, stated)


def _given(
    node: dict[str, Any], known: frozenset[str] | None, stated: StatedNumbers
) -> frozenset[str]:
    """Return the numbers that an entry of a question bank may give.

    A question is the unit in which a number must be given; with ``cases`` its words give some, and
    its options may repeat them.
    """
    given = {*_numbers(node), *(f"{number:g}" for number in stated.rules)}
    if stated.cases:
        given.update(known or (), _told(node))
    return frozenset(given)


def _told(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key in _TOLD and isinstance(value, dict):
                for said in value.values():
                    yield from (one.replace(",", "") for one in NUMBER.findall(str(said)))
            else:
                yield from _told(value)
    elif isinstance(node, list):
        for value in node:
            yield from _told(value)


def _is_text(node: dict[str, object]) -> bool:
    tags = {*languages(), ENGLISH}
    return bool(node) and set(node) <= tags and all(isinstance(v, str) for v in node.values())


def _text(
    document: Document,
    node: dict[str, Any],
    where: tuple[str | int, ...],
    known: frozenset[str] | None,
    gaps: list[Finding],
) -> TextInLanguages:
    place, line = document.place(where), document.line(where)
    texts = {lang: node[lang] for lang in languages() if node.get(lang, "").strip()}
    for lang in languages():
        if lang not in texts:
            says = f"{place} has no words in {lang}; write them"
            first = next(iter(node.values()))
            gaps.append(Finding(document.path, line, "missing-language", lang, first, first, says))
    lines = {lang: document.line((*where, lang)) for lang in texts}
    return TextInLanguages(document.path, place, texts, lines, known=known)


def _numbers(node: Any) -> Iterator[str]:
    """Yield every number of an entry that stands in no language: given values, keys, slips."""
    if isinstance(node, dict) and not _is_text(node):
        for key, value in node.items():
            if key != "id":
                yield from _numbers(value)
    elif isinstance(node, list):
        for value in node:
            yield from _numbers(value)
    elif isinstance(node, int | float | str):
        for number in NUMBER.findall(str(node)):
            yield number.replace(",", "")
