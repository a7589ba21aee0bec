"""What a check raises when it fails: its sentence is shown, the calls that led to it are not."""

from __future__ import annotations

import os
import textwrap
import traceback
from pathlib import Path

_KIT = Path(__file__).resolve().parents[1]
# nbgrader's Validate cuts lines off at 87 characters of text.
_WIDEST = 85


class CheckFailed(AssertionError):  # noqa: N818 - a failed check is a result, not an error of ours
    """A check that failed; the message says why, in words for whoever solves the task.

    It is an AssertionError, so whatever counts failed assertions counts it: pytest, nbgrader and
    the sealed grader.
    """

    def _render_traceback_(self) -> list[str]:
        # IPython asks for this and shows what comes back, in a notebook and in nbgrader's Validate.
        said = [str(self)]
        outside = [frame for frame in traceback.extract_tb(self.__traceback__) if not _ours(frame)]
        # A cell may hold several checks: the last line outside the kit is the one that failed.
        if outside and outside[-1].line:
            said.append(f"----> {outside[-1].lineno} {outside[-1].line}")
        if os.environ.get("NBGRADER_EXECUTION") == "validate":
            lines = "\n".join(said).split("\n")
            return [part for line in lines for part in textwrap.wrap(line, _WIDEST) or [""]]
        return said


def _ours(frame: traceback.FrameSummary) -> bool:
    return Path(frame.filename).is_relative_to(_KIT)
