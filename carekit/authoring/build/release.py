"""The learner's version of a set, made by nbgrader itself in a private folder.

nbgrader works on a course folder and a gradebook; the user's own are never touched.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from traitlets.config import Config

from carekit.authoring.build.nbgrader_run import generate_assignment
from carekit.common.config_files import course_files, merged
from carekit.common.files import ContentError


def make_release(root: Path, name: str, source: bytes) -> bytes:
    """Return the release of ``source/<name>/<name>.ipynb``, given as bytes.

    The course's ``nbgrader_config.py`` counts as it does for ``nbgrader generate_assignment``,
    except for its folders and its database; what a computer's own configuration says does not, or
    the bytes would differ from one computer to the next. Raises ContentError with nbgrader's own
    words when nbgrader refuses the notebook, and for a configuration that cannot be read.
    """
    with tempfile.TemporaryDirectory(prefix="carekit-release-") as folder:
        course = Path(folder)
        wanted = course / "source" / name / f"{name}.ipynb"
        wanted.parent.mkdir(parents=True)
        wanted.write_bytes(source)
        if said := generate_assignment(_config(root, course, name)):
            words = "\n".join(said)
            raise ContentError(f"source/{name}/{name}.ipynb: nbgrader refuses it:\n{words}")
        return (course / "release" / name / f"{name}.ipynb").read_bytes()


def _config(root: Path, course: Path, name: str) -> Config:
    config = merged(course_files(root))
    config.CourseDirectory.root = str(course)
    config.CourseDirectory.db_url = f"sqlite:///{course}/gradebook.db"
    config.CourseDirectory.assignment_id = name
    config.CourseDirectory.notebook_id = "*"
    # What `--no-db` sets: the trainer's own run fills their gradebook, ours would be thrown away.
    config.GenerateAssignment.no_database = True
    config.SaveCells.enabled = False
    return config
