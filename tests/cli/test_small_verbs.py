"""What verbs print of a result that somebody else made, ports, and the sets that a help names."""

import re
from types import SimpleNamespace

import pytest
from rich.console import Console

from carekit.cli import jupyterlab
from carekit.cli.help_text import ENTRIES
from carekit.cli.messages import Speech
from carekit.cli.progress_table import tell
from carekit.common.course import card
from carekit.common.files import ContentError
from carekit.common.languages import ENGLISH
from carekit.grading.run.run_report import RunReport


@pytest.mark.parametrize("ok", [True, False])
def test_build_prints_every_line_of_its_report_and_fails_where_a_file_is_out_of_date(
    invoke, monkeypatch, ok
):
    report = SimpleNamespace(ok=ok, lines=lambda: ["notebooks/a.ipynb made", "b [old]"])
    monkeypatch.setattr("carekit.authoring.build.build", lambda *_, **__: report)
    code, said = invoke("build", "--check")
    assert code == (0 if ok else 1)
    assert "notebooks/a.ipynb made\nb [old]\n" in said


def test_where_a_hundred_ports_are_taken_the_first_and_the_last_are_named(monkeypatch):
    tried = []

    class Taken:
        def __enter__(self):
            return self

        def __exit__(self, *_):
            return None

        def setsockopt(self, *_):
            return None

        def bind(self, address):
            tried.append(address[1])
            raise OSError

    monkeypatch.setattr(jupyterlab.socket, "socket", Taken)
    with pytest.raises(ContentError, match=r"8888\D+8987"):
        jupyterlab.free_port(None)
    assert (tried[0], tried[-1], len(tried)) == (8888, 8987, 100)
    with pytest.raises(ContentError, match="9999"):
        jupyterlab.free_port(9999)


WITH_A_SET = sorted(name for name, one in ENTRIES.items() if f"care {name} {{set}}" in one.example)


@pytest.mark.parametrize("verb", WITH_A_SET)
def test_a_help_lists_the_sets_of_the_course_where_its_example_names_one(invoke, course, verb):
    _, said = invoke(verb, "--help")
    listed = re.sub(r"[\s│]+", " ", said).split("Sets of this course:")[1]
    assert [one.id for one in card(course).sets if one.id not in listed] == []


def test_the_verbs_that_grade_name_a_set():
    assert {"demo", "grade", "regrade", "feedback", "report", "due"} <= set(WITH_A_SET)


def told(report):
    console = Console(width=200, file=None)
    with console.capture() as captured:
        tell(console, report, Speech(ENGLISH))
    return captured.get()


def test_who_was_graded_from_another_inbox_is_listed_and_only_then():
    quiet = told(RunReport("tides", graded=["ana"]))
    found = told(RunReport("tides", graded=["ana"], elsewhere=["bo", "cy"]))
    new = [line for line in found.splitlines() if line not in quiet.splitlines()]
    assert any("bo, cy" in line for line in new)
    assert "│" not in quiet


def test_who_is_missing_is_listed_and_not_among_those_of_another_inbox():
    found = told(RunReport("tides", missing=["dee"]))
    assert found.count("dee") == 1
