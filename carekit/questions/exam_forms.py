"""Exam forms drawn from a blueprint: common anchors, the rest different in each form."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from random import Random
from typing import Literal, Protocol

from pydantic import ConfigDict, Field, model_validator

from carekit.common.course import Slug
from carekit.common.files import ContentError, Fault, read_model, refuse
from carekit.common.messages import listed, say
from carekit.common.strict_model import StrictModel

FOLDER = Path("course_data") / "exams"
Level = Literal["remember", "understand", "apply", "analyse", "evaluate"]


class ConceptShare(StrictModel):
    """How many questions of one concept, and of some levels of thinking where these are given."""

    model_config = ConfigDict(strict=True)

    concept: Slug
    bloom: Level | list[Level] | None = None
    count: int = Field(ge=1)

    @property
    def levels(self) -> list[str]:
        """Return the levels that fit; none means that every level does."""
        return [self.bloom] if isinstance(self.bloom, str) else [*(self.bloom or ())]


class Drawable(Protocol):
    """What a form is drawn by: a question of the bank, with or without its key, has it."""

    @property
    def use(self) -> str:
        """Return ``exam`` for a question that exams may ask."""

    @property
    def bloom(self) -> str:
        """Return the level of thinking that it asks for."""

    @property
    def concept(self) -> str:
        """Return the concept that it asks about."""


class Blueprint(StrictModel):
    """What every form of an exam has in common: ``course_data/exams/<id>.yml``.

    ``anchors`` are asked in every form, so that forms can be compared. ``kept_back`` are never
    drawn: another exam asks them. ``minutes`` is the limit; ``grace`` is how many minutes of
    interruption (a crash, a restart) cost no time in all. ``short_of`` names the form that these
    forms stand for where there is less time.
    """

    model_config = ConfigDict(strict=True)

    id: Slug
    forms: list[Slug] = Field(min_length=1)
    seed: int
    minutes: float | None = Field(default=None, gt=0)
    grace: float = Field(default=10, ge=0)
    anchors: list[Slug] = Field(default=[])
    kept_back: list[Slug] = Field(default=[])
    parts: list[ConceptShare] = Field(default=[])
    short_of: Slug | None = None

    @model_validator(mode="after")
    def _asks_something(self) -> Blueprint:
        if not (self.anchors or self.parts):
            raise ValueError("asks nothing; write `anchors`, `parts` or both")
        return self


def blueprints(root: Path) -> dict[str, Blueprint]:
    """Return the blueprint of every form of a course, by form.

    Raises ContentError where a file is not a blueprint, where two name the same form, and where one
    is short of a form that is not there.
    """
    found: dict[str, Blueprint] = {}
    read = {path: read_model(path, Blueprint) for path in sorted((root / FOLDER).glob("*.yml"))}
    for path, blueprint in read.items():
        twice = [form for form in blueprint.forms if form in found]
        says = "is a form already; choose another name"
        refuse([Fault(path, 1, "forms", f"{form} {says}") for form in twice])
        found |= dict.fromkeys(blueprint.forms, blueprint)
    says = f"name one of: {', '.join(found)}"
    refuse(
        [
            Fault(path, 1, "short_of", f"there is no form {one.short_of}; {says}")
            for path, one in read.items()
            if one.short_of and one.short_of not in found
        ]
    )
    return found


def lengths(known: Mapping[str, Blueprint], form: str) -> tuple[str, ...]:
    """Return a form and, after it, its short forms. Raises ContentError for an unknown form.

    ``known`` are the blueprints of the course.
    """
    if form not in known:
        place = FOLDER.as_posix()
        raise ContentError(say("no-form", form=form, folder=place, forms=listed(known)))
    return (form, *(name for name, one in known.items() if one.short_of == form))


def forms(
    blueprint: Blueprint, questions: Mapping[str, Drawable], seed: int | None = None
) -> dict[str, tuple[str, ...]]:
    """Return the ids of each form's questions, in the order in which they are asked.

    The same blueprint, questions and seed (by default the blueprint's) give the same forms
    everywhere. No question but an anchor is in two forms. Raises ContentError where the questions
    for exam use do not suffice.
    """
    seed = blueprint.seed if seed is None else seed
    pool = {name: one for name, one in sorted(questions.items()) if one.use == "exam"}
    for field in ("anchors", "kept_back"):
        if lost := [name for name in getattr(blueprint, field) if name not in pool]:
            says = f"no exam question {', '.join(lost)}; correct {field}"
            raise ContentError(f"{blueprint.id}: {says}")
    drawn: dict[str, list[str]] = {form: list(blueprint.anchors) for form in blueprint.forms}
    used = {*blueprint.anchors, *blueprint.kept_back}
    for number, part in enumerate(blueprint.parts):
        fitting = [n for n, one in pool.items() if n not in used and _fits(part, one)]
        needed = part.count * len(blueprint.forms)
        if len(fitting) < needed:
            level = f" ({', '.join(part.levels)})" if part.levels else ""
            raise ContentError(
                f"{blueprint.id}: {len(blueprint.forms)} forms need {needed} exam questions of "
                f"{part.concept}{level} besides the anchors, there are {len(fitting)}; "
                "write more or lower count"
            )
        Random(f"{seed}/{number}").shuffle(fitting)  # noqa: S311 - a draw that can be repeated
        for place, form in enumerate(blueprint.forms):
            drawn[form] += fitting[place * part.count : (place + 1) * part.count]
        used |= set(fitting[:needed])
    for form, ids in drawn.items():
        Random(f"{seed}/{form}").shuffle(ids)  # noqa: S311 - the same for everyone with this form
    return {form: tuple(ids) for form, ids in drawn.items()}


def _fits(part: ConceptShare, question: Drawable) -> bool:
    return question.concept == part.concept and question.bloom in (part.levels or [question.bloom])
