"""YAML is read as version 1.2 says, with lines; what is no YAML is refused in words."""

import random
from datetime import date, datetime
from pathlib import Path

import pytest

from carekit.common import yaml_reader
from carekit.common.files import ContentError, read_yaml
from carekit.common.yaml_reader import NotReadableError, parse, scalar, written

ROOT = Path(__file__).parents[2]
WRITTEN = sorted((ROOT / "carekit").rglob("*.yml"))
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


def in_python(text):
    """Return what is read where there is no libyaml."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(yaml_reader, "_FAST", None)
        return parse(text)


def agree(one, other):
    """Return whether two are the same in value, kind and order."""
    if isinstance(other, dict):
        return list(one) == list(other) and all(agree(one[key], other[key]) for key in other)
    if isinstance(other, list):
        return len(one) == len(other) and all(map(agree, one, other))
    return type(one) is type(other) and one == other


def test_the_data_and_the_line_of_each_entry_are_given():
    data, lines = parse(BEGINNING)
    assert data["misconceptions"][0]["says"] == {
        "en": "a: b",
        "zh-Hans": "甲，乙",
        "zh-Hant": "甲'乙",
    }
    assert data["questions"][0]["ask"] == {"en": "What time\n  is it?\n", "zh-Hans": "几点 了？"}
    assert data["questions"][0]["list"] == [True, 12, -3, ["a b", "c"]]
    assert lines["concept",] == 2
    assert lines["misconceptions", 0, "says"] == 5
    assert lines["questions", 0, "ask", "zh-Hans"] == 13
    assert lines["questions", 0, "list", 3, 1] == 18


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_file_people_write_is_read_alike_with_and_without_libyaml(path):
    text = path.read_text(encoding="utf-8")
    (data, lines), (other, others) = parse(text), in_python(text)
    assert agree(data, other)
    assert lines == others


def test_a_text_with_any_sign_put_in_anywhere_is_read_alike_or_refused():
    """500 slips of the pen: libyaml may take none for something that the half in Python refuses."""
    draws = random.Random(1)
    read = refused = 0
    for _ in range(500):
        place, sign = draws.randrange(len(BEGINNING)), draws.choice(SIGNS)
        text = BEGINNING[:place] + sign + BEGINNING[place + draws.randrange(3) :]
        try:
            found = parse(text)
        except NotReadableError:
            refused += 1
            continue
        try:
            other = in_python(text)
        except NotReadableError as error:
            # The one thing that libyaml alone takes, as YAML 1.2 does.
            if "but got '?'" not in error.says:
                raise
            continue
        assert (agree(found[0], other[0]), found[1]) == (True, other[1]), text
        read += 1
    assert min(read, refused) > 50


def test_what_is_written_is_read_back_the_same():
    data = parse(BEGINNING)[0]
    assert agree(parse(written(data).decode())[0], data)


@pytest.mark.parametrize(
    ("word", "means"),
    [
        ("no", "no"),
        ("True", True),
        ("", None),
        ("null", None),
        ("-12", -12),
        ("012", 12),
        ("1_000", 1000),
        ("0x1F", 31),
        ("0o17", 15),
        ("0.50", 0.5),
        ("1e-3", 0.001),
        ("-.inf", float("-inf")),
        ("10:30", "10:30"),
        ("12 days", "12 days"),
        ("1.2.3", "1.2.3"),
        ("2025-12-31", date(2025, 12, 31)),
        ("2026-01-16T10:00:00Z", datetime.fromisoformat("2026-01-16T10:00:00+00:00")),
        ("2026-01-16 10:00:00+08:00", datetime.fromisoformat("2026-01-16T10:00:00+08:00")),
    ],
)
def test_a_word_without_quotes_means_what_yaml_1_2_says(word, means):
    assert agree(parse(f"said: {word}\n")[0], {"said": means})
    assert agree(parse(f"said: '{word}'\n")[0], {"said": word})
    assert agree(parse(written({"said": word}).decode())[0], {"said": word})
    assert agree(scalar(word), means)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a: 1\nb: 2\na: 3\n", '3: found duplicate key "a" twice; keep one of them'),
        ("a: [1\n", "2: not YAML: expected ',' or ']', but got '<stream end>'"),
        ("a: [1", "1: not YAML: expected ',' or ']', but got '<stream end>'"),
        ("a: 1\n b: 2\n", "2: not YAML: mapping values are not allowed here"),
        ("a: {b: x?, c: d}\ne: f\n- g\n", "3: not YAML: did not find expected key"),
        ("a:\tb\n", "1: not YAML: found character '\\t' that cannot start any token"),
        ("a: b\n---\nc: d\n", "2: not YAML: but found another document"),
        ("a: 1\nb: 2026-02-30\n", "2: 2026-02-30: day is out of range for month; correct it"),
        ("a: !x 5\n", "1: a tag (!x); leave it out"),
        ("a: !!set {b}\n", "1: a tag (!!set); leave it out"),
        ("a: &x {b: 1}\nc: {<<: *x}\n", "2: entries are not merged here (<<); write them out"),
        ("a:\n- &x [*x]\n", "2: *x stands inside what it names; write it out"),
        ("a: 1\nb: *x\n", "2: not YAML: found undefined alias 'x'"),
        ("? [a]\n: b\n", "1: a list or a mapping as a key; write a word"),
        ("a: b\nc: d\u2028e\n", "2: a hidden character (U+2028); take it out"),
        ("a: b\x01\n", "1: a hidden character (U+0001); take it out"),
        ("a: " + "[" * 3000 + "\n", "1: more than 100 entries inside each other"),
    ],
)
def test_what_is_not_read_is_refused_with_its_line_and_in_words(tmp_path, text, says):
    path = tmp_path / "sheet.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as error:
        read_yaml(path)
    assert str(error.value).endswith(f"sheet.yml:{says}")


def test_an_alias_is_a_copy_of_its_own_with_the_lines_of_what_it_names():
    data, lines = parse("a: &x {b: 1}\nc: *x\n")
    data["a"]["b"] = 2
    assert data["c"] == {"b": 1}
    assert (lines["c",], lines["c", "b"]) == (2, 1)


def test_an_empty_file_holds_nothing_and_a_mark_at_its_beginning_is_no_part_of_it(tmp_path):
    path = tmp_path / "sheet.yml"
    path.write_bytes(b"")
    assert read_yaml(path).data is None
    path.write_bytes(b"\xef\xbb\xbfa: 1\r\n")
    assert read_yaml(path).data == {"a": 1}
