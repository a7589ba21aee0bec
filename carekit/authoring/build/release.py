"""The learner's version of a set, made by nbgrader itself in a private folder.

nbgrader works on a course folder and a gradebook; the user's own are never touched.
"""

from __future__ import annotations

import logging
import tempfile
import warnings
from pathlib import Path
from typing import Any

from carekit.common.config_files import course_files, merged
from carekit.common.files import ContentError


class _Said(logging.Handler):
    """Keeps what nbgrader logs as an error."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one message."""
        self.lines.append(record.getMessage())


def make_release(root: Path, name: str, source: bytes) -> bytes:
    """Return the release of ``source/<name>/<name>.ipynb``, given as bytes.

    The course's ``nbgrader_config.py`` counts as it does for ``nbgrader generate_assignment``,
    except for its folders and its database; what a computer's own configuration says does not, or
    the bytes would differ from one computer to the next. Raises ContentError with nbgrader's own
    words when nbgrader refuses the notebook, and for a configuration that cannot be read.
    """
    with (
        tempfile.TemporaryDirectory(prefix="carekit-release-") as folder,
        warnings.catch_warnings(),
    ):
        # nbgrader and what it imports warn of their own future; the release does not depend on it.
        warnings.simplefilter("ignore")
        course = Path(folder)
        wanted = course / "source" / name / f"{name}.ipynb"
        wanted.parent.mkdir(parents=True)
        wanted.write_bytes(source)
        _generate(root, course, name)
        return (course / "release" / name / f"{name}.ipynb").read_bytes()


def _generate(root: Path, course: Path, name: str) -> None:
    from nbgrader.converters import GenerateAssignment
    from nbgrader.converters.base import NbGraderException
    from nbgrader.coursedir import CourseDirectory

    said = _Said()
    log = logging.Logger("carekit.authoring.build.release", logging.ERROR)
    log.addHandler(said)
    config = _config(root, course, name)
    folder = CourseDirectory(config=config, log=log)
    try:
        GenerateAssignment(coursedir=folder, config=config, log=log).start()
    except (NbGraderException, SystemExit) as error:
        words = "\n".join(said.lines) or str(error)
        raise ContentError(f"source/{name}/{name}.ipynb: nbgrader refuses it:\n{words}") from None


def _config(root: Path, course: Path, name: str) -> Any:
    config = merged(course_files(root))
    config.CourseDirectory.root = str(course)
    config.CourseDirectory.db_url = f"sqlite:///{course}/gradebook.db"
    config.CourseDirectory.assignment_id = name
    config.CourseDirectory.notebook_id = "*"
    # What `--no-db` sets: the trainer's own run fills their gradebook, ours would be thrown away.
    config.GenerateAssignment.no_database = True
    config.SaveCells.enabled = False
    return config
