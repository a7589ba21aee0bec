"""The language that commands speak: what was asked for, else the shell's, and one for all of it."""

import re
from functools import cache
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from carekit.cli import messages, progress_table
from carekit.cli.messages import Speech, speech
from carekit.common.course import remember_lang
from carekit.common.kit_words import texts
from carekit.common.languages import ENGLISH, languages
from carekit.grading.run import worker_spec
from carekit.grading.run.run_report import RunReport
from carekit.sandbox import messages as sealed_words
from carekit.sandbox.isolation.sandbox import Level
from carekit.sandbox.submission.read_notebook import flag
from tests.reading_languages import ZH_HANS, ZH_HANT

# Trying the machine's walls takes a second each time and is not what these tests are about.
WALLS = cache(sealed_words.walls)
CLI = Path(messages.__file__).parent
WORDS = texts("commands")


@pytest.mark.parametrize(
    ("shell", "lang"),
    [
        ({}, ENGLISH),
        ({"LANG": "zh_TW.UTF-8"}, ZH_HANT),
        ({"LANG": "zh_TW.UTF-8", "LC_ALL": "zh_CN.UTF-8"}, ZH_HANS),
        ({"LANG": "zh_TW.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, ENGLISH),
        ({"LANG": "zh_TW.UTF-8", "LC_ALL": ""}, ZH_HANT),
        ({"LANG": "zh_TW.UTF-8", "LC_ALL": "C"}, ENGLISH),
        ({"LANG": "fr_FR.UTF-8"}, ENGLISH),
        ({"LANG": "en_US.UTF-8", "CAREKIT_LANG": "zh-Hans"}, ZH_HANS),
    ],
)
def test_a_command_speaks_the_language_of_the_shell(shell, lang):
    assert speech(None, shell).lang == lang
    assert speech(ENGLISH, shell).lang == ENGLISH


@pytest.mark.parametrize("lang", list(languages()))
def test_what_a_learner_clicked_last_does_not_reach_a_command(course, invoke, monkeypatch, lang):
    monkeypatch.chdir(course)
    monkeypatch.setattr(sealed_words, "walls", WALLS)
    monkeypatch.setattr(worker_spec, "level_here", lambda: Level.LANDLOCK)
    told = invoke("doctor", "--lang", lang)[1]
    for clicked in languages():
        remember_lang(course, clicked)
        assert invoke("doctor", "--lang", lang)[1] == told
    monkeypatch.setenv("LC_ALL", {"en": "en_US", "zh-Hans": "zh_CN", "zh-Hant": "zh_TW"}[lang])
    assert invoke("doctor")[1] == told


def said_in(lang, report):
    console = Console(file=StringIO(), width=300)
    progress_table.tell(console, report, Speech(lang))
    return console.file.getvalue()


def test_all_that_grading_tells_stands_in_one_language():
    report = RunReport(
        "tides",
        graded=["ana"],
        levels={},
        flagged={"ana": [flag("marks-lost", "tides")]},
        to_read=[("ana", "letter")],
        missing=["bo"],
        stopped=True,
        outdated=["cem"],
        cut_off=["bo"],
    )
    english = said_in(ENGLISH, report)
    assert not re.search(r"[\u4e00-\u9fff]", english)
    for lang in (ZH_HANS, ZH_HANT):
        told = said_in(lang, report)
        # What is left of English are names: of sets, people, cells, programs and commands.
        names = [
            "tides",
            "ana",
            "bo",
            "letter",
            "Formgrader",
            "care",
            "regrade",
            "grade",
            "only",
            "dry",
            "run",
            "metadata",
            "nbgrader",
            "s",
        ]
        words = set(re.findall(r"[A-Za-z]+", told)) - set(names)
        assert words == set(), told
        assert len(told.splitlines()) == len(english.splitlines())


def test_every_word_of_the_commands_is_used():
    code = "\n".join(path.read_text(encoding="utf-8") for path in CLI.glob("*.py"))
    # What `care regrade` and `care certificate --verify` find out, and the levels of trust, are
    # keys as they stand.
    found_out = {"key-changed", "check-changed", "points-changed", "given-code-changed"}
    found_out |= {"work-changed", "newly-graded", "by-chance", "unknown", "altered"}
    found_out |= {"trust-changed", "trust-sealed", "trust-visiting", "trust-by-hand"}
    # What a column of a class list was taken for.
    found_out |= {f"column-{one}" for one in ("name", "first", "last", "email", "number")}
    found_out |= {f"column-{one}" for one in ("group", "track", "language")}
    # What came of one submission.
    found_out |= {f"came-{one}" for one in ("graded", "refused", "failed")}
    # `say.meant` adds the end to the key of a sentence.
    called = {key: key.removesuffix("-near") for key in WORDS if key not in found_out}
    assert [key for key, name in called.items() if not re.search(f"[\"']{name}[\"']", code)] == []


def test_whom_a_limit_cut_off_is_graded_again_by_the_command_that_is_named():
    few = said_in(ENGLISH, RunReport("tides", cut_off=["ana", "b o"]))
    assert "care grade tides --regrade --only ana --only 'b o'" in few
    many = said_in(ENGLISH, RunReport("tides", cut_off=[str(n) for n in range(6)]))
    assert many.strip().endswith("care grade tides --regrade")
