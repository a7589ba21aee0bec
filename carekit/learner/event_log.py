"""The learner's own record: xAPI-shaped statements, one JSON line each, only ever appended.

Nothing in the log is changed or removed. A line that cannot be read, such as the half of one that
a crash left behind, stays where it is and is copied once to a second file, so that a person can
look at it. The order of the lines counts, not their times: clocks jump.
"""

from __future__ import annotations

import errno
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from carekit.common.files import ContentError, append_line, shown
from carekit.common.languages import Lang
from carekit.common.untrusted_files import read_file

LOG = "attempts.jsonl"
# How a log calls its learner where no hub tells people apart.
NOBODY = "learner"
SET_ASIDE = "attempts.set-aside.jsonl"
VERSION = 1
ANSWERED = "http://adlnet.gov/expapi/verbs/answered"
# xAPI joins the parts of a response with this mark.
_JOINT = "[,]"
NOTHING: Mapping[str, object] = MappingProxyType({})
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class StatementModel(BaseModel):
    """A part of a statement. Unknown fields are kept: a later carekit may have added them."""

    model_config = ConfigDict(extra="allow", frozen=True)


class Actor(StatementModel):
    """Who did it; the name says nothing about the person unless a course gives one."""

    name: str = NOBODY
    objectType: Literal["Agent"] = "Agent"  # noqa: N815 - the name xAPI gives it


class Verb(StatementModel):
    """What was done, as an xAPI verb."""

    id: str


class Object(StatementModel):
    """What it was done to: ``<concept>/<question>``."""

    id: str


class Score(StatementModel):
    """The share of the credit, 0..1."""

    scaled: float = Field(ge=0, le=1)


class Result(StatementModel):
    """What came of it."""

    response: str
    score: Score
    success: bool
    extensions: dict[str, object] = {}


class Context(StatementModel):
    """The language the learner was reading."""

    language: str


class LogStatement(StatementModel):
    """One line of the log. Only what every version wrote is required of a line."""

    version: int = VERSION
    id: str
    timestamp: AwareDatetime
    actor: Actor
    verb: Verb
    object: Object
    result: Result | None = None
    context: Context

    @property
    def answer(self) -> tuple[str, ...]:
        """Return the parts of the response; nothing ticked is no part."""
        response = self.result.response if self.result else ""
        return tuple(response.split(_JOINT)) if response else ()


@dataclass(frozen=True)
class LogReading:
    """The statements of a log in the order they were written, and what could not be read.

    ``damaged`` counts all unreadable lines, ``newly_aside`` those this reading copied.
    """

    statements: tuple[LogStatement, ...] = ()
    damaged: int = 0
    newly_aside: int = 0


class NotSaved(ContentError):  # noqa: N818 - it says what happened, as the learner reads it
    """A statement could not be written. ``full`` tells a full disk from a folder closed to us."""

    def __init__(self, path: Path, cause: OSError, statement: LogStatement) -> None:
        """Keep the statement and the cause, and say what to do about it."""
        self.statement = statement
        self.full = cause.errno in _FULL
        remedy = (
            "free some space and answer again"
            if self.full
            else "make the folder writable, or set CAREKIT_RECORD to one that is"
        )
        super().__init__(f"{shown(path)}: not saved ({cause.strerror or cause}); {remedy}")


def _utc_now() -> datetime:
    return datetime.now(UTC)


def _random_id() -> str:
    return str(uuid.uuid4())


@dataclass(frozen=True)
class Record:
    """One learner's log in ``folder``; the clock and the source of ids can be exchanged."""

    folder: Path
    actor: str = NOBODY
    clock: Callable[[], datetime] = _utc_now
    new_id: Callable[[], str] = _random_id
    log: str = LOG

    @property
    def path(self) -> Path:
        """Return the path of the log."""
        return self.folder / self.log

    @property
    def aside(self) -> Path:
        """Return the path of the copies of lines that cannot be read."""
        return self.folder / f"{self.log.removesuffix('.jsonl')}.set-aside.jsonl"

    def answered(
        self,
        object_id: str,
        answer: Sequence[str],
        *,
        score: float,
        right: bool,
        lang: Lang,
        misconceptions: Sequence[str] = (),
        extensions: Mapping[str, object] = NOTHING,
    ) -> LogStatement:
        """Append that a question was answered and return the statement.

        ``extensions`` is kept with the result, for those who know what they mean. Raises NotSaved
        when the line is not safely on the disk; it then holds the statement.
        """
        found = {"misconceptions": list(misconceptions)} if misconceptions else {}
        result = Result(
            response=_JOINT.join(answer),
            score=Score(scaled=score),
            success=right,
            extensions={**found, **extensions},
        )
        statement = self.statement(ANSWERED, object_id, lang=lang, result=result)
        self.append(statement)
        return statement

    def statement(
        self, verb: str, object_id: str, *, lang: Lang, result: Result | None = None
    ) -> LogStatement:
        """Return what the learner does now, in the words of the log and not yet written."""
        return LogStatement(
            id=self.new_id(),
            timestamp=self.clock(),
            actor=Actor(name=self.actor),
            verb=Verb(id=verb),
            object=Object(id=object_id),
            result=result,
            context=Context(language=lang),
        )

    def append(self, statement: LogStatement) -> None:
        """Write one statement as one line. Raises NotSaved when it is not on the disk."""
        line = statement.model_dump_json().encode("utf-8") + b"\n"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            append_line(self.path, line)
        except OSError as error:
            raise NotSaved(self.path, error, statement) from error

    def read(self) -> LogReading:
        """Return the whole log. A log that is not there, or may not be read, is an empty one."""
        try:
            raw = self.path.read_bytes()
        except OSError:
            return LogReading()
        found, bad = _read(raw)
        return LogReading(found, len(bad), self._set_aside(bad))

    def last_answer(self, object_id: str) -> LogStatement | None:
        """Return the last answer to one question, or None when there is none."""
        return last_answers(self.read()).get(object_id)

    def _set_aside(self, bad: list[bytes]) -> int:
        """Copy lines that cannot be read, each once, and return how many were new."""
        if not bad:
            return 0
        path = self.aside
        try:
            known = set(path.read_bytes().split(b"\n")) if path.exists() else set()
            fresh = [line for line in dict.fromkeys(bad) if line not in known]
            if fresh:
                append_line(path, b"".join(line + b"\n" for line in fresh))
        except OSError:
            # The lines are still in the log; a copy that cannot be made takes nothing away.
            return 0
        return len(fresh)


def handed_in(path: Path) -> LogReading:
    """Return what a log says that somebody handed in; nothing is repaired or written there.

    Raises NotTaken where the file is not an ordinary one, or larger than any log.
    """
    found, bad = _read(read_file(path))
    return LogReading(found, len(bad))


def _read(raw: bytes) -> tuple[tuple[LogStatement, ...], list[bytes]]:
    """Return the statements among the lines of a log, and the lines that are none."""
    good: list[LogStatement] = []
    bad: list[bytes] = []
    for line in filter(bytes.strip, raw.split(b"\n")):
        statement = _statement(line)
        if statement is None:
            bad.append(line)
        else:
            good.append(statement)
    return tuple(good), bad


def last_answers(reading: LogReading) -> dict[str, LogStatement]:
    """Return the last answer to each question of a log, by ``<concept>/<question>``."""
    given = (said for said in reading.statements if said.verb.id == ANSWERED and said.result)
    return {said.object.id: said for said in given}


def _statement(line: bytes) -> LogStatement | None:
    try:
        return LogStatement.model_validate_json(line)
    except ValidationError:
        return None
