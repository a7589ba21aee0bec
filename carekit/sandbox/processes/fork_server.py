"""A process that has imported everything once and forks a child for each submission.

It runs one thread and no event loop, so that a fork copies nothing half-done. Run as
``python -I -m carekit.sandbox.processes.fork_server learner|judge N`` with a socket as descriptor
N.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import select
import shutil
import signal
import socket
import struct
import sys
from pathlib import Path

from carekit.sandbox.isolation import syscalls
from carekit.sandbox.isolation.limits import Limits
from carekit.sandbox.isolation.sandbox import Level, Room, scratch_of
from carekit.sandbox.link.framing import Wire
from carekit.sandbox.processes.huge_pages import gather
from carekit.sandbox.processes.parent_config import Config, Warm

NOTE = struct.Struct("<cii")
SPAWN, CLONE, KILL, INTERRUPT, BORN, ENDED = b"S", b"C", b"K", b"I", b"B", b"E"
MEMORY = 10_000
"""The status of a child that was ended because its processes together took too much memory."""
ANYWHERE = -1
"""Stands for the number of a processor where a copy may run on any."""
# Milliseconds between two looks at the memory; an honest submission is over before the first.
_LOOK = 250
ROLES = {"learner": "carekit.sandbox.processes.learner", "judge": "carekit.sandbox.processes.judge"}


def main(role: str, descriptor: int) -> None:
    """Serve a driver until it closes the control socket; copies of this process serve others."""
    # Until the last import nothing becomes rubbish; looking for it is time lost.
    gc.disable()
    control = socket.socket(fileno=descriptor)
    wire: Wire[Config] = Wire(control)
    # What every set needs is imported before this is told which one it serves: whoever started it
    # is finding that out at the same time. No code of a learner's has been near yet.
    kind = importlib.import_module(ROLES[role])
    config, _ = wire.receive()
    os.environ.update(config["environment"])
    room = Room(Level(config["level"]), tuple(config["readable"]), Limits(**config["limits"]))
    syscalls.die_with_parent()
    room.enter(config["mount_point"])
    warm: Warm = kind.warm(config)
    if role == "learner":
        # The judge runs nothing of a learner's and closes no door.
        room = room.door_ready()
    if len(os.listdir("/proc/self/task")) != 1:  # noqa: PTH208 - Path has no such listing
        raise RuntimeError("a thread runs in the warm parent; forking it would be unsafe")
    # Frozen objects are never looked at again, so that children do not copy their pages. What is
    # rubbish among them is little, and looking for it would make everybody wait.
    gc.freeze()
    gather()
    # A child lives for seconds; looking for rubbish after every 700 objects is time lost.
    gc.set_threshold(50_000, 20, 100)
    gc.enable()
    _Server(control, room, warm, config["mount_point"], own_pids=role == "learner").serve()


class _Server:
    def __init__(
        self, control: socket.socket, room: Room, warm: Warm, mount_point: str, *, own_pids: bool
    ) -> None:
        self.room, self.warm, self.mount_point = room, warm, mount_point
        self.own_pids = own_pids and room.level is Level.NAMESPACES
        # The judge runs the trainer's checks; only what a learner started is counted.
        self.counts_memory = own_pids
        self._listen(control)

    def _listen(self, control: socket.socket) -> None:
        """Begin to serve a driver: nothing is born yet, and it is told so."""
        self.control = control
        self.handles: dict[int, int] = {}
        self.clones: dict[int, int] = {}
        self.over: set[int] = set()
        self.poll = select.poll()
        self.poll.register(control, select.POLLIN)
        self.home = os.open("/proc/self/ns/pid", os.O_RDONLY) if self.own_pids else -1
        Wire(control).send({"ready": True, **self.warm.told})

    def serve(self) -> None:
        """Fork, signal and report until the driver is gone."""
        while True:
            found = self.poll.poll(_LOOK if self.counts_memory and self.handles else None)
            if self.counts_memory and self.handles:
                self._count_memory()
            for handle, _ in found:
                if handle in self.clones:
                    self._forget(handle)
                elif handle in self.handles:
                    self._report(self.handles[handle], handle)
                elif not self._obey():
                    return

    def _obey(self) -> bool:
        note, handles, _, _ = socket.recv_fds(self.control, NOTE.size, 2)
        if not note:
            return False
        order, pid, _ = NOTE.unpack(note)
        if order == SPAWN:
            self._spawn([socket.socket(fileno=handle) for handle in handles])
        elif order == CLONE:
            self._clone(socket.socket(fileno=handles[0]), pid)
        elif pid in self.handles.values():
            os.kill(pid, signal.SIGKILL if order == KILL else signal.SIGINT)
        return True

    def _count_memory(self) -> None:
        """End a child that takes, with all it has started, more than one submission may."""
        most = self.room.limits.memory_mb * 2**20
        for pid in set(self.handles.values()) - self.over:
            if grown_together(pid) > most:
                self.over.add(pid)
                os.kill(pid, signal.SIGKILL)

    def _spawn(self, wires: list[socket.socket]) -> None:
        if self.own_pids:
            # The children of this process, not itself, go into the new process namespace.
            syscalls.unshare(syscalls.NEWPID)
        pid = os.fork()
        if not pid:
            self._live(wires)
        if self.own_pids:
            syscalls.join_namespace(self.home, syscalls.NEWPID)
        for wire in wires:
            wire.close()
        handle = os.pidfd_open(pid)
        self.handles[handle] = pid
        self.poll.register(handle, select.POLLIN)
        self.control.sendall(NOTE.pack(BORN, pid, 0))

    def _clone(self, control: socket.socket, processor: int) -> None:
        """Fork a copy of this process, as warm as this one, that serves another driver.

        It and all it forks stay on a processor, unless that is ``ANYWHERE``.
        """
        pid = os.fork()
        if pid:
            control.close()
            handle = os.pidfd_open(pid)
            self.clones[handle] = pid
            self.poll.register(handle, select.POLLIN)
            return
        try:
            syscalls.die_with_parent()
            self._let_go()
            if processor != ANYWHERE:
                with contextlib.suppress(OSError):
                    # To stay there is faster and nothing else.
                    os.sched_setaffinity(0, {processor})
            self.room.enter_again(self.mount_point)
            self._listen(control)
            self.serve()
        except BaseException:
            sys.excepthook(*sys.exc_info())
        finally:
            os._exit(0)

    def _forget(self, handle: int) -> None:
        self.poll.unregister(handle)
        os.close(handle)
        os.waitpid(self.clones.pop(handle), 0)

    def _let_go(self) -> None:
        """Close what a child has no business with."""
        self.control.close()
        for handle in (*self.handles, *self.clones, *([self.home] if self.own_pids else [])):
            os.close(handle)

    def _live(self, wires: list[socket.socket]) -> None:
        status = 1
        try:
            syscalls.die_with_parent()
            self._let_go()
            os.setsid()
            self.warm.child(self.room, *wires)
            status = 0
        except BaseException:
            sys.excepthook(*sys.exc_info())
        finally:
            os._exit(status)

    def _report(self, pid: int, handle: int) -> None:
        _, status = os.waitpid(pid, 0)
        self.poll.unregister(handle)
        os.close(handle)
        del self.handles[handle]
        code = MEMORY if pid in self.over else os.waitstatus_to_exitcode(status)
        self.over.discard(pid)
        if self.room.level is not Level.NAMESPACES:
            self._sweep()
            shutil.rmtree(scratch_of(pid), ignore_errors=True)
        self.control.sendall(NOTE.pack(ENDED, pid, code))

    def _sweep(self) -> None:
        """End what a submission has started; without a process namespace the kernel does not."""
        own = Path(f"/proc/self/task/{os.getpid()}/children")
        clones = set(self.clones.values())
        while left := set(map(int, own.read_text().split())) - clones:
            for pid in left:
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)


def grown_together(pid: int) -> int:
    """Return the bytes that a process and its descendants took beyond what this process has.

    Each began as a copy of this one; pages that are still the copy's cost nothing.
    """
    began, total, waiting = _own_pages(os.getpid()), 0, [pid]
    while waiting:
        one = waiting.pop()
        total += max(0, _own_pages(one) - began)
        try:
            children = Path(f"/proc/{one}/task/{one}/children").read_text()
        except OSError:
            continue
        waiting += map(int, children.split())
    return total * _PAGE


_PAGE = os.sysconf("SC_PAGE_SIZE")


def _own_pages(pid: int) -> int:
    try:
        _, resident, shared, *_ = Path(f"/proc/{pid}/statm").read_text().split()
    except OSError:
        return 0
    return int(resident) - int(shared)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
