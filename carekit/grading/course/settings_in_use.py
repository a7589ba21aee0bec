"""The settings of grading in use: what the configuration files of a course say of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from carekit.common.config_files import File
from carekit.common.files import Fault, nearest, refuse, shown
from carekit.common.languages import Spoken
from carekit.common.messages import Said
from carekit.grading.course.configuration import RUN, SECTION, Carekit, meaning, names, refusal
from carekit.grading.refusals import say

OLD = "SealedExecute"
"""The section where our preprocessor had settings of its own; ``RENAMED`` says their new names."""
RENAMED = {
    "timeout": "cell_seconds",
    "total_timeout": "total_seconds",
    "memory_mb": "memory_mb",
    "level": "minimum_level",
}
TIMEOUT = ("Execute", "ExecutePreprocessor", "NotebookClient")
"""The sections from which nbgrader takes ``timeout``, its seconds for each cell; the first wins."""
_FOLLOWS = {"total_seconds": "cell_seconds", "hang_seconds": "total_seconds"}
"""The settings that follow from another one where nobody sets them."""
_EXPORTER = "exporter_class"
_PAGES = "carekit.grading.feedback.nbgrader_exporter.LearnersPage"
_GONE = ("db_assignments", "db_students")


@dataclass(frozen=True)
class Value:
    """A setting in use: its value with the unit, what it is for, and where the value comes from."""

    name: str
    value: str | float
    unit: str
    says: Said
    origin: Said | str


@dataclass(frozen=True)
class Rules:
    """The settings in use. ``notes`` are sentences about what the files say and nobody expects."""

    settings: Carekit
    values: tuple[Value, ...]
    notes: tuple[Said, ...] = ()


@dataclass
class _Reading:
    """What is found while the files are read."""

    files: Sequence[File]
    chosen: dict[str, tuple[object, Said | str]] = field(default_factory=dict)
    said_by: dict[str, tuple[File, str, str]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    notes: list[Said] = field(default_factory=list)

    def said(self, section: str) -> Iterator[tuple[str, object, File]]:
        """Give each key of a section, its value, and the file that has the last word on it."""
        last: dict[str, tuple[object, File]] = {}
        for file in self.files:
            part = file.config.get(section, {}) if section in file.config else {}
            if isinstance(part, dict):
                last |= {key: (value, file) for key, value in part.items()}
        for key, (value, file) in last.items():
            yield key, value, file

    def fault(self, file: File, section: str, key: str, says: Spoken) -> None:
        self.faults.append(Fault(*file.place(section, key), f"c.{section}.{key}", says))

    def take(self, name: str, value: object, file: File, section: str, key: str) -> None:
        """Use a value unless it cannot be used, or another key had the word before."""
        if wrong := refusal(name, value):
            self.fault(file, section, key, wrong)
        elif name not in self.chosen:
            at = file.shown(section, key)
            self.chosen[name] = value, f"c.{section}.{key} ({at})"
            self.said_by[name] = file, section, key


def rules_of(files: Sequence[File]) -> Rules:
    """Return the settings in use.

    Raises ContentError that names file, line and key of every value that cannot be used and of
    every key of ours that does not exist.
    """
    read = _Reading(files)
    _ours(read)
    _renamed(read)
    _nbgraders(read)
    _slips(read)
    _pages(read)
    refuse(read.faults)
    made = Carekit()
    for name, (value, _) in read.chosen.items():
        setattr(made, name, value)
    _together(made, read)
    refuse(read.faults)
    return Rules(made, tuple(_values(made, read)), tuple(read.notes))


def _ours(read: _Reading) -> None:
    known = {name: f"c.{SECTION}.{name}" for name in names()}
    for key, value, file in read.said(SECTION):
        if key in known:
            read.take(key, value, file, SECTION, key)
        else:
            says = say.meant("no-setting", nearest(key, known))
            read.fault(file, SECTION, key, says)


def _renamed(read: _Reading) -> None:
    for key, value, file in read.said(OLD):
        if key not in RENAMED:
            read.fault(file, OLD, key, say("no-old-setting", section=OLD))
            continue
        name = RENAMED[key]
        new, counts = f"c.{SECTION}.{name}", say("still-counts")
        if name in read.chosen:
            counts = say("set-as-well", new=new)
        if (name, value) == ("minimum_level", "best"):
            counts = say("best-was-used")
        else:
            read.take(name, value, file, OLD, key)
        at = file.shown(OLD, key)
        read.notes.append(say("renamed", at=at, old=f"c.{OLD}.{key}", new=new, counts=counts))


def _nbgraders(read: _Reading) -> None:
    for section in TIMEOUT:
        for key, value, file in read.said(section):
            if key != "timeout" or "cell_seconds" in read.chosen:
                continue
            if value is None or (type(value) is int and value <= 0):
                # So nbgrader says "no limit"; a submission as a whole always has one.
                whole = read.chosen.get("total_seconds", (RUN.total_seconds, ""))[0]
                at = {"key": f"c.{section}.timeout", "file": shown(file.path)}
                read.chosen["cell_seconds"] = whole, say("no-limit", **at)
                read.chosen.setdefault("total_seconds", (whole, say("default")))
            else:
                read.take("cell_seconds", value, file, section, key)


def _slips(read: _Reading) -> None:
    """Look for sections that are ours but for a slip, and for what nbgrader no longer reads."""
    ours = {name.casefold(): name for name in (SECTION, OLD)}
    for file in read.files:
        for section in file.config:
            meant = nearest(section.casefold(), ours, cutoff=0.8)
            if meant and section not in ours.values():
                says = say("no-section", near=meant)
                read.faults.append(Fault(*file.place(section, ""), f"c.{section}", says))
    for section in ("CourseDirectory", "NbGrader"):
        for key, _, file in read.said(section):
            if key in _GONE:
                at = file.shown(section, key)
                instead, gone = say(f"instead-{key}"), f"c.{section}.{key}"
                read.notes.append(say("not-read-any-more", at=at, key=gone, instead=instead))


def _pages(read: _Reading) -> None:
    """Look whether nbgrader makes its own feedback pages of what the sealed worker graded."""
    sealed = [
        file.shown("Autograde", key)
        for key, value, file in read.said("Autograde")
        if "SealedExecute" in str(value)
    ]
    sections = ("GenerateFeedback", "BaseConverter")
    named = any(key == _EXPORTER for section in sections for key, _, _ in read.said(section))
    # Whether pages of the trainer's own show too much is for them to say.
    if sealed and not named:
        read.notes.append(say("stock-pages", at=sealed[0], ours=_PAGES))


def _together(made: Carekit, read: _Reading) -> None:
    """Look at settings that must fit each other."""
    if made.cell_seconds > made.total_seconds:
        cell, whole = (read.chosen.get(n, (0, n))[1] for n in ("cell_seconds", "total_seconds"))
        limits = {"seconds": f"{made.cell_seconds:g}", "most": f"{made.total_seconds:g}"}
        read.notes.append(say("cell-above-whole", cell=cell, whole=whole, **limits))
    if made.hang_seconds <= made.total_seconds:
        limits = {"value": f"{made.hang_seconds:g}", "most": f"{made.total_seconds:g}"}
        read.fault(*read.said_by["hang_seconds"], say("hang-too-short", **limits))
    if "extras_mb" in read.chosen and made.extras_mb > made.disk_mb:
        larger, least = (read.chosen.get(n, (0, n))[1] for n in ("extras_mb", "disk_mb"))
        sizes = {"mb": made.extras_mb, "most": made.disk_mb}
        read.notes.append(say("extras-above-disk", extras=larger, disk=least, **sizes))


def _values(made: Carekit, read: _Reading) -> Iterator[Value]:
    for name in names():
        unit = Carekit.class_traits()[name].metadata["unit"]
        followed = _FOLLOWS.get(name)
        usual = say("follows", name=followed) if followed else say("default")
        origin = read.chosen.get(name, (None, usual))[1]
        yield Value(name, getattr(made, name), unit, meaning(name), origin)
