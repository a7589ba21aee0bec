"""What an author can do wrong in a short text is told with its place and its remedy."""

from pathlib import Path

import pytest

from carekit.common.files import ContentError, read_yaml
from carekit.questions import load_bank

HERE = Path(__file__).parent
BANK = HERE.parents[1] / "browser" / "course" / "course_data" / "quizzes" / "tides.yml"
GOOD = BANK.read_text(encoding="utf-8")
BEFORE, HEAD, ENTRY = GOOD.partition("  - id: name-of-the-pull\n")
MISTAKES = read_yaml(HERE / "mistakes.yml").data


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake["name"])
def test_a_mistake_is_named_with_line_field_and_remedy(tmp_path, mistake):
    assert mistake["old"] in ENTRY
    wrong = BEFORE + HEAD + ENTRY.replace(mistake["old"], mistake["new"], 1)
    path = tmp_path / "tides.yml"
    path.write_text(wrong, encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load_bank(path)
    place = f"questions.name-of-the-pull.{mistake['at']}: "
    [told] = [line for line in str(caught.value).splitlines() if place in line]
    where, _, says = told.partition(place)
    assert mistake["says"] in says
    first = BEFORE.count("\n")
    lines = enumerate(wrong.splitlines(), 1)
    on = {number for number, line in lines if number > first and mistake["on"] in line}
    assert int(where.rsplit(":", 2)[1]) in on
