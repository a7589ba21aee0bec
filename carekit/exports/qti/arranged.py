"""Parts that are paired or put in order, for QTI 3."""

from __future__ import annotations

from itertools import pairwise
from xml.etree.ElementTree import Element

from carekit.exports.qti.sheet import (
    FEEDBACK,
    RESPONSE,
    SCORE,
    Item,
    answered,
    any_of,
    count,
    el,
    mapped,
    name_of,
    set_to,
    share_of,
    value,
    variable,
    when,
)
from carekit.questions.kinds.matching.model import Matching
from carekit.questions.kinds.ordering.model import Ordering
from carekit.questions.kinds.ordering.views import start
from carekit.questions.shuffling import shuffled

_NEARLY_ALL = "0.999"


def pairs(item: Item, question: Matching) -> None:
    """Write parts to pair; each part and each match can be used once."""
    key = {left: f"{name_of(left)} {name_of(right)}" for left, right in question.key.items()}
    worth = dict.fromkeys(key.values(), 1 / len(key))
    item.declare("multiple", "directedPair", list(key.values()), worth)
    item.processing.append(answered(set_to(SCORE, mapped())))
    _tell_all(item)
    item.tell("right", *(pair.why for pair in question.pairs))
    item.tell("wrong", *(pair.when_wrong for pair in question.pairs))
    by_id = {part.id: part for part in (*question.left, *question.right)}
    sides = [
        [part.id for part in question.left],
        shuffled(sorted(part.id for part in question.right), item.name),
    ]
    sets = [
        el(
            "qti-simple-match-set",
            *(
                el(
                    "qti-simple-associable-choice",
                    item.say(by_id[name].say),
                    identifier=name_of(name),
                    match_max="1",
                )
                for name in side
            ),
        )
        for side in sides
    ]
    attributes = {"response_identifier": RESPONSE, "shuffle": "false"}
    attributes["max_associations"] = str(len(question.left))
    item.body.append(el("qti-match-interaction", item.ask(question.ask), *sets, **attributes))


def in_order(item: Item, question: Ordering) -> None:
    """Write parts to order; the score is the share of right neighbors, as here.

    A neighbor is right where some place holds the first part and the next place the second.
    """
    names = [name_of(one) for one in question.order]
    item.declare("ordered", "identifier", names)
    item.processing += [
        when((any_of([_beside(a, b, place) for place in range(1, len(names))]), [count()]))
        for a, b in pairwise(names)
    ]
    item.processing.append(share_of(len(names) - 1))
    # Nothing may be asked of an order that nobody touched.
    item.processing = [answered(*item.processing)]
    _tell_all(item)
    item.tell("right", question.why)
    item.tell("wrong", question.when_wrong, *(slip.why for slip in question.slips))
    by_id = {part.id: part for part in question.items}
    choices = [
        el("qti-simple-choice", item.say(by_id[one].say), identifier=name_of(one))
        for one in start(question, item.name)
    ]
    attributes = {"response_identifier": RESPONSE, "shuffle": "false"}
    item.body.append(el("qti-order-interaction", item.ask(question.ask), *choices, **attributes))


def _beside(first: str, then: str, place: int) -> Element:
    def at(name: str, where: int) -> Element:
        held = el("qti-index", variable(RESPONSE), n=str(where))
        return el("qti-match", held, value("identifier", name))

    return el("qti-and", at(first, place), at(then, place + 1))


def _tell_all(item: Item) -> None:
    """Add what chooses between the feedback for all right and that for the rest."""
    item.meets("pair-feedback")
    item.outcome(FEEDBACK, "identifier")
    all_right = el("qti-gte", variable(SCORE), value("float", _NEARLY_ALL))
    right, wrong = (set_to(FEEDBACK, value("identifier", said)) for said in ("right", "wrong"))
    item.processing.append(when((all_right, [right]), other=[wrong]))
