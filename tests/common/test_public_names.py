"""Names that notebooks and configuration files import stay, and lead to the one module there is."""

import subprocess
import sys
from importlib import import_module

import pytest

from carekit.public_names import LIVES_IN, PACKAGES


@pytest.mark.parametrize("old", LIVES_IN)
def test_an_older_name_is_the_module_itself(old):
    assert import_module(old) is import_module(LIVES_IN[old])


def test_nothing_is_found_through_an_older_package():
    for package in PACKAGES:
        assert list(import_module(package).__path__) == []
    with pytest.raises(ModuleNotFoundError):
        import_module("carekit.grading.sealed.worker")


def test_the_module_keeps_its_own_name_and_spec():
    for new in LIVES_IN.values():
        module = import_module(new)
        assert (module.__name__, module.__spec__.name) == (new, new)


def test_a_process_that_knows_only_the_older_name_gets_it():
    code = "from carekit.grading.sealed.plugin import SealedExecute as one; print(one.__module__)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "carekit.grading.nbgrader_plugin"
