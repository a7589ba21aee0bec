"""``care preview``: JupyterLab on a course that is made anew whenever its author saves a file."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path

from carekit.authoring.preview.rebuild import Rebuilder
from carekit.authoring.preview.saved_files import looks, saved
from carekit.cli.jupyterlab import free_port, lab_command, prepare
from carekit.common.files import write_atomic
from carekit.labextension import PREBUILT

EXTENSION = Path(__file__).resolve().parents[1] / "authoring" / "preview" / "extension"
FOLDER = Path(".care") / "preview" / "lab"
NAME = "carekit-preview"


def lay_extension(root: Path) -> Path:
    """Lay the extension into the course's folder for JupyterLab; return where its state goes."""
    place = root / FOLDER / NAME
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(EXTENSION, place)
    state = place / "static" / "state.json"
    write_atomic(state, '{"notebooks": {}, "errors": {}}')
    return state


def preview_command(root: Path, port: int, *, browser: bool) -> list[str]:
    """Return the command that opens JupyterLab with the extension that shows what was made."""
    command = lab_command(root, port, browser=browser)
    # What is named for this program stands in place of what is named for all; so both are named.
    folders = (root / FOLDER, PREBUILT)
    return [*command, *(f"--LabApp.extra_labextensions_path={folder}" for folder in folders)]


def run_preview(root: Path, *, port: int | None, browser: bool) -> None:
    """Run until JupyterLab ends or Ctrl-C is pressed."""
    from carekit.cli.progress_table import say_line

    rebuilder = Rebuilder(root, lay_extension(root), say_line)
    rebuilder.after(None)
    prepare(root, None, trainer=True)
    command = preview_command(root, free_port(port), browser=browser)
    # In a session of its own, Ctrl-C reaches this command alone, which then ends JupyterLab.
    lab = subprocess.Popen(command, cwd=root, start_new_session=True)  # noqa: S603
    try:
        for files in saved(looks(root, time.sleep, lambda: lab.poll() is None)):
            if files:
                rebuilder.after(files)
    except KeyboardInterrupt:
        say_line("preview ends")
    finally:
        lab.terminate()
        lab.wait()
    sys.exit(0)
