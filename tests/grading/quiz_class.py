"""A class of three that handed in a set that is all quiz, practice and an exam; nothing is run."""

import json
import shutil
import sqlite3
from datetime import UTC, datetime, timedelta

from carekit.common.durable_files import Disk
from carekit.common.languages import ENGLISH, languages
from carekit.grading.course.folders import read_settings, read_snapshot
from carekit.grading.gradebook.register_assignment import register
from carekit.learner.event_log import Record
from carekit.learner.exam_attempt import ExamAttempt, log_file
from carekit.learner.graded_answers import FILE
from carekit.questions.exam_forms import blueprints
from carekit.questions.judging import solution
from carekit.reports.exam_results import form_of
from tests.conftest import ROOT
from tests.grading.test_rekey import SET, build
from tests.sandbox.sealedset import marked, notebook
from tests.vocabulary.test_glossary import CONCEPT, FACTS, MEASURE, TERMS, WORDS

# Whatever is about this learner, a path, a file or an object, has the name in its repr.
LEARNER = "planted-bo"
NINE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TITLE = "## " + "".join(f'<span lang="{lang}">Choosing</span>' for lang in languages())
CARD = """id: small-course
title: &t {en: A small course, zh-Hans: 小课程, zh-Hant: 小課程}
first_notebook: lesson.ipynb
sets:
  - {id: quiz, title: *t}
"""
CERTIFICATES = """concepts: [quiz]
exam: {form: form-a, asked: 3}
claims: &t {en: Nothing more., zh-Hans: 仅此而已。, zh-Hant: 僅此而已。}
kinds:
  - id: completion
    title: *t
    says: *t
    rests_on: *t
    columns: [quiz]
    criteria:
      - {id: lessons, needs: lessons, least: 1, says: *t}
      - {id: final, needs: sat, says: *t}
"""


WORD_FILES = {"glossary": CONCEPT + MEASURE, "terms": TERMS, "facts": FACTS, "words": WORDS}


def with_heading(root, right):
    """Build the set, with the heading above its check that pages for trainers ask for."""
    build(root, right, code="")
    path = root / "source" / SET / f"{SET}.ipynb"
    cells = json.loads(path.read_text("utf-8"))["cells"]
    text = json.dumps(notebook(marked("choosing", "markdown", TITLE, locked=True), *cells))
    path.write_text(text, encoding="utf-8")
    release = root / "release" / SET / path.name
    release.parent.mkdir(parents=True, exist_ok=True)
    release.write_text(text, encoding="utf-8")


def hand_in(root, learner, answer, *, right, step):
    folder = root / "submitted" / learner
    (folder / SET).mkdir(parents=True)
    shutil.copy(root / "source" / SET / f"{SET}.ipynb", folder / SET)
    entry = {"saved": "2026-01-05T12:00:00+00:00", "lang": "en"}
    # The second names the learner in the file, and is asked in no set.
    answers = {"which": {"answer": [answer], **entry}, learner: {"answer": ["x"], **entry}}
    whole = json.dumps({"version": 1, "answers": answers})
    (folder / SET / FILE).write_text(whole, encoding="utf-8")
    practice = Record(folder, learner, lambda: NINE, lambda: f"{learner}-practice")
    practice.answered("quiz/which", ["one"], score=1, right=True, lang=ENGLISH)
    times = iter(NINE + timedelta(seconds=step * n) for n in range(100))
    numbers = iter(range(100))
    log = {"clock": lambda: next(times), "new_id": lambda: f"{learner}-{next(numbers)}"}
    record = Record(folder, learner, log=log_file("form-a"), **log)
    form = form_of(root, "form-a")
    paper = ExamAttempt.of("form-a", blueprints(root)["form-a"], form.ids, record)
    paper.start(ENGLISH)
    for name in form.ids[:right]:
        drawn = {"variant": 1} if form.questions[name].draw else {}
        paper.answer(name, solution(form.questions[name]), ENGLISH, **drawn)
    paper.hand_in(ENGLISH)


def make(root):
    """Make a course in which three learners handed in the set, practice and an exam."""
    shutil.copytree(ROOT / "tests" / "browser" / "course", root)
    (root / "course_data" / "course.yml").write_text(CARD, encoding="utf-8")
    (root / "course_data" / "certificates.yml").write_text(CERTIFICATES, encoding="utf-8")
    for name, text in WORD_FILES.items():
        path = root / "course_data" / f"{name}.yml"
        path.write_text(text.replace("brewing", "quiz"), encoding="utf-8")
    config = 'c = get_config()\nc.CourseDirectory.course_id = "sea"\n'
    (root / "nbgrader_config.py").write_text(config, encoding="utf-8")
    with_heading(root, "one")
    for number, (learner, answer) in enumerate(
        (("ana", "one"), (LEARNER, "two"), ("cy", "two")), start=1
    ):
        hand_in(root, learner, answer, right=number % 3, step=number)
    # Making a gradebook takes nbgrader seconds: once for all.
    register(read_settings(root), SET, read_snapshot(root, SET), Disk())


def points(root):
    with sqlite3.connect(root / "gradebook.db") as book:
        return dict(
            book.execute(
                "select s.student_id, g.auto_score from grade g "
                "join submitted_notebook n on n.id = g.notebook_id "
                "join submitted_assignment s on s.id = n.assignment_id"
            )
        )
