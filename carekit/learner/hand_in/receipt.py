"""The receipt of a hand-in: whose it is, of which set, when, and a digest of every file in it.

A digest says that two things are the same. It cannot say who made them or when: whoever wants to
forge a whole receipt can. But one that was changed afterwards no longer has the code of the copy
that came in with the work, and work that was changed no longer has the digests of its receipt.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, StringConstraints, ValidationError

from carekit.common.course import Slug
from carekit.common.files import ContentError, sha256, shown
from carekit.common.messages import Messages
from carekit.common.strict_model import StrictModel

say = Messages("hand-in")
INSIDE = "hand-in.json"
"""The name of the receipt among the files that are handed in."""
ENDING = ".receipt.json"
"""How the name of the copy ends that the learner keeps."""
MOST_BYTES = 200_000

Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Receipt(StrictModel):
    """One hand-in: ``files`` are SHA-256 digests (hexadecimal) by name, ``digest`` is over all.

    ``learner`` is the name or id that the learner gave, ``handed_in`` the learner's own clock.
    """

    version: Literal[1] = 1
    set: Slug
    learner: str = Field(min_length=1, max_length=200)
    handed_in: AwareDatetime
    files: dict[str, Digest]
    digest: Digest

    @property
    def work(self) -> str:
        """Return the digest of the files alone; the grader's ledger has it for graded work."""
        return digest_of_listed(self.files)

    @property
    def code(self) -> str:
        """Return the first letters of the digest, in groups, to be read aloud."""
        return short(self.digest)

    @property
    def sound(self) -> bool:
        """Return whether the digest is that of what stands in the receipt."""
        return self.digest == _digest(self.set, self.learner, self.handed_in, self.files)

    def text(self) -> str:
        """Return the receipt as the text of a file."""
        plain = self.model_dump(mode="json") | {"handed_in": self.handed_in.isoformat()}
        return json.dumps(plain, ensure_ascii=False, indent=1) + "\n"

    def differs(self, files: Mapping[str, bytes]) -> list[str]:
        """Return the names of files that are not as the receipt says, or are not there, sorted."""
        return sorted(
            name
            for name, digest in self.files.items()
            if name not in files or sha256(files[name]) != digest
        )


def short(digest: str) -> str:
    """Return a digest's first twelve letters in three groups.

    >>> short("0123456789abcdef")
    '0123-4567-89ab'
    """
    return "-".join(digest[at : at + 4] for at in (0, 4, 8))


def receipt_of(set_id: str, learner: str, now: datetime, files: Mapping[str, bytes]) -> Receipt:
    """Return the receipt of files that are handed in at ``now``, which has a zone."""
    listed = {name: sha256(data) for name, data in sorted(files.items())}
    digest = _digest(set_id, learner, now, listed)
    return Receipt(set=set_id, learner=learner, handed_in=now, files=listed, digest=digest)


def _digest(set_id: str, learner: str, now: datetime, listed: Mapping[str, str]) -> str:
    head = "\0".join((set_id, learner, now.isoformat()))
    return sha256(f"{head}\n{digest_of_listed(listed)}".encode("utf-8", "surrogatepass"))


def digest_of(files: Mapping[str, bytes]) -> str:
    """Return a digest of files and their names."""
    return digest_of_listed({name: sha256(data) for name, data in files.items()})


def digest_of_listed(listed: Mapping[str, str]) -> str:
    """Return the same digest where only the digest of each file is known."""
    lines = (f"{name}\0{digest}\n" for name, digest in sorted(listed.items()))
    return sha256("".join(lines).encode("utf-8", "surrogatepass"))


def parsed(raw: bytes) -> Receipt | None:
    """Return the receipt that some bytes hold, or None where they hold none. Never raises."""
    if len(raw) > MOST_BYTES:
        return None
    try:
        return Receipt.model_validate_json(raw)
    except (ValidationError, ValueError, RecursionError):
        return None


def read_receipt(path: Path) -> Receipt:
    """Return the receipt in a file.

    Raises ContentError where there is none, or where it was changed since it was written.
    """
    if not path.is_file():
        raise ContentError(say("no-receipt", file=shown(path)))
    with path.open("rb") as file:
        found = parsed(file.read(MOST_BYTES + 1))
    if found is None:
        raise ContentError(say("not-a-receipt", file=shown(path)))
    if not found.sound:
        raise ContentError(say("receipt-edited", file=shown(path)))
    return found
