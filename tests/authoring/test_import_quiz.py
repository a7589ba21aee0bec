"""Questions of jupyterquiz become a bank that is judged as they were; the report says where not."""

import json

import pytest

from carekit.authoring.import_quiz.import_bank import read_bank, write_bank
from carekit.common.files import ContentError
from carekit.questions import load_bank
from carekit.questions.judging import judge

LANGS = ("en", "zh-Hans", "zh-Hant")
MOON = {
    "question": "What <b>pulls</b> the sea? <code>tide()</code>",
    "type": "multiple_choice",
    "answers": [
        {"answer": "The moon", "correct": True, "feedback": "Yes &amp; the sun."},
        {"answer": "The wind", "correct": False, "feedback": "It makes waves."},
    ],
}
EITHER = {
    "question": "Name one body that pulls the sea.",
    "type": "multiple_choice",
    "answers": [
        {"answer": "Moon", "correct": True},
        {"answer": "Sun", "correct": True},
        {"answer": "Wind", "correct": False},
    ],
}
MANY = {
    "question": "Which of these change the level?",
    "type": "many_choice",
    "answer_cols": 2,
    "answers": [
        {"answer": "Moon", "correct": True, "feedback": "Yes."},
        {"answer": "Sun", "correct": True, "feedback": "Yes."},
        {"code": "sea()", "correct": False, "feedback": "No."},
    ],
}
HOURS = {
    "question": "Hours between two high waters?",
    "type": "numeric",
    "precision": 3,
    "answers": [
        {"type": "value", "value": 12.4, "correct": True, "feedback": "Half a moon day."},
        {"type": "value", "value": 24.8, "correct": False, "feedback": "That is two tides."},
        {"type": "range", "range": [0, 6], "correct": False, "feedback": "Too short."},
        {"type": "default", "feedback": "Think of the moon."},
    ],
}
DEPTH = {
    "question": "A depth that a boat of 1 m needs?",
    "type": "numeric",
    "answers": [{"range": [1.5, 2.5], "correct": True, "feedback": "Deep enough."}],
}
NAME = {
    "question": "The highest tide is called",
    "type": "string",
    "answers": [
        {"answer": "spring tide", "correct": True, "feedback": "Yes."},
        {"answer": "Spring", "correct": True, "feedback": "In short."},
        {"answer": "neap tide", "correct": False, "feedback": "The lowest."},
        {"type": "default", "feedback": "Not in winter alone."},
    ],
}
ALL = [MOON, EITHER, MANY, HOURS, DEPTH, NAME]


@pytest.fixture
def imported(course, tmp_path):
    """Return a function that imports questions: their bank, by the number of each, and report."""

    def bring(*questions):
        file = tmp_path / "sea.json"
        file.write_text(json.dumps(questions), encoding="utf-8")
        bank = read_bank(course, file, None, "en", LANGS)
        write_bank(course, bank)
        return load_bank(course / bank.path).questions, bank.report

    return bring


def test_every_type_becomes_its_kind_and_nothing_is_left_out(imported):
    questions, report = imported(*ALL)
    kinds = [question.kind for question in questions]
    assert kinds == ["single", "judgement", "multiple", "numeric", "numeric", "short_text"]
    assert report.kept == ["6 of 6 questions"]
    assert not report.left_out
    assert not report.look


@pytest.mark.parametrize(
    ("question", "answer", "right", "says"),
    [
        (MOON, ["the-moon"], True, "Yes & the sun."),
        (MOON, ["the-wind"], False, "It makes waves."),
        (EITHER, ["sun"], True, "Right."),
        (EITHER, ["wind"], False, "Not right."),
        (MANY, ["moon", "sun"], True, "Yes."),
        (MANY, ["moon"], False, "Yes."),
        (MANY, ["sea"], False, "No."),
        (HOURS, ["12.4"], True, "Half a moon day."),
        (HOURS, ["12.44"], True, "Half a moon day."),
        (HOURS, ["12.5"], False, "Think of the moon."),
        (HOURS, ["24.8"], False, "That is two tides."),
        (HOURS, ["3"], False, "Too short."),
        (DEPTH, ["1.5"], True, "Deep enough."),
        (DEPTH, ["2.6"], False, None),
        (NAME, ["Spring Tide"], True, "Yes."),
        (NAME, ["spring"], True, "In short."),
        (NAME, ["neap tide"], False, "The lowest."),
        (NAME, ["ebb"], False, "Not in winter alone."),
    ],
)
def test_answers_are_judged_and_told_as_in_jupyterquiz(imported, question, answer, right, says):
    [asked], _ = imported(question)
    verdict = judge(asked, answer)
    assert (verdict.score == 1.0) is right
    told = [note.says["zh-Hant"] for note in verdict.notes if note.says]
    assert told[:1] == ([says] if says else [])


def test_words_lose_their_html_and_the_report_says_what_goes(imported):
    html = MOON | {"question": "<i>Is</i> <b>it</b> <img src='x.png'> $x^2$ {{x}}?"}
    [asked], report = imported(html)
    assert asked.ask["en"] == "Is **it** $x^2$ { {x} }?"
    told = "\n".join(report.lines())
    for lost in ("format of <i>", "picture of <img>", "formula is shown as it is typed", "{{ is"):
        assert lost in told
    assert "stand under zh-Hans, zh-Hant as well" in told


def test_capital_letters_count_where_they_counted(imported):
    answers = [{"answer": "pH", "correct": True, "feedback": "Yes.", "match_case": True}]
    [asked], _ = imported({"question": "Sour?", "type": "string", "answers": answers})
    assert judge(asked, ["pH"]).score == 1.0
    assert judge(asked, ["PH"]).score == 0.0


TWO_NUMBERS = [{"value": 1, "correct": True}, {"value": 5, "correct": True}]
FUZZY = [{"answer": "gravity", "correct": True, "fuzzy_threshold": 0.8}]
SOME_EXACT = [{"answer": "pH", "correct": True, "match_case": True}]
SOME_EXACT += [{"answer": "acid", "correct": True}]


@pytest.mark.parametrize(
    ("kind", "answers", "says"),
    [
        ("numeric", TWO_NUMBERS, "5 was right as well and counts as wrong now"),
        ("string", FUZZY, "one typing mistake is forgiven now"),
        ("string", SOME_EXACT, "capital letters count in all answers now"),
    ],
)
def test_what_is_judged_otherwise_asks_for_a_look(imported, kind, answers, says):
    _, report = imported({"question": "Which?", "type": kind, "answers": answers})
    assert report.look
    assert says in "\n".join(report.lines())


def test_nothing_is_written_over(imported, course):
    imported(MOON)
    before = (course / "course_data" / "quizzes" / "sea.yml").read_bytes()
    with pytest.raises(ContentError, match=r"sea\.yml: is there already"):
        imported(DEPTH)
    assert (course / "course_data" / "quizzes" / "sea.yml").read_bytes() == before


def test_a_question_without_a_place_here_is_kept_in_full_in_the_report(imported, course):
    all_right = MANY | {"answers": MANY["answers"][:2], "question": "All of them?"}
    questions, report = imported(MOON, all_right)
    assert len(questions) == 1
    assert report.look
    page = (course / "import-reports" / "quiz-sea.md").read_text("utf-8")
    assert "All of them?" in page
    assert "has no wrong option" in page


def test_ids_are_new_in_the_whole_course(imported):
    # The course has a question of this name in another bank.
    asked, _ = imported(MOON | {"question": "What pulls?"}, MOON | {"question": "What pulls?"})
    assert [one.id for one in asked] == ["what-pulls-2", "what-pulls-3"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[{]", r"sea\.json:1: not JSON"),
        ("{}", "must be a list of questions"),
        ("[]", "must be a list of questions"),
        ('[{"type": "numeric", "answers": []}]', r"question 1\.question: field required"),
        ('[{"question": "a", "type": "essay", "answers": [{}]}]', r"question 1\.type: input"),
        (json.dumps([MOON, MOON | {"answers": [{"answer": "x"}]}]), r"question 2\.answers\.1\.cor"),
        (json.dumps([DEPTH | {"answers": [{"correct": True}]}]), "needs `value`, `range`"),
        (
            json.dumps([DEPTH | {"answers": [{"range": [1], "correct": True}]}]),
            r"answers\.1\.range",
        ),
        (json.dumps([NAME | {"answers": [{"correct": True}]}]), r"answers\.1\.answer: is missing"),
        (json.dumps([MOON | {"answers": [{"answer": "x", "correct": "yes"}]}]), r"1\.correct"),
        (json.dumps([DEPTH | {"answers": [{"value": 1, "correct": False}]}]), "no question of it"),
    ],
)
def test_bad_files_are_refused_with_question_and_field(course, tmp_path, text, says):
    file = tmp_path / "sea.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError, match=says):
        read_bank(course, file, None, "en", LANGS)
    assert not (course / "import-reports").exists()


def test_a_name_that_is_none_is_refused(course, tmp_path):
    file = tmp_path / "sea.json"
    file.write_text(json.dumps(ALL), encoding="utf-8")
    with pytest.raises(ContentError, match="--concept Not One: may hold a-z"):
        read_bank(course, file, "Not One", "en", LANGS)
    with pytest.raises(ContentError, match="no such file"):
        read_bank(course, tmp_path / "none.json", None, "en", LANGS)
