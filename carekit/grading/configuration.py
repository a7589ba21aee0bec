"""Every setting of grading that a trainer may change: the section ``c.Carekit`` of the config file.

``nbgrader_config.py`` is where nbgrader keeps its own settings, so ours stand beside them. All that
grades reads them here: ``care grade``, ``nbgrader autograde``, formgrader's button, and the workers
of a Dask cluster, to which the values are sent. What a value is when nobody sets it stands with the
code that uses it (``sealed.limits``, ``entries``), never here as well.
"""

from __future__ import annotations

import math
from typing import Any

from traitlets import Enum, Float, Int, TraitError, TraitType, Unicode, default
from traitlets.config import Configurable

from carekit.files import ContentError
from carekit.grading.entries import MB
from carekit.grading.entries import Limits as Intake
from carekit.grading.moments import zone_of
from carekit.grading.sealed.limits import HANG_MARGIN, LONGEST, PER_CELL, STARTING, Limits
from carekit.grading.sealed.sandbox import Level

SECTION = "Carekit"
RUN, INTAKE = Limits(), Intake()
# The kernel counts processes and open files in so many bits, and as many megabytes fit into 64.
MOST_COUNTED = 2**31 - 1


class Seconds(Float):
    """A time in seconds: a finite number above 0."""

    info_text = "a number of seconds above 0"

    def validate(self, obj: Any, value: Any) -> float:
        """Return the number. Raises TraitError for anything that no clock can count."""
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            self.error(obj, value)
        if not math.isfinite(value) or not 0 < value <= LONGEST:
            self.error(obj, value)
        return float(value)


class Count(Int):
    """A whole number from ``min`` to ``MOST_COUNTED``."""

    def validate(self, obj: Any, value: Any) -> int:
        """Return the number. Raises TraitError for a truth value, which Python counts as 0 or 1."""
        if isinstance(value, bool) or type(value) is not int:
            self.error(obj, value)
        if not self.min <= value <= MOST_COUNTED:
            self.error(obj, value)
        return value

    def info(self) -> str:
        """Return what the setting wants, for an error."""
        return f"a whole number, {self.min} or more, and {MOST_COUNTED} at most"


class Zone(Unicode):
    """The name of a time zone, or "" for none."""

    info_text = "the name of a time zone, such as 'Asia/Taipei', or an offset, such as '+08:00'"

    def validate(self, obj: Any, value: Any) -> str:
        """Return the name. Raises TraitError where no zone is called so."""
        try:
            if isinstance(value, str) and (not value or zone_of(value)):
                return value
        except ContentError:
            pass
        self.error(obj, value)
        return ""


def seconds(standard: float | None, says: str) -> TraitType[Any, Any]:
    """Return a setting in seconds; None where the value follows from another setting."""
    made = Seconds(help=says) if standard is None else Seconds(standard, help=says)
    return made.tag(config=True, unit="seconds")


def count(standard: int, unit: str, says: str, least: int = 1) -> TraitType[Any, Any]:
    """Return a setting that is a whole number of some unit, ``least`` or more."""
    return Count(standard, min=least, help=says).tag(config=True, unit=unit)


class Carekit(Configurable):
    """The settings ``c.Carekit.*``; each has its help, and a tag ``unit``."""

    minimum_level = Enum(
        [level.value for level in Level],
        Level.LANDLOCK.value,
        help="The weakest sandbox to grade in; below it nothing is graded.",
    ).tag(config=True, unit="level")

    cell_seconds = seconds(
        RUN.cell_seconds,
        "How long one cell or one check may run, by the clock on the wall. "
        "Where it is not set, nbgrader's own `c.Execute.timeout` counts.",
    )
    total_seconds = seconds(
        None,
        f"How long one submission may run, all its cells together; {PER_CELL:g} times "
        "`cell_seconds` where it is not set.",
    )
    memory_mb = count(
        RUN.memory_mb,
        "MB",
        "Memory that a process, and all that a submission starts together, may take on top of "
        "what the grader gives it.",
        16,
    )
    disk_mb = count(RUN.disk_mb, "MB", "Files that a submission may have and write.")
    files = count(RUN.files, "files", "How many files and folders a submission may write.", 16)
    open_files = count(RUN.open_files, "files", "How many files a process may hold open.", 32)
    processes = count(RUN.processes, "processes", "How many processes a submission may have.", 2)
    output_bytes = count(RUN.output_bytes, "bytes", "What one cell may show; the rest is cut off.")

    shown_bytes = count(
        RUN.shown_bytes, "bytes", "What all cells of a notebook may show together; then nothing."
    )

    notebook_mb = count(
        INTAKE.notebook // MB, "MB", "How large a notebook, or a zip with one, may be."
    )
    outputs_mb = count(
        INTAKE.outputs // MB,
        "MB",
        "Above this a notebook's stored outputs are dropped before it is read.",
    )
    extra_mb = count(INTAKE.extra // MB, "MB", "How large one file beside the notebook may be.")
    extras_mb = count(INTAKE.total // MB, "MB", "How large all files beside it may be together.")
    extras = count(INTAKE.extras, "files", "How many files beside the notebook are taken.", 0)
    members = count(INTAKE.members, "files", "How many files an archive may hold.")
    zip_ratio = count(
        INTAKE.ratio, "times", "How far a large file in an archive may have been shrunk."
    )
    folder_depth = count(
        INTAKE.depth,
        "folders",
        "How deep folders may lie in each other, not counting those around everything.",
    )

    zone = Zone(
        "",
        help="The trainer's time zone: due dates are shown and read in it; this machine's where "
        "it is not set.",
    ).tag(config=True, unit="zone")

    workers = count(0, "processes", "How many submissions at a time; 0 is one for each core.", 0)
    start_seconds = seconds(STARTING, "How long a grading process may take until it is ready.")
    hang_seconds = seconds(
        None,
        "After how long without a result a grading process is ended; "
        f"{HANG_MARGIN:g} more than `total_seconds` where it is not set.",
    )
    scheduler_seconds = seconds(20.0, "How long a Dask scheduler may take to answer.")
    no_worker_seconds = seconds(300.0, "How long a Dask cluster may be without any worker.")

    results_together = count(
        250, "results", "How many results that come fast are put on the disk at once."
    )
    gradebook_together = count(
        500, "results", "How many results one transaction puts into the gradebook."
    )
    gradebook_seconds = seconds(5.0, "How long a result may wait for the gradebook.")
    backups = count(5, "copies", "How many copies of the gradebook from before a run are kept.")

    @default("total_seconds")
    def _total_seconds(self) -> float:
        return min(PER_CELL * self.cell_seconds, LONGEST)

    @default("hang_seconds")
    def _hang_seconds(self) -> float:
        return self.limits().hang_seconds

    def limits(self) -> Limits:
        """Return what one submission may use, as the sealed worker takes it."""
        return Limits(
            cell_seconds=self.cell_seconds,
            total_seconds=self.total_seconds,
            memory_mb=self.memory_mb,
            disk_mb=self.disk_mb,
            files=self.files,
            open_files=self.open_files,
            processes=self.processes,
            output_bytes=self.output_bytes,
            shown_bytes=self.shown_bytes,
            notebook_bytes=self.notebook_mb * MB,
            start_seconds=self.start_seconds,
        )

    def intake(self) -> Intake:
        """Return what is accepted of what was handed in, as the inbox takes it."""
        return Intake(
            notebook=self.notebook_mb * MB,
            extra=self.extra_mb * MB,
            extras=self.extras,
            total=self.extras_mb * MB,
            outputs=self.outputs_mb * MB,
            members=self.members,
            ratio=self.zip_ratio,
            depth=self.folder_depth,
        )


def names() -> list[str]:
    """Return the names of all settings, in the order in which they stand above."""
    known = Carekit.class_traits(config=True)
    return [name for name in vars(Carekit) if name in known]


def refusal(name: str, value: object) -> str:
    """Return what is wrong with a value for a setting, or "" where nothing is."""
    try:
        setattr(Carekit(), name, value)
    except TraitError:
        trait = Carekit.class_traits()[name]
        if isinstance(trait, Enum):
            return f"is {value!r}; write one of {', '.join(map(repr, trait.values))}"
        return f"is {value!r}; write {trait.info()}"
    return ""
