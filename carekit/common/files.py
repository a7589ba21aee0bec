"""Files a person wrote: read strictly, written so that nothing is ever half there."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Iterable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from carekit.common.lang import ENGLISH, Spoken, in_lang
from carekit.common.yaml_reader import NotReadableError, parse

Model = TypeVar("Model", bound=BaseModel)


class ContentError(Exception):
    """Something a person wrote cannot be used; the message says where and what to do.

    Each argument is a line, or a sentence in every language; ``str`` is the English one.
    """

    def __str__(self) -> str:
        """Return the message in English, as logs and tests read it."""
        return self.told(ENGLISH)

    def told(self, lang: str) -> str:
        """Return the message in a language; what was written in English only stays English."""
        return "\n".join(str(in_lang(line, lang)) for line in self.args)

    def _render_traceback_(self) -> list[str]:
        # IPython asks for this: in a notebook the sentence is the help, the calls above it are not.
        return [str(self)]


@dataclass(frozen=True)
class Fault(Spoken):
    """One mistake: the file, its line (from 1), the place inside the file, and the remedy."""

    path: Path
    line: int
    where: str
    says: str | Spoken

    def __getitem__(self, lang: str) -> str:
        """Return the mistake on one line, in the form editors turn into a link."""
        place = f" {self.where}:" if self.where else ""
        return f"{shown(self.path)}:{self.line}:{place} {in_lang(self.says, lang)}"


def readable(name: str) -> str:
    r"""Return a name as it can be written anywhere; what is no letter of UTF-8 stands as its code.

    A folder from a computer with another encoding has such a name, and no page, no table and no
    terminal takes it. Two names never become one.

    >>> readable("chén"), readable("ch" + chr(0xDCE9) + "n")
    ('chén', 'ch\\udce9n')
    """
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def shown(path: Path) -> str:
    """Return a path as a person would type it from where they stand."""
    try:
        return readable(path.resolve().relative_to(Path.cwd()).as_posix())
    except ValueError:
        return readable(path.as_posix())


def nearest(word: str, known: Mapping[str, str], cutoff: float = 0.6) -> str:
    """Return what was probably meant, or "" where nothing is near.

    ``known`` maps what somebody may type to what it is called.

    >>> nearest("tiddes", {"tides": "tides"}), nearest("x", {"tides": "tides"})
    ('tides', '')
    """
    # Only a slip needs it; every process of a grading run imports this module.
    from difflib import get_close_matches

    near = get_close_matches(word, known, n=1, cutoff=cutoff)
    return known[near[0]] if near else ""


def refuse(faults: list[Fault]) -> None:
    """Raise one ContentError that lists every fault, or return when there is none."""
    if faults:
        raise ContentError(*faults)


@dataclass
class Document:
    """A YAML file as plain data that still knows on which line each entry stands."""

    path: Path
    data: Any
    lines: dict[tuple[str | int, ...], int] = field(default_factory=dict)

    def line(self, where: tuple[str | int, ...]) -> int:
        """Return the line of an entry, or of the nearest entry around it."""
        while where and where not in self.lines:
            where = where[:-1]
        return self.lines.get(where, 1)

    def place(self, where: tuple[str | int, ...]) -> str:
        """Return an entry's place in words, with an entry's id instead of its number."""
        words, node = [], self.data
        for step in where:
            node = node[step] if _holds(node, step) else None
            named = isinstance(step, int) and isinstance(node, dict) and node.get("id")
            words.append(str(named or step))
        return ".".join(words)


def _holds(node: object, step: str | int) -> bool:
    if isinstance(step, int):
        return isinstance(node, list) and step < len(node)
    return isinstance(node, dict) and step in node


def read_yaml(path: Path) -> Document:
    """Return a YAML file's data; repeated keys, tabs and broken syntax are refused.

    Raises ContentError with file and line.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise ContentError(f"{shown(path)}: no such file; write it or correct the name") from None
    except UnicodeDecodeError as error:
        raise ContentError(f"{shown(path)}: not UTF-8 ({error.reason}); save it as UTF-8") from None
    try:
        return Document(path, *parse(text))
    except NotReadableError as error:
        raise ContentError(f"{shown(path)}:{error.line}: {error.says}") from None


def read_model(
    path: Path, model: type[Model], complete: Callable[[Document], None] = lambda _document: None
) -> Model:
    """Return a YAML file as a validated model, after ``complete`` has added what stands elsewhere.

    Raises ContentError that names file, line, entry and field of every mistake at once.
    """
    document = read_yaml(path)
    complete(document)
    token = _READING.set(FileBeingRead(path))
    try:
        return model.model_validate(document.data)
    except ValidationError as error:
        refuse([fault_of(document, item) for item in error.errors(include_url=False)])
        raise
    finally:
        _READING.reset(token)


@dataclass
class FileBeingRead:
    """A file whose entries are validated now; ``course`` is what was found out of its course."""

    path: Path
    course: object = None


_READING: ContextVar[FileBeingRead | None] = ContextVar("_READING", default=None)


def file_being_read() -> FileBeingRead | None:
    """Return the file whose entries are validated now, for a field that hangs on its course."""
    return _READING.get()


def fault_of(document: Document, item: ErrorDetails) -> Fault:
    """Return a mistake that pydantic found in a file's data, with its line and its place."""
    # Pydantic puts the name of a tagged union's branch into the path; the file has no such key.
    where: tuple[str | int, ...] = ()
    node = document.data
    for step in item["loc"]:
        if _holds(node, step):
            where, node = (*where, step), node[step]
        elif step == item["loc"][-1]:
            where = (*where, step)
    said = {
        "missing": "is missing; add it",
        "extra_forbidden": "is not a field here; remove it or correct its name",
        "string_too_short": "is empty; write the words",
    }.get(item["type"], item["msg"].removeprefix("Value error, "))
    if item["type"] == "extra_forbidden" and " " in str(where[-1]) and item["input"] is None:
        # YAML has cut a sentence in two: `{en: first, then}` is en and a key without value.
        said = "stands after a comma that ends the text before it; put the whole text in quotes"
    return Fault(document.path, document.line(where), document.place(where), said)


def sha256(data: bytes) -> str:
    """Return the SHA-256 of some bytes as 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def write_atomic(path: Path, data: bytes | str) -> None:
    """Write a file so that a reader finds the old bytes or the new ones, never a part.

    Raises OSError (disk full, not writable) with the old file untouched.
    """
    write_parts(path, [data.encode("utf-8") if isinstance(data, str) else data])


def write_parts(path: Path, parts: Iterable[bytes | str]) -> None:
    """Write a file as ``write_atomic`` does, of parts that need not all be there at once.

    Raises what making a part raises, with the old file untouched.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            for part in parts:
                file.write(part.encode("utf-8") if isinstance(part, str) else part)
            file.flush()
            os.fsync(file.fileno())
        # mkstemp makes files private; what we write is meant to be read.
        draft.chmod(0o644)
        draft.replace(path)
    except BaseException:
        draft.unlink()
        raise


def json_line(value: object) -> bytes:
    """Return JSON on one line, in UTF-8 that every reader accepts.

    Half a letter, as a program can write it into a text, has no form in UTF-8; a line with one
    holds escapes in place of all that is no ASCII.
    """
    try:
        return _PLAIN(value).encode("utf-8")
    except UnicodeEncodeError:
        return _ESCAPED(value).encode("ascii")


_PLAIN = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_ESCAPED = json.JSONEncoder(separators=(",", ":")).encode


def append_line(path: Path, line: bytes, *, alone: bool = False) -> int:
    """Add one or more lines to a file in one write, see them onto the disk, return their place.

    The place is that of their first byte. Raises OSError (disk full, not writable); where nobody
    else writes the file (``alone``), a part that had found room is then taken back.
    """
    whole = line.rstrip(b"\n") + b"\n"
    flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)
    handle = os.open(path, flags, 0o644)
    try:
        size = os.lseek(handle, 0, os.SEEK_END)
        before = _end_of_line(handle, size)
        try:
            if os.write(handle, before + whole) != len(before + whole):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
            os.fsync(handle)
        except OSError:
            if alone:
                os.ftruncate(handle, size)
            raise
        return size + len(before)
    finally:
        os.close(handle)


def _end_of_line(handle: int, size: int) -> bytes:
    """Return what ends the half line that a crash left; joining ours to it would lose both."""
    if not size:
        return b""
    os.lseek(handle, size - 1, os.SEEK_SET)
    return b"" if os.read(handle, 1) == b"\n" else b"\n"
