import shutil

import pandas as pd
import pytest

from carekit.common.files import ContentError
from carekit.tables import data, make
from carekit.tables.load import manifest


def table(cups, name="pours"):
    return cups / "course_data" / "tables" / f"{name}.csv"


def rewrite(path, change):
    lines = path.read_text(encoding="utf-8").split("\n")
    change(lines)
    path.write_text("\n".join(lines), encoding="utf-8", newline="")


def files_of(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*.csv")}


def test_the_same_seed_makes_the_same_bytes(cups, tmp_path):
    make.run(cups, seed=3, size=30, out=tmp_path / "a")
    make.run(cups, seed=3, size=30, out=tmp_path / "b")
    make.run(cups, seed=4, size=30, out=tmp_path / "c")
    assert files_of(tmp_path / "a") == files_of(tmp_path / "b")
    assert files_of(tmp_path / "a") != files_of(tmp_path / "c")


def test_a_world_larger_than_a_block_is_made_in_parts_that_fit_together(cups, tmp_path):
    done = []
    make.run(cups, size=60, out=tmp_path / "big", progress=lambda n, total: done.append((n, total)))
    told = manifest(tmp_path / "big" / "tables")
    assert done == [(25, 60), (50, 60), (60, 60)]
    assert told["size"] == 60
    assert told["tables"]["cups"]["rows"] == 60
    cups = pd.read_csv(tmp_path / "big" / "tables" / "cups.csv", keep_default_na=False)
    assert cups.cup_id.is_unique
    assert cups.cup_id.iloc[-1] == "U060"


def test_what_is_kept_back_never_lies_with_the_tables(cups):
    assert (cups / "content" / "kept" / "truth_cups.csv").is_file()
    assert not list((cups / "course_data").rglob("truth*"))


def test_a_fresh_world_has_the_types_of_the_tables(cups):
    made = make.fresh(cups, seed=9, size=30)
    read = data("pours", root=cups)
    assert made["pours"].dtypes.equals(read.dtypes)
    assert len(made["pours"]) == 30


def test_the_tables_of_the_course_are_not_overwritten_by_another_world(cups):
    with pytest.raises(ContentError, match="needs a folder of its own"):
        make.run(cups, seed=3)
    with pytest.raises(ContentError, match="needs a folder of its own"):
        make.run(cups, size=10)


@pytest.mark.parametrize(("seed", "size"), [(1, 0), (-1, 5)])
def test_a_world_without_size_or_seed_is_refused(cups, tmp_path, seed, size):
    with pytest.raises(ContentError, match="needs a size from 1 and a seed from 0"):
        make.run(cups, seed=seed, size=size, out=tmp_path / "none")


def test_check_is_silent_when_all_is_current(cups):
    assert make.run(cups, check=True) == []


def test_check_names_files_that_differ_are_missing_or_are_made_by_nothing(cups):
    folder = cups / "course_data"
    rewrite(folder / "tables" / "cups.csv", lambda lines: lines.pop(2))
    (folder / "raw" / "cups.csv").unlink()
    (folder / "tables" / "stray.csv").write_text("a\n")
    (folder / "README.md").write_text("old")
    (cups / "content" / "kept" / "truth_cups.csv").write_text("old")
    said = make.run(cups, check=True)
    assert len(said) == 5
    for part in ("README.md: is not what", "cups.csv: is not what", "raw/cups.csv: is missing"):
        assert any(part in line for line in said)
    assert any("stray.csv: nothing makes this file" in line for line in said)
    assert any("truth_cups.csv: is not what" in line for line in said)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('cups["fired"] = day', "pass", "the recipe makes the columns cup_id, glaze, parent;"),
        ('"truth_cups"', '"lids"', "the recipes make lids, which tables.yml does not describe"),
        ('"cups": cups, "pours": pours', '"cups": cups', "describes pours, which no recipe makes"),
    ],
)
def test_a_recipe_that_disagrees_with_the_description_is_named(cups, tmp_path, old, new, says):
    other = tmp_path / "other"
    shutil.copytree(cups / "content" / "recipes", other / "content" / "recipes")
    (other / "course_data").mkdir()
    shutil.copy(cups / "course_data" / "tables.yml", other / "course_data")
    recipe = other / "content" / "recipes" / "__init__.py"
    assert old in recipe.read_text()
    recipe.write_text(recipe.read_text().replace(old, new))
    with pytest.raises(ContentError) as error:
        make.run(other)
    assert says in str(error.value)
    assert not list(other.rglob(".*csv*"))
    assert not list(other.rglob("*.csv"))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("BLOCK = 25", "SIZE = 25", "BLOCK is missing"),
        ("BLOCK = 25", "BLOCK = 0", "BLOCK is missing or no whole number"),
        ("BLOCK = 25", "BLOCK = 2.5", "BLOCK is missing or no whole number"),
        ("def block(", "def blocks(", r"block is missing; define block\(part\)"),
    ],
)
def test_recipes_without_what_the_maker_calls_are_refused_in_a_sentence(
    cups, tmp_path, old, new, says
):
    other = tmp_path / "other"
    shutil.copytree(cups / "content" / "recipes", other / "content" / "recipes")
    (other / "course_data").mkdir()
    shutil.copy(cups / "course_data" / "tables.yml", other / "course_data")
    entry = other / "content" / "recipes" / "__init__.py"
    text = entry.read_text(encoding="utf-8")
    assert old in text
    entry.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(ContentError, match=rf"recipes/__init__\.py: {says}"):
        make.run(other, size=10, out=tmp_path / "out")


def test_a_learners_folder_without_recipes_says_so(cups):
    (cups / "content" / "recipes" / "__init__.py").unlink()
    with pytest.raises(ContentError, match="the recipes of the tables are not in this folder"):
        make.run(cups, out=cups / "out")


def test_times_are_written_to_the_minute_and_empty_cells_stay_empty(cups):
    lines = table(cups).read_text(encoding="utf-8").split("\n")
    assert lines[0] == "pour_id,cup_id,at,drunk_at,ml,score,hot"
    assert lines[1].split(",")[5] == ""
    pd.to_datetime(pd.Series([line.split(",")[2] for line in lines[1:-1]]), format="%Y-%m-%d %H:%M")
    assert {line.split(",")[3] == "" for line in lines[1:-1]} == {True, False}
