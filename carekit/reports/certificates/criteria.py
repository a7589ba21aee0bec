"""What each certificate of a course asks for: ``course_data/certificates.yml``."""

from __future__ import annotations

import string
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from carekit.common.course import PassMark, Slug, card
from carekit.common.files import ContentError, Document, Fault, read_model, read_yaml, refuse
from carekit.common.languages import Lang, Text
from carekit.common.strict_model import StrictModel
from carekit.reports.certificates.refusals import say

FILE = Path("course_data") / "certificates.yml"
Count = Annotated[int, Field(ge=1, strict=True)]
Share = Annotated[float, Field(gt=0, le=1)]
# What a criterion's words may quote; a share is quoted as a percentage.
QUOTED = ("least", "right", "of", "points", "share", "sets")


class CriteriaModel(StrictModel):
    """A part of the file. A field it does not know is a mistake of its author."""


class Criterion(CriteriaModel):
    """What every criterion has: a name, its words, and numbers that the words may quote."""

    id: Slug
    says: Text

    def words(self, lang: Lang) -> str:
        """Return the criterion in words, with its own numbers in them."""
        return self.says[lang].format(**self._numbers())

    def _numbers(self) -> dict[str, object]:
        said = {name: getattr(self, name, None) for name in QUOTED}
        shown = {name: value for name, value in said.items() if value is not None}
        if "share" in shown:
            shown["share"] = f"{shown['share']:.0%}"
        if "points" in shown:
            shown["points"] = f"{shown['points']:g}"
        return shown

    @model_validator(mode="after")
    def _quotes_what_there_is(self) -> Criterion:
        for lang, said in self.says.by_lang().items():
            names = {name for _, name, _, _ in string.Formatter().parse(said) if name is not None}
            if strange := names - set(self._numbers()):
                raise ValueError(f"{lang} quotes {{{min(strange)}}}, which is no number of this")
        return self


class Lessons(Criterion):
    """Lessons worked through to the last question."""

    needs: Literal["lessons"]
    least: Count


class Quizzes(Criterion):
    """Quizzes in which enough questions were right at the same time."""

    needs: Literal["quizzes"]
    least: Count
    right: Count
    of: Count


class ExamTaken(Criterion):
    """The exam handed in, whatever its score."""

    needs: Literal["sat"]


class ExamCriterion(Criterion):
    """Points of the exam; who sat its short form needs the same share of that."""

    needs: Literal["exam"]
    points: float = Field(gt=0)


class Tasks(Criterion):
    """A share of the points of some tasks, by their place in a set (from 1).

    With ``sets`` each of so many sets has to reach the share; without, all sets together do.
    """

    needs: Literal["tasks"]
    tasks: list[Count] = Field(min_length=1)
    share: Share
    sets: Count | None = None


class WholeSet(Criterion):
    """A share of the points of one set that is no concept's, with some points in every part.

    A part is a task; those whose places (from 1) stand in one list of ``together`` are one part.
    """

    needs: Literal["set"]
    set: Slug
    share: Share
    no_part_at_zero: bool = False
    together: list[list[Count]] = Field(default=[])

    def part_of(self, place: int) -> int:
        """Return the place of the task that opens the part to which a task belongs."""
        return next((min(group) for group in self.together if place in group), place)


AnyCriterion = Annotated[
    Lessons | Quizzes | ExamTaken | ExamCriterion | Tasks | WholeSet, Field(discriminator="needs")
]
Column = Literal["quiz", "set", "exam"]


class CertificateKind(CriteriaModel):
    """One kind of certificate: its words, the scores it lists, and what it asks for."""

    id: Slug
    title: Text
    says: Text
    rests_on: Text
    columns: list[Column] = Field(min_length=1, max_length=2)
    criteria: list[AnyCriterion] = Field(min_length=1)


class ExamForm(CriteriaModel):
    """The exam that counts, and how many questions it asks."""

    form: Slug
    asked: Count


class Certificates(CriteriaModel):
    """The whole file. A concept's lesson, quiz and set are called as the concept."""

    concepts: list[Slug] = Field(min_length=1)
    exam: ExamForm
    claims: Text
    kinds: list[CertificateKind] = Field(min_length=1)

    def kind(self, name: str) -> CertificateKind:
        """Return one kind. Raises ContentError for a name that is not in the file."""
        for kind in self.kinds:
            if kind.id == name:
                return kind
        known = ", ".join(kind.id for kind in self.kinds)
        raise ContentError(say("no-kind", kind=name, file=FILE.as_posix(), kinds=known))


def load(root: Path) -> Certificates:
    """Return what the certificates of a course ask for.

    Raises ContentError for a file with mistakes, and for a criterion that nobody could meet.
    """
    path = root / FILE
    found = read_model(path, Certificates, partial(_with_pass_mark, card(root).pass_mark))
    document = read_yaml(path)
    faults = []
    for number, kind in enumerate(found.kinds):
        for place, one in enumerate(kind.criteria):
            if says := _out_of_reach(one, found):
                where = ("kinds", number, "criteria", place)
                faults.append(Fault(path, document.line(where), document.place(where), says))
    refuse(faults)
    return found


def _with_pass_mark(mark: PassMark, document: Document) -> None:
    """Give the criteria about quizzes the pass mark of the course, which stands in its card."""
    data, faults = document.data, []
    done: list[dict[str, Any]] = []
    kinds = data.get("kinds") if isinstance(data, dict) else None
    for number, kind in enumerate(kinds if isinstance(kinds, list) else []):
        criteria = kind.get("criteria") if isinstance(kind, dict) else None
        for place, one in enumerate(criteria if isinstance(criteria, list) else []):
            # Two kinds may share one criterion.
            if not isinstance(one, dict) or any(one is other for other in done):
                continue
            if one.get("needs") != "quizzes":
                continue
            done.append(one)
            where = ("kinds", number, "criteria", place)
            if {"right", "of"} & set(one):
                says = "the pass mark stands in course.yml (pass_mark); leave right and of out"
                at = document.line(where)
                faults.append(Fault(document.path, at, document.place(where), says))
            one |= mark.model_dump()
    refuse(faults)


def _out_of_reach(one: Criterion, course: Certificates) -> str:
    concepts = len(course.concepts)
    most = {"least": concepts, "sets": concepts, "points": course.exam.asked}
    if isinstance(one, Quizzes):
        most["right"] = one.of
    for field, limit in most.items():
        asked = getattr(one, field, None)
        if asked is not None and asked > limit:
            return f"{field} asks for {asked:g} of {limit}; nobody can have that"
    return ""
