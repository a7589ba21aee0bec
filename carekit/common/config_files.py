"""The configuration files that nbgrader reads for a course: where they are and what they say.

nbgrader merges files from several folders. All of them are read here too, in its order, so that no
command of ours uses another gradebook or another limit than its own commands do. Nothing else in
the kit reads them.
"""

from __future__ import annotations

import json
import re
import traceback
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from carekit.common.files import ContentError, Fault, shown
from carekit.common.messages import say

if TYPE_CHECKING:
    from traitlets.config import Config

CONFIG = "nbgrader_config.py"
_LOADS = re.compile(r"\bload_subconfig\s*\(")


@dataclass(frozen=True)
class File:
    """One configuration file and what it sets; ``parts`` are files that it loads, in this order."""

    path: Path
    config: Config
    parts: tuple[Path, ...] = ()

    def place(self, section: str, key: str) -> tuple[Path, int]:
        """Return the file and the line (from 1) of a setting; line 1 where it is not written out.

        Of several lines the last one counts, and what is loaded stands where it is loaded.
        """
        written = re.compile(rf"\b{section}\.{key}\b|\"{key}\"\s*:")
        here, loads = _lines(self.path, written), _lines(self.path, _LOADS)
        if not here or (loads and loads[-1] > here[-1]):
            for part in reversed(self.parts):
                if found := _lines(part, written):
                    return part, found[-1]
        return self.path, here[-1] if here else 1

    def shown(self, section: str, key: str) -> str:
        """Return where a setting stands, for a sentence: ``file:line``."""
        path, line = self.place(section, key)
        return f"{shown(path)}:{line}"


def _lines(path: Path, written: re.Pattern[str]) -> list[int]:
    """Return the lines (from 1) of a file in which something is written, comments left out."""
    if not path.is_file():
        return []
    lines = path.read_text("utf-8", "replace").splitlines()
    return [n for n, line in enumerate(lines, 1) if written.search(line.partition("#")[0])]


def read_files(root: Path) -> tuple[File, ...]:
    """Return the files that nbgrader reads for the course at ``root``; later ones win.

    Raises ContentError for a file that cannot be run or read.
    """
    with warnings.catch_warnings():
        # What nbgrader and Jupyter import warns of its own future.
        warnings.simplefilter("ignore")
        from jupyter_core.paths import jupyter_config_path

        shared = [Path(folder) for folder in reversed(jupyter_config_path())]
        places = [
            folder / base for base in ("jupyter_config", "nbgrader_config") for folder in shared
        ]
        paths = [path for place in places for path in _written(place)]
        return (*map(_load, paths), *course_files(root))


def course_files(root: Path) -> tuple[File, ...]:
    """Return the files in the folder of the course itself; later ones win.

    Raises ContentError for a file that cannot be run or read.
    """
    return tuple(map(_load, configuration_files(root)))


def configuration_files(root: Path) -> list[Path]:
    """Return where these files are, without reading them."""
    return _written(root / "nbgrader_config")


def _written(place: Path) -> list[Path]:
    paths = (place.with_name(place.name + end) for end in (".py", ".json"))
    return [path for path in paths if path.is_file()]


def _load(path: Path) -> File:
    from traitlets.config.loader import JSONFileConfigLoader, PyFileConfigLoader

    read: list[Path] = []

    class Noting(PyFileConfigLoader):
        """Notes every file that is read, also those that a file loads by ``load_subconfig``."""

        def _read_file_as_dict(self) -> None:
            read.append(Path(self.full_filename))
            super()._read_file_as_dict()

    kind = Noting if path.suffix == ".py" else JSONFileConfigLoader
    try:
        config = kind(path.name, path=str(path.parent)).load_config()
        return File(path, config, tuple(read[1:]))
    except json.JSONDecodeError as error:
        at, line, why = path, error.lineno, error.msg
    except SyntaxError as error:
        at, line, why = Path(error.filename or path), error.lineno or 1, error.msg
    except Exception as error:
        frames = traceback.extract_tb(error.__traceback__)
        inside = [one for one in frames if Path(one.filename) in read]
        at, line = (Path(inside[-1].filename), inside[-1].lineno or 1) if inside else (path, 1)
        why = f"{type(error).__name__}: {error}"
    raise ContentError(Fault(at, line, "", say("config-unreadable", why=why))) from None


def merged(files: Sequence[File]) -> Config:
    """Return what all files say together."""
    from traitlets.config import Config

    whole = Config()
    for file in files:
        whole.merge(file.config)
    return whole
