"""Where the course lies, what it is made of, and where the learner's own things are kept."""

from __future__ import annotations

import json
import os
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from carekit.common.course_languages import LanguageList
from carekit.common.files import ContentError, read_model, write_atomic
from carekit.common.languages import Lang, Text, as_lang, languages
from carekit.common.messages import say
from carekit.common.strict_model import StrictModel

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]


class ExerciseSet(StrictModel):
    """One graded set: its id (a folder name) and its title.

    ``checks_ms`` is what its checks and given cells may take for each learner, in the milliseconds
    of ``care lint``; a set that names none has the kit's own budget.
    """

    id: Slug
    title: Text
    checks_ms: float | None = Field(default=None, gt=0)


class PassMark(StrictModel):
    """How many questions of how many must be right for a lesson's quiz to be passed."""

    right: int = Field(ge=1, strict=True)
    of: int = Field(ge=1, strict=True)

    @model_validator(mode="after")
    def _within_reach(self) -> PassMark:
        if self.right > self.of:
            raise ValueError(f"asks for {self.right} of {self.of}; nobody can have that")
        return self

    @property
    def share(self) -> Fraction:
        """Return the pass mark as a share of the questions."""
        return Fraction(self.right, self.of)


class StatedNumbers(StrictModel):
    """Numbers that texts may give though nothing in the course computes them.

    ``rules`` are those that a rule of the subject sets, such as a limit in a law. With ``cases`` a
    question tells cases of its own: what its words and options give is given.
    """

    rules: list[int | float] = Field(default=[])
    cases: bool = False


class HandInPlace(StrictModel):
    """Where a hand-in goes: one of two places, or by default a file that the learner passes on.

    ``folder`` is a folder of the trainer's that learners may write into; ``exchange`` is what the
    course is called in nbgrader's exchange, whose place is nbgrader's own setting.
    """

    folder: str | None = None
    exchange: str | None = None

    @model_validator(mode="after")
    def _one_place(self) -> HandInPlace:
        if self.folder and self.exchange:
            raise ValueError("names a folder and an exchange; keep one of them")
        return self


class CourseCard(StrictModel):
    """What the kit must know of a course: ``course_data/course.yml``.

    ``pass_mark`` is that of every lesson, in the learner's progress and for certificates; a course
    that names none asks for all questions. ``languages`` are the course's, in page order; a course
    that lists none has those that the kit speaks (``course_languages`` reads and checks them).
    ``exams`` says whether learners sit an exam in full, or its short form where it has one.
    ``numbers`` says which numbers ``care check-text`` takes as they stand. A course may have no
    ``sets``, where nothing is graded. ``hand_in`` says where hand-ins go.
    """

    id: Slug
    title: Text
    first_notebook: str
    exams: Literal["full", "short"] = "full"
    pass_mark: PassMark = PassMark(right=1, of=1)
    languages: LanguageList | None = None
    numbers: StatedNumbers = StatedNumbers()
    sets: list[ExerciseSet] = Field(default=[])
    hand_in: HandInPlace = HandInPlace()


def find_root(start: Path | None = None) -> Path:
    """Return the course's top folder: the nearest one above ``start`` with a course card.

    A notebook may run in ``notebooks/``, ``release/<set>/``, ``autograded/<who>/<set>/`` or in a
    learner's copy of these; where none of the folders above has a card, the folder beside the
    installed kit is taken. ``CAREKIT_ROOT`` overrules both. Raises ContentError when there is none.
    """
    if named := os.environ.get("CAREKIT_ROOT"):
        return _named_root(named)
    here = (start or Path.cwd()).resolve()
    beside_the_kit = Path(__file__).resolve().parents[2]
    for folder in (here, *here.parents, beside_the_kit):
        if (folder / "course_data" / "course.yml").is_file():
            return folder
    raise ContentError(say("no-course", here=here))


@cache
def _named_root(named: str) -> Path:
    # A check asks for the course at every message; making a path takes longer than finding it.
    return Path(named)


def graded_root(start: Path | None = None) -> Path:
    """Return the top folder of the course that is graded: any course of nbgrader's will do.

    It is the nearest folder above ``start`` that has a course card or a notebook in
    ``source/SET/``; where there is none, what ``find_root`` says. ``CAREKIT_ROOT`` overrules both.
    Raises ContentError when there is none.
    """
    here = (start or Path.cwd()).resolve()
    for folder in () if os.environ.get("CAREKIT_ROOT") else (here, *here.parents):
        if has_card(folder) or next(folder.glob("source/*/*.ipynb"), None):
            return folder
    try:
        return find_root(start)
    except ContentError:
        raise ContentError(say("no-graded-course", here=here)) from None


def has_card(root: Path) -> bool:
    """Return whether a folder holds a course of the kit's, and not just one of nbgrader's."""
    return (root / "course_data" / "course.yml").is_file()


def set_titles(root: Path) -> dict[str, Text]:
    """Return the titles of a course's sets by id, as its card says; none without a card."""
    return {one.id: one.title for one in card(root).sets} if has_card(root) else {}


def in_every_language(words: str) -> Text:
    """Return words that are the same in all languages, such as a name that somebody gave."""
    return Text.model_validate(dict.fromkeys(languages(), words))


@cache
def card(root: Path) -> CourseCard:
    """Return the course card of a course folder."""
    return read_model(root / "course_data" / "course.yml", CourseCard)


def is_learners_copy(root: Path) -> bool:
    """Return whether a course folder is what ``care handout`` packed: a kit without its texts."""
    packed = all((root / name).is_file() for name in ("care", "pyproject.toml"))
    return packed and not any((root / name).is_dir() for name in ("content", "source"))


def learner_folder(root: Path) -> Path:
    """Return the folder of the learner's own record; ``CAREKIT_RECORD`` overrules it."""
    return Path(os.environ.get("CAREKIT_RECORD") or root / "my-record")


def remembered_lang(root: Path) -> Lang | None:
    """Return the language the learner chose last, or None when there was no choice yet."""
    try:
        kept = json.loads((learner_folder(root) / "settings.json").read_text(encoding="utf-8"))
        return as_lang(kept.get("lang"))
    except (OSError, ValueError, AttributeError):
        # A lost or damaged preference is no reason to stop a lesson.
        return None


def reading_lang(root: Path) -> Lang:
    """Return the language to show: the learner's choice, then ``CAREKIT_LANG``, then the first."""
    return remembered_lang(root) or as_lang(os.environ.get("CAREKIT_LANG")) or languages()[0]


def remember_lang(root: Path, lang: Lang) -> None:
    """Keep the learner's choice of language for the next start."""
    words = json.dumps({"lang": lang}, ensure_ascii=False) + "\n"
    write_atomic(learner_folder(root) / "settings.json", words)
