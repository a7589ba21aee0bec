"""The codes on certificates, and the register that says which ones were given out.

A code is keyed with a secret that is made once, in the trainer's copy of the course, and leaves it
never: without it nobody can make a code, and whoever changes a line of the register breaks it.
"""

from __future__ import annotations

import hmac
import json
import os
import re
import secrets
import stat
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal, Required, TypedDict

from carekit.common.files import ContentError, append_line, sha256, shown
from carekit.common.locking import locked
from carekit.reports.certificates.refusals import say

STATE = Path(".care")
SECRET = "certificates.key"  # noqa: S105 - the file's name
REGISTER = "certificates.jsonl"
VERSION = 1
# Crockford's digits: none of them looks like another one when it is read out or typed.
DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans("OIL", "011")
_LENGTH = 16  # 80 bits
_BYTES = 32

Answer = Literal["genuine", "unknown", "altered"]


class ScoreLine(TypedDict, total=False):
    """What stands behind one concept: points and the most, for each column of the certificate.

    ``counts`` is False where the line is in no sum.
    """

    concept: Required[str]
    quiz: list[float]
    set: list[float]
    exam: list[float]
    counts: bool


@dataclass(frozen=True)
class Content:
    """All that a certificate says; the code is keyed over exactly this.

    ``scores`` has one entry for each concept: its id, then each column's points and the most.
    ``issued`` is an ISO date.
    """

    course: str
    kind: str
    learner: str
    name: str
    issued: str
    langs: tuple[str, ...]
    trainer: str
    data: str
    scores: tuple[ScoreLine, ...]
    criteria: tuple[dict[str, str], ...] = ()
    version: int = field(default=VERSION)

    def canonical(self) -> bytes:
        """Return the content as bytes that are the same on every computer."""
        said = json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return said.encode("utf-8")

    def same_but_for_the_day(self, other: Content) -> bool:
        """Return whether another content says the same, on whatever day it was issued."""
        mine, theirs = asdict(self), asdict(other)
        return {**mine, "issued": ""} == {**theirs, "issued": ""}


def normal(code: str) -> str:
    """Return a code as it is printed, however it was typed; "" where it can be none.

    >>> normal("o1l7 2k9d-qqqq-zzzz"), normal("hello")
    ('0117-2K9D-QQQQ-ZZZZ', '')
    """
    digits = re.sub(r"[\s-]", "", code.upper()).translate(_MISREAD)
    if len(digits) != _LENGTH or set(digits) - set(DIGITS):
        return ""
    return "-".join(digits[at : at + 4] for at in range(0, _LENGTH, 4))


@dataclass(frozen=True)
class Found:
    """What came of a check; ``content`` is what the register holds, where it holds something."""

    answer: Answer
    code: str = ""
    content: dict[str, object] | None = None


@dataclass(frozen=True)
class CertificateRegister:
    """The certificates of one course, in its ``.care`` folder."""

    root: Path

    @property
    def path(self) -> Path:
        """Return the register's path; it is only ever added to."""
        return self.root / STATE / REGISTER

    @property
    def _key_path(self) -> Path:
        return self.root / STATE / SECRET

    def code(self, content: Content) -> str:
        """Return the code of a content; the course's secret is made where there is none yet."""
        return _code(self._made_key(), content.canonical())

    def as_issued(self, content: Content) -> Content:
        """Return the content with the day on which the same one was issued first, if ever."""
        for line in self._lines():
            before = _content(line)
            if before and before.same_but_for_the_day(content) and self._fits(line):
                return before
        return content

    def enter(self, content: Content, pdf: bytes) -> str:
        """Add a certificate and its file to the register and return its code."""
        code = self.code(content)
        line = {"code": code, "pdf": sha256(pdf), "certificate": asdict(content)}
        raw = json.dumps(line, ensure_ascii=False).encode("utf-8") + b"\n"
        with locked(self.path.with_name(f"{REGISTER}.lock")):
            append_line(self.path, raw)
        return code

    def by_code(self, typed: str) -> Found:
        """Return what the register says of a code."""
        code = normal(typed)
        lines = [line for line in self._lines() if code and line.get("code") == code]
        return self._judged(lines)

    def by_file(self, path: Path) -> Found:
        """Return what the register says of a file, byte for byte."""
        digest = sha256(path.read_bytes())
        return self._judged([line for line in self._lines() if line.get("pdf") == digest])

    def _judged(self, lines: list[dict[str, object]]) -> Found:
        if not lines:
            return Found("unknown")
        # A forged line beside the true one must not hide it.
        line = next((one for one in lines if self._fits(one)), lines[0])
        answer: Answer = "genuine" if self._fits(line) else "altered"
        held = line.get("certificate")
        return Found(answer, str(line.get("code")), held if isinstance(held, dict) else None)

    def _fits(self, line: dict[str, object]) -> bool:
        content, key = _content(line), self._key()
        if content is None or key is None:
            return False
        return hmac.compare_digest(_code(key, content.canonical()), str(line.get("code")))

    def _lines(self) -> list[dict[str, object]]:
        if not self.path.is_file():
            return []
        lines = []
        for raw in self.path.read_bytes().split(b"\n"):
            try:
                line = json.loads(raw)
            except ValueError:
                continue  # half a line after a crash proves nothing and hides nothing
            if isinstance(line, dict):
                lines.append(line)
        return lines

    def _key(self) -> bytes | None:
        try:
            raw = self._key_path.read_bytes()
        except FileNotFoundError:
            return None
        if os.name != "nt" and stat.S_IMODE(self._key_path.stat().st_mode) & 0o077:
            raise ContentError(say("key-open", file=shown(self._key_path)))
        try:
            key = bytes.fromhex(raw.decode("ascii").strip())
        except ValueError:
            key = b""
        if len(key) != _BYTES:
            raise ContentError(say("key-damaged", file=shown(self._key_path)))
        return key

    def _made_key(self) -> bytes:
        key = self._key()
        if key is not None:
            return key
        if self._lines():
            # A new secret would make every code that was given out look forged.
            raise ContentError(say("key-missing", file=shown(self._key_path)))
        key = secrets.token_bytes(_BYTES)
        self._key_path.parent.mkdir(parents=True, exist_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        handle = os.open(self._key_path, flags, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(key.hex() + "\n")
            file.flush()
            os.fsync(file.fileno())
        return key


def _code(key: bytes, said: bytes) -> str:
    number = int.from_bytes(hmac.digest(key, said, "sha256")[:10], "big")
    digits = [DIGITS[number >> 5 * place & 31] for place in reversed(range(_LENGTH))]
    return normal("".join(digits))


def _content(line: dict[str, object]) -> Content | None:
    said = line.get("certificate")
    try:
        if not isinstance(said, dict):
            return None
        plain = dict(said)
        for name in ("langs", "scores", "criteria"):
            plain[name] = tuple(plain[name])
        return Content(**plain)
    except (TypeError, KeyError, ValueError):
        return None
