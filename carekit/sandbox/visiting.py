"""Checks that visit: each runs where the learner's cells have run, in a process of its own.

When a notebook's cells have run and its sealed checks have their points, the processes of both have
ended. Then, for each visiting check, a new process is born of the warm parent, runs the cells that
stand above the check once more, with the same files and the same seed, and only then is given the
check. It is ended when the check has run. So a check finds what it would find under stock nbgrader,
and no process, no file and no memory in which one check's text ever was is there when the next one
arrives. What these processes show is not part of the graded notebook.
"""

from __future__ import annotations

import time

from carekit.common.notebook_format import Output
from carekit.sandbox.isolation.limits import Limits
from carekit.sandbox.notebook_plan import Plan, Shown
from carekit.sandbox.processes.fork_client import Branch
from carekit.sandbox.session import GRACE, UNJUDGED, Session
from carekit.sandbox.submission.assignment import Cell
from carekit.sandbox.submission.read_notebook import Flags, flag
from carekit.sandbox.submission.result import Verdict
from carekit.sandbox.submission.unplaced_text import Placed
from carekit.sandbox.syntax.borrowed_names import borrowed

_HIDDEN: Output = {
    "output_type": "error",
    "ename": "CheckFailed",
    "evalue": "",
    "traceback": ["  a hidden check"],
}
# What is flagged of a check is what happened to it; of the cells above it is known already.
_OF_A_CHECK = {"cell-stopped", "process-ended", "memory-together", "time-used-up"}


def visit(
    plan: Plan,
    parents: tuple[Branch, Branch],
    limits: Limits,
    placed: list[Placed],
    shown: list[Shown],
    files: dict[str, bytes],
    flags: Flags,
    draws: int,
) -> None:
    """Run the visiting checks of a notebook and put their verdicts into ``shown``.

    ``shown`` and ``flags`` are what came of the notebook's own run, ``draws`` is the seed it had.
    All visits together may take as long as the notebook's own run may.
    """
    end = time.monotonic() + limits.total_seconds
    stopped = {one.get("cell", "") for one in flags if one["code"] == "cell-stopped"}
    for at, item in enumerate(placed):
        if item.cell is None or item.cell.id not in plan.visiting:
            continue
        said: Flags = []
        one = _Visit(plan, parents, limits, end, said, draws=draws)
        one.stopped = stopped
        try:
            shown[at].verdict = one.verdict_at(item.cell, placed, at, files)
        finally:
            one.close()
        verdict = shown[at].verdict or UNJUDGED
        shown[at].outputs = verdict["outputs"]
        name = item.cell.id
        if verdict["outcome"] == "unjudged":
            flags.append(flag("not-judged", plan.book.name, name))
        if verdict["outcome"] == "invalid":
            flags.append(flag("check-faulty", plan.book.name, name))
        flags += [
            found
            for found in said
            if found["code"] in _OF_A_CHECK and found.get("cell") == name and found not in flags
        ]


class _Visit(Session):
    """A learner's process without a judge, in which the cells above one check run anew."""

    judges = False
    stopped: set[str]

    def verdict_at(
        self, cell: Cell, placed: list[Placed], at: int, files: dict[str, bytes]
    ) -> Verdict:
        """Run the cells above a check, then the check; returns what came of it."""
        self._prepare(placed, files)
        for number in range(at):
            self._shown(placed, number)
        before = [
            (one.cell.source if one.cell and one.cell.test else one.source, _is_check(one))
            for one in placed[:at]
            if one.kind == "code"
        ]
        if brought := borrowed(cell.source, before):
            self._ask_learner(brought, cell.id)
        return self._visited(cell, hidden=bool(cell.hidden_lines() or brought))

    def _verdict(self, cell: Cell) -> Verdict | None:  # noqa: ARG002 - no check is judged on the way
        return None

    def _deadline(self) -> float:
        # A cell that was stopped once is not waited for again.
        longest = GRACE if self.above in self.stopped else self.limits.cell_seconds
        return min(time.monotonic() + longest, self.end)

    def _visited(self, cell: Cell, *, hidden: bool) -> Verdict:
        """Give the learner's process the check and return the verdict on its outputs."""
        if time.monotonic() >= self.end:
            self.note("time-used-up", cell.id)
            return UNJUDGED.copy()
        self.above, self.stopped = cell.id, set()
        before = len(self.flags)
        reply = self._ask_learner(cell.source, cell.id)
        if reply is None:
            return {**UNJUDGED, "outcome": "stopped"}
        items = self._kept(reply.get("outputs"))
        late = any(one["code"] in _OF_A_CHECK for one in self.flags[before:])
        return verdict_of(
            items, cell.points, well=reply.get("ok") is True and not late, hidden=hidden
        )


def _is_check(one: Placed) -> bool:
    return one.cell is not None and one.cell.test


def verdict_of(outputs: list[Output], points: float, *, well: bool, hidden: bool) -> Verdict:
    """Return the verdict on a check by what it showed, by nbgrader's rule.

    An error gives nothing; a last line that shows a number gives so many points; everything else
    gives all. Other than under stock, what was written to stderr costs nothing, and a number that
    is none from 0 to ``points`` waits for a person. ``well`` says whether the code ran to its end.
    Of a ``hidden`` check nothing is shown that tells what it is about.
    """
    error = next((one for one in outputs if one["output_type"] == "error"), None)
    if error is not None or not well:
        words = error["evalue"] if error else ""
        outcome = "failed" if error and error["ename"] == "AssertionError" else "error"
        kept = _HIDDEN if hidden or error is None else error
        return {**UNJUDGED, "outcome": outcome, "message": words, "outputs": [kept]}
    value = next((one for one in outputs if one["output_type"] == "execute_result"), None)
    text = str(value["data"].get("text/plain", "")) if value else ""
    try:
        number = float(text)
    except ValueError:
        return {**UNJUDGED, "outcome": "passed", "score": points}
    if not 0 <= number <= points:
        words = (
            f"the check's last line gives {text[:200]}; it must be a number from 0 to {points:g}"
        )
        shown: Output = {
            "output_type": "error",
            "ename": "ValueError",
            "evalue": words,
            "traceback": [words],
        }
        return {
            **UNJUDGED,
            "outcome": "invalid",
            "message": words,
            "outputs": [_HIDDEN if hidden else shown],
        }
    data: dict[str, object] = {"text/plain": repr(number)}
    result: Output = {
        "output_type": "execute_result",
        "data": data,
        "metadata": {},
        "execution_count": 1,
    }
    outcome = "passed" if number == points else "partial"
    return {**UNJUDGED, "outcome": outcome, "score": number, "outputs": [result]}
