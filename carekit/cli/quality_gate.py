"""Everything a change must pass, in one list; CI and a laptop run the same one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Lock

from rich.console import Console

from carekit.common.files import ContentError

PYTHON = sys.executable
PYTEST = (PYTHON, "-m", "pytest", "-q")
NBVAL = ("-p", "tests.notebooks.before_a_run", "--nbval")
# These folders are checks of their own.
_ROOMS = (
    "checks",
    "cli",
    "common",
    "exports",
    "learner",
    "questions",
    "reports",
    "tables",
    "vocabulary",
)
UNIT = tuple(f"tests/{room}" for room in (*_ROOMS, "widgets"))
_SETS = "tests/content/sets"
_APART = ("tests/browser", "tests/content", _SETS, "tests/exits", "tests/grading", *UNIT)
_BESIDE = tuple(f"--ignore={folder}" for folder in _APART)


@dataclass(frozen=True)
class Check:
    """One check: its name on the command line, what it holds, and the command."""

    name: str
    holds: str
    command: tuple[str, ...]


CHECKS = (
    Check("format", "code is formatted", (PYTHON, "-m", "ruff", "format", "--check", ".")),
    Check("lint", "code is lint-free", (PYTHON, "-m", "ruff", "check", ".")),
    Check("imports", "imports point down", (str(Path(PYTHON).with_name("lint-imports")),)),
    # Below, what takes longest begins first, so that the short ones fill what is left of two lanes.
    Check("browser", "the pages in a browser", (*PYTEST, "tests/browser")),
    Check(
        "system", "courses are built, started, sealed and attacked", (*PYTEST, "tests", *_BESIDE)
    ),
    Check("grading", "classes are graded, by every way in", (*PYTEST, "tests/grading")),
    Check("class", "the course's sets and its sample class are graded", (*PYTEST, _SETS)),
    Check("sets", "checks give nothing for nothing", (PYTHON, "-m", "carekit.cli", "lint")),
    Check("unit", "the kit's parts, each by itself", (*PYTEST, *UNIT)),
    Check("exits", "exports are scored in a player of theirs", (*PYTEST, "tests/exits")),
    Check("types", "types are sound", (PYTHON, "-m", "mypy")),
    Check("notebooks", "lessons run from top to bottom", (*PYTEST, *NBVAL, "notebooks")),
    Check(
        "content",
        "the course's texts, questions and tables",
        (*PYTEST, "tests/content", f"--ignore={_SETS}"),
    ),
    Check("made", "made files are current", (PYTHON, "-m", "carekit.cli", "build", "--check")),
    Check("documents", "what was measured is current", (PYTHON, "-m", "tests.documents")),
    Check("text", "every sentence reads right", (PYTHON, "-m", "carekit.cli", "check-text")),
    Check("javascript", "the browser's half is sound", (PYTHON, "-m", "tests.javascript")),
    Check("tables", "tables are current", (PYTHON, "-m", "carekit.cli", "tables", "--check")),
    Check("doctest", "examples in docstrings", (*PYTEST, "--doctest-modules", "carekit")),
)
GROUPS = {
    "quick": ("format", "lint", "imports", "types", "text", "unit", "content"),
    "tests": ("grading", "class", "system", "unit", "content"),
}
"""Names for several checks: those that fit into a minute and a half, and all Python tests."""

# Most checks need one core, and a small machine has two.
_LANES = 2


def run_checks(
    root: Path,
    only: list[str],
    console: Console,
    *,
    ci: bool,
    call: Callable[..., int] = subprocess.call,
) -> int:
    """Run the named checks or groups, or all, and return 0 when every one passed.

    A check that fails does not stop the others: one run tells everything that is wrong.
    Raises ContentError for a name that is not on the list.
    """
    known = {check.name for check in CHECKS}
    if strangers := set(only) - known - GROUPS.keys():
        raise ContentError(
            f"no check is called {sorted(strangers)[0]}; there are: {_listed(known)}, "
            f"and for several: {_listed(GROUPS)}"
        )
    named = {name for word in only for name in GROUPS.get(word, (word,))}
    wanted = [check for check in CHECKS if not only or check.name in named]
    if not ci and not chromium():
        # pytest calls it a failure when every test is left out.
        wanted = [check for check in wanted if check.name not in ("browser", "exits")]
    if not ci and not npm():
        wanted = [check for check in wanted if check.name not in ("javascript", "exits")]
    run = partial(_run, root, console, call, Lock())
    with ThreadPoolExecutor(_LANES) as pool:
        passed = list(pool.map(run, wanted))
    failed = [check.name for check, good in zip(wanted, passed, strict=True) if not good]
    console.rule("result", align="left")
    if not ci and not chromium():
        console.print(
            "Left out: the browser tests, because there is no Chromium here. "
            "On Debian or Ubuntu: apt install chromium fonts-noto-cjk"
        )
    if not ci and not npm():
        console.print(
            "Left out: the checks of the browser's half, because there is no npm here. "
            "On Debian or Ubuntu: apt install nodejs npm"
        )
    if not ci and not postgresql():
        console.print(
            "Left out: the tests on a PostgreSQL server, because there is none here. "
            "On Debian or Ubuntu: apt install postgresql"
        )
    if failed:
        console.print(
            f"[red]failed:[/] {_listed(failed)}; again with: care test {' '.join(failed)}"
        )
    else:
        console.print("[green]everything passed[/]")
    return 1 if failed else 0


def try_mutants(root: Path, files: list[str], *, call: Callable[..., int] = subprocess.call) -> int:
    """Change modules of the kit in a copy, one place at a time; return 0 where tests noticed all.

    Without files the modules that differ from main are tried. This is no check: it takes minutes,
    and a change that no test notices may be one that alters nothing.
    """
    return call([PYTHON, "-m", "tests.mutants", *files], cwd=root, env=_environment())


def _run(root: Path, console: Console, call: Callable[..., int], turn: Lock, check: Check) -> bool:
    """Run one check and return whether it passed.

    What it says is kept and shown when it is over, because another may run at its side.
    """
    start = time.monotonic()
    with tempfile.TemporaryFile() as said:
        code = call(
            [*check.command], cwd=root, env=_environment(), stdout=said, stderr=subprocess.STDOUT
        )
        said.seek(0)
        text = said.read().decode("utf-8", "replace")
    with turn:
        console.rule(f"{check.name}: {check.holds}", align="left")
        console.out(text, end="", highlight=False)
        console.print(f"[dim]{check.name}: {time.monotonic() - start:.0f} s[/]")
    return not code


def chromium() -> str | None:
    """Return the path of the system's Chromium, or None."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


def npm() -> str | None:
    """Return the path of npm, or None."""
    return shutil.which("npm")


def postgresql() -> Path | None:
    """Return the folder of PostgreSQL's server programs, or None."""
    on_path = shutil.which("initdb")
    # Debian keeps them off the path.
    found = [on_path, *Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    return next((Path(one).parent for one in found if one), None)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))


def _environment() -> dict[str, str]:
    # A test must see the course of this folder, not one that the shell points to.
    # Python keeps what it has compiled: the checks start hundreds of processes, and each would
    # compile the same packages again where a container's image says that none may be kept.
    hidden = {"CAREKIT_ROOT", "CAREKIT_LANG", "CAREKIT_RECORD", "PYTHONDONTWRITEBYTECODE"}
    return {key: value for key, value in os.environ.items() if key not in hidden}
