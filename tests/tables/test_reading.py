import re
import subprocess
import sys

import pandas as pd
import pytest

from carekit.common.files import ContentError
from carekit.tables import EditedTableWarning, as_of, available, data, load


def table(cups, name="pours"):
    return cups / "course_data" / "tables" / f"{name}.csv"


def rewrite(path, change):
    lines = path.read_text(encoding="utf-8").split("\n")
    change(lines)
    path.write_text("\n".join(lines), encoding="utf-8", newline="")


def test_every_column_comes_back_in_its_type(cups):
    pours = data("pours", root=cups)
    assert pours.dtypes.astype(str).to_dict() == {
        "pour_id": "str",
        "cup_id": "str",
        "at": "datetime64[us]",
        "drunk_at": "datetime64[us]",
        "ml": "float64",
        "score": "Int64",
        "hot": "bool",
    }
    assert len(pours) == 40
    assert pours.score.isna().sum() == 2


def test_a_table_is_found_from_any_folder_of_the_course(cups, monkeypatch):
    monkeypatch.chdir(cups / "notebooks")
    assert len(data("cups")) == 40
    assert available() == ["cups", "pours"]
    assert as_of() == pd.Timestamp("2025-12-31")


def test_the_word_none_is_a_value_and_not_an_empty_cell(cups):
    assert set(data("cups", root=cups).glaze) == {"blue", "none"}


def test_what_a_learner_changes_stays_in_the_learners_frame(cups):
    first = data("pours", root=cups)
    first.loc[:, "ml"] = -1.0
    first["new"] = 1
    again = data("pours", root=cups)
    assert "new" not in again
    assert not (again.ml == -1).any()


def test_reading_untouched_tables_never_imports_pandera(cups):
    code = (
        "import sys; from carekit.tables import data; data('cups'); print('pandera' in sys.modules)"
    )
    said = subprocess.run(
        [sys.executable, "-c", code], cwd=cups, capture_output=True, text=True, check=True
    )
    assert said.stdout.strip() == "False"


def test_a_table_that_was_read_is_not_read_again_and_each_reader_has_an_own_copy(cups, monkeypatch):
    names = available(root=cups)
    assert names
    before = {name: data(name, root=cups) for name in names}

    def refuse(*_, **__):
        raise AssertionError("a file was read again")

    monkeypatch.setattr(load, "parse", refuse)
    monkeypatch.setattr(load, "_edited", refuse)
    for name in names:
        again = data(name, root=cups)
        assert again is not before[name]
        assert again.equals(before[name])


def test_an_unknown_table_is_refused_with_the_names_there_are(cups):
    with pytest.raises(
        ContentError, match=r"no table 'pour'; did you mean pours\? Tables: cups, pours"
    ):
        data("pour", root=cups)


def test_a_missing_file_is_named_with_what_to_do(cups):
    table(cups).unlink()
    with pytest.raises(ContentError, match=r"pours\.csv: the file of table pours is missing; run"):
        data("pours", root=cups)


def test_a_missing_or_broken_manifest_is_named(cups):
    path = cups / "course_data" / "tables" / "manifest.json"
    path.write_text("{")
    with pytest.raises(ContentError, match=r"manifest\.json: not a manifest"):
        data("pours", root=cups)
    path.unlink()
    with pytest.raises(ContentError, match=r"manifest\.json: no such file; run"):
        data("pours", root=cups)


def test_lines_ended_the_windows_way_are_the_same_table(cups):
    path = table(cups)
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert len(data("pours", root=cups)) == 40


def test_an_edited_file_that_still_fits_is_read_with_a_warning(cups):
    rewrite(table(cups), lambda lines: lines.pop(5))
    with pytest.warns(EditedTableWarning, match=r"pours\.csv was changed after it was made"):
        assert len(data("pours", root=cups)) == 39


def cell(column, value, row=3):
    names = ["pour_id", "cup_id", "at", "drunk_at", "ml", "score", "hot"]

    def change(lines):
        cells = lines[row].split(",")
        cells[names.index(column)] = value
        lines[row] = ",".join(cells)

    return change


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (
            cell("score", "11"),
            "column score, row 3 (pour_id P003): found 11, expected a whole number",
        ),
        (cell("score", "九"), "found '九', expected a whole number from 1 to 5, or empty"),
        (cell("score", "2.5"), "found '2.5', expected a whole number from 1 to 5"),
        (cell("ml", "lots"), "column ml, row 3 (pour_id P003): found 'lots', expected a number"),
        (cell("ml", "900"), "found 900.0, expected a number from 0 to 300, or empty"),
        (cell("hot", "yes"), "found 'yes', expected True or False"),
        (cell("hot", ""), "column hot, row 3 (pour_id P003): found an empty cell, expected True"),
        (cell("at", "5/3/2025"), "found '5/3/2025', expected a time such as 2025-03-05 14:30"),
        (cell("drunk_at", "2020-01-01 00:00"), "column drunk_at, row 3 (pour_id P003): found"),
        (cell("drunk_at", "2020-01-01 00:00"), "expected nothing earlier than at"),
        (
            cell("cup_id", "U999"),
            "column cup_id, row 3 (pour_id P003): found 'U999', expected a value",
        ),
        (cell("cup_id", "U999"), "expected a value of cups.cup_id"),
        (cell("pour_id", "X1"), "found 'X1', expected text of the form P\\d{3}"),
        (cell("pour_id", "P0039"), "found 'P0039', expected text of the form P\\d{3}"),
        (cell("pour_id", "P001"), "found 'P001', expected a value that stands in one row only"),
    ],
)
def test_an_edited_cell_that_does_not_fit_is_named(cups, change, says):
    rewrite(table(cups), change)
    with pytest.raises(ContentError) as error:
        data("pours", root=cups)
    assert says in str(error.value)
    assert "table pours" in str(error.value)
    assert "pours.csv:4:" in str(error.value) or "P001" in says


def test_a_relation_to_its_own_table_is_checked_on_the_edited_file(cups):
    rewrite(table(cups, "cups"), lambda lines: lines.__setitem__(3, lines[3][:-4] + "U777"))
    with pytest.raises(
        ContentError, match=r"column parent, row 3 .*'U777', expected a value of cups"
    ):
        data("cups", root=cups)


def test_an_empty_cell_may_stand_where_a_relation_to_its_own_table_may(cups):
    empty = re.compile(r"[^,]*$")
    rewrite(table(cups, "cups"), lambda lines: lines.__setitem__(3, empty.sub("", lines[3])))
    with pytest.warns(EditedTableWarning):
        assert pd.isna(data("cups", root=cups)["parent"].iloc[2])


def test_a_renamed_column_is_named_with_the_columns_expected(cups):
    rewrite(table(cups), lambda lines: lines.__setitem__(0, lines[0].replace("ml", "litres")))
    with pytest.raises(ContentError, match=r"missing: \['ml'\], unknown: \['litres'\]"):
        data("pours", root=cups)


def test_a_file_in_another_encoding_is_named(cups):
    table(cups).write_bytes("pour_id,茶\n".encode("gb18030"))
    with pytest.raises(ContentError, match=r"pours\.csv: not UTF-8"):
        data("pours", root=cups)


@pytest.mark.parametrize(
    ("wrong", "more"), [(20, ""), (21, "and 1 more of"), (30, "and 10 more of")]
)
def test_many_mistakes_are_listed_up_to_twenty(cups, wrong, more):
    def break_all(lines):
        for row in range(1, wrong + 1):
            cell("score", "0", row)(lines)

    rewrite(table(cups), break_all)
    with pytest.raises(ContentError) as error:
        data("pours", root=cups)
    said = str(error.value)
    assert said.count("column score") == 20
    assert ("more of this kind" in said) is bool(more)
    assert more in said


@pytest.mark.parametrize(
    ("column", "value"),
    [("ml", "0"), ("ml", "300"), ("score", "1"), ("score", "5"), ("score", "2.0")],
)
def test_a_value_at_the_end_of_its_range_fits(cups, column, value):
    rewrite(table(cups), cell(column, value))
    with pytest.warns(EditedTableWarning):
        assert len(data("pours", root=cups)) == 40
