"""A picture written down as a few shapes, and the places in it that can be taken."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from carekit.common.languages import Text
from carekit.questions.models import Choice, Entry
from carekit.questions.shown_question import SvgElement

Length = Annotated[float, Field(allow_inf_nan=False)]
POINT = 14.0
"""How far a point reaches, in the picture's own units."""


class Shape(Entry):
    """One thing to draw: a box, a dot, a line through points, or words.

    ``tone`` is a role, not a colour: each theme has its own.
    """

    box: Annotated[list[Length], Field(min_length=4, max_length=4)] | None = None
    dot: Annotated[list[Length], Field(min_length=3, max_length=3)] | None = None
    line: Annotated[list[Length], Field(min_length=4)] | None = None
    words: Annotated[list[Length], Field(min_length=2, max_length=2)] | None = None
    say: Text | None = None
    anchor: Literal["start", "middle", "end"] = "middle"
    tone: Literal["ink", "faint", "accent", "fill", "soft"] = "ink"

    @model_validator(mode="after")
    def _one_form(self) -> Shape:
        forms = [form for form in (self.box, self.dot, self.line, self.words) if form]
        if len(forms) != 1:
            raise ValueError("needs one of box, dot, line, words; write exactly one")
        if bool(self.words) != bool(self.say):
            raise ValueError("`words` and `say` go together; write both or neither")
        if self.line and len(self.line) % 2:
            raise ValueError("a line is x and y of each point; its last point has no y")
        return self


class Picture(Entry):
    """A drawing of ``width`` by ``height`` units, and what it shows for who cannot see it."""

    width: Annotated[float, Field(ge=100, le=1000)]
    height: Annotated[float, Field(ge=60, le=1000)]
    alt: Text
    draw: list[Shape] = Field(min_length=1)


class Spot(Choice):
    """A place: ``at`` is x, y, width and height of a box, or x and y of a point."""

    at: list[Length] = Field(min_length=2, max_length=4)

    @model_validator(mode="after")
    def _form(self) -> Spot:
        if len(self.at) == 3:
            raise ValueError("`at` needs two numbers for a point, or four for a box")
        if len(self.at) == 4 and min(self.at[2:]) <= 0:
            raise ValueError("`at` needs a width and a height above 0")
        return self

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Return left, top, right and bottom of the place."""
        x, y, *size = self.at
        if size:
            return x, y, x + size[0], y + size[1]
        return x - POINT, y - POINT, x + POINT, y + POINT


def outside(spot: Spot, picture: Picture) -> bool:
    """Return whether a part of a place lies outside its picture."""
    left, top, right, bottom = spot.box
    return left < 0 or top < 0 or right > picture.width or bottom > picture.height


def overlap(one: Spot, other: Spot) -> bool:
    """Return whether two places share more than an edge."""
    left, top, right, bottom = one.box
    other_left, other_top, other_right, other_bottom = other.box
    return left < other_right and other_left < right and top < other_bottom and other_top < bottom


def elements(picture: Picture) -> list[SvgElement]:
    """Return a picture as SVG elements: tag, class, attributes and, for words, ``say`` by language.

    Whoever shows it only has to make the elements; no markup passes through text.
    """
    return [_element(shape) for shape in picture.draw]


def _element(shape: Shape) -> SvgElement:
    kind = f"care-{shape.tone}"
    if shape.box:
        x, y, width, height = shape.box
        attributes: dict[str, float | str] = {
            "x": x,
            "y": y,
            "width": width,
            "height": height,
            "rx": 2,
        }
        return {"tag": "rect", "class": kind, "attributes": attributes}
    if shape.dot:
        x, y, radius = shape.dot
        return {"tag": "circle", "class": kind, "attributes": {"cx": x, "cy": y, "r": radius}}
    if shape.line:
        points = " ".join(f"{number:g}" for number in shape.line)
        return {"tag": "polyline", "class": kind, "attributes": {"points": points}}
    if shape.words is None or shape.say is None:
        raise TypeError("this shape is nothing to draw")
    x, y = shape.words
    attributes = {"x": x, "y": y, "text-anchor": shape.anchor}
    return {"tag": "text", "class": kind, "attributes": attributes, "say": shape.say.by_lang()}
