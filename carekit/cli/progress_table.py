"""What the grading verbs show: a live table while they work, and what a person has to do after."""

from __future__ import annotations

import shlex
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console, Group
from rich.live import Live
from rich.table import Table
from rich.text import Text

from carekit.cli.messages import Speech
from carekit.common.languages import Lang

if TYPE_CHECKING:
    from carekit.grading.regrade.checks_changed import Regrading
    from carekit.grading.run.run_report import RunReport, Step
    from carekit.sandbox.messages import FlagRecord

# More learners than these are not named one by one in a command.
_ONE_BY_ONE = 5


class Board:
    """The live table of a run."""

    def __init__(
        self, console: Console, set_id: str, total: int, speak: Speech, *, quiet: bool = False
    ) -> None:
        """Get ready to count ``total`` submissions; ``quiet`` shows nothing."""
        self.set_id, self.total, self.speak, self.quiet = set_id, total, speak, quiet
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

    def step(self, step: Step) -> None:
        """Count one submission."""
        from carekit.sandbox.submission.flags import needs_look

        self.note = ""
        self.counts[step.outcome] = self.counts.get(step.outcome, 0) + 1
        self.flags += any(needs_look(one) for one in step.flags)
        if not self.quiet:
            self.live.update(self._drawn())

    def waiting(self) -> None:
        """Say that another run has the set."""
        self.note = self.speak("waiting")
        if not self.quiet:
            self.live.update(self._drawn())

    def _drawn(self) -> Group:
        done, graded = sum(self.counts.values()), self.counts.get("graded", 0)
        took = time.monotonic() - self.began
        rate = graded / took if took > 0 else 0.0
        left = max(0, self.total - done) / rate if rate else None
        table = Table(box=None, pad_edge=False)
        for name in ("set", "done", "per-second", "time-left", "flagged"):
            table.add_column(self.speak(name), justify="left" if name == "set" else "right")
        table.add_row(
            self.set_id,
            self.speak("of", done=done, total=self.total),
            f"{rate:.1f}" if graded else "…",
            "…" if left is None else f"{int(left // 60)}:{int(left % 60):02}",
            str(self.flags),
        )
        return Group(table, self.note)


def plain_report(report: RunReport, ready: Path | None = None) -> dict[str, Any]:
    """Return a run's report as plain data, every flag with its sentence in all languages.

    ``ready`` is the file in which to say whose the unknown hand-ins are.
    """
    from carekit.sandbox.submission.flags import flag, says_in_all

    def spoken(flags: list[FlagRecord]) -> list[dict[str, Any]]:
        return [{**one, "says": says_in_all(one)} for one in flags]

    plain = asdict(report)
    plain["flagged"] = {who: spoken(flags) for who, flags in plain["flagged"].items()}
    plain["strays"] = spoken(plain["strays"])
    plain["matched"] = {who: spoken(flags) for who, flags in plain["matched"].items()}
    plain["unknown"] = [
        {**one, **spoken([flag("whose", found=one["found"]).plain()])[0]}
        for one in plain["unknown"]
    ]
    plain["names_file"] = None if ready is None else str(ready)
    plain["to_read"] = [{"learner": who, "cell": cell} for who, cell in plain["to_read"]]
    return {**plain, "attention": report.attention}


MATCHES = "receipt-matches"
"""The flag of a hand-in whose files are those of its receipt: a line for all is enough."""


def tell(console: Console, report: RunReport, speak: Speech) -> None:
    """Print what came of a run and what a person has to do."""
    from carekit.sandbox.submission.flags import says

    levels = ", ".join(sorted(report.levels))
    if len(report.levels) > 1:
        levels = ", ".join(f"{name} ({count})" for name, count in sorted(report.levels.items()))
    done = speak(
        "graded-sealed" if levels else "graded",
        set=report.set_id,
        graded=len(report.graded),
        levels=levels,
        unchanged=len(report.unchanged),
        refused=len(report.refused),
        failed=len(report.failed),
        seconds=f"{report.seconds:.1f}",
    )
    console.print(done, highlight=False)
    if report.stopped:
        console.print(speak("stopped"))
    rows = [
        (who, words) for who, flags in report.flagged.items() for words in once(flags, speak.lang)
    ]
    rows += [("", says(one, speak.lang)) for one in report.strays]
    show_table(console, speak("look"), (speak("learner"), speak("happened")), rows)
    rows = [
        (who, says(one, speak.lang))
        for who, them in report.matched.items()
        for one in them
        if one["code"] != MATCHES
    ]
    show_table(console, speak("filed"), (speak("learner"), speak("came")), rows)
    matching = [
        who for who, them in report.matched.items() if any(one["code"] == MATCHES for one in them)
    ]
    if matching:
        told = speak("receipts-match", people=few(matching, speak))
        console.print(told, markup=False, highlight=False, soft_wrap=True)
    by_cell: dict[str, list[str]] = {}
    for who, cell in report.to_read:
        by_cell.setdefault(cell, []).append(who)
    show_table(
        console,
        speak("to-mark"),
        (speak("cell"), speak("answers")),
        [(cell, few(people, speak)) for cell, people in sorted(by_cell.items())],
    )
    show_table(
        console,
        speak("not-handed-in"),
        (speak("learners"),),
        [(few(report.missing, speak),)] if report.missing else [],
    )
    show_table(
        console,
        speak("not-in-this-inbox"),
        (speak("learners"),),
        [(few(report.elsewhere, speak),)] if report.elsewhere else [],
    )
    show_table(
        console,
        speak("not-sealed"),
        (speak("level-of-trust"), speak("checks-at")),
        [
            (speak(f"trust-{level.replace(' ', '-')}"), ", ".join(cells))
            for level, cells in report.trust.items()
            if level != "sealed"
        ],
    )
    if report.outdated:
        command = f"care regrade {report.set_id} --dry-run"
        console.print(speak("outdated", count=len(report.outdated), command=command))
    if report.cut_off:
        # Names may hold what a shell reads, and many of them make no command to copy.
        alone = report.cut_off if len(report.cut_off) <= _ONE_BY_ONE else ()
        only = "".join(f" --only {shlex.quote(one)}" for one in alone)
        command = f"care grade {report.set_id} --regrade{only}"
        console.print(speak("cut-off", count=len(report.cut_off), command=command))


def once(flags: list[FlagRecord], lang: Lang) -> list[str]:
    """Return one sentence for each kind of flag, and how often it stands there again."""
    from carekit.sandbox.submission.flags import says

    kinds: dict[str, list[FlagRecord]] = {}
    for one in flags:
        kinds.setdefault(one["code"], []).append(one)
    return [
        says(found[0], lang) + (f" (+{len(found) - 1})" if len(found) > 1 else "")
        for found in kinds.values()
    ]


def few(people: list[str], speak: Speech, most: int = 12) -> str:
    """Return how many people there are and who the first are."""
    more = len(people) - most
    first = ", ".join(people[:most])
    return speak("few-of-many" if more > 0 else "few", count=len(people), people=first, more=more)


def show_table(
    console: Console, title: str, columns: tuple[str, ...], rows: Sequence[tuple[str, ...]]
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


def tell_changes(console: Console, result: Regrading, speak: Speech) -> None:
    """Print whose score a regrading changes, and why."""
    from carekit.sandbox.submission.trust import SEALED

    rows: list[tuple[str, ...]] = []
    for one in result.changes:
        mark, why = one.by_hand, speak(one.why)
        why = why if mark is None else speak("mark-stays", why=why, mark=f"{mark:g}")
        level = speak(f"trust-{one.trust.replace(' ', '-')}") if one.trust else ""
        rows.append((one.learner, one.cell, _points(one.before), _points(one.after), level, why))
    keys = ["learner", "cell", "was", "is", "level-of-trust", "why"]
    if all(one.trust == SEALED for one in result.changes):
        # One level for all is no column: it would take the room of the reason.
        keys.remove("level-of-trust")
        rows = [(*row[:4], row[5]) for row in rows]
    show_table(console, speak("scores-change"), tuple(map(speak, keys)), rows)
    people = len({one.learner for one in result.changes})
    checks = ", ".join(result.checks_changed) or speak("none")
    done = {"set": result.set_id, "count": result.looked_at, "people": people, "checks": checks}
    console.print(speak("regraded", **done), highlight=False)
    if result.not_found:
        kept = speak("not-found", people=few(list(result.not_found), speak))
        console.print(kept, markup=False)
    if result.dry:
        console.print(speak("dry", option="--dry-run"))


def _points(score: float | None) -> str:
    return "-" if score is None else f"{score:g}"


def say_line(words: str) -> None:
    """Print a sentence as it is, also one that holds brackets, and let the terminal break it."""
    from carekit.cli import console

    console.print(words, markup=False, highlight=False, soft_wrap=True)
