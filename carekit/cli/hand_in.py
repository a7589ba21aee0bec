"""`care hand-in`: a set becomes one file with a receipt, which is compared with what came in."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from carekit.cli.messages import Speech, SpokenIn, say, speech
from carekit.cli.progress_table import show_table
from carekit.common.course import find_root, graded_root
from carekit.common.files import ContentError, shown

if TYPE_CHECKING:
    from carekit.learner.hand_in.package import Way
    from carekit.learner.hand_in.receipt import Receipt
    from carekit.learner.hand_in.run_through import Raised
    from carekit.learner.hand_in.unanswered import Unanswered

LOOK = 3
console = Console()
_WHERE: Mapping[Way, str] = {
    "file": "hand-in-by-file",
    "folder": "hand-in-by-folder",
    "exchange": "hand-in-by-exchange",
}


def hand_in(
    set_id: Annotated[
        str | None, typer.Argument(metavar="SET", help="The set's id.", show_default=False)
    ] = None,
    name: Annotated[
        str | None, typer.Option(help="Your name or id; default: the one you gave last.")
    ] = None,
    anyway: Annotated[
        bool, typer.Option("--anyway", help="Hand in also where something is missing or red.")
    ] = False,
    no_run: Annotated[
        bool, typer.Option("--no-run", help="Do not run the notebook; say what its outputs say.")
    ] = False,
    verify: Annotated[
        Path | None,
        typer.Option(
            metavar="RECEIPT", help="Compare this receipt with what came in, and hand in nothing."
        ),
    ] = None,
    inbox: Annotated[
        Path | None,
        typer.Option(
            metavar="INBOX",
            help="With --verify: the folder or zip to look in; default: the course's.",
        ),
    ] = None,
    lang: SpokenIn = None,
) -> None:
    """Hand in a set: check it, pack it into one file, and get a receipt."""
    speak = speech(lang)
    if verify is not None:
        _verify(verify, inbox, speak)
    elif set_id is None:
        raise ContentError(say("hand-in-needs-set"))
    else:
        _hand_in(set_id, name, speak, anyway=anyway, no_run=no_run)


def _hand_in(set_id: str, name: str | None, speak: Speech, *, anyway: bool, no_run: bool) -> None:
    from carekit.learner.hand_in.package import hand_in as send
    from carekit.learner.hand_in.package import named, remembered_name, set_folder
    from carekit.learner.hand_in.run_through import raised_in, run_through
    from carekit.learner.hand_in.unanswered import read_notebook, unanswered

    root = find_root()
    folder = set_folder(root, set_id)
    learner = named(name or remembered_name(root) or _asked_name(set_id, speak))
    book = folder / f"{set_id}.ipynb"
    notebook = read_notebook(book)
    ran = not no_run
    try:
        raised = run_through(root, book, speak.lang) if ran else raised_in(notebook)
    except ContentError as error:
        # Whoever can run nothing here may still hand in; what is saved says what raised.
        _line(error.told(speak.lang))
        ran, raised = False, raised_in(notebook)
    complete = _tell(raised, unanswered(root, folder, notebook), speak, ran=ran)
    if not (complete and (ran or no_run)) and not anyway and not _wanted(speak):
        command = f"care hand-in {set_id} --anyway"
        _line(speak("hand-in-anyway", command=command))
        raise typer.Exit(LOOK)
    done = send(root, folder, set_id, learner, datetime.now().astimezone())
    _line(speak("hand-in-done", **_about(done.receipt)))
    _line(speak("hand-in-receipt", code=done.receipt.code, file=shown(done.kept)))
    _line(speak(_WHERE[done.way], file=shown(done.file)))


def _asked_name(set_id: str, speak: Speech) -> str:
    """Return what the learner types, where somebody can type."""
    if not sys.stdin.isatty():
        command = f"care hand-in {set_id} --name {shlex.quote('Ana Martin')}"
        raise ContentError(say("hand-in-needs-name", command=command))
    return str(typer.prompt(speak("hand-in-name")))


def _wanted(speak: Speech) -> bool:
    return sys.stdin.isatty() and typer.confirm(speak("hand-in-ask"))


def _tell(raised: list[Raised], missing: list[Unanswered], speak: Speech, *, ran: bool) -> bool:
    """Print what raised and what is missing; return whether there is nothing of either."""
    from carekit.learner.hand_in.run_through import first_of_each

    stopped = first_of_each(one for one in raised if not one.check)
    red = first_of_each((one for one in raised if one.check), but=missing)
    if not ran:
        _line(speak("hand-in-not-run"))
    elif not stopped:
        _line(speak("hand-in-runs"))
    for key, ended in (("hand-in-raised", stopped), ("hand-in-red", red)):
        show_table(
            console,
            speak(key),
            (speak("hand-in-task"), speak("hand-in-says")),
            [(_title(one.title, one.cell, speak), one.says) for one in ended],
        )
    rows = [(_open(one, speak),) for one in missing]
    show_table(console, speak("hand-in-open"), (speak("hand-in-task"),), rows)
    if not missing:
        _line(speak("hand-in-complete"))
    return not (raised or missing)


def _title(title: Mapping[str, str], cell: str, speak: Speech) -> str:
    return title.get(speak.lang) or cell


def _open(one: Unanswered, speak: Speech) -> str:
    title = _title(one.title, one.cell, speak)
    if not one.questions:
        return title
    return speak("hand-in-questions", title=title, questions=", ".join(one.questions))


def _about(receipt: Receipt) -> dict[str, str]:
    when = receipt.handed_in.astimezone()
    return {
        "set": receipt.set,
        "learner": receipt.learner,
        "time": f"{when:%Y-%m-%d %H:%M:%S %z}",
    }


def _verify(path: Path, inbox: Path | None, speak: Speech) -> None:
    """Say which work in an inbox a receipt is of, and whether that work was graded."""
    from carekit.common.course import card, has_card
    from carekit.grading.course.intake_limits import IntakeLimits
    from carekit.grading.intake.receipts import held
    from carekit.learner.hand_in.package import FOLDER
    from carekit.learner.hand_in.receipt import read_receipt

    root, receipt = graded_root(), read_receipt(path)
    _line(speak("verify-receipt", code=receipt.code, **_about(receipt)))
    named = card(root).hand_in.folder if has_card(root) else None
    usual = [Path(named)] if named else [root / "submitted", root / FOLDER]
    places = [inbox] if inbox else [one for one in usual if one.exists()]
    found = [one for place in places for one in held(receipt, place, IntakeLimits())]
    for one in found:
        key, files = ("verify-changed", ", ".join(one.changed)) if one.changed else ("", "")
        _line(speak(key or "verify-same", name=one.name, files=files))
    if not found:
        where = ", ".join(map(shown, places or usual))
        _line(speak("verify-none", place=where, code=receipt.code, **_about(receipt)))
    graded = _graded(root, receipt, speak)
    same = any(not one.changed for one in found)
    raise typer.Exit(0 if same or graded else LOOK)


def _graded(root: Path, receipt: Receipt, speak: Speech) -> bool:
    """Say whether the work of a receipt is what was graded last, and return whether it is."""
    from carekit.grading.course.folders import read_settings
    from carekit.grading.run.ledger import Ledger

    if not (root / "source" / receipt.set).is_dir():
        # A learner's copy grades nothing.
        return False
    places = Ledger.load(read_settings(root).ledger(receipt.set)).places.values()
    if not places:
        return False
    graded = any(one.graded and one.submission == receipt.work for one in places)
    _line(speak("verify-graded" if graded else "verify-not-graded"))
    return graded


def _line(words: str) -> None:
    if words:
        console.print(words, markup=False, highlight=False, soft_wrap=True)
