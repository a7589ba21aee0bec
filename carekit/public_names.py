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
    "carekit.build.clearing": "carekit.authoring.build.clear_outputs",
    "carekit.grading.lateness": "carekit.grading.gradebook.late_penalty",
    "carekit.grading.sealed.plugin": "carekit.grading.nbgrader_plugin",
    "carekit.grading.stock_pages": "carekit.grading.feedback.nbgrader_exporter",
}
# Packages that are left of the names above, and empty: a module that was found through them would
# be loaded a second time.
PACKAGES = {"carekit.build", "carekit.grading.sealed"}


class PublicNames(MetaPathFinder, Loader):
    """Finds the modules of ``LIVES_IN`` and gives the module where each one's code lives."""

    def find_spec(self, fullname: str, *_place: Any) -> ModuleSpec | None:
        """Return a spec for a name of the table or its package, None for any other."""
        package = fullname in PACKAGES
        known = package or fullname in LIVES_IN
        return ModuleSpec(fullname, self, is_package=package) if known else None

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        """Return the module that the name stands for; None for a package, which is made empty."""
        if spec.name in PACKAGES:
            return None
        module = import_module(LIVES_IN[spec.name])
        # The import system is about to write the older name's spec over the module's own.
        spec.loader_state = module.__spec__
        return module

    def exec_module(self, module: ModuleType) -> None:
        """Give a module its own spec back; its code has run where it lives."""
        spec = module.__spec__
        if spec is not None and spec.loader_state is not None:
            module.__spec__ = spec.loader_state


def install() -> None:
    """Make every name of the table importable; calling it again changes nothing."""
    if not any(isinstance(one, PublicNames) for one in sys.meta_path):
        sys.meta_path.append(PublicNames())
