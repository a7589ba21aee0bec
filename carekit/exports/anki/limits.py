"""What an Anki deck cannot hold, or does otherwise; ``docs/exits.md`` lists the same."""

from __future__ import annotations

from types import MappingProxyType

from carekit.exports.loss_report import Limit

LIMITS: MappingProxyType[str, Limit] = MappingProxyType(
    {
        "draws": Limit(
            "a card says the same each time, and here numbers are drawn",
            "there is no card of this question's wrong answers",
        ),
        "overwritten": Limit(
            "Anki replaces all fields and tags of a card that is newer in the package, "
            "also what a learner wrote there",
            "these cards changed since the last export and say since when; all others keep "
            "their time, so Anki leaves them as the learner has them",
        ),
        "first-export": Limit(
            "no record of an earlier export is here",
            "every card counts as changed now; keep .care/exports/ for the next export",
        ),
        "gone": Limit(
            "Anki takes no card away that is no longer in the package",
            "these cards stay with learners who have them",
        ),
    }
)
