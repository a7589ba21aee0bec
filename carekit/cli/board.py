"""What the grading verbs show: a live table while they work, and what a person has to do after."""

from __future__ import annotations

import time
from dataclasses import asdict
from typing import Any

from rich.console import Console, Group
from rich.live import Live
from rich.table import Table
from rich.text import Text

from carekit.lang import Lang


class Board:
    """The live table of a run."""

    def __init__(self, console: Console, set_id: str, total: int, *, quiet: bool = False) -> None:
        """Get ready to count ``total`` submissions; ``quiet`` shows nothing."""
        self.set_id, self.total, self.quiet = set_id, total, quiet
        self.counts: dict[str, int] = {}
        self.flags = 0
        self.note = ""
        self.began = time.monotonic()
        self.live = Live(console=console, transient=True, refresh_per_second=8)

    def __enter__(self) -> Board:
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


def plain_report(report: Any) -> dict[str, Any]:
    """Return a run's report as plain data, every flag with its sentence in all languages."""
    from carekit.grading.flags import says_in_all

    def spoken(flags: list[Any]) -> list[dict[str, Any]]:
        return [{**one, "says": says_in_all(one)} for one in flags]

    plain = asdict(report)
    plain["flagged"] = {who: spoken(flags) for who, flags in plain["flagged"].items()}
    plain["strays"] = spoken(plain["strays"])
    plain["to_read"] = [{"learner": who, "cell": cell} for who, cell in plain["to_read"]]
    return {**plain, "attention": report.attention}


def tell(console: Console, report: Any, lang: Lang) -> None:
    """Print what came of a run and what a person has to do."""
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
    rows = [(who, words) for who, flags in report.flagged.items() for words in once(flags, lang)]
    rows += [("", says(one, lang)) for one in report.strays]
    show_table(console, "Look at these", ("learner", "what happened"), rows)
    by_cell: dict[str, list[str]] = {}
    for who, cell in report.to_read:
        by_cell.setdefault(cell, []).append(who)
    show_table(
        console,
        "Read and mark in formgrader",
        ("cell", "answers"),
        [(cell, few(people)) for cell, people in sorted(by_cell.items())],
    )
    show_table(
        console,
        "Nothing handed in",
        ("learners",),
        [(few(report.missing),)] if report.missing else [],
    )
    if report.outdated:
        console.print(
            f"{len(report.outdated)} scores come from earlier checks; "
            f"see what would change: care regrade {report.set_id} --dry-run"
        )


def once(flags: list[Any], lang: Lang) -> list[str]:
    """Return one sentence for each kind of flag, and how often it stands there again."""
    from carekit.grading.flags import says

    kinds: dict[str, list[Any]] = {}
    for one in flags:
        kinds.setdefault(one["code"], []).append(one)
    return [
        says(found[0], lang) + (f" (+{len(found) - 1})" if len(found) > 1 else "")
        for found in kinds.values()
    ]


def shown_value(value: Any) -> str:
    """Return a setting's value with its unit, as a person reads it."""
    if isinstance(value.value, str):
        return value.value
    whole = isinstance(value.value, int) or value.value.is_integer()
    return f"{value.value:,.0f} {value.unit}" if whole else f"{value.value:g} {value.unit}"


def few(people: list[str], most: int = 12) -> str:
    """Return how many people there are and who the first are."""
    more = f" and {len(people) - most} more" if len(people) > most else ""
    return f"{len(people)}: {', '.join(people[:most])}{more}"


def show_table(
    console: Console, title: str, columns: tuple[str, ...], rows: list[tuple[str, ...]]
) -> None:
    """Print a table under its title, or nothing when it has no rows."""
    if not rows:
        return
    console.print(f"\n[bold]{title}[/]")
    table = Table(show_edge=False, expand=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        # Names come from outside: nothing in them is markup, whatever brackets they hold.
        table.add_row(*map(Text, row))
    console.print(table)
