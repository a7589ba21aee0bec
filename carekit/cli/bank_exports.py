"""The verbs of ``care export`` that take questions and words to other systems."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from carekit.common.course import card, find_root
from carekit.common.files import shown, write_atomic
from carekit.common.languages import Lang, languages

if TYPE_CHECKING:
    from carekit.exports.loss_report import LossReport

LOOK = 3

What = Annotated[
    str,
    typer.Argument(
        metavar="BANK|EXAM",
        help="A bank by its concept or file, or a form of an exam.",
    ),
]
WordsIn = Annotated[
    Lang | None, typer.Option("--lang", help="Only this language; default: all of the course's.")
]
Draws = Annotated[
    int,
    typer.Option(min=1, max=24, help="How many draws of a question whose numbers are drawn."),
]
Out = Annotated[Path | None, typer.Option(help="The file to write; default in dist/.")]


def moodle(
    what: What,
    words_in: WordsIn = None,
    each_language: Annotated[
        bool, typer.Option("--each-language", help="A file for each language, without multilang.")
    ] = False,
    draws: Draws = 4,
    out: Out = None,
) -> None:
    """Write a bank or an exam as Moodle XML, with a report of what Moodle cannot hold.

    The file holds the keys: it is for the trainer's own course, not for learners.
    """
    from carekit.exports.moodle.export import moodle_file
    from carekit.exports.selection import select

    root = find_root()
    selection = select(root, what)
    plain = out or root / "dist" / f"moodle-{selection.name}.xml"
    reports = []
    for langs in _files(words_in, each_language=each_language):
        data, report = moodle_file(card(root).id, selection, langs, draws)
        alone = f"-{langs[0]}" if each_language else ""
        _write(plain.with_name(f"{plain.stem}{alone}{plain.suffix}"), data, report)
        reports.append(report)
    raise typer.Exit(LOOK if any(report.look for report in reports) else 0)


def _files(words_in: Lang | None, *, each_language: bool) -> list[Sequence[Lang]]:
    """Return the languages of each file."""
    langs = [words_in] if words_in else list(languages())
    return [[lang] for lang in langs] if each_language else [langs]


def _write(made: Path, data: bytes, report: LossReport) -> None:
    """Write a file with keys and its report beside it, and say both."""
    from carekit.cli.progress_table import say_line

    _write_report(made, data, report)
    say_line(f"{shown(made)}: holds the keys, do not give it to learners")


def _write_report(made: Path, data: bytes, report: LossReport) -> None:
    from carekit.cli.progress_table import say_line

    write_atomic(made, data)
    page = made.with_name(f"{made.name}.losses.md")
    write_atomic(page, report.page())
    for line in (*report.lines(), f"  report: {shown(page)}"):
        say_line(line)
    say_line(f"wrote {shown(made)}")


def anki(words_in: WordsIn = None, out: Out = None) -> None:
    """Write concepts, measures, words and wrong answers of practice as Anki cards for learners.

    A card that has not changed keeps its time, so what a learner wrote on it stays after an update.
    """
    from datetime import UTC, datetime

    from carekit.exports.anki.editions import write_editions
    from carekit.exports.anki.export import anki_package

    root = find_root()
    langs = [words_in] if words_in else list(languages())
    data, report, editions = anki_package(root, langs, datetime.now(UTC))
    made = out or root / "dist" / f"{card(root).id}.apkg"
    _write_report(made, data, report)
    write_editions(root, editions)
    raise typer.Exit(LOOK if report.look or "overwritten" in report.met else 0)


def qti(what: What, words_in: WordsIn = None, draws: Draws = 4, out: Out = None) -> None:
    """Write a bank or an exam as a QTI 3 package for each language, with a report of losses.

    The packages hold the keys: they are for the trainer's own platform, not for learners.
    """
    from carekit.exports.qti.export import qti_package
    from carekit.exports.selection import select

    root = find_root()
    selection = select(root, what)
    plain = out or root / "dist" / f"qti-{selection.name}.zip"
    look = False
    for lang in [words_in] if words_in else languages():
        data, report = qti_package(selection, lang, draws)
        _write(plain.with_name(f"{plain.stem}-{lang}{plain.suffix}"), data, report)
        look = look or report.look
    raise typer.Exit(LOOK if look else 0)


def paper(
    what: What,
    words_in: WordsIn = None,
    forms: Annotated[int, typer.Option(min=1, max=6, help="How many forms: A, B, C, ...")] = 3,
    out: Annotated[Path | None, typer.Option(help="Folder; default dist/paper/.")] = None,
    pdf: Annotated[bool, typer.Option(help="Also print PDF, where Chromium is installed.")] = True,
) -> None:
    """Write a bank or an exam as a test to print, each form with answer sheet and key.

    Forms have the same questions, with an order, options and drawn numbers of their own. The key of
    each is a page apart, for the trainer alone.
    """
    from carekit.cli.progress_table import say_line
    from carekit.exports.paper import pages
    from carekit.exports.paper.pdf import as_pdf, chromium
    from carekit.exports.selection import select

    root = find_root()
    selection, folder = select(root, what), out or root / "dist" / "paper"
    program = chromium() if pdf else None
    for letter in "ABCDEF"[:forms]:
        form = pages.form_of(selection, letter)
        for lang in [words_in] if words_in else languages():
            title = card(root).title[lang]
            plain = folder / f"{selection.name}-{letter}-{lang}.html"
            key = plain.with_name(f"{plain.stem}-key.html")
            write_atomic(plain, pages.test_page(title, form, lang))
            write_atomic(key, pages.key_page(title, form, lang))
            for page in (plain, key):
                made = [page, *([as_pdf(program, page)] if program else [])]
                names = ", ".join(shown(one) for one in made if one)
                say_line(names + (": holds the key, do not give it out" if page == key else ""))
    if pdf and not program:
        say_line("no PDF, because there is no Chromium here; print the pages from a browser")
