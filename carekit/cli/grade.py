"""The grading verbs: they read options, start the run, and say what a person has to do."""

from __future__ import annotations

import json
import os
import secrets
import shlex
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer
from rich.console import Console

from carekit.cli.messages import Speech, SpokenIn, say, speech
from carekit.cli.progress_table import Board, plain_report, show_table, tell, tell_changes
from carekit.common.course import graded_root
from carekit.common.files import ContentError, shown
from carekit.common.messages import Joined

if TYPE_CHECKING:
    from carekit.grading.course.configuration import Carekit
    from carekit.grading.course.folders import Settings
    from carekit.grading.intake.inbox import Inbox
    from carekit.grading.regrade.checks_changed import Regrading
    from carekit.grading.run.local_engine import Engine, Portable
    from carekit.grading.run.run_report import RunReport
    from carekit.sandbox.processes.start import Pair
    from carekit.sandbox.submission.assignment import Snapshot

Came = TypeVar("Came")

NOTHING_TO_DO, ERROR, LOOK = 0, 1, 3
"""Exit codes: nothing needs attention; the run failed or was stopped; a person has to look."""

console = Console()

SetArgument = Annotated[str, typer.Argument(metavar="SET", help="The set's id.")]
Workers = Annotated[
    int | None, typer.Option(min=1, help="Number of workers; default: one for each core.")
]
Unsandboxed = Annotated[
    bool, typer.Option("--unsandboxed", help="Grade even where parts of the sandbox are missing.")
]


def grade(
    set_id: SetArgument,
    inbox: Annotated[
        Path | None,
        typer.Argument(
            metavar="INBOX",
            help="A folder or zip: LEARNER/SET/SET.ipynb as in submitted/, notebooks named by "
            "learner, or what a course platform gives (docs/hand-ins.md); default submitted/.",
        ),
    ] = None,
    who: Annotated[
        Path | None,
        typer.Option(
            metavar="NAMES.CSV",
            help="Says whose each hand-in is: columns `as found`, `learner`; `-` for nobody.",
        ),
    ] = None,
    workers: Workers = None,
    only: Annotated[list[str] | None, typer.Option(help="Grade this learner; may repeat.")] = None,
    regrade: Annotated[bool, typer.Option("--regrade", help="Grade unchanged work again.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
    unsandboxed: Unsandboxed = False,
    seed: Annotated[
        int | None, typer.Option(help="Fix what hidden checks draw, to repeat a run.")
    ] = None,
    scheduler: Annotated[
        str | None, typer.Option(help="Grade on the Dask cluster at this address: tcp://host:8786.")
    ] = None,
    lang: SpokenIn = None,
) -> None:
    """Grade what was handed in, and list what you must look at."""
    from carekit.sandbox.processes import start

    root, speak = graded_root(), speech(lang)
    # Where nothing was graded yet there will be work.
    wanted = regrade or _is_new(root, set_id)
    # One draw for the whole run: fair to everybody, and worked out once instead of for each.
    drawn = secrets.randbelow(10**9) if seed is None else seed
    with ExitStack() as kept:
        # They import for as long as it takes to find out what is to be graded.
        parents = kept.enter_context(start.begun(wanted=wanted and not scheduler))
        settings, snapshot, engine = _set_up(
            root, set_id, workers, unsandboxed=unsandboxed, seed=drawn, parents=parents
        )
        if scheduler and (work := engine.portable):
            engine = _cluster(work, scheduler, settings.rules.settings)
        elif scheduler:
            # Sooner read off than sent anywhere; beside the report, which may be JSON.
            typer.echo(speak("all-quiz", set=set_id), err=True)
        from carekit.grading.run.local_engine import begun

        # What comes after this is imported while these import.
        kept.enter_context(begun(engine, wanted=wanted))
        from carekit.grading.intake.settled_names import offer
        from carekit.grading.run.run import Run

        _say_notes(settings, set_id, speak)
        box = _inbox(root, set_id, inbox, settings, snapshot, who)
        total = len(only) if only else len(box.learners())
        with Board(console, set_id, total, speak, quiet=as_json) as board:
            run = Run(
                settings,
                set_id,
                snapshot,
                box,
                engine,
                only=set(only or ()),
                again=regrade,
                tell=board.step,
                waiting=board.waiting,
            )
            report = _in_words(run)
    ready = offer(settings, set_id, report.unknown) if report.unknown else None
    if as_json:
        typer.echo(json.dumps(plain_report(report, ready), ensure_ascii=False, indent=2))
    else:
        tell(console, report, speak)
        _ask_whose(report, inbox, ready, speak)
    raise typer.Exit(ERROR if report.stopped else LOOK if report.attention else NOTHING_TO_DO)


def _is_new(root: Path, set_id: str) -> bool:
    """Return whether a set is built and nothing of it was graded."""
    # The settings would say where the ledger is, and reading them takes long: this is only a guess.
    ledger = root / ".care" / "grading" / f"{set_id}.jsonl"
    return any((root / "source" / set_id).glob("*.ipynb")) and not ledger.exists()


def _set_up(
    root: Path,
    set_id: str,
    workers: int | None,
    *,
    unsandboxed: bool,
    seed: int | None = None,
    parents: Pair | None = None,
) -> tuple[Settings, Snapshot, Engine]:
    """Return the settings, the snapshot of the set and an engine of sealed workers.

    ``parents`` are warm parents of these that import already.
    """
    from carekit.grading.course.folders import read_settings
    from carekit.grading.run.prepared_set import prepare_set
    from carekit.grading.run.worker_spec import engine_of

    settings = read_settings(root)
    used = settings.rules.settings
    made = prepare_set(settings, root, set_id, unsandboxed=unsandboxed, seed=seed)
    many = workers or used.workers or cores()
    return settings, made.snapshot, engine_of(made.recipe, many, used, parents)


def _say_notes(settings: Settings, set_id: str, speak: Speech) -> None:
    """Print what the settings and the due date say and nobody expects, beside a report in JSON."""
    from carekit.grading.course.moments import zone_of
    from carekit.grading.gradebook.due_dates import due_dates, misread, words_for

    for note in settings.rules.notes:
        typer.echo(note[speak.lang], err=True)
    named = settings.rules.settings.zone
    if odd := misread(due_dates(settings, [set_id])[0], zone_of(named) if named else None):
        typer.echo(words_for(odd, speak.lang), err=True)


def _cluster(work: Portable, address: str, used: Carekit) -> Engine:
    try:
        from carekit.grading.run.dask_engine import ClusterEngine
    except ImportError:
        raise ContentError(say("no-dask", address=address)) from None
    return ClusterEngine(
        work.recipe,
        address,
        patience=used.scheduler_seconds,
        empty=used.no_worker_seconds,
        cap=work.cap,
        starting=work.starting,
    )


def _inbox(
    root: Path,
    set_id: str,
    path: Path | None,
    settings: Settings,
    snapshot: Snapshot,
    who: Path | None = None,
) -> Inbox:
    from carekit.grading.course.folders import collect_first
    from carekit.grading.intake.collected_times import received_times
    from carekit.grading.intake.course_inbox import course_inbox
    from carekit.grading.intake.lms_layouts import RECEIVED

    place = path or root / "submitted"
    if path is None and not place.is_dir():
        collect = collect_first(set_id)
        raise ContentError(say("nothing-there", place=shown(place), collect=collect))
    times = received_times(place / RECEIVED, set_id) if place.is_dir() else {}
    return course_inbox(settings, set_id, snapshot, place, times, who)


def _ask_whose(report: RunReport, inbox: Path | None, ready: Path | None, speak: Speech) -> None:
    """Say of whom nobody knows, and what to do; nothing was entered for them."""
    if ready is None:
        return
    rows = [(one.found, " / ".join(one.perhaps)) for one in report.unknown]
    show_table(console, speak("whose"), (speak("found"), speak("perhaps")), rows)
    where = f" {shlex.quote(str(inbox))}" if inbox else ""
    file = shown(ready)
    command = f"care grade {report.set_id}{where} --who {shlex.quote(file)}"
    said = speak("fill-in", file=file, command=command)
    console.print(said, markup=False, highlight=False, soft_wrap=True)


def cores() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _in_words(run: Callable[[], Came]) -> Came:
    try:
        return run()
    except RuntimeError as error:
        raise ContentError(say("no-grader", why=Joined(error.args))) from None


def regrade(
    set_id: SetArgument,
    inbox: Annotated[
        Path | None,
        typer.Argument(metavar="INBOX", help="What was handed in; default submitted/."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change.")] = False,
    workers: Workers = None,
    key: Annotated[
        bool, typer.Option("--key", help="A quiz key was corrected: run no code, read the answers.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
    unsandboxed: Unsandboxed = False,
    lang: SpokenIn = None,
) -> None:
    """Score again after a check was corrected: who changes, from what to what, and why."""
    root = graded_root()
    if key:
        from carekit.grading.course.folders import read_settings, read_snapshot

        settings, snapshot = read_settings(root), read_snapshot(root, set_id)
    else:
        set_up = partial(_set_up, root, set_id, workers, unsandboxed=unsandboxed)
        settings, snapshot, engine = set_up(seed=secrets.randbelow(10**9))
    _say_notes(settings, set_id, speech(lang))
    box = _inbox(root, set_id, inbox, settings, snapshot)
    speak = speech(lang)
    with Board(console, set_id, len(box.learners()), speak, quiet=as_json) as board:
        again: Callable[[], Regrading]
        if key:
            from carekit.grading.regrade.key_changed import Rekey

            again = Rekey(
                settings, set_id, snapshot, box, dry=dry_run, tell=board.step, waiting=board.waiting
            )
        else:
            from carekit.grading.regrade.checks_changed import Regrade

            again = Regrade(
                settings,
                set_id,
                snapshot,
                box,
                engine,
                engine_for=lambda seed: set_up(seed=seed)[2],
                dry=dry_run,
                tell=board.step,
                waiting=board.waiting,
            )
        result = _in_words(again)
    if as_json:
        plain = {**asdict(result), "report": result.report and plain_report(result.report)}
        typer.echo(json.dumps(plain, ensure_ascii=False, indent=2))
    else:
        tell_changes(console, result, speak)
    stopped = result.report is not None and result.report.stopped
    raise typer.Exit(ERROR if stopped else LOOK if result.changes else NOTHING_TO_DO)


def feedback(
    set_id: SetArgument,
    only: Annotated[list[str] | None, typer.Option(help="Only this learner; may repeat.")] = None,
    lang: SpokenIn = None,
) -> None:
    """Write a feedback page for every graded learner."""
    from carekit.grading.course.folders import grade_first, read_settings, read_snapshot
    from carekit.grading.feedback.pages import write_feedback

    root, speak = graded_root(), speech(lang)
    settings = read_settings(root)
    read_snapshot(root, set_id)
    failed: dict[str, str] = {}
    count = sum(1 for _ in write_feedback(settings, set_id, only or (), failed=failed.__setitem__))
    if not count and not failed:
        what = {"set": set_id, "grade": grade_first(set_id)}
        if only:
            raise ContentError(say("no-work-of", people=", ".join(only), **what))
        raise ContentError(say("no-work", **what))
    made = "one-page" if count == 1 else "pages"
    console.print(speak(made, count=count, folder=shown(root / "feedback")), soft_wrap=True)
    for learner, why in failed.items():
        says = speak("no-page", learner=learner, why=why)
        console.print(says, markup=False, highlight=False, soft_wrap=True)
    if failed:
        raise typer.Exit(LOOK)


def appeal(
    learner: Annotated[str, typer.Argument(metavar="LEARNER", help="The learner's id.")],
    set_id: SetArgument,
    out: Annotated[
        Path | None, typer.Option(help="The folder of the page; default dist/appeals.")
    ] = None,
    lang: SpokenIn = None,
) -> None:
    """Show on one page what a learner handed in, what each check says, and what changed since.

    Every result in the ledger is listed with the digest of the work, and every score that a
    regrading changed.
    """
    from carekit.cli.progress_table import say_line
    from carekit.grading.course.folders import read_settings, read_snapshot
    from carekit.grading.feedback.appeal import write_appeal

    root, speak = graded_root(), speech(lang)
    read_snapshot(root, set_id)
    made = write_appeal(read_settings(root), set_id, learner, out or root / "dist" / "appeals")
    if not made:
        raise ContentError(say("appeal-nothing", learner=learner, set=set_id))
    for page in made:
        say_line(speak("appeal-made", page=shown(page)))
