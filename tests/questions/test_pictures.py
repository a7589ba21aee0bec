"""Pictures with places to take: how large, how far, and where they are drawn."""

from xml.etree import ElementTree

import pytest

from carekit.questions import load_bank
from carekit.questions.kinds.hotspot.picture import POINT, Picture, Shape, Spot, outside, overlap
from carekit.questions.kinds.hotspot.views import drawing
from tests.questions.bank_samples import BANK, accepted, text

PICTURE = {"width": 100.0, "height": 60.0, "alt": text("alt"), "draw": [{"dot": [1, 1, 1]}]}


@pytest.mark.parametrize(
    ("size", "fine"),
    [
        ({"width": 100.0}, True),
        ({"width": 99.0}, False),
        ({"width": 1000.0}, True),
        ({"width": 1001.0}, False),
        ({"height": 60.0}, True),
        ({"height": 59.0}, False),
        ({"height": 1000.0}, True),
        ({"height": 1001.0}, False),
        ({"draw": []}, False),
    ],
)
def test_a_picture_is_neither_too_small_to_be_seen_nor_larger_than_a_page(size, fine):
    assert accepted(Picture, **{**PICTURE, **size}) is fine


@pytest.mark.parametrize(
    ("shape", "fine"),
    [
        ({"box": [1, 2, 3, 4]}, True),
        ({"box": [1, 2, 3]}, False),
        ({"box": [1, 2, 3, 4, 5]}, False),
        ({"dot": [1, 2, 3]}, True),
        ({"dot": [1, 2]}, False),
        ({"dot": [1, 2, 3, 4]}, False),
        ({"line": [1, 2, 3, 4]}, True),
        ({"line": [1, 2]}, False),
        ({"line": [1, 2, 3, 4, 5]}, False),
        ({"words": [1, 2], "say": text("w")}, True),
        ({"words": [1, 2]}, False),
        ({"words": [1], "say": text("w")}, False),
        ({"words": [1, 2, 3], "say": text("w")}, False),
        ({"box": [1, 2, 3, 4], "say": text("w")}, False),
        ({"box": [1, 2, 3, 4], "dot": [1, 2, 3]}, False),
        ({}, False),
        ({"line": [1, 2, 3, float("inf")]}, False),
        ({"line": [1, 2, 3, float("nan")]}, False),
    ],
)
def test_a_shape_is_one_thing_with_all_its_numbers(shape, fine):
    assert accepted(Shape, **shape) is fine


def spot(*at):
    return Spot.model_validate({"id": "s", "say": text("s"), "why": text("w"), "at": list(at)})


@pytest.mark.parametrize(
    ("at", "fine"),
    [
        ([5], False),
        ([5, 5], True),
        ([5, 5, 1], False),
        ([5, 5, 0.5, 0.5], True),
        ([5, 5, 0, 1], False),
        ([5, 5, 1, 0], False),
        ([5, 5, 1, 1, 1], False),
    ],
)
def test_a_place_is_a_point_or_a_box_that_has_a_size(at, fine):
    assert accepted(Spot, id="s", say=text("s"), why=text("w"), at=at) is fine


@pytest.mark.parametrize(
    ("at", "out"),
    [
        ([0, 0, 100, 60], False),
        ([-1, 0, 10, 10], True),
        ([0, -1, 10, 10], True),
        ([91, 0, 10, 10], True),
        ([0, 51, 10, 10], True),
        ([POINT, POINT], False),
        ([POINT - 1, 30], True),
        ([50, POINT - 1], True),
        ([100 - POINT, 60 - POINT], False),
        ([101 - POINT, 30], True),
        ([50, 61 - POINT], True),
    ],
)
def test_a_place_may_reach_the_edge_of_its_picture_and_no_further(at, out):
    assert outside(spot(*at), Picture.model_validate(PICTURE)) is out


@pytest.mark.parametrize(
    ("other", "over"),
    [
        ([30, 20, 10, 10], False),
        ([29, 20, 10, 10], True),
        ([10, 20, 10, 10], False),
        ([11, 20, 10, 10], True),
        ([20, 30, 10, 10], False),
        ([20, 29, 10, 10], True),
        ([20, 10, 10, 10], False),
        ([20, 11, 10, 10], True),
        ([22, 22, 2, 2], True),
        ([70, 22, 2, 2], False),
    ],
)
def test_two_places_may_share_an_edge_and_no_more(other, over):
    one, two = spot(20, 20, 10, 10), spot(*other)
    assert overlap(one, two) is over
    assert overlap(two, one) is over


def test_every_place_is_drawn_where_it_is_with_its_number_in_the_order_of_the_bank():
    question = next(q for q in load_bank(BANK / "tides.yml").questions if q.kind == "hotspot")
    drawn = ElementTree.fromstring(drawing(question))
    assert drawn.attrib["viewBox"] == "0 0 400 200"
    assert drawn.attrib["aria-label"].count(" / ") == 2
    marked = [shape for shape in drawn if "stroke-dasharray" in shape.attrib]
    numbers = [one for one in drawn if one.tag == "text" and (one.text or "").isdigit()]
    assert [one.text for one in numbers] == ["1", "2", "3"]
    for choice, shape, number in zip(question.choices, marked, numbers, strict=True):
        x, y = float(number.attrib["x"]), float(number.attrib["y"])
        left, top, right, bottom = choice.box
        if shape.tag == "circle":
            assert [float(shape.attrib[name]) for name in ("cx", "cy", "r")] == [*choice.at, POINT]
            # Above the circle, so that the number does not hide the point.
            assert left < x < right
            assert top - 10 < y < top
        else:
            names = ("x", "y", "width", "height")
            assert [float(shape.attrib[name]) for name in names] == choice.at
            assert left < x < left + 10
            assert top + 5 < y < bottom
