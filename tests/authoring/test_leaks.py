"""Planted secrets are found wherever they are put; what is taught or plain is no leak."""

import base64
import gzip
import json
import zlib

import pytest

from carekit.authoring.build.leaks import leaks, revealed
from carekit.authoring.build.secrets import is_trivial

RELEASE = "release/tides/tides.ipynb"
SOLUTION = "return highest_of_all - min(levels)"
HIDDEN = 'assert tidal_range([5, 5, 5]) == 0, "a flat day has no range"'
SCHEME = "Four points for naming spring and neap tides."
ANSWER = "太陽和月球每月對齊兩次。"


def plant(root, path, words):
    """Write into the metadata of a made notebook what nobody may read."""
    notebook = json.loads((root / path).read_text(encoding="utf-8"))
    notebook["cells"][1]["metadata"]["note"] = words
    (root / path).write_text(json.dumps(notebook), encoding="utf-8")


def add(root, path, words):
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(words, encoding="utf-8")


def told(root):
    return [str(fault).split("course/")[-1] for fault in leaks(root)]


def test_a_course_as_it_was_built_leaks_nothing(built_once):
    assert leaks(built_once) == []


def test_a_release_that_is_the_source_leaks_every_kind(built):
    (built / RELEASE).write_bytes((built / "source/tides/tides.ipynb").read_bytes())
    found = "\n".join(told(built))
    for kind in ("solution", "hidden test", "grading scheme"):
        assert f"shows a {kind} line of tides.md:" in found


@pytest.mark.parametrize("secret", [SOLUTION, HIDDEN, SCHEME, ANSWER])
@pytest.mark.parametrize(
    "hide",
    [
        str,
        lambda words: words.replace(" ", "\t\t"),
        lambda words: words.replace(" ", "\n"),
        lambda words: {"deep": [{words: 1}]},
        lambda words: words.replace('"', "&quot;"),
        lambda words: base64.b64encode(words.encode()).decode(),
        lambda words: base64.encodebytes(words.encode() * 3).decode(),
        lambda words: base64.urlsafe_b64encode(words.encode()).decode().rstrip("="),
        lambda words: base64.b64encode(base64.b64encode(words.encode())).decode(),
        lambda words: base64.b64encode(zlib.compress(words.encode())).decode(),
        lambda words: base64.b64encode(gzip.compress(words.encode())).decode(),
    ],
    ids=[
        "plain",
        "tabs",
        "lines",
        "key",
        "entity",
        "base64",
        "broken",
        "url",
        "twice",
        "zlib",
        "gz",
    ],
)
def test_a_secret_line_in_metadata_is_found_however_it_is_hidden(built, secret, hide):
    plant(built, RELEASE, hide(secret))
    assert any(fault.startswith(RELEASE) for fault in told(built))


def test_a_stray_file_in_release_is_searched_too(built):
    add(built, "release/tides/notes.txt", f"Hint: {SOLUTION}")
    assert told(built)[0].startswith("release/tides/notes.txt:1: shows a solution line of tides.md")


def test_two_neighbouring_solution_lines_in_a_lesson_or_in_the_kit_are_found(built):
    add(built, "carekit/draft.py", f"x = 1\nhighest_of_all = max(levels)\n{SOLUTION}\n")
    assert any("carekit/draft.py" in fault for fault in told(built))


def test_one_short_line_that_the_kit_happens_to_share_is_no_leak(built):
    add(built, "carekit/ranges.py", "highest_of_all = max(levels)\n")
    assert leaks(built) == []


def test_what_a_lesson_teaches_is_no_leak_in_its_notebook(built):
    lesson = built / "content/lessons/01-high-water.md"
    text = lesson.read_text(encoding="utf-8")
    lesson.write_text(text.replace("max(levels)", HIDDEN), encoding="utf-8")
    plant(built, "notebooks/01-high-water.ipynb", HIDDEN)
    assert leaks(built) == []
    # In its own set it answers the task, whoever taught it.
    add(built, "release/tides/notes.txt", HIDDEN)
    assert any(fault.startswith("release/tides/notes.txt:1: shows a") for fault in told(built))


def test_one_long_hidden_line_in_the_bundle_is_found(built):
    plant(built, "notebooks/01-high-water.ipynb", HIDDEN)
    assert told(built)[0].startswith("notebooks/01-high-water.ipynb")


@pytest.mark.parametrize(
    ("words", "question"),
    [
        ('KEY = {"graded-range": 2.25}', "graded-range"),
        ('{"id": "exam-pull",\n "right": "the-near-one"}', "exam-pull"),
        ('{"id": "exam-pull",\n "points": 1,\n "right": "the-near-one"}', "exam-pull"),
        ("Distance counts by its cube.", "exam-pull"),
        ("您算了兩次。不算。平均高減平均低。", "graded-range"),
    ],
)
def test_a_key_of_a_counting_question_in_the_bundle_is_found(built, words, question):
    add(built, "carekit/keys.json", words)
    assert any("carekit/keys.json" in fault and question in fault for fault in told(built))


def test_naming_a_counting_question_or_offering_its_options_is_no_leak(built):
    add(built, "carekit/order.json", '["graded-range", "exam-pull", 2.255, "the-big-one"]')
    assert leaks(built) == []
    # Three lines below is another entry.
    add(built, "carekit/order.json", "exam-pull\n1\n2\nthe-near-one\n")
    assert leaks(built) == []


def test_practice_questions_keep_their_keys(built_once):
    bank = (built_once / "course_data/quizzes/tides.yml").read_text(encoding="utf-8")
    assert "right: true" in bank
    assert leaks(built_once) == []


@pytest.mark.parametrize(
    ("line", "trivial"),
    [
        ("x = 0", True),
        ("    ])", True),
        ("import pandas as pd", True),
        ("from a import b", True),
        ("return total", False),
        ("答出大潮", False),
        ("答对", True),
    ],
)
def test_trivial_lines_are_short_ones_and_imports(line, trivial):
    assert is_trivial(line) is trivial


def test_a_binary_file_is_searched_without_being_text():
    assert "secret line" in revealed(gzip.compress(b"secret line"))
    assert "secret line" in revealed(b"\xff\xfe\x00secret line\x80")
