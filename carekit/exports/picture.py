"""The picture of a hotspot question as PNG, and its places in the picture's own dots."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from carekit.questions.kinds.hotspot.model import Hotspot
from carekit.questions.kinds.hotspot.picture import POINT, Spot
from carekit.questions.kinds.hotspot.views import drawing


@dataclass(frozen=True)
class Place:
    """Where an option lies, in dots: a circle has a ``radius``, a box ``width`` and ``height``."""

    option: str
    x: int
    y: int
    width: int = 0
    height: int = 0
    radius: int = 0


@dataclass(frozen=True)
class Drawn:
    """A picture that is drawn: PNG bytes, its size in dots, and its places in a given order."""

    png: bytes
    width: int
    height: int
    places: tuple[Place, ...]


def draw(question: Hotspot, order: Sequence[str], most: tuple[int, int]) -> Drawn:
    """Return the picture with its places numbered in ``order``, at most ``most`` dots in size.

    It is never drawn larger than one and a half dots for each unit of the picture.
    """
    import vl_convert

    by_id = {choice.id: choice for choice in question.choices}
    spots = [by_id[name] for name in order]
    wide, high = question.picture.width, question.picture.height
    scale = min(most[0] / wide, most[1] / high, 1.5)
    svg = drawing(question.model_copy(update={"choices": spots}))
    size = f'xmlns="http://www.w3.org/2000/svg" width="{wide:g}" height="{high:g}"'
    svg = svg.replace("<svg ", f"<svg {size} ", 1)
    png = vl_convert.svg_to_png(svg, scale=scale)
    return Drawn(
        png, round(wide * scale), round(high * scale), tuple(_place(spot, scale) for spot in spots)
    )


def _place(spot: Spot, scale: float) -> Place:
    x, y, *size = (round(number * scale) for number in spot.at)
    if size:
        return Place(spot.id, x, y, *size)
    return Place(spot.id, x, y, radius=round(POINT * scale))
