"""The fast way to read YAML says what the strict one says, or leaves the text to it."""

import random
from datetime import date, datetime
from pathlib import Path

import pytest

from carekit.common import fast_yaml
from carekit.common.fast_yaml import NotPlain, plain
from carekit.common.files import ContentError, read_strictly, read_yaml

ROOT = Path(__file__).parents[2]
WRITTEN = sorted(
    path
    for folder in ("carekit", "content", "course_data", "tests")
    for path in (ROOT / folder).rglob("*.yml")
)
BEGINNING = """\
# the questions of a day
concept: tides
misconceptions: &both
  - id: one
    says: {en: "a: b", zh-Hans: 甲，乙, zh-Hant: '甲''乙'}
questions:
- id: two   # a remark
  points: 2.5
  ask:
    en: |
      What time
        is it?
    zh-Hans: >-
      几点
      了？
  same: *both
  none: ~
  list: [true, 12, -3, [a b, c]]
"""
SIGNS = ["\n", " ", ":", "- ", "#", '"', "'", "{", "]", ", ", "|", "&a ", "*both", "? ", "1e3", "!"]


def agree(one, other):
    """Return whether two are the same in value, kind and order."""
    if isinstance(other, dict):
        return list(one) == list(other) and all(agree(one[key], other[key]) for key in other)
    if isinstance(other, list):
        return len(one) == len(other) and all(map(agree, one, other))
    # The strict parser has a moment of its own kind.
    kind = datetime if isinstance(other, datetime) else type(other)
    return type(one) is kind and one == other


def same_as_strict(text):
    strict = read_strictly(Path("any.yml"), text)
    data, lines = plain(text)
    return agree(data, strict.data) and lines == strict.lines


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_file_people_write_is_read_the_fast_way_with_the_same_data_and_lines(path):
    assert same_as_strict(path.read_text(encoding="utf-8"))


def test_a_text_with_any_sign_put_in_anywhere_is_read_alike_or_left_to_the_strict_parser():
    """500 slips of the pen: none may be read as something that the strict parser does not see."""
    draws = random.Random(1)
    read = 0
    for _ in range(500):
        place, sign = draws.randrange(len(BEGINNING)), draws.choice(SIGNS)
        text = BEGINNING[:place] + sign + BEGINNING[place + draws.randrange(3) :]
        try:
            plain(text)
        except NotPlain:
            continue
        assert same_as_strict(text), text
        read += 1
    assert read > 100


@pytest.mark.parametrize(
    ("word", "means"),
    [
        ("no", "no"),
        ("True", True),
        ("", None),
        ("null", None),
        ("-12", -12),
        ("0.50", 0.5),
        ("10:30", "10:30"),
        ("12 days", "12 days"),
        ("2025-12-31", date(2025, 12, 31)),
        ("2026-01-16T10:00:00Z", datetime.fromisoformat("2026-01-16T10:00:00+00:00")),
    ],
)
def test_a_word_without_quotes_means_what_yaml_1_2_says(word, means):
    text = f"said: {word}\n"
    assert agree(plain(text)[0], {"said": means})
    assert same_as_strict(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a: 1\na: 2\n", id="a key stands twice"),
        pytest.param("a: [1\n", id="a bracket is open"),
        pytest.param("a: 012\n", id="a number with a leading nought"),
        pytest.param("a: 1e3\n", id="a power of ten"),
        pytest.param("a: 0x1F\n", id="sixteens"),
        pytest.param("a: 2026-02-30\n", id="a day that is none"),
        pytest.param("a: !!str 5\n", id="a tag"),
        pytest.param("a: &x {b: 1}\nc: {<<: *x}\n", id="a merge"),
        pytest.param("a: &x [*x]\n", id="an alias inside what it names"),
        pytest.param("a: *x\n", id="an alias of nothing"),
        pytest.param("? [a]\n: b\n", id="a key that is a list"),
        pytest.param("1: one\n", id="a key that is a number"),
        pytest.param("a: b\n---\nc: d\n", id="two documents"),
        pytest.param("%YAML 1.1\n---\na: no\n", id="another YAML"),
        pytest.param("a: b\u2028c\n", id="a line break of old"),
        pytest.param("a:\tb\n", id="a tab"),
        pytest.param("", id="nothing"),
        pytest.param("a: " + "[" * 3000 + "\n", id="too deep"),
    ],
)
def test_whatever_is_unusual_is_left_to_the_strict_parser(text):
    with pytest.raises(NotPlain):
        plain(text)


def test_an_alias_is_a_copy_of_its_own_with_the_lines_of_what_it_names():
    data, lines = plain("a: &x {b: 1}\nc: *x\n")
    data["a"]["b"] = 2
    assert data["c"] == {"b": 1}
    assert (lines["c",], lines["c", "b"]) == (2, 1)


def test_without_the_c_parser_everything_is_read_as_before(tmp_path, monkeypatch):
    path = tmp_path / "sheet.yml"
    path.write_text(BEGINNING, encoding="utf-8")
    fast = read_yaml(path)
    monkeypatch.setattr(fast_yaml, "_FAST", None)
    with pytest.raises(NotPlain):
        plain(BEGINNING)
    assert read_yaml(path) == fast


def test_a_number_in_an_unusual_form_is_read_by_the_strict_parser(tmp_path):
    path = tmp_path / "sheet.yml"
    path.write_text("small: 1e-3\nlarge: 1_000\n", encoding="utf-8")
    assert read_yaml(path).data == {"small": 0.001, "large": 1000}


def test_a_repeated_key_is_refused_in_the_strict_parsers_words(tmp_path):
    path = tmp_path / "sheet.yml"
    path.write_text("a: 1\nb: 2\na: 3\n", encoding="utf-8")
    with pytest.raises(ContentError, match=r'sheet\.yml:3: found duplicate key "a" twice; keep'):
        read_yaml(path)
