"""What a learner reads first in a course whose author has written nothing for that place."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from carekit.authoring.scaffold.wording import Wording
from carekit.common.course import card


def learner_text(root: Path, tags: Sequence[str]) -> str:
    """Return the text of ``content/learner/readme.md``, from the card and what the course has.

    Exercises, tables, tests and certificates are named only where there are some. Raises
    ContentError for a wrong card.
    """
    course, data = card(root), root / "course_data"
    sets, tables = bool(course.sets), (data / "tables.yml").is_file()
    exams = any((data / "exams").glob("*.yml"))
    certificates = (data / "certificates.yml").is_file()
    parts = {"lessons": True, "sets": sets, "tables": tables, "record": True}
    hand_in = {"set": sets, "exam": exams, "certificate": certificates}
    return Wording(
        tags,
        {
            "title": course.title.by_lang(),
            "first": course.first_notebook,
            "parts": [f"learner-{name}" for name, there in parts.items() if there],
            "hand_in": [f"learner-hand-in-{name}" for name, there in hand_in.items() if there],
        },
    ).file("learner.md")
