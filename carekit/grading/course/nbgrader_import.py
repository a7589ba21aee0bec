"""nbgrader, imported without what only its pages need: in half the time."""

from __future__ import annotations

import importlib
import os
import shutil
import sys
import warnings
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

from carekit.common.light_jsonschema import import_jsonschema

_PAGES = ("assignment_list", "course_list", "formgrader", "validate_assignment")
_HEAVY = ("requests", *(f"nbgrader.server_extensions.{page}" for page in _PAGES))


def import_nbgrader() -> None:
    """Make nbgrader start fast, and let it find the program it calls for a new gradebook."""
    import_jsonschema()
    if "nbgrader" not in sys.modules:
        _import_light()
    beside = str(Path(sys.executable).parent)
    if shutil.which("alembic") is None:
        os.environ["PATH"] = os.pathsep.join([beside, os.environ.get("PATH", "")])


def _import_light() -> None:
    """Import nbgrader's gradebook without what its first lines load besides: twice as fast.

    That is the pages it adds to JupyterLab, and the client for signing in through JupyterHub.
    """
    heavy = {name: ModuleType(name) for name in _HEAVY if name not in sys.modules}
    for name, module in heavy.items():
        # Whoever needs it after all gets it then.
        vars(module).update(load_jupyter_server_extension=None, __getattr__=partial(_truly, name))
    sys.modules.update(heavy)
    try:
        with warnings.catch_warnings():
            # nbgrader's imports warn of their own future; it changes no score.
            warnings.simplefilter("ignore")
            importlib.import_module("nbgrader.api")
    finally:
        for name in heavy:
            del sys.modules[name]


def _truly(module: str, name: str) -> Any:
    if name.startswith("__"):
        # What the import system asks of a module; it has these or it has not.
        raise AttributeError(name)
    return getattr(importlib.import_module(module), name)
