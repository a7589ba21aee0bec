"""Questions that count on the learner's side: reduced, shown, saved as widget and as text."""

import json
import re
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from carekit import quiz
from carekit.authoring.build.bundle import without_keys
from carekit.common.files import ContentError, read_yaml
from carekit.common.languages import ENGLISH
from carekit.learner.graded_answers import FILE, read, read_answers, save, score, worth
from carekit.questions import load_bank
from carekit.questions.views.key_only import key_of
from carekit.questions.views.without_key import asked, reduced

COURSE = Path(__file__).resolve().parents[1] / "browser" / "course"
BANK = COURSE / "course_data" / "quizzes" / "counting.yml"
NOON = datetime(2026, 1, 5, 12, 0, tzinfo=timezone(timedelta(hours=8)))
SECRETS = re.compile(r"right|why|misconception|\banswer\b|tolerance|slips|counted-all|\b2\b")


pytestmark = pytest.mark.usefixtures("course")


def put(folder, name="first-in-line", answer=("wei",)):
    return save(folder, name, list(answer), ENGLISH, NOON)


# --- What a check shows, and the text form.


def test_a_check_shows_what_is_saved_and_asks_for_what_is_not(here):
    with pytest.raises(AssertionError, match="first-in-line: no answer is saved yet"):
        read_answers("first-in-line")
    put(here)
    assert repr(read_answers("first-in-line")) == "first-in-line: wei (2026-01-05 12:00 +0800)"


def test_while_grading_the_words_come_in_every_language(monkeypatch, here):
    assert here.is_dir()
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    with pytest.raises(AssertionError) as said:
        read_answers("first-in-line")
    assert len(str(said.value).splitlines()) == 3


def test_the_text_form_saves_and_prints_what_was_saved(here, capsys):
    quiz.answer("who-waits-twice", ["ana", "wei"])
    assert re.fullmatch(
        r"Saved at \d\d:\d\d: who-waits-twice = ana, wei\n", capsys.readouterr().out
    )
    assert read(here).answers["who-waits-twice"].answer == ["ana", "wei"]
    quiz.answer("how-many-left", 3)
    assert read(here).answers["how-many-left"].answer == ["3"]


@pytest.mark.parametrize(
    ("name", "chosen", "says"),
    [
        ("nobody-knows", ["a"], r"no graded question 'nobody-knows'; there are: first-in-line"),
        ("first-in-line", ["li"], "first-in-line: li is not on offer; take of: ana, li-na, wei"),
        ("first-in-line", ["ana", "wei"], "one option can be taken, not 2"),
        ("first-in-line", [], "nothing is on offer|nothing is not on offer"),
        ("how-many-left", "three", "words: 'three'"),
        ("kept-for-the-exam", "2", "no graded question"),
    ],
)
def test_the_text_form_says_what_is_wrong_and_saves_nothing(here, name, chosen, says):
    with pytest.raises(ContentError, match=says):
        quiz.answer(name, chosen)
    assert list(here.iterdir()) == []


def test_while_grading_the_notebooks_own_words_fill_a_missing_file_and_change_no_other(
    here, monkeypatch
):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    quiz.answer("first-in-line", ["wei"])
    quiz.answer("first-in-line", ["ana"])
    assert read(here).answers["first-in-line"].answer == ["wei"]
    assert "first-in-line: wei" in repr(quiz.graded("counting"))


# --- No key on the learner's side.


def test_a_reduced_question_holds_no_key_and_reducing_again_changes_nothing():
    for question in read_yaml(BANK).data["questions"]:
        once = reduced(question)
        assert not SECRETS.search(json.dumps(once)), once
        assert reduced(once) == once


def test_the_learners_copy_asks_the_same_as_the_trainers(course):
    full = asked(course)
    for path in sorted((course / "course_data/quizzes").glob("*.yml")):
        given = without_keys(path)
        path.unlink()
        for name, data in given.items():
            (course / name).parent.mkdir(exist_ok=True)
            (course / name).write_bytes(data)
    assert asked(course) == full
    assert [one["id"] for one in quiz("waiting").questions] == [
        "which-is-the-middle",
        "what-moves",
        "work-it-out",
    ]
    with pytest.raises(ContentError, match="no quiz for 'counting'"):
        quiz("counting")
    assert len(quiz.graded("counting").questions) == 3


def test_nothing_that_a_card_sends_or_keeps_holds_a_key(here):
    put(here)
    card = quiz.graded("counting")
    sent = json.dumps(card.get_state()["questions"]) + json.dumps(card.states)
    assert not SECRETS.search(sent.replace('"answer": ["wei"]', "")), sent
    held = repr(vars(card)["_asked"])
    assert "True" not in held
    assert "counted-all" not in held


def test_a_kind_that_cannot_be_asked_without_its_key_is_refused(course):
    path = course / "course_data/quizzes/counting.yml"
    path.write_text(path.read_text().replace("kind: single", "kind: riddle"), encoding="utf-8")
    with pytest.raises(ContentError, match=r"counting\.yml:\d+: first-in-line: kind riddle"):
        asked(course)


# --- The card.


def tell(card, **content):
    card.receive({"lang": "en", **content})


def test_a_saved_answer_is_shown_again_with_its_time_in_a_new_card(here):
    tell(quiz.graded("counting"), do="save", question="first-in-line", answer=["wei"])
    again = quiz.graded("counting").states["first-in-line"]
    assert again["answer"] == ["wei"]
    kept = read(here).answers["first-in-line"].saved
    assert datetime.fromisoformat(again["saved"]) == kept


def test_a_number_that_is_none_is_told_at_once_and_not_saved(here):
    card = quiz.graded("counting", "how-many-left")
    tell(card, do="save", question="how-many-left", answer=["a few"])
    assert card.states["how-many-left"]["fault"]["says"] == "words"
    assert list(here.iterdir()) == []


def test_forged_messages_of_the_browser_change_nothing(here):
    card = quiz.graded("counting")
    tell(card, do="save", question="nobody", answer=["x"])
    tell(card, do="save", question="first-in-line", answer=["x"])
    assert card.states == {}
    assert list(here.iterdir()) == []


def test_where_nothing_can_be_saved_the_card_says_so(here):
    card = quiz.graded("counting")
    (here / ".answers.lock").mkdir()
    tell(card, do="save", question="first-in-line", answer=["wei"])
    assert card.states["first-in-line"]["trouble"]["says"] == "not-saved"


def test_a_damaged_file_is_named_on_the_card(here):
    (here / FILE).write_text("{")
    card = quiz.graded("counting")
    assert card.notices[0]["values"]["path"].endswith("answers.set-aside-1.json")


def test_an_answer_to_an_older_version_of_a_question_is_kept_and_not_shown(here):
    put(here, "first-in-line", ["gone"])
    assert quiz.graded("counting").states == {}
    assert read(here).answers["first-in-line"].answer == ["gone"]


@pytest.mark.parametrize(
    ("ids", "says"),
    [
        (["nobody"], "no graded question nobody of counting; known: "),
        (["kept-for-the-exam"], "no graded question kept-for-the-exam"),
    ],
)
def test_only_graded_questions_of_the_concept_can_be_shown(ids, says):
    with pytest.raises(ContentError, match=says):
        quiz.graded("counting", *ids)
    with pytest.raises(ContentError, match="waiting has no question that counts"):
        quiz.graded("waiting")


# --- Other kinds that can count.

T = "{{en: {0}, zh-Hans: 甲{0}, zh-Hant: 乙{0}}}"
KINDS = f"""concept: other-kinds
misconceptions:
  - id: counted-all
    says: {T.format("Idea")}
questions:
  - id: which-goes-where
    kind: matching
    use: graded
    bloom: apply
    ask: {T.format("Pair them")}
    left:
      - {{id: queue, say: {T.format("Queue")}}}
      - {{id: desk, say: {T.format("Desk")}}}
    right:
      - {{id: waits, say: {T.format("Waits")}}}
      - {{id: serves, say: {T.format("Serves")}}}
      - {{id: leaves, say: {T.format("Leaves")}}}
    pairs:
      - left: queue
        right: waits
        why: {T.format("Because")}
        when_wrong: {T.format("No")}
        misconception: counted-all
      - left: desk
        right: serves
        why: {T.format("Because")}
        when_wrong: {T.format("No")}
        misconception: counted-all
  - id: what-would-you-do
    kind: judgement
    use: graded
    bloom: evaluate
    ask: {T.format("What now")}
    choices:
      - {{id: ask-first, credit: 1, say: {T.format("Ask")}, why: {T.format("Good")}}}
      - id: wait-a-day
        credit: 0.5
        say: {T.format("Wait")}
        why: {T.format("Half")}
        misconception: counted-all
      - id: do-nothing
        credit: 0
        say: {T.format("Nothing")}
        why: {T.format("Bad")}
        misconception: counted-all
"""


@pytest.fixture
def kinds(course):
    path = course / "course_data" / "quizzes" / "other-kinds.yml"
    path.write_text(KINDS, encoding="utf-8")
    return {question.id: question for question in load_bank(path).questions}


@pytest.mark.parametrize(
    ("name", "answer", "worth_it"),
    [
        ("which-goes-where", ["queue=waits", "desk=serves"], 1.0),
        ("which-goes-where", ["queue=leaves"], 0.0),
        ("what-would-you-do", ["ask-first"], 1.0),
        ("what-would-you-do", ["wait-a-day"], 0.5),
    ],
)
def test_pairs_and_judgements_count_too(kinds, here, capsys, name, answer, worth_it):
    quiz.answer(name, answer)
    assert score(read(here), kinds, [name]) == {name: worth_it}
    assert worth([key_of(kinds[name])], 4, print) == 4 * worth_it
    assert name in capsys.readouterr().out
    assert quiz.graded("other-kinds").states[name]["answer"] == answer


def test_pairs_and_judgements_are_reduced_to_what_is_asked(course, kinds):
    path = course / "course_data" / "quizzes" / "other-kinds.yml"
    given = b"".join(without_keys(path).values()).decode()
    for secret in ("Because", "Good", "credit", "pairs", "counted-all", "when_wrong"):
        assert secret not in given
    sent = json.dumps(quiz.graded("other-kinds").questions)
    assert sent.index("leaves") < sent.index("serves") < sent.index("waits")
    assert kinds.keys() == asked(course).keys() & kinds.keys()


@pytest.mark.parametrize(
    "answer",
    [["queue"], ["queue=waits", "queue=leaves"], ["queue=waits", "desk=waits"], ["a=b"], []],
)
@pytest.mark.usefixtures("kinds")
def test_pairs_that_nobody_can_mean_are_refused(here, answer):
    with pytest.raises(ContentError, match="write each of desk, queue at most once"):
        quiz.answer("which-goes-where", answer)
    assert list(here.iterdir()) == []
