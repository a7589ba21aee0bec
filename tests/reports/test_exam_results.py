"""Exams as a trainer reads them: scores from logs, the gain between two forms, several files."""

import json
from datetime import UTC, datetime, timedelta

import pandas as pd
import pytest
from typer.testing import CliRunner

from carekit.cli import app, console
from carekit.cli.exam import _show_concepts, _show_gain
from carekit.cli.messages import speech
from carekit.common.files import ContentError
from carekit.common.languages import ENGLISH, languages
from carekit.learner.event_log import Record
from carekit.learner.exam_attempt import ExamAttempt, FormStatements, log_file, results_file
from carekit.questions import load_bank, load_banks, variant_of
from carekit.questions.exam_forms import Blueprint, blueprints, forms
from carekit.questions.judging import solution
from carekit.questions.views.without_key import asked
from carekit.reports.accepted_exams import sat_in_any_length
from carekit.reports.exam_gains import ClassGain, Estimate
from carekit.reports.exam_notices import numbers_of, twins
from carekit.reports.exam_overview import sittings
from carekit.reports.exam_results import form_of, release, scores
from tests.reading_languages import ZH_HANS

NINE = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)


def sit(course, learner, form, right, *, hand_in=True, lang=ENGLISH):
    """Let a learner answer the first ``right`` questions of a form rightly and no other."""
    now = [NINE]
    folder = course / "submitted" / learner / "exams"
    folder.mkdir(parents=True, exist_ok=True)
    record = Record(folder, actor=learner, clock=lambda: now[0], log=log_file(form))
    found = form_of(course, form)
    sitting = ExamAttempt.of(form, blueprints(course)[form], found.ids, record)
    sitting.start(lang)
    for name in found.ids[:right]:
        question = found.questions[name]
        drawn = numbers_of(learner, found, name) if question.draw else None
        sitting.answer(name, solution(variant_of(question, drawn)), lang, drawn)
    now[0] += timedelta(seconds=20)
    if hand_in:
        sitting.hand_in(lang)
    return folder


def begun(course):
    """Return form-a as the class sat it."""
    [found] = sat_in_any_length(course, course / "submitted", "form-a")
    return found


def test_a_form_for_the_trainer_has_the_questions_that_learners_are_asked(course):
    for form in ("form-a", "form-b"):
        drawn = forms(blueprints(course)[form], asked(course))[form]
        assert form_of(course, form).ids == drawn


def test_scores_have_one_row_for_each_question_and_leave_out_who_is_still_at_work(course):
    sit(course, "ada", "form-a", 2)
    sit(course, "bo", "form-a", 3, hand_in=False)
    table, still_open = scores(begun(course).form, begun(course).sittings)
    assert still_open == ["bo"]
    assert list(table["learner"]) == ["ada"] * 3
    assert list(table["score"]) == [1, 1, 0]
    assert set(table["minutes"]) == {20 / 60}


def test_releasing_writes_results_of_those_who_handed_in_and_nothing_beside_their_logs(course):
    ada = sit(course, "ada", "form-a", 2)
    bo = sit(course, "bo", "form-a", 2, hand_in=False)
    found, out = begun(course), course / "feedback"
    made, still_open, failed = release(found.form, found.sittings, out)
    assert made == [out / "ada" / "form-a" / results_file("form-a")]
    assert (still_open, failed) == (["bo"], {})
    assert not (ada / results_file("form-a")).exists()
    written = json.loads(made[0].read_text(encoding="utf-8"))
    assert [one["score"] for one in written["questions"].values()].count(1.0) == 2
    assert not (bo / results_file("form-a")).exists()


def test_of_two_logs_of_one_form_none_counts_and_the_others_are_scored(course):
    folder = sit(course, "ada", "form-a", 1)
    other = course / "submitted" / "ada" / "copy"
    other.mkdir()
    (other / log_file("form-a")).write_bytes((folder / log_file("form-a")).read_bytes())
    sit(course, "bo", "form-a", 2)
    found = begun(course)
    assert list(found.sittings) == ["bo"]
    assert [(one.learner, one.code) for one in found.notices] == [("ada", "two-logs")]


def test_a_folder_without_any_log_says_what_to_collect(course):
    (course / "submitted").mkdir()
    with pytest.raises(ContentError, match=r"no exam-form-a\.jsonl from any learner; put each"):
        begun(course)


def test_an_unknown_form_says_which_there_are(course):
    with pytest.raises(ContentError, match=r"no exam form 'form-z'.*form-a, form-b"):
        form_of(course, "form-z")


def answers(*rows):
    return pd.DataFrame(rows, columns=["learner", "concept", "score"])


def test_the_verb_shows_scores_and_the_gain_and_writes_a_table(course, tmp_path):
    sit(course, "ada", "form-a", 1)
    sit(course, "ada", "form-b", 3)
    out = tmp_path / "answers.csv"
    done = CliRunner().invoke(app, ["exam", "score", "form-a", "form-b", "--out", str(out)])
    assert done.exit_code == 0, done.output
    assert "1.0 of 3" in done.output
    assert "3.0 of 3" in done.output
    assert len(pd.read_csv(out)) == 6
    told = CliRunner().invoke(app, ["exam", "score", "form-a", "form-b", "--lang", "zh-Hant"])
    assert "進步：原本缺的分補上了多少" in told.output
    assert "learner" not in told.output
    assert "共有的題目太少（1 題）" in told.output
    assert "只有一人" in told.output
    sit(course, "bo", "form-a", 1)
    sit(course, "bo", "form-b", 2)
    two = CliRunner().invoke(app, ["exam", "score", "form-a", "form-b"])
    # One went from 1 to 3 of 3 and the other from 1 to 2. With two learners t is 12.7, and the
    # interval is cut to what a class that began with a third can lose and gain at all.
    assert "gained +50 percentage points (95% interval -33 to +67)" in two.output
    assert "The interval contains 0" in two.output


@pytest.mark.parametrize("lang", list(languages()))
@pytest.mark.parametrize(
    ("method", "ends", "said"),
    [
        (
            "orders",
            (0.02, 0.18),
            {"en": "cancels out", "zh-Hans": "抵消", "zh-Hant": "抵消"},
        ),
        ("chained", (-0.02, 0.22), {"en": "linear", "zh-Hans": "链式线性", "zh-Hant": "鏈結線性"}),
        ("mean", (0.02, 0.18), {"en": "mean equ", "zh-Hans": "链式均值", "zh-Hant": "鏈結平均數"}),
    ],
)
def test_the_gain_says_how_the_forms_were_compared_and_whether_it_may_be_none(
    lang, method, ends, said
):
    each = pd.DataFrame({"before": [0.5], "after": [0.6], "gain": [0.2]}, index=["ada"])
    gained = ClassGain(method, 8, Estimate(0.1, *ends), each)
    with console.capture() as shown:
        _show_gain(gained, speech(lang))
    words = shown.get()
    assert said[lang] in words
    assert "+10" in words
    assert f"{100 * ends[0]:+.0f}" in words
    none = {"en": "contains 0", "zh-Hans": "包含 0", "zh-Hant": "包含 0"}[lang]
    assert (none in words) == (ends[0] <= 0)


@pytest.mark.parametrize(("lang", "name"), [(ZH_HANS, "等待时间"), (ENGLISH, "waiting time")])
def test_a_concept_has_its_name_in_the_language_of_the_run(tea_once, monkeypatch, lang, name):
    monkeypatch.setenv("CAREKIT_ROOT", str(tea_once))
    table = answers(("ada", "waiting", 1), ("ada", "not-in-the-glossary", 0))
    with console.capture() as shown:
        _show_concepts(["form-a"], [table], speech(lang))
    assert name in shown.get()
    assert lang == ENGLISH or "waiting" not in shown.get()
    assert "not-in-the-glossary" in shown.get()


def test_the_sittings_of_a_class_hold_every_form_the_gain_and_who_is_still_at_work(course):
    folder = course / "submitted"
    assert sittings(course, folder) is None
    sit(course, "ada", "form-a", 0)
    sit(course, "bo", "form-a", 3, hand_in=False)
    found = sittings(course, folder)
    assert list(found.shares.columns) == ["form-a"]
    assert (found.gained, found.still_open) == ({}, {"form-a": ["bo"]})
    sit(course, "ada", "form-b", 3)
    sit(course, "cy", "form-b", 3)
    found = sittings(course, folder)
    assert found.shares.loc["ada"].to_dict() == {"form-a": 0, "form-b": 1}
    assert pd.isna(found.shares.loc["cy", "form-a"])
    assert found.gained == {("form-a", "form-b"): {"ada": 1, "": 1}}
    assert found.spans["form-a", "form-b"].value == 1


def test_the_verb_gives_results_back(course):
    sit(course, "ada", "form-a", 1)
    done = CliRunner().invoke(app, ["exam", "release", "form-a"])
    assert done.exit_code == 0, done.output
    assert (course / "feedback" / "ada" / "form-a" / results_file("form-a")).is_file()


# --- Forms that keep questions back, and levels in one part.


def test_what_is_kept_back_is_in_no_form(course):
    plain = blueprints(course)["form-a"].model_dump()
    pool = [name for name, one in asked(course).items() if one.use == "exam"]
    with pytest.raises(ContentError, match="need"):
        forms(Blueprint.model_validate(plain | {"kept_back": pool}), asked(course))


def test_a_question_that_is_not_there_cannot_be_kept_back(course):
    plain = blueprints(course)["form-a"].model_dump() | {"kept_back": ["nowhere"]}
    with pytest.raises(ContentError, match="no exam question nowhere; correct kept_back"):
        forms(Blueprint.model_validate(plain), asked(course))


def test_a_part_may_take_any_of_several_levels(course):
    plain = blueprints(course)["form-a"].model_dump()
    part = {"concept": "examined", "bloom": ["apply", "evaluate"], "count": 1}
    made = forms(Blueprint.model_validate(plain | {"parts": [part]}), asked(course))
    levels = {asked(course)[n].bloom for ids in made.values() for n in ids if n != "exam-anchor"}
    assert levels <= {"apply", "evaluate"}


def test_a_blueprint_that_asks_nothing_is_refused():
    with pytest.raises(ValueError, match="asks nothing"):
        Blueprint.model_validate({"id": "none", "forms": ["form-z"], "seed": 1})


# --- Several files of one concept.

EXAM = """\
concept: waiting
misconceptions: [{more}]
questions:
  - id: one-more
    kind: numeric
    use: exam
    bloom: apply
    ask: {{en: How many?, zh-Hans: 多少？, zh-Hant: 多少？}}
    answer: 3
    tolerance: 0
    why: {{en: Three., zh-Hans: 三。, zh-Hant: 三。}}
    slips:
      - value: 4
        tolerance: 0
        misconception: {idea}
        why: {{en: No., zh-Hans: 不对。, zh-Hant: 不對。}}
"""


@pytest.fixture
def second(course):
    """Return a function that writes a second file of a concept and returns its path."""

    def write(idea, more=""):
        path = course / "course_data" / "quizzes" / "waiting.exam.yml"
        path.write_text(EXAM.format(idea=idea, more=more), encoding="utf-8")
        return path

    return write


def first_idea(course):
    return load_bank(course / "course_data" / "quizzes" / "waiting.yml").misconceptions[0].id


def test_a_second_file_may_point_to_the_wrong_ideas_of_the_first(course, second):
    path = second(first_idea(course))
    assert load_bank(path).questions[0].id == "one-more"
    whole = load_banks(course)["waiting"]
    assert {"one-more"} < {question.id for question in whole.questions}
    assert "one-more" in asked(course, "waiting")


def test_a_second_file_must_not_repeat_a_wrong_idea(course, second):
    idea = first_idea(course)
    path = second(idea, more=f"{{id: {idea}, says: {{en: a, zh-Hans: 甲, zh-Hant: 甲}}}}")
    with pytest.raises(ContentError, match="in the first file of the concept already"):
        load_bank(path)


def test_a_second_file_with_an_unknown_wrong_idea_is_refused(second):
    with pytest.raises(ContentError, match="nowhere is not listed under `misconceptions`"):
        load_bank(second("nowhere"))


def sat(number, answered):
    """Return a sitting with an answer to each question after so many seconds."""
    began = datetime(2026, 1, 5, 9, tzinfo=UTC)
    saved = {f"q{n}": began + timedelta(seconds=seconds) for n, seconds in enumerate(answered)}
    answers = dict.fromkeys(saved, ("a",))
    return FormStatements(began, f"sitting-{number}", (), answers, saved, {}, None)


def test_a_copy_that_many_handed_in_is_told_to_each_with_a_few_names():
    copies = {f"p{n:03}": sat(n, (10, 20, 30)) for n in range(400)}
    # Once in the same second as they is chance.
    alone = {"zoe": sat(900, (10, 21, 32)), "yan": sat(901, (11, 22, 33))}
    said = twins("post", copies | alone)
    assert {one.learner for one in said} == set(copies)
    first = next(one for one in said if one.learner == "p000")
    assert first.values["others"].startswith("p001, p002, ")
    assert first.values["others"].endswith(", p020, … +379")


def test_a_copy_of_two_others_in_part_names_both():
    one, two = sat(1, (10, 20, 30, 40)), sat(2, (11, 21, 31, 41))
    third = sat(3, (10, 20, 31, 41))
    said = {
        one.learner: one.values["others"] for one in twins("post", {"a": one, "b": two, "c": third})
    }
    assert said == {"a": "c", "b": "c", "c": "a, b"}
