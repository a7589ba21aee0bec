"""What a learner gets: every file by allow-list, and graded questions without their keys."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from carekit.build.targets import targets
from carekit.files import Fault, read_yaml, refuse

ROOT_FILES = (
    "care",
    "pyproject.toml",
    "requirements.lock",
    "environment.yml",
    "README.md",
    "LICENSE",
)
MADE = ("notebooks", "release")
# By what a file is, not by what it is not: a forgotten draft or a backup must not slip in.
FOLDERS = {
    "course_data": {".yml", ".csv", ".json", ".md", ".gz", ".mp3", ".opus", ".svg", ".png"},
    "carekit": {".py", ".yml", ".json", ".js", ".css", ".html", ".j2", ".svg", ".png", ".typed"},
}
QUIZZES = "course_data/quizzes/"
# What a question that counts may show before it is answered. A new kind of question adds its
# fields here once it is clear that they are no part of the key.
SHOWN = ("id", "kind", "use", "bloom", "term", "given", "ask", "hints", "choices", "unit")
CHOICE_SHOWN = ("id", "say")
USES_WITHOUT_KEY = ("graded", "exam")


def members(root: Path) -> dict[str, bytes]:
    """Return the learner's files: path in the course to bytes, sorted by path.

    Made files are taken only where a text makes them. Raises ContentError when one of the files
    that every learner needs is missing, or when a quiz file cannot be read.
    """
    paths = [*ROOT_FILES, *_made(root), *_by_kind(root)]
    missing = [path for path in paths if not (root / path).is_file()]
    refuse([Fault(root / path, 1, "", "is missing; a learner needs it") for path in missing])
    return {path: _given(root, path) for path in sorted(paths)}


def _made(root: Path) -> list[str]:
    return [made.path for made in targets(root) if made.path.startswith(MADE)]


def _by_kind(root: Path) -> Iterator[str]:
    for folder, kinds in FOLDERS.items():
        for path in (root / folder).rglob("*"):
            inside = path.relative_to(root)
            hidden = any(part.startswith((".", "__pycache__")) for part in inside.parts)
            if path.is_file() and not path.is_symlink() and path.suffix in kinds and not hidden:
                yield inside.as_posix()


def _given(root: Path, path: str) -> bytes:
    if is_quiz(path):
        return quiz_without_keys(root / path)
    return (root / path).read_bytes()


def is_quiz(path: str) -> bool:
    """Return whether a path in the course is a file of questions."""
    return path.startswith(QUIZZES) and path.endswith(".yml")


def quiz_without_keys(path: Path) -> bytes:
    """Return a quiz file in which graded and exam questions show only what is asked.

    A file with practice questions only comes back byte for byte, comments included.
    """
    bank = read_yaml(path).data
    questions = bank.get("questions", []) if isinstance(bank, dict) else []
    if not any(counts(question) for question in questions):
        return path.read_bytes()
    shown = [_asked(question) if counts(question) else question for question in questions]
    bank = {**bank, "questions": shown}
    # A wrong idea that only graded questions test would name what is wrong in them.
    used = set(_misconceptions(shown))
    ideas = [idea for idea in bank.get("misconceptions", []) if idea.get("id") in used]
    if "misconceptions" in bank:
        bank["misconceptions"] = ideas
    written = io.StringIO()
    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = False
    yaml.allow_unicode = True
    yaml.sort_base_mapping_type_on_output = False
    yaml.width = 10_000
    yaml.dump(bank, written)
    return written.getvalue().encode("utf-8")


def counts(question: Any) -> bool:
    """Return whether a question's key must not reach a learner."""
    return isinstance(question, dict) and question.get("use") in USES_WITHOUT_KEY


def _asked(question: dict[str, Any]) -> dict[str, Any]:
    shown = {key: value for key, value in question.items() if key in SHOWN}
    if "choices" in shown:
        # Sorted, because an author tends to write the right option first.
        shown["choices"] = [
            {key: choice[key] for key in CHOICE_SHOWN if key in choice}
            for choice in sorted(shown["choices"], key=lambda choice: str(choice.get("id")))
        ]
    return shown


def _misconceptions(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "misconception":
                yield value
            else:
                yield from _misconceptions(value)
    elif isinstance(node, list):
        for item in node:
            yield from _misconceptions(item)
