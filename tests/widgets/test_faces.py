"""Widgets in Python: what is sent to the browser, what is kept, and what is never sent."""

import errno
import json
import re
from pathlib import Path
from unittest.mock import Mock

import pytest

from carekit import quiz, reader
from carekit.common.course import reading_lang
from carekit.common.files import ContentError
from carekit.common.languages import ENGLISH, languages
from carekit.learner.event_log import SET_ASIDE
from carekit.questions import kinds
from carekit.widgets.assets import drawn_by, words
from tests.reading_languages import ZH_HANS, ZH_HANT

COURSE = Path(__file__).resolve().parents[1] / "browser" / "course"
SECRETS = re.compile(r'"(right|why|misconception|answer|tolerance|slips)"\s*:')


pytestmark = pytest.mark.usefixtures("course")


def sent(widget):
    """Return everything the browser gets of a widget, as one text."""
    return json.dumps(widget.get_state(), ensure_ascii=False)


def tell(widget, **content):
    """Do what happens when the browser sends a message."""
    widget.receive({"lang": "en", **content})


def check(widget, question, answer, lang="en"):
    tell(widget, do="check", question=question, answer=answer, lang=lang)
    return widget.states[question]


def test_without_ids_all_practice_questions_come_in_the_order_of_the_author():
    asked = [question["id"] for question in quiz("waiting").questions]
    assert asked == ["which-is-the-middle", "what-moves", "work-it-out"]


def test_named_questions_come_in_the_order_they_were_named():
    asked = [question["id"] for question in quiz("waiting", "work-it-out", "what-moves").questions]
    assert asked == ["work-it-out", "what-moves"]


@pytest.mark.parametrize(
    ("ask", "says"),
    [
        pytest.param(
            ("wating",), "no quiz for 'wating'; there is one for: .*waiting", id="concept"
        ),
        pytest.param(
            ("waiting", "whats-moves"),
            "no question 'whats-moves' for waiting; known are: which-is-the-middle, what-moves",
            id="question",
        ),
        pytest.param(("waiting", "kept-for-the-exam"), "kept for exam use", id="exam question"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_what_can(ask, says):
    with pytest.raises(ContentError, match=says):
        quiz(*ask)


def test_nothing_of_the_key_is_sent_before_an_answer():
    card = quiz("waiting")
    told = sent(card)
    esm, css = json.dumps(card._esm), json.dumps(card._css)
    told = told.replace(esm[1:-1], "").replace(css[1:-1], "")
    data = json.dumps([card.questions, card.states, card.notices], ensure_ascii=False)
    assert not SECRETS.search(data)
    for feedback in ("pulls the mean up", "As many waits lie below", "Halfway between"):
        assert feedback not in told


def test_a_wrong_answer_brings_feedback_on_that_option_alone():
    card = quiz("waiting")
    state = check(card, "which-is-the-middle", ["mean"])
    assert (state["right"], state["score"], state["trouble"]) == (False, 0.0, None)
    assert [note["option"] for note in state["notes"]] == ["mean"]
    assert "As many waits lie below" not in json.dumps(card.states)


def test_an_answer_is_kept_with_language_and_misconception(record):
    check(quiz("waiting"), "which-is-the-middle", ["mean"], lang="zh-Hant")
    [said] = record.read().statements
    assert (said.object.id, said.answer) == ("waiting/which-is-the-middle", ("mean",))
    assert said.context.language == "zh-Hant"
    assert said.result.extensions == {"misconceptions": ["mean-for-middle"]}


def test_the_last_answers_are_there_when_the_card_is_made_again(record):
    check(quiz("waiting"), "what-moves", ["mean-moves", "longest-moves"])
    check(quiz("waiting"), "work-it-out", ["２７ 分钟"])
    again = quiz("waiting").states
    assert set(again) == {"what-moves", "work-it-out"}
    assert (again["what-moves"]["right"], again["what-moves"]["score"]) == (True, 1.0)
    assert again["work-it-out"]["answer"] == ["２７ 分钟"]
    assert again["work-it-out"]["notes"][0]["says"]["en"] == "That is the mean."
    assert again["work-it-out"]["saved"] == record.read().statements[-1].timestamp.isoformat()


def test_an_answer_that_fits_no_option_any_more_is_left_in_the_log_and_not_shown(course, record):
    check(quiz("waiting"), "which-is-the-middle", ["mean"])
    bank = course / "course_data" / "quizzes" / "waiting.yml"
    words_now = bank.read_text(encoding="utf-8").replace("- id: mean\n", "- id: arithmetic-mean\n")
    bank.write_text(words_now, encoding="utf-8")
    assert quiz("waiting").states == {}
    assert len(record.read().statements) == 1


def test_what_is_no_number_is_no_attempt(record):
    state = check(quiz("waiting"), "work-it-out", ["7 hours"])
    assert state["fault"] == {"says": "unit", "values": {"found": "hours"}}
    assert record.read().statements == ()


def test_the_same_answer_twice_is_two_turns_so_that_the_card_hears_of_both():
    card = quiz("waiting")
    assert check(card, "work-it-out", ["7"])["turn"] == 1
    assert check(card, "work-it-out", ["7"])["turn"] == 2


def test_where_nothing_can_be_written_the_verdict_comes_and_says_it_is_not_saved(
    tmp_path, monkeypatch
):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    monkeypatch.setenv("CAREKIT_RECORD", str(tmp_path / "file" / "record"))
    state = check(quiz("waiting"), "work-it-out", ["7"])
    assert (state["right"], state["saved"]) == (True, None)
    assert state["trouble"]["says"] == "not-saved"
    assert state["trouble"]["values"]["path"].endswith("file/record")


def test_a_full_disk_is_told_as_such(monkeypatch):
    full = OSError(errno.ENOSPC, "no room")
    monkeypatch.setattr("carekit.learner.event_log.append_line", Mock(side_effect=full))
    state = check(quiz("waiting"), "work-it-out", ["7"])
    assert state["trouble"]["says"] == "disk-full"


def test_a_damaged_log_is_told_once_and_the_other_answers_are_shown(record):
    check(quiz("waiting"), "work-it-out", ["7"])
    with record.path.open("ab") as log:
        log.write(b'{"half')
    card = quiz("waiting")
    assert card.states["work-it-out"]["right"]
    [notice] = card.notices
    assert (notice["says"], notice["values"]["count"]) == ("set-aside", "1")
    assert notice["values"]["path"].endswith(SET_ASIDE)
    assert quiz("waiting").notices == []


@pytest.mark.parametrize("make", [lambda: quiz("waiting"), reader], ids=["quiz", "reader"])
def test_the_language_chosen_in_a_widget_is_the_language_of_the_next_one(course, make):
    widget = make()
    assert widget.lang == "en"
    tell(widget, do="lang", lang="zh-Hant")
    assert (widget.lang, make().lang) == ("zh-Hant", "zh-Hant")
    assert reading_lang(course) == ZH_HANT


@pytest.mark.parametrize("lang", [None, "fr", 7])
def test_a_language_that_is_none_of_ours_changes_nothing(lang):
    widget = reader()
    tell(widget, do="lang", lang=str(lang) if lang else None)
    assert widget.lang == "en"


def test_a_language_that_cannot_be_remembered_still_holds_now(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    monkeypatch.setenv("CAREKIT_RECORD", str(tmp_path / "file" / "record"))
    widget = reader()
    tell(widget, do="lang", lang="zh-Hans")
    assert widget.lang == "zh-Hans"


def test_on_paper_every_question_and_option_stands_in_every_language_and_no_key():
    data, _ = quiz("waiting")._repr_mimebundle_()
    html = data["text/html"]
    for words_there in (
        'lang="zh-Hant"><strong>最長的等待變成兩倍',
        "<code>median()</code>",
        "<b>in the middle</b>",
        "☐",
        "○",
        '________ <span lang="en">minutes</span>',
    ):
        assert words_there in html
    assert "As many waits lie below" not in html
    assert data["text/plain"].startswith("quiz waiting: which-is-the-middle")


def test_words_that_look_like_markup_are_only_words(course):
    bank = course / "course_data" / "quizzes" / "waiting.yml"
    text = bank.read_text(encoding="utf-8").replace(
        "The longest wait doubles", "<script>x</script>"
    )
    bank.write_text(text, encoding="utf-8")
    html = quiz("waiting")._repr_mimebundle_()[0]["text/html"]
    assert "&lt;script&gt;" in html
    assert "<script" not in html


@pytest.mark.parametrize("widget", ["quiz", "reader"])
def test_every_word_of_the_widgets_is_there_in_three_languages_with_the_same_gaps(widget):
    for key, text in words(widget).items():
        gaps = {lang: set(re.findall(r"\{(\w+)\}", text[lang])) for lang in languages()}
        assert gaps[ENGLISH] == gaps[ZH_HANS] == gaps[ZH_HANT], key


@pytest.mark.parametrize("widget", ["quiz", "reader"])
def test_the_module_uses_only_words_that_exist_and_all_of_them(widget):
    module = drawn_by(widget, "js")
    by_name = set(re.findall(r"\bwords\.([a-z]+)\b(?!\()", module))
    by_name |= set(re.findall(r"\bwords\[\"([a-z-]+)\"\]", module))
    assert by_name <= set(words(widget))
    used = by_name | set(re.findall(r'"([a-z-]+)"', module))
    from_python = {"set-aside", "not-saved", "disk-full", "run-to-answer"}
    # The places where the languages of the course are spoken.
    from_python |= {lang.facts.place for lang in languages()}
    # Why a typed text could not be read, and what is said of one that is close.
    for source in Path(kinds.__file__).parent.glob("*/*.py"):
        from_python |= set(re.findall(r'"([a-z-]+)"', source.read_text(encoding="utf-8")))
    assert set(words(widget)) <= used | from_python


def test_a_module_stays_small_and_asks_no_other_host():
    for widget in ("quiz", "reader"):
        module = drawn_by(widget, "js") + drawn_by(widget, "css")
        assert len(module.encode()) < 60_000
        hosts = set(re.findall(r"https?://[^\s\"')]+", module))
        assert hosts <= {"http://www.w3.org/2000/svg"}
        assert "import(" not in module
