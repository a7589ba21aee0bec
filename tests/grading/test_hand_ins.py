"""Each layout of hand-ins, as a folder and as a zip: who, which attempt, when, and what is said."""

import zipfile

import pytest

from tests.grading import hand_in_page as page

EXAMPLES = page.layouts()


@pytest.fixture(scope="module")
def sets(tmp_path_factory):
    return page.course(tmp_path_factory.mktemp("course"))


@pytest.mark.parametrize("packed", [False, True], ids=["folder", "zip"])
@pytest.mark.parametrize("example", EXAMPLES, ids=[one["name"] for one in EXAMPLES])
def test_a_layout_is_read(tmp_path, sets, example, packed):
    page.lay_out(example, tmp_path / "in")
    place = tmp_path / "in"
    if packed:
        place = tmp_path / "in.zip"
        with zipfile.ZipFile(place, "w") as archive:
            for path in example["tree"]:
                archive.write(tmp_path / "in" / path, f"Hand-ins of today/{path}")
    found = page.became(example, place, sets)
    wrapper = "Hand-ins of today/" if packed else ""
    assert found.lines == example["becomes"]
    assert found.asks == example.get("asks", [])
    assert found.strays == [wrapper + one for one in example.get("strays", [])]
