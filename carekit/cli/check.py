"""``care check``: everything that can be checked of a course, part by part."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated

import typer

from carekit.common.course import card, find_root
from carekit.common.files import ContentError, shown

MARKS = re.compile(r"\[write this[^\]]*\]")
WRITTEN = {".md", ".yml"}


@dataclass
class Checked:
    """The course that is checked."""

    root: Path

    @cached_property
    def bundle(self) -> dict[str, bytes]:
        """What a learner gets, with the made files that are on the disk: path to bytes."""
        from carekit.authoring.build.bundle import members

        return members(self.root)


@dataclass(frozen=True)
class Part:
    """One part of the check: its name, what it finds, and what it is about."""

    name: str
    find: Callable[[Checked], list[str]]
    about: str


def check(
    only: Annotated[
        list[str] | None,
        typer.Argument(metavar="PART", help="Parts to check; default: all."),
    ] = None,
) -> None:
    """Check the course: made files, tables, texts, sets, leaks, links and accessibility of pages.

    Parts: build, tables, text, sets, leaks, pages. What is still to be written is counted.
    """
    from carekit.cli import console
    from carekit.cli.progress_table import say_line

    root = find_root()
    known = {part.name: part for part in PARTS}
    if unknown := [name for name in only or [] if name not in known]:
        raise ContentError(f"there is no part {unknown[0]}; parts: {', '.join(known)}")
    count, course = 0, Checked(root)
    for name in only or known:
        with console.status(f"{name}: {known[name].about}"):
            found = _found(known[name], course)
        for line in found:
            say_line(line)
        say_line(f"{name}: {len(found)} to mend" if found else f"{name}: good")
        count += len(found)
    if marked := list(still_to_write(root)):
        marks = sum(number for _, number in marked)
        listed = ", ".join(f"{shown(path)} ({number})" for path, number in marked)
        say_line(f"still to be written: {marks} texts, in {listed}")
    raise typer.Exit(1 if count else 0)


def still_to_write(root: Path) -> Iterator[tuple[Path, int]]:
    """Yield the files in which a skeleton's words still stand, and in how many places."""
    for folder in ("content", "course_data"):
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in WRITTEN and path.is_file():
                number = len(MARKS.findall(path.read_text(encoding="utf-8")))
                if number:
                    yield path, number


def _found(part: Part, course: Checked) -> list[str]:
    try:
        return part.find(course)
    except ContentError as error:
        return str(error).split("\n")


def _build(course: Checked) -> list[str]:
    from carekit.authoring.build import build

    report = build(course.root, check=True)
    return [] if report.ok else report.lines()


def _tables(course: Checked) -> list[str]:
    if not (course.root / "course_data" / "tables.yml").is_file():
        return []
    from carekit.tables import make

    return make.run(course.root, check=True)


def _text(course: Checked) -> list[str]:
    from carekit.cli.reading import text_findings

    return text_findings(course.root)


def _sets(course: Checked) -> list[str]:
    from carekit.cli.lint import findings_of

    return [
        str(finding)
        for one in card(course.root).sets
        for finding in findings_of(course.root, one.id)
    ]


def _leaks(course: Checked) -> list[str]:
    from carekit.authoring.build.leaks import leaks

    return [str(fault) for fault in leaks(course.root, course.bundle)]


def _pages(course: Checked) -> list[str]:
    from carekit.authoring.page_lint import check_pages

    return [str(fault) for fault in check_pages(course.bundle)]


PARTS = (
    Part("build", _build, "comparing made files with their texts"),
    Part("tables", _tables, "comparing tables with their description"),
    Part("text", _text, "reading every sentence"),
    Part("sets", _sets, "handing in answers whose fair score is known"),
    Part("leaks", _leaks, "looking for answers in what learners get"),
    Part("pages", _pages, "following links, and looking at pictures and headings"),
)
