"""``care class run``: everything that has arrived is graded, and with ``--watch`` what comes."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from carekit.cli.grade import ERROR, LOOK, NOTHING_TO_DO, Unsandboxed, Workers, cores
from carekit.cli.messages import Speech, SpokenIn, say, speech
from carekit.cli.progress_table import once, say_line, show_table
from carekit.common.course import graded_root
from carekit.common.files import ContentError, shown

if TYPE_CHECKING:
    from carekit.grading.class_run.arrivals import Look
    from carekit.grading.class_run.class_run import ClassRun, SetDone
    from carekit.grading.run.run_report import Step

console = Console()
# So many looks without news, half a minute, make the report worth the seconds in which nobody else
# is graded.
_QUIET_LOOKS = 150


def run(
    inbox: Annotated[
        Path | None,
        typer.Argument(
            metavar="[INBOX]", help="A folder or zip, as for `care grade`; default submitted/."
        ),
    ] = None,
    sets: Annotated[
        list[str] | None, typer.Option("--set", help="Only this set; may repeat.")
    ] = None,
    watch: Annotated[
        bool, typer.Option("--watch", help="Go on, and grade what arrives, until Ctrl-C.")
    ] = False,
    workers: Workers = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print a line of JSON for each submission.")
    ] = False,
    unsandboxed: Unsandboxed = False,
    lang: SpokenIn = None,
) -> None:
    """Grade all that has arrived in every set; write feedback pages and the class report.

    The tests that learners handed in are in the report. With --watch a hand-in is graded as soon
    as its files are whole.
    """
    from carekit.grading.class_run.arrivals import look, looks
    from carekit.grading.class_run.class_run import ClassRun, sets_to_grade
    from carekit.grading.course.folders import read_settings

    root, speak = graded_root(), speech(lang)
    settings = read_settings(root)
    place = inbox or root / "submitted"
    if watch and inbox is None:
        place.mkdir(exist_ok=True)
    if not place.exists():
        collect = say("collect-anything")
        raise ContentError(say("nothing-there", place=shown(place), collect=collect))
    told = _Told(root, speak, as_json=as_json)
    many = workers or settings.rules.settings.workers or cores()
    work = ClassRun(
        settings,
        root,
        place,
        sets_to_grade(root, sets or ()),
        many,
        unsandboxed=unsandboxed,
        seed=secrets.randbelow(10**9),
        tell=told.step,
    )
    with work:
        before = look(place)
        told.done(work.everything())
        told.report()
        if watch and not told.stopped:
            with suppress(KeyboardInterrupt):
                work.get_ready()
                say_watching(place, speak, as_json=as_json)
                seen = looks(place, lambda wait: told.done(work.finished(wait)), lambda: True)
                keep_grading(work, told, before, seen)
            # Ctrl-C is how watching ends, whatever was being done then.
            told.stopped = False
            told.report()
    told.summary()
    raise typer.Exit(ERROR if told.stopped else LOOK if told.look else NOTHING_TO_DO)


def keep_grading(work: ClassRun, told: _Told, before: Look, seen: Iterator[Look]) -> None:
    """Grade what arrives after the look ``before``, for as long as there are looks.

    Hand-ins are graded while the next look is waited for; after the last look, those that are left.
    The class report is made again when nothing has arrived for a while.
    """
    from carekit.grading.class_run.arrivals import Arrivals

    arrivals, quiet = Arrivals(dict(before)), 0
    for now in seen:
        if told.stopped:
            return
        if paths := arrivals.whole(now):
            told.done(work.arrived(paths))
            quiet = 0
        elif arrivals.moving or not work.queue.idle:
            quiet = 0
        else:
            quiet += 1
            if quiet == _QUIET_LOOKS and told.stale:
                told.report()
    told.done(work.finished(None))


def say_watching(place: Path, speak: Speech, *, as_json: bool) -> None:
    """Say that the command goes on."""
    if as_json:
        typer.echo(json.dumps({"watching": str(place)}))
    else:
        say_line(speak("watching", folder=shown(place)))


class _Told:
    """What the command says while it works and at its end, and whether a person has to look."""

    def __init__(
        self,
        root: Path,
        speak: Speech,
        *,
        as_json: bool,
        clock: Callable[[], datetime] = datetime.now,
    ) -> None:
        self.root, self.speak, self.as_json, self.clock = root, speak, as_json, clock
        self.sets: dict[str, SetDone] = {}
        self.stopped = self.stale = False

    def step(self, set_id: str, step: Step) -> None:
        """Say what came of one submission, as soon as it is on the disk."""
        if step.outcome == "unchanged":
            return
        flags = once(list(step.flags), self.speak.lang)
        now = self.clock().astimezone()
        if self.as_json:
            line = {"at": now.isoformat(), "set": set_id, "learner": step.learner}
            typer.echo(json.dumps({**line, "outcome": step.outcome, "says": flags}))
            return
        said = self.speak(f"came-{step.outcome}", learner=step.learner, set=set_id)
        say_line(f"{now:%H:%M:%S}  {said}" + "".join(f"\n          {one}" for one in flags))

    def done(self, sets: Iterator[SetDone]) -> None:
        """Take what came of each set."""
        for one in sets:
            earlier = self.sets.get(one.set_id)
            self.sets[one.set_id] = earlier.followed_by(one) if earlier else one
            self.stale = True
            self.stopped = self.stopped or one.report.stopped
            for page in one.pages if self.as_json else ():
                line = {"set": one.set_id, "learner": page.parts[-3], "page": str(page)}
                typer.echo(json.dumps(line))
            for learner, why in one.no_page.items():
                say_line(self.speak("no-page", learner=learner, why=why))
            if one.report.unknown:
                self._ask_whose(one)

    def report(self) -> None:
        """Write the class report anew, where anything was graded."""
        from carekit.cli.report import write_report

        self.stale = False
        try:
            write_report(self.root, None, None, self.speak, quiet=self.as_json)
        except ContentError as error:
            # Nobody has a score yet: there is nothing to report.
            if not self.as_json:
                say_line(error.told(self.speak.lang))

    @property
    def look(self) -> bool:
        """Return whether a person has something to do."""
        return any(
            one.report.flagged
            or one.report.refused
            or one.report.failed
            or one.report.to_read
            or one.report.unknown
            or one.report.strays
            or one.report.outdated
            or one.no_page
            for one in self.sets.values()
        )

    def summary(self) -> None:
        """Show what came of each set, and what a person has to look at."""
        if self.as_json:
            return
        rows, looks = [], []
        for name, one in self.sets.items():
            said = one.report
            counts = (said.graded, said.unchanged, said.refused, said.failed, said.missing)
            to_mark = {who for who, _ in said.to_read}
            rows.append((name, *(str(len(some) or "") for some in (*counts, to_mark))))
            looks += [
                (name, who, words)
                for who, flags in said.flagged.items()
                for words in once(flags, self.speak.lang)
            ]
        keys = ("set", "graded-count", "unchanged-count", "refused-count", "failed-count")
        titles = tuple(map(self.speak, (*keys, "missing-count", "to-mark-count")))
        show_table(console, self.speak("by-set"), titles, rows)
        titles = (self.speak("set"), self.speak("learner"), self.speak("happened"))
        show_table(console, self.speak("look"), titles, looks)

    def _ask_whose(self, one: SetDone) -> None:
        from carekit.grading.course.folders import read_settings
        from carekit.grading.intake.settled_names import offer

        ready = offer(read_settings(self.root), one.set_id, one.report.unknown)
        if not self.as_json:
            command = f"care grade {one.set_id} --who {shown(ready)}"
            say_line(self.speak("fill-in", file=shown(ready), command=command))
