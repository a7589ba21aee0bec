"""The few system calls a sandbox needs, by ctypes: no program of root's and no package is used."""

from __future__ import annotations

import contextlib
import ctypes
import os
import platform
from pathlib import Path

_libc = ctypes.CDLL(None, use_errno=True)

NEWNS, NEWUTS, NEWIPC = 0x00020000, 0x04000000, 0x08000000
NEWUSER, NEWPID, NEWNET = 0x10000000, 0x20000000, 0x40000000
NEWCGROUP, NEWTIME = 0x02000000, 0x00000080
RDONLY, NOSUID, NODEV, NOEXEC, REMOUNT = 1, 2, 4, 8, 32
BIND, REC, PRIVATE = 4096, 16384, 1 << 18
_KEPT_FLAGS = RDONLY | NOSUID | NODEV | NOEXEC | 1024 | 2048
_PDEATHSIG, _DUMPABLE, _SECCOMP, _BOUNDING_DROP, _SECUREBITS, _SUBREAPER = 1, 4, 22, 24, 28, 36
_COLLAPSE = 25
_NO_NEW_PRIVS, _PIVOT_ROOT, _DETACH = 38, {"x86_64": 155, "aarch64": 41}, 2

MACHINE = platform.machine()
LANDLOCK_CREATE, LANDLOCK_ADD, LANDLOCK_RESTRICT = 444, 445, 446


def syscall(number: int, *arguments: object) -> int:
    """Return what a system call returns. Raises OSError."""
    return _checked(_libc.syscall(number, *arguments), f"system call {number}")


def _checked(result: int, what: str) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return result


def unshare(flags: int) -> None:
    """Leave namespaces. Raises OSError."""
    _checked(_libc.unshare(flags), "unshare")


def join_namespace(handle: int, kind: int) -> None:
    """Enter a namespace by its open file. Raises OSError."""
    _checked(_libc.setns(handle, kind), "setns")


def mount(source: str, target: str, kind: str = "", flags: int = 0, options: str = "") -> None:
    """Mount something. Raises OSError."""
    words = (source.encode(), target.encode(), kind.encode(), ctypes.c_ulong(flags))
    _checked(_libc.mount(*words, options.encode()), f"mount {target}")


def bind_read_only(source: str, target: str) -> None:
    """Show a file or folder at another place, for reading only. Raises OSError."""
    mount(source, target, "", BIND | REC)
    # A user namespace may add flags to a mount but take none away.
    kept = os.statvfs(target).f_flag & _KEPT_FLAGS
    mount("", target, "", BIND | REMOUNT | RDONLY | NOSUID | NODEV | kept)


def collapse(address: int, size: int) -> None:
    """Gather a part of this process's memory into large pages. Raises OSError."""
    _checked(_libc.madvise(ctypes.c_void_p(address), ctypes.c_size_t(size), _COLLAPSE), "madvise")


def change_root(folder: str) -> None:
    """Make a folder the root and let go of the old one. Raises OSError."""
    os.chdir(folder)
    syscall(_PIVOT_ROOT[MACHINE], b".", b".")
    _checked(_libc.umount2(b".", _DETACH), "umount2")
    os.chdir("/")


def map_ids(uid: int, gid: int) -> None:
    """Be the same user inside a new user namespace as outside. Raises OSError."""
    own = Path("/proc/self")
    (own / "setgroups").write_text("deny")
    (own / "gid_map").write_text(f"{gid} {gid} 1")
    (own / "uid_map").write_text(f"{uid} {uid} 1")


def _prctl(option: int, *values: int) -> None:
    padded = [ctypes.c_ulong(value) for value in (*values, 0, 0, 0, 0)[:4]]
    _checked(_libc.prctl(option, *padded), f"prctl {option}")


def die_with_parent(signal: int = 9) -> None:
    """Get a signal when the parent process ends."""
    _prctl(_PDEATHSIG, signal)


def stay_dumpable() -> None:
    """Keep /proc/self one's own after a change of user."""
    _prctl(_DUMPABLE, 1)


def adopt_orphans() -> None:
    """Become the parent of every descendant whose own parent ends."""
    _prctl(_SUBREAPER, 1)


def no_new_privileges() -> None:
    """Never gain rights by starting a program. Raises OSError."""
    _prctl(_NO_NEW_PRIVS, 1)


class _CapHeader(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


def drop_capabilities() -> None:
    """Give up every capability for good, also those a program started as root would get."""
    for number in range(64):
        try:
            _prctl(_BOUNDING_DROP, number)
        except OSError:
            break
    # Only who holds CAP_SETPCAP may set them, and who does not has nothing to lose.
    with contextlib.suppress(OSError):
        _prctl(_SECUREBITS, 0x2F)
    header = _CapHeader(0x20080522, 0)
    _checked(_libc.capset(ctypes.byref(header), (ctypes.c_uint32 * 6)()), "capset")


class _Filter(ctypes.Structure):
    _fields_ = (
        ("code", ctypes.c_uint16),
        ("yes", ctypes.c_uint8),
        ("no", ctypes.c_uint8),
        ("value", ctypes.c_uint32),
    )


class Program(ctypes.Structure):
    """A seccomp program, as the kernel takes it."""

    _fields_ = (("length", ctypes.c_uint16), ("filters", ctypes.POINTER(_Filter)))


def filter_program(steps: list[tuple[int, int, int, int]]) -> Program:
    """Return a seccomp program given as (code, jump if true, jump if false, value) steps."""
    return Program(len(steps), (_Filter * len(steps))(*[_Filter(*step) for step in steps]))


def install_filter(program: Program) -> None:
    """Install a seccomp filter. Raises OSError."""
    pointer = ctypes.cast(ctypes.pointer(program), ctypes.c_void_p)
    _prctl(_SECCOMP, 2, pointer.value or 0)
