"""Start JupyterLab on the course: loopback only, with a token, settings kept in this folder."""

from __future__ import annotations

import json
import os
import socket
import sys
from pathlib import Path

from carekit.cli.messages import say
from carekit.common.course import card, is_learners_copy
from carekit.common.files import ContentError, write_atomic
from carekit.common.languages import ENGLISH, Lang
from carekit.labextension import PREBUILT

FIRST_PORT = 8888
# nbgrader's panels for trainers. A learner keeps its Validate button, which needs none of them.
TRAINERS_PANELS = tuple(
    f"@jupyter/nbgrader:{name}"
    for name in ("assignment-list", "course-list", "create-assignment", "formgrader", "menu")
)


def lab_settings(lang: Lang | None) -> dict[str, object]:
    """Return the settings a first start has: no news, no update checks, menus in the language."""
    return {
        "@jupyterlab/apputils-extension:notification": {
            "fetchNews": "false",
            "checkForUpdates": False,
            "doNotDisturbMode": True,
        },
        "@jupyterlab/translation-extension:plugin": {"locale": (lang or ENGLISH).facts.menus},
    }


def free_port(wanted: int | None) -> int:
    """Return the wanted port, or the first free one from 8888 on.

    Raises ContentError when the wanted port, or every port tried, is taken.
    """
    for port in [wanted] if wanted else range(FIRST_PORT, FIRST_PORT + 100):
        with socket.socket() as probe:
            # Without this a port whose last connection is still closing would look taken.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    if wanted:
        raise ContentError(say("port-taken", port=wanted))
    raise ContentError(say("ports-taken", first=FIRST_PORT, last=FIRST_PORT + 99))


def lab_command(root: Path, port: int, *, browser: bool) -> list[str]:
    """Return the command that opens JupyterLab on the course's first notebook."""
    return [
        sys.executable,
        "-m",
        "jupyterlab",
        "--ip=127.0.0.1",
        f"--port={port}",
        "--port-retries=0",
        "--allow-root",
        f"--ServerApp.root_dir={root}",
        f"--LabApp.default_url=/lab/tree/{card(root).first_notebook}",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        # Else it looks for language servers with npm, which writes a log into the home folder.
        "--LanguageServerManager.autodetect=False",
        *extension_options(),
        *([] if browser else ["--no-browser"]),
    ]


def extension_options() -> list[str]:
    """Return the options by which Jupyter finds the course's extension in this copy of the kit.

    A wheel lays it where Jupyter looks by itself. A copy of the repository is linked and its files
    change, so there the place is named; what is named wins over what was laid.
    """
    return [
        f"--LabServerApp.extra_labextensions_path={PREBUILT}",
        "--ServerApp.jpserver_extensions=carekit.labextension=True",
    ]


def write_settings(root: Path, environment: Path, lang: Lang | None) -> None:
    """Write JupyterLab's settings into ``environment``; a learner's copy hides trainers' panels."""
    settings = environment / "share" / "jupyter" / "lab" / "settings"
    write_atomic(settings / "overrides.json", json.dumps(lab_settings(lang), indent=2) + "\n")
    # An environment that does not lie in the learner's copy may be a trainer's as well.
    if is_learners_copy(root) and environment.resolve().is_relative_to(root.resolve()):
        # This file, unlike one beside the settings, is read by Notebook 7 as well.
        hidden = {"disabledExtensions": dict.fromkeys(TRAINERS_PANELS, True)}
        place = environment / "etc" / "jupyter" / "labconfig" / "page_config.json"
        write_atomic(place, json.dumps(hidden, indent=2) + "\n")


def open_lab(root: Path, *, port: int | None, lang: Lang | None, browser: bool) -> None:
    """Replace this process by JupyterLab; it prints the address with its token."""
    prepare(root, lang)
    command = lab_command(root, free_port(port), browser=browser)
    os.chdir(root)
    os.execv(command[0], command)  # noqa: S606


def prepare(root: Path, lang: Lang | None) -> None:
    """Write the settings and the environment in which JupyterLab starts."""
    write_settings(root, Path(sys.prefix), lang)
    # nbgrader calls the command alembic when it makes a gradebook; it lies beside this Python.
    beside = str(Path(sys.executable).parent)
    os.environ["PATH"] = os.pathsep.join([beside, os.environ.get("PATH", "")])
    if lang:
        os.environ["CAREKIT_LANG"] = lang
