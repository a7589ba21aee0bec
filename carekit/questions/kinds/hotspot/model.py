"""A question about a place in a picture."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from carekit.questions.kinds.hotspot.picture import Picture, Spot
from carekit.questions.models import Chosen


class Hotspot(Chosen):
    """One place of a picture is right; all places stand in a list as well."""

    kind: Literal["hotspot"]
    picture: Picture
    # An entry cannot be changed, so nobody puts an option without a place into this list.
    choices: list[Spot] = Field(min_length=2)  # type: ignore[assignment]
    several = False
