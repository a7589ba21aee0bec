"""Tables without a recipe: CSV files of the author's own."""

import json
import shutil
from itertools import product

import pandas as pd
import pytest

from carekit.authoring.build.bundle import _described
from carekit.authoring.scaffold.table import add_table
from carekit.common.files import ContentError
from carekit.tables import as_of, data, make
from carekit.tables.spec import read_spec

TAGS = ("en", "zh-Hans", "zh-Hant")
STALLS = """\
Stall No,Dish,Price,Opened,Licensed,店名,Zip
7,tea,2.5,2025-01-01,True,甲,0071
8,tea,3,2025-01-03,False,,0072
9,milk,1234567.5,2025-01-03,False,,0073
10,milk,1.5,2025-01-04,False,乙,0074
"""


@pytest.fixture
def stalls(tmp_path):
    """Return the folder of a course that has one CSV and no recipes."""
    course = tmp_path / "market"
    (course / "course_data").mkdir(parents=True)
    (course / "course_data" / "course.yml").write_text("id: market\n")
    (tmp_path / "stalls.csv").write_text(STALLS, encoding="utf-8")
    add_table(course, tmp_path / "stalls.csv", None, TAGS)
    return course


def edit(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_the_description_has_the_types_the_key_and_the_ranges_of_the_data(stalls):
    table = read_spec(stalls).table("stalls")
    assert table.types == {
        "Stall_No": "integer",
        "Dish": "choice",
        "Price": "number",
        "Opened": "date",
        "Licensed": "boolean",
        "店名": "text",
        # Zeros in front are part of a code; as a number they would be lost.
        "Zip": "text",
    }
    assert table.key == ["Stall_No"]
    assert table.column("Price").range == (1.5, 1234567.5)
    assert table.column("Dish").values == ["milk", "tea"]
    nullable = [column.name for column in table.columns if column.nullable]
    assert nullable == ["店名"]
    text = (stalls / "course_data" / "tables.yml").read_text(encoding="utf-8")
    assert text.count("# unit: write the unit here") == 2
    assert "[write this] What Price is." in text


def test_the_table_is_read_typed_and_its_page_and_manifest_are_made(stalls):
    frame = data("stalls", root=stalls)
    assert frame.dtypes.astype(str).to_dict()["Opened"] == "datetime64[us]"
    assert frame["Price"].sum() == pytest.approx(1234574.5)
    assert frame["店名"].isna().sum() == 2
    page = (stalls / "course_data" / "README.md").read_text(encoding="utf-8")
    assert "`tables/stalls.csv`, 4 rows, key: Stall_No" in page
    assert make.run(stalls, check=True) == []
    assert make.run(stalls) == []


def test_a_change_is_told_by_check_taken_over_by_tables_and_refused_where_it_does_not_fit(stalls):
    path = stalls / "course_data" / "tables" / "stalls.csv"
    edit(path, "8,tea,3,", "8,tea,4,")
    [said] = make.run(stalls, check=True)
    assert "manifest.json: is not what tables.yml and the tables make; run `care tables`" in said
    assert len(make.run(stalls)) == 1
    assert data("stalls", root=stalls)["Price"].tolist()[1] == 4.0
    edit(path, "8,tea,4,", "8,tea,four,")
    with pytest.raises(ContentError) as error:
        make.run(stalls)
    assert "stalls.csv:3: table stalls, column Price, row 2 (Stall_No 8): found 'four'" in str(
        error.value
    )


def test_a_second_table_goes_below_the_first_and_what_follows_stays(stalls, tmp_path):
    described = stalls / "course_data" / "tables.yml"
    described.write_text(
        described.read_text(encoding="utf-8") + "\n# Beside them.\nbeside: []\n", encoding="utf-8"
    )
    (tmp_path / "days.csv").write_text("day,stall\n2025-01-01,7\n2025-01-02,8\n")
    add_table(stalls, tmp_path / "days.csv", "open_days", TAGS)
    assert read_spec(stalls).names == ["stalls", "open_days"]
    assert described.read_text(encoding="utf-8").endswith("\n# Beside them.\nbeside: []\n")
    assert len(data("open_days", root=stalls)) == 2


def test_rows_that_two_or_three_columns_name_together_get_that_key(stalls, tmp_path):
    rows = "stall,day,celsius\n7,friday,1.5\n7,sunday,2.5\n8,friday,3.5\n8,sunday,2.5\n"
    (tmp_path / "colds.csv").write_text(rows)
    add_table(stalls, tmp_path / "colds.csv", None, TAGS)
    hours = "day,hour,stall,celsius\n" + "".join(
        f"{day},{hour},{stall},{number}.5\n"
        for number, (day, hour, stall) in enumerate(product(["mon", "tue"], [9, 10], [7, 8]))
    )
    (tmp_path / "hours.csv").write_text(hours.replace("0.5", "1.5"))
    add_table(stalls, tmp_path / "hours.csv", None, TAGS)
    spec = {table.name: table for table in read_spec(stalls).tables}
    # A measured number names nothing, though it would be enough here.
    assert spec["colds"].key == ["stall", "day"]
    assert spec["hours"].key == ["day", "hour", "stall"]
    assert not any(column.unique for name in ("colds", "hours") for column in spec[name].columns)
    assert make.run(stalls, check=True) == []


def test_a_relation_to_another_table_of_ones_own_is_checked(stalls, tmp_path):
    (tmp_path / "days.csv").write_text("day,stall\n2025-01-01,7\n2025-01-02,88\n")
    add_table(stalls, tmp_path / "days.csv", None, TAGS)
    described = stalls / "course_data" / "tables.yml"
    edit(described, "name: stall\n", "name: stall\n        relation: stalls.Stall_No\n")
    with pytest.raises(ContentError, match=r"table days, column stall, row 2 .*found 88, expected"):
        make.run(stalls)


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (STALLS, "stalls", "describes a table stalls already"),
        (STALLS, "Stalls", "cannot be the name of a table"),
        ("", "new", "is empty"),
        ("a,b\n", "new", "has no row below its column names"),
        ("a,a b,a_b\n1,2,3\n", "new", "columns 2 and 3 are both called a_b"),
        ("a,\n1,2\n", "new", "column 2 has no name"),
        ("a\n1\n1\n", "new", "no column names a row, nor do two or three"),
    ],
)
def test_what_cannot_become_a_table_is_refused_and_nothing_is_written(
    stalls, tmp_path, content, name, says
):
    before = {path: path.read_bytes() for path in stalls.rglob("*") if path.is_file()}
    (tmp_path / "more.csv").write_text(content, encoding="utf-8")
    with pytest.raises(ContentError, match=says):
        add_table(stalls, tmp_path / "more.csv", name, TAGS)
    assert {path: path.read_bytes() for path in stalls.rglob("*") if path.is_file()} == before


def test_a_file_that_lies_in_the_folder_already_stays_and_another_is_not_written_over(
    stalls, tmp_path
):
    place = stalls / "course_data" / "tables" / "days.csv"
    place.write_text("day\n2025-01-01\n")
    (tmp_path / "days.csv").write_text("day\n2025-01-02\n")
    with pytest.raises(ContentError, match="is there already"):
        add_table(stalls, tmp_path / "days.csv", None, TAGS)
    add_table(stalls, place, None, TAGS)
    assert len(data("days", root=stalls)) == 1


def test_without_recipes_there_is_no_other_world_and_no_moment_at_which_the_tables_end(stalls):
    with pytest.raises(ContentError, match="names no `recipes`"):
        make.run(stalls, seed=3, out=stalls / "other")
    with pytest.raises(ContentError, match="names no `as_of`"):
        as_of(root=stalls)
    described = stalls / "course_data" / "tables.yml"
    text = described.read_text(encoding="utf-8")
    described.write_text(f"as_of: 2025-02-01\n{text}", encoding="utf-8")
    make.run(stalls)
    assert as_of(root=stalls) == pd.Timestamp("2025-02-01")


def test_recipes_need_their_seed_and_a_seed_needs_recipes(stalls):
    described = stalls / "course_data" / "tables.yml"
    text = described.read_text(encoding="utf-8")
    described.write_text(f"seed: 3\n{text}", encoding="utf-8")
    with pytest.raises(ContentError, match="`seed` goes with `recipes`"):
        read_spec(stalls)
    described.write_text(f"recipes: content/world\n{text}!", encoding="utf-8")
    with pytest.raises(ContentError):
        read_spec(stalls)


def test_a_table_of_ones_own_stands_beside_those_of_recipes(cups, tmp_path):
    (tmp_path / "rooms.csv").write_text("room,cup\nhall,U001\nyard,U002\n")
    said = add_table(cups, tmp_path / "rooms.csv", None, TAGS)
    assert "run `care tables`, so that notebooks find it" in said
    assert read_spec(cups).own == {"rooms": "rooms.csv"}
    described = cups / "course_data" / "tables.yml"
    edit(described, "name: cup\n", "name: cup\n        relation: cups.cup_id\n")
    make.run(cups)
    assert data("rooms", root=cups)["cup"].tolist() == ["U001", "U002"]
    assert make.run(cups, check=True) == []
    other = tmp_path / "other"
    make.run(cups, seed=3, out=other)
    told = json.loads((other / "tables" / "manifest.json").read_text())
    assert (told["tables"]["rooms"]["rows"], told["tables"]["cups"]["rows"]) == (2, 40)
    assert (other / "tables" / "rooms.csv").is_file()
    edit(cups / "course_data" / "tables" / "rooms.csv", "U002", "U999")
    with pytest.raises(ContentError, match=r"table rooms, column cup, row 2 .*'U999'"):
        make.run(cups)


def test_learners_get_the_files_that_are_described(stalls):
    shutil.copy(stalls / "course_data" / "tables" / "stalls.csv", stalls / "course_data" / "x.csv")
    given = _described(stalls)
    assert "course_data/tables/stalls.csv".startswith(given)
    assert not "course_data/x.csv".startswith(given)


def test_a_parquet_file_becomes_a_csv(stalls, tmp_path, monkeypatch):
    frame = pd.DataFrame(
        {
            "visit": [1, 2, 3],
            "day": pd.to_datetime(["2025-01-01", None, "2025-01-03"]),
            "at": pd.to_datetime(["2025-01-01 09:30", "2025-01-02 10:00", "2025-01-03 11:15"]),
            "open": [True, False, True],
        }
    )
    # What reads Parquet is no part of carekit; its result is a frame like this one.
    monkeypatch.setattr(pd, "read_parquet", lambda _path: frame)
    (tmp_path / "visits.parquet").write_bytes(b"PAR1")
    add_table(stalls, tmp_path / "visits.parquet", None, TAGS)
    table = read_spec(stalls).table("visits")
    assert list(table.types.values()) == ["integer", "date", "datetime", "boolean"]
    lines = (stalls / "course_data" / "tables" / "visits.csv").read_text().split("\n")
    assert lines[1:3] == ["1,2025-01-01,2025-01-01 09:30,True", "2,,2025-01-02 10:00,False"]


@pytest.mark.parametrize(
    ("error", "says"),
    [(ImportError("no engine"), "install pyarrow"), (ValueError("magic bytes"), "is not Parquet")],
)
def test_what_cannot_be_read_as_parquet_is_told(stalls, tmp_path, monkeypatch, error, says):
    def refuse(_path):
        raise error

    monkeypatch.setattr(pd, "read_parquet", refuse)
    (tmp_path / "visits.parquet").write_bytes(b"no")
    with pytest.raises(ContentError, match=rf"visits\.parquet: .*{says}"):
        add_table(stalls, tmp_path / "visits.parquet", None, TAGS)
