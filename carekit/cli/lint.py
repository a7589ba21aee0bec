"""``care lint``: finds faults in checks, and says what each check costs a learner."""

from __future__ import annotations

import math
import secrets
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from carekit.cli import grade
from carekit.cli.grade import ERROR, NOTHING_TO_DO, Unsandboxed, Workers, console
from carekit.common.course import card, graded_root, has_card

if TYPE_CHECKING:
    from carekit.grading.check_lint.costs import SetCosts
    from carekit.sandbox.submission.assignment import Snapshot

# What takes less is told together.
_TOO_LITTLE_MS = 0.5


def lint(
    sets: Annotated[
        list[str] | None,
        typer.Argument(metavar="SET", help="Sets to lint, and to measure; default: lint all."),
    ] = None,
    workers: Workers = None,
    unsandboxed: Unsandboxed = False,
) -> None:
    """Find checks that reward empty answers, cost right ones points, or repeat their data.

    A check that is not judged sealed is named with its level of trust, and why it has no higher.
    With a SET it also says what each check costs a learner: processor time of a right answer, in
    milliseconds of a machine that is the same for everybody. More than the budget is a fault.
    """
    from carekit.grading.check_lint.costs import BUDGET_MS
    from carekit.grading.course.folders import set_ids

    root = graded_root()
    count = 0
    # Whoever wrote a course without a card has promised nobody a budget.
    usual = BUDGET_MS if has_card(root) else math.inf
    budgets = dict.fromkeys(set_ids(root), usual)
    if has_card(root):
        budgets |= {one.id: one.checks_ms for one in card(root).sets if one.checks_ms}
    for set_id in sets or budgets:
        source = root / "source" / set_id
        with console.status(f"{set_id}: handing in answers whose fair score is known"):
            snapshot, findings = _linted(root, set_id, workers, unsandboxed=unsandboxed)
        for finding in findings:
            _say(finding)
        for line in _levels(root, set_id, source, snapshot):
            _say(line)
        found = len(findings)
        if sets:
            with console.status(f"{set_id}: measuring what a right answer takes"):
                measured = _measured(
                    root, set_id, budgets.get(set_id, usual), unsandboxed=unsandboxed
                )
            for number, costs in enumerate(measured):
                # Of the first each cell is told, of the other the sum.
                for line in lines_of(set_id, costs)[-1 if number else 0 :]:
                    _say(line)
                found += not costs.within
        count += found
        _say(f"{set_id}: {found} to mend" if found else f"{set_id}: good")
    raise typer.Exit(ERROR if count else NOTHING_TO_DO)


def findings_of(root: Path, set_id: str) -> list[str]:
    """Return what is wrong with the checks of a set, in lines.

    Raises ContentError for a set that cannot be graded.
    """
    return _linted(root, set_id, None, unsandboxed=False)[1]


def _linted(
    root: Path, set_id: str, workers: int | None, *, unsandboxed: bool
) -> tuple[Snapshot, list[str]]:
    from carekit.grading.check_lint.lint import Lint

    _, snapshot, engine = grade._set_up(
        root, set_id, workers, unsandboxed=unsandboxed, seed=secrets.randbelow(10**9)
    )
    # The second has little to do; more processes would take longer to start than to grade.
    _, _, other = grade._set_up(
        root, set_id, 1, unsandboxed=unsandboxed, seed=secrets.randbelow(10**9)
    )
    found = grade._in_words(Lint(root / "source" / set_id, snapshot, engine, other))
    return snapshot, [str(finding) for finding in found]


def _say(line: str) -> None:
    console.print(line, markup=False, highlight=False, soft_wrap=True)


def _levels(root: Path, set_id: str, source: Path, snapshot: Snapshot) -> list[str]:
    """Return what is said of the checks of a set that are not judged sealed."""
    from carekit.grading.check_lint.levels import level_lines
    from carekit.grading.course.chosen_trust import key_of, place_of, read_chosen

    sources = {path.name: path.read_bytes() for path in sorted(source.glob("*.ipynb"))}
    chosen = read_chosen(place_of(root, set_id), key_of(snapshot, sources))
    return list(level_lines(source, snapshot, chosen))


def _measured(root: Path, set_id: str, budget: float, *, unsandboxed: bool) -> list[SetCosts]:
    """Return what a set takes of the reference solution and, told as a sum, of the sample class.

    The solution is written to be fast, and learners do not write so; a sample class does.
    """
    from carekit.grading.check_lint.costs import measured, right_answer
    from carekit.grading.course.folders import read_settings, read_snapshot
    from carekit.grading.run.worker_spec import level_for
    from carekit.grading.sample_class.submissions import good_answer
    from carekit.sandbox.worker import Worker, runs_nothing

    settings, snapshot = read_settings(root), read_snapshot(root, set_id)
    if runs_nothing(snapshot):
        return []
    released = root / "release" / set_id / f"{set_id}.ipynb"
    with Worker(
        snapshot,
        limits=settings.rules.settings.limits(),
        level=level_for(settings, unsandboxed=unsandboxed),
        course=root,
        seed=secrets.randbelow(10**9),
    ) as worker:
        files = right_answer(root / "source" / set_id, snapshot)
        found = [grade._in_words(lambda: measured(worker, files, budget))]
        theirs = good_answer(root, set_id, released.read_bytes()) if released.is_file() else {}
        if theirs:
            costs = grade._in_words(lambda: measured(worker, theirs, budget))
            found.append(replace(costs, whose="the sample class's good answer"))
        return found


def lines_of(set_id: str, costs: SetCosts) -> list[str]:
    """Return what is said of the costs of a set: a line for each dear cell, then the sum."""
    if not costs.cells:
        return []
    if not costs.known:
        return [f"{set_id}: this machine does not tell what a process has used; nothing measured"]
    told = [one for one in costs.cells if one.ms >= _TOO_LITTLE_MS]
    lines = [f"  {one}" for one in told]
    rest = costs.cells[len(told) :]
    if rest:
        lines.append(f"  {len(rest)} others: {sum(one.ms for one in rest):.1f} ms together")
    words = f"{set_id}: checks and given cells take {costs.total:.0f} ms of {costs.whose}"
    if math.isinf(costs.budget):
        return [*lines, words]
    if costs.within:
        return [*lines, f"{words}; the budget is {costs.budget:g}"]
    return [
        *lines,
        f"{words}, and the budget is {costs.budget:g}: call the learner's functions less often and "
        "on smaller tables, or give the set `checks_ms` in course_data/course.yml",
    ]
