"""What a cell may be called: its name is its id in the notebook and its grade id."""

from __future__ import annotations

import re

NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_NAME = 64
"""nbformat's limit for the id of a cell."""
