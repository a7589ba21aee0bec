"""Certificates: the edges of every criterion, names of all kinds, codes that cannot be made up."""

import pytest

from carekit.common.files import ContentError
from carekit.common.languages import ENGLISH
from carekit.learner.event_log import Record
from carekit.reports.certificates.criteria import Certificates, load
from carekit.reports.certificates.earned import judge
from carekit.reports.certificates.evidence import (
    Evidence,
    ExamTaken,
    Practice,
    TaskPoints,
    copied_from,
    own,
    practised,
    script_of,
)
from carekit.reports.certificates.issue import langs_for, scores
from tests.reading_languages import ZH_HANS, ZH_HANT
from tests.reports.eight_concepts import EIGHT, NAMES, text


def criterion(name, **fields):
    return {"id": name, "says": text(name), **fields}


SHORT = criterion("short", needs="tasks", tasks=[1, 2, 3], share=0.7)
TEXTS = criterion("texts", needs="tasks", tasks=[6], share=0.75, sets=6)
FUNCTIONS = criterion("functions", needs="tasks", tasks=[4, 5], share=0.7, sets=6)
EXAM = criterion("exam", needs="exam", points=17)
WHOLE = criterion("whole", needs="set", set="review", share=0.7, no_part_at_zero=True)
LESSONS = criterion("lessons", needs="lessons", least=8)
QUIZZES = criterion("quizzes", needs="quizzes", least=8, right=6, of=8)
SAT = criterion("sat", needs="sat")


def wanted(*criteria):
    kind = {
        "id": "any",
        "title": text("Certificate"),
        "says": text("who did it"),
        "rests_on": text("Rests on marks."),
        "columns": ["set", "exam"],
        "criteria": list(criteria),
    }
    whole = {
        "concepts": EIGHT,
        "exam": {"form": "final", "asked": 24},
        "claims": text("Nothing more."),
        "kinds": [kind],
    }
    return Certificates.model_validate(whole)


def outcome(one, shown):
    asked = wanted(one)
    [found] = judge(asked, asked.kinds[0], shown)
    return found


def tasks(*points, most=(3, 2, 1, 4, 4, 6), waits=()):
    return tuple(
        TaskPoints(got, top, place in waits)
        for place, (got, top) in enumerate(zip(points, most, strict=True), 1)
    )


def sets(*each):
    return Evidence("mei", sets=dict(zip(EIGHT, each, strict=True)))


def sat(points, of=24):
    return Evidence("mei", exam=ExamTaken(of, points, of, {}))


# --- The edges.


@pytest.mark.parametrize(
    ("points", "met"), [(17, True), (16, False), (16.99, False), (24, True), (0, False)]
)
def test_seventeen_points_of_the_exam_are_enough_and_sixteen_are_not(points, met):
    assert outcome(EXAM, sat(points)).met is met


def test_seventeen_points_made_of_thirds_are_seventeen():
    assert outcome(EXAM, sat(sum([1 / 3] * 51))).met


@pytest.mark.parametrize(("points", "met"), [(12, True), (11, False)])
def test_the_short_form_asks_for_the_same_share(points, met):
    found = outcome(EXAM, sat(points, of=16))
    assert found.met is met
    assert found.told(ENGLISH, NAMES)[1] == f"{points} of 16 points"


def test_who_handed_in_no_exam_has_neither_sat_it_nor_any_points():
    for one in (EXAM, SAT):
        found = outcome(one, Evidence("mei"))
        assert not found.met
        assert found.told(ENGLISH, NAMES)[2] == "No test with answers was handed in."
    assert outcome(SAT, sat(0)).met


@pytest.mark.parametrize(("reached", "met"), [(6, True), (5, False), (8, True), (0, False)])
def test_six_texts_of_eight_at_level_three_are_enough_and_five_are_not(reached, met):
    each = [tasks(0, 0, 0, 0, 0, 4.5 if n < reached else 4.4) for n in range(8)]
    assert outcome(TEXTS, sets(*each)).met is met


def test_a_text_that_waits_for_a_reader_has_no_level_and_is_named():
    each = [tasks(0, 0, 0, 0, 0, 6) for _ in range(5)]
    each += [tasks(0, 0, 0, 0, 0, 0, waits=[6]), tasks(0, 0, 0, 0, 0, 0), tasks(0, 0, 0, 0, 0, 3)]
    found = outcome(TEXTS, sets(*each))
    assert found.told(ENGLISH, NAMES) == (
        "texts",
        "5 of 8",
        "Too low: topic f, topic g, topic h. A person still has to look at: topic f.",
    )
    assert found.told(ZH_HANT, NAMES)[2] == (
        "未達標：主題f、主題g、主題h。 還有待人工批閱：主題f。"
    )


def test_seventy_per_cent_of_all_short_tasks_together_are_enough():
    # 48 points in all, so 33.6 are needed.
    exactly = [tasks(3, 1, 0.2, 0, 0, 0) for _ in range(8)]
    assert outcome(SHORT, sets(*exactly)).met
    less = [tasks(3, 1, 0.2, 0, 0, 0) for _ in range(7)] + [tasks(3, 1, 0.19, 0, 0, 0)]
    found = outcome(SHORT, sets(*less))
    assert not found.met
    assert found.told(ENGLISH, NAMES)[1:] == ("33.59 of 48 points", "0.01 points.")


def test_a_set_that_was_never_handed_in_counts_as_nothing_of_its_points():
    perfect, nothing = tasks(3, 2, 1, 4, 4, 6), tasks(0, 0, 0, 0, 0, 0)
    assert outcome(SHORT, sets(*[perfect] * 6, nothing, nothing)).met
    assert not outcome(SHORT, sets(*[perfect] * 5, nothing, nothing, nothing)).met


def test_function_tasks_count_set_by_set_and_cannot_borrow_from_each_other():
    enough, perfect, low = tasks(0, 0, 0, 4, 1.6, 0), tasks(0, 0, 0, 4, 4, 0), tasks(*[0] * 6)
    assert outcome(FUNCTIONS, sets(*[enough] * 6, low, low)).met
    assert not outcome(FUNCTIONS, sets(*[perfect] * 5, low, low, low)).met


def review(*points):
    return Evidence("mei", sets={"review": tasks(*points, most=(50, 50))})


@pytest.mark.parametrize(
    ("points", "met"), [((35, 35), True), ((50, 20), True), ((35, 34.9), False), ((50, 0), False)]
)
def test_the_whole_set_needs_its_share_and_something_in_every_part(points, met):
    assert outcome(WHOLE, review(*points)).met is met


def test_a_part_at_zero_is_named_even_where_the_share_would_be_enough():
    lop_sided = Evidence("mei", sets={"review": tasks(80, 0, most=(80, 20))})
    assert outcome(WHOLE, lop_sided).told(ENGLISH, {})[1:] == (
        "80 of 100 points",
        "No points in part 2.",
    )


def test_tasks_that_belong_together_are_one_part():
    shown = Evidence("mei", sets={"review": tasks(80, 10, 0, most=(80, 10, 10))})
    assert not outcome(WHOLE, shown).met
    assert outcome({**WHOLE, "together": [[2, 3]]}, shown).met
    last = Evidence("mei", sets={"review": tasks(80, 5, 5, 0, most=(80, 5, 5, 10))})
    found = outcome({**WHOLE, "together": [[2, 3]]}, last)
    assert found.told(ENGLISH, {})[2] == "No points in part 3."


def test_a_set_without_any_points_to_have_is_never_met():
    assert not outcome(WHOLE, Evidence("mei")).met
    assert not outcome(SHORT, Evidence("mei")).met


def practice(**other):
    did = {name: Practice(8, 8, 8) for name in EIGHT}
    return Evidence("mei", practice={**did, **other})


@pytest.mark.parametrize(("right", "met"), [(6, True), (5, False)])
def test_six_right_of_eight_pass_a_quiz_and_five_do_not(right, met):
    assert outcome(QUIZZES, practice(h=Practice(8, 8, right))).met is met


def test_a_lesson_is_at_its_end_only_with_its_last_question_answered():
    assert outcome(LESSONS, practice()).met
    found = outcome(LESSONS, practice(h=Practice(8, 7, 7)))
    assert not found.met
    assert found.told(ENGLISH, NAMES)[1:] == ("7 of 8", "Not at the end yet: topic h.")


def test_a_lesson_without_questions_is_never_at_its_end():
    assert not outcome(LESSONS, practice(h=Practice(0, 0, 0))).met
    assert not outcome(QUIZZES, practice(h=Practice(0, 0, 0))).met


# --- What a log says.


def said(folder, answers, actor="learner"):
    record = Record(folder, actor=actor)
    for name, right in answers:
        record.answered(name, ["x"], score=float(right), right=right, lang=ZH_HANT)
    return record.read().statements


class Bank:
    """A bank of two questions, as far as a log needs one."""

    def __init__(self):
        self.questions = [type("Q", (), {"id": n, "use": "practice"}) for n in ("one", "two")]

    def object_id(self, question):
        return f"a/{question.id}"


def test_who_passed_once_does_not_lose_it_in_a_later_review(tmp_path):
    log = said(tmp_path, [("a/one", True), ("a/two", True), ("a/one", False), ("b/two", True)])
    assert practised(log, {"a": Bank()}, ["a", "b"]) == {
        "a": Practice(2, 2, 2),
        "b": Practice(0, 0, 0),
    }


def test_right_answers_that_were_never_right_together_are_not_added_up(tmp_path):
    log = said(tmp_path, [("a/one", True), ("a/one", False), ("a/two", True)])
    assert practised(log, {"a": Bank()}, ["a"]) == {"a": Practice(2, 2, 1)}


def test_lines_in_the_name_of_somebody_else_are_left_out_and_counted(tmp_path):
    said(tmp_path, [("a/one", True)], actor="ben")
    said(tmp_path, [("a/one", True)], actor="mei")
    log = said(tmp_path, [("a/one", True)])
    kept, others = own(log, "mei")
    assert [one.actor.name for one in kept] == ["mei", "learner"]
    assert others == 1


def test_a_copy_of_another_learners_log_is_found_by_its_ids(tmp_path):
    said(tmp_path / "ada", [("a/one", True)])
    said(tmp_path / "mei", [("a/one", True)])
    assert copied_from(tmp_path / "mei", tmp_path, ["attempts.jsonl"]) is None
    with (tmp_path / "mei" / "attempts.jsonl").open("ab") as log:
        log.write((tmp_path / "ada" / "attempts.jsonl").read_bytes())
    assert copied_from(tmp_path / "mei", tmp_path, ["attempts.jsonl"]) == tmp_path / "ada"


def test_the_script_is_the_one_that_was_read_last(tmp_path):
    log = said(tmp_path, [("a/one", True)])
    assert script_of(log) == ZH_HANT
    assert script_of([]) is None
    read = Evidence("mei", script=ZH_HANS)
    assert langs_for(None, read, ENGLISH) == (ENGLISH, ZH_HANS)
    assert langs_for(ENGLISH, read, ENGLISH) == (ENGLISH,)
    assert langs_for(None, Evidence("mei"), ENGLISH) == (ENGLISH,)


# --- What authors write.

CARD = "id: eight\ntitle: {en: Eight, zh-Hans: 八, zh-Hant: 八}\nfirst_notebook: a.ipynb\n"
CARD += "pass_mark: {right: 6, of: 8}\n"
WRITTEN = f"""
concepts: [{", ".join(EIGHT)}]
exam: {{form: final, asked: 24}}
claims: &t {{en: Nothing more., zh-Hans: 仅此而已。, zh-Hant: 僅此而已。}}
kinds:
  - id: completion
    title: *t
    says: *t
    rests_on: *t
    columns: [quiz, exam]
    criteria:
      - {{id: lessons, needs: lessons, least: 1, says: *t}}
      - id: quizzes
        needs: quizzes
        least: 8 # how many of its questions a quiz asks for is the pass_mark in course.yml
        says: *t
      - {{id: sat, needs: sat, says: *t}}
      - id: exam
        says: {{en: "at least {{points}}", zh-Hans: "{{points}} 分", zh-Hant: "{{points}} 分"}}
        needs: exam
        points: 17
"""


def test_a_pass_mark_stands_in_the_course_card_alone(tmp_path):
    (tmp_path / "course_data").mkdir()
    for name, said in (("course", CARD), ("certificates", WRITTEN)):
        (tmp_path / "course_data" / f"{name}.yml").write_text(said, encoding="utf-8")
    [kind] = load(tmp_path).kinds
    quizzes = next(one for one in kind.criteria if one.id == "quizzes")
    assert (quizzes.right, quizzes.of) == (6, 8)


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("points: 17", "points: 25", "points asks for 25 of 24; nobody can have that"),
        ("least: 8 #", "least: 9 #", "least asks for 9 of 8"),
        ("least: 8 #", "least: 8\n        right: 5 #", r"the pass mark stands in course\.yml"),
        ("at least {points}", "at least {point}", r"en quotes \{point\}, which is no number"),
        ("needs: sat", "needs: luck", "luck"),
    ],
)
def test_a_criterion_that_nobody_can_meet_or_read_is_refused(tmp_path, before, after, says):
    assert before in WRITTEN
    changed = tmp_path / "course_data" / "certificates.yml"
    changed.parent.mkdir()
    (changed.parent / "course.yml").write_text(CARD, encoding="utf-8")
    changed.write_text(WRITTEN.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(ContentError, match=says):
        load(tmp_path)


def test_a_kind_that_is_not_there_is_refused_with_those_that_are():
    with pytest.raises(ContentError, match=r"no certificate 'gold' .* there are: any"):
        wanted(SAT).kind("gold")


def test_seventeen_points_made_of_tenths_are_seventeen():
    made = 0.0
    for _ in range(170):
        made += 0.1
    assert made != 17
    assert outcome(EXAM, sat(min(made, 34 - made))).met


def test_the_exam_column_has_the_points_of_each_concept_and_zeros_where_there_are_none():
    asked = wanted(EXAM)
    taken = ExamTaken(20, 17.5, 24, {"a": (2.5, 3)})
    shown = Evidence("mei", exam=taken, sets={"b": tasks(3, 2, most=(3, 2))})
    lines = {one["concept"]: one for one in scores(asked, asked.kinds[0], shown)}
    assert lines["a"] == {"concept": "a", "set": [0, 0], "exam": [2.5, 3]}
    assert lines["b"] == {"concept": "b", "set": [5, 5], "exam": [0, 0]}
    without = scores(asked, asked.kinds[0], Evidence("mei"))
    assert [one["exam"] for one in without] == [[0, 0]] * len(EIGHT)


def test_practice_is_a_column_of_right_and_asked():
    asked = wanted(QUIZZES)
    kind = asked.kinds[0].model_copy(update={"columns": ["quiz"]})
    lines = scores(asked, kind, Evidence("mei", practice={"a": Practice(asked=8, right=6)}))
    assert [one["quiz"] for one in lines] == [[6, 8]] + [[0, 0]] * 7
