"""One place for versions: pyproject.toml; the locks and environment.yml follow it."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions

import pytest
import rattler
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from carekit.common.files import read_yaml


@pytest.fixture(scope="module")
def project(root):
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.fixture(scope="module")
def conda(root):
    lines = read_yaml(root / "environment.yml").data["dependencies"]
    # MatchSpec is conda's own grammar: a line conda would refuse raises here.
    return {spec.name.normalized: spec for spec in map(rattler.MatchSpec, lines[:-1])}


def wanted(project):
    extras = project["optional-dependencies"]
    tools = {"pytest", "nbval"}  # the course card names them among the kit's packages
    lines = [*project["dependencies"], *extras["install"], *extras["dev"]]
    base = len(project["dependencies"])
    for place, line in enumerate(lines):
        need = Requirement(line)
        if place < base or need.name in tools | {"editables", "hatchling"}:
            yield need


def test_environment_yml_asks_for_the_same_versions_as_pyproject(project, conda):
    asked = {need.name.lower(): str(need.specifier) for need in wanted(project)}
    given = {
        name: str(SpecifierSet(str(spec.version)))
        for name, spec in conda.items()
        if name not in {"python", "pip"}
    }
    assert given == asked


def test_environment_yml_asks_for_the_same_python(project, conda):
    assert str(conda["python"].version) == project["requires-python"]


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_pins_and_hashes_every_package_and_names_no_host(root, name):
    text = (root / name).read_text(encoding="utf-8")
    blocks = re.split(r"\n(?=\S)", text.strip())
    assert len(blocks) > 100
    for block in blocks:
        assert re.match(r"[a-z0-9._-]+(\[[a-z,]+\])?==\S+", block), block.splitlines()[0]
        assert "--hash=sha256:" in block, block.splitlines()[0]
    assert "://" not in text


def test_the_locks_satisfy_what_pyproject_asks_for(root, project):
    for name, extras in {
        "requirements.lock": ["install"],
        "requirements-dev.lock": ["install", "dev"],
    }.items():
        pins = dict(re.findall(r"^([a-z0-9._-]+)==([^\s;]+)", (root / name).read_text(), re.M))
        needs = list(project["dependencies"])
        for extra in extras:
            needs += project["optional-dependencies"][extra]
        for need in map(Requirement, needs):
            assert need.specifier.contains(pins[canonicalize_name(need.name)], prereleases=True), (
                need
            )


def test_both_locks_pin_the_same_versions(root):
    small, large = (
        dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", (root / name).read_text(), re.M))
        for name in ("requirements.lock", "requirements-dev.lock")
    )
    assert small.items() <= large.items()


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_the_grammar_that_slows_every_start_is_not_installed(root, name):
    assert "rfc3987" not in (root / name).read_text(encoding="utf-8")


def imported(folder):
    """Return the packages that a folder's modules import, by the names they are installed under."""
    names = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {one.name.partition(".")[0] for one in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                names.add(node.module.partition(".")[0])
    known = packages_distributions()
    strangers = names - set(sys.stdlib_module_names) - {folder.name}
    return {canonicalize_name(one) for name in strangers for one in known[name][:1]}


def test_whatever_the_kit_imports_is_declared(root, project):
    declared = {canonicalize_name(Requirement(line).name) for line in project["dependencies"]}
    # What only one verb needs, which says so in a sentence where it is not installed.
    extras = project["optional-dependencies"]
    apart = {name: {Requirement(line).name for line in lines} for name, lines in extras.items()}
    assert imported(root / "carekit") - declared == {
        "autocorrect-py",
        "distributed",
        "genanki",
        "opencc",
    }
    assert "distributed" in apart["cluster"]
    assert "genanki" in apart["anki"]
    assert {"autocorrect-py", "opencc"} == apart["chinese"] <= apart["dev"]
    # pandas reads Parquet by it, and nothing of ours names it.
    assert apart["parquet"] == {"pyarrow"}
