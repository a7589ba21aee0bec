"""A set with a quiz that counts, from its text to the points: stock nbgrader, sealed worker."""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from carekit.authoring.build.exercise import make_exercise
from carekit.authoring.build.leaks import leaks
from carekit.authoring.build.release import make_release
from carekit.common.files import ContentError, sha256
from carekit.common.languages import ENGLISH
from carekit.grading.gradebook.reader import scores
from carekit.learner.graded_answers import FILE, save
from carekit.questions import load_bank, variant_of
from carekit.questions.judging import solution
from carekit.sandbox.isolation.limits import Limits
from carekit.sandbox.submission.assignment import Snapshot
from carekit.sandbox.worker import Worker
from tests.sandbox.sealedset import check

TESTS = Path(__file__).resolve().parents[1]
SMALL, MINI = TESTS / "browser" / "course", TESTS / "authoring" / "mini"
SET, NOW = "lines", datetime(2026, 1, 5, 4, 0, tzinfo=UTC)
TEXT = """---
set: lines
---

+++ {"name": "title"}

:::{heading} 1
en: Lines
zh-Hans: 排队
zh-Hant: 排隊
:::

:::{en}
Answer all questions and save each answer.
:::

:::{zh-Hans}
回答每一题，并保存答案。
:::

:::{zh-Hant}
回答每一題，並儲存答案。
:::

```{code-cell} ipython3
---
name: setup
nbgrader: {locked: true}
---
from carekit import quiz
```

```{code-cell} ipython3
---
name: lines-questions
nbgrader: {locked: true}
---
quiz.graded("counting")
```

```{code-cell} ipython3
---
name: lines-check
nbgrader: {grade: true, locked: true, points: 3}
quiz: [first-in-line, who-waits-twice, how-many-left]
---
```

+++ {"name": "tides"}

:::{en}
Four questions about tides.
:::

:::{zh-Hans}
四道关于潮汐的题。
:::

:::{zh-Hant}
四題關於潮汐的題目。
:::

```{code-cell} ipython3
---
name: tides-questions
nbgrader: {locked: true}
---
quiz.graded("tides")
```

```{code-cell} ipython3
---
name: tides-check
nbgrader: {grade: true, locked: true, points: 6}
quiz: [one-day-at-sea, what-pulls-the-sea, where-is-high-water, mean-level]
---
```
"""
TIDES = ("one-day-at-sea", "what-pulls-the-sea", "where-is-high-water", "mean-level")
CHECK = "quiz: [first-in-line, who-waits-twice, how-many-left]"
FULL = {"first-in-line": ["wei"], "who-waits-twice": ["ana", "wei"], "how-many-left": ["3 people"]}
BANK = {one.id: one for one in load_bank(SMALL / "course_data/quizzes/tides.yml").questions}
# Everybody has the numbers of this variant.
VARIANT = 3
FULL |= {name: solution(variant_of(BANK[name], VARIANT)) for name in TIDES}
PARTS = {
    "one-day-at-sea": ["falls", "lowest", "rises", "highest"],
    "what-pulls-the-sea": ["body=月亮", "why-more=brighter"],
    "where-is-high-water": ["trough"],
    "mean-level": ["0"],
}
# What was answered, and the points of the two checks.
CLASS = {
    "all-right": (FULL, 3.0, 6.0),
    "half-of-one": ({**FULL, "who-waits-twice": ["ana"]}, 2.5, 6.0),
    "one-right": ({"first-in-line": ["wei"], "how-many-left": ["30"]}, 1.0, 0.0),
    "in-parts": ({**FULL, **PARTS}, 3.0, 1.75),
    "every-option": ({"who-waits-twice": ["ana", "kenji", "li-na", "wei"]}, 0.0, 0.0),
    "nothing": ({}, 0.0, 0.0),
}
FORGED = {
    "forged": b'{"version": 1, "answers": {"first-in-line": {"answer": ["wei"], "score": 1}}}',
    "broken": b'{"version": 1, "answers": NaN',
}


def course_at(root, text=TEXT):
    """Write a complete small course with one set."""
    shutil.copytree(SMALL, root)
    (root / "course_data" / "glossary.yml").write_text("[]\n", encoding="utf-8")
    bank = root / "course_data" / "quizzes" / "tides.yml"
    words = bank.read_text(encoding="utf-8")
    for name in TIDES:
        words = words.replace(f"- id: {name}\n", f"- id: {name}\n    use: graded\n")
    bank.write_text(words, encoding="utf-8")
    path = root / "content" / "exercises" / SET / f"{SET}.md"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course whose set is built."""
    root = tmp_path_factory.mktemp("counting") / "course"
    source = make_exercise(root, course_at(root), {})
    release = make_release(root, SET, source)
    for folder, data in (("source", source), ("release", release)):
        (root / folder / SET).mkdir(parents=True)
        (root / folder / SET / f"{SET}.ipynb").write_bytes(data)
    return root


def source_of(notebook, name):
    cells = json.loads(notebook)["cells"]
    return next("".join(cell["source"]) for cell in cells if cell["id"] == name)


def built(course, folder):
    return (course / folder / SET / f"{SET}.ipynb").read_bytes()


def test_the_builder_writes_the_check_and_the_release_keeps_only_what_shows_answers(course):
    full = source_of(built(course, "source"), "lines-check")
    assert "'right': True" in full
    assert "worth(key, points=3)" in full
    assert source_of(built(course, "release"), "lines-check") == (
        "from carekit.answers import read_answers\n\n"
        'read_answers("first-in-line", "who-waits-twice", "how-many-left")'
    )


def test_no_key_is_in_the_release_or_in_the_learners_bundle(course, tmp_path):
    root = shutil.copytree(course, tmp_path / "course")
    for name in ("care", "pyproject.toml", "requirements.lock", "environment.yml", "README.md"):
        (root / name).write_text(f"# {name}\n", encoding="utf-8")
    (root / "LICENSE").write_text("ours\n", encoding="utf-8")
    (root / "carekit").mkdir()
    (root / "carekit" / "__init__.py").write_text("", encoding="utf-8")
    page = root / "content" / "learner" / "readme.md"
    page.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(MINI / "content" / "learner" / "readme.md", page)
    for name in ("glossary.yml", "terms.yml"):
        if (MINI / "course_data" / name).is_file():
            shutil.copy(MINI / "course_data" / name, root / "course_data" / name)
    assert leaks(root) == []
    key = source_of(built(course, "source"), "lines-check").split("\n")[8]
    (root / "carekit" / "key.py").write_text(f"key = [\n{key}\n]\n", encoding="utf-8")
    assert any("carekit/key.py" in str(fault) for fault in leaks(root))


def test_two_builds_have_the_same_bytes(course):
    text = course / "content" / "exercises" / SET / f"{SET}.md"
    assert sha256(make_exercise(course, text, {})) == sha256(built(course, "source"))


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (("[first-in-line, who", "[nobody, who"), "quiz: no question 'nobody' in course_data"),
        (("[first-in-line,", "[kept-for-the-exam,"), "kept for exam use; write use: graded there"),
        (("[first-in-line,", "[how-many-left,"), "quiz: names a question twice"),
        (("grade: true, locked: true, points: 3", "locked: true"), "quiz: gives points; write"),
        (("nbgrader: {grade: true, locked: true, points: 3}", "nbgrader: [grade]"), "a mapping"),
        ((f"{CHECK}\n---\n", f"{CHECK}\n---\nx = 1\n"), "the builder writes this cell; leave it"),
    ],
)
def test_an_authors_mistake_names_the_cell_and_the_remedy(tmp_path, wrong, says):
    path = course_at(tmp_path / "course", TEXT.replace(*wrong))
    with pytest.raises(ContentError, match=rf"lines\.md:\d+: lines-check: .*{says}"):
        make_exercise(tmp_path / "course", path, {})


# --- Stock nbgrader.


@pytest.fixture
def run_nbgrader(course, nbgrader, monkeypatch):
    """Return a function that runs one nbgrader command in the course, in English."""
    monkeypatch.setenv("CAREKIT_LANG", "en")
    return lambda *words: nbgrader(*words, cwd=course, course=course)


def hand_in(folder, release, answers):
    folder.mkdir(parents=True)
    (folder / f"{SET}.ipynb").write_bytes(release)
    for name, answer in answers.items():
        save(folder, name, answer, ENGLISH, NOW, VARIANT if name == "mean-level" else None)


@pytest.mark.slow
def test_stock_autograde_scores_the_file_with_partial_credit(course, run_nbgrader):
    run_nbgrader("generate_assignment", SET, "--force")
    release = built(course, "release")
    for learner, (answers, *_) in CLASS.items():
        hand_in(course / "submitted" / learner / SET, release, answers)
    for learner, raw in FORGED.items():
        hand_in(course / "submitted" / learner / SET, release, {})
        (course / "submitted" / learner / SET / FILE).write_bytes(raw)
    run_nbgrader("autograde", SET)
    table = scores(f"sqlite:///{course / 'gradebook.db'}", SET)
    for who, (_, *points) in CLASS.items():
        mine = table[table["learner"] == who].set_index("cell")["score"]
        assert [mine["lines-check"], mine["tides-check"]] == points, who
    assert table[table["learner"].isin(FORGED)]["score"].sum() == 0
    graded = (course / "autograded" / "all-right" / SET / f"{SET}.ipynb").read_text("utf-8")
    assert "who-waits-twice: ana, wei (2026-01-05 04:00 +0000)" in graded


@pytest.mark.slow
def test_validate_says_whether_an_answer_is_saved_and_not_whether_it_is_right(
    course, run_nbgrader, tmp_path
):
    release = built(course, "release")
    some = {"first-in-line": ["ana"], "where-is-high-water": ["trough"]}
    hand_in(tmp_path / "done", release, some)
    hand_in(tmp_path / "empty", release, {})
    said = run_nbgrader("validate", str(tmp_path / "done" / f"{SET}.ipynb"))
    assert "Success! Your notebook passes all the tests." in said
    said = run_nbgrader("validate", str(tmp_path / "empty" / f"{SET}.ipynb"))
    assert "VALIDATION FAILED ON 2 CELL(S)" in said
    assert "no answer is saved yet" in said


# --- The sealed worker.


def worker_of(course, *more):
    source = json.loads(built(course, "source"))
    source["cells"] += more
    snapshot = Snapshot.from_notebooks(
        {f"{SET}.ipynb": json.dumps(source).encode()}, {f"{SET}.ipynb": built(course, "release")}
    )
    return Worker(snapshot, course=course, limits=Limits(cell_seconds=5, total_seconds=30))


@pytest.fixture(scope="module")
def running(course):
    """A worker that runs everything, because one check of the set is code."""
    with worker_of(course, check("code-check", "assert True", 1)) as made:
        yield made


@pytest.fixture(scope="module", params=["read off", "run"])
def worker(request, course):
    """A worker for the set, all quiz as it is, and one that runs the same checks."""
    if request.param == "run":
        yield request.getfixturevalue("running")
    else:
        with worker_of(course) as made:
            yield made


def sealed(worker, course, folder, answers, raw=None, notebook=None):
    hand_in(folder, notebook or built(course, "release"), answers)
    files = {path.name: path.read_bytes() for path in folder.iterdir()}
    if raw is not None:
        files[FILE] = raw
    return worker.grade(files)


@pytest.mark.slow
@pytest.mark.parametrize("learner", [*CLASS, *FORGED])
def test_the_sealed_worker_gives_the_same_points(worker, course, tmp_path, learner):
    answers, *points = CLASS.get(learner, ({}, 0.0, 0.0))
    result = sealed(worker, course, tmp_path / "work", answers, FORGED.get(learner))
    cells = result["notebooks"][SET]["cells"]
    checks = [cells["lines-check"], cells["tides-check"]]
    assert [check["score"] for check in checks] == points, checks
    assert not any(check["needs_manual"] for check in checks)


@pytest.mark.slow
def test_a_learners_code_finds_no_key_where_it_runs(running, course, tmp_path):
    spy = json.loads(built(course, "release"))
    spy["cells"].append(
        {
            "cell_type": "code",
            "id": "spy",
            "metadata": {},
            "execution_count": None,
            "outputs": [],
            "source": (
                "import os, pathlib\n"
                "root = pathlib.Path(os.environ['CAREKIT_ROOT'])\n"
                "sorted(str(p) for p in root.rglob('*counting*'))"
            ),
        }
    )
    notebook = json.dumps(spy).encode()
    result = sealed(running, course, tmp_path / "work", FULL, notebook=notebook)
    cells = result["notebooks"][SET]["notebook"]["cells"]
    seen = next(cell for cell in cells if "rglob" in "".join(cell["source"]))
    assert "".join(seen["outputs"][0]["data"]["text/plain"]) == "[]"
    shown = json.dumps(next(c for c in cells if c["id"] == "lines-check")["outputs"])
    assert "who-waits-twice: ana, wei" in shown
