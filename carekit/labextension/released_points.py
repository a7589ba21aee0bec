"""What a trainer gave back: the points of a set on its feedback page, those of a test."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from carekit.learner.exam_attempt import QuestionResult

# A page with many pictures is large; its points stand near the beginning.
_ENOUGH = 400_000
# carekit/grading/feedback/templates/feedback.html.j2 writes this.
_TOTAL = re.compile(rb'<p class="total" data-points="([0-9.]+)" data-most="([0-9.]+)"')


@dataclass(frozen=True)
class Points:
    """Points that were released: how many of how many."""

    got: float
    most: float


def feedback_page(folder: Path) -> Points | None:
    """Return the points on the newest feedback page below a set's folder, or None.

    nbgrader's ``fetch_feedback`` lays pages into ``feedback/`` there; one that came by post may be
    saved beside the notebook. Pages that are not the kit's, and damaged ones, say nothing.
    """
    found = ((path.stat().st_mtime_ns, path) for path in folder.rglob("*.html") if path.is_file())
    for _, path in sorted(found, reverse=True):
        try:
            with path.open("rb") as opened:
                total = _TOTAL.search(opened.read(_ENOUGH))
        except OSError:
            continue
        if total:
            try:
                return Points(float(total[1]), float(total[2]))
            except ValueError:
                continue
    return None


def of_results(results: Mapping[str, QuestionResult]) -> Points | None:
    """Return the points of a test whose results were given back, one for each question."""
    if not results:
        return None
    try:
        got = sum(float(one["score"]) for one in results.values())
    except (TypeError, KeyError, ValueError):
        return None
    return Points(round(got, 2), float(len(results)))
