"""A question about a place in a picture."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Protocol

from pydantic import Field

from carekit.questions.kinds.hotspot.picture import Picture, Spot
from carekit.questions.models import Chosen
from carekit.questions.shown_question import Shown, ShownOption


class Hotspot(Chosen):
    """One place of a picture is right; all places stand in a list as well."""

    kind: Literal["hotspot"]
    picture: Picture
    # An entry cannot be changed, so nobody puts an option without a place into this list.
    choices: list[Spot] = Field(min_length=2)  # type: ignore[assignment]
    several = False


class ShownSpot(ShownOption, Protocol):
    """A place of a picture."""

    @property
    def at(self) -> list[float]:
        """Return x, y, width and height of a box, or x and y of a point."""


class ShownHotspot(Shown, Protocol):
    """A picture and its places, with the key or without."""

    @property
    def picture(self) -> Picture:
        """Return the picture."""

    @property
    def choices(self) -> Sequence[ShownSpot]:
        """Return the places."""
