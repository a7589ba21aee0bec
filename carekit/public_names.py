"""Modules that released notebooks and trainers' ``nbgrader_config.py`` import by an older name.

A notebook that is out with learners and a config file in somebody's course cannot be changed when
the kit's rooms are; each name here stays importable, wherever its code lives now.
"""

import sys
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

LIVES_IN = {
    "carekit.answers": "carekit.learner.graded_answers",
    "carekit.build": "carekit.authoring.build",
    "carekit.build.clearing": "carekit.authoring.build.clear_outputs",
    "carekit.grading.lateness": "carekit.grading.gradebook.late_penalty",
    "carekit.grading.sealed": "carekit.sandbox",
    "carekit.grading.sealed.plugin": "carekit.grading.nbgrader_plugin",
    "carekit.grading.stock_pages": "carekit.grading.feedback.nbgrader_exporter",
}


class PublicNames(MetaPathFinder, Loader):
    """Finds the modules of ``LIVES_IN`` and gives the module where each one's code lives."""

    def find_spec(self, fullname: str, *_place: Any) -> ModuleSpec | None:
        """Return a spec for a name of the table, None for any other."""
        return ModuleSpec(fullname, self) if fullname in LIVES_IN else None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """Return the module that the name stands for."""
        return import_module(LIVES_IN[spec.name])

    def exec_module(self, module: ModuleType) -> None:
        """Run nothing: the module has run where it lives."""


def install() -> None:
    """Make every name of the table importable; calling it again changes nothing."""
    if not any(isinstance(one, PublicNames) for one in sys.meta_path):
        sys.meta_path.append(PublicNames())
