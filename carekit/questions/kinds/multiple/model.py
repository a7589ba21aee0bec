"""A question with any number of right options."""

from __future__ import annotations

from typing import Literal

from carekit.questions.models import Chosen


class Multiple(Chosen):
    """Any number of options is right, but never all of them."""

    kind: Literal["multiple"]
    several = True
