"""``care new``: a course that can be built, read, graded and packed at once."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from carekit.authoring.build.cell_name import NAME
from carekit.authoring.scaffold.wording import Wording
from carekit.common.files import ContentError, shown, write_atomic

FILES = {
    ".ci/run": "ci-run",
    ".gitignore": "gitignore",
    "README.md": "readme.md",
    "content/exercises/first-topic/first-topic.md": "first-set.md",
    "content/learner/readme.md": "learner.md",
    "content/lessons/01-first-topic.md": "first-lesson.md",
    "course_data/checks/first-topic.yml": "first-checks.yml",
    "course_data/course.yml": "course.yml",
    "course_data/quizzes/first-topic.yml": "first-quiz.yml",
    "course_data/tables.yml": "tables.yml",
    "course_data/tables/walks.csv": "walks.csv",
    "nbgrader_config.py": "nbgrader_config.py",
}
"""What a new course holds: path in the course to the name of its template."""


def new_course(folder: Path, tags: Sequence[str], titles: Mapping[str, str]) -> list[str]:
    """Write a new course and return the paths of its files.

    ``folder`` may not be there yet, or be empty; its name becomes the course's id. ``tags`` are the
    languages in the order of the page; ``titles`` gives the course's title in each. Raises
    ContentError, and writes nothing, where the folder holds something or its name is no id.
    """
    name = folder.resolve().name
    if not NAME.fullmatch(name):
        raise ContentError(
            f"{name!r} cannot be the id of a course; call the folder by small Latin letters, "
            "digits and single hyphens, such as my-course"
        )
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ContentError(f"{shown(folder)}: is there already and not empty; choose another name")
    wording = Wording(
        tags,
        {
            "id": name,
            "title": titles,
            "title_plain": titles[tags[0]],
            "first": "notebooks/01-first-topic.ipynb",
            "parts": ["learner-lessons", "learner-sets", "learner-tables", "learner-record"],
            "hand_in": ["learner-hand-in-set"],
        },
    )
    folder.parent.mkdir(parents=True, exist_ok=True)
    # All or nothing: a course of which half was written would be in the way of the next try.
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{name}.") as made:
        draft = Path(made) / name
        for path, template in FILES.items():
            write_atomic(draft / path, wording.file(template))
        (draft / ".ci" / "run").chmod(0o755)
        if folder.exists():
            folder.rmdir()
        shutil.move(draft, folder)
    return sorted(FILES)
