"""A grader that reads orders instead of running notebooks; other processes import it by name."""

import json
import os
import signal
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path


@dataclass(frozen=True)
class Crude:
    """Does what the first cell says: a number is the score, a word is an accident."""

    folder: str = ""

    @contextmanager
    def open(self):
        if self.folder == "no":
            raise RuntimeError("a wall is missing")
        yield self.grade

    @staticmethod
    def _kill(order):
        """Kill this process; where it is to be lost, the one that has started it goes first."""
        if order.startswith("lose"):
            os.kill(os.getppid(), signal.SIGKILL)
        os.kill(os.getpid(), signal.SIGKILL)

    def grade(self, files):
        order = json.loads(files["tides.ipynb"])["cells"][0]["source"]
        if order in ("die", "lose"):
            self._kill(order)
        if order in ("die once", "lose once"):
            mark = Path(self.folder, "died")
            if not mark.exists():
                mark.write_text("x")
                self._kill(order)
            order = "2"
        if order.startswith("meet "):
            # Opening a pipe waits for the other end: only two processes can do both.
            way = os.O_RDONLY if order == "meet 1" else os.O_WRONLY
            os.close(os.open(Path(self.folder, "meeting"), way))
            order = order.removeprefix("meet ")
        if order == "hang":
            signal.pause()
        if order == "raise":
            raise ValueError("odd\nlines")
        if order == "nan":
            return {"score": float("nan")}
        return {"score": float(order), "pid": os.getpid(), "flags": [], "notebooks": {}}


@dataclass(frozen=True)
class Sharing(Crude):
    """Crude, with something that all processes of an engine share: a file in the folder."""

    handle: int = -1

    @contextmanager
    def share(self):
        mark = Path(self.folder, "shared")
        mark.touch()
        yield self
        mark.unlink()

    def recipe_for_one(self, processor=None):
        del processor
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT
        handle = os.open(Path(self.folder, "inherited"), flags, 0o644)
        return replace(self, handle=handle), [handle]

    def with_handles(self, handles):
        return replace(self, handle=handles[0])

    @contextmanager
    def open(self):
        os.write(self.handle, b"x")
        yield self.grade
