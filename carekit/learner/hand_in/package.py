"""One file to hand in, and the receipt that stays: neither ever takes the place of another."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from carekit.common.course import HandInPlace, card, learner_folder
from carekit.common.files import ContentError, shown, write_atomic
from carekit.common.messages import of_system
from carekit.learner.hand_in.receipt import ENDING, INSIDE, Receipt, parsed, receipt_of, say

FOLDER = "hand-ins"
"""Where a learner's copy keeps what was handed in, and the receipts."""
_WHO = "name.txt"
_LONGEST_NAME = 60
# Letters that some file system, shell or course platform takes for something else.
_NOT_IN_NAMES = re.compile(r"[^\w.@-]+")

Way = Literal["file", "folder", "exchange"]


@dataclass(frozen=True)
class HandedIn:
    """What came of it: the receipt and where it lies, and the file or folder that went out.

    ``way`` says what happens next: a ``file`` the learner still gives to the trainer; in a
    ``folder`` of the trainer's, or in nbgrader's ``exchange``, it is there already.
    """

    receipt: Receipt
    kept: Path
    file: Path
    way: Way


def set_folder(root: Path, set_id: str) -> Path:
    """Return where a learner works on a set.

    In a learner's copy that is ``release/SET``; nbgrader's ``fetch_assignment`` puts a set into a
    folder of its name beside the notebook that asks. Raises ContentError where there is none.
    """
    for folder in (root / "release" / set_id, Path.cwd() / set_id, Path.cwd()):
        if (folder / f"{set_id}.ipynb").is_file():
            return folder
    there = ", ".join(one.id for one in card(root).sets)
    raise ContentError(say("no-set", set=set_id, there=there or say("none")))


def files_in(folder: Path) -> dict[str, bytes]:
    """Return what lies in a set's folder, by name with slashes; nothing hidden and no link."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(_ours(folder))
    }


def _ours(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        parts = path.relative_to(folder).parts
        left = any(part.startswith((".", "__pycache__")) for part in parts) or parts == (INSIDE,)
        linked = any((folder / Path(*parts[:n])).is_symlink() for n in range(1, len(parts) + 1))
        if not left and not linked and path.is_file():
            yield path


def remembered_name(root: Path) -> str:
    """Return the name or id that was given last: on a hub its own, else what was typed, or ""."""
    if hub := os.environ.get("JUPYTERHUB_USER"):
        return hub
    try:
        return (learner_folder(root) / _WHO).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeError):
        return ""


def named(given: str) -> str:
    """Return a learner's name or id as it is kept. Raises ContentError where there is nothing."""
    name = " ".join(unicodedata.normalize("NFC", given).split())
    name = "".join(sign for sign in name if sign.isprintable())[:_LONGEST_NAME]
    if not _in_file_name(name).strip("-."):
        raise ContentError(say("no-name"))
    return name


def hand_in(root: Path, folder: Path, set_id: str, learner: str, now: datetime) -> HandedIn:
    """Pack what lies in a set's folder, send it where the course says, and write the receipt.

    ``now`` has a zone. Raises ContentError, with nothing sent, where that place cannot be used.
    """
    now = now.replace(microsecond=0)
    files = files_in(folder)
    receipt = receipt_of(set_id, named(learner), now, files)
    place = card(root).hand_in
    packed = _packed(receipt, files, now)
    stem = _stem(receipt)
    if place.exchange:
        _submit(folder, place.exchange, set_id)
    # A copy stays with the learner, whatever becomes of the one that went out.
    own = _new_file(root / FOLDER, stem, ".zip", packed)
    sent, way = _sent(place, stem, packed, own)
    kept = _new_file(root / FOLDER, own.stem, ENDING, receipt.text().encode())
    try:
        write_atomic(learner_folder(root) / _WHO, receipt.learner + "\n")
    except OSError:
        # Only the name must be typed again next time.
        return HandedIn(receipt, kept, sent, way)
    return HandedIn(receipt, kept, sent, way)


def _sent(place: HandInPlace, stem: str, packed: bytes, own: Path) -> tuple[Path, Way]:
    if place.folder:
        return _new_file(Path(place.folder), stem, ".zip", packed), "folder"
    return own, "exchange" if place.exchange else "file"


def _stem(receipt: Receipt) -> str:
    at = receipt.handed_in.astimezone(UTC)
    return f"hand-in.{receipt.set}.{_in_file_name(receipt.learner)}.{at:%Y%m%dT%H%M%SZ}"


def _in_file_name(name: str) -> str:
    return _NOT_IN_NAMES.sub("-", name).strip("-. ")


def _packed(receipt: Receipt, files: Mapping[str, bytes], now: datetime) -> bytes:
    """Return one archive of the files and their receipt."""
    made = io.BytesIO()
    at = now.astimezone().timetuple()[:6]
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in [(INSIDE, receipt.text().encode()), *files.items()]:
            entry = zipfile.ZipInfo(name, at)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, data)
    return made.getvalue()


def _new_file(folder: Path, stem: str, ending: str, data: bytes) -> Path:
    """Write a file under the first free name and return it; what is there stays as it is."""
    number = 1
    try:
        folder.mkdir(parents=True, exist_ok=True)
        while True:
            path = folder / (f"{stem}-{number}{ending}" if number > 1 else f"{stem}{ending}")
            try:
                file = path.open("xb")
            except FileExistsError:
                number += 1
                continue
            break
    except OSError as error:
        raise _cannot_write(folder, error) from None
    try:
        with file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        path.unlink(missing_ok=True)
        raise _cannot_write(folder, error) from None
    return path


def _cannot_write(folder: Path, error: OSError) -> ContentError:
    return ContentError(say("cannot-write", folder=shown(folder), why=of_system(error)))


def _submit(folder: Path, course: str, set_id: str) -> None:
    """Have nbgrader copy a set's folder into its exchange, by the settings it has on this machine.

    Raises ContentError with nbgrader's own last line where it does not take it.
    """
    command = [sys.executable, "-m", "nbgrader", "submit", set_id, f"--course={course}"]
    done = subprocess.run(  # noqa: S603 - nbgrader's own command, no shell
        command, cwd=folder.parent, capture_output=True, text=True, check=False
    )
    if done.returncode:
        last = (done.stderr or done.stdout).strip().splitlines()[-1:] or ["?"]
        raise ContentError(say("exchange-refused", why=last[0]))


def receipts(root: Path, set_id: str) -> list[tuple[Path, Receipt]]:
    """Return the receipts that the learner has of a set, the newest first."""
    found = []
    for path in (root / FOLDER).glob(f"hand-in.{set_id}.*{ENDING}"):
        receipt = parsed(path.read_bytes())
        if receipt is not None and receipt.set == set_id:
            found.append((path, receipt))
    return sorted(found, key=lambda one: (one[1].handed_in, one[0].name), reverse=True)
