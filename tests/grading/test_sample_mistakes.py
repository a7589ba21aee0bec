"""A mistake in the files of the sample class is named with its line and what to do."""

import pytest

from carekit.common.files import ContentError
from carekit.grading.sample_class.submissions import load_class, written

PEOPLE = """people:
  - {id: ann-one, name: Ann, place: Here, role: staff, reads: en, hours_early: 1}
"""
HANDED = """set: a-set
due: 2026-01-09T10:00:00Z
answers: {one: "x = 1 + 1"}
learners:
"""


@pytest.mark.parametrize(
    ("learners", "says"),
    [
        ("  - id: bob-two\n", r"a-set\.yml:5: bob-two: not in people.yml; add the person"),
        ("  - id: ann-one\n  - id: ann-one\n", r"a-set\.yml:6: ann-one: stands here twice"),
        (
            "  - {id: ann-one, change: {one: {2 + 2: '5'}}}\n",
            r"a-set\.yml:5: ann-one: the good one has no '2 \+ 2'; copy it from there",
        ),
        (
            "  - {id: ann-one, change: {one: {'1': '2'}}, answers: {one: x}}\n",
            "one stands under answers and under change; keep one",
        ),
        (
            "  - {id: ann-one, change: {one: {'1': '2'}}, left: [one]}\n",
            "one stands under change and under left; keep one",
        ),
        (
            "  - {id: ann-one, left: [two]}\n",
            r"a-set\.yml:5: ann-one: there is no good two to leave out; correct the name",
        ),
    ],
)
def test_a_mistake_in_the_class_is_named_with_its_line(tmp_path, learners, says):
    folder = tmp_path / "content" / "sample_class"
    folder.mkdir(parents=True)
    (folder / "people.yml").write_text(PEOPLE, encoding="utf-8")
    (folder / "a-set.yml").write_text(HANDED + learners, encoding="utf-8")
    with pytest.raises(ContentError, match=says):
        load_class(tmp_path, "a-set")


def test_a_change_replaces_words_of_the_good_answer_and_nothing_else(tmp_path):
    folder = tmp_path / "content" / "sample_class"
    folder.mkdir(parents=True)
    (folder / "people.yml").write_text(PEOPLE, encoding="utf-8")
    (folder / "a-set.yml").write_text(
        HANDED + "  - {id: ann-one, change: {one: {1 + 1: '2'}}}\n", encoding="utf-8"
    )
    handed = load_class(tmp_path, "a-set")
    assert written(handed, handed.learners[0]) == {"one": "x = 2"}
