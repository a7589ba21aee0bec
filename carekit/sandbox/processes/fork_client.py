"""The driver's side of a warm parent: start it, have children born, end them."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass

from carekit.sandbox.isolation.limits import Limits
from carekit.sandbox.link.framing import GoneError, SlowError, Wire, pair
from carekit.sandbox.link.message_types import Reply
from carekit.sandbox.processes.fork_server import (
    ANYWHERE,
    BORN,
    CLONE,
    ENDED,
    INTERRUPT,
    KILL,
    NOTE,
    SPAWN,
)
from carekit.sandbox.processes.parent_config import Config, Ready

_PATH = "/usr/local/bin:/usr/bin:/bin"
_BASE = {
    # One thread: more would make a fork unsafe, and two workers would fight for the cores.
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    # Freed memory is kept for the next table instead of being given back and asked for again.
    "MALLOC_MMAP_THRESHOLD_": "67108864",
    "MALLOC_TRIM_THRESHOLD_": "134217728",
    "MALLOC_TOP_PAD_": "4194304",
    "LANG": "C.UTF-8",
    "LC_ALL": "C.UTF-8",
    "PATH": _PATH,
    "NBGRADER_EXECUTION": "autograde",
    "PYTHONDONTWRITEBYTECODE": "1",
}


class StartError(Exception):
    """A warm parent could not be started; the message holds what it said."""


@dataclass
class Child:
    """A child of a warm parent; ``wire`` talks to it, ``status`` is set when it has ended."""

    pid: int
    wire: Wire[Reply]
    status: int | None = None


class Branch:
    """A connection to a warm parent, or to a copy of one; ``ready`` is what it said when it came.

    Through it children are born and ended.
    """

    def __init__(self, role: str, control: socket.socket, seconds: float) -> None:
        """Take the connection; ``wait`` before its first use, for at most so many seconds."""
        self.role, self.control, self.seconds = role, control, seconds
        self.children: dict[int, Child] = {}
        self.ready: Ready = {}

    def wait(self) -> None:
        """Wait until the other side has imported everything. Raises StartError."""
        try:
            self.ready, _ = Wire[Ready](self.control).receive(time.monotonic() + self.seconds)
        except (GoneError, SlowError):
            said = self.said()
            self.close()
            raise StartError(f"the {self.role} process did not start: {said}") from None
        self.control.settimeout(None)

    def said(self) -> str:
        """Return what is known of an end: here nothing, for who started the process has its log."""
        return ""

    def spawn(self, far_ends: list[socket.socket], wire: Wire[Reply]) -> Child:
        """Have a child born that holds the given sockets; they are closed here."""
        handles = [end.fileno() for end in far_ends]
        socket.send_fds(self.control, [NOTE.pack(SPAWN, 0, 0)], handles)
        for end in far_ends:
            end.close()
        pid = None
        while pid is None:
            kind, number, status = self._note()
            if kind == BORN:
                pid = number
            else:
                self._ended(number, status)
        self.children[pid] = Child(pid, wire)
        return self.children[pid]

    def interrupt(self, child: Child) -> None:
        """Send what Ctrl-C sends."""
        self.control.sendall(NOTE.pack(INTERRUPT, child.pid, 0))

    def kill(self, child: Child) -> None:
        """Kill a child and all it started, without waiting."""
        if child.status is None:
            self.control.sendall(NOTE.pack(KILL, child.pid, 0))

    def end(self, child: Child) -> int:
        """Kill a child and all it started; returns its exit status once nothing is left."""
        self.kill(child)
        while child.status is None:
            kind, number, status = self._note()
            if kind == ENDED:
                self._ended(number, status)
        child.wire.close()
        return child.status

    def _ended(self, pid: int, status: int) -> None:
        self.children.pop(pid).status = status

    def _note(self) -> tuple[bytes, int, int]:
        data = b""
        while len(data) < NOTE.size:
            part = self.control.recv(NOTE.size - len(data))
            if not part:
                raise StartError(f"a warm parent has ended: {self.said()}")
            data += part
        return NOTE.unpack(data)

    def close(self) -> None:
        """Let go of the other side, which ends with everything that was born here."""
        self.control.close()


class Nursery(Branch):
    """One warm parent, started here."""

    def __init__(self, role: str) -> None:
        """Start the process; before its first use, ``tell`` it what it may know and ``wait``."""
        self._config: Config | None = None
        self._begin(role)

    def _begin(self, role: str) -> None:
        self.folder = tempfile.mkdtemp(prefix="carekit-room-")
        # The room belongs to nobody in particular once its owner has given up root.
        os.chmod(self.folder, 0o755)  # noqa: S103, PTH101
        self.log = tempfile.TemporaryFile()  # noqa: SIM115 - read when the parent fails to start
        here, there = pair()
        words = [sys.executable, "-I", "-m", "carekit.sandbox.processes.fork_server", role]
        words.append(str(there.fileno()))
        # Nothing of the trainer's environment goes in: it may hold passwords.
        self.process = subprocess.Popen(  # noqa: S603
            words,
            env=_BASE,
            pass_fds=[there.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=self.log,
            stderr=self.log,
            # Ctrl-C is for who started the run; it ends this process by closing the connection.
            start_new_session=True,
        )
        there.close()
        super().__init__(role, here, Limits().try_seconds)

    def tell(self, config: Config) -> None:
        """Give the process what it may know; from here on it gets ready for its set."""
        self._config, self.seconds = config, Limits(**config["limits"]).try_seconds
        environment = {**_BASE, **config.get("environment", {})}
        # A parent that has died already says so when it is waited for.
        with contextlib.suppress(GoneError):
            Wire(self.control).send(
                {**config, "environment": environment, "mount_point": self.folder}
            )

    def wait(self) -> None:
        """Wait until the process is ready. Raises StartError.

        Where it ran a set's checks ahead of time and ended by one, it is started again and runs
        none: whichever check was to blame, the others are judged.
        """
        try:
            super().wait()
        except StartError:
            if not (self._config and self._config.get("ahead")):
                raise
            self._begin(self.role)
            self.tell({**self._config, "ahead": False})
            super().wait()

    def said(self) -> str:
        """Return the end of what the process printed."""
        self.log.seek(max(0, self.log.seek(0, 2) - 4000))
        return self.log.read().decode("utf-8", "replace")

    def copied(self, processor: int | None = None) -> socket.socket:
        """Have the process make a copy of itself as soon as it is ready; return the way there.

        The copy and all it forks stay on the processor of that number (None: on any). Raises
        OSError when the process has ended.
        """
        here, there = pair()
        with there:
            try:
                note = NOTE.pack(CLONE, ANYWHERE if processor is None else processor, 0)
                socket.send_fds(self.control, [note], [there.fileno()])
            except OSError:
                here.close()
                raise
        return here

    def close(self) -> None:
        """End the process and everything in it."""
        self.control.close()
        if self._config is None:
            # It serves nobody yet and hears nothing before all is imported.
            self.process.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(5)
        self.process.kill()
        self.process.wait()
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)
