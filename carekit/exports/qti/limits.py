"""What QTI 3 cannot hold of our questions, or its players do not do; see ``docs/exits.md``."""

from __future__ import annotations

from types import MappingProxyType

from carekit.exports.loss_report import Limit

LIMITS: MappingProxyType[str, Limit] = MappingProxyType(
    {
        "draws": Limit(
            "numbers are not drawn by our rules there",
            "some of the draws are items of their own; take one of them",
        ),
        "later-tries": Limit(
            "a player decides how many tries there are", "each try is worth what the first one is"
        ),
        "hints": Limit("QTI 3 items hold no hints that are asked for", "they are left out"),
        "number-signs": Limit(
            "players read plain ASCII numbers alike, and nothing else: full-width digits, a per "
            "cent sign, a comma and a unit behind the number count as wrong; blanks alone may be 0",
            "the unit stands behind the field",
            scores=True,
        ),
        "text-edges": Limit(
            "no player takes blanks or punctuation off the ends of a typed text",
            "such an answer is wrong there",
            scores=True,
        ),
        "text-width": Limit(
            "players tell full-width letters from narrow ones",
            "each accepted text stands there in both widths; one that mixes them is wrong there",
            scores=True,
        ),
        "typing-mistake": Limit(
            "no typing mistake is forgiven there",
            "an answer with one is wrong there, and right here",
            scores=True,
        ),
        "typing-close": Limit(
            "nothing says there that a typing mistake is close", "it is told as any wrong answer"
        ),
        "pair-feedback": Limit(
            "a pair or a foreseen wrong order has no feedback of its own here",
            "what is said to all right and to all wrong answers stands in two feedbacks",
        ),
    }
)
