"""The learner's process: it runs the learner's cells and answers the judge about their names."""

from __future__ import annotations

import contextlib
import datetime
import importlib
import os
import random
import select
import signal
import socket
import sys
import time
import types
from collections import defaultdict
from pathlib import Path
from typing import Any, cast

import numpy as np
import pandas as pd

from carekit.common.files import ContentError
from carekit.common.notebook_format import Output
from carekit.sandbox.isolation.home_folders import at_home, reach_course
from carekit.sandbox.isolation.sandbox import Room
from carekit.sandbox.link.codec import RefusedError
from carekit.sandbox.link.framing import GoneError, Wire
from carekit.sandbox.link.interrupts import Interrupts
from carekit.sandbox.link.learner_end import Desk
from carekit.sandbox.link.left_behind import begin, watch_seeds
from carekit.sandbox.link.message_types import Order, Question, Reply
from carekit.sandbox.processes.parent_config import Config, LearnerSetup, Warm
from carekit.sandbox.processes.shell import QuietShell, make_shell, rehearse
from carekit.sandbox.processes.warm_up import warm_up
from carekit.sandbox.syntax.name_analysis import bound, parsed
from carekit.sandbox.syntax.untouched_names import tangles
from carekit.tables import load


def warm(config: Config) -> Warm:
    """Import what exercises use and run the set's opening cells, which are the same for everyone.

    Nothing secret may come here: what this process knows, every learner's code inherits.
    """
    for name in config["imports"]:
        try:
            importlib.import_module(name)
        except ImportError:
            continue
    shell = make_shell(config["limits"]["output_bytes"])
    rehearse(shell)
    warm_up()
    watch_seeds()
    opening = Opening(shell, config["opening"])
    if opening.shown:
        opening.look_ahead(config["later"])
    read_tables(config["words"])

    def child(room: Room, driver: socket.socket, judge: socket.socket) -> None:
        Process(shell, opening, room, driver, judge).serve()

    ahead = {name: shown for name, (_, shown) in opening.ahead.items()}
    plain, tangled = opening.plain()
    setup: LearnerSetup = {
        "opening": opening.shown, "later": ahead, "plain": plain, "tangled": tangled
    }  # fmt: skip
    return Warm(child, {"setup": setup})


def read_tables(words: list[str]) -> None:
    """Read the course's tables that are named among some words, or every child would read them.

    A child gets them by the fork; what its code changes stays its own.
    """
    # A table that cannot be read is read again where a cell asks for it, and that cell says so.
    with contextlib.suppress(ContentError, OSError):
        for name in set(load.available()) & set(words):
            load.data(name)


class Opening:
    """The locked cells at the top of a set, run once; ``shown`` holds the outputs of each."""

    def __init__(self, shell: QuietShell, cells: list[str]) -> None:
        """Run the cells; the first that fails and those after it are left to each submission."""
        self.shell = shell
        self.ahead: dict[str, tuple[dict[str, Any], list[Output]]] = {}
        self.shown: list[list[Output]] = []
        self.cells = [*cells]
        self.seeds = any("seed" in cell for cell in cells)
        for cell in cells:
            shell.outputs.start()
            if not shell.run_cell(cell, store_history=True).success:
                shell.reset(new_session=True)
                self.shown = []
                break
            self.shown.append(shell.outputs.take())

    def look_ahead(self, cells: list[list[str]]) -> None:
        """Run further locked cells, and put away what they bind until their place is reached."""
        names = self.shell.user_ns
        first = dict(names)
        for name, source in cells:
            before = dict(names)
            self.cells.append(source)
            self.shell.outputs.start()
            if not self.shell.run_cell(source, store_history=False).success:
                break
            made = {
                key: value
                for key, value in names.items()
                if not key.startswith("_") and before.get(key, self) is not value
            }
            self.ahead[name] = made, self.shell.outputs.take()
        for key in [key for key in names if key not in first]:
            del names[key]
        names.update(first)

    def plain(self) -> tuple[list[str], list[str]]:
        """Return the names whose values, in every cell run here, nobody can change by a part.

        With them come the names that can be changed so, or by a call, or under another name.
        """
        made = [self.shell.user_ns, *(names for names, _ in self.ahead.values())]
        every = {name for names in made for name in names if not name.startswith("_")}
        acting = tangles(self.cells) & every
        for names in made:
            by_value = defaultdict(set)
            for name in every & set(names):
                if isinstance(names[name], (pd.DataFrame, pd.Series, pd.Index)):
                    by_value[id(names[name])].add(name)
            acting |= set().union(*(some for some in by_value.values() if len(some) > 1))
        plain = {
            name
            for name in every - acting
            if all(_is_plain(names[name]) for names in made if name in names)
        }
        trees = [tree for tree in map(parsed, self.cells) if tree is not None]
        own = set().union(*map(bound, trees))
        return sorted(plain), sorted((every - plain) & own)


def _is_plain(value: object) -> bool:
    """Return whether a value is of a kind that nobody can change by a part."""
    if isinstance(value, pd.DataFrame):
        return all(_is_plain(column) for _, column in value.items())
    if isinstance(value, (pd.Series, pd.Index)) and value.dtype == object:
        # A list inside a table is shared by all copies of it.
        return all(map(pd.api.types.is_scalar, value))
    return isinstance(value, _PLAIN)


# pandas copies on write: what was taken from a table is changed apart from the table itself.
_PLAIN = (
    pd.DataFrame, pd.Series, pd.Index, pd.Timestamp, pd.Timedelta, np.generic, types.ModuleType,
    types.FunctionType, type, bool, int, float, str, bytes, range, datetime.date,
)  # fmt: skip


class Process:
    """One submission's process, from its first cell to its end."""

    def __init__(
        self,
        shell: QuietShell,
        opening: Opening,
        room: Room,
        driver: socket.socket,
        judge: socket.socket,
    ) -> None:
        """Enter the room; after this nothing of the outside can be reached."""
        self.shell, self.opening, self.pid = shell, opening, os.getpid()
        self.driver: Wire[Order] = Wire(driver)
        self.judge_wire: Wire[Question] = Wire(judge)
        self.interrupts = Interrupts()
        # Seconds spent on the judge's questions, by the second in which a question came.
        self.worked: defaultdict[int, float] = defaultdict(float)
        scratch = Path(room.scratch())
        self.folder = at_home(scratch / "work")
        self.handed_in: set[str] = set()
        # What programs started here print goes to a file that no name leads to.
        self.printed = os.memfd_create("printed")
        os.dup2(self.printed, 1)
        os.dup2(self.printed, 2)
        room.close_door(str(scratch))
        signal.signal(signal.SIGINT, self.interrupts.arrive)
        # As in a notebook: what lies beside it can be imported, whatever has the same name.
        sys.path.insert(0, "")
        # A module that is written twice in one second would be taken from its old bytes.
        sys.dont_write_bytecode = True
        names, outputs = shell.user_ns, shell.outputs
        self.desk = Desk(self.judge_wire, names, outputs, self.folder, self.interrupts)

    def serve(self) -> None:
        """Run cells and answer questions until the driver has gone."""
        poll = select.poll()
        poll.register(self.driver, select.POLLIN)
        poll.register(self.judge_wire, select.POLLIN)
        while True:
            for handle, _ in poll.poll():
                wire = self.driver if handle == self.driver.fileno() else self.judge_wire
                try:
                    head, buffers = wire.receive()
                except (GoneError, RefusedError):
                    if wire is self.driver:
                        os._exit(0)
                    # The judge was given up; what the learner wrote is run to its end.
                    poll.unregister(self.judge_wire)
                    continue
                began = time.monotonic()
                try:
                    if wire is self.judge_wire:
                        self.desk.answer(cast("Question", head), buffers)
                    else:
                        reply = getattr(self, "do_" + head["op"])(head, buffers)
                        self._stay_one()
                        self.driver.send(reply)
                finally:
                    if wire is self.judge_wire:
                        self.worked[int(began)] += time.monotonic() - began
                    self._stay_one()

    def _stay_one(self) -> None:
        # A cell that forks would leave two processes answering on one connection.
        if os.getpid() != self.pid:
            os._exit(0)

    def do_lay(self, head: Order, buffers: list[memoryview]) -> Reply:
        """Write pieces of the submission's own files, each below the piece before it."""
        for name, data in zip(head["files"], buffers, strict=True):
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("ab") as file:
                file.write(data)
            self.handed_in.add(name)
        return {"ok": True}

    def do_begin(self, head: Order, buffers: list[memoryview]) -> Reply:
        """Write the last pieces of files and start afresh, or after the opening cells."""
        self.do_lay(head, buffers)
        reach_course(self.folder, self.handed_in)
        if not head["opened"] and self.opening.shown:
            self.shell.reset(new_session=True)
            self.desk.names = self.shell.user_ns
        if not (head["opened"] and self.opening.seeds):
            # Otherwise every learner would draw the warm parent's numbers.
            random.seed(head.get("draws"))
            np.random.seed(head.get("draws"))
        begin()
        return {"ok": True}

    def do_worked(self, head: Order, _buffers: list[memoryview]) -> Reply:
        """Say how many seconds the judge's questions have taken since a moment of the clock."""
        since = int(head["since"])
        return {"worked": sum(took for second, took in self.worked.items() if second >= since)}

    def do_recall(self, head: Order, _buffers: list[memoryview]) -> Reply:
        """Give the namespace what a locked cell binds that was run beforehand."""
        self.shell.user_ns.update(self.opening.ahead[head["cell"]][0])
        self.shell.execution_count += 1
        return {"ok": True}

    def do_run(self, head: Order, _buffers: list[memoryview]) -> Reply:
        """Run one cell; returns its outputs."""
        outputs = self.shell.outputs
        outputs.start()
        # A module that the last cell wrote is found, though the folder was looked at just before.
        look = getattr(sys.path_importer_cache.get(str(self.folder)), "invalidate_caches", None)
        if look is not None:
            look()
        well = False
        # A call that comes when the cell's own code is over already costs it nothing else.
        with contextlib.suppress(KeyboardInterrupt), self.interrupts.heard(None):
            well = bool(self.shell.run_cell(head["code"], store_history=True).success)
        self._stay_one()
        sys.stdout.flush()
        self._add_printed()
        return {"outputs": outputs.take(), "ok": well, "count": head["count"]}

    def _add_printed(self) -> None:
        size = os.lseek(self.printed, 0, os.SEEK_END)
        if size:
            words = os.pread(self.printed, self.shell.outputs.most, 0).decode("utf-8", "replace")
            os.ftruncate(self.printed, 0)
            os.lseek(self.printed, 0, os.SEEK_SET)
            self.shell.outputs.text("stdout", words)
