"""One notebook of one submission: two processes, one clock, and the order of the notebook."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Container
from typing import cast

from carekit.common.notebook_format import Output
from carekit.sandbox.cell_costs import CostMeter
from carekit.sandbox.isolation.limits import Limits
from carekit.sandbox.link.cell_outputs import checked, size_of
from carekit.sandbox.link.encoder import RefusedError
from carekit.sandbox.link.framing import GoneError, Part, SlowError, Wire, in_parts, pair
from carekit.sandbox.link.message_types import CellOrder, Order, Reply
from carekit.sandbox.link.refusals import sizes_in
from carekit.sandbox.notebook_plan import Plan, Shown
from carekit.sandbox.processes.fork_client import Branch, Child
from carekit.sandbox.processes.fork_server import MEMORY
from carekit.sandbox.processes.parent_config import NOTHING_READY
from carekit.sandbox.submission.assignment import Cell
from carekit.sandbox.submission.read_notebook import Flags, flag
from carekit.sandbox.submission.result import Verdict
from carekit.sandbox.submission.trust import BY_HAND
from carekit.sandbox.submission.unplaced_text import Placed, readers
from carekit.sandbox.syntax.needed_later import read_elsewhere
from carekit.sandbox.syntax.untouched_names import Untouched

GRACE = 1.0
"""Seconds that a process gets to end a cell or a check after it was told to stop."""
# A check is slow by itself where the learner's program worked for less than this share of it.
_IDLE = 0.25
_OVER = {"process-ended", "memory-together"}
UNJUDGED: Verdict = {
    "outcome": "unjudged",
    "score": 0.0,
    "message": "",
    "outputs": [],
    "changed": False,
}


class Session:
    """Runs the cells of one notebook where they belong; ``close`` leaves nothing behind."""

    judges = True  # whether sealed checks are judged on the way

    def __init__(
        self,
        plan: Plan,
        parents: tuple[Branch, Branch],
        limits: Limits,
        end: float,
        flags: Flags,
        meter: CostMeter | None = None,
        draws: int | None = None,
    ) -> None:
        """Have both processes born; ``end`` is when the time is used up; a meter hears of cells.

        ``draws`` seeds what the learner's code draws at random; None leaves it to chance.
        """
        self.plan, self.book, self.meter, self.draws = plan, plan.book, meter, draws
        self.limits, self.end, self.flags = limits, end, flags
        self.parents = parents
        ends = [*pair(), *pair(), *pair()]
        to_learner, learner_end, to_judge, judge_end, link_learner, link_judge = ends
        most = 4 * limits.output_bytes + 4_000_000
        try:
            self.learner: Child | None = parents[0].spawn(
                [learner_end, link_learner], Wire(to_learner, most)
            )
            self.judge: Child | None = None
            if self.judges and plan.judged:
                self.judge = parents[1].spawn([judge_end, link_judge], Wire(to_judge))
            else:
                # A judge without a check to judge would cost as much as the learner's process.
                for end_of_pair in (judge_end, link_judge, to_judge):
                    end_of_pair.close()
        except BaseException:
            for end_of_pair in ends:
                end_of_pair.close()
            raise
        self.count = 0
        # Questions to the learner's process whose answers were not waited for.
        self.unanswered = 0
        self.left = limits.shown_bytes
        # A learner's own cell is named by the set's cell above it.
        self.above = ""

    def close(self) -> None:
        """End both processes and all they have started."""
        if self.judge is not None:
            self.parents[1].kill(self.judge)
        self._end_learner()
        self._end_judge()

    def note(self, code: str, cell: str = "", named: str = "") -> None:
        """Add a flag, once for each cell."""
        if (item := flag(code, self.book.name, cell, named)) not in self.flags:
            self.flags.append(item)

    def run(self, placed: list[Placed], files: dict[str, bytes]) -> list[Shown]:
        """Return what became of each cell, run in the notebook's order."""
        self._prepare(placed, files)
        shown = [self._shown(placed, at) for at in range(len(placed))]
        self._measure("")
        return shown

    def _prepare(self, placed: list[Placed], files: dict[str, bytes]) -> None:
        """Lay out the files, and see which cells need not run."""
        self.opening = self._opening(placed)
        self._begin(files, opened=bool(self.opening))
        told = self.parents[0].ready.get("setup", NOTHING_READY)
        self.setup = told if self.opening else NOTHING_READY
        self.untouched = Untouched(self.book.imports, self.setup["plain"], self.setup["tangled"])
        self.early = set(self.parents[1].ready.get("early", {}).get(self.book.name, []))

    def _shown(self, placed: list[Placed], at: int) -> Shown:
        """Return what became of the cell at a place, which is the next one."""
        item = placed[at]
        cell = item.cell
        self.above = cell.id if cell else self.above
        self._measure(self.above)
        if item.kind != "code" or not item.source.strip():
            shown = Shown()
        elif cell is not None and cell.test:
            shown = self._test(cell, readers(placed, at))
        elif self.opening:
            self.count += 1
            shown = Shown(self._kept(self.opening.pop(0)), self.count)
        elif cell is not None and self._recalled(cell.id, self.setup["later"], self.untouched):
            self.count += 1
            shown = Shown(self._kept(self.setup["later"][cell.id]), self.count)
        else:
            self.untouched.add(item.source)
            shown = self._cell(item)
        if cell is not None and not cell.sealed and cell.id in self.plan.judged - self.early:
            self._ask_judge({"op": "trusted", "cell": cell.id})
        return shown

    def _measure(self, cell: str) -> None:
        if self.meter is not None:
            pids = [None if one is None else one.pid for one in (self.learner, self.judge)]
            self.meter.at(cell, *pids)

    def _opening(self, placed: list[Placed]) -> list[list[Output]]:
        """Return the outputs of the opening cells if this notebook begins with exactly these."""
        ready = self.parents[0].ready.get("setup", NOTHING_READY)["opening"]
        wanted = self.plan.opening
        first = [p for p in placed if p.kind == "code" and p.source.strip()][: len(wanted)]
        same = [p.cell.id if p.cell else None for p in first] == wanted
        return list(ready) if same and len(ready) == len(wanted) else []

    def _recalled(self, name: str, ahead: Container[str], untouched: Untouched) -> bool:
        """Return whether a locked cell could be taken from what the warm parent has run.

        It cannot where a cell of the learner's may have changed a name that it reads.
        """
        if name not in ahead or self.learner is None or not untouched.leaves(self.plan.later[name]):
            return False
        try:
            self.learner.wire.sock.settimeout(self.limits.cell_seconds)
            self.learner.wire.send({"op": "recall", "cell": name})
            self._answer_of_learner(self._deadline())
        except (GoneError, RefusedError, SlowError):
            self._ended_at(name)
        return True

    def _begin(self, files: dict[str, bytes], *, opened: bool) -> None:
        reads = any(self.plan.reads_files.values())
        *first, last = in_parts(files)
        name = self.book.name
        head: Order = {"op": "begin", "opened": opened, "notebook": name, "reads_files": reads}
        if self.draws is not None:
            head["draws"] = self.draws
        try:
            for part in first:
                self._lay({"op": "lay"}, part)
            self._lay(head, last)
        except SlowError:
            # The time was used up before anything ran: every check waits for a person.
            self.note("time-used-up", self.book.cells[0].id)
            self._end_learner()
            self._end_judge()

    def _lay(self, head: Order, part: Part) -> None:
        """Send pieces of files to both processes, which write them at the same time."""
        words: Order = {**head, "files": [name for name, _ in part]}
        children = [child for child in (self.learner, self.judge) if child is not None]
        for child in children:
            child.wire.sock.settimeout(10)
            child.wire.send(words, [piece for _, piece in part])
        for child in children:
            self._answer(child, self.end)

    @staticmethod
    def _answer(child: Child | None, deadline: float) -> Reply:
        if child is None:
            raise GoneError
        return child.wire.receive(deadline)[0]

    def _kept(self, items: object) -> list[Output]:
        """Return a cell's outputs as far as it, and all cells together, may show so much."""
        made = checked(items, self.count, min(self.limits.output_bytes, self.left))
        self.left -= sum(map(size_of, made))
        if self.left <= 0:
            self.note_once("outputs-used-up", self.above)
        return made

    def note_once(self, code: str, cell: str) -> None:
        """Add a flag unless the notebook has one of its kind: what follows has the same cause."""
        if not any(one["code"] == code and one["notebook"] == self.book.name for one in self.flags):
            self.note(code, cell)

    def _deadline(self) -> float:
        return min(time.monotonic() + self.limits.cell_seconds, self.end)

    def _cell(self, item: Placed) -> Shown:
        """Run a cell in the learner's process."""
        self.count += 1
        reply = self._ask_learner(item.source, self.above)
        if reply is None:
            return Shown()
        made = self._kept(reply.get("outputs"))
        return Shown(made, self.count)

    def _ask_learner(self, code: str, name: str) -> Reply | None:
        if self.learner is None:
            return None
        try:
            self.learner.wire.sock.settimeout(self.limits.cell_seconds)
            self.learner.wire.send({"op": "run", "code": code, "count": self.count})
            try:
                return self._answer_of_learner(self._deadline())
            except SlowError:
                self._note_time(name)
                self.parents[0].interrupt(self.learner)
                return self._answer_of_learner(time.monotonic() + GRACE)
        except (GoneError, RefusedError, SlowError):
            self._ended_at(name)
            return None

    def _answer_of_learner(self, deadline: float) -> Reply:
        """Return the learner's next answer that somebody still waits for."""
        while True:
            reply = self._answer(self.learner, deadline)
            if not self.unanswered or "worked" not in reply:
                return reply
            self.unanswered -= 1

    def _note_time(self, name: str) -> None:
        self.note("time-used-up" if time.monotonic() >= self.end else "cell-stopped", name)

    def _test(self, cell: Cell, sources: list[str]) -> Shown:
        self.count += 1
        number, verdict = self.count, self._verdict(cell)
        if read_elsewhere(self.plan.shows[cell.id], sources):
            # Only the part learners have; whether it passes there is of no account.
            self._ask_learner(cell.released, cell.id)
        return Shown(verdict["outputs"] if verdict else [], number, verdict)

    def _verdict(self, cell: Cell) -> Verdict | None:
        """Return what the judge makes of a check; None for one that visits later."""
        if not cell.sealed:
            return {**UNJUDGED, "outcome": BY_HAND} if cell.trust == BY_HAND else None
        files = self.plan.reads_files[cell.id]
        # The judge's process is ours: its answer to this question has this form.
        told = self._ask_judge(
            {"op": "test", "cell": cell.id, "files": files, "lines": self.meter is not None}
        )
        if told is not None and self.meter is not None:
            self.meter.told(cell.id, dict(told.pop("lines")), tuple(told.pop("ahead")))
        verdict = cast("Verdict | None", told)
        if verdict is None:
            verdict = UNJUDGED.copy()
            self.note("not-judged", cell.id)
        elif verdict["outcome"] == "unjudged":
            large = sizes_in(verdict["message"])
            self.note("value-too-large" if large else "cannot-judge", cell.id, large)
        if verdict["outcome"] == "invalid":
            self.note("check-faulty", cell.id)
        if verdict["outcome"] == "stopped":
            self._ended_at(cell.id)
        if verdict.get("changed"):
            self.note("argument-changed", cell.id)
        return verdict

    def _ask_judge(self, words: CellOrder | Order) -> Reply | None:
        if self.judge is None or time.monotonic() >= self.end:
            return None
        name = words["cell"]
        try:
            self.judge.wire.sock.settimeout(self.limits.cell_seconds)
            self.judge.wire.send(words)
            # First the learner's code is asked to stop, then it is made to.
            steps = (self._interrupt_learner, self._end_learner, self._end_judge)
            began, until = time.monotonic(), self._deadline()
            for number, give_up in enumerate(steps):
                with contextlib.suppress(SlowError):
                    return self._answer(self.judge, until)
                if number == 0 and self._learner_waits(began):
                    self.note("check-slow", name)
                    break
                self._note_time(name)
                give_up()
                until = time.monotonic() + GRACE
        except (GoneError, RefusedError, SlowError):
            pass
        self._end_judge()
        return None

    def _learner_waits(self, began: float) -> bool:
        """Return whether the time since ``began`` went into the check and not into its questions.

        The learner's program answers at once where it waits for the next question; what it says is
        worth nothing to it, because a check that is given up gives no points.
        """
        if self.learner is None:
            return True
        took = time.monotonic() - began
        try:
            self.learner.wire.send({"op": "worked", "since": began})
            self.unanswered += 1
            worked = self._answer(self.learner, time.monotonic() + GRACE)["worked"]
            self.unanswered -= 1
            return float(worked) < took * _IDLE
        except (GoneError, RefusedError, SlowError, KeyError, TypeError, ValueError):
            return False

    def _interrupt_learner(self) -> None:
        if self.learner is not None:
            self.parents[0].interrupt(self.learner)

    def _ended_at(self, cell: str) -> None:
        """Say that the learner's program is over, and why; what follows has the same cause."""
        over = self._end_learner() == MEMORY
        if not any(self.book.name == one["notebook"] for one in self.flags if one["code"] in _OVER):
            self.note("memory-together" if over else "process-ended", cell)

    def _end_learner(self) -> int | None:
        if self.learner is None:
            return None
        learner, self.learner = self.learner, None
        return self.parents[0].end(learner)

    def _end_judge(self) -> None:
        if self.judge is not None:
            self.parents[1].end(self.judge)
            self.judge = None
