"""The judge's process: it runs the checks of a set and never a line of the learner's."""

from __future__ import annotations

import contextlib
import importlib
import linecache
import os
import select
import signal
import socket
import sys
import traceback
import warnings
from collections.abc import Collection
from pathlib import Path
from typing import Any

import numpy as np

import carekit
from carekit.checks.expect import kit_words, messages
from carekit.common.course import find_root
from carekit.common.files import ContentError
from carekit.common.notebook_format import Output
from carekit.sandbox.isolation.sandbox import Room
from carekit.sandbox.link import shared_state
from carekit.sandbox.link.asked_there import guard_library
from carekit.sandbox.link.cell_outputs import Outputs, Stream
from carekit.sandbox.link.codec import RefusedError
from carekit.sandbox.link.file_sync import FileSync
from carekit.sandbox.link.frame_cache import WrittenFrames
from carekit.sandbox.link.framing import GoneError, Wire
from carekit.sandbox.link.handed_out import parts
from carekit.sandbox.link.introspection import KeptBuiltins, guard_inspect
from carekit.sandbox.link.judge_end import LearnerGoneError, Link
from carekit.sandbox.link.left_behind import watch_seeds
from carekit.sandbox.link.main_module import MAIN, guard_mock
from carekit.sandbox.link.message_types import Along, Order, Reply, Value
from carekit.sandbox.link.process_state import Watched
from carekit.sandbox.link.proxies import is_learners
from carekit.sandbox.link.refusals import ASKS_FOR, CannotTellError, note, taken
from carekit.sandbox.link.test_runners import guard_testers
from carekit.sandbox.processes.check_code import Code, Took
from carekit.sandbox.processes.check_context import CheckContext
from carekit.sandbox.processes.parent_config import Config, Warm
from carekit.sandbox.processes.precompute import Notebook
from carekit.sandbox.processes.warm_up import warm_up

_KIT = str(Path(carekit.__file__).parent)


def warm(config: Config) -> Warm:
    """Import what the checks use and prepare every notebook of the set.

    The driver gets the names of the cells that need not run again, by notebook.
    """
    for name in config["imports"]:
        try:
            importlib.import_module(name)
        except ImportError:
            continue
    warm_up()
    guard_inspect()
    guard_library()
    guard_mock()
    watch_seeds()
    guard_testers()
    sys.modules["__main__"] = MAIN
    read_messages()
    books = {
        name: Notebook(book["cells"], book["imports"], book["theirs"], ahead=config["ahead"])
        for name, book in config["notebooks"].items()
    }
    read_keys([cell["source"] for book in config["notebooks"].values() for cell in book["cells"]])
    most = config["limits"]["output_bytes"]
    written = WrittenFrames(value for book in books.values() for value in book.values_ready())

    def child(room: Room, driver: socket.socket, learner: socket.socket) -> None:
        Judge(books, room, Wire(driver), Link(Wire(learner), written), most).serve()

    return Warm(child, {"early": {name: sorted(book.done) for name, book in books.items()}})


def read_keys(sources: list[str]) -> None:
    """Judge nobody's answers once: what it takes to read a key is then there for every child."""
    if not any("worth(key, points=" in source for source in sources):
        return
    # A set of exercises in code does without the bank of questions, which takes a while to import.
    from carekit.learner.graded_answers import AnswersFile, Saved, marks, sentences
    from carekit.questions.views.key_only import keys_in

    # A check that holds no key after all, or a faulty one, says so itself when it is run.
    with contextlib.suppress(ContentError, SyntaxError, ValueError):
        marks(AnswersFile(), {one.id: one for source in sources for one in keys_in(source)})
        sentences()
    # Pydantic makes ready what reads an entry when the first one comes, in each child anew.
    Saved.model_rebuild()


def read_messages() -> None:
    """Read what checks say before the first fork, or every child would read it again."""
    kit_words()
    # Without a course, or with messages that cannot be read, the check that needs one says so.
    with contextlib.suppress(ContentError, OSError):
        messages(find_root())


class Judge:
    """Judges one notebook of one submission."""

    def __init__(
        self, books: dict[str, Notebook], room: Room, driver: Wire[Order], link: Link, most: int
    ) -> None:
        """Set the limits that protect the machine from a test that is led astray."""
        self.books, self.room, self.driver, self.link = books, room, driver, link
        self.outputs, self.binds = Outputs(most), frozenset[str]()
        self.folder: Path | None = None
        self.watched = Watched(())
        self.context: CheckContext | None = None
        # Both streams are one: a warning in a test must not cost points anywhere.
        sys.stdout, sys.stderr = (
            Stream(self.outputs, "stdout", 1),
            Stream(self.outputs, "stdout", 2),
        )
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        room.limit()

    def serve(self) -> None:
        """Run checks until the driver has gone."""
        poll = select.poll()
        poll.register(self.driver, select.POLLIN)
        while True:
            poll.poll()
            try:
                head, buffers = self.driver.receive()
            except (GoneError, RefusedError):
                os._exit(0)
            self.outputs.start()
            self.driver.send(getattr(self, "do_" + head["op"])(head, buffers))

    def do_begin(self, head: Order, buffers: list[memoryview]) -> Reply:
        """Choose the notebook and write the last pieces of the submission's own files."""
        self.book = self.books[head["notebook"]]
        self.names = self.book.names
        self.names.link = self.link
        MAIN.stand_for(self.names)
        if head["files"] or head["reads_files"]:
            self.do_lay(head, buffers)
        if any(code.magic for code in self.book.codes.values()):
            shell = importlib.import_module("carekit.sandbox.processes.shell").make_shell(10**6)
            shell.user_ns = self.names
            self.names["get_ipython"] = lambda: shell
            sys.stdout = sys.stderr = Stream(self.outputs, "stdout", 1)
        self.kept = KeptBuiltins()
        self.link.before_asking = self._before_asking
        return {"ok": True}

    def do_lay(self, head: Order, buffers: list[memoryview]) -> Reply:
        """Write pieces of the submission's own files, each below the piece before it."""
        if self.folder is None:
            # A check that reads no file needs no folder of its own.
            self.folder = Path(self.room.scratch()) / "work"
        files = zip(head["files"], map(bytes, buffers), strict=True)
        FileSync(self.link, self.folder).lay_out(files, "ab")
        return {"ok": True}

    def _before_asking(self) -> Along:
        """Note what a check has replaced for itself; return what goes along with a question."""
        self._look_at_builtins()
        if name := self.names.replaced(self.binds) or shared_state.changed():
            note(f"{name} to be replaced in the learner's code")
        if asked := self.watched.changed():
            note(asked)
        return self.context.fields() if self.context else {}

    def _look_at_builtins(self) -> None:
        if names := self.kept.replaced(shared_state.CARRIED):
            note(f"{names[0]} to be replaced in the learner's code")

    def do_trusted(self, head: Order, _buffers: list[memoryview]) -> Reply:
        """Run a cell that later checks need and that gives no points here; nobody sees its outputs.

        It is a locked cell, or a check of another level of trust, which may ask for anything.
        """
        code = self.book.codes[head["cell"]]
        if code.name not in self.book.done:
            # A check that needs a name which is missing then will say so.
            with contextlib.suppress(Exception, CannotTellError, SystemExit):
                self._run(code, None)
            self.names.give_back()
        return {"ok": True}

    def do_test(self, head: Order, _buffers: list[memoryview]) -> Reply:
        """Run one check; returns outcome, points, message and outputs."""
        code = self.book.codes[head["cell"]]
        self.link.check += 1
        self.link.changed_arguments = False
        self.link.forget_errors()
        context = self.context = CheckContext(self.link, self.names, code)
        self.names.again, self.names.got = code.again, context.got
        self.binds, self.watched = frozenset(code.binds), Watched(code.words)
        taken()
        lines: dict[int, float] = {}

        def took(line: int, seconds: float) -> None:
            lines[line] = lines.get(line, 0.0) + seconds

        self.link.copies_back = lambda value: self._has_name(value, code.copies)
        self.link.asked_about = lambda value: self._has_part(value, code.compared)
        try:
            context.files = (
                FileSync(self.link, self.folder) if head["files"] and self.folder else None
            )
            if context.files:
                context.files.take()
            value = self._run(code, took if head.get("lines") else None)
            verdict = self._verdict(value, code.points)
        except BaseException as error:
            verdict = self._failure(error, code)
        finally:
            self.binds, self.watched = frozenset(), Watched(())
            self.names.give_back()
        line, given = verdict.pop("line", 0), verdict.pop("given", False)
        context.end(verdict["outcome"], verdict["message"], line, given=given)
        if code.fault:
            taken()
            verdict = {"outcome": "invalid", "score": 0.0, "message": code.fault}
        if refused := taken():
            verdict = self._unjudged(refused[0])
        return {
            **verdict,
            "outputs": self.outputs.take(),
            "changed": self.link.changed_arguments,
            **(
                {"lines": sorted(lines.items()), "ahead": code.ahead()} if head.get("lines") else {}
            ),
        }

    def _has_part(self, value: object, names: Collection[str]) -> bool:
        held = (self.names.get(name, self.names.fetched.get(name)) for name in names)
        return any(part is value for one in held for part in parts(one))

    def _has_name(self, value: object, names: Collection[str]) -> bool:
        return any(self.names.get(name, self.names.fetched.get(name)) is value for name in names)

    def _run(self, code: Code, took: Took | None) -> Any:
        """Run a check and put Python's built-in names back, which it may have replaced."""
        try:
            with warnings.catch_warnings():
                return code.run(self.names, took)
        finally:
            self._look_at_builtins()
            self.kept.restore()
            shared_state.restore()

    def _verdict(self, value: Value, points: float) -> Reply:
        """Return what the value of a check's last line gives, by nbgrader's rule.

        A number is partial credit; whatever else the line shows, the check has run to its end and
        gives all points. How an object of the learner's would show itself is for that object to
        say, and it may say a number: such a check cannot be judged here.
        """
        if is_learners(value):
            note("the value of its last line to be shown")
        kind = type(value)
        if kind not in (int, float) and not issubclass(kind, (np.floating, np.integer)):
            return {"outcome": "passed", "score": points, "message": ""}
        if 0 <= float(value) <= points:
            data: dict[str, object] = {"text/plain": repr(float(value))}
            self.outputs.add(
                {
                    "output_type": "execute_result",
                    "data": data,
                    "metadata": {},
                    "execution_count": 1,
                }
            )
            full = float(value) == points
            kind_of = "passed" if full else "partial"
            return {"outcome": kind_of, "score": float(value), "message": ""}
        shown = repr(value)[:200]
        words = f"the check's last line gives {shown}; it must be a number from 0 to {points:g}"
        self._add_error("ValueError", words, [words])
        return {"outcome": "invalid", "score": 0.0, "message": words}

    def _unjudged(self, what: str) -> Reply:
        """Return the outcome of a check that asked what cannot be told, whatever came of it."""
        words = f"{ASKS_FOR}{what}"
        self._add_error("CannotTellError", words, [words])
        return {"outcome": "unjudged", "score": 0.0, "message": words}

    def _failure(self, error: BaseException, code: Code) -> Reply:
        words = _text(error)
        # Only lines of the check are shown; those of libraries would be read from their files.
        steps = traceback.walk_tb(error.__traceback__)
        lines = [at for frame, at in steps if frame.f_code.co_filename == code.file]
        line = lines[-1] if lines else 0
        hidden = line in code.hidden
        name = type(error).__name__
        # Where a hidden line failed is no business of the page the learner will see.
        shown = linecache.getline(code.file, line).strip()
        where = "  a hidden check" if hidden else f"  line {line}: {shown}"
        self._add_error(name, words, [where, f"{name}: {words}"])
        outcome = "failed" if isinstance(error, AssertionError) else "error"
        if isinstance(error, LearnerGoneError):
            outcome = "stopped"
        return {
            "outcome": outcome,
            "score": 0.0,
            "message": words,
            "hidden": hidden,
            "line": line,
            "given": _given_to_library(error, code.file),
        }

    def _add_error(self, name: str, words: str, lines: list[str]) -> None:
        item: Output = {"output_type": "error", "ename": name, "evalue": words, "traceback": lines}
        self.outputs.add(item)


def _given_to_library(error: BaseException, file: str) -> bool:
    """Return whether a library, called in the check's file, has failed with a stand-in in hand."""
    steps = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    here = max((n for n, one in enumerate(steps) if one.f_code.co_filename == file), default=-1)
    outside = (x for x in steps[here + 1 :] if not x.f_code.co_filename.startswith(_KIT))
    return any(is_learners(one) for frame in outside for one in frame.f_locals.values())


def _text(error: BaseException) -> str:
    try:
        return str(error)[:5000]
    except Exception:
        return ""
