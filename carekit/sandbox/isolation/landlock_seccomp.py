"""The two walls inside the kernel: files and sockets by Landlock, system calls by seccomp."""

from __future__ import annotations

import contextlib
import ctypes
import os
import stat
import struct
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from carekit.sandbox.isolation import syscalls

_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
# Numbers of (x86_64, aarch64); None where the machine has no such call.
_DENIED: dict[str, tuple[int | None, int | None]] = {
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271),
    "kcmp": (312, 272), "pidfd_getfd": (438, 438), "perf_event_open": (298, 241),
    "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41), "chroot": (161, 51),
    "unshare": (272, 97), "setns": (308, 268), "open_tree": (428, 428), "move_mount": (429, 429),
    "fsopen": (430, 430), "fsconfig": (431, 431), "fsmount": (432, 432), "fspick": (433, 433),
    "mount_setattr": (442, 442), "name_to_handle_at": (303, 264), "open_by_handle_at": (304, 265),
    "mknod": (133, None), "mknodat": (259, 33), "quotactl": (179, 60), "acct": (163, 89),
    "swapon": (167, 224), "swapoff": (168, 225),
    "bpf": (321, 280), "userfaultfd": (323, 282), "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426), "io_uring_register": (427, 427),
    "keyctl": (250, 219), "add_key": (248, 217), "request_key": (249, 218),
    "kexec_load": (246, 104), "kexec_file_load": (320, 294), "init_module": (175, 105),
    "finit_module": (313, 273), "delete_module": (176, 106), "reboot": (169, 142),
    "sethostname": (170, 161), "setdomainname": (171, 162), "settimeofday": (164, 170),
    "clock_settime": (227, 112), "clock_adjtime": (305, 266), "adjtimex": (159, 171),
    "iopl": (172, None), "ioperm": (173, None), "personality": (135, 92), "syslog": (103, 116),
    # Memory that no limit of a process counts.
    "memfd_create": (319, 279), "memfd_secret": (447, 447),
    "shmget": (29, 194), "shmat": (30, 196), "shmctl": (31, 195),
    "vhangup": (153, 58), "move_pages": (279, 239), "migrate_pages": (256, 238),
}  # fmt: skip
_CLONE, _CLONE3, _SOCKET = (56, 220), 435, (41, 198)
_LOAD, _EQUAL, _AND_SET, _AT_LEAST, _RETURN = 0x20, 0x15, 0x45, 0x35, 0x06
_ALLOW, _ERROR, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_NAMESPACES = (
    syscalls.NEWNS
    | syscalls.NEWUTS
    | syscalls.NEWIPC
    | syscalls.NEWUSER
    | syscalls.NEWPID
    | syscalls.NEWNET
    | syscalls.NEWCGROUP
    | syscalls.NEWTIME
)
_EPERM, _ENOSYS, _EAFNOSUPPORT = 1, 38, 97
_AF_UNIX = 1


def _fail(number: int) -> tuple[int, int, int, int]:
    return (_RETURN, 0, 0, _ERROR | number)


def filter_steps(machine: str) -> list[tuple[int, int, int, int]]:
    """Return the seccomp program for a kind of processor. Raises KeyError for an unknown one."""
    column = ("x86_64", "aarch64").index(machine) if machine in _ARCH else None
    if column is None:
        raise KeyError(machine)
    steps = [
        (_LOAD, 0, 0, 4),
        (_EQUAL, 1, 0, _ARCH[machine]),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, 0),
        # The x32 numbers of x86_64 would be a second door to every call below.
        (_AT_LEAST, 0, 1, 0x40000000),
        _fail(_EPERM),
    ]
    for numbers in _DENIED.values():
        if numbers[column] is not None:
            steps += [(_EQUAL, 0, 1, numbers[column] or 0), _fail(_EPERM)]
    # glibc falls back to clone, whose flags a filter can read.
    steps += [(_EQUAL, 0, 1, _CLONE3), _fail(_ENOSYS)]
    steps += [(_EQUAL, 0, 4, _CLONE[column]), (_LOAD, 0, 0, 16), (_AND_SET, 0, 1, _NAMESPACES)]
    steps += [_fail(_EPERM), (_LOAD, 0, 0, 0)]
    steps += [(_EQUAL, 0, 3, _SOCKET[column]), (_LOAD, 0, 0, 16), (_EQUAL, 1, 0, _AF_UNIX)]
    return [*steps, _fail(_EAFNOSUPPORT), (_RETURN, 0, 0, _ALLOW)]


@cache
def denying() -> syscalls.Program:
    """Return the program of this machine, made once. Raises KeyError."""
    return syscalls.filter_program(filter_steps(syscalls.MACHINE))


def deny_system_calls() -> None:
    """Let the calls above fail in this process and all it starts. Raises OSError, KeyError."""
    syscalls.install_filter(denying())


_EXECUTE, _WRITE, _READ, _READ_DIR = 1, 2, 4, 8
_TRUNCATE, _IOCTL = 1 << 14, 1 << 15
_OF_FILES = _EXECUTE | _WRITE | _READ | _TRUNCATE | _IOCTL


def landlock_version() -> int:
    """Return the kernel's Landlock version, 0 where there is none."""
    try:
        return syscalls.syscall(syscalls.LANDLOCK_CREATE, None, ctypes.c_size_t(0), 1)
    except OSError:
        return 0


class Place(NamedTuple):
    """A file or folder that rules can name: an open handle, and whether it is a folder."""

    handle: int
    folder: bool


def places(paths: Iterable[str]) -> list[Place]:
    """Open files and folders to be named by rules; missing ones are left out.

    A process that forks opens them once for its children, whose ``restrict_files`` closes them.
    """
    found = []
    for path in paths:
        with contextlib.suppress(OSError):
            handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
            found.append(Place(handle, stat.S_ISDIR(os.fstat(handle).st_mode)))
    return found


def restrict_files(readable: list[Place], writable: list[Place]) -> None:
    """Allow this process and all it starts only these files and folders, and no TCP.

    The handles of the places are closed. Raises OSError where the kernel has no Landlock.
    """
    version = landlock_version()
    handled = (1 << (13 + (version >= 2) + (version >= 3) + (version >= 5))) - 1
    # A later kernel forbids more: TCP from version 4, signals and abstract sockets from 6.
    rules = struct.pack("QQQ", handled, 3 if version >= 4 else 0, 3 if version >= 6 else 0)
    size = 8 if version < 4 else 16 if version < 6 else 24
    ruleset = syscalls.syscall(syscalls.LANDLOCK_CREATE, rules, ctypes.c_size_t(size), 0)
    for place in readable:
        _allow(ruleset, place, (_EXECUTE | _READ | _READ_DIR) & handled)
    for place in writable:
        _allow(ruleset, place, handled)
    syscalls.no_new_privileges()
    syscalls.syscall(syscalls.LANDLOCK_RESTRICT, ruleset, 0)
    os.close(ruleset)


def _allow(ruleset: int, place: Place, rights: int) -> None:
    rule = struct.pack("=Qi", rights if place.folder else rights & _OF_FILES, place.handle)
    try:
        syscalls.syscall(syscalls.LANDLOCK_ADD, ruleset, 1, rule, 0)
    finally:
        os.close(place.handle)
