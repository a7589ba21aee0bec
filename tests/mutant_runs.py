"""Runs tests again and again in one copy of the repository, without starting Python each time.

``python -m tests.mutant_runs`` is started by ``tests.mutants`` in the copy. It imports the large
packages once. For each line of JSON on its standard input it then runs pytest in a process of its
own, forked from this one, which imports the kit anew, and answers with a line on standard output.
"""

import importlib
import json
import os
import resource
import select
import shutil
import signal
import subprocess
import sys
import sysconfig
import tempfile
import venv
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

import pytest

LARGE = ("altair", "anywidget", "ipywidgets", "jsonschema", "matplotlib", "nbclient", "nbconvert")
LARGE += ("nbformat", "nbgrader.api", "numpy", "pandas", "pydantic", "sqlalchemy", "typer", "yaml")
"""Packages that the kit imports and that take long; none of them imports the kit."""
Lines = dict[str, set[int]]
"""Lines of files, by the path below the repository."""


@dataclass(frozen=True)
class Run:
    """What to run: test files, the tests chosen of these (None: all), and where to note lines.

    ``lines`` is the file for what each test ran, ``""`` for none. ``seconds`` is how long it may
    take, and as much processor time.
    """

    files: Sequence[str]
    chosen: Collection[str] | None
    lines: str
    seconds: int


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
        # The browser's half of packages lies here, which some tests read.
        share = copy / ".venv" / "share"
        shutil.copytree(root / ".venv" / "share", share, copy_function=link, dirs_exist_ok=True)
        yield copy


def link(here: str, there: str) -> None:
    """Let a file have a second name; copy it where a disk allows no such thing."""
    try:
        os.link(here, there)
    except OSError:
        shutil.copy2(here, there)


class Runner:
    """The process in the copy that runs tests when asked."""

    def __init__(self, copy: Path) -> None:
        """Start the process."""
        python = str(copy / ".venv" / "bin" / "python")
        self._process = subprocess.Popen(
            [python, "-m", "tests.mutant_runs"],
            cwd=copy,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, asked: Run) -> tuple[bool, str]:
        """Return whether all tests passed, and the end of what pytest said."""
        chosen = None if asked.chosen is None else sorted(asked.chosen)
        said = json.dumps([list(asked.files), chosen, asked.lines, asked.seconds])
        to, back = cast(IO[str], self._process.stdin), cast(IO[str], self._process.stdout)
        print(said, file=to, flush=True)
        passed, output = json.loads(back.readline())
        return passed, output

    def close(self) -> None:
        """End the process."""
        cast(IO[str], self._process.stdin).close()
        cast(IO[str], self._process.stdout).close()
        self._process.wait()


class Chosen:
    """A plugin of pytest that leaves out all tests but some, and may note what each one runs."""

    def __init__(self, chosen: Collection[str] | None, measured: Any) -> None:
        """Keep the names of the tests, and the measurement of lines, if there is one."""
        self._chosen, self._measured = chosen, measured

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Leave out the tests that were not chosen."""
        if self._chosen is not None:
            items[:] = [item for item in items if item.nodeid in self._chosen]

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logstart(self, nodeid: str) -> None:
        """Note the lines from here on, set-up included, for this test."""
        if self._measured:
            self._measured.switch_context(nodeid)


def lines_by_test(data_file: str, root: Path) -> dict[str, Lines]:
    """Return what each test ran of the kit. What is run when a module is imported counts for none.

    So is a line of a set-up that several tests share noted for the first of them only.
    """
    from coverage import CoverageData

    data, found = CoverageData(data_file), dict[str, Lines]()
    data.read()
    for path in data.measured_files():
        name = Path(path).relative_to(root).as_posix()
        for line, tests in data.contexts_by_lineno(path).items():
            for test in filter(None, tests):
                found.setdefault(test, {}).setdefault(name, set()).add(line)
    return found


def _run(files: Sequence[str], chosen: Collection[str] | None, lines: str) -> int:
    """Run pytest in this process and return its exit code, 0 too where no test is left."""
    measured = None
    if not lines:
        # A mutant must not leave compiled code behind that the next one could pick up.
        sys.dont_write_bytecode = True
        os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    else:
        from coverage import Coverage

        own = str(Path.cwd() / "carekit" / "*")
        measured = Coverage(data_file=lines, include=[own], config_file=False, messages=False)
        measured.start()
    words = ["-x", "-q", "-p", "no:cacheprovider", *files]
    code = int(pytest.main(words, plugins=[Chosen(chosen, measured)]))
    if measured:
        measured.stop()
        measured.save()
    return 0 if code == pytest.ExitCode.NO_TESTS_COLLECTED else code


def _forked(said: str) -> tuple[bool, str]:
    """Run what one line asks for; return whether all tests passed, and the end of the output."""
    files, chosen, lines, seconds = json.loads(said)
    with tempfile.TemporaryFile() as output:
        # Programs that the tests start do not inherit this pipe: it closes when the child ends.
        ended, alive = os.pipe()
        child = os.fork()
        if not child:
            os.setsid()
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            os.dup2(output.fileno(), 1)
            os.dup2(output.fileno(), 2)
            _, most = resource.getrlimit(resource.RLIMIT_CPU)
            resource.setrlimit(resource.RLIMIT_CPU, (seconds, most))
            code = 1
            with suppress(BaseException):
                code = _run(files, None if chosen is None else set(chosen), lines)
            sys.stdout.flush()
            os._exit(code)
        os.close(alive)
        select.select([ended], [], [], seconds)
        os.close(ended)
        # Whatever the tests left running belongs to the group of their process.
        with suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        output.seek(max(0, output.seek(0, os.SEEK_END) - 4000))
        return status == 0, output.read().decode("utf-8", "replace")


def main() -> None:
    """Answer every line on standard input."""
    sys.path.insert(0, str(Path.cwd()))
    for name in LARGE:
        with suppress(ImportError):
            importlib.import_module(name)
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    for said in iter(sys.stdin.readline, ""):
        print(json.dumps(_forked(said)), file=answers, flush=True)


if __name__ == "__main__":
    main()
