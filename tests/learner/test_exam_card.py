"""The card of an exam: no question before the start, no key ever, and it goes on after a crash."""

import json
from pathlib import Path

import pytest

from carekit import exam
from carekit.common.files import ContentError
from carekit.learner.exam_attempt import PRESENT, log_file

COURSE = Path(__file__).resolve().parents[1] / "browser" / "course"


pytestmark = pytest.mark.usefixtures("course", "here")


def tell(card, **content):
    card.receive({"lang": "en", **content})


def sent(card):
    return json.dumps(card.get_state(), ensure_ascii=False)


def test_no_question_is_sent_before_the_start_and_no_key_ever(here, clock):
    card = exam("form-a", clock)
    assert card.stands["phase"] == "new"
    assert card.questions == []
    tell(card, do="start")
    assert len(card.questions) == 3
    assert card.stands["left"] == 20 * 60
    for secret in ('"right":', '"why"', "misconception", "Look at the list", "tolerance"):
        assert secret not in json.dumps(card.questions)
    assert here.is_dir()


def test_a_print_shows_no_question_before_the_start_and_every_question_after_it(clock):
    card = exam("form-a", clock)
    data, _ = card._repr_mimebundle_()
    assert "<li" not in data["text/html"]
    tell(card, do="start")
    data, _ = card._repr_mimebundle_()
    assert data["text/html"].count("break-inside") == 3
    assert data["text/plain"] == "exam form-a: 3 questions"


def test_a_new_card_goes_on_where_the_old_one_stopped(here, clock):
    card = exam("form-a", clock)
    tell(card, do="start")
    question = next(one for one in card.questions if "choices" in one)
    tell(card, do="answer", question=question["id"], answer=["wei"])
    clock.after(seconds=10)
    again = exam("form-a", clock)
    assert again.stands["phase"] == "open"
    assert again.stands["answers"] == {question["id"]: ["wei"]}
    assert again.stands["left"] == 20 * 60 - 10
    tell(again, do="hand-in")
    assert exam("form-a", clock).stands["phase"] == "done"
    assert here.is_dir()


def test_a_heartbeat_is_one_line_and_forged_messages_are_none(here, clock):
    card = exam("form-a", clock)
    tell(card, do="start")
    tell(card, do="answer", question="nobody", answer=["wei"])
    tell(card, do="answer", question="exam-anchor", answer=["nobody"])
    tell(card, do="here")
    lines = (here / log_file("form-a")).read_text(encoding="utf-8").splitlines()
    assert len(lines) == 2
    assert json.loads(lines[-1])["verb"]["id"] == PRESENT


def test_nothing_chosen_is_asked_for_and_is_no_answer(here, clock):
    card = exam("form-a", clock)
    tell(card, do="start")
    question = next(one["id"] for one in card.questions if "choices" in one)
    before = (here / log_file("form-a")).read_bytes()
    for given in ([], ["nobody"]):
        tell(card, do="answer", question=question, answer=given)
        assert card.stands["fault"] == {"question": question, "says": "choose-first", "values": {}}
        assert card.stands["answers"] == {}
    assert (here / log_file("form-a")).read_bytes() == before


def test_without_a_limit_no_time_is_shown(course, clock):
    path = course / "course_data" / "exams" / "lines.yml"
    words = path.read_text(encoding="utf-8")
    path.write_text(words.replace("minutes: 20\n", ""), encoding="utf-8")
    card = exam("form-a", clock)
    tell(card, do="start")
    assert card.stands["left"] is None


def test_a_full_folder_is_told_on_the_card(here, clock):
    (here / log_file("form-a")).mkdir()
    card = exam("form-a", clock)
    tell(card, do="start")
    assert card.notices[0]["says"] == "not-saved"
    assert card.stands["phase"] == "new"
    (here / log_file("form-a")).rmdir()
    tell(card, do="start")
    assert card.stands["phase"] == "open"
    assert card.notices == []


def test_an_unknown_form_names_those_there_are():
    with pytest.raises(ContentError, match=r"no exam form 'form-z'.*: form-a, form-b"):
        exam("form-z")
