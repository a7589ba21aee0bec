"""Options for Moodle: single, multiple and judgement, all of its type ``multichoice``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import Element

from carekit.exports.moodle.fractions import percent
from carekit.exports.moodle.sheet import Sheet, put, put_answer
from carekit.questions.kinds.judgement.model import Judgement
from carekit.questions.kinds.multiple.model import Multiple
from carekit.questions.models import Choice, Chosen
from carekit.questions.options import order


def one_right(made: Element, question: Chosen, sheet: Sheet) -> None:
    """Write a question of which one option is right."""
    worth = {choice.id: percent(float(choice.right)) for choice in question.choices}
    _options(made, question.choices, worth, sheet, single=True)


def several_right(made: Element, question: Multiple, sheet: Sheet) -> None:
    """Write ticks: a right one earns its part, a wrong one costs what it costs here.

    Moodle adds them up and stops at 0 and at 1, as we do. Raises Unlisted where the key has a size
    whose part Moodle does not list, such as 11.
    """
    key = len(question.key)
    cost = 1 / min(key, len(question.choices) - key)
    worth = {one.id: percent(1 / key if one.right else -cost) for one in question.choices}
    _options(made, question.choices, worth, sheet, single=False)


def worth_more_or_less(made: Element, question: Judgement, sheet: Sheet) -> None:
    """Write options that are worth more or less. Raises Unlisted for a worth it does not list."""
    worth = {name: percent(credit) for name, credit in question.worth.items()}
    _options(made, question.choices, worth, sheet, single=True)


def _options(
    made: Element,
    choices: Sequence[Choice],
    worth: Mapping[str, str],
    sheet: Sheet,
    *,
    single: bool,
) -> None:
    fixed = any(choice.pin for choice in choices)
    if fixed:
        sheet.meets("fixed-order")
    put(made, "single", "true" if single else "false")
    # Where it is missing, Moodle does not shuffle.
    put(made, "shuffleanswers", "false" if fixed else "true")
    put(made, "answernumbering", "none")
    by_id = {choice.id: choice for choice in choices}
    # An author tends to write the right one first.
    for name in order(choices, sheet.name):
        one = by_id[name]
        put_answer(made, sheet.say(one.say), worth[name], sheet.say(one.why), html=True)
