"""Would a test notice a small change of the code? ``care test mutants [FILES]`` tries it.

cosmic-ray makes the changes (mutants), one at a time, in a temporary copy of the repository, and
runs the tests that go with the changed module; your files are never touched. A mutant that no test
notices is printed as a diff: write the test that fails with it, or say why it changes nothing.

``python -m tests.mutants --per-room 12 --seed 1`` measures a random sample of every room and prints
the table of docs/tests.md.
"""

import argparse
import ast
import os
import random
import re
import shlex
import shutil
import subprocess
import sysconfig
import tempfile
import venv
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from typer import echo

ROOT = Path(__file__).parents[1]
LARGE = ("authoring", "grading", "reports", "sandbox")
"""Rooms that are measured folder by folder."""
APART = ("attacks", "browser", "javascript", "notebooks", "start")
"""Folders whose tests need a browser, a server or minutes: no mutant waits for them."""
THROUGH = {
    "sandbox": tuple(f"tests/sandbox/test_{name}.py" for name in ("at_home", "worker", "codec")),
}
"""Tests that go through every folder of a large room, run last."""
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
        here, through = name.startswith(own), name in THROUGH.get(room.split("/")[0], ())
        importing = imports(text, dotted)
        if "/" in room or room in LARGE:
            about = sum(found.startswith(house) for found in kit) >= len(kit) / 4 and bool(kit)
        else:
            about = here or (importing and name.split("/")[1] not in LARGE)
        if about or through:
            ranked.append((through, not importing, not here, name))
    return [name for *_, name in sorted(ranked)]


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
    listed = rf"from {re.escape(package)} import \(?[^)\n]*\b{name}\b"
    return re.search(rf"\b{re.escape(dotted)}\b|{listed}", text) is not None


def of_no_effect(source: str) -> set[int]:
    """Return the lines where a change cannot matter: annotations, and decorators that only cache.

    Annotations are text here (``from __future__ import annotations``), and what a cache keeps is
    what the function would give again.
    """
    lines: set[int] = set()
    for node in ast.walk(ast.parse(source)):
        parts: list[ast.expr | None] = [getattr(node, "returns", None)]
        parts.append(getattr(node, "annotation", None))
        decorators = getattr(node, "decorator_list", [])
        parts += [one for one in decorators if "cache" in ast.unparse(one)]
        for part in filter(None, parts):
            lines |= set(range(part.lineno, (part.end_lineno or part.lineno) + 1))
        if isinstance(node, ast.AnnAssign) and node.value:
            # `number: int | None = 3` stands on one line; its value may matter.
            lines -= set(range(node.value.lineno, (node.value.end_lineno or 0) + 1))
    return lines


def mutants_of(root: Path, module: str) -> list[list[Any]]:
    """Return the mutants of a module, those of one place together: a place is changed once."""
    from cosmic_ray.commands.init import init
    from cosmic_ray.work_db import WorkDB, use_db

    unmoved = of_no_effect((root / module).read_text("utf-8"))
    places: dict[tuple[object, object], list[Any]] = {}
    with tempfile.TemporaryDirectory() as folder:
        session = str(Path(folder) / "session.sqlite")
        with use_db(session, WorkDB.Mode.create) as work:
            init([root / module], work, {})
            changes = [change for item in work.work_items for change in item.mutations]
    for change in changes:
        if change.start_pos[0] not in unmoved and "NoOp" not in change.operator_name:
            places.setdefault((change.start_pos, change.end_pos), []).append(change)
    found = [places[place] for place in sorted(places)]  # type: ignore[type-var]
    for several in found:
        several.sort(key=lambda change: (change.operator_name, change.occurrence))
    return found


def choose(found: Sequence[list[Any]], most: int, draw: random.Random) -> list[Any]:
    """Return one mutant of at most so many places, drawn by chance."""
    places = draw.sample(range(len(found)), min(most, len(found)))
    return [draw.choice(found[place]) for place in sorted(places)]


@contextmanager
def copied(root: Path) -> Iterator[Path]:
    """Give a copy of the repository with a Python that imports the kit from this copy.

    Also the sealed worker's processes, which take no path from the environment, see the copy.
    """
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    said = subprocess.run(listed, cwd=root, check=True, capture_output=True).stdout
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        copy = Path(folder) / root.name
        # A learner's process runs as another user and has to read the kit.
        Path(folder).chmod(0o755)
        for name in filter(None, said.decode().split("\0")):
            if (root / name).is_file():
                (copy / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(root / name, copy / name)
        venv.create(copy / ".venv", symlinks=True)
        beside = {"base": str(copy / ".venv"), "platbase": str(copy / ".venv")}
        packages = Path(sysconfig.get_path("purelib", "venv", beside))
        # The packages lie inside the copy, for a learner's process sees no other folder.
        ours = sysconfig.get_path("purelib")
        shutil.copytree(ours, packages, copy_function=link, dirs_exist_ok=True)
        for path in packages.glob("*.pth"):
            if str(root) in path.read_text("utf-8"):
                path.unlink()
        (packages / "copy.pth").write_text(f"{copy}\n", encoding="utf-8")
        for program in (root / ".venv" / "bin").iterdir():
            if not (copy / ".venv" / "bin" / program.name).exists():
                (copy / ".venv" / "bin" / program.name).symlink_to(program)
        yield copy


def link(here: str, there: str) -> None:
    """Let a file have a second name; copy it where a disk allows no such thing."""
    try:
        os.link(here, there)
    except OSError:
        shutil.copy2(here, there)


def command(copy: Path, tests: Sequence[str]) -> list[str]:
    """Return the command that runs some test files in the copy and ends at the first failure."""
    said = [str(copy / ".venv" / "bin" / "python"), "-m", "pytest", "-x", "-q"]
    return [*said, "-p", "no:cacheprovider", *tests]


def try_all(copy: Path, module: str, chosen: Iterable[Any]) -> Iterator[Tried]:
    """Try the mutants of one module; raise SystemExit where its tests fail without any."""
    from cosmic_ray.mutating import mutate_and_test
    from cosmic_ray.work_item import TestOutcome, WorkerOutcome

    tests, room = tests_of(copy, module), room_of(module)
    if not tests:
        echo(f"{module}: no test imports it or stands in its room")
        return
    first = subprocess.run(command(copy, tests), cwd=copy, capture_output=True, text=True)
    if first.returncode:
        raise SystemExit(f"{module}: its tests fail without any mutant:\n{first.stdout[-2000:]}")
    # cosmic-ray starts the tests in the folder of its own process.
    said = shlex.join(["env", "-C", str(copy), *command(copy, tests)])
    for change in chosen:
        result = mutate_and_test([change], said, SECONDS)
        if result.worker_outcome != WorkerOutcome.NORMAL:
            raise SystemExit(f"{module}: {result.output}")
        noticed = result.test_outcome != TestOutcome.SURVIVED
        diff = "\n".join(
            line
            for line in (result.diff or "").splitlines()
            if line[:1] in "+-@" and line[:3] not in ("+++", "---")
        )
        echo(
            f"{'noticed ' if noticed else 'SURVIVED'} {module} {diff if not noticed else ''}",
        )
        yield Tried(room, noticed, diff)


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
    with copied(ROOT) as copy:
        if asked.per_room:
            work = sample(copy, asked.rooms or known, asked.per_room, asked.seed)
        else:
            names = asked.files or changed(ROOT)
            work = {name: choose(mutants_of(copy, name), asked.most, draw) for name in names}
        for name, chosen in work.items():
            tried += try_all(copy, name, chosen)
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
