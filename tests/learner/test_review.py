"""The review without a browser: what is shown, what is kept, what comes next."""

import base64
import errno
import json
import re
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from unittest.mock import Mock

import pytest

from carekit import review
from carekit.common.languages import ENGLISH, languages
from carekit.learner.event_log import Record
from carekit.learner.review_cards import Deck
from carekit.learner.review_schedule import ADDED, HINTS, queue
from carekit.questions import load_bank, realised, seed_of
from carekit.questions.judging import solution
from carekit.widgets.assets import words
from carekit.widgets.review import BATCH, Review

SMALL = Path(__file__).resolve().parents[1] / "browser" / "course"
TAIPEI = timezone(timedelta(hours=8))
NINE = datetime(2026, 3, 2, 9, 0, tzinfo=TAIPEI)
SAID = words("review")
SECRETS = re.compile(r'"(right|why|misconception|answer|tolerance|slips)"\s*:')


class Clock:
    """A clock that goes a minute with each look, and a day when told."""

    def __init__(self):
        self.now = NINE.astimezone(UTC)

    def __call__(self):
        self.now += timedelta(minutes=1)
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def record(tmp_path, clock):
    return Record(tmp_path / "record", clock=clock)


@pytest.fixture
def cards(tea_once, record):
    """Return a function that makes the review of a course anew, as a run of its cell does."""
    return lambda: Review(tea_once, record, TAIPEI)


def tell(widget, **content):
    widget.receive({"lang": "en", "turn": widget.scene["turn"], **content})


def answer(widget, *parts, hints=0, lang="en"):
    tell(widget, do="check", answer=list(parts), hints=hints, lang=lang)
    return widget.scene["state"]


def wrong_in_a_lesson(record, question):
    record.answered(f"waiting/{question}", ["27"], score=0, right=False, lang=ENGLISH)


def test_without_a_log_there_is_no_card_but_words_to_add(cards):
    scene = cards().scene
    assert (scene["card"], scene["left"], scene["empty"]) == (None, 0, True)
    assert (scene["waiting"], scene["batch"], scene["next_on"]) == (6, BATCH, None)


def test_a_wrong_answer_of_a_lesson_is_the_first_card(cards, record):
    wrong_in_a_lesson(record, "work-it-out")
    widget = cards()
    assert widget.scene["card"]["question"]["id"] == "work-it-out"
    assert widget.scene["card"]["concept"]["zh-Hant"] == "等候時間"
    assert widget.scene["left"] == 1
    assert repr(widget) == "review: 1 due today"


def test_a_right_answer_ends_the_card_and_the_next_day_is_told(cards, record):
    wrong_in_a_lesson(record, "work-it-out")
    widget = cards()
    state = answer(widget, "7", lang="zh-Hant")
    assert (state["right"], state["back"], state["easy"]) == (True, False, True)
    assert (widget.scene["left"], widget.scene["done"]) == (0, 1)
    tell(widget, do="next")
    assert widget.scene["card"] is None
    assert widget.scene["next_on"] == "2026-03-03"
    said = record.read().statements[-1]
    assert (said.object.id, said.result.success) == ("waiting/work-it-out", True)
    assert said.context.language == "zh-Hant"


def test_a_wrong_answer_brings_the_card_back_in_the_same_sitting(cards, record):
    wrong_in_a_lesson(record, "work-it-out")
    wrong_in_a_lesson(record, "which-is-the-middle")
    widget = cards()
    state = answer(widget, "27")
    assert (state["right"], state["back"], widget.scene["left"]) == (False, True, 2)
    tell(widget, do="next")
    assert widget.scene["card"]["question"]["id"] == "which-is-the-middle"
    answer(widget, "median")
    tell(widget, do="next")
    assert widget.scene["card"]["question"]["id"] == "work-it-out"


def test_a_kernel_that_was_restarted_goes_on_where_it_stopped(cards, record):
    tell(cards(), do="add")
    widget = cards()
    first = widget.scene["card"]
    answer(widget, first["question"]["order"][0])
    again = cards()
    assert again.scene["card"]["question"]["id"] != first["question"]["id"]
    assert len(record.read().statements) == BATCH + 1


def test_the_same_card_looks_the_same_when_the_cell_is_run_again(cards):
    tell(cards(), do="add")
    assert cards().scene["card"] == cards().scene["card"]


def test_words_come_in_the_order_of_the_list_until_none_is_left(cards, tea_once):
    widget, told = cards(), []
    for _ in range(2):
        tell(widget, do="add")
        told.append(widget.scene["notice"]["values"]["words"])
    assert ", ".join(told).split(", ") == list(Deck(tea_once).words)
    assert (widget.scene["waiting"], widget.scene["left"]) == (0, 6)


def test_words_can_be_added_while_a_card_is_on_show(cards, record):
    wrong_in_a_lesson(record, "work-it-out")
    widget = cards()
    turn = widget.scene["turn"]
    tell(widget, do="add")
    assert (widget.scene["turn"], widget.scene["left"]) == (turn, 1 + BATCH)
    assert widget.scene["card"]["question"]["id"] == "work-it-out"


def test_a_hint_is_kept_and_such_a_card_is_never_easy(cards, record):
    tell(cards(), do="add")
    widget = cards()
    state = answer(widget, widget.scene["card"]["question"]["id"], hints=1)
    assert (state["right"], state["easy"], state["back"]) == (True, False, True)
    assert record.read().statements[-1].result.extensions == {HINTS: 1}
    lines = len(record.read().statements)
    tell(widget, do="easy")
    assert len(record.read().statements) == lines


def test_an_easy_card_stays_away_longer(cards, record, clock):
    def next_on(last):
        tell(cards(), do="add")
        widget = cards()
        card = f"words/{widget.scene['card']['question']['id']}/meaning"
        answer(widget, widget.scene["card"]["question"]["id"])
        tell(widget, do=last)
        found = queue(record.read().statements, Deck(widget._root), clock())
        return next(entry.due for entry in found.later if entry.card == card)

    assert next_on("easy") - next_on("next") > timedelta(days=2)


@pytest.mark.parametrize("again", ["next", "easy", "check", "add"])
def test_a_second_click_on_a_button_that_has_done_its_work_does_nothing(cards, record, again):
    tell(cards(), do="add")
    widget = cards()
    name = widget.scene["card"]["question"]["id"]
    answer(widget, name)
    old = widget.scene["turn"]
    tell(widget, do="next")
    lines, scene = len(record.read().statements), dict(widget.scene)
    tell(widget, do=again, turn=old, answer=[name])
    assert (len(record.read().statements), dict(widget.scene)) == (lines, scene)


def test_one_answer_each_time_a_card_is_shown(cards, record):
    tell(cards(), do="add")
    widget = cards()
    wrong = next(
        name
        for name in widget.scene["card"]["question"]["order"]
        if name != widget.scene["card"]["question"]["id"]
    )
    answer(widget, wrong)
    answer(widget, widget.scene["card"]["question"]["id"])
    assert [said.result.success for said in record.read().statements if said.result] == [False]


def test_no_card_is_passed_over_without_an_answer(cards):
    tell(cards(), do="add")
    widget = cards()
    turn = widget.scene["turn"]
    tell(widget, do="next")
    assert widget.scene["turn"] == turn


def test_what_is_no_number_is_no_attempt(cards, record):
    wrong_in_a_lesson(record, "work-it-out")
    widget = cards()
    state = answer(widget, "ten")
    assert state["fault"]["says"] == "words"
    assert len(record.read().statements) == 1
    assert answer(widget, "7")["turn"] == state["turn"] + 1


def test_where_nothing_can_be_written_the_sitting_goes_on_and_says_so(cards, record):
    wrong_in_a_lesson(record, "work-it-out")
    widget = cards()
    record.path.unlink()
    record.folder.rmdir()
    record.folder.write_text("a file where the folder should be", encoding="utf-8")
    # What was read is gone with the file; the answer alone must keep the sitting going.
    state = answer(widget, "27")
    assert (state["saved"], state["trouble"]["says"], state["back"]) == (None, "not-saved", True)
    tell(widget, do="next")
    assert widget.scene["card"]["question"]["id"] == "work-it-out"
    answer(widget, "7")
    tell(widget, do="easy")
    assert (widget.scene["card"], widget.scene["notice"]["says"]) == (None, "not-saved")
    tell(widget, do="add")
    assert (widget.scene["notice"]["says"], widget.scene["waiting"]) == ("not-saved", 6)


def test_a_full_disk_is_told_as_such(cards, record, monkeypatch):
    wrong_in_a_lesson(record, "work-it-out")
    widget = cards()
    full = Mock(side_effect=OSError(errno.ENOSPC, "no room"))
    monkeypatch.setattr("carekit.learner.event_log.append_line", full)
    assert answer(widget, "7")["trouble"]["says"] == "disk-full"


def test_a_damaged_log_is_told_and_its_other_lines_count(cards, record):
    wrong_in_a_lesson(record, "work-it-out")
    with record.path.open("ab") as log:
        log.write(b'{"half')
    scene = cards().scene
    assert (scene["notice"]["says"], scene["left"]) == ("set-aside", 1)
    assert cards().scene["notice"] is None


def test_a_question_that_is_gone_is_counted_and_asks_nothing(cards, record):
    wrong_in_a_lesson(record, "a-question-of-last-year")
    scene = cards().scene
    assert (scene["card"], scene["gone"], scene["empty"]) == (None, 1, True)


def test_nothing_of_the_key_is_sent_before_an_answer(cards, record):
    wrong_in_a_lesson(record, "what-moves")
    widget = cards()
    told = json.dumps({**widget.scene, "state": None}, ensure_ascii=False)
    assert not SECRETS.search(told)
    assert widget.scene["state"] is None


def test_a_course_without_words_has_a_review_of_its_questions(record):
    record.answered("waiting/work-it-out", ["27"], score=0, right=False, lang=ENGLISH)
    scene = Review(SMALL, record, UTC).scene
    assert (scene["card"]["question"]["id"], scene["waiting"]) == ("work-it-out", 0)
    assert "concept" not in scene["card"]


def practice(concept):
    path = SMALL / "course_data" / "quizzes" / f"{concept}.yml"
    return [question for question in load_bank(path).questions if question.use == "practice"]


@pytest.mark.parametrize("question", practice("tides"), ids=lambda question: question.kind)
def test_every_kind_of_question_can_be_a_card(record, question):
    record.answered(f"tides/{question.id}", ["x"], score=0, right=False, lang=ENGLISH)
    widget = Review(SMALL, record, UTC)
    assert widget.scene["card"]["question"]["kind"] == question.kind
    assert answer(widget, *solution(widget._drawn.question))["right"]
    assert widget.scene["left"] == 0


def test_a_question_with_drawn_numbers_comes_with_new_ones_and_says_which(record):
    [question] = [question for question in practice("tides") if question.draw][:1]
    name = f"tides/{question.id}"
    record.answered(name, ["0"], score=0, right=False, lang=ENGLISH, extensions={"variant": 3})
    widget = Review(SMALL, record, UTC)
    drawn = widget._drawn.question
    assert drawn == realised(question, seed_of("learner", name, 4)) != question
    assert Review(SMALL, record, UTC)._drawn.question == drawn
    answer(widget, *solution(drawn))
    assert record.read().statements[-1].result.extensions["variant"] == 4


def test_the_mark_that_joins_the_parts_of_an_answer_cannot_be_typed_into_one(record):
    record.answered("waiting/work-it-out", ["x"], score=0, right=False, lang=ENGLISH)
    widget = Review(SMALL, record, UTC)
    answer(widget, "1[,]234.5")
    assert record.read().statements[-1].answer == ("1,234.5",)


def test_without_a_front_end_the_review_says_where_it_works(tea_once, monkeypatch):
    monkeypatch.setenv("CAREKIT_ROOT", str(tea_once))
    data, _ = review()._repr_mimebundle_()
    assert data["text/html"].count("<p lang=") == 3
    assert data["text/plain"] == "review: 0 due today"


def test_the_modules_use_only_words_that_exist_and_all_of_them(root):
    static = root / "carekit" / "widgets" / "static"
    # The heading of every card stands in the base; the cards have the words of the quiz.
    files = [static / "review.js", *static.glob("review/*.js"), static / "base" / "widget.js"]
    own = "\n".join(file.read_text("utf-8") for file in files)
    by_name = set(re.findall(r"\bwords\.([a-z]+)\b(?!\()", own))
    by_name |= set(re.findall(r"\bwords\[\"([a-z-]+)\"\]", own))
    assert by_name <= set(SAID)
    from_python = {"added", "not-saved", "disk-full", "begins", "meaning-wrong", "word-wrong"}
    from_python |= {"ask-meaning", "ask-cloze", "ask-listen", "term-right", "term-wrong"}
    assert set(SAID) == by_name | from_python


@pytest.mark.parametrize("widget", ["review", "progress", "word-list"])
def test_every_word_around_the_cards_has_the_same_gaps_in_three_languages(widget):
    for key, text in words(widget).items():
        gaps = {lang: set(re.findall(r"\{(\w+)\}", text[lang])) for lang in languages()}
        assert len(set(map(frozenset, gaps.values()))) == 1, key


def test_a_clip_is_sent_along_with_the_card_that_needs_it(tea_once, record, clock):
    clip = tea_once / "course_data" / "audio" / "words" / "brew.en-US.mp3"
    record.append(record.statement(ADDED, "words/brew", lang=ENGLISH))
    for kind in ("meaning", "cloze"):
        record.answered(f"words/brew/{kind}", ["brew"], score=1, right=True, lang=ENGLISH)
    clock.now += timedelta(days=2)
    card = Review(tea_once, record, TAIPEI).scene["card"]
    sound = base64.b64decode(card["clip"].removeprefix("data:audio/mpeg;base64,"))
    assert sound == clip.read_bytes()


def test_a_term_that_was_looked_up_comes_as_a_card_without_a_sound(tea_once, record):
    record.append(record.statement(ADDED, "terms/waiting", lang=ENGLISH))
    card = Review(tea_once, record, TAIPEI).scene["card"]
    assert (card["word"], card["term"], card["kind"]) == ("waiting time", True, "meaning")
    assert not {"ipa", "pos", "clip"} & set(card)
