"""The JupyterLab extension of a course: the strip above each page, the panel "My course".

``src/`` is the browser's half, bundled into ``prebuilt/``, which JupyterLab and Notebook load as it
is. The modules here are the half in Jupyter's server: what the browser shows is worked out here,
of the course folder and the learner's own record.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jupyter_server.serverapp import ServerApp

PREBUILT = Path(__file__).resolve().parent / "prebuilt"
"""The folder that JupyterLab looks for extensions in; each has a folder of its own below it."""
NAME = "carekit"


def _jupyter_labextension_paths() -> list[dict[str, str]]:
    """Return where the browser's half lies; ``jupyter labextension develop`` asks for it."""
    return [{"src": f"prebuilt/{NAME}", "dest": NAME}]


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    """Return the name of the module that Jupyter's server loads."""
    return [{"module": "carekit.labextension"}]


def _load_jupyter_server_extension(server: ServerApp) -> None:
    """Answer what the browser's half asks; a server calls this once, when it starts."""
    from carekit.labextension.handlers import routes

    server.web_app.add_handlers(".*$", routes(server.web_app.settings["base_url"]))
