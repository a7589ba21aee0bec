"""nbgrader's commands as whole programs, each in a process forked from one that has imported it.

To import nbgrader takes longer than most of its commands. ``python -m tests.nbgrader_commands`` is
that process: it reads lines of JSON, and for each runs one command in a process of its own, with a
folder, an environment and an output of its own, which ends as every Python program ends.
"""

import json
import os
import select
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SECONDS = 170


def path():
    """Return where programs are looked for: beside this Python first."""
    return os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])


@pytest.fixture(scope="session")
def nbgrader_process():
    """Return the process that the commands of all tests are forked from."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.nbgrader_commands"],
        cwd=ROOT,
        env={**os.environ, "PATH": path()},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield process
        process.stdin.close()


@pytest.fixture(scope="session")
def nbgrader_ends(nbgrader_process):
    """Return a function that runs one nbgrader command: it gives exit code and output."""

    def run(*words, cwd, env):
        asked = json.dumps([str(cwd), env, [str(word) for word in words]])
        print(asked, file=nbgrader_process.stdin, flush=True)
        return json.loads(nbgrader_process.stdout.readline())

    return run


@pytest.fixture(scope="session")
def nbgrader(nbgrader_ends):
    """Return a function that runs one nbgrader command in a folder and returns what it printed.

    The course of its checks is this one, or ``course``.
    """

    def run(*words, cwd, course=None, expect=0):
        env = {**os.environ, "PATH": path(), "CAREKIT_ROOT": str(course or ROOT)}
        code, said = nbgrader_ends(*words, cwd=cwd, env=env)
        assert code == expect, said
        return said

    return run


def start(folder, env, words, output):
    """Fork; return the child and a pipe that closes when it ends, or (in the child) None."""
    ended, alive = os.pipe()
    child = os.fork()
    if child:
        os.close(alive)
        return child, ended
    os.setsid()
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(output.fileno(), 1)
    os.dup2(output.fileno(), 2)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(env)
    # As ``python -m nbgrader`` would have it.
    sys.path[0], sys.argv = folder, ["nbgrader", *words]
    return None


def main():
    """Run the commands that come on standard input; in a child, become nbgrader."""
    from nbgrader import api
    from nbgrader.apps import nbgraderapp

    # It starts another program for each new gradebook, whose answer is always the same.
    api.get_alembic_version = cache(api.get_alembic_version)
    api.get_alembic_version()
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    for said in iter(sys.stdin.readline, ""):
        with tempfile.TemporaryFile() as output:
            if not (started := start(*json.loads(said), output)):
                break
            child, ended = started
            select.select([ended], [], [], SECONDS)
            os.close(ended)
            # Whatever the command left running belongs to the group of its process.
            with suppress(ProcessLookupError):
                os.killpg(child, signal.SIGKILL)
            code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            output.seek(0)
            text = output.read().decode("utf-8", "replace")
        print(json.dumps([code, text]), file=answers, flush=True)
    else:
        return
    nbgraderapp.main()


if __name__ == "__main__":
    main()
