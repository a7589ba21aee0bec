"""Exam forms: what a blueprint must say, what is drawn, and what is told when it cannot be."""

import re
from types import SimpleNamespace

import pytest

from carekit.common.files import ContentError
from carekit.questions.exam_forms import Blueprint, ConceptShare, blueprints, forms, lengths
from tests.questions.bank_samples import accepted


def test_a_blueprint_asks_for_something_and_for_a_time_above_nothing():
    plan = {"id": "e", "forms": ["a"], "seed": 1}
    share = {"concept": "c", "count": 1}
    assert accepted(Blueprint, **plan, anchors=["q"])
    assert accepted(Blueprint, **plan, parts=[share])
    assert not accepted(Blueprint, **plan)
    assert not accepted(Blueprint, **{**plan, "forms": []}, anchors=["q"])
    for minutes, fine in ((0.5, True), (0.0, False)):
        assert accepted(Blueprint, **plan, anchors=["q"], minutes=minutes) is fine
    for grace, fine in ((0.0, True), (-1.0, False)):
        assert accepted(Blueprint, **plan, anchors=["q"], grace=grace) is fine
    assert not accepted(ConceptShare, **{**share, "count": 0})
    assert accepted(ConceptShare, **share)


def exam_question(concept, bloom="apply", use="exam"):
    return SimpleNamespace(concept=concept, bloom=bloom, use=use)


def plan(*shares, anchors=(), kept_back=(), names=("a", "b")):
    listed = [
        {"concept": concept, "count": count, **({"bloom": bloom} if bloom else {})}
        for concept, count, bloom in shares
    ]
    more = {"anchors": list(anchors), "kept_back": list(kept_back)}
    return Blueprint.model_validate(
        {"id": "exam", "forms": list(names), "seed": 5, "parts": listed, **more}
    )


def test_forms_share_nothing_but_their_anchors_and_take_all_when_just_enough_are_there():
    pool = {f"x{n}": exam_question("x") for n in range(4)} | {"first": exam_question("y")}
    drawn = forms(plan(("x", 2, None), anchors=["first"]), pool)
    assert {name: len(ids) for name, ids in drawn.items()} == {"a": 3, "b": 3}
    assert set(drawn["a"]) & set(drawn["b"]) == {"first"}
    assert set(drawn["a"]) | set(drawn["b"]) == set(pool)
    assert drawn == forms(plan(("x", 2, None), anchors=["first"]), pool, 5)
    assert len({forms(plan(("x", 2, None)), pool, seed)["a"] for seed in range(30)}) > 6


def test_two_parts_of_one_concept_never_draw_the_same_question():
    pool = {f"x{n}": exam_question("x") for n in range(4)}
    drawn = forms(plan(("x", 1, None), ("x", 1, None)), pool)
    assert sorted(drawn["a"] + drawn["b"]) == sorted(pool)


@pytest.mark.parametrize(
    ("shares", "pool", "says"),
    [
        (
            [("x", 2, None)],
            {f"x{n}": exam_question("x") for n in range(3)},
            "exam: 2 forms need 4 exam questions of x besides the anchors, there are 3",
        ),
        (
            [("x", 1, "apply")],
            {"x0": exam_question("x"), "x1": exam_question("x", "analyse")},
            "exam: 2 forms need 2 exam questions of x (apply) besides the anchors, there are 1",
        ),
        (
            [("x", 1, ["apply", "analyse"])],
            {"x0": exam_question("x"), "x1": exam_question("x", "remember")},
            "2 exam questions of x (apply, analyse) besides the anchors, there are 1",
        ),
        (
            [("x", 1, None)],
            {"x0": exam_question("x"), "x1": exam_question("x", use="graded")},
            "need 2 exam questions of x besides the anchors, there are 1",
        ),
    ],
)
def test_a_form_that_cannot_be_filled_names_what_is_wanting(shares, pool, says):
    with pytest.raises(ContentError, match=re.escape(says)):
        forms(plan(*shares), pool)


def test_what_is_kept_back_is_never_drawn_and_must_be_there():
    pool = {f"x{n}": exam_question("x") for n in range(3)}
    for seed in range(10):
        drawn = forms(plan(("x", 1, None), kept_back=["x1"]), pool, seed)
        assert sorted(drawn["a"] + drawn["b"]) == ["x0", "x2"]
    with pytest.raises(ContentError, match="no exam question gone; correct kept_back"):
        forms(plan(("x", 1, None), kept_back=["gone"]), pool)
    with pytest.raises(ContentError, match="no exam question gone; correct anchors"):
        forms(plan(anchors=["gone"], names=["a"]), pool)


def test_a_form_stands_in_one_blueprint_and_a_short_one_names_a_form_that_is_there(tmp_path):
    folder = tmp_path / "course_data" / "exams"
    folder.mkdir(parents=True)

    def write(name, form, more=""):
        words = f"id: {name}\nforms: [{form}]\nseed: 1\nanchors: [q]\n{more}"
        (folder / f"{name}.yml").write_text(words, encoding="utf-8")

    write("one", "form-a")
    write("two", "form-b", "short_of: form-a\n")
    known = blueprints(tmp_path)
    assert list(known) == ["form-a", "form-b"]
    assert lengths(known, "form-a") == ("form-a", "form-b")
    assert lengths(known, "form-b") == ("form-b",)
    with pytest.raises(ContentError, match="form-c"):
        lengths(known, "form-c")
    write("two", "form-a")
    with pytest.raises(ContentError, match="form-a is a form already"):
        blueprints(tmp_path)
    write("two", "form-b", "short_of: form-c\n")
    with pytest.raises(ContentError, match="there is no form form-c; name one of: form-a, form-b"):
        blueprints(tmp_path)
