"""Options for QTI 3: single, multiple, judgement, and places in a picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from carekit.exports.picture import draw
from carekit.exports.qti.sheet import (
    FEEDBACK,
    RESPONSE,
    SCORE,
    Item,
    answered,
    el,
    mapped,
    name_of,
    set_to,
    variable,
)
from carekit.questions.kinds.hotspot.model import Hotspot
from carekit.questions.kinds.judgement.model import Judgement
from carekit.questions.kinds.multiple.model import Multiple
from carekit.questions.models import Choice, Chosen
from carekit.questions.models import Item as Question
from carekit.questions.options import order

_LARGEST = (900, 600)


def one_right(item: Item, question: Chosen) -> None:
    """Write a question of which one option is right."""
    _options(item, question, question.choices, dict.fromkeys(question.key, 1.0), several=False)


def several_right(item: Item, question: Multiple) -> None:
    """Write ticks: a right one earns its part, a wrong one costs what it costs here."""
    key = len(question.key)
    cost = 1 / min(key, len(question.choices) - key)
    worth = {one.id: 1 / key if one.right else -cost for one in question.choices}
    _options(item, question, question.choices, worth, several=True)


def worth_more_or_less(item: Item, question: Judgement) -> None:
    """Write options that are worth more or less."""
    _options(item, question, question.choices, question.worth, several=False)


def _options(
    item: Item,
    question: Question,
    choices: Sequence[Choice],
    worth: Mapping[str, float],
    *,
    several: bool,
) -> None:
    _declare(item, choices, worth, several=several)
    by_id = {choice.id: choice for choice in choices}
    made = [
        el(
            "qti-simple-choice",
            item.say(by_id[name].say),
            identifier=name_of(name),
            fixed="true" if by_id[name].pin else "false",
        )
        for name in order(choices, item.name)
    ]
    limit = "0" if several else "1"
    item.body.append(
        el(
            "qti-choice-interaction",
            item.ask(question.ask),
            *made,
            response_identifier=RESPONSE,
            shuffle="true",
            max_choices=limit,
        )
    )


def place(item: Item, question: Hotspot) -> None:
    """Write a picture with places to choose; each says its words for who cannot see it."""
    _declare(item, question.choices, dict.fromkeys(question.key, 1.0), several=False)
    drawn = draw(question, order(question.choices, item.name), _LARGEST)
    file = f"images/{question.id}-{item.lang}.png"
    item.files[file] = drawn.png
    by_id = {choice.id: choice for choice in question.choices}
    spots = []
    for at in drawn.places:
        circle = f"{at.x},{at.y},{at.radius}"
        box = f"{at.x},{at.y},{at.x + at.width},{at.y + at.height}"
        spots.append(
            el(
                "qti-hotspot-choice",
                identifier=name_of(at.option),
                shape="circle" if at.radius else "rect",
                coords=circle if at.radius else box,
                hotspot_label=by_id[at.option].say[item.lang],
            )
        )
    picture = el(
        "img",
        src=f"../{file}",
        alt=question.picture.alt[item.lang],
        width=str(drawn.width),
        height=str(drawn.height),
    )
    item.body.append(
        el(
            "qti-hotspot-interaction",
            item.ask(question.ask),
            picture,
            *spots,
            response_identifier=RESPONSE,
            max_choices="1",
        )
    )


def _declare(
    item: Item, choices: Sequence[Choice], worth: Mapping[str, float], *, several: bool
) -> None:
    cardinality = "multiple" if several else "single"
    best = [one.id for one in choices if worth.get(one.id, 0) > 0 and (several or one.right)]
    best = best or [name for name, share in worth.items() if share == 1]
    shares = {name_of(one.id): worth.get(one.id, 0.0) for one in choices}
    item.declare(cardinality, "identifier", [name_of(one) for one in best], shares)
    item.outcome(FEEDBACK, "identifier", cardinality)
    scored = set_to(SCORE, mapped())
    item.processing.append(answered(scored, set_to(FEEDBACK, variable(RESPONSE))))
    for one in choices:
        item.tell(name_of(one.id), one.why)
