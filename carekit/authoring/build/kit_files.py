"""The kit's own files that go into a learner's bundle: launcher, list of packages, package."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from carekit.authoring.build.refusals import say
from carekit.common.files import ContentError, shown

ROOT_FILES = ("care", "pyproject.toml", "requirements.lock", "environment.yml", "LICENSE")
PACKAGE = "carekit"
KINDS = {".py", ".yml", ".json", ".js", ".css", ".html", ".j2", ".svg", ".png", ".md", ".typed"}
# Where a wheel keeps what lies beside the package in the repository.
_IN_WHEEL = "extra_metadata"


def kit_files(root: Path) -> dict[str, bytes]:
    """Return path in the bundle to bytes.

    A course that lies in a copy of the kit's repository packs that copy; every other course packs
    the kit that is running, and only its own LICENSE where it has one. Raises ContentError when
    one of the files is missing.
    """
    if (root / PACKAGE / "__init__.py").is_file():
        beside = package = root
    else:
        package = Path(__file__).resolve().parents[3]
        beside = package if (package / "care").is_file() else _beside_an_installed_kit()
    places = {name: beside / name for name in ROOT_FILES}
    if (root / "LICENSE").is_file():
        places["LICENSE"] = root / "LICENSE"
    missing = [name for name, path in places.items() if not path.is_file()]
    if missing:
        raise ContentError(say("no-kit", folder=shown(beside), files=", ".join(missing)))
    places |= {path.relative_to(package).as_posix(): path for path in _package(package)}
    return {name: path.read_bytes() for name, path in places.items()}


def of_kinds(folder: Path, kinds: Collection[str]) -> Iterator[Path]:
    """Yield the files below a folder with one of some endings; nothing hidden, no cache, no link.

    By what a file is, not by what it is not: a forgotten draft or a backup must not slip in.
    """
    for path in folder.rglob("*"):
        parts = path.relative_to(folder).parts
        hidden = any(part.startswith((".", "__pycache__")) for part in parts)
        if path.is_file() and not path.is_symlink() and path.suffix in kinds and not hidden:
            yield path


def _package(folder: Path) -> Iterator[Path]:
    for path in of_kinds(folder / PACKAGE, KINDS):
        # It holds the answers of the set that every new course begins with.
        if "scaffold" not in path.relative_to(folder).parts:
            yield path


def _beside_an_installed_kit() -> Path:
    try:
        files = distribution(PACKAGE).files or []
    except PackageNotFoundError:
        files = []
    found = next((one for one in files if one.parent.name == _IN_WHEEL), None)
    return Path(str(found.locate())).parent if found else Path(__file__).resolve().parents[3]
