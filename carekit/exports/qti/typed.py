"""Typed numbers and words for QTI 3, and texts with gaps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from xml.etree.ElementTree import Element

from carekit.common.languages import Text
from carekit.exports.moodle.typed import in_both_widths
from carekit.exports.qti.sheet import (
    FEEDBACK,
    RESPONSE,
    Item,
    any_of,
    count,
    el,
    empty,
    name_of,
    set_to,
    share_of,
    value,
    variable,
    when,
)
from carekit.exports.wording import html_of
from carekit.questions.kinds.cloze.model import Cloze, Gap, gaps_in
from carekit.questions.kinds.numeric.model import Numeric
from carekit.questions.kinds.short_text.model import ShortText
from carekit.questions.options import order

_Case = tuple[Element, Sequence[Element]]


def number(item: Item, question: Numeric) -> None:
    """Write a number as ranges of two comparisons: a player may ignore a tolerance."""
    item.meets("number-signs")
    item.declare("single", "float", [f"{question.answer:.12g}"])
    item.outcome(FEEDBACK, "identifier")
    right = _within(question.answer, question.also, question.tolerance)
    cases: list[_Case] = [(empty(), [_told("nothing")]), (right, [count(), _told("right")])]
    item.tell("right", question.why)
    for place, slip in enumerate(question.slips, 1):
        cases.append((_within(slip.value, slip.also, slip.tolerance), [_told(f"slip-{place}")]))
        item.tell(f"slip-{place}", slip.why)
    item.processing.append(when(*cases, other=[_told("wrong")]))
    if question.when_wrong:
        item.tell("wrong", question.when_wrong)
    unit = [item.say(question.unit)] if question.unit else []
    field = el("qti-text-entry-interaction", response_identifier=RESPONSE, expected_length="12")
    item.body += [item.say(question.ask, "p"), el("p", field, *unit)]


def words(item: Item, question: ShortText) -> None:
    """Write accepted words, near misses and foreseen wrong ones, in the order of our judging."""
    fold = question.fold
    item.meets("text-edges")
    if "width" in fold:
        item.meets("text-width")
    item.meets("typing-mistake" if question.typing_mistake == "right" else "typing-close")
    item.declare("single", "string", question.accept.every[:1])
    item.outcome(FEEDBACK, "identifier")
    listed: list[tuple[str, list[str], bool, Text]] = [
        ("right", question.accept.every, True, question.why)
    ]
    listed += [
        (f"near-{place}", near.accept.every, near.right, near.why)
        for place, near in enumerate(question.near, 1)
    ]
    listed += [
        (f"slip-{place}", slip.accept.every, False, slip.why)
        for place, slip in enumerate(question.slips, 1)
    ]
    cases: list[_Case] = [(empty(), [_told("nothing")])]
    for name, said, right, why in listed:
        test = _same(said, RESPONSE, wide="width" in fold, case="case" not in fold)
        cases.append((test, [*([count()] if right else []), _told(name)]))
        item.tell(name, why)
    item.processing.append(when(*cases, other=[_told("wrong")]))
    if question.when_wrong:
        item.tell("wrong", question.when_wrong)
    field = el("qti-text-entry-interaction", response_identifier=RESPONSE, expected_length="30")
    item.body += [item.say(question.ask, "p"), el("p", field)]


def text_with_gaps(item: Item, question: Cloze) -> None:
    """Write a text with gaps: each is a response of its own and adds its part to the score."""
    html = html_of(question.text[item.lang])
    fields = {gap.id: _gap(item, gap) for gap in question.gaps}
    item.processing.append(share_of(len(question.gaps)))
    for name in gaps_in(html):
        html = html.replace(f"(({name}))", f'<gap name="{name}"/>')
    from xml.etree.ElementTree import fromstring

    text = fromstring(f"<p>{html}</p>")  # noqa: S314 - our own words, escaped
    _put_fields(text, fields)
    item.body += [item.say(question.ask, "p"), text]


def _put_fields(node: Element, fields: dict[str, Element]) -> None:
    for place, child in enumerate(list(node)):
        if child.tag == "gap":
            field = fields[str(child.get("name"))]
            field.tail = child.tail
            node[place] = field
        else:
            _put_fields(child, fields)


def _gap(item: Item, gap: Gap) -> Element:
    """Declare and score one gap, and return its field."""
    response, feedback = f"{RESPONSE}_{gap.id}", f"{FEEDBACK}_{gap.id}"
    item.outcome(feedback, "identifier")
    if gap.choices:
        right = name_of(*(choice.id for choice in gap.choices if choice.right))
        item.declare("single", "identifier", [right], name=response)
        test = el("qti-match", variable(response), value("identifier", right))
        item.processing += [
            when(
                (empty(response), [set_to(feedback, value("identifier", "nothing"))]),
                (test, [count(), set_to(feedback, variable(response))]),
                other=[set_to(feedback, variable(response))],
            )
        ]
        by_id = {choice.id: choice for choice in gap.choices}
        options = []
        for name in order(gap.choices, f"{item.name}/{gap.id}"):
            options.append(
                el("qti-inline-choice", item.say(by_id[name].say), identifier=name_of(name))
            )
            item.tell(name_of(name), by_id[name].why, outcome=feedback)
        attributes = {"response_identifier": response, "shuffle": "false"}
        return el("qti-inline-choice-interaction", *options, **attributes)
    typed = gap.typed
    item.meets("text-edges")
    item.meets("text-width")
    item.declare("single", "string", typed.accept.every[:1], name=response)
    cases: list[_Case] = [
        (empty(response), [set_to(feedback, value("identifier", "nothing"))]),
        (
            _same(typed.accept.every, response, wide=True, case=False),
            [count(), set_to(feedback, value("identifier", "right"))],
        ),
    ]
    item.tell("right", typed.why, outcome=feedback)
    for place, slip in enumerate(gap.slips, 1):
        name = f"slip-{place}"
        test = _same(slip.accept.every, response, wide=True, case=False)
        cases.append((test, [set_to(feedback, value("identifier", name))]))
        item.tell(name, slip.why, outcome=feedback)
    item.processing.append(when(*cases, other=[set_to(feedback, value("identifier", "wrong"))]))
    item.tell("wrong", typed.when_wrong, outcome=feedback)
    return el("qti-text-entry-interaction", response_identifier=response, expected_length="15")


def _told(name: str) -> Element:
    return set_to(FEEDBACK, value("identifier", name))


def _within(center: float | str, also: float | None, tolerance: float) -> Element:
    """Return the test whether the response is within reach of a number, or of its other half."""
    tests = []
    for one in (center, also):
        if one is None:
            continue
        # In binary 10.5 - 0.05 may lie above the border that a learner types.
        middle, reach = Decimal(str(float(one))), Decimal(str(tolerance))
        low, high = f"{middle - reach:f}", f"{middle + reach:f}"
        tests.append(
            el(
                "qti-and",
                el("qti-gte", variable(RESPONSE), value("float", low)),
                el("qti-lte", variable(RESPONSE), value("float", high)),
            )
        )
    return any_of(tests)


def _same(said: Iterable[str], response: str, *, wide: bool, case: bool) -> Element:
    """Return the test whether a typed text is one of some."""
    return any_of(
        [
            el(
                "qti-string-match",
                variable(response),
                value("string", word),
                case_sensitive="true" if case else "false",
            )
            for word in in_both_widths(said, wide=wide)
        ]
    )
