"""Would a test notice a small change of the code? ``care test mutants [FILES]`` tries it.

cosmic-ray makes the changes (mutants), one at a time, in a temporary copy of the repository, and
runs the tests that go with the changed module; your files are never touched. A mutant that no test
notices is printed as a diff: write the test that fails with it, or say why it changes nothing.

``python -m tests.mutants --per-room 12 --seed 1`` measures a random sample of every room and prints
the table of docs/tests.md.
"""

import argparse
import ast
import difflib
import random
import re
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from typer import echo

from tests.mutant_runs import Lines, Run, Runner, copied, lines_by_test

ROOT = Path(__file__).parents[1]
LARGE = ("authoring", "grading", "reports", "sandbox")
"""Rooms that are measured folder by folder."""
APART = ("attacks", "browser", "javascript", "notebooks", "start")
"""Folders whose tests need a browser, a server or minutes: no mutant waits for them."""
THROUGH = {
    "sandbox": tuple(f"tests/sandbox/test_{name}.py" for name in ("at_home", "worker", "codec")),
    "grading/intake": tuple(
        f"tests/grading/test_{name}.py" for name in ("hand_ins", "inbox_archives")
    ),
    # These read a small course by way of a module of the tests.
    "authoring/prose_lint": tuple(
        f"tests/authoring/test_{name}.py" for name in ("style_rules", "stated_numbers")
    ),
    "grading/gradebook": ("tests/grading/test_due_verb.py",),
    # It also says which certificates the made-up class earns, so most of its imports lead there.
    "grading/sample_class": ("tests/content/sets/test_sample_records.py",),
    "cli": ("tests/reports/test_certificate_verb.py", "tests/grading/test_due_verb.py"),
    # These call the cards by the names that notebooks use.
    "widgets": tuple(
        f"tests/learner/test_{name}.py"
        for name in ("exam_card", "graded_cards", "kinds_that_count", "review_cards")
    ),
}
"""Tests that hold much of a room and import little of it, by large room or folder; run last."""
Place = tuple[int, int]
"""A line, counted from 1, and a column, counted from 0, as Python counts them."""
LAST = 10_000
"""A column behind every line."""
A_FILE = 20
"""Mutants of one file, where the command line says nothing else."""
SECONDS = 900
"""How long the tests of one mutant may take; one that never ends counts as noticed."""


@dataclass(frozen=True)
class Tried:
    """What came of one mutant: its room, whether a test noticed it, and the change as a diff."""

    room: str
    noticed: bool
    diff: str


def room_of(path: str) -> str:
    """Return the room of a module of the kit: a folder in carekit/, or one below a large one."""
    parts = Path(path).parts[1:-1]
    return "/".join(parts[: 2 if parts and parts[0] in LARGE else 1]) or "carekit"


def modules(root: Path) -> list[str]:
    """Return the paths of the kit's modules."""
    return sorted(path.relative_to(root).as_posix() for path in (root / "carekit").rglob("*.py"))


def tests_of(root: Path, module: str) -> list[str]:
    """Return the test files to run for a module, those that import it first.

    They are followed by the tests of its room: of a small room all, and those of other small rooms
    that import the module; of a folder in a large room those of which a quarter of the kit's
    modules that they import stand there. A run of the whole suite for each mutant would take a
    night.
    """
    room = room_of(module)
    dotted = module.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    house = "carekit." + room.replace("/", ".")
    own = f"tests/{room.split('/')[0]}/"
    ranked = []
    for name, text, kit in test_files(root):
        here = name.startswith(own)
        through = any(name in THROUGH.get(one, ()) for one in (room, room.split("/")[0]))
        importing = imports(text, dotted)
        if "/" in room or room in LARGE:
            about = sum(found.startswith(house) for found in kit) >= len(kit) / 4 and bool(kit)
            # Tests of reports take seconds, and some go through a verb.
            about = about or (here and room.startswith("reports"))
        else:
            about = here or (importing and name.split("/")[1] not in LARGE)
        if about or through:
            ranked.append((through, not importing, not here, name))
    if not ranked:
        # Every test of these folders goes through other rooms too.
        within = [(name, text) for name, text, kit in test_files(root) if _touches(kit, house)]
        ranked = [(False, not imports(text, dotted), False, name) for name, text in within]
    return [name for *_, name in sorted(ranked)]


def _touches(kit: Iterable[str], house: str) -> bool:
    return any(name == house or name.startswith(f"{house}.") for name in kit)


@cache
def test_files(root: Path) -> tuple[tuple[str, str, list[str]], ...]:
    """Return the test files that may be run: path, text, and the modules of the kit they import."""
    found = []
    for path in sorted((root / "tests").rglob("test_*.py")):
        name = path.relative_to(root).as_posix()
        # The tests of this tool name modules that they do not run.
        if name.split("/")[1] not in APART and path.name != "test_mutants.py":
            text = path.read_text("utf-8")
            found.append((name, text, re.findall(r"(?:from|import) (carekit[.\w]*)", text)))
    return tuple(found)


def imports(text: str, dotted: str) -> bool:
    """Return whether a file's text names a module: in full, or imported from its package."""
    package, _, name = dotted.rpartition(".")
    if name not in text:
        # Most files name neither; an expression over all of them takes seconds.
        return False
    listed = rf"from {re.escape(package)} import \(?[^)\n]*\b{name}\b"
    return re.search(rf"\b{re.escape(dotted)}\b|{listed}", text) is not None


def of_no_effect(source: str) -> list[tuple[Place, Place]]:
    """Return where a change cannot matter, from and to.

    Annotations are text here (``from __future__ import annotations``), what a cache keeps is what
    the function would give again, and that nobody changes a frozen object is for mypy to see, as
    are what a protocol says and which keys a dict must have.
    """
    found: list[tuple[Place, Place]] = []
    for node in ast.walk(ast.parse(source)):
        parts: list[ast.expr | None] = [getattr(node, "returns", None)]
        parts.append(getattr(node, "annotation", None))
        if isinstance(node, ast.keyword) and node.arg == "frozen":
            parts.append(node.value)
        if isinstance(node, ast.ClassDef):
            parts += [one.value for one in node.keywords if one.arg == "total"]
        if isinstance(node, ast.ClassDef) and "Protocol" in map(ast.unparse, node.bases):
            found.append(((node.lineno, 0), (node.end_lineno or node.lineno, LAST)))
        for part in filter(None, parts):
            end = (part.end_lineno or part.lineno, part.end_col_offset or 0)
            found.append(((part.lineno, part.col_offset), end))
        # A decorator goes from its sign to the next line.
        found += [
            ((one.lineno, 0), ((one.end_lineno or one.lineno) + 1, 0))
            for one in getattr(node, "decorator_list", [])
            if "cache" in ast.unparse(one)
        ]
    return found


def mutants_of(root: Path, module: str) -> list[list[Any]]:
    """Return the mutants of a module, those of one place together: a place is changed once."""
    from cosmic_ray.commands.init import init
    from cosmic_ray.work_db import WorkDB, use_db

    unmoved = of_no_effect((root / module).read_text("utf-8"))
    places: dict[tuple[Any, Any], list[Any]] = {}
    with tempfile.TemporaryDirectory() as folder:
        session = str(Path(folder) / "session.sqlite")
        with use_db(session, WorkDB.Mode.create) as work:
            init([root / module], work, {})
            changes = [change for item in work.work_items for change in item.mutations]
    for change in changes:
        start, end = change.start_pos, change.end_pos
        within = any(first <= start and end <= last for first, last in unmoved)
        if not within and "NoOp" not in change.operator_name:
            places.setdefault((change.start_pos, change.end_pos), []).append(change)
    found = [places[place] for place in sorted(places)]
    for several in found:
        several.sort(key=lambda change: (change.operator_name, change.occurrence))
    return found


def choose(found: Sequence[list[Any]], most: int, draw: random.Random) -> list[Any]:
    """Return one mutant of at most so many places, drawn by chance."""
    places = draw.sample(range(len(found)), min(most, len(found)))
    return [draw.choice(found[place]) for place in sorted(places)]


def first_tests(ran: Mapping[str, Lines], module: str, change: Any) -> list[str]:
    """Return the tests to run first for a mutant: those that ran its line, else its module."""
    end = change.end_pos[0]
    place = set(range(change.start_pos[0], end + 1))
    met = [test for test, lines in ran.items() if place & lines.get(module, set())]
    return met or [test for test, lines in ran.items() if module in lines]


def try_room(copy: Path, work: Mapping[str, Sequence[Any]]) -> Iterator[Tried]:
    """Try the mutants of the modules of one room.

    All test files of these modules run once without a mutant, so that it is known which test runs
    which line. A mutant then gets the tests that run its line, and the rest only if these pass:
    they reach it through a process of their own, or through something that was set up once.
    Raises SystemExit where tests fail without any mutant.
    """
    files = {module: tests_of(copy, module) for module in work}
    runner = Runner(copy)
    try:
        ran = _lines(runner, copy, sorted({name for names in files.values() for name in names}))
        for module, chosen in work.items():
            if not files[module]:
                echo(f"{module}: no test imports it or stands in its room")
                continue
            for change in chosen:
                yield _try(runner, copy, module, change, files[module], ran)
    finally:
        runner.close()


def _lines(runner: Runner, copy: Path, files: Sequence[str]) -> dict[str, Lines]:
    with tempfile.TemporaryDirectory() as folder:
        noted = str(Path(folder) / "lines")
        passed, said = runner.run(Run(files, None, noted, SECONDS))
        if not passed:
            raise SystemExit(f"tests fail without any mutant:\n{said}")
        return lines_by_test(noted, copy)


def _try(
    runner: Runner,
    copy: Path,
    module: str,
    change: Any,
    files: Sequence[str],
    ran: Mapping[str, Lines],
) -> Tried:
    """Try one mutant, print what came of it, and return it."""
    from cosmic_ray.mutating import use_mutation
    from cosmic_ray.plugins import get_operator

    first = set(first_tests(ran, module, change))
    path, operator = copy / module, get_operator(change.operator_name)(**change.operator_args)
    try:
        with use_mutation(path, operator, change.occurrence) as (before, after):
            _forget_compiled(path)
            near = [name for name in files if any(test.startswith(f"{name}::") for test in first)]
            passed = not first or runner.run(Run(near, first, "", SECONDS))[0]
            noticed = not passed or not runner.run(Run(files, None, "", SECONDS))[0]
    finally:
        _forget_compiled(path)
    lines = difflib.unified_diff(before.split("\n"), (after or "").split("\n"), lineterm="", n=1)
    diff = "\n".join(line for line in lines if line[:3] not in ("+++", "---"))
    echo(f"{'noticed ' if noticed else 'SURVIVED'} {module} {diff if not noticed else ''}")
    return Tried(room_of(module), noticed, diff)


def _forget_compiled(path: Path) -> None:
    """Remove the compiled code of a module, so that nothing takes it for that of the next text."""
    for compiled in (path.parent / "__pycache__").glob(f"{path.stem}.*.pyc"):
        compiled.unlink()


def changed(root: Path) -> list[str]:
    """Return the modules of the kit that differ from main, or on main from the commit before."""

    def git(*words: str) -> str:
        return subprocess.run(
            ["git", *words], cwd=root, check=True, capture_output=True, text=True
        ).stdout.strip()

    base = git("merge-base", "HEAD", "main")
    if base == git("rev-parse", "HEAD") and not git("status", "--porcelain", "carekit"):
        base = "HEAD~1"
    names = git("diff", "--name-only", "--diff-filter=d", base, "--", "carekit").splitlines()
    return [name for name in names if name.endswith(".py")]


def table(tried: Sequence[Tried], rooms: Iterable[str]) -> str:
    """Return the rooms as a table in Markdown: mutants tried, noticed, and the share."""
    lines = ["| room | tried | noticed | share |", "|---|---|---|---|"]
    for room in rooms:
        mine = [one.noticed for one in tried if one.room == room]
        share = f"{sum(mine) / len(mine):.0%}" if mine else "not measured"
        lines.append(f"| `carekit/{room}` | {len(mine)} | {sum(mine)} | {share} |")
    return "\n".join(lines)


def main(words: Sequence[str] | None = None) -> None:
    """Read the command line, try the mutants, and print the survivors and the table.

    Ends with exit code 1 where a mutant survived.
    """
    parser = argparse.ArgumentParser(prog="care test mutants", description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="*", help="modules; default: those that differ from main")
    parser.add_argument("--most", type=int, default=A_FILE, help="mutants of a file, by chance")
    parser.add_argument("--per-room", type=int, help="a sample of so many of each room instead")
    parser.add_argument("--rooms", nargs="*", help="only these rooms, such as sandbox/link")
    parser.add_argument("--seed", type=int, default=1, help="of the chance")
    asked = parser.parse_args(words)
    draw, everything = random.Random(asked.seed), modules(ROOT)
    known = sorted({room_of(name) for name in everything} - {"carekit"})
    if strangers := set(asked.files) - set(everything) | set(asked.rooms or []) - set(known):
        parser.error(f"{sorted(strangers)[0]}: no module and no room of the kit")
    tried: list[Tried] = []
    rooms: dict[str, dict[str, list[Any]]] = {}
    with copied(ROOT) as copy:
        if asked.per_room:
            work = sample(copy, asked.rooms or known, asked.per_room, asked.seed)
        else:
            names = asked.files or changed(ROOT)
            work = {name: choose(mutants_of(copy, name), asked.most, draw) for name in names}
        for name, chosen in work.items():
            rooms.setdefault(room_of(name), {})[name] = chosen
        for room in rooms.values():
            tried += try_room(copy, room)
    echo(table(tried, sorted({one.room for one in tried})))
    raise SystemExit(any(not one.noticed for one in tried))


def sample(copy: Path, rooms: Iterable[str], most: int, seed: int) -> dict[str, list[Any]]:
    """Return the mutants to try by module: of each room so many, drawn among all its places."""
    work: dict[str, list[Any]] = {}
    for room in rooms:
        places = [
            place
            for name in modules(copy)
            if room_of(name) == room
            for place in mutants_of(copy, name)
        ]
        # Each room has a chance of its own, so that measuring one gives the same as measuring all.
        for change in choose(places, most, random.Random(f"{seed} {room}")):
            work.setdefault(change.module_path.relative_to(copy).as_posix(), []).append(change)
    return work


if __name__ == "__main__":
    main()
