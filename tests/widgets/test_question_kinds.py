"""Quiz cards of the newer kinds in Python: variants, tries, confidence, the shown answer, paper."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from carekit import quiz
from carekit.cli.quiz import app
from carekit.questions import load_bank
from carekit.widgets.assets import drawn_by
from carekit.widgets.preview import preview

COURSE = Path(__file__).resolve().parents[1] / "browser" / "course"
BANK = COURSE / "course_data" / "quizzes" / "tides.yml"
WRONG = ["falls", "highest", "rises", "lowest"]


pytestmark = pytest.mark.usefixtures("course")


def tell(card, do, question, **content):
    card.receive({"lang": "en", "do": do, "question": question, **content})
    return card.states.get(question)


def extensions(record):
    return [said.result.extensions for said in record.read().statements]


def ask(card):
    return next(one["ask"]["en"] for one in card.questions if one["id"] == "mean-level")


def test_another_variant_has_other_numbers_and_its_number_is_kept(record):
    card = quiz("tides", "mean-level")
    first = ask(card)
    state = tell(card, "another", "mean-level")
    assert (state["variant"], state["fresh"], state["answer"]) == (1, True, [])
    second = ask(card)
    assert second != first
    tell(card, "check", "mean-level", answer=["1"])
    assert extensions(record) == [{"variant": 1}]
    again = quiz("tides", "mean-level")
    assert ask(again) == second
    assert again.states["mean-level"]["answer"] == ["1"]


def test_a_wrong_number_tells_no_result_until_the_answer_was_shown():
    card = quiz("tides", "mean-level")
    for _ in range(3):
        state = tell(card, "check", "mean-level", answer=["0.123"])
        assert (state["right"], state["notes"]) == (False, [])
    assert state["may_show"]
    shown = tell(card, "show", "mean-level")
    [reason] = shown["notes"]
    assert shown["answer"][0] in reason["says"]["en"]
    state = tell(card, "check", "mean-level", answer=["0.123"])
    assert state["notes"][0]["says"]["en"] == reason["says"]["en"]
    assert quiz("tides", "mean-level").states["mean-level"]["notes"] == state["notes"]


def test_only_a_question_with_drawn_numbers_has_another_variant(record):
    card = quiz("tides", "what-pulls")
    assert tell(card, "another", "what-pulls") is None
    assert [one["varies"] for one in quiz("tides").questions].count(True) == 1
    assert record.read().statements == ()


def test_the_credit_of_each_try_is_kept_and_the_score_stays_what_the_answer_is_worth(record):
    card = quiz("tides", "what-pulls-the-sea")
    state = tell(card, "check", "what-pulls-the-sea", answer=["body=wind"])
    assert state["worth"] == "50"
    tell(card, "check", "what-pulls-the-sea", answer=["body=moon"])
    tell(card, "check", "what-pulls-the-sea", answer=["body=moon", "why-more=closer"])
    told = [(said.result.score.scaled, said.result.extensions) for said in record.read().statements]
    idea = ["wind-makes-tides"]
    assert told == [
        (0.0, {"misconceptions": idea}),
        (0.5, {"attempt": 2, "credit": 0.25}),
        (1.0, {"attempt": 3, "credit": 0.5}),
    ]


def test_the_answer_is_shown_after_enough_wrong_tries_and_not_before(record):
    card = quiz("tides", "one-day-at-sea")
    state = tell(card, "check", "one-day-at-sea", answer=WRONG)
    assert not state["may_show"]
    assert tell(card, "show", "one-day-at-sea") is state
    assert tell(card, "check", "one-day-at-sea", answer=WRONG)["may_show"]
    state = tell(card, "show", "one-day-at-sea")
    assert state["answer"] == ["highest", "falls", "lowest", "rises"]
    assert (state["shown"], state["right"]) == (True, False)
    tell(card, "check", "one-day-at-sea", answer=state["answer"])
    assert extensions(record)[-1] == {"attempt": 3, "credit": 0.0}


def test_after_a_restart_a_shown_answer_still_earns_nothing(record):
    card = quiz("tides", "one-day-at-sea")
    for _ in range(2):
        tell(card, "check", "one-day-at-sea", answer=WRONG)
    tell(card, "show", "one-day-at-sea")
    again = quiz("tides", "one-day-at-sea")
    assert not again.states["one-day-at-sea"]["may_show"]
    tell(again, "check", "one-day-at-sea", answer=["highest", "falls", "lowest", "rises"])
    assert extensions(record)[-1]["credit"] == 0.0


@pytest.mark.parametrize(("sure", "kept"), [(True, {"sure": True}), (False, {"sure": False})])
def test_confidence_and_hints_are_kept_with_the_answer(record, sure, kept):
    card = quiz("tides", "boat-on-the-sand", confidence=True)
    assert card.confidence
    tell(card, "check", "boat-on-the-sand", answer=["wait"], sure=sure, hints=1)
    assert extensions(record) == [{"hints": 1, **kept}]


def test_who_does_not_say_how_sure_is_asked_no_further(record):
    tell(quiz("tides", confidence=True), "check", "boat-on-the-sand", answer=["wait"], sure=None)
    assert extensions(record) == [{}]


def test_the_mark_that_joins_answers_in_the_log_cannot_be_typed_into_one(record):
    card = quiz("tides", "what-pulls-the-sea")
    tell(card, "check", "what-pulls-the-sea", answer=["body=moon[,]sun"])
    assert record.read().statements[0].answer == ("body=moon,sun",)
    assert quiz("tides", "what-pulls-the-sea").states["what-pulls-the-sea"]["notes"]


def test_a_message_about_no_question_changes_nothing():
    card = quiz("tides")
    assert tell(card, "check", "no-such-question", answer=["a"]) is None
    assert card.states == {}


def test_a_variant_that_somebody_wrote_into_the_log_by_hand_is_no_reason_to_stop(record):
    tell(quiz("tides", "mean-level"), "check", "mean-level", answer=["1"])
    line = json.loads(record.path.read_text(encoding="utf-8"))
    line["result"]["extensions"]["variant"] = "second"
    record.path.write_text(json.dumps(line) + "\n", encoding="utf-8")
    assert quiz("tides", "mean-level").states["mean-level"]["variant"] == 0


def test_on_paper_every_kind_stands_with_all_its_words_and_no_key():
    html = quiz("tides")._repr_mimebundle_()[0]["text/html"]
    for said in (
        'A. <span lang="en">',
        "小潮",
        "___ <span",
        "(1) ________",
        "開著馬達硬推",
        "<svg viewBox",
        "A curve that rises",
        "公分",
    ):
        assert said in html
    for secret in ("stands highest.", "Down first", "nearest neighbour", "No point lies", "✓"):
        assert secret not in html


def test_the_preview_shows_every_text_of_a_bank_and_asks_nobody_for_anything():
    page = preview(BANK)
    for question in load_bank(BANK).questions:
        assert f"tides/{question.id}" in page
    for said in (
        "海面最低的时候。",
        "那是最小的潮。",
        "已經最高了，不會再漲。",
        "moon, the moon",
        "✓ crest",
        "wait: 1, call: 0.5",
        "numbers are drawn: levels",
        "highest → falls → lowest → rises",
    ):
        assert said in page
    assert page.count("give or take") == 3
    assert "<script" not in page
    assert "http" not in page


def test_the_preview_names_what_is_worth_a_look(tmp_path):
    path = tmp_path / "tides.yml"
    long = "Those are made by wind, and by boats, and by stones that somebody throws in."
    text = BANK.read_text(encoding="utf-8").replace("Those are made by wind.", f'"{long}"')
    path.write_text(text, encoding="utf-8")
    assert "more than twice as long" in preview(path)
    assert "Please look at" not in preview(BANK)


def test_a_further_file_of_a_concept_is_shown_with_the_ideas_of_the_first(root):
    for path in sorted((root / "course_data" / "quizzes").glob("*.exam.yml")):
        page = preview(path)
        assert all(question.id in page for question in load_bank(path).questions)


def test_a_further_file_is_shown_where_there_is_no_first_one(course):
    first = course / "course_data" / "quizzes" / "waiting.yml"
    page = preview(first.rename(first.with_name("waiting.exam.yml")))
    assert "<h1>waiting</h1>" in page
    assert "The mean is the middle." in page


def test_the_verb_writes_the_page_and_says_that_it_holds_the_keys(tmp_path):
    out = tmp_path / "page.html"
    ran = CliRunner().invoke(app, ["preview", str(BANK), "--out", str(out), "--no-browser"])
    assert ran.exit_code == 0
    assert out.read_text(encoding="utf-8") == preview(BANK)


def test_all_kinds_together_stay_within_the_size_that_was_promised():
    assert len((drawn_by("quiz", "js") + drawn_by("quiz", "css")).encode()) < 60_000
