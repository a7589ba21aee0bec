"""Parts that are paired or put in order, and places in a picture, for Moodle."""

from __future__ import annotations

from base64 import b64encode
from xml.etree.ElementTree import Element, SubElement

from carekit.exports.moodle.sheet import Sheet, put, put_text
from carekit.exports.picture import Place, draw
from carekit.questions.kinds.hotspot.model import Hotspot
from carekit.questions.kinds.matching.model import Matching
from carekit.questions.kinds.ordering.model import Ordering
from carekit.questions.options import order
from carekit.questions.shuffling import shuffled

# Moodle makes a larger picture smaller and leaves the places where they were.
LARGEST = (600, 400)


def pairs(made: Element, question: Matching, sheet: Sheet) -> None:
    """Write parts with their matches, and the matches that are left over."""
    sheet.meets("match-twice")
    sheet.meets("match-feedback")
    put(made, "shuffleanswers", "true")
    right = {part.id: sheet.match(part.say) for part in question.right}
    key = question.key
    for part in question.left:
        _pair(made, sheet.say(part.say), right[key[part.id]])
    for name in shuffled(sorted(right.keys() - set(key.values())), sheet.name):
        _pair(made, "", right[name])
    put_text(made, "generalfeedback", sheet.listed([pair.why for pair in question.pairs]))


def _pair(made: Element, left: str, right: str) -> None:
    pair = put_text(made, "subquestion", left)
    put(SubElement(pair, "answer"), "text", right)


def in_order(made: Element, question: Ordering, sheet: Sheet) -> None:
    """Write parts in their right order; Moodle shuffles them and scores neighbors, as we do."""
    sheet.meets("order-untouched")
    for tag, value in (
        ("layouttype", "VERTICAL"),
        ("selecttype", "ALL"),
        ("selectcount", "0"),
        ("gradingtype", "RELATIVE_NEXT_EXCLUDE_LAST"),
        ("showgrading", "SHOW"),
        ("numberingstyle", "none"),
        # Without it Moodle refuses the question.
        ("shownumcorrect", "1"),
    ):
        put(made, tag, value)
    by_id = {item.id: item for item in question.items}
    for place, name in enumerate(question.order, 1):
        put_text(made, "answer", sheet.say(by_id[name].say), fraction=f"{place}.0000000")
    partly = [question.when_wrong, *(slip.why for slip in question.slips)]
    if question.slips:
        sheet.meets("order-feedback")
    put_text(made, "correctfeedback", sheet.paragraphs(question.why))
    put_text(made, "partiallycorrectfeedback", sheet.paragraphs(*partly))
    put_text(made, "incorrectfeedback", sheet.paragraphs(question.when_wrong))


def place(made: Element, question: Hotspot, sheet: Sheet) -> None:
    """Write a picture with one marker to set on the right place."""
    sheet.meets("place-feedback")
    drawn = draw(question, order(question.choices, sheet.name), LARGEST)
    name = f"{question.id}.png"
    picture = SubElement(made, "file", {"name": name, "path": "/", "encoding": "base64"})
    picture.text = b64encode(drawn.png).decode("ascii")
    marker = SubElement(made, "drag")
    put(marker, "no", "1")
    put(marker, "text", "✓")
    put(marker, "noofdrags", "1")
    right = next(one for one in drawn.places if one.option in question.key)
    drop = SubElement(made, "drop")
    put(drop, "no", "1")
    put(drop, "shape", "circle" if right.radius else "rectangle")
    put(drop, "coords", _coords(right))
    put(drop, "choice", "1")
    by_id = {choice.id: choice for choice in question.choices}
    key = by_id[right.option]
    put_text(made, "correctfeedback", sheet.paragraphs(key.why))
    wrong = [one.why for one in question.choices if not one.right]
    put_text(made, "generalfeedback", sheet.listed(wrong))


def places_in_words(question: Hotspot, sheet: Sheet) -> str:
    """Return what the picture shows, and its numbered places, as HTML for the question's text."""
    by_id = {choice.id: choice for choice in question.choices}
    said = [by_id[name].say for name in order(question.choices, sheet.name)]
    entries = "".join(f"<li>{sheet.say(one)}</li>" for one in said)
    return f"{sheet.paragraphs(question.picture.alt)}<ol>{entries}</ol>"


def _coords(at: Place) -> str:
    return f"{at.x},{at.y};{at.radius}" if at.radius else f"{at.x},{at.y};{at.width},{at.height}"
