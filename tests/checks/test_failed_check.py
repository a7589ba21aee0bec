"""What a learner sees of a check that failed: the sentence first, and no call inside the kit."""

import linecache

import pytest

from carekit.common.failed_check import CheckFailed

LONG = "The base is every parcel that was sent, whether it came back or not. " * 2
CELL = f"""from carekit.checks import expect
from carekit.common.languages import Text

say = Text.model_validate({{"en": {LONG!r}, "zh-Hans": "数错了。", "zh-Hant": "數錯了。"}})
expect(4, 4, say)
expect(answer, 4, say)
"""
QUIZ = 'from carekit.answers import read_answers\n\nread_answers("which-parcels")\n'


@pytest.fixture
def shown(tmp_path, monkeypatch):
    """Return a function that runs a cell and returns its error and what IPython shows of it."""
    monkeypatch.setenv("CAREKIT_ROOT", str(tmp_path))
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    monkeypatch.chdir(tmp_path)

    def run(source, **names):
        lines = source.splitlines(keepends=True)
        monkeypatch.setitem(linecache.cache, "a-cell.py", (len(source), None, lines, "a-cell.py"))
        with pytest.raises(AssertionError) as caught:
            exec(compile(source, "a-cell.py", "exec"), names)
        return caught.value, "\n".join(caught.value._render_traceback_()).split("\n")

    return run


def test_a_failed_check_shows_its_sentence_and_the_line_of_the_cell_and_no_call_of_ours(shown):
    error, lines = shown(CELL, answer=3)
    assert type(error) is CheckFailed
    assert lines == [LONG.strip(), "You have 3; 4 is right.", "----> 6 expect(answer, 4, say)"]


@pytest.mark.parametrize(
    "check",
    [
        "expect(answer, 4, say)",
        'column(answer, "a", say)',
        "entries(answer, 4, say)",
        'choices(answer, "ab", say)',
    ],
)
def test_every_kind_of_check_fails_in_the_same_way(shown, check):
    cell = f"from carekit.checks import *\n{check}\n"
    error, lines = shown(cell, answer=3, say=None)
    assert type(error) is CheckFailed
    assert lines[-1] == f"----> 2 {check}"


def test_a_quiz_without_an_answer_is_told_the_same_way(shown):
    error, lines = shown(QUIZ)
    assert lines == [*str(error).split("\n"), '----> 3 read_answers("which-parcels")']
    assert "no answer is saved yet" in lines[0]


def test_nbgraders_validate_cuts_no_sentence_off(shown, monkeypatch):
    from nbgrader.validator import Validator

    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    error, lines = shown(CELL, answer=3)
    printed = Validator()._indent("\n".join(lines))
    assert "..." not in printed
    assert " ".join(printed.split()).startswith(" ".join(str(error).split()))


def test_an_error_that_was_never_raised_shows_its_sentence_alone():
    assert CheckFailed("Count again.")._render_traceback_() == ["Count again."]


def test_what_a_learners_own_code_raises_inside_a_check_keeps_its_calls(shown):
    def answer():
        return {}["no such key"]

    with pytest.raises(KeyError) as caught:
        shown(CELL.replace("answer,", "answer(),"), answer=answer)
    assert not hasattr(caught.value, "_render_traceback_")
