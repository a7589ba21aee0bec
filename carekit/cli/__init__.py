"""The verbs: each one reads its options, calls the room that does the work, and reports."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from carekit.cli import (
    add,
    certificate,
    check,
    class_list,
    doctor,
    due,
    exam,
    export,
    grade,
    hand_in,
    items,
    lint,
    mark,
    new,
    parity,
    quiz,
    take_over,
)
from carekit.cli import report as classreport
from carekit.cli.help_text import EXITS, Told, Verbs
from carekit.cli.messages import LANGUAGE, Run, Speech, SpokenIn, read_lang, say, speech
from carekit.cli.usage import refused
from carekit.common.course import find_root
from carekit.common.files import ContentError, shown
from carekit.common.languages import Lang, in_lang, languages
from carekit.common.messages import of_system

# Rooms are imported inside their verbs: `care --help` must not wait for pandas or nbgrader.
app = typer.Typer(
    name="care",
    cls=Verbs,
    help="Build, teach, practice and grade the course. `care VERB --help` explains one verb.",
    epilog=EXITS,
    no_args_is_help=True,
    rich_markup_mode="rich",
    add_completion=False,
    pretty_exceptions_enable=False,
)
console = Console()

LEARN, TEACH, WRITE = "Learn", "Teach and grade", "Write and check"


def main() -> None:
    """Run the verb; a mistake in content or in the surroundings ends in words, not a traceback.

    The words are in the language that the verb speaks.
    """
    for stream in (sys.stdout, sys.stderr):
        # A name, or a letter that this terminal does not have, must not end what was being said.
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    run = Run(speech(None).lang)
    try:
        sys.exit(app(prog_name="care", obj=run, standalone_mode=False) or 0)
    except ContentError as error:
        _refuse(error.told(run.lang), console)
        sys.exit(1)
    except OSError as error:
        why = of_system(error)
        said = say("system-refuses", why=why, file=error.filename) if error.filename else why
        _refuse(in_lang(said, run.lang), console)
        sys.exit(1)
    except typer.TyperException as error:
        # Where only the help was asked for, it is shown already.
        if error.format_message():
            _refuse(refused(error)[run.lang], Console(stderr=True))
        sys.exit(error.exit_code)
    except typer.Abort:
        _refuse(Speech(run.lang)("aborted"), Console(stderr=True))
        sys.exit(1)


def _refuse(words: object, where: Console) -> None:
    where.print("[red]care:[/] ", end="")
    where.print(str(words), markup=False, highlight=False, soft_wrap=True)


def progress_bar() -> Progress:
    """Return the one kind of progress bar that all verbs show."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        transient=True,
    )


def _shown_in(bar: Progress, what: str) -> Callable[[int, int, str], None]:
    """Return what a build calls before each file, so that a bar shows it."""
    task = bar.add_task(what, total=None)

    def progress(done: int, total: int, path: str) -> None:
        bar.update(task, completed=done, total=total, description=path or what)

    return progress


@app.command(rich_help_panel=LEARN, cls=Told)
def start(
    port: Annotated[
        int | None, typer.Option(min=1, max=65535, help="Listen on this port and no other.")
    ] = None,
    lang: Annotated[
        Lang | None,
        typer.Option(
            parser=read_lang,
            metavar=LANGUAGE,
            help="Language to read in until the learner picks one.",
        ),
    ] = None,
    browser: Annotated[bool, typer.Option(help="Open the page in the browser.")] = True,
    trainer: Annotated[
        bool,
        typer.Option("--trainer", help="Open all tools: nbgrader's panels, terminal, debugger."),
    ] = False,
) -> None:
    """Open JupyterLab on the welcome page."""
    from carekit.cli.jupyterlab import open_lab

    open_lab(find_root(), port=port, lang=lang, browser=browser, trainer=trainer)


app.command("hand-in", rich_help_panel=LEARN, cls=Told)(hand_in.hand_in)


@app.command(rich_help_panel=TEACH, cls=Told)
def demo(
    sets: Annotated[
        list[str] | None, typer.Argument(metavar="SET", help="Sets; default: the first three.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Every set of the course.")] = False,
    out: Annotated[Path | None, typer.Option(help="Where to put it; default dist/demo.")] = None,
    lang: SpokenIn = None,
) -> None:
    """Grade the sample class and write its feedback pages and report."""
    from carekit.cli.demo import run_demo

    root = find_root()
    folder = out or root / "dist" / "demo"
    run_demo(root, folder, sets or [], console, progress_bar, speech(lang), every=every)


app.add_typer(class_list.app, name="class", rich_help_panel=TEACH)
for verb in (grade.grade, grade.regrade, grade.feedback, classreport.report, lint.lint):
    app.command(rich_help_panel=TEACH, cls=Told)(verb)
app.command(rich_help_panel=TEACH, cls=Told)(mark.mark)
app.command(rich_help_panel=TEACH, cls=Told)(grade.appeal)
app.command(rich_help_panel=TEACH, cls=Told)(due.due)
app.command(rich_help_panel=TEACH, cls=Told)(doctor.doctor)
app.command(rich_help_panel=TEACH, cls=Told)(parity.parity)
app.add_typer(exam.app, name="exam", rich_help_panel=TEACH)
app.command(rich_help_panel=TEACH, cls=Told)(items.items)
app.command(rich_help_panel=TEACH, cls=Told)(certificate.certificate)
app.add_typer(export.app, name="export", rich_help_panel=TEACH)
app.command(rich_help_panel=WRITE, cls=Told)(new.new)
app.command(rich_help_panel=WRITE, cls=Told)(check.check)
app.add_typer(add.app, name="add", rich_help_panel=WRITE)
app.add_typer(quiz.app, name="quiz", rich_help_panel=WRITE)
app.add_typer(take_over.app, name="import", rich_help_panel=WRITE)


@app.command(rich_help_panel=TEACH, cls=Told)
def handout(
    out: Annotated[
        Path | None,
        typer.Option(help="The zip to write, or the folder of pages; default in dist/."),
    ] = None,
    html: Annotated[
        bool,
        typer.Option(
            "--html", help="Write pages for a browser instead, which need no Python and no network."
        ),
    ] = False,
    trainer: Annotated[
        bool, typer.Option("--trainer", help="Print the guide and the notes for trainers instead.")
    ] = False,
    lang: Annotated[
        Lang | None,
        typer.Option(
            parser=read_lang,
            metavar=LANGUAGE,
            help="Language of the output; default: the shell's. With --trainer or --html also the "
            "only one that is written; default: all.",
        ),
    ] = None,
) -> None:
    """Pack what a learner gets; stop if a file is out of date or an answer would be included."""
    root, speak = find_root(), speech(lang)
    if trainer and html:
        raise ContentError(say("one-kind-of-pages"))
    if trainer:
        from carekit.authoring.build.trainer_book import print_book

        for path in print_book(
            root, out or root / "dist" / "trainer", [lang] if lang else [*languages()]
        ):
            told = speak("for-trainers", page=shown(path))
            console.print(told, markup=False, highlight=False, soft_wrap=True)
        return
    if html:
        from carekit.cli.pages import run_pages

        with progress_bar() as bar:
            shown_in_bar = _shown_in(bar, "Running")
            run_pages(root, out, [lang] if lang else [], speak, console, shown_in_bar)
        return
    from carekit.authoring.build.handout import handout as pack
    from carekit.cli.pack_date import dated

    when = dated(root)
    # Every file is made anew from its text, which takes about a minute.
    with progress_bar() as bar:
        shown_in_bar = _shown_in(bar, "Packing")
        made = pack(root, out or root / "dist" / "carekit-learner.zip", when, progress=shown_in_bar)
    told = speak("packed", file=shown(made), mb=f"{made.stat().st_size / 2**20:.1f}")
    console.print(told, markup=False, highlight=False, soft_wrap=True)


@app.command(rich_help_panel=WRITE, cls=Told)
def preview(
    port: Annotated[
        int | None, typer.Option(min=1, max=65535, help="Listen on this port and no other.")
    ] = None,
    browser: Annotated[bool, typer.Option(help="Open the page in the browser.")] = True,
) -> None:
    """Open JupyterLab and show each notebook anew when its text is saved."""
    from carekit.cli.preview import run_preview

    run_preview(find_root(), port=port, browser=browser)


@app.command(rich_help_panel=WRITE, cls=Told)
def build(
    check: Annotated[
        bool, typer.Option("--check", help="Change nothing; fail when a made file is not current.")
    ] = False,
) -> None:
    """Make notebooks/, source/ and release/ from content/."""
    from carekit.authoring.build import build as make

    with progress_bar() as bar:
        report = make(find_root(), check=check, progress=_shown_in(bar, "Building"))
    for line in report.lines():
        console.print(line, markup=False, highlight=False, soft_wrap=True)
    raise typer.Exit(0 if report.ok else 1)


@app.command(rich_help_panel=WRITE, cls=Told)
def tables(
    seed: Annotated[
        int | None,
        typer.Option(help="Make other tables by the same recipes, from this seed."),
    ] = None,
    size: Annotated[
        int | None, typer.Option(help="How large they are; the recipes say what is counted.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Folder for these tables.")] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Change nothing; fail when a table is not current.")
    ] = False,
) -> None:
    """Check the tables the course reads, and make those that have a recipe, from a fixed seed."""
    from carekit.cli.tables import run_tables

    code = run_tables(find_root(), seed, size, out, console, progress_bar, check=check)
    raise typer.Exit(code)


@app.command("check-text", rich_help_panel=WRITE, cls=Told)
def check_text(
    sample: Annotated[
        int | None,
        typer.Option(min=1, help="How many random screens of each language to print, to read."),
    ] = None,
    seed: Annotated[int, typer.Option(help="Which screens are drawn.")] = 0,
) -> None:
    """Read every sentence a learner reads, as an editor would.

    Questions are looked at too: where options of one look are right too often, a finding says so.
    """
    from carekit.cli.reading import run_check_text

    raise typer.Exit(run_check_text(find_root(), sample, seed, console))


@app.command(rich_help_panel=WRITE, cls=Told)
def schema(
    out: Annotated[Path | None, typer.Option(help="Folder; default .care/schema.")] = None,
) -> None:
    """Write JSON Schemas, so that an editor completes and checks the content files."""
    from carekit.cli.schemas import write_schemas

    root = find_root()
    for path in write_schemas(out or root / ".care" / "schema"):
        console.print(shown(path), highlight=False)


@app.command("test", rich_help_panel=WRITE, cls=Told)
def run_every_check(
    only: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="CHECK",
            help="Checks to run; default: all. quick: those that end in a minute and a half. "
            "mutants [FILE]...: would a test notice a small change of these modules?",
        ),
    ] = None,
) -> None:
    """Run every check that a change must pass, or with quick those to run while you write."""
    from carekit.cli.quality_gate import run_checks, try_mutants

    match only or []:
        case ["mutants", *files]:
            raise typer.Exit(try_mutants(find_root(), files))
        case checks:
            raise typer.Exit(run_checks(find_root(), checks, console, ci="CI" in os.environ))
