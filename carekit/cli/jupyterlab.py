"""Start JupyterLab on the course: loopback only, with a token, settings kept in this folder."""

from __future__ import annotations

import json
import os
import socket
import sys
from pathlib import Path

from carekit.cli.messages import say
from carekit.common.course import card
from carekit.common.files import ContentError, write_atomic
from carekit.common.languages import ENGLISH, Lang
from carekit.labextension import PREBUILT

FIRST_PORT = 8888
# nbgrader's panels and its Validate button: the checks of a set, and the card that hands it in,
# say all that a learner needs.
NBGRADERS = tuple(
    f"@jupyter/nbgrader:{name}"
    for name in (
        "assignment-list",
        "course-list",
        "create-assignment",
        "formgrader",
        "menu",
        "validate-assignment",
    )
)
# What JupyterLab and its usual companions show besides, for who writes programs or a course.
FOR_AUTHORS = (
    "@jupyterlab/debugger-extension",
    "@jupyterlab/extensionmanager-extension",
    "@jupyterlab/fileeditor-extension:language-server",
    "@jupyterlab/lsp-extension",
    "@jupyterlab/notebook-extension:language-server",
    "@jupyterlab/terminal-extension",
    "@voila-dashboards/jupyterlab-preview",
    "jupyterlab-jupytext",
)
# The server's halves of the same; importing nbgrader's pages alone takes as long as all the rest.
SERVER_HALVES = (
    "nbgrader.server_extensions.assignment_list",
    "nbgrader.server_extensions.course_list",
    "nbgrader.server_extensions.formgrader",
    "nbgrader.server_extensions.validate_assignment",
    "jupyter_lsp",
    "jupyter_server_terminals",
    "jupyterlab_jupytext",
    "voila.server_extension",
)
WORKSPACE = "default-37a8.jupyterlab-workspace"
"""The file in which JupyterLab keeps the layout of the window that has no name."""
# In a folder of the course, so that a trainer's window in the same environment has all panels.
_WINDOW = Path(".care") / "jupyter" / "learner"


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


def lab_command(root: Path, port: int, *, browser: bool, trainer: bool = True) -> list[str]:
    """Return the command that opens JupyterLab on the course's first notebook.

    A learner's window shows one document; a trainer's is JupyterLab's own.
    """
    window = "lab" if trainer else "doc"
    return [
        sys.executable,
        "-m",
        "jupyterlab",
        "--ip=127.0.0.1",
        f"--port={port}",
        "--port-retries=0",
        "--allow-root",
        f"--ServerApp.root_dir={root}",
        f"--LabApp.default_url=/{window}/tree/{card(root).first_notebook}",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        # Else it looks for language servers with npm, which writes a log into the home folder.
        "--LanguageServerManager.autodetect=False",
        *extension_options(),
        *([] if trainer else learner_options(root)),
        *([] if browser else ["--no-browser"]),
    ]


def learner_options(root: Path) -> list[str]:
    """Return the options of a learner's window: no server halves of tools, a layout of its own."""
    left_out = [f"--ServerApp.jpserver_extensions={one}=False" for one in SERVER_HALVES]
    return [*left_out, f"--LabApp.workspaces_dir={root / _WINDOW / 'workspaces'}"]


def extension_options() -> list[str]:
    """Return the options by which Jupyter finds the course's extension in this copy of the kit.

    A wheel lays it where Jupyter looks by itself. A copy of the repository is linked and its files
    change, so there the place is named; what is named wins over what was laid.
    """
    return [
        f"--LabServerApp.extra_labextensions_path={PREBUILT}",
        "--ServerApp.jpserver_extensions=carekit.labextension=True",
    ]


def write_settings(root: Path, environment: Path, lang: Lang | None, *, trainer: bool) -> None:
    """Write JupyterLab's settings into ``environment``, and what a learner's window leaves out."""
    settings = environment / "share" / "jupyter" / "lab" / "settings"
    told = json.dumps(lab_settings(lang), indent=2) + "\n"
    write_atomic(settings / "overrides.json", told)
    # This file, unlike one beside the settings, is read by Notebook 7 as well.
    place = root / _WINDOW / "labconfig" / "page_config.json"
    if not trainer:
        hidden = {"disabledExtensions": dict.fromkeys((*NBGRADERS, *FOR_AUTHORS), True)}
        write_atomic(place, json.dumps(hidden, indent=2) + "\n")
        _close_panels(root / _WINDOW / "workspaces" / WORKSPACE)
    _forget_earlier(environment)


def _close_panels(workspace: Path) -> None:
    """Have the first start show the page alone; what a learner opens later is kept."""
    if workspace.exists():
        return
    closed = {"collapsed": True, "visible": True, "widgets": []}
    layout = {"left": closed, "right": closed, "relativeSizes": [0, 1, 0]}
    data = {"data": {"layout-restorer:data": layout}, "metadata": {"id": "default"}}
    write_atomic(workspace, json.dumps(data) + "\n")


def _forget_earlier(environment: Path) -> None:
    """Remove what an earlier version wrote for all windows of a learner's environment."""
    old = environment / "etc" / "jupyter" / "labconfig" / "page_config.json"
    try:
        hidden = json.loads(old.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return
    ours = dict.fromkeys((one for one in NBGRADERS if "validate" not in one), True)
    if hidden == {"disabledExtensions": ours}:
        old.unlink()


def open_lab(
    root: Path, *, port: int | None, lang: Lang | None, browser: bool, trainer: bool
) -> None:
    """Replace this process by JupyterLab; it prints the address with its token."""
    prepare(root, lang, trainer=trainer)
    command = lab_command(root, free_port(port), browser=browser, trainer=trainer)
    os.chdir(root)
    os.execv(command[0], command)  # noqa: S606


def prepare(root: Path, lang: Lang | None, *, trainer: bool) -> None:
    """Write the settings and the environment in which JupyterLab starts."""
    write_settings(root, Path(sys.prefix), lang, trainer=trainer)
    if not trainer:
        paths = [str(root / _WINDOW), os.environ.get("JUPYTER_CONFIG_PATH", "")]
        os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join(filter(None, paths))
    # nbgrader calls the command alembic when it makes a gradebook; it lies beside this Python.
    beside = str(Path(sys.executable).parent)
    os.environ["PATH"] = os.pathsep.join([beside, os.environ.get("PATH", "")])
    if lang:
        os.environ["CAREKIT_LANG"] = lang
