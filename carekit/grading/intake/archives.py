"""Files that came from outside: listed with suspicion, read with limits, never unpacked to disk."""

from __future__ import annotations

import os
import re
import stat
import sys
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from io import BytesIO
from itertools import takewhile
from pathlib import Path, PurePosixPath

from carekit.common.files import ContentError, readable, shown
from carekit.common.messages import Said, of_system
from carekit.common.untrusted_files import NotTaken, read_start
from carekit.grading.course.intake_limits import IntakeLimits
from carekit.grading.refusals import say
from carekit.sandbox.isolation.limits import NAME_BYTES
from carekit.sandbox.submission.flags import Flag, flag
from carekit.sandbox.submission.notebook_names import notebook_stem


@dataclass(frozen=True, slots=True)
class ArchiveEntry:
    """One file that somebody else named: its parts, when the collector's clock saw it, its bytes.

    ``fault`` says why it must not be read; ``read(limit)`` returns at most ``limit + 1`` bytes and
    raises Unreadable. ``handed`` is what the file was called where its parts say something else;
    ``path`` is where it lies below a folder, with slashes, and "" in an archive.
    """

    parts: tuple[str, ...]
    size: int
    time: datetime
    read: Callable[[int], bytes]
    fault: Flag | None = None
    handed: str = ""
    path: str = ""

    @property
    def name(self) -> str:
        """Return the whole name with slashes."""
        return "/".join(self.parts)

    @property
    def called(self) -> str:
        """Return the name that whoever handed it in knows, without folders."""
        return self.handed or self.parts[-1]


class UnreadableFile(Exception):  # noqa: N818 - it says what the file is
    """A file could not be read; the argument is the flag that says why."""

    def __init__(self, why: Flag) -> None:
        """Keep the flag."""
        super().__init__(why.code)
        self.flag = why


# What editors, sync services and operating systems leave behind; nobody handed it in.
_LITTER = {"__MACOSX", ".ipynb_checkpoints", "__pycache__", ".DS_Store", "Thumbs.db", "desktop.ini"}
# What git keeps beside a clone is its own, and larger than the work.
_LITTER |= {".git", ".github", ".gitignore"}
# Windows opens a device for these names, with any ending.
_DEVICE = re.compile(r"^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])(\.|$)", re.IGNORECASE)
# Around what was handed in; far more than people and platforms pack into each other.
_MOST_WRAPPERS = 40
_FORBIDDEN = re.compile(r'[<>:"|?*\\/]')


def is_litter(parts: tuple[str, ...]) -> bool:
    """Return whether a file is one that no person made."""
    return any(part in _LITTER or part.startswith("._") for part in parts)


def odd(part: str) -> bool:
    """Return whether a name cannot be used, or means something else, on some computer."""
    return (
        part in ("", ".", "..")
        or len(part.encode("utf-8", "surrogatepass")) > NAME_BYTES
        or bool(_FORBIDDEN.search(part) or _DEVICE.match(part))
        or part != part.rstrip(". ")
        or part != part.lstrip(" ")
        or not part.isprintable()
    )


def folder_entries(folder: Path, limits: IntakeLimits) -> Iterator[ArchiveEntry]:
    """Give every file below a folder in the order of names; links are named, never followed.

    A folder below it that may not be opened is given last, as a file that cannot be read. Raises
    ContentError where the folder itself may not be opened.
    """
    # Words and not paths: a large class has tens of thousands of files.
    base = str(folder)
    deepest = limits.depth + _wrappers(base)
    closed: list[OSError] = []
    for here, folders, files in os.walk(base, onerror=closed.append, followlinks=False):
        above = tuple(filter(None, here[len(base) :].split(os.sep)))  # noqa: PTH206
        folders.sort()
        for name in list(folders):
            if os.path.islink(os.path.join(here, name)):  # noqa: PTH114, PTH118
                folders.remove(name)
                files.append(name)
            elif name in _LITTER:
                folders.remove(name)
            elif len(above) >= deepest:
                folders.remove(name)
                fault = flag("left-out-deep", found="/".join((*above[-1:], name)), limit=deepest)
                yield _unread((*above, name), fault)
        for name in sorted(files):
            entry = _on_disk(os.path.join(here, name), (*above, name))  # noqa: PTH118
            if not is_litter(entry.parts):
                yield entry
    for error in closed:
        parts = Path(str(error.filename)).relative_to(base).parts
        if not parts:
            raise ContentError(say("folder-closed", folder=shown(folder), why=of_system(error)))
        yield _closed(parts, error)


def _written(named: tuple[str, ...]) -> tuple[str, ...]:
    # A class has the same few names in every folder; each is kept once.
    return tuple(sys.intern(readable(unicodedata.normalize("NFC", part))) for part in named)


def _closed(named: tuple[str, ...], error: OSError) -> ArchiveEntry:
    """Return what stands for a file or folder of which not even the size may be asked."""
    return _unread(named, flag("unreadable", found=_written(named)[-1], why=of_system(error)))


def _wrappers(base: str) -> int:
    """Return how many folders were packed around everything; they count for nobody's depth."""
    for number in range(_MOST_WRAPPERS):
        try:
            with os.scandir(base) as found:
                inside = [one for one in found if not is_litter((one.name,))]
        except OSError:
            return number
        if len(inside) != 1 or not inside[0].is_dir(follow_symlinks=False):
            return number
        base = inside[0].path
    return _MOST_WRAPPERS


def _unread(named: tuple[str, ...], fault: Flag) -> ArchiveEntry:
    """Return what stands for a folder into which nobody looked, or for what cannot be asked."""

    def read(_limit: int) -> bytes:
        raise UnreadableFile(fault)

    return ArchiveEntry(_written(named), 0, datetime(1980, 1, 1, tzinfo=UTC), read, fault)


def _on_disk(path: str, named: tuple[str, ...]) -> ArchiveEntry:
    parts = _written(named)
    try:
        status = os.lstat(path)
    except OSError as error:
        # It was taken away since it was listed, or its folder tells names only.
        return _closed(named, error)
    when = _moment(status.st_mtime)

    fault = None
    if stat.S_ISLNK(status.st_mode):
        fault = flag("left-out-link", found=named[-1])
    elif not stat.S_ISREG(status.st_mode):
        fault = flag("left-out-special", found=named[-1])
    elif any(odd(part) for part in parts[1:]):
        fault = flag("left-out-name", found="/".join(parts[1:]))
    read = partial(_read_file, path)
    return ArchiveEntry(parts, status.st_size, when, read, fault, path="/".join(named))


def _moment(seconds: float) -> datetime:
    """Return the time of a file; some disks keep times that no calendar has."""
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return datetime(9999 if seconds > 0 else 1, 1, 2, tzinfo=UTC)


def _read_file(path: str, limit: int) -> bytes:
    try:
        return read_start(Path(path), limit)
    except NotTaken as error:
        name = Path(path).name
        code = {"link": "left-out-link", "special": "left-out-special"}.get(error.why)
        why = flag(code, found=name) if code else None
        raise UnreadableFile(why or flag("unreadable", found=name, why=error.detail)) from None


def zip_entries(source: Path | bytes, name: str, limits: IntakeLimits) -> list[ArchiveEntry]:
    """Return the files of an archive without unpacking it.

    Raises Unreadable when it is none or when it holds too many files.
    """
    try:
        archive = zipfile.ZipFile(BytesIO(source) if isinstance(source, bytes) else source)
        # Not `is_dir()`: it fails on a member whose name begins with a zero byte.
        members = [one for one in archive.infolist() if not one.orig_filename.endswith("/")]
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError) as error:
        why = _why(error, damaged=say("no-zip"))
        raise UnreadableFile(flag("unreadable", found=name, why=why)) from None
    if len(members) > limits.members:
        raise UnreadableFile(flag("bomb", found=name))
    entries: list[ArchiveEntry] = []
    seen: set[tuple[str, ...]] = set()
    named = list(map(_parts, members))
    deepest = limits.depth + _around(named)
    for member, parts in zip(members, named, strict=True):
        entry = _in_zip(archive, member, parts, limits, seen, deepest)
        if not is_litter(entry.parts):
            entries.append(entry)
    return entries


def _around(named: list[tuple[str, ...]]) -> int:
    """Return how many folders were packed around everything in an archive."""
    listed = [one for one in named if not is_litter(one)]
    first, last = min(listed, default=()), max(listed, default=())
    # The first and the last of sorted names differ as early as any two of them.
    same = zip(first[:-1], last[:-1], strict=False)
    return min(sum(1 for _ in takewhile(lambda two: two[0] == two[1], same)), _MOST_WRAPPERS)


def _parts(member: zipfile.ZipInfo) -> tuple[str, ...]:
    # Some Windows programs write backslashes; an absolute name starts with an empty part.
    raw = _name(member).replace("\\", "/")
    return tuple(unicodedata.normalize("NFC", part) for part in raw.split("/"))


def _in_zip(
    archive: zipfile.ZipFile,
    member: zipfile.ZipInfo,
    parts: tuple[str, ...],
    limits: IntakeLimits,
    seen: set[tuple[str, ...]],
    deepest: int,
) -> ArchiveEntry:
    kind = stat.S_IFMT(member.external_attr >> 16)
    fault = None
    if any(odd(part) for part in parts):
        fault = flag("left-out-name", found=_name(member))
    elif len(parts) > deepest + 1:
        fault = flag("left-out-deep", found=parts[-1], limit=deepest)
    elif kind == stat.S_IFLNK:
        fault = flag("left-out-link", found=parts[-1])
    elif kind not in (0, stat.S_IFREG):
        fault = flag("left-out-special", found=parts[-1])
    elif parts in seen:
        fault = flag("name-twice", found=parts[-1])
    elif _bomb(member, limits):
        fault = flag("bomb", found=parts[-1])
    seen.add(parts)
    parts = tuple(PurePosixPath("/".join(parts).lstrip("/")).parts) or ("?",)

    def read(limit: int) -> bytes:
        return _read_member(archive, member, parts[-1], limit)

    return ArchiveEntry(parts, member.file_size, _zip_time(member), read, fault)


def _bomb(member: zipfile.ZipInfo, limits: IntakeLimits) -> bool:
    # Below our limit a flood of equal lines is an accident and can be read.
    big = member.file_size > limits.notebook
    return big and member.file_size > limits.ratio * max(member.compress_size, 1)


def _read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, limit: int) -> bytes:
    try:
        with archive.open(member) as file:
            # The size in the directory may lie; zipfile stops at it, and we stop at ours.
            return file.read(limit + 1)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError) as error:
        why = _why(error, damaged=say("zip-damaged"))
        raise UnreadableFile(flag("unreadable", found=name, why=why)) from None


def _name(member: zipfile.ZipInfo) -> str:
    """Return a member's name; old Windows programs write UTF-8 without saying so."""
    if member.flag_bits & 0x800:
        return member.orig_filename
    try:
        return member.orig_filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return member.orig_filename


def _zip_time(member: zipfile.ZipInfo) -> datetime:
    try:
        # An archive stores the wall clock of the computer that packed it.
        return datetime(*member.date_time).astimezone(UTC)
    except (ValueError, OverflowError):
        return datetime(1980, 1, 1, tzinfo=UTC)


def _why(error: Exception, *, damaged: Said) -> Said | str:
    """Return why an archive, or a file in it, cannot be read; ``damaged`` is the usual reason."""
    if isinstance(error, OSError) and error.errno:
        return of_system(error)
    if isinstance(error, NotImplementedError):
        return say("zip-unknown")
    if isinstance(error, RuntimeError):
        # So zipfile says that a password is needed.
        return say("zip-password")
    return damaged


def entries(path: Path, limits: IntakeLimits) -> Iterator[ArchiveEntry]:
    """Give the files of a folder or of an archive.

    Raises ContentError when the path is neither.
    """
    if path.is_dir():
        yield from folder_entries(path, limits)
        return
    if not path.is_file():
        raise ContentError(say("no-inbox", file=shown(path)))
    if notebook_stem(path.name) is not None:
        raise ContentError(say("one-notebook", file=shown(path)))
    try:
        yield from zip_entries(path, path.name, limits)
    except UnreadableFile:
        raise ContentError(say("not-zip", file=shown(path))) from None
