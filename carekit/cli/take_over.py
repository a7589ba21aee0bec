"""``care import``: what was written for other tools becomes sets and questions of this course."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from carekit.cli.help_text import Told
from carekit.common.course import find_root
from carekit.common.files import shown
from carekit.common.languages import Lang, languages

if TYPE_CHECKING:
    from carekit.authoring.import_quiz.import_bank import ImportedBank

app = typer.Typer(help="Move a course here: notebooks and questions.", no_args_is_help=True)

LOOK = 3

WrittenIn = Annotated[
    Lang | None,
    typer.Option("--lang", help="Language that the words are written in; default: the first."),
]

Concept = Annotated[str | None, typer.Option(help="Name of the bank; default: that of the file.")]


@app.callback()
def _import() -> None:
    """Move a course here: notebooks and questions."""


@app.command(cls=Told)
def notebook(
    source: Annotated[
        Path,
        typer.Argument(
            metavar="SOURCE",
            help="An instructor notebook of nbgrader's, the folder of an assignment, or source/.",
        ),
    ],
    name: Annotated[
        str | None, typer.Option("--set", help="Id of the set; default: the assignment's name.")
    ] = None,
    written_in: WrittenIn = None,
) -> None:
    """Turn notebooks from an nbgrader course into sets, and say what is not as it was.

    The release of each is compared with nbgrader's own release of the original, cell by cell. A
    notebook that cannot be read is named and left out.
    """
    from carekit.authoring.import_notebook.import_set import card_entries, read_sets, write_sets

    root, langs = find_root(), list(languages())
    read = read_sets(root, source, name, written_in or langs[0], langs)
    write_sets(root, read.sets)
    for one in read.sets:
        _tell(*one.report.lines(), f"  report: {shown(root / one.report.path)}")
    _tell(
        "",
        "Add under sets: in course_data/course.yml, then run `care build`:",
        card_entries(read.sets, langs),
    )
    if read.refused:
        count, of = len(read.refused), len(read.refused) + len(read.sets)
        _tell("", f"Left out: {count} of {of} notebooks; mend them and import them again:")
        _tell(*(f"  {line}" for one in read.refused for line in one.splitlines()))
    raise typer.Exit(LOOK if read.refused or any(one.report.look for one in read.sets) else 0)


@app.command(cls=Told)
def quiz(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A JSON file of questions for jupyterquiz.")
    ],
    concept: Annotated[
        str | None, typer.Option(help="Name of the bank; default: that of the file.")
    ] = None,
    written_in: WrittenIn = None,
) -> None:
    """Turn questions for jupyterquiz into a bank, and say what is not as it was."""
    from carekit.authoring.import_quiz.import_bank import read_bank

    root, langs = find_root(), [str(lang) for lang in languages()]
    _keep(root, read_bank(root, file, concept, str(written_in or langs[0]), langs))


@app.command(cls=Told)
def moodle(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Questions as Moodle XML.")],
    concept: Concept = None,
) -> None:
    """Turn questions that Moodle exported as XML into a bank, and say what is not as it was."""
    from carekit.authoring.import_moodle.import_file import read_file

    root = find_root()
    _keep(root, read_file(root, file, "moodle", concept, list(languages())))


@app.command(cls=Told)
def gift(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Questions as GIFT.")],
    concept: Concept = None,
) -> None:
    """Turn questions in GIFT into a bank, and say what is not as it was."""
    from carekit.authoring.import_moodle.import_file import read_file

    root = find_root()
    _keep(root, read_file(root, file, "gift", concept, list(languages())))


def _keep(root: Path, bank: ImportedBank) -> None:
    """Write a bank and its report, say both, and end with the code that fits."""
    from carekit.authoring.import_quiz.import_bank import write_bank

    write_bank(root, bank)
    _tell(*bank.report.lines(), f"  report: {shown(root / bank.report.path)}")
    _tell(f"Look at it: care quiz preview {shown(root / bank.path)}")
    raise typer.Exit(LOOK if bank.report.look else 0)


def _tell(*lines: str) -> None:
    from carekit.cli.progress_table import say_line

    for line in lines:
        say_line(line)
