"""Where the learner stands: what counts as answered and mastered, and what comes next."""

import re
import shutil
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from carekit import progress, word_list
from carekit.common.languages import ENGLISH, languages
from carekit.learner.event_log import Record, last_answers
from carekit.learner.progress import Standing, next_of, standings
from carekit.learner.review_schedule import ADDED
from carekit.questions import load_bank
from carekit.widgets.assets import drawn_by, words
from carekit.widgets.progress import Progress

SMALL = Path(__file__).resolve().parents[1] / "browser" / "course"
MARK = Fraction(3, 4)
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
def record(tmp_path):
    return Record(tmp_path / "record", clock=lambda: NOON)


def say(record, question, *, right):
    record.answered(question, ["x"], score=float(right), right=right, lang=ENGLISH)


@pytest.mark.parametrize(
    ("asked", "needed"), [(0, 0), (1, 1), (2, 2), (3, 3), (4, 3), (7, 6), (8, 6), (9, 7), (12, 9)]
)
def test_three_quarters_are_needed_and_a_part_of_a_question_counts_as_one(asked, needed):
    assert Standing("c", asked=asked, mark=MARK).needed == needed


@pytest.mark.parametrize(
    ("answered", "right", "due", "step", "mastered"),
    [
        (0, 0, 0, "start", False),
        (3, 3, 0, "go-on", False),
        (8, 5, 0, "again", False),
        (8, 6, 0, "done", True),
        (6, 6, 0, "done", True),
        (8, 8, 1, "review", True),
        (8, 5, 2, "review", False),
    ],
)
def test_the_next_step_of_a_concept_with_eight_questions(answered, right, due, step, mastered):
    found = Standing("c", asked=8, answered=answered, right=right, due=due, mark=MARK)
    assert (found.step, found.mastered) == (step, mastered)


def test_a_concept_without_questions_is_never_mastered():
    assert (Standing("c").step, Standing("c").mastered) == ("wait", False)


def one_bank(concept):
    return {concept: load_bank(SMALL / "course_data" / "quizzes" / f"{concept}.yml")}


def rows(**steps):
    due = {"review": 1}
    right = {"done": 8, "review": 8, "again": 2}
    answered = {"go-on": 3, "again": 8, "done": 8, "review": 8}
    return [
        Standing(
            name,
            asked=0 if step == "wait" else 8,
            answered=answered.get(step, 0),
            right=right.get(step, 0),
            due=due.get(step, 0),
        )
        for name, step in steps.items()
    ]


@pytest.mark.parametrize(
    ("stand", "up_next"),
    [
        (rows(a="done", b="start", c="review"), "c"),
        (rows(a="done", b="wait", c="again", d="start"), "c"),
        (rows(a="done", b="wait"), None),
        ([], None),
    ],
)
def test_what_is_due_comes_first_then_what_is_not_mastered(stand, up_next):
    found = next_of(stand)
    assert (found and found.concept) == up_next


def test_the_latest_answer_counts_and_questions_of_other_uses_do_not(record):
    for question, right in (
        ("waiting/what-moves", True),
        ("waiting/what-moves", False),
        ("waiting/work-it-out", True),
        ("waiting/kept-for-the-exam", True),
        ("waiting/gone", True),
    ):
        say(record, question, right=right)
    last = last_answers(record.read())
    [found] = standings([], one_bank("waiting"), last, ["waiting/what-moves"])
    assert found == Standing("waiting", asked=3, answered=2, right=1, due=1)


def test_concepts_come_in_the_order_of_the_glossary_and_others_after_them():
    for concepts in (["talking", "waiting"], ["talking"]):
        found = standings(concepts, one_bank("waiting"), {}, [])
        assert [(row.concept, row.asked) for row in found] == [("talking", 0), ("waiting", 3)]


def test_a_bank_of_exam_questions_is_no_concept_to_practise():
    assert standings([], one_bank("examined"), {}, []) == []


def test_the_table_names_every_concept_and_links_the_lessons_that_are_there(tea_once, record):
    say(record, "waiting/work-it-out", right=True)
    table = Progress(tea_once, record, UTC)
    banks = {"counting", "tides"}
    assert [row["id"] for row in table.rows if row["id"] not in banks] == ["pouring", "waiting"]
    by_id = {row["id"]: row for row in table.rows}
    here = by_id["waiting"]
    assert here["name"]["zh-Hant"] == "等候時間"
    assert (here["asked"], here["answered"], here["right"], here["due"]) == (3, 1, 1, 0)
    assert (here["step"], here["link"]) == ("go-on", "02-waiting.ipynb")
    # The course's order decides what comes next, and its first lesson has no question yet.
    assert table.go_on == "waiting"
    assert by_id["pouring"]["step"] == "wait"
    assert repr(table).startswith("progress: pouring 0 of 0")


def test_what_is_due_leads_to_the_review(tea_once, record):
    say(record, "waiting/work-it-out", right=False)
    table = Progress(tea_once, record, UTC)
    [here] = [row for row in table.rows if row["id"] == "waiting"]
    assert (here["due"], here["step"], here["link"]) == (1, "review", "03-review.ipynb")


def test_words_are_counted_once_each_whatever_their_cards(tea_once, record):
    for word in ("brew", "seal"):
        record.append(record.statement(ADDED, f"words/{word}", lang=ENGLISH))
    tomorrow = Record(record.folder, clock=lambda: NOON + timedelta(days=1))
    assert Progress(tea_once, record, UTC).word_tally == {"all": 6, "added": 2, "due": 2}
    assert Progress(tea_once, tomorrow, UTC).word_tally == {"all": 6, "added": 2, "due": 2}


def test_a_course_without_glossary_and_lessons_has_a_table_too(record, tmp_path):
    shutil.copytree(SMALL, tmp_path / "course")
    table = Progress(tmp_path / "course", record, UTC)
    [row] = [row for row in table.rows if row["id"] == "waiting"]
    assert (row["name"]["zh-Hans"], row["link"], table.word_tally["all"]) == ("waiting", "", 0)


def test_on_paper_the_table_has_heads_for_rows_and_columns_in_every_language(tea_once, monkeypatch):
    monkeypatch.setenv("CAREKIT_ROOT", str(tea_once))
    data, _ = progress()._repr_mimebundle_()
    html = data["text/html"]
    assert html.count('<th scope="col">') == 6
    assert html.count('<th scope="row">') == len(
        Progress(tea_once, Record(tea_once / "none"), UTC).rows
    )
    for lang in languages():
        assert f'<span lang="{lang}">' in html


def test_the_module_uses_only_words_that_exist_and_all_of_them():
    module = drawn_by("progress", "js")
    said = words("progress")
    by_name = set(re.findall(r"\bwords\.([a-z]+)\b(?!\()", module))
    by_name |= set(re.findall(r"\bwords\[\"([a-z-]+)\"\]", module))
    assert by_name <= set(said)
    steps = {"wait", "start", "go-on", "again", "review", "done"}
    assert set(said) == by_name | steps | set(re.findall(r'"([a-z]+)"', module)) & set(said)


def test_the_word_list_shows_every_word_in_whatever_language_is_read(tea_once, monkeypatch):
    monkeypatch.setenv("CAREKIT_ROOT", str(tea_once))
    data = word_list()._repr_mimebundle_()
    lines = data["text/markdown"].splitlines()
    assert len(lines) == 2 + 6
    assert len({line.count(" | ") for line in lines}) == 1
    # lang="en" is hidden where Chinese is read.
    assert '**<span lang="en-US">brew</span>**' in lines[2]
    for lang in languages():
        assert lines[2].count(f'<div lang="{lang}">') >= 2
    assert data["text/plain"].startswith("brew, seal, kettle")


def test_the_first_of_two_lessons_on_a_topic_is_linked_and_a_name_is_never_markup(record, tmp_path):
    shutil.copytree(SMALL, tmp_path / "course")
    (tmp_path / "course" / "notebooks").mkdir(exist_ok=True)
    for number in ("05", "01"):
        (tmp_path / "course" / "notebooks" / f"{number}-waiting.ipynb").touch()
    table = Progress(tmp_path / "course", record, UTC)
    [row] = [row for row in table.rows if row["id"] == "waiting"]
    assert row["link"] == "01-waiting.ipynb"
    table.rows = [{**row, "name": dict.fromkeys(row["name"], "a <b> & c")}]
    html = table._repr_mimebundle_()[0]["text/html"]
    assert "a &lt;b&gt; &amp; c" in html
    assert "<b>" not in html
