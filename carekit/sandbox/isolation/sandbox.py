"""The room a learner's code runs in, and which of its walls this machine can give.

A warm parent enters the outer room once (``Room.enter``); every submission gets, in its own
process, fresh scratch space and the last walls (``Room.close_door``). Standard library only:
``care doctor`` asks for the walls without loading pandas.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import sysconfig
import tempfile
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Required, TypedDict

from carekit.sandbox.isolation import landlock_seccomp, syscalls
from carekit.sandbox.isolation.landlock_seccomp import places
from carekit.sandbox.isolation.limits import Limits

SCRATCH = "/scratch"
_NOBODY = 65_534
Places = tuple[list[landlock_seccomp.Place], list[landlock_seccomp.Place]]
_DEVICES = ("null", "zero", "full", "random", "urandom")
_SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/etc/ld.so.cache", "/etc/fonts")


class Level(StrEnum):
    """How strong the room is; each value is stronger than those after it."""

    NAMESPACES = "namespaces"
    LANDLOCK = "landlock"
    NONE = "none"


@dataclass(frozen=True)
class Room:
    """What a process may see, for reading only, and its limits."""

    level: Level
    readable: tuple[str, ...]
    limits: Limits
    opened: Places | None = None
    """What may be read and what may be written, where ``door_ready`` has opened them before."""

    def enter(self, mount_point: str) -> None:
        """Go into the outer room; afterwards this is the first process of a new world.

        The caller's process stays outside, waits, and ends with the same status. Raises OSError.
        """
        if self.level is not Level.NAMESPACES:
            self._own_part(mount_point)
            return
        as_root = os.geteuid() == 0 and _others_may_read(self.readable)
        if as_root:
            # The kernel does not count root's processes; somebody else's it does.
            syscalls.unshare(syscalls.NEWNS)
            self._build(mount_point)
            os.setgroups([])
            os.setresgid(_NOBODY, _NOBODY, _NOBODY)
            os.setresuid(_NOBODY, _NOBODY, _NOBODY)
            syscalls.stay_dumpable()
        self._own_spaces(None if as_root else mount_point)

    def enter_again(self, mount_point: str) -> None:
        """Go, from inside, into a world like this one that shares nothing with it but the files.

        Processes are counted for each user of each world: without one of its own, a fork bomb of
        one learner's would use up the processes of the others. Raises OSError.
        """
        if self.level is Level.NAMESPACES:
            self._own_spaces(None)
        else:
            self._own_part(mount_point)

    def _own_part(self, mount_point: str) -> None:
        syscalls.adopt_orphans()
        self._own_tmp(tempfile.mkdtemp(prefix="carekit-parent-", dir=mount_point))

    def _own_spaces(self, mount_point: str | None) -> None:
        """Become the first process of new namespaces; a root is built at ``mount_point``."""
        uid, gid = os.geteuid(), os.getegid()
        spaces = (
            syscalls.NEWNS | syscalls.NEWPID | syscalls.NEWNET | syscalls.NEWIPC | syscalls.NEWUTS
        )
        syscalls.unshare(syscalls.NEWUSER | spaces)
        syscalls.map_ids(uid, gid)
        _become_first_process()
        if mount_point is not None:
            self._build(mount_point)
        syscalls.mount("proc", "/proc", "proc", syscalls.NOSUID | syscalls.NODEV | syscalls.NOEXEC)
        syscalls.mount(
            "tmpfs", SCRATCH, "tmpfs", syscalls.NOSUID | syscalls.NODEV, "size=8m,mode=700"
        )
        self._own_tmp(SCRATCH)

    @staticmethod
    def _own_tmp(folder: str) -> None:
        for name in (".tmp", ".shm", "work"):
            Path(folder, name).mkdir()
        os.chdir(f"{folder}/work")
        os.environ.update(HOME=folder, TMPDIR=f"{folder}/.tmp")
        # tempfile remembers the first folder it found.
        tempfile.tempdir = None

    def _build(self, base: str) -> None:
        """Make a new root that shows nothing but what may be read."""
        syscalls.mount("", "/", "", syscalls.REC | syscalls.PRIVATE)
        syscalls.mount("tmpfs", base, "tmpfs", syscalls.NOSUID, "size=1m,mode=755")
        for path in (*_SYSTEM, *self.readable):
            _show(path, base)
        for name in _DEVICES:
            _show(f"/dev/{name}", base, read_only=False)
        for folder in ("proc", SCRATCH[1:], "etc"):
            Path(base, folder).mkdir(exist_ok=True)
        Path(base, "etc/passwd").write_text("learner:x:65534:65534::/scratch:/bin/sh\n")
        for name, own in (("tmp", ".tmp"), ("dev/shm", ".shm")):
            # A course that itself lies in /tmp is shown there; TMPDIR still leads to the scratch.
            if not Path(base, name).exists():
                Path(base, name).symlink_to(f"{SCRATCH}/{own}")
        # A new /proc may be mounted only where one can be seen already.
        syscalls.mount("/proc", f"{base}/proc", "", syscalls.BIND | syscalls.REC)
        syscalls.change_root(base)
        syscalls.mount(
            "", "/", "", syscalls.BIND | syscalls.REMOUNT | syscalls.RDONLY | syscalls.NOSUID
        )

    def scratch(self) -> str:
        """Give this process an empty folder of limited size and go there; returns its path."""
        if self.level is Level.NAMESPACES:
            syscalls.unshare(syscalls.NEWNS | syscalls.NEWIPC)
            syscalls.mount(
                "proc", "/proc", "proc", syscalls.NOSUID | syscalls.NODEV | syscalls.NOEXEC
            )
            size = f"size={self.limits.disk_mb}m,nr_inodes={self.limits.files},mode=700"
            syscalls.mount("tmpfs", SCRATCH, "tmpfs", syscalls.NOSUID | syscalls.NODEV, size)
            folder = SCRATCH
        else:
            folder = scratch_of(os.getpid())
            Path(folder).mkdir(mode=0o700)
        self._own_tmp(folder)
        return folder

    def door_ready(self) -> Room:
        """Return this room with as much of its last walls made as is the same for all children."""
        if self.level is Level.NONE or not landlock_seccomp.landlock_version():
            return self
        landlock_seccomp.denying()
        return replace(self, opened=self._places())

    def _places(self) -> Places:
        devices = [f"/dev/{name}" for name in _DEVICES]
        return places([*_SYSTEM, *self.readable]), places(devices)

    def close_door(self, folder: str) -> None:
        """Put up the last walls; nothing in this process can take them down again."""
        self.limit()
        if self.level is Level.NONE:
            return
        syscalls.no_new_privileges()
        if self.level is Level.NAMESPACES:
            syscalls.drop_capabilities()
        if landlock_seccomp.landlock_version():
            readable, writable = self.opened or self._places()
            own = ["/proc"] if self.level is Level.NAMESPACES else []
            landlock_seccomp.restrict_files(
                [*readable, *places(own)], [*places([folder]), *writable]
            )
        landlock_seccomp.deny_system_calls()

    def limit(self) -> None:
        """Set what the kernel counts for each process."""
        grown = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        for kind, most in (
            (resource.RLIMIT_AS, grown + self.limits.memory_mb * 2**20),
            (resource.RLIMIT_CPU, int(self.limits.total_seconds) + 5),
            (resource.RLIMIT_FSIZE, self.limits.disk_mb * 2**20),
            (resource.RLIMIT_NOFILE, self.limits.open_files),
            (resource.RLIMIT_NPROC, self.limits.processes),
            (resource.RLIMIT_CORE, 0),
        ):
            _, hard = resource.getrlimit(kind)
            most = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(kind, (most, most))


def scratch_of(pid: int) -> str:
    """Return where a process has its scratch folder when it has no file system of its own."""
    return str(Path(tempfile.gettempdir(), f"scratch-{pid}"))


def _others_may_read(paths: tuple[str, ...]) -> bool:
    return all(Path(path).stat().st_mode & 0o005 for path in paths if Path(path).exists())


def _become_first_process() -> None:
    """Fork into the new process namespace; the parent only waits, and dies with its child."""
    child = os.fork()
    if child:
        _, status = os.waitpid(child, 0)
        os._exit(os.waitstatus_to_exitcode(status) & 0xFF)
    syscalls.die_with_parent()


def _show(path: str, base: str, *, read_only: bool = True) -> None:
    """Let a path of the old root appear in the new one; a missing one is left out."""
    target = Path(base + path)
    if Path(path).is_symlink():
        target.parent.mkdir(parents=True, exist_ok=True)
        target.symlink_to(Path(path).readlink())
        return
    if not Path(path).exists():
        return
    if Path(path).is_dir():
        target.mkdir(parents=True, exist_ok=True)
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.touch()
    if read_only:
        syscalls.bind_read_only(path, str(target))
    else:
        syscalls.mount(path, str(target), "", syscalls.BIND)


def python_paths() -> list[str]:
    """Return the folders of this interpreter, its packages and this kit, outermost only."""
    kit = Path(__file__).resolve().parents[2]
    # An environment on top of another (`uv run --with`) has packages in a folder that a .pth names.
    more = [one for one in sys.path if Path(one).name in ("site-packages", "dist-packages")]
    places = [sys.base_prefix, sys.prefix, *sysconfig.get_paths().values(), *more, str(kit)]
    found: list[str] = []
    for place in sorted({str(Path(place).resolve()) for place in places if Path(place).exists()}):
        inside = any(Path(place).is_relative_to(outer) for outer in (*found, "/usr"))
        if not inside:
            found.append(place)
    return found


class Probe(TypedDict, total=False):
    """What a machine can give: a root of one's own, system calls denied, files by Landlock.

    ``landlock`` is its version, 0 for none; ``counted`` says whether the kernel counts a learner's
    processes, and ``why`` what failed.
    """

    namespaces: Required[bool]
    seccomp: Required[bool]
    landlock: int
    counted: bool
    why: str


NO_WALLS: Probe = {"namespaces": False, "seccomp": False}
"""What a machine gives on which nothing could be tried."""


def probe() -> Probe:
    """Return what this machine can give, by trying it in a process of its own.

    A run asks, and each of its workers again. That all walls can be had stays true as long as this
    process lives; that one is missing may be the fault of a full machine, so it is tried again.
    """
    found = _tried()
    if best_level(found) is not Level.NAMESPACES:
        _tried.cache_clear()
    return found.copy()


@cache
def _tried() -> Probe:
    words = [sys.executable, "-I", "-m", "carekit.sandbox.isolation.sandbox"]
    with tempfile.TemporaryDirectory(prefix="carekit-probe-") as folder:
        # Nothing but our own file is started, with no word of anybody else's.
        done = subprocess.run([*words, folder], capture_output=True, text=True, check=False)  # noqa: S603
    lines = done.stdout.splitlines()
    found: Probe = json.loads(lines[-1]) if lines else NO_WALLS
    return {"landlock": landlock_seccomp.landlock_version(), **found}


def best_level(found: Probe) -> Level:
    """Return the strongest level a probe allows."""
    if found["namespaces"] and found["seccomp"]:
        return Level.NAMESPACES
    return Level.LANDLOCK if found["landlock"] and found["seccomp"] else Level.NONE


def _try_everything(mount_point: str) -> None:
    found: Probe = {"namespaces": False, "seccomp": False, "counted": os.geteuid() != 0}
    sys.stdout.write(json.dumps(found) + "\n")
    sys.stdout.flush()
    paths = tuple(python_paths())
    room = Room(Level.NAMESPACES, paths, Limits())
    try:
        counted = os.geteuid() != 0 or _others_may_read(paths)
        room.enter(mount_point)
        folder = room.scratch()
        found |= {"namespaces": True, "counted": counted}
        room.close_door(folder)
        found["seccomp"] = True
    except (OSError, KeyError) as error:
        found["why"] = str(error)
        if not found["namespaces"]:
            try:
                syscalls.no_new_privileges()
                landlock_seccomp.deny_system_calls()
                found["seccomp"] = True
            except (OSError, KeyError):
                pass
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    _try_everything(sys.argv[1])
