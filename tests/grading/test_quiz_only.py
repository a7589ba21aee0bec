"""A set that is all quiz: scored from the saved answers, with no process and no code run."""

import json
import os
from pathlib import Path

import pytest

from carekit.grading.run.local_engine import Job, LocalEngine
from carekit.grading.run.one_process import OneProcess
from carekit.grading.run.worker_spec import engine_of, sealed
from carekit.learner.graded_answers import FILE
from carekit.sandbox.isolation.sandbox import Level
from carekit.sandbox.quiz_scoring import quiz_only
from carekit.sandbox.submission.assignment import Snapshot
from carekit.sandbox.worker import Worker, runs_nothing
from tests.sandbox.sealedset import check, notebook

KEY = [
    {
        "id": "which",
        "use": "graded",
        "bloom": "apply",
        "kind": "multiple",
        "choices": [
            {"id": "a", "right": True},
            {"id": "b", "misconception": "m"},
            {"id": "c", "right": True},
        ],
    },
    {
        "id": "how-many",
        "use": "graded",
        "bloom": "apply",
        "kind": "numeric",
        "answer": 4,
        "tolerance": 0.1,
    },
]
SOURCE = f"""from carekit.answers import read_answers

read_answers("which", "how-many")
### BEGIN HIDDEN TESTS
from carekit.answers import worth

key = [
    {KEY[0]!r},
    {KEY[1]!r},
]
worth(key, points=3)
### END HIDDEN TESTS"""
ENTRY = {"saved": "2026-01-05T12:00:00+00:00", "lang": "en"}


def snapshot(source=SOURCE, *more):
    made = notebook(check("quiz-check", source, 3), *more)
    return Snapshot.from_notebooks({"q.ipynb": json.dumps(made).encode()})


def files(answers=None, raw=None):
    """Return a submission; its notebook would end Python if a cell of it were run."""
    code = {
        "cell_type": "code",
        "id": "own",
        "metadata": {},
        "outputs": [],
        "execution_count": None,
    }
    made = notebook({**code, "source": "import os; os._exit(1)"}, check("quiz-check", SOURCE, 3))
    entries = {name: {"answer": answer, **ENTRY} for name, answer in (answers or {}).items()}
    found = {"q.ipynb": json.dumps(made).encode()}
    if answers is not None:
        found[FILE] = json.dumps({"version": 1, "answers": entries}).encode()
    return found | ({FILE: raw} if raw is not None else {})


def result(worker, submission):
    made = worker.grade(submission)
    book = made["notebooks"]["q"]
    cell = next(one for one in book["notebook"]["cells"] if one["id"] == "quiz-check")
    return book["cells"]["quiz-check"], cell["outputs"], [one["code"] for one in made["flags"]]


SUBMISSIONS = {
    "right": (files({"which": ["a", "c"], "how-many": ["4"]}), 3.0),
    "half": (files({"which": ["a"], "how-many": ["4"]}), 2.25),
    "one": (files({"how-many": ["4"]}), 1.5),
    "wrong": (files({"which": ["b"], "how-many": ["5"]}), 0.0),
    "other-questions": (files({"elsewhere": ["a"]}), 0.0),
    "nothing": (files({}), 0.0),
    "forged": (
        files(raw=b'{"version": 1, "answers": {"which": {"answer": ["a"], "score": 9}}}'),
        0.0,
    ),
    "broken": (files(raw=b'{"version": 1, "answers": NaN'), 0.0),
    "twice": (files(raw=b'{"version": 1, "version": 1, "answers": {}}'), 0.0),
    "no-file": (files(), 0.0),
}


@pytest.fixture(scope="module")
def reading():
    return Worker(snapshot(), level=Level.NONE)


@pytest.fixture(scope="module")
def running():
    """A worker for the same check beside one that is code, so that both are run."""
    with Worker(snapshot(SOURCE, check("code-check", "assert True", 1))) as made:
        yield made


@pytest.mark.parametrize("name", SUBMISSIONS)
def test_points_are_read_off_and_nothing_is_started(reading, name):
    before = Path(f"/proc/self/task/{os.getpid()}/children").read_text()
    submission, points = SUBMISSIONS[name]
    score, _, flags = result(reading, submission)
    assert score["score"] == points
    assert not score["needs_manual"]
    assert ("answers-missing" in flags) == (name == "no-file")
    assert Path(f"/proc/self/task/{os.getpid()}/children").read_text() == before


@pytest.mark.slow
@pytest.mark.parametrize("name", SUBMISSIONS)
def test_what_is_read_off_is_what_the_judge_says(reading, running, name):
    harmless = {
        key: data.replace(b"import os; os._exit(1)", b"pass")
        for key, data in SUBMISSIONS[name][0].items()
    }
    score, outputs, _ = result(reading, harmless)
    expected, shown, _ = result(running, harmless)
    assert score == expected
    for one in (*outputs, *shown):
        # Where a check failed is said by its line; here there is none.
        one.pop("traceback", None)
    assert outputs == shown


CHANGES = [
    ("worth(key, points=3)", "worth(key, points=4)"),
    ("worth(key, points=3)", "worth(key, points=3)\nprint(1)"),
    ("worth(key, points=3)", "worth(key, points=max(3, 2))"),
    ('read_answers("which", "how-many")', 'read_answers("which")'),
    ('read_answers("which", "how-many")', 'read_answers("which", "how-many", *[])'),
    ("import worth", "import worth as read_answers"),
    ("from carekit.answers import worth", "from elsewhere import worth"),
    ("key = [", "other = key = ["),
]


@pytest.mark.parametrize(("old", "new"), CHANGES)
def test_a_check_of_any_other_shape_is_run(old, new):
    assert quiz_only(snapshot().books[0])
    assert not quiz_only(snapshot(SOURCE.replace(old, new)).books[0])


def test_a_set_with_one_check_of_code_needs_processes_and_one_without_does_not(tmp_path):
    (tmp_path / "course_data").mkdir()
    mixed = snapshot(SOURCE, check("code-check", "assert True", 1))
    assert not runs_nothing(mixed)
    assert type(engine_of(sealed(tmp_path, mixed, Level.NONE), 2)) is LocalEngine
    engine = engine_of(sealed(tmp_path, snapshot(), Level.NONE), 2)
    assert type(engine) is OneProcess
    found = dict(engine.run(Job(name, one) for name, (one, _) in SUBMISSIONS.items()))
    points = {
        who: one["notebooks"]["q"]["cells"]["quiz-check"]["score"] for who, one in found.items()
    }
    assert points == {name: points for name, (_, points) in SUBMISSIONS.items()}
