"""The wheel of this folder, and an environment that has carekit from it alone."""

import os
import site
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder


@pytest.fixture(scope="session")
def wheel(tmp_path_factory):
    """Return the wheel of this folder."""
    folder = tmp_path_factory.mktemp("dist")
    root = Path(__file__).parents[1]
    [made] = WheelBuilder(str(root)).build(directory=str(folder), versions=["standard"])
    return Path(made)


@pytest.fixture(scope="session")
def care(wheel, tmp_path_factory):
    """Return a function that runs the wheel's ``care`` in a folder: what it printed, its code.

    The environment has carekit from the wheel alone, and its dependencies from this one.
    """
    place = tmp_path_factory.mktemp("installed") / "env"
    venv.create(place, with_pip=False, symlinks=True)
    [packages] = place.glob("lib/python*/site-packages")
    with zipfile.ZipFile(wheel) as opened:
        opened.extractall(packages)
    (packages / "dependencies.pth").write_text("\n".join(site.getsitepackages()))

    def run(*words, cwd, start=("-m", "carekit.cli")):
        command = [str(place / "bin" / "python"), *start, *words]
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        done = subprocess.run(
            command, cwd=cwd, env={**kept, "COLUMNS": "200"}, capture_output=True, text=True
        )
        return done.stdout + done.stderr, done.returncode

    where = [place / "bin" / "python", "-c", "import carekit; print(carekit.__file__)"]
    assert subprocess.check_output(where, text=True, cwd=place).startswith(str(packages))
    assert str(packages) not in sys.path
    return run
