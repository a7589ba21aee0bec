"""Each mistake an author can make in the newer kinds is one sentence with its place."""

from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from carekit.common.files import ContentError
from carekit.common.yaml_reader import parse
from carekit.questions import json_schema, load_bank, warnings_of

HERE = Path(__file__).resolve().parent
BANK = HERE.parent / "browser" / "course" / "course_data" / "quizzes" / "tides.yml"
GOOD = BANK.read_text(encoding="utf-8")
MISTAKES = parse((HERE / "mistakes.yml").read_text(encoding="utf-8"))[0]


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake["name"])
def test_a_mistake_is_named_with_file_line_entry_field_and_remedy(tmp_path, mistake):
    assert mistake["old"] in GOOD
    wrong = GOOD.replace(mistake["old"], mistake["new"], 1)
    path = tmp_path / "tides.yml"
    path.write_text(wrong, encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load_bank(path)
    told = [line for line in str(caught.value).splitlines() if mistake["says"] in line]
    assert told, str(caught.value)
    lines = wrong.splitlines()
    on = {n for n, line in enumerate(lines, 1) if mistake["on"] in line}
    place, _, said = told[-1].partition(f"questions.{mistake['at']}: ")
    assert said, told[-1]
    assert int(place.rsplit(":", 2)[1]) in on


def test_the_good_bank_has_no_mistake_and_nothing_to_look_at():
    assert load_bank(BANK).concept == "tides"
    assert warnings_of(BANK) == []


# The other two languages say six Han signs here, which are as wide as eighteen letters.
@pytest.mark.parametrize(("letters", "hints"), [(36, 0), (37, 1)])
def test_a_text_more_than_twice_as_long_as_the_others_is_worth_a_look_and_no_mistake(
    tmp_path, letters, hints
):
    path = tmp_path / "tides.yml"
    path.write_text(GOOD.replace("Those are made by wind.", "w" * letters), encoding="utf-8")
    assert load_bank(path).concept == "tides"
    told = "is more than twice as long as the other languages; compare them"
    place = "questions.which-is-a-tide.choices.ripples.why.en"
    faults = [str(fault) for fault in warnings_of(path)]
    assert [fault.endswith(f"{place}: {told}") for fault in faults] == [True] * hints


def test_the_schema_for_editors_knows_every_kind_and_drawn_numbers():
    check = Draft202012Validator(json_schema())
    good = parse(GOOD)[0]
    assert list(check.iter_errors(good)) == []
    for question in good["questions"]:
        del question["ask"]
    assert len(list(check.iter_errors(good))) == len(good["questions"])
