"""Every kind of question, counting: asked without its key, answered in words, kept and scored."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from carekit import quiz
from carekit.authoring.build.bundle import without_keys
from carekit.authoring.build.secrets import keys
from carekit.common.files import ContentError
from carekit.common.languages import ENGLISH
from carekit.learner.event_log import Record
from carekit.learner.exam_attempt import ExamAttempt, log_file, results
from carekit.learner.graded_answers import read, save, score, worth
from carekit.questions import load_bank, seed_of, variant_of
from carekit.questions.judging import judge, solution
from carekit.questions.variants import VARIANTS
from carekit.questions.views.key_only import key_of, keys_in, question_of
from carekit.questions.views.without_key import asked

COURSE = Path(__file__).resolve().parents[1] / "browser" / "course"
TIDES = COURSE / "course_data" / "quizzes" / "tides.yml"
NAMES = [question.id for question in load_bank(TIDES).questions]
NOW = datetime(2026, 1, 5, 4, 0, tzinfo=UTC)
DRAWN = "mean-level"
# A part of each answer, and what it is worth.
PARTLY = {
    "words-for-water": (["high-water=r-manchao", "low-water=r-dachao"], 1 / 3),
    "one-day-at-sea": (["falls", "lowest", "rises", "highest"], 2 / 3),
    "what-pulls-the-sea": (["body=ＭＯＯＮ", "why-more=brighter"], 1 / 2),
    "boat-on-the-sand": (["call"], 1 / 2),
    "what-pulls": (["sun"], 1 / 2),
}


@pytest.fixture(autouse=True)
def course(course):
    """The small course with every question of the tides counting."""
    use(course, "graded")
    return course


def use(course, how):
    text = TIDES.read_text(encoding="utf-8")
    for name in NAMES:
        text = text.replace(f"- id: {name}\n", f"- id: {name}\n    use: {how}\n")
    (course / "course_data" / "quizzes" / "tides.yml").write_text(text, encoding="utf-8")


@pytest.fixture
def questions(course):
    bank = load_bank(course / "course_data" / "quizzes" / "tides.yml")
    return {question.id: question for question in bank.questions}


def tell(card, **content):
    card.receive({"lang": "en", **content})


def kept(folder, name):
    return read(folder).answers[name]


@pytest.mark.parametrize("name", NAMES)
def test_the_right_answer_in_words_is_kept_scored_and_shown_again(here, questions, capsys, name):
    quiz.answer(name)
    told = capsys.readouterr().out
    assert f'quiz.answer("{name}", ' in told
    variant = asked(here.parent / "course")[name].variant(seed_of("learner", f"tides/{name}"))
    right = solution(variant_of(questions[name], variant))
    quiz.answer(name, right)
    assert kept(here, name).variant == variant
    assert score(read(here), questions, [name]) == {name: 1.0}
    assert worth([key_of(questions[name])], 4, print) == 4.0
    again = quiz.graded("tides", name)
    assert again.states[name]["answer"] == right
    assert datetime.fromisoformat(again.states[name]["saved"]) == kept(here, name).saved


@pytest.mark.parametrize("name", PARTLY)
def test_a_part_of_the_answer_is_worth_its_part_from_file_and_key_alike(here, questions, name):
    answer, part = PARTLY[name]
    tell(quiz.graded("tides", name), do="save", question=name, answer=answer)
    assert kept(here, name).answer == answer
    assert score(read(here), questions, [name])[name] == pytest.approx(part)
    assert worth([key_of(questions[name])], 3, print) == pytest.approx(3 * part, abs=1e-4)


@pytest.mark.parametrize("name", NAMES)
def test_a_key_without_words_judges_as_the_question_does(questions, name):
    bare = question_of(key_of(questions[name]))
    full = questions[name]
    for number in range(VARIANTS if full.draw else 1):
        right = solution(variant_of(full, number))
        assert judge(variant_of(bare, number), right).score == 1
    assert json.dumps(key_of(full), ensure_ascii=False).count("潮") <= 1


@pytest.mark.parametrize(
    ("name", "answer", "says"),
    [
        ("one-day-at-sea", ["falls"], "write each of falls, highest, lowest, rises once"),
        ("one-day-at-sea", ["falls", "falls", "lowest", "rises"], "first to last"),
        ("what-pulls-the-sea", ["moon"], "write each of body, why-more at most once"),
        ("what-pulls-the-sea", ["body=moon", "body=sun"], "at most once, as gap=word"),
        ("what-pulls-the-sea", ["why-more=wetter"], "take of: brighter, closer"),
        ("what-pulls-the-sea", ["body= "], "take of: a word of your own"),
        ("where-is-high-water", ["beach"], "beach is not on offer; take of: "),
        ("where-is-high-water", ["crest", "trough"], "one option can be taken, not 2|is not on"),
        (DRAWN, ["a few"], "words: 'a few'"),
    ],
)
def test_an_answer_that_nobody_can_mean_is_refused_and_not_saved(here, name, answer, says):
    with pytest.raises(ContentError, match=says):
        quiz.answer(name, answer)
    tell(quiz.graded("tides", name), do="save", question=name, answer=answer)
    assert not read(here).answers


# --- No key.


def test_nothing_that_a_card_knows_holds_a_key(here, questions):
    card = quiz.graded("tides")
    told = json.dumps(card.get_state()["questions"], ensure_ascii=False) + repr(vars(card))
    for name, question in questions.items():
        for reason in reasons(question.model_dump(mode="json", by_alias=True)):
            assert reason not in told, name
    for secret in ("when_wrong", "tolerance", "misconception", "derive", "only_if", "accept"):
        # As a whole word: a card may well say "acceptable".
        assert not re.search(rf"\b{secret}\b", told), secret
    assert "moon" not in json.dumps(
        next(one for one in card.questions if one["id"] == "what-pulls-the-sea")
    )
    assert here.is_dir()


def reasons(node):
    if isinstance(node, dict):
        for field, value in node.items():
            if field in ("why", "when_wrong"):
                yield from (value or {}).values()
            else:
                yield from reasons(value)
    elif isinstance(node, list):
        for one in node:
            yield from reasons(one)


def test_a_key_written_beside_its_question_is_known_to_the_leak_test(course):
    found = {key.question: key.answers for key in keys(course)}
    assert set(NAMES) <= found.keys()
    assert "high-water=r-manchao" in found["words-for-water"]
    assert "highest, falls, lowest, rises" in found["one-day-at-sea"]
    assert {"why-more=closer", "body=月亮"} <= set(found["what-pulls-the-sea"])
    assert found["where-is-high-water"] == ("crest",)
    assert all(found[name] for name in NAMES)


def test_the_learners_copy_asks_every_kind_as_the_trainers_does(course):
    full = asked(course)
    path = course / "course_data" / "quizzes" / "tides.yml"
    given = without_keys(path)
    path.unlink()
    for name, data in given.items():
        (course / name).parent.mkdir(exist_ok=True)
        (course / name).write_bytes(data)
    assert asked(course) == full
    assert [one["id"] for one in quiz.graded("tides").questions] == NAMES


# --- The order of the options, and numbers that are drawn.


def orders(monkeypatch, name):
    for number in range(30):
        monkeypatch.setenv("JUPYTERHUB_USER", f"learner-{number}")
        [seen] = quiz.graded("tides", name).questions
        yield tuple(seen["order"])


@pytest.mark.parametrize("name", ["words-for-water", "one-day-at-sea", "what-pulls"])
def test_options_stand_in_an_order_of_the_learners_own_and_stay_there(monkeypatch, here, name):
    once = list(orders(monkeypatch, name))
    assert len(set(once)) > 3
    assert list(orders(monkeypatch, name)) == once
    assert here.is_dir()


def test_a_pinned_option_keeps_its_place_when_it_counts(monkeypatch, here):
    assert {order[-1] for order in orders(monkeypatch, "boat-on-the-sand")} == {"leave"}
    assert here.is_dir()


def test_learners_have_numbers_of_their_own_and_keep_them(monkeypatch, here, questions):
    asks = set()
    for number in range(20):
        monkeypatch.setenv("JUPYTERHUB_USER", f"learner-{number}")
        [seen] = quiz.graded("tides", DRAWN).questions
        assert [seen] == quiz.graded("tides", DRAWN).questions
        assert "{{" not in json.dumps(seen)
        asks.add(seen["ask"]["en"])
    assert len(asks) > 5
    tell(quiz.graded("tides", DRAWN), do="save", question=DRAWN, answer=["1"])
    [seen] = quiz.graded("tides", DRAWN).questions
    # Opened by somebody else, the file still belongs to the same numbers.
    monkeypatch.setenv("JUPYTERHUB_USER", "somebody-else")
    assert quiz.graded("tides", DRAWN).questions == [seen]
    mine = variant_of(questions[DRAWN], kept(here, DRAWN).variant)
    assert mine.ask["en"] == seen["ask"]["en"]


@pytest.mark.parametrize("variant", [None, VARIANTS, 999])
def test_an_answer_to_numbers_that_nobody_had_is_worth_nothing(tmp_path, questions, variant):
    right = solution(variant_of(questions[DRAWN], 0))
    save(tmp_path, DRAWN, right, ENGLISH, NOW, variant)
    assert score(read(tmp_path), questions, [DRAWN]) == {DRAWN: 0.0}


def test_while_grading_the_words_of_a_notebook_carry_their_variant(monkeypatch, here, questions):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    quiz.answer(DRAWN)
    quiz.answer(DRAWN, solution(variant_of(questions[DRAWN], 5)), variant=5)
    assert score(read(here), questions, [DRAWN]) == {DRAWN: 1.0}


# --- Exams.


def test_an_exam_scores_every_kind_by_the_numbers_it_showed(tmp_path, questions):
    record = Record(tmp_path, clock=lambda: NOW, log=log_file("form-a"))
    paper = ExamAttempt("form-a", tuple(NAMES), record)
    paper.start(ENGLISH)
    for name, question in questions.items():
        variant = 7 if question.draw else None
        right = solution(variant_of(question, variant))
        assert paper.answer(name, right, ENGLISH, variant)
    found = results(paper.read(), questions, NAMES)
    assert {name: one["score"] for name, one in found.items()} == dict.fromkeys(NAMES, 1.0)
    assert paper.read().variants == {DRAWN: 7}


def test_a_check_without_a_quiz_has_no_key():
    assert keys_in("x = 1") == []


@pytest.mark.parametrize("variant", [-1, VARIANTS])
def test_a_variant_beyond_those_there_are_is_refused(questions, variant):
    with pytest.raises(ValueError, match="has no variant"):
        variant_of(questions[DRAWN], variant)


def test_the_first_variant_is_kept_like_every_other(here):
    question = asked(here.parent / "course")[DRAWN]
    assert [question.variant("any seed", kept) for kept in (0, 1)] == [0, 1]
    assert any(question.variant(f"seed {number}") for number in range(9))
