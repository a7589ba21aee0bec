import json
import warnings

import numpy as np
import pandas as pd
import pytest

from carekit.common.files import ContentError
from carekit.tables import streams
from carekit.tables.spec import read_spec


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("key: [cup_id]", "key: [lid]", "there is no column lid"),
        ("relation: cups.cup_id", "relation: lids.lid_id", "there is no column lids.lid_id"),
        ("type: boolean", "type: bool", "tables.yml:"),
        ("{name: hot,", "{name: score,", "column score is there twice"),
        ("values: [blue, none], ", "", "`values` goes with type `choice`"),
        ("{en: Cups, zh-Hans: 杯, zh-Hant: 杯}", "{en: Cups, zh-Hans: 杯}", "is missing; add it"),
    ],
)
def test_a_mistake_in_the_description_is_named(cups, old, new, says):
    path = cups / "course_data" / "tables.yml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(ContentError) as error:
        read_spec(cups)
    assert says in str(error.value)
    assert "tables.yml:" in str(error.value)


def test_the_page_is_made_from_the_description(cups):
    page = (cups / "course_data" / "README.md").read_text(encoding="utf-8")
    assert "## cups: Cups · 杯 · 杯" in page
    assert "`tables/pours.csv`, 40 rows, key: pour_id" in page
    assert "| score | integer 1–5, may be empty |  | a\\|b | 甲 | 乙 |" in page
    assert "| **pour_id** | text |" in page
    assert "| course.yml | The card. | 卡片。 | 卡。 |" in page
    assert "| `raw/cups.csv` | cups | UTF-16 | Wild. | 生。 | 生的。 |" in page


def test_the_manifest_tells_seed_size_and_digest(cups):
    told = json.loads((cups / "course_data" / "tables" / "manifest.json").read_text())
    assert (told["seed"], told["size"], told["as_of"]) == (7, 40, "2025-12-31")
    assert len(told["tables"]["cups"]["sha256"]) == 64
    assert told["tables"]["pours"]["columns"]["at"] == "datetime"


def test_even_numbers_hit_every_share_to_half_a_row():
    u = streams.even(np.random.default_rng(1), 1001)
    for share in (0.01, 0.3, 0.5, 0.999):
        assert abs((u < share).sum() - share * 1001) <= 0.5


def test_even_numbers_hit_the_share_in_every_cell():
    rng = np.random.default_rng(2)
    kind, place = rng.choice(["a", "b"], 500), rng.integers(0, 3, 500)
    u = streams.even_within(rng, kind, place)
    hit = pd.Series(u < 0.37).groupby([kind, place]).agg(["sum", "size"])
    assert ((hit["sum"] - hit["size"] * 0.37).abs() <= 0.5).all()
    assert len(hit) == 6


def test_ranks_follow_the_order_inside_a_cell():
    place = streams.ranks(np.array([0, 1, 0, 1]), np.array([5.0, 1.0, 4.0, 2.0]))
    assert place.tolist() == [0.75, 0.25, 0.25, 0.75]


def test_names_are_shared_out_by_their_weights():
    names = streams.share_out(streams.even(np.random.default_rng(3), 10), {"x": 3, "y": 1, "z": 1})
    assert pd.Series(names).value_counts().to_dict() == {"x": 6, "y": 2, "z": 2}


def test_each_row_has_shares_of_its_own():
    table = np.array([[1.0, 0.0], [0.0, 2.0], [3.0, 1.0]])
    got = streams.share_rows(np.array([0.9, 0.1, 0.5]), table, np.array(["l", "r"]))
    assert got.tolist() == ["l", "r", "l"]


def test_streams_differ_by_name_seed_and_block_and_repeat():
    def first(stream):
        return stream.random(3).tolist()

    here = streams.Streams(1, 0)
    assert first(here.of("cups")) == first(here.of("cups"))
    others = [here.of("pours"), streams.Streams(2, 0).of("cups"), streams.Streams(1, 1).of("cups")]
    assert all(first(other) != first(here.of("cups")) for other in others)


def test_drawing_nothing_gives_nothing():
    rng = np.random.default_rng(4)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert len(streams.even(rng, 0)) == 0
        assert len(streams.even_within(rng, np.array([]))) == 0
        assert len(streams.bell(np.array([]))) == 0
