"""What a learner gets: every file by allow-list, and graded questions without their keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from carekit.authoring.build.kit_files import kit_files, of_kinds
from carekit.authoring.build.learner_readme import learner_page
from carekit.authoring.build.refusals import say
from carekit.authoring.build.targets import targets
from carekit.common.files import Fault, read_yaml, refuse
from carekit.common.yaml_reader import written
from carekit.questions.views.learner_bank import reduced
from carekit.questions.views.without_key import ASKED, counts
from carekit.tables.spec import read_spec

README = "README.md"
MADE = ("notebooks", "release")
DATA = "course_data"
KINDS = {".yml", ".csv", ".json", ".md", ".gz", ".mp3", ".opus", ".svg", ".png"}
QUIZZES = "course_data/quizzes/"
# What holds rows: in a course that describes its tables, one that is not described stays here. It
# may be a list of people that a trainer laid beside them.
ROWS = {".csv", ".gz"}


def members(root: Path, built: Mapping[str, bytes] | None = None) -> dict[str, bytes]:
    """Return the learner's files: path in the course to bytes, sorted by path.

    Made files are ``built``, what ``plan.made`` returned; without it, those on the disk that a text
    makes. Raises ContentError when one of the files that every learner needs is missing, or when
    the README's text or a quiz file cannot be read.
    """
    given: dict[str, bytes] = {**kit_files(root), README: learner_page(root)}
    if built is None:
        paths = [one.path for one in targets(root) if one.path.startswith(MADE)]
        missing = [path for path in paths if not (root / path).is_file()]
        refuse([Fault(root / path, 1, "", say("not-made")) for path in missing])
        built = {path: (root / path).read_bytes() for path in paths}
    given |= {path: data for path, data in built.items() if path.startswith(MADE)}
    for path in _by_kind(root):
        given |= without_keys(root / path) if is_quiz(path) else {path: (root / path).read_bytes()}
    return dict(sorted(given.items()))


def _by_kind(root: Path) -> Iterator[str]:
    described = _described(root)
    for path in of_kinds(root / DATA, KINDS):
        name = path.relative_to(root).as_posix()
        if described is None or path.suffix not in ROWS or name.startswith(described):
            yield name


def _described(root: Path) -> tuple[str, ...] | None:
    """Return how the paths of files with rows may begin; None where no ``tables.yml`` says so."""
    if not (root / "course_data" / "tables.yml").is_file():
        return None
    spec, there = read_spec(root), "course_data"
    made = [f"{there}/tables/{name}{end}" for name in spec.names for end in (".csv", ".csv.gz")]
    made += [f"{there}/tables/{file}" for file in spec.own.values()]
    made += [f"{there}/raw/{one.file}" for one in spec.raw]
    return (*made, *(f"{there}/{one.path}" for one in spec.beside))


def is_quiz(path: str) -> bool:
    """Return whether a path in the course is a file of questions."""
    return path.startswith(QUIZZES) and path.endswith(".yml")


def without_keys(path: Path) -> dict[str, bytes]:
    """Return what learners get of a quiz file: path in the course to bytes.

    A file with practice questions only comes back byte for byte, comments included. Others are
    parted: practice questions stay where they are, and those that count go to ``asked/`` without
    their keys.
    """
    bank = read_yaml(path).data
    questions = bank.get("questions", []) if isinstance(bank, dict) else []
    counting = [reduced(question) for question in questions if counts(question)]
    if not counting:
        return {QUIZZES + path.name: path.read_bytes()}
    given = {
        f"{ASKED.as_posix()}/{path.name}": written(
            {"concept": bank.get("concept"), "questions": counting}
        )
    }
    practice = [question for question in questions if not counts(question)]
    if practice:
        # A wrong idea that only graded questions test would name what is wrong in them.
        used = set(_misconceptions(practice))
        ideas = [idea for idea in bank.get("misconceptions", []) if idea.get("id") in used]
        kept = {**bank, "misconceptions": ideas, "questions": practice}
        given[QUIZZES + path.name] = written(kept)
    return given


def _misconceptions(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "misconception":
                yield value
            else:
                yield from _misconceptions(value)
    elif isinstance(node, list):
        for item in node:
            yield from _misconceptions(item)
