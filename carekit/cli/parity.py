"""``care parity``: the scores of other people's courses, by stock nbgrader and here."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from carekit.cli.grade import LOOK, NOTHING_TO_DO
from carekit.cli.messages import say
from carekit.common.files import ContentError

if TYPE_CHECKING:
    from carekit.grading.parity.comparison import Row, SetParity

console = Console()
_LONGEST = 160


def parity(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="FOLDER",
            help="Courses (folders with source/), or notebooks with graded cells; any depth.",
        ),
    ],
    sets: Annotated[
        list[str] | None,
        typer.Option("--sets", help="Only sets whose place has this in it; may repeat."),
    ] = None,
    run_stock: Annotated[
        bool,
        typer.Option(
            "--run-stock",
            help="Yes, run the notebooks and settings of FOLDER with your own rights: stock "
            "nbgrader has no walls.",
        ),
    ] = False,
    keep: Annotated[
        Path | None,
        typer.Option(help="A file that keeps stock's scores; they are not made again."),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option("--hand-ins", help="Only these hand-ins, such as solved; may repeat."),
    ] = None,
    workers: Annotated[int, typer.Option(min=1, help="Number of our own workers.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Print every score as JSON.")] = False,
) -> None:
    """Compare stock nbgrader's scores with those of `care grade`, as released, solved and damaged.

    Everything happens in a temporary folder; FOLDER is only read.
    """
    from carekit.grading.parity.comparison import KeptStock, compared
    from carekit.grading.parity.foreign_sets import find_sets
    from carekit.grading.parity.variants import NAMES

    if not folder.is_dir():
        raise ContentError(say("no-folder", folder=folder))
    if strange := set(only or ()) - NAMES:
        strangers, known = ", ".join(sorted(strange)), ", ".join(sorted(NAMES))
        raise ContentError(say("no-such-hand-in", names=strangers, known=known))
    if not run_stock:
        raise ContentError(say("stock-is-open", folder=folder))
    found = [
        one for one in find_sets(folder) if not sets or any(word in one.found for word in sets)
    ]
    if not found:
        raise ContentError(say("no-set-of-these", sets=", ".join(sets or [])))
    kept = KeptStock.read(keep)
    results: list[SetParity] = []
    with tempfile.TemporaryDirectory(prefix="carekit-parity-") as place:
        for number, one in enumerate(found, 1):
            with console.status(f"{number}/{len(found)} {one.found}"):
                result = compared(one, Path(place) / str(number), kept, workers, only or ())
            results.append(result)
            if not as_json:
                _tell(result)
    if as_json:
        typer.echo(json.dumps([_plain(one) for one in results], ensure_ascii=False, indent=2))
    else:
        _sum_up(results)
    raise typer.Exit(NOTHING_TO_DO if all(one.equal for one in results) else LOOK)


def _plain(one: SetParity) -> dict[str, object]:
    rows = [{**asdict(row), "kind": row.kind.value} for row in one.rows]
    return {**asdict(one), "rows": rows, "equal": one.equal}


def _tell(one: SetParity) -> None:
    from carekit.grading.parity.comparison import Kind

    if one.stock_refuses or one.ours_refuses:
        both = "refused by both" if one.equal else "refused by one"
        _say(f"{one.found}: {both}")
        for who, words in (("stock nbgrader", one.stock_refuses), ("care grade", one.ours_refuses)):
            if words:
                _say(f"  {who}: {_short(words)}")
        return
    same = sum(row.kind is Kind.EQUAL for row in one.rows)
    checks = one.checks()
    _say(
        f"{one.found}: {len(one.rows)} scores, {same} equal; "
        f"{len(checks)} cells, {sum(checks.values())} equal in every hand-in"
    )
    for note in one.notes:
        _say(f"  {_short(note)}")
    for row in one.rows:
        if row.kind is not Kind.EQUAL:
            _say(f"  {line_of(row)}")


def line_of(row: Row) -> str:
    """Return what is said of a score that differs."""
    points = [
        "no row"
        if one is None
        else ("none yet" if one.points is None else f"{one.points:g}")
        + (", waits" if one.waits else "")
        for one in (row.stock, row.ours)
    ]
    why = row.ours.why if row.ours else ""
    about = next((said for said in row.about if said.startswith(f"{row.cell}: ")), "")
    where = f"{row.learner} {row.notebook} {row.cell}"
    return _short(
        f"{where}: {row.kind.value} (stock {points[0]}; here {points[1]}) {why} {about}".strip()
    )


def _short(words: str) -> str:
    line = " / ".join(part.strip() for part in words.splitlines() if part.strip())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"


def _sum_up(results: list[SetParity]) -> None:
    kinds = Counter(row.kind.value for one in results for row in one.rows)
    checks = [good for one in results for good in one.checks().values()]
    refused = [one for one in results if one.stock_refuses or one.ours_refuses]
    _say("")
    _say("| sets | scores compared | equal | " + " | ".join(_OTHERS) + " | cells | equal always |")
    _say("|" + "---|" * (5 + len(_OTHERS)))
    numbers = [len(results), sum(kinds.values()), kinds["equal"]]
    numbers += [kinds[kind] for kind in _OTHERS] + [len(checks), sum(checks)]
    _say("| " + " | ".join(map(str, numbers)) + " |")
    if refused:
        both = sum(one.equal for one in refused)
        _say(f"{len(refused)} sets were refused, {both} of them by both graders")


_OTHERS = ("waits for a person", "less than stock", "more than stock", "one grader only")


def _say(line: str) -> None:
    console.print(line, markup=False, highlight=False, soft_wrap=True)
