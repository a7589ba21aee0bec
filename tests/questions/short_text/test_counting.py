"""A short text that counts: no accepted word leaves the trainer's machine, and it is graded."""

import json
from pathlib import Path

import pytest

from carekit.authoring.build.bundle import without_keys
from carekit.learner.graded_answers import FILE
from carekit.questions import load_bank
from carekit.questions.judging import judge
from carekit.questions.views.browser import for_browser
from carekit.questions.views.html import on_paper
from carekit.questions.views.key_only import key_of, question_of
from carekit.questions.views.without_key import asked
from carekit.sandbox.isolation.sandbox import Level
from carekit.sandbox.submission.assignment import Snapshot
from carekit.sandbox.worker import Worker
from carekit.widgets.preview import preview
from carekit.widgets.text_form import in_words
from tests.sandbox.sealedset import check, notebook

COURSE = Path(__file__).parents[2] / "browser" / "course"
BANK = COURSE / "course_data" / "quizzes" / "tides.yml"
QUESTION = next(one for one in load_bank(BANK).questions if one.id == "name-of-the-pull")
ENTRIES = (QUESTION, *QUESTION.near, *QUESTION.slips)
KEY = {word for entry in ENTRIES for word in entry.accept.every}
KEY |= {said for entry in ENTRIES for said in entry.why.by_lang().values()}


@pytest.fixture(params=["graded", "exam"])
def counting(request, tmp_path):
    """Return a course whose short text counts."""
    folder = tmp_path / "course_data" / "quizzes"
    folder.mkdir(parents=True)
    head = "- id: name-of-the-pull\n"
    text = BANK.read_text(encoding="utf-8")
    (folder / "tides.yml").write_text(
        text.replace(head, f"{head}    use: {request.param}\n"), encoding="utf-8"
    )
    return tmp_path


def leaked(text):
    return {word for word in KEY if word in text}


def test_the_words_of_the_key_would_be_seen_in_the_bank():
    assert leaked(BANK.read_text(encoding="utf-8")) == KEY


def test_a_learners_copy_holds_what_is_asked_and_no_accepted_word(counting):
    files = without_keys(counting / "course_data" / "quizzes" / "tides.yml")
    [there] = [data.decode() for name, data in files.items() if "/asked/" in name]
    assert "Which force moves the sea?" in there
    assert leaked(there) == set()
    for field in ("accept", "near", "slips", "fold", "typing_mistake", "why", "when_wrong"):
        assert f"{field}:" not in there


def test_neither_card_nor_paper_nor_plain_text_holds_an_accepted_word(counting):
    question = asked(counting)["name-of-the-pull"]
    seen = question.for_browser("seed")
    assert seen == for_browser(QUESTION, "seed")
    assert seen.keys() == {"id", "kind", "ask", "hints"}
    forms = [in_words(question, "seed", lang) for lang in ("en", "zh-Hans", "zh-Hant")]
    assert 'quiz.answer("name-of-the-pull", "…")' in forms[0]
    shown = [json.dumps(seen, ensure_ascii=False), on_paper([seen]), repr(question), *forms]
    assert [leaked(text) for text in shown] == [set()] * len(shown)
    assert "________" in on_paper([seen])


def test_the_key_judges_as_the_question_does_and_holds_no_sentence():
    key = key_of(QUESTION)
    assert leaked(json.dumps(key, ensure_ascii=False)) == {
        word for entry in ENTRIES for word in entry.accept.every
    }
    bare = question_of(key)
    for typed in ("GRAVITY", "gravety", "attraction", "風", "weight", ""):
        full, told = judge(QUESTION, [typed]), judge(bare, [typed])
        assert (told.score, told.misconceptions) == (full.score, full.misconceptions), typed


def test_the_authors_page_shows_every_accepted_word_and_reason():
    page = preview(BANK)
    assert {word for word in KEY if word not in page} == set()


@pytest.fixture(scope="module")
def worker():
    """Return a sealed worker whose one check is a quiz with a short text, worth four points."""
    source = (
        'from carekit.answers import read_answers\n\nread_answers("name-of-the-pull")\n'
        "### BEGIN HIDDEN TESTS\nfrom carekit.answers import worth\n\n"
        f"key = [\n    {key_of(QUESTION)!r},\n]\nworth(key, points=4)\n### END HIDDEN TESTS"
    )
    made = json.dumps(notebook(check("pull", source, 4))).encode()
    return Worker(Snapshot.from_notebooks({"q.ipynb": made}), level=Level.NONE), made


@pytest.mark.parametrize(
    ("answer", "points"),
    [
        (["引力"], 4),
        ([" “Ｇravity” "], 4),
        (["gravety"], 0),
        (["attraction"], 0),
        (["wind"], 0),
        (["gravity", "wind"], 0),
        (["gravity" * 1000], 0),
        ([], 0),
    ],
)
def test_the_sealed_grader_gives_points_for_right_words_only(worker, answer, points):
    grader, made = worker
    entry = {"answer": answer, "saved": "2026-01-05T12:00:00+00:00", "lang": "en"}
    answers = json.dumps({"version": 1, "answers": {"name-of-the-pull": entry}}).encode()
    result = grader.grade({"q.ipynb": made, FILE: answers})
    assert result["notebooks"]["q"]["cells"]["pull"]["score"] == points
