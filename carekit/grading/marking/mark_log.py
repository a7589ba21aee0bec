"""Every mark of a set as one line that is only ever added, on the disk before the gradebook has it.

A line ``written`` says that the gradebook has a mark, ``refused`` that it had something else by
then, ``undo`` that its marker took it back.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from carekit.common.durable_files import Disk
from carekit.common.files import json_line
from carekit.grading.course.folders import Settings
from carekit.grading.gradebook.hand_marks import HandMark

VERSION = 1


@dataclass(frozen=True)
class MarkedAnswer:
    """One learner's answer in a mark: the digest of its text, and the mark it had before."""

    learner: str
    digest: str
    before: HandMark


@dataclass(frozen=True)
class LoggedMark:
    """One mark: of one answer, or of several that are the same.

    ``second`` is a second marker's, who marks every ``every``-th answer; else that is 0.
    """

    id: str
    when: str
    marker: str
    second: bool
    task: str
    answers: tuple[MarkedAnswer, ...]
    points: float
    comment: str
    every: int = 0

    @property
    def after(self) -> HandMark:
        """Return what the answers have by this mark."""
        return HandMark(self.points, self.comment, waits=False)


@dataclass
class MarkLog:
    """The log of one set; ``marks`` in the order in which they were given, by id."""

    path: Path
    disk: Disk = field(default_factory=Disk)
    marks: dict[str, LoggedMark] = field(default_factory=dict)
    undone: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)
    written: set[str] = field(default_factory=set)
    damaged: int = 0
    _read: int = 0

    @classmethod
    def of(cls, settings: Settings, set_id: str, disk: Disk | None = None) -> MarkLog:
        """Return a set's log, read as far as it goes."""
        log = cls(settings.state / f"{set_id}.marks.jsonl", disk or Disk())
        log.read_on()
        return log

    def read_on(self) -> None:
        """Read what was added since, by whoever; a line that a crash cut off is counted."""
        if not self.path.exists():
            return
        with self.path.open("rb") as file:
            file.seek(self._read)
            for line in file:
                if not line.endswith(b"\n"):
                    # Somebody is still writing it, or a crash cut it off.
                    break
                self._read += len(line)
                self._note(line)

    def _note(self, line: bytes) -> None:
        try:
            said = json.loads(line)
            kind = said["kind"]
            if kind == "mark":
                mark = _mark(said)
                self.marks[mark.id] = mark
            elif kind in ("undo", "refused", "written"):
                found = {"undo": self.undone, "refused": self.refused, "written": self.written}
                found[kind].add(str(said["of"]))
        except (ValueError, KeyError, TypeError):
            self.damaged += bool(line.strip())

    def add(self, mark: LoggedMark) -> None:
        """Add a mark; when this returns, it is on the disk."""
        answers = [
            {
                "learner": one.learner,
                "digest": one.digest,
                "before": {
                    "points": one.before.points,
                    "comment": one.before.comment,
                    "waits": one.before.waits,
                },
            }
            for one in mark.answers
        ]
        self._append(
            {
                "kind": "mark",
                "id": mark.id,
                "when": mark.when,
                "marker": mark.marker,
                "second": mark.second,
                "task": mark.task,
                "answers": answers,
                "points": mark.points,
                "comment": mark.comment,
                "every": mark.every,
            }
        )

    def note(self, kind: str, mark: LoggedMark, when: str) -> None:
        """Add that a mark is ``written``, ``refused`` or taken back (``undo``)."""
        self._append({"kind": kind, "of": mark.id, "when": when})

    def _append(self, said: Mapping[str, object]) -> None:
        self.disk.append(self.path, json_line({"version": VERSION, **said}))
        self.read_on()

    def standing(self, *, second: bool) -> Iterator[LoggedMark]:
        """Give the marks of one of the two roles that nobody took back, the oldest first."""
        for mark in self.marks.values():
            if mark.second == second and mark.id not in self.undone | self.refused:
                yield mark

    def unsettled(self) -> Sequence[LoggedMark]:
        """Return the first marker's marks of which nobody knows whether the gradebook has them."""
        return [one for one in self.standing(second=False) if one.id not in self.written]

    def last_of(self, marker: str, *, second: bool) -> LoggedMark | None:
        """Return the last mark that a marker can take back."""
        mine = [one for one in self.standing(second=second) if one.marker == marker]
        return mine[-1] if mine else None

    def seconds(self, task: str) -> dict[str, tuple[LoggedMark, str]]:
        """Return a second marker's last mark of each learner, with the digest of what was read."""
        return {
            answer.learner: (mark, answer.digest)
            for mark in self.standing(second=True)
            if mark.task == task
            for answer in mark.answers
        }

    def comments(self, task: str) -> list[tuple[str, int]]:
        """Return comments with how many answers got each: first this task's, the most used first.

        What only other tasks got follows, with a count of 0.
        """
        here: Counter[str] = Counter()
        elsewhere: Counter[str] = Counter()
        for mark in (*self.standing(second=False), *self.standing(second=True)):
            if mark.comment:
                (here if mark.task == task else elsewhere)[mark.comment] += len(mark.answers)
        return here.most_common() + [
            (text, 0) for text, _ in elsewhere.most_common() if text not in here
        ]


def _mark(said: Mapping[str, Any]) -> LoggedMark:
    answers = tuple(
        MarkedAnswer(
            str(one["learner"]),
            str(one["digest"]),
            HandMark(
                one["before"]["points"],
                str(one["before"]["comment"]),
                waits=bool(one["before"]["waits"]),
            ),
        )
        for one in said["answers"]
    )
    return LoggedMark(
        id=str(said["id"]),
        when=str(said["when"]),
        marker=str(said["marker"]),
        second=bool(said["second"]),
        task=str(said["task"]),
        answers=answers,
        points=float(said["points"]),
        comment=str(said["comment"]),
        every=int(said["every"]),
    )
