import json
import os
import shutil
import subprocess
import zipfile
from datetime import UTC, datetime
from functools import partial

import nbformat
import pytest
import typer

from carekit.authoring.build import handout as handout_module
from carekit.authoring.build.bundle import members
from carekit.authoring.build.learner_readme import learner_page
from carekit.cli import app
from carekit.cli.help_text import FOR_LEARNERS
from carekit.cli.pack_date import dated
from carekit.common.files import ContentError
from carekit.common.yaml_reader import parse

WHEN = datetime(2026, 3, 14, 9, 26, 54, tzinfo=UTC)
handout = partial(handout_module.handout, when=WHEN)

BUNDLE = """
LICENSE README.md care carekit/__init__.py carekit/quiz.js
course_data/course.yml course_data/glossary.yml
course_data/quizzes/asked/tides.yml course_data/quizzes/tides.yml
course_data/tables/levels.csv course_data/tables/manifest.json course_data/terms.yml
environment.yml notebooks/01-high-water.ipynb pyproject.toml release/tides/tides.ipynb
requirements.lock
"""
DESCRIBED = """
seed: 1
size: 1
as_of: 2025-12-31
recipes: content/world.py
kept_back: tests/truth
about: &words {en: Tides, zh-Hans: 潮汐, zh-Hant: 潮汐}
tables:
- {name: levels, title: *words, means: *words, key: [hour], columns: [
  {name: hour, type: integer, means: *words}]}
raw:
- {file: paper.csv, twin_of: levels, encoding: utf-8, means: *words}
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
    "release/tides/helper.py",
    "notebooks/exam-pre-test.jsonl",
    "notebooks/old.ipynb",
    ".git/config",
]


@pytest.fixture
def packed(built):
    return zipfile.ZipFile(handout(built, built / "dist"))


def test_the_bundle_holds_what_is_on_the_list_and_nothing_else(built):
    for name in PRIVATE:
        (built / name).parent.mkdir(parents=True, exist_ok=True)
        (built / name).write_text("private", encoding="utf-8")
    (built / "course_data" / "linked.yml").symlink_to(built / "gradebook.db")
    packed = zipfile.ZipFile(handout(built, built / "dist"))
    assert packed.namelist() == [f"mini/{name}" for name in BUNDLE.split()]


def test_of_files_with_rows_only_those_that_the_course_describes_are_given(built):
    (built / "course_data" / "tables.yml").write_text(DESCRIBED, encoding="utf-8")
    for name in ("names.csv", "tables/class.csv", "tables/class.csv.gz", "raw/paper.csv"):
        path = built / "course_data" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("name\nMei Lin\n", encoding="utf-8")
    given = {path for path in members(built) if path.endswith((".csv", ".gz"))}
    assert given == {"course_data/tables/levels.csv", "course_data/raw/paper.csv"}


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
    bank = parse(packed.read("mini/course_data/quizzes/tides.yml").decode())[0]
    [practice] = bank["questions"]
    assert practice["choices"][0]["right"] is True
    text = packed.read("mini/course_data/quizzes/asked/tides.yml").decode()
    numeric, exam = parse(text)[0]["questions"]
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


def tried(path, answer=""):
    """Leave a notebook as somebody who tried it does: run, with outputs, maybe solved, saved."""
    notebook = nbformat.read(path, as_version=4)
    for number, cell in enumerate(notebook.cells):
        if cell.cell_type == "code":
            cell.execution_count = number
            cell.outputs = [nbformat.v4.new_output("stream", text="tried\n")]
            if answer and cell.metadata.get("nbgrader", {}).get("solution"):
                cell.source = answer
    notebook.metadata["language_info"] = {"name": "python"}
    nbformat.write(notebook, path)


def test_trying_the_course_neither_stops_the_handout_nor_goes_with_it(built):
    fresh = handout(built, built / "one.zip").read_bytes()
    solved = "highest_of_all = max(levels)\nreturn highest_of_all - min(levels)\n"
    tried(built / "notebooks/01-high-water.ipynb")
    tried(built / "release/tides/tides.ipynb", solved)
    tried(built / "source/tides/tides.ipynb")
    for name in PRIVATE:
        (built / name).parent.mkdir(parents=True, exist_ok=True)
        (built / name).write_text("private", encoding="utf-8")
    assert handout(built, built / "two.zip").read_bytes() == fresh


def test_a_changed_text_is_packed_as_it_is_now(built):
    text = built / "content/lessons/01-high-water.md"
    text.write_text(text.read_text(encoding="utf-8").replace("stays", "is"), encoding="utf-8")
    lesson = "notebooks/01-high-water.ipynb"
    before = (built / lesson).read_bytes()
    packed = zipfile.ZipFile(handout(built, built / "dist")).read(f"mini/{lesson}")
    assert packed != before
    # Packing is no build: the trainer's own copy is not touched.
    assert (built / lesson).read_bytes() == before


def test_a_set_whose_checks_are_not_those_of_its_text_is_not_given_out(built):
    source = built / "source/tides/tides.ipynb"
    notebook = json.loads(source.read_text(encoding="utf-8"))
    notebook["cells"][-1]["source"] = ["assert True\n"]
    source.write_text(json.dumps(notebook), encoding="utf-8")
    refused(built, r"tides\.ipynb:1: holds cells other than .*run `\./care build`")
    source.unlink()
    refused(built, r"tides\.ipynb:1: holds cells other")


def test_a_leak_stops_the_handout(built):
    leak = "highest_of_all = max(levels)\nreturn highest_of_all - min(levels)\n"
    (built / "carekit/draft.py").write_text(leak, encoding="utf-8")
    refused(built, r"draft\.py:1: shows a solution line")


def test_a_missing_file_stops_the_handout(built):
    (built / "LICENSE").unlink()
    refused(built, r"there is no LICENSE here; run this in a copy of the kit's repository")


def test_outside_of_the_kits_repository_the_running_kit_is_packed(built, root):
    shutil.rmtree(built / "carekit")
    for name in ("care", "pyproject.toml", "requirements.lock"):
        (built / name).unlink()
    packed = zipfile.ZipFile(handout(built, built / "dist"))
    for name in ("care", "pyproject.toml", "requirements.lock", "carekit/cli/__init__.py"):
        assert packed.read(f"mini/{name}") == (root / name).read_bytes(), name
    # The license of a course is its own.
    assert packed.read("mini/LICENSE") == b"# LICENSE\n"
    assert packed.getinfo("mini/care").external_attr >> 16 & 0o111
    # It holds the answers of the set that every new course begins with.
    assert not any("scaffold" in name for name in packed.namelist())


def test_a_course_without_a_readme_for_learners_gets_one_made_from_its_card(built):
    (built / "content/learner/readme.md").unlink()
    page = learner_page(built).decode()
    assert [line for line in page.split("\n") if line.startswith("# ")] == [
        "# Tides",
        "# 潮汐",
        "# 潮汐",
    ]
    assert "Begin with [notebooks/01-high-water.ipynb](notebooks/01-high-water.ipynb)" in page
    assert "The exercises are in [release](release)" in page
    # It has neither a description of tables nor tests nor certificates.
    assert not any(word in page for word in ("column by column", "A test", "certificate", "<<"))


def test_every_file_has_the_date_that_was_given_to_the_second(packed):
    for entry in packed.infolist():
        assert entry.date_time == (2026, 3, 14, 9, 26, 54)
        # Unpacking programs take the moment from here and show it in the reader's own zone.
        assert entry.extra[:4] == b"UT\x05\x00"
        assert int.from_bytes(entry.extra[5:9], "little") == int(WHEN.timestamp())


def test_the_date_is_that_of_the_last_commit_or_of_today(tmp_path, monkeypatch):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert (datetime.now(UTC) - dated(tmp_path)).total_seconds() < 3600
    env = {**os.environ, "GIT_COMMITTER_DATE": "2026-01-02T03:04:05+08:00"}
    git = ["git", "-C", str(tmp_path), "-c", "user.name=a", "-c", "user.email=a@b"]
    (tmp_path / "text.md").write_text("one", encoding="utf-8")
    for words in (["init", "-q"], ["add", "text.md"], ["commit", "-q", "-m", "One"]):
        subprocess.run([*git, *words], env=env, check=True)
    assert dated(tmp_path) == datetime(2026, 1, 1, 19, 4, 5, tzinfo=UTC)
    (tmp_path / "text.md").write_text("two", encoding="utf-8")
    assert dated(tmp_path) > datetime(2026, 1, 1, 19, 4, 5, tzinfo=UTC)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert dated(tmp_path) == datetime.fromtimestamp(1700000000, UTC)


@pytest.mark.parametrize("named", ["yesterday", "0", "-5", "9" * 30])
def test_a_date_that_a_zip_file_cannot_hold_is_refused(tmp_path, monkeypatch, named):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", named)
    with pytest.raises(ContentError, match="SOURCE_DATE_EPOCH is"):
        dated(tmp_path)


def test_what_is_being_packed_is_said_file_by_file(built):
    told = []
    handout(built, built / "dist", progress=lambda *one: told.append(one))
    whole = told[0][1]
    assert [done for done, _, _ in told] == [*range(whole + 1)]
    assert {"notebooks/01-high-water.ipynb", "release/tides/tides.ipynb"} <= {
        one[2] for one in told
    }


def test_a_learners_copy_has_the_verbs_that_work_there_and_says_why_others_do_not(
    built, monkeypatch, invoke
):
    zipfile.ZipFile(handout(built, built / "one.zip")).extractall(built / "learner")
    here = built / "learner" / "mini"
    monkeypatch.chdir(here)
    assert sorted(typer.main.get_command(app).list_commands(None)) == sorted(FOR_LEARNERS)
    code, page = invoke("--help")
    assert code == 0
    assert "start" in page
    assert "demo" not in page
    for words in (["demo"], ["grade", "tides"], ["handout"], ["exam", "score", "x"], ["test"]):
        code, said = invoke(*words)
        assert (code, said.count("\n")) == (1, 0)
        assert said.startswith(f"care {words[0]}: this folder is a learner's copy")
    monkeypatch.chdir(built)
    assert len(typer.main.get_command(app).list_commands(None)) > 10
