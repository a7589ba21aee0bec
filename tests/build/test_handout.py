import zipfile

import pytest
from ruamel.yaml import YAML

from carekit.build.handout import handout
from carekit.files import ContentError

BUNDLE = """
LICENSE README.md care carekit/__init__.py carekit/quiz.js
course_data/course.yml course_data/glossary.yml
course_data/quizzes/asked/tides.yml course_data/quizzes/tides.yml
course_data/tables/levels.csv course_data/tables/manifest.json course_data/terms.yml
environment.yml notebooks/01-high-water.ipynb pyproject.toml release/tides/tides.ipynb
requirements.lock
"""
# What lies about in a real course folder and must stay there.
PRIVATE = [
    "gradebook.db",
    "my-record/attempts.jsonl",
    "submitted/mei/tides/tides.ipynb",
    "tests/test_key.py",
    "carekit/__pycache__/x.py",
    "carekit/.secret.py",
    "carekit/notes.txt",
    "course_data/quizzes/old.yml~",
    "course_data/answers.docx",
    "course_data/.drafts/quiz.yml",
    "notebooks/.ipynb_checkpoints/01-high-water.ipynb",
    "release/tides/answers.json",
    ".git/config",
]


@pytest.fixture
def packed(built):
    return zipfile.ZipFile(handout(built, built / "dist"))


def test_the_bundle_holds_what_is_on_the_list_and_nothing_else(built):
    for name in PRIVATE:
        (built / name).parent.mkdir(parents=True, exist_ok=True)
        (built / name).write_text("private", encoding="utf-8")
    packed = zipfile.ZipFile(handout(built, built / "dist"))
    assert packed.namelist() == [f"mini/{name}" for name in BUNDLE.split()]


def test_the_bundle_is_called_as_the_course_or_as_asked(built):
    assert handout(built, built / "dist") == built / "dist" / "mini-learner.zip"
    assert handout(built, built / "class.zip").is_file()


def test_two_bundles_of_one_course_have_the_same_bytes(built):
    one, two = handout(built, built / "one.zip"), handout(built, built / "two.zip")
    assert one.read_bytes() == two.read_bytes()


def test_the_launcher_can_be_started_and_nothing_else(packed):
    modes = {entry.filename: entry.external_attr >> 16 & 0o777 for entry in packed.infolist()}
    assert [name for name, mode in modes.items() if mode & 0o111] == ["mini/care"]


def test_questions_that_count_lose_their_key_and_practice_keeps_it(packed):
    bank = YAML(typ="safe").load(packed.read("mini/course_data/quizzes/tides.yml").decode())
    [practice] = bank["questions"]
    assert practice["choices"][0]["right"] is True
    text = packed.read("mini/course_data/quizzes/asked/tides.yml").decode()
    numeric, exam = YAML(typ="safe").load(text)["questions"]
    assert set(numeric) == {"id", "kind", "use", "bloom", "ask"}
    assert exam["choices"] == [
        {"id": "the-big-one", "say": {"en": "The big one", "zh-Hans": "大的", "zh-Hant": "大的"}},
        {"id": "the-near-one", "say": {"en": "The near one", "zh-Hans": "近的", "zh-Hant": "近的"}},
    ]
    assert [idea["id"] for idea in bank["misconceptions"]] == ["moon-only"]


def test_a_bank_of_practice_questions_is_given_byte_for_byte(built):
    bank = built / "course_data/quizzes/tides.yml"
    text = "# ours\n" + bank.read_text(encoding="utf-8").replace("    use: graded\n", "")
    bank.write_text(text.replace("    use: exam\n", ""), encoding="utf-8")
    packed = zipfile.ZipFile(handout(built, built / "dist"))
    assert packed.read("mini/course_data/quizzes/tides.yml") == bank.read_bytes()


def refused(root, match):
    with pytest.raises(ContentError, match=match):
        handout(root, root / "dist")
    assert not (root / "dist").exists()


def test_a_stale_notebook_stops_the_handout(built):
    text = built / "content/lessons/01-high-water.md"
    text.write_text(text.read_text(encoding="utf-8").replace("stays", "is"), encoding="utf-8")
    refused(built, r"01-high-water\.ipynb:1: is not what its text makes; run `\./care build`")


def test_a_stray_notebook_stops_the_handout(built):
    (built / "notebooks/old.ipynb").write_text("{}", encoding="utf-8")
    refused(built, r"old\.ipynb:1: is made by no text")


def test_a_leak_stops_the_handout(built):
    leak = "highest_of_all = max(levels)\nreturn highest_of_all - min(levels)\n"
    (built / "carekit/draft.py").write_text(leak, encoding="utf-8")
    refused(built, r"draft\.py:1: shows a solution line")


def test_a_missing_file_stops_the_handout(built):
    (built / "LICENSE").unlink()
    refused(built, r"LICENSE:1: is missing")
