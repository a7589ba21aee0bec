"""The grading verbs as a trainer types them: what they print, and the exit code."""

import importlib
import json
import shutil
import sys
from contextlib import nullcontext
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from carekit.cli import doctor, lint
from carekit.common.course import card
from carekit.common.files import ContentError
from carekit.common.languages import ENGLISH
from carekit.grading.course.folders import read_settings, read_snapshot
from carekit.grading.run.local_engine import Portable
from carekit.grading.run.one_process import OneProcess
from carekit.sandbox.processes import start

sys.path.insert(0, str(Path(__file__).with_name("fakes")))
from small_course import SET, as_bytes, book, contents, grade, hand_in

verbs = importlib.import_module("carekit.cli.grade")
CARD = (
    "id: sea\ntitle: {en: Sea, zh-Hans: 海, zh-Hant: 海}\nfirst_notebook: a.ipynb\n"
    "sets:\n  - {id: tides, title: {en: Tides, zh-Hans: 潮, zh-Hant: 潮}}\n"
)


@pytest.fixture
def course(tmp_path, tides, monkeypatch):
    root = shutil.copytree(tides, tmp_path / "course")
    for name, text in (
        ("course_data/course.yml", CARD),
        (f"release/{SET}/{SET}.ipynb", as_bytes(book(secret=False)).decode()),
    ):
        (root / name).parent.mkdir(parents=True)
        (root / name).write_text(text, encoding="utf-8")
    monkeypatch.setenv("CAREKIT_ROOT", str(root))

    def set_up(where, set_id, workers, *, unsandboxed, seed=None, parents=None):
        assert (where, workers, unsandboxed, parents) == (root, None, False, None)
        seeds.append(seed)
        return read_settings(where), read_snapshot(where, set_id), OneProcess(grade)

    monkeypatch.setattr(verbs, "_set_up", set_up)
    # What these courses hand in is graded in this process.
    monkeypatch.setattr(start, "begun", lambda *, wanted: nullcontext())  # noqa: ARG005
    return root


seeds = []


def test_a_run_draws_one_seed_for_everybody_or_takes_the_one_it_is_given(course):
    hand_in(course, "ana", essay="")
    for words in ((), ("--seed", "7", "--regrade"), ("--regrade",)):
        assert care("grade", SET, *words).exit_code == 0
    drawn, given, again = seeds[-3:]
    assert given == 7
    assert drawn != again
    assert all(0 <= seed < 10**9 for seed in (drawn, again))


def test_a_scheduler_that_does_not_answer_is_named_and_nothing_is_graded(course, monkeypatch):
    hand_in(course, "ana", essay="")
    monkeypatch.setattr(OneProcess, "portable", Portable(None, 5.0, 5.0))
    monkeypatch.setattr("carekit.grading.run.dask_engine.ClusterEngine.patience", 0.5)
    done = care("grade", SET, "--scheduler", "tcp://127.0.0.1:9")
    assert isinstance(done.exception, ContentError)
    assert "no Dask scheduler answers there" in str(done.exception)


def test_a_set_that_runs_no_code_is_scored_here_and_says_so(course):
    hand_in(course, "ana", essay="")
    done = care("grade", SET, "--json", "--scheduler", "tcp://127.0.0.1:9")
    assert done.stderr == f"{SET} is all quiz and runs no code: scored here, not on the cluster\n"
    assert json.loads(done.stdout)["graded"] == ["ana"]


def care(*words):
    app = typer.Typer()
    for verb in (verbs.grade, verbs.regrade, verbs.feedback, lint.lint, doctor.doctor):
        app.command()(verb)
    return CliRunner().invoke(app, list(words))


def test_exit_code_0_when_nothing_is_left_to_do(course):
    hand_in(course, "ana", essay="")
    done = care("grade", SET)
    assert (done.exit_code, "1 graded (sandbox level: namespaces)" in done.output) == (0, True), (
        done.output
    )


@pytest.mark.parametrize("verb", ["grade", "regrade"])
def test_without_any_hand_in_the_place_for_them_is_told(course, verb):
    shutil.rmtree(course / "submitted", ignore_errors=True)
    done = care(verb, SET)
    assert isinstance(done.exception, ContentError)
    assert f"put what was handed in into submitted/<learner>/{SET}/" in str(done.exception)


def test_exit_code_3_and_the_reasons_when_a_person_has_to_look(course):
    hand_in(course, "ana")
    hand_in(course, "[red]bo", high="while True: 12", essay="")
    (course / "submitted" / "cy" / SET).mkdir(parents=True)
    (course / "submitted" / "cy" / SET / f"{SET}.ipynb").write_text("{")
    done = care("grade", SET)
    assert done.exit_code == 3
    for said in (
        "[red]bo",
        "cy",
        "is incomplete",
        "Read and grade in formgrader",
        "essay",
        "1 refused",
    ):
        assert said in done.output


def test_the_report_as_json_holds_every_sentence_in_three_languages(course):
    (course / "submitted" / "cy" / SET).mkdir(parents=True)
    (course / "submitted" / "cy" / SET / f"{SET}.ipynb").write_text("{")
    hand_in(course, "ana")
    done = care("grade", SET, "--json")
    report = json.loads(done.output)
    assert (report["graded"], report["refused"], report["attention"]) == (["ana"], ["cy"], True)
    assert sorted(report["flagged"]["cy"][0]["says"]) == ["en", "zh-Hans", "zh-Hant"]
    assert report["to_read"] == [{"learner": "ana", "cell": "essay"}]


def test_an_inbox_that_is_a_flat_folder_is_graded_too(course, tmp_path):
    box = tmp_path / "box"
    box.mkdir()
    for who in ("ana", "bo"):
        shutil.copy(hand_in(course, who), box / f"{who}.ipynb")
    assert "2 graded" in care("grade", SET, str(box)).output


def test_only_and_regrade_do_as_they_say(course):
    for who in ("ana", "bo"):
        hand_in(course, who)
    assert "1 graded" in care("grade", SET, "--only", "bo").output
    assert "1 graded (sandbox level: namespaces), 1 unchanged" in care("grade", SET).output
    assert "2 graded" in care("grade", SET, "--regrade").output


def test_regrade_shows_first_and_changes_only_when_told(course):
    hand_in(course, "ana")
    care("grade", SET)
    before = contents(course)
    hand_in(course, "ana", high="high = 3")
    done = care("regrade", SET, "--dry-run")
    assert done.exit_code == 3
    assert "different work was handed in" in " ".join(done.output.split())
    assert "Nothing was written" in done.output
    assert contents(course) == before
    assert care("regrade", SET).exit_code == 3
    assert contents(course) != before
    assert care("regrade", SET).exit_code == 0


def test_feedback_says_how_many_pages_and_where(course):
    hand_in(course, "ana")
    care("grade", SET)
    assert "1 page in" in care("feedback", SET).output
    hand_in(course, "bo")
    care("grade", SET)
    assert "2 pages in" in care("feedback", SET).output
    assert "生成 2 页反馈" in care("feedback", SET, "--lang", "zh-Hans").output


@pytest.mark.parametrize("graded", [False, True])
def test_feedback_on_nothing_says_what_to_do_first(course, graded):
    if graded:
        hand_in(course, "ana")
        care("grade", SET)
    done = care("feedback", SET, "--only", "bo")
    assert isinstance(done.exception, ContentError)
    said = str(done.exception)
    assert said.startswith(f"{SET}: no graded work from bo; put what was handed in into")
    assert f"submitted/<learner>/{SET}/, run `care grade {SET}`" in said


@pytest.mark.usefixtures("course")
def test_feedback_on_a_set_that_does_not_exist_names_those_that_do():
    done = care("feedback", "tydes")
    assert isinstance(done.exception, ContentError)
    assert f"did you mean {SET}?" in str(done.exception)


def test_doctor_lists_every_wall_and_its_exit_code_says_whether_one_is_missing():
    done = care("doctor", "--json")
    found = json.loads(done.output)
    missing = [one for one in found["walls"] if not one["present"]]
    assert done.exit_code == (3 if missing else 0)
    assert {one["wall"] for one in found["walls"]} >= {"seal", "network", "files"}
    assert found["level"] in ("namespaces", "landlock", "none")


def test_doctor_shows_each_setting_in_use_and_the_line_it_comes_from(course):
    with (course / "nbgrader_config.py").open("a") as file:
        file.write("c.Carekit.output_bytes = 12_345\nc.SealedExecute.timeout = 7\n")
    found = json.loads(care("doctor", "--json").output)
    used = {one["name"]: one for one in found["settings"]}
    assert (used["output_bytes"]["value"], used["output_bytes"]["unit"]) == (12_345, "bytes")
    assert used["output_bytes"]["origin"].startswith("c.Carekit.output_bytes (")
    assert used["output_bytes"]["origin"].endswith("nbgrader_config.py:3)")
    assert (used["cell_seconds"]["value"], used["files"]["origin"]) == (7.0, "default")
    assert "c.SealedExecute.timeout is now called c.Carekit.cell_seconds" in found["notes"][0]["en"]
    said = " ".join(care("doctor").output.split())
    assert "output_bytes" in said
    assert "12,345 bytes" in said


def test_a_setting_that_does_not_exist_stops_the_run_and_is_named(course):
    hand_in(course, "ana")
    with (course / "nbgrader_config.py").open("a") as file:
        file.write("c.Carekit.tiemout = 7\n")
    done = care("grade", SET)
    assert isinstance(done.exception, ContentError)
    assert "nbgrader_config.py:3: c.Carekit.tiemout: is not a setting" in str(done.exception)


def test_an_old_name_is_told_beside_the_report(course):
    hand_in(course, "ana", essay="")
    with (course / "nbgrader_config.py").open("a") as file:
        file.write("c.SealedExecute.memory_mb = 700\n")
    done = care("grade", SET, "--json")
    assert json.loads(done.stdout)["graded"] == ["ana"]
    assert "c.SealedExecute.memory_mb is now called c.Carekit.memory_mb" in done.stderr


def test_one_kind_of_flag_is_told_once_for_each_learner():
    from carekit.cli.progress_table import once

    flags = [{"code": "process-ended", "notebook": "a", "cell": cell} for cell in ("x", "y", "z")]
    said = once([*flags, {"code": "late-mark", "params": {}}], ENGLISH)
    assert len(said) == 2
    assert '"x"' in said[0]
    assert said[0].endswith("(+2)")


@pytest.mark.parametrize("verb", ["grade", "regrade", "feedback", "lint"])
def test_the_help_of_a_verb_for_sets_names_the_sets_of_the_course(course, verb):
    app = importlib.import_module("carekit.cli").app
    (course / "course_data" / "course.yml").write_text(CARD.replace("id: tides", "id: neap"))
    card.cache_clear()
    assert "Sets of this course: neap" in CliRunner().invoke(app, [verb, "--help"]).output
    assert "Sets of this course" not in CliRunner().invoke(app, ["doctor", "--help"]).output
