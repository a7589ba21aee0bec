"""The base of every model of a file that a person writes."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class StrictModel(BaseModel):
    """An entry of a file: it refuses fields that it does not know, and cannot be changed.

    A class that sets more of ``model_config`` keeps these settings.
    """

    # Built when the first entry is read: a command knows fifty kinds of entry and reads a few.
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)
