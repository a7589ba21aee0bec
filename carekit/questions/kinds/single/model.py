"""A question with one right option."""

from __future__ import annotations

from typing import Literal

from carekit.questions.models import Chosen


class Single(Chosen):
    """One option is right."""

    kind: Literal["single"]
    several = False
