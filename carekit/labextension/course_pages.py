"""The pages of a course in the order in which a learner takes them, with their titles."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from pathlib import Path
from typing import Literal

from carekit.common.course import card
from carekit.common.languages import languages
from carekit.questions.exam_forms import Blueprint, blueprints

Kind = Literal["lesson", "set", "test"]
_NUMBERED = re.compile(r"(\d+)-(.+)")
_HEADING = re.compile(r"^#[ \t]+(.+)$", re.MULTILINE)
_IN_LANGUAGE = re.compile(r'<span lang="([^"]+)" class="care-head">(.*?)</span>')
_TAG = re.compile(r"<[^>]+>")
_EXAM = re.compile(r"""\bexam\(\s*["']([a-z0-9-]+)["']""")


@dataclass(frozen=True)
class CoursePage:
    """One notebook: its path from the course folder, what it is, and its title by language.

    ``id`` is the concept of a lesson, the set, or the form of a test.
    """

    path: str
    kind: Kind
    id: str
    title: dict[str, str]


@dataclass(frozen=True)
class _Read:
    """What a notebook says of itself: its first heading as it stands, and the exam it shows."""

    heading: str
    form: str


def course_pages(root: Path) -> tuple[CoursePage, ...]:
    """Return the pages of a course folder in the order in which a learner takes them.

    Numbered notebooks follow their numbers, and a set comes after the lesson of its name. Of an
    exam with several forms the first is sat before the first lesson of a concept that has questions
    to practise; all other tests, and sets without a lesson, come at the end. Notebooks and sets
    that are not there, or cannot be read, are left out.
    """
    lessons: list[CoursePage] = []
    tests: list[CoursePage] = []
    for path in sorted((root / "notebooks").glob("*.ipynb")):
        page = _notebook(root, path)
        if page:
            (tests if page.kind == "test" else lessons).append(page)
    sets = {one.id: one for one in _sets(root)}
    first = _before(blueprints(root).values())
    order: list[CoursePage] = []
    waiting = [page for page in tests if page.id in first]
    for page in lessons:
        if waiting and _practises(root, page.id):
            order += waiting
            waiting = []
        order.append(page)
        if page.id in sets:
            order.append(sets.pop(page.id))
    rest = [page for page in tests if page not in order]
    return (*order, *sets.values(), *_in_exam_order(rest, root))


def _before(known: Iterable[Blueprint]) -> set[str]:
    """Return the forms that are sat before the course, and the short forms that stand for them."""
    known = list(known)
    first = {one.forms[0] for one in known if len(one.forms) > 1}
    return first | {form for one in known if one.short_of in first for form in one.forms}


def _in_exam_order(tests: list[CoursePage], root: Path) -> list[CoursePage]:
    """Return tests with those of an exam that has several forms first: they end the course."""
    known = blueprints(root)
    last = {form for one in known.values() if len(one.forms) > 1 for form in one.forms}
    return sorted(tests, key=lambda page: page.id not in last)


def _practises(root: Path, concept: str) -> bool:
    return (root / "course_data" / "quizzes" / f"{concept}.yml").is_file()


def _sets(root: Path) -> Iterator[CoursePage]:
    for one in card(root).sets:
        path = set_notebook(root, one.id)
        if path:
            place = path.relative_to(root).as_posix()
            yield CoursePage(place, "set", one.id, one.title.by_lang())


def set_notebook(root: Path, set_id: str) -> Path | None:
    """Return the notebook of a set as learners get it, or None where it is not there."""
    found = sorted((root / "release" / set_id).glob("*.ipynb"))
    named = [path for path in found if path.stem == set_id]
    return next(iter((*named, *found)), None)


def _notebook(root: Path, path: Path) -> CoursePage | None:
    stat = path.stat()
    read = _read(path, stat.st_mtime_ns, stat.st_size)
    if read is None:
        return None
    numbered = _NUMBERED.fullmatch(path.stem)
    name = numbered[2] if numbered else path.stem
    place = path.relative_to(root).as_posix()
    title = title_of(read.heading or name, languages())
    return CoursePage(place, "test" if read.form else "lesson", read.form or name, title)


@lru_cache(maxsize=256)
def _read(path: Path, _changed: int, _size: int) -> _Read | None:
    """Return what a notebook says of itself, read again only when the file has changed."""
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        said = [(cell["cell_type"], "".join(cell["source"])) for cell in cells]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    heads = (_HEADING.search(text) for kind, text in said if kind == "markdown")
    shown = (_EXAM.search(text) for kind, text in said if kind == "code")
    heading = next((found[1] for found in heads if found), "")
    return _Read(heading, next((found[1] for found in shown if found), ""))


def title_of(heading: str, langs: Sequence[str]) -> dict[str, str]:
    """Return a heading by language, without its marks.

    >>> said = '1 · <span lang="en" class="care-head">Tea</span>'
    >>> said += '<span class="care-sep"> / </span><span lang="fr" class="care-head">Thé</span>'
    >>> title_of(said, ["en", "fr"])
    {'en': '1 · Tea', 'fr': '1 · Thé'}
    >>> title_of("Tea", ["en", "fr"])
    {'en': 'Tea', 'fr': 'Tea'}
    """
    before = _bare(heading.partition("<span")[0])
    found = {lang: _bare(said) for lang, said in _IN_LANGUAGE.findall(heading)}
    whole = _bare(heading)
    return {lang: f"{before}{found[lang]}" if lang in found else whole for lang in langs}


def _bare(said: str) -> str:
    return unescape(_TAG.sub("", said)).replace("*", "").replace("`", "")
