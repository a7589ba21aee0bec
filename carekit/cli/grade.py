"""The grading verbs: they read options, start the run, and say what a person has to do."""

from __future__ import annotations

import json
import os
import time
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console, Group
from rich.live import Live
from rich.table import Table

from carekit.course import find_root, reading_lang
from carekit.files import ContentError
from carekit.lang import Lang

NOTHING_TO_DO, ERROR, LOOK = 0, 1, 3
"""Exit codes: nothing needs attention; the run failed or was stopped; a person has to look."""

console = Console()

SetArgument = Annotated[str, typer.Argument(metavar="SET", help="The set's id.")]


def grade(
    set_id: SetArgument,
    inbox: Annotated[
        Path | None,
        typer.Argument(
            help="nbgrader's submitted/, a folder of notebooks named by learner, or a Moodle or "
            "Canvas download; default submitted/."
        ),
    ] = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes; default: cores.")] = None,
    only: Annotated[list[str] | None, typer.Option(help="Grade this learner; may repeat.")] = None,
    regrade: Annotated[bool, typer.Option("--regrade", help="Unchanged work too.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
    unsandboxed: Annotated[
        bool, typer.Option("--unsandboxed", help="Go on where the sandbox has walls missing.")
    ] = False,
    seed: Annotated[
        int | None, typer.Option(help="Fix what hidden checks draw, to repeat a run.")
    ] = None,
) -> None:
    """Grade what was handed in; exit code 3 when something needs a person."""
    from carekit.grading.inbox import Inbox
    from carekit.grading.lateness import received_times
    from carekit.grading.owners import RECEIVED
    from carekit.grading.run import Run, known_people

    root = find_root()
    settings, snapshot, engine = _set_up(root, set_id, workers, unsandboxed=unsandboxed, seed=seed)
    path = inbox or root / "submitted"
    names = [book.name for book in snapshot.books]
    times = received_times(path / RECEIVED) if path.is_dir() else {}
    box = Inbox(path, set_id, names, known_people(settings), times)
    total = len(only) if only else len(box.learners())
    with _Board(set_id, total, quiet=as_json) as board:
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
    if as_json:
        typer.echo(json.dumps(_plain(report), ensure_ascii=False, indent=2))
    else:
        _tell(report, reading_lang(root))
    raise typer.Exit(ERROR if report.stopped else LOOK if report.attention else NOTHING_TO_DO)


def _set_up(
    root: Path, set_id: str, workers: int | None, *, unsandboxed: bool, seed: int | None = None
) -> tuple[Any, Any, Any]:
    """Return the settings, the snapshot of the set and an engine of sealed workers."""
    from carekit.grading.engine import LocalEngine
    from carekit.grading.recipe import level_for, sealed
    from carekit.grading.settings import read_settings, read_snapshot

    settings, snapshot = read_settings(root), read_snapshot(root, set_id)
    level = level_for(settings, unsandboxed=unsandboxed)
    recipe = sealed(root, snapshot, level, seed=seed)
    return settings, snapshot, LocalEngine(recipe, workers or _cores())


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _in_words(run: Any) -> Any:
    try:
        return run()
    except RuntimeError as error:
        raise ContentError(f"no grader could be started: {error}") from None


class _Board:
    """The live table of a run."""

    def __init__(self, set_id: str, total: int, *, quiet: bool) -> None:
        self.set_id, self.total, self.quiet = set_id, total, quiet
        self.counts: dict[str, int] = {}
        self.flags = 0
        self.note = ""
        self.began = time.monotonic()
        self.live = Live(console=console, transient=True, refresh_per_second=8)

    def __enter__(self) -> _Board:
        if not self.quiet:
            self.live.__enter__()
            self.live.update(self._drawn())
        return self

    def __exit__(self, *about: Any) -> None:
        if not self.quiet:
            self.live.__exit__(*about)

    def step(self, step: Any) -> None:
        """Count one submission."""
        from carekit.grading.flags import needs_look

        self.note = ""
        self.counts[step.outcome] = self.counts.get(step.outcome, 0) + 1
        self.flags += any(needs_look(one) for one in step.flags)
        if not self.quiet:
            self.live.update(self._drawn())

    def waiting(self) -> None:
        """Say that another run has the set."""
        self.note = "another run grades this set; waiting for it to end"
        if not self.quiet:
            self.live.update(self._drawn())

    def _drawn(self) -> Group:
        done, graded = sum(self.counts.values()), self.counts.get("graded", 0)
        took = time.monotonic() - self.began
        rate = graded / took if took > 0 else 0.0
        left = max(0, self.total - done) / rate if rate else None
        table = Table(box=None, pad_edge=False)
        for name in ("set", "done", "per second", "time left", "flagged"):
            table.add_column(name, justify="left" if name == "set" else "right")
        table.add_row(
            self.set_id,
            f"{done} of {self.total}",
            f"{rate:.1f}" if graded else "…",
            "…" if left is None else f"{int(left // 60)}:{int(left % 60):02}",
            str(self.flags),
        )
        return Group(table, self.note)


def _plain(report: Any) -> dict[str, Any]:
    from carekit.grading.flags import says

    def spoken(flags: list[Any]) -> list[dict[str, Any]]:
        return [{**one, "says": {lang.value: says(one, lang) for lang in Lang}} for one in flags]

    plain = asdict(report)
    plain["flagged"] = {who: spoken(flags) for who, flags in plain["flagged"].items()}
    plain["strays"] = spoken(plain["strays"])
    plain["to_read"] = [{"learner": who, "cell": cell} for who, cell in plain["to_read"]]
    return {**plain, "attention": report.attention}


def _tell(report: Any, lang: Lang) -> None:
    from carekit.grading.flags import says

    levels = ", ".join(f"{count} {name}" for name, count in sorted(report.levels.items()))
    console.print(
        f"{report.set_id}: {len(report.graded)} graded ({levels or 'none'}), "
        f"{len(report.unchanged)} unchanged, {len(report.refused)} refused, "
        f"{len(report.failed)} failed, {report.seconds:.1f} s",
        highlight=False,
    )
    if report.stopped:
        console.print("Stopped. What is done is kept; the same command goes on from here.")
    rows = [(who, says(one, lang)) for who, flags in report.flagged.items() for one in flags]
    rows += [("", says(one, lang)) for one in report.strays]
    _table("Look at these", ("learner", "what happened"), rows)
    by_cell: dict[str, list[str]] = {}
    for who, cell in report.to_read:
        by_cell.setdefault(cell, []).append(who)
    _table(
        "Read and mark in formgrader",
        ("cell", "answers"),
        [(cell, _few(people)) for cell, people in sorted(by_cell.items())],
    )
    _table("Nothing handed in", ("learners",), [(_few(report.missing),)] if report.missing else [])
    if report.outdated:
        console.print(
            f"{len(report.outdated)} scores come from earlier checks; "
            f"see what would change: care regrade {report.set_id} --dry-run"
        )


def _few(people: list[str], most: int = 12) -> str:
    more = f" and {len(people) - most} more" if len(people) > most else ""
    return f"{len(people)}: {', '.join(people[:most])}{more}"


def _table(title: str, columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    if not rows:
        return
    table = Table(title=title, title_justify="left", show_edge=False, expand=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        # Names come from outside: square brackets in them are no markup.
        table.add_row(*(word.replace("[", r"\[") for word in row))
    console.print(table)
