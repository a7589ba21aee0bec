"""Every setting of grading that a trainer may change: the section ``c.Carekit`` of the config file.

``nbgrader_config.py`` is where nbgrader keeps its own settings, so ours stand beside them. All that
grades reads them here: ``care grade``, ``nbgrader autograde``, formgrader's button, and the workers
of a Dask cluster, to which the values are sent. What a value is when nobody sets it stands with the
code that uses it (``sandbox.isolation.limits``, ``intake_limits``), never here as well.
"""

from __future__ import annotations

import math
from typing import Any

from traitlets import Enum, Float, HasTraits, Int, TraitError, Unicode, default
from traitlets.config import Configurable

from carekit.common.files import ContentError
from carekit.common.messages import Messages, Said
from carekit.grading.course.intake_limits import MB
from carekit.grading.course.intake_limits import IntakeLimits as Intake
from carekit.grading.course.moments import zone_of
from carekit.grading.refusals import say
from carekit.sandbox.isolation.limits import HANG_MARGIN, LONGEST, PER_CELL, STARTING, Limits
from carekit.sandbox.isolation.sandbox import Level
from carekit.sandbox.submission.trust import SEALED, VISITING

SECTION = "Carekit"
RUN, INTAKE = Limits(), Intake()
# The kernel counts processes and open files in so many bits, and as many megabytes fit into 64.
MOST_COUNTED = 2**31 - 1
_words = Messages("settings")


class Worded:
    """What a kind of setting wants, as a person reads it."""

    def wanted(self) -> Said:
        """Return what the setting wants, for an error."""
        raise NotImplementedError

    def info(self) -> str:
        """Return the same in English, for traitlets."""
        return str(self.wanted())


class Seconds(Worded, Float[float, Any]):
    """A time in seconds: a finite number above 0."""

    def validate(self, obj: HasTraits | None, value: object) -> float:
        """Return the number. Raises TraitError for anything that no clock can count."""
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            self.error(obj, value)
        if not math.isfinite(value) or not 0 < value <= LONGEST:
            self.error(obj, value)
        return float(value)

    def wanted(self) -> Said:
        """Return what the setting wants, for an error."""
        return say("wanted-seconds")


class Count(Worded, Int[int, Any]):
    """A whole number from ``min`` to ``MOST_COUNTED``."""

    def validate(self, obj: HasTraits | None, value: object) -> int:
        """Return the number. Raises TraitError for a truth value, which Python counts as 0 or 1."""
        if isinstance(value, bool) or type(value) is not int:
            self.error(obj, value)
        if not self.min <= value <= MOST_COUNTED:
            self.error(obj, value)
        return value

    def wanted(self) -> Said:
        """Return what the setting wants, for an error."""
        return say("wanted-count", least=self.min, most=MOST_COUNTED)


def _is_zone(name: str) -> bool:
    try:
        zone_of(name)
    except ContentError:
        return False
    return True


class Zone(Worded, Unicode[str, Any]):
    """The name of a time zone, or "" for none."""

    def validate(self, obj: HasTraits | None, value: object) -> str:
        """Return the name. Raises TraitError where no zone is called so."""
        if isinstance(value, str) and (not value or _is_zone(value)):
            return value
        return self.error(obj, value)

    def wanted(self) -> Said:
        """Return what the setting wants, for an error."""
        return say("wanted-zone")


def seconds(standard: float | None = None) -> Seconds:
    """Return a setting in seconds; None where the value follows from another setting."""
    made = Seconds() if standard is None else Seconds(standard)
    return made.tag(config=True, unit="seconds")


def count(standard: int, unit: str, least: int = 1) -> Count:
    """Return a setting that is a whole number of some unit, ``least`` or more."""
    return Count(standard, min=least).tag(config=True, unit=unit)


class Carekit(Configurable):
    """The settings ``c.Carekit.*``; each has a tag ``unit``. What it is, the kit's words say."""

    minimum_level = Enum([level.value for level in Level], Level.LANDLOCK.value).tag(
        config=True, unit="level"
    )

    lowest_trust = Enum([SEALED, VISITING], VISITING).tag(config=True, unit="trust")

    cell_seconds = seconds(RUN.cell_seconds)
    total_seconds = seconds()
    memory_mb = count(RUN.memory_mb, "MB", 16)
    disk_mb = count(RUN.disk_mb, "MB")
    files = count(RUN.files, "files", 16)
    open_files = count(RUN.open_files, "files", 32)
    processes = count(RUN.processes, "processes", 2)
    output_bytes = count(RUN.output_bytes, "bytes")
    shown_bytes = count(RUN.shown_bytes, "bytes")

    notebook_mb = count(INTAKE.notebook // MB, "MB")
    outputs_mb = count(INTAKE.outputs // MB, "MB")
    extra_mb = count(INTAKE.extra // MB, "MB")
    extras_mb = count(INTAKE.total // MB, "MB")
    extras = count(INTAKE.extras, "files", 0)
    members = count(INTAKE.members, "files")
    zip_ratio = count(INTAKE.ratio, "times")
    folder_depth = count(INTAKE.depth, "folders")

    zone = Zone("").tag(config=True, unit="zone")

    workers = count(0, "processes", 0)
    start_seconds = seconds(STARTING)
    hang_seconds = seconds()
    scheduler_seconds = seconds(20.0)
    no_worker_seconds = seconds(300.0)

    results_together = count(250, "results")
    gradebook_together = count(500, "results")
    gradebook_seconds = seconds(5.0)
    backups = count(5, "copies")

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


def meaning(name: str) -> Said:
    """Return what a setting is."""
    return _words(name, times=f"{PER_CELL:g}", margin=f"{HANG_MARGIN:g}")


def with_unit(value: str | float, unit: str) -> Said | str:
    """Return a setting's value with its unit, as a person reads it."""
    if isinstance(value, str):
        return value or _words("not-set")
    whole = isinstance(value, int) or value.is_integer()
    return _words(f"in-{unit}", n=f"{value:,.0f}" if whole else f"{value:g}")


def refusal(name: str, value: object) -> Said | None:
    """Return what is wrong with a value for a setting, or None where nothing is."""
    try:
        setattr(Carekit(), name, value)
    except TraitError:
        trait = Carekit.class_traits()[name]
        if isinstance(trait, Enum):
            known = ", ".join(map(repr, trait.values or ()))
            return say("value-one-of", value=repr(value), known=known)
        wanted = trait.wanted() if isinstance(trait, Worded) else trait.info()
        return say("value-wanted", value=repr(value), wanted=wanted)
    return None


# What traitlets shows of a setting is the English of it.
for _name in names():
    Carekit.class_traits()[_name].help = str(meaning(_name))
