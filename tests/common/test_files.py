import errno
import json
import os
from pathlib import Path

import pytest
from IPython.utils.capture import capture_output
from pydantic import BaseModel, ConfigDict

from carekit.common.files import (
    ContentError,
    json_line,
    read_model,
    read_yaml,
    write_atomic,
    write_parts,
)
from carekit.common.languages import Text


class Entry(BaseModel):
    model_config = ConfigDict(extra="forbid")

    id: str
    says: Text
    points: int = 0


class Sheet(BaseModel):
    model_config = ConfigDict(extra="forbid")

    entries: list[Entry]


GOOD = """\
entries:
  - id: first
    says: {en: a, zh-Hans: 甲, zh-Hant: 甲}
  - id: second
    says:
      en: b
      zh-Hans: 乙
      zh-Hant: 乙
    points: 2
"""


@pytest.fixture
def sheet(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def write(text: str | bytes) -> Path:
        path = tmp_path / "sheet.yml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def test_a_good_file_becomes_a_model(sheet):
    read = read_model(sheet(GOOD), Sheet)
    assert [entry.id for entry in read.entries] == ["first", "second"]
    assert read.entries[1].points == 2


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        pytest.param(
            "      zh-Hant: 乙\n",
            "",
            "sheet.yml:5: entries.second.says.zh-Hant: is missing; add it",
            id="a language is missing",
        ),
        pytest.param(
            "zh-Hans: 乙",
            "zh-Hans: ''",
            "sheet.yml:7: entries.second.says.zh-Hans: is empty; write the words",
            id="a language is empty",
        ),
        pytest.param(
            "points: 2",
            "pionts: 2",
            "sheet.yml:9: entries.second.pionts: is not a field here; remove it",
            id="a field is misspelt",
        ),
        pytest.param(
            "    says:\n      en: b\n      zh-Hans: 乙\n      zh-Hant: 乙\n",
            "    says: {en: b, zh-Hans: 乙, zh-Hant: 乙, and so on}\n",
            "sheet.yml:5: entries.second.says.and so on: stands after a comma that ends the text",
            id="a text with a comma and no quotes",
        ),
        pytest.param(
            "points: 2", "points: two", "sheet.yml:9: entries.second.points:", id="a word"
        ),
        pytest.param("points: 2", "id: again", 'sheet.yml:9: found duplicate key "id"', id="twice"),
        pytest.param("  - id: second", "  - id: [second", "sheet.yml:", id="a bracket is open"),
    ],
)
def test_a_mistake_is_named_with_file_line_entry_and_field(sheet, old, new, says):
    assert old in GOOD
    with pytest.raises(ContentError) as caught:
        read_model(sheet(GOOD.replace(old, new)), Sheet)
    assert says in str(caught.value)


def test_all_mistakes_of_a_file_are_told_at_once(sheet):
    broken = GOOD.replace("en: a, ", "").replace("points: 2", "points: two")
    with pytest.raises(ContentError) as caught:
        read_model(sheet(broken), Sheet)
    assert len(str(caught.value).splitlines()) == 2


def test_an_unquoted_no_stays_a_word(sheet):
    assert read_yaml(sheet("answer: no\n")).data == {"answer": "no"}


def test_a_file_that_is_not_utf_8_is_refused_with_its_name(sheet):
    with pytest.raises(ContentError, match=r"sheet\.yml: not UTF-8"):
        read_yaml(sheet("客戶: 1\n".encode("big5")))


def test_a_missing_file_is_refused_with_its_name(tmp_path):
    with pytest.raises(ContentError, match=r"nowhere\.yml: no such file"):
        read_yaml(tmp_path / "nowhere.yml")


def test_writing_replaces_the_file_and_leaves_nothing_beside_it(tmp_path):
    path = tmp_path / "new" / "file.txt"
    write_atomic(path, "one")
    write_atomic(path, "二")
    assert path.read_text(encoding="utf-8") == "二"
    assert [found.name for found in path.parent.iterdir()] == ["file.txt"]


def test_parts_are_written_as_one_file_and_a_part_that_fails_leaves_the_old_one(tmp_path):
    path = tmp_path / "file.txt"
    write_parts(path, iter(["one, ", "二".encode(), "\n"]))
    assert path.read_text(encoding="utf-8") == "one, 二\n"

    def broken():
        yield "half"
        raise ValueError("no more")

    with pytest.raises(ValueError, match="no more"):
        write_parts(path, broken())
    assert path.read_text(encoding="utf-8") == "one, 二\n"
    assert [found.name for found in tmp_path.iterdir()] == ["file.txt"]


def test_a_full_disk_leaves_the_old_file_whole(tmp_path, monkeypatch):
    path = tmp_path / "file.txt"
    write_atomic(path, "old")

    def full(_handle):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_atomic(path, "new")
    assert path.read_text(encoding="utf-8") == "old"
    assert [found.name for found in tmp_path.iterdir()] == ["file.txt"]


def test_a_notebook_shows_the_sentence_without_the_calls_above_it():
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell()
    with capture_output() as captured:
        shell.run_cell(
            "from carekit.common.files import ContentError\nraise ContentError('say which one')"
        )
    assert captured.stdout.strip() == "say which one"


def test_a_line_of_json_is_utf8_also_with_half_a_letter_in_it():
    assert json_line({"a": "陈"}) == '{"a":"陈"}'.encode()
    line = json_line({"a": "陈 \ud800"})
    assert json.loads(line.decode("utf-8")) == {"a": "陈 \ud800"}
