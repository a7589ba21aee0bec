"""A complete small course, made once and copied for each test."""

import json
import shutil
from pathlib import Path

import pytest

from carekit.authoring.build import build
from carekit.common.files import sha256

MINI = Path(__file__).parent / "mini"
ROOT_FILES = (
    "care",
    "pyproject.toml",
    "requirements.lock",
    "environment.yml",
    "README.md",
    "LICENSE",
)


def complete(root: Path) -> Path:
    """Put beside the texts what a course has besides: a kit, its manifest, its root files."""
    shutil.copytree(MINI, root, dirs_exist_ok=True)
    table = root / "course_data" / "tables" / "levels.csv"
    entry = {
        "file": table.name,
        "sha256": sha256(table.read_bytes()),
        "columns": {"hour": "integer", "level": "number"},
    }
    manifest = {"as_of": "2025-12-31", "tables": {"levels": entry}}
    (table.parent / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    for name in ROOT_FILES:
        (root / name).write_text(f"# {name}\n", encoding="utf-8")
    (root / "carekit").mkdir()
    (root / "carekit" / "__init__.py").write_text('"""The kit."""\n', encoding="utf-8")
    (root / "carekit" / "quiz.js").write_text("export default {}\n", encoding="utf-8")
    return root


@pytest.fixture
def course(tmp_path):
    """A course whose texts were never built."""
    return complete(tmp_path / "course")


@pytest.fixture(scope="session")
def built_once(tmp_path_factory):
    """The one course that nbgrader runs on; tests take a copy of it."""
    root = complete(tmp_path_factory.mktemp("built") / "course")
    build(root)
    return root


@pytest.fixture
def built(built_once, tmp_path):
    """A course in which everything is made."""
    return shutil.copytree(built_once, tmp_path / "course")
