"""Before a run a quiz shows its questions in words: stored by the builder, kept by the release."""

import json
import shutil
from pathlib import Path

import pytest
from nbclient import NotebookClient
from nbconvert import HTMLExporter

from carekit.authoring.build.lesson import make_lesson
from carekit.authoring.build.quiz_text import is_unrun, outputs
from carekit.common.files import ContentError
from carekit.questions import load_bank

COURSE = Path(__file__).resolve().parents[1] / "browser" / "course"
TEXT = """---
concept: tides
---

+++ {"name": "title"}

:::{heading} 1
en: Tides
zh-Hans: 潮汐
zh-Hant: 潮汐
:::

```{code-cell} ipython3
---
name: setup
---
from carekit import quiz
```

```{code-cell} ipython3
---
name: every-kind
---
quiz("tides")
```

```{code-cell} ipython3
---
name: counted
---
quiz.graded("counting", "first-in-line", "who-waits-twice")
```
"""
SECRETS = ("stands highest.", "Down first", "nearest neighbour", "No point lies", "Before all")
SECRETS += ("misconception", "tolerance", "r-manchao", "when_wrong", "counted-all")


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    root = tmp_path_factory.mktemp("paper") / "course"
    shutil.copytree(COURSE, root)
    path = root / "content" / "lessons" / "01-tides.md"
    path.parent.mkdir(parents=True)
    path.write_text(TEXT, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def built(course):
    """Return the lesson as the builder makes it."""
    import nbformat

    made = make_lesson(course, course / "content" / "lessons" / "01-tides.md", {})
    return nbformat.reads(made.decode(), as_version=4)


def asks(root):
    """Return what the two cells ask, in every language; drawn numbers left out."""
    tides = load_bank(root / "course_data/quizzes/tides.yml").questions
    counting = load_bank(root / "course_data/quizzes/counting.yml").questions[:2]
    plain = [one.ask for one in (*tides, *counting) if not one.draw]
    return [said for text in plain for said in text.by_lang().values()]


def check(html, root):
    assert [said for said in asks(root) if said not in html] == []
    assert "Levels of" in html
    assert "{{" not in html
    assert [secret for secret in SECRETS if secret in html] == []


def test_a_page_made_of_an_unrun_notebook_has_every_question_and_no_key(built, course):
    html, _ = HTMLExporter().from_notebook_node(built)
    check(html, course)


@pytest.mark.slow
def test_a_page_made_of_a_notebook_that_ran_has_them_too(built, course, tmp_path, monkeypatch):
    import copy

    monkeypatch.setenv("CAREKIT_ROOT", str(course))
    monkeypatch.setenv("CAREKIT_RECORD", str(tmp_path / "record"))
    ran = copy.deepcopy(built)
    where = {"metadata": {"path": str(tmp_path)}}
    NotebookClient(ran, timeout=60, resources=where).execute()
    cell = next(one for one in ran.cells if one.id == "every-kind")
    assert not any(map(is_unrun, cell.outputs))
    # The state of live widgets is no part of what a page shows without a kernel.
    ran.metadata.pop("widgets")
    html, _ = HTMLExporter().from_notebook_node(ran)
    check(html, course)
    assert html.count('class="care-twin"') == 2


def test_two_builds_have_the_same_bytes_and_only_quizzes_have_outputs(built, course):
    path = course / "content" / "lessons" / "01-tides.md"
    assert make_lesson(course, path, {}) == make_lesson(course, path, {})
    shown = {one.id for one in built.cells if one.get("outputs")}
    assert shown == {"every-kind", "counted"}


def test_a_release_keeps_the_questions_and_clears_what_a_run_left():
    import nbformat

    from carekit.authoring.build.clear_outputs import ClearRuns

    [words] = outputs(COURSE, 'quiz.graded("counting")')
    result = nbformat.v4.new_output("stream", text="7")
    cell = nbformat.v4.new_code_cell("x", outputs=[nbformat.from_dict(words), result])
    cell.execution_count = 3
    cleared, _ = ClearRuns().preprocess_cell(cell, {}, 0)
    assert cleared.outputs == [words]
    assert cleared.execution_count is None


@pytest.mark.parametrize(
    "source",
    ["x = quiz('tides')", "print('tides')", "quiz(name)", "%matplotlib", "other.quiz('tides')"],
)
def test_a_cell_that_shows_no_card_has_no_output(source):
    assert outputs(COURSE, source) == []


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ('quiz("tides", "nobody")', "no practice question nobody of tides; known: "),
        ('quiz("rivers")', "no quiz for 'rivers'"),
        ('quiz.graded("counting", "kept-for-the-exam")', "no graded question kept-for-the-exam"),
    ],
)
def test_a_question_that_is_not_there_is_the_authors_mistake(course, source, says):
    path = course / "content" / "lessons" / "02-wrong.md"
    path.write_text(TEXT.replace('quiz("tides")', source), encoding="utf-8")
    with pytest.raises(ContentError, match=rf"02-wrong\.md:\d+: every-kind: quiz: .*{says}"):
        make_lesson(course, path, {})


def test_the_words_are_the_same_for_a_learners_copy(course, tmp_path):
    from carekit.authoring.build.bundle import without_keys

    copy = shutil.copytree(course, tmp_path / "copy")
    for path in sorted((copy / "course_data/quizzes").glob("*.yml")):
        given = without_keys(path)
        path.unlink()
        for name, data in given.items():
            (copy / name).parent.mkdir(exist_ok=True)
            (copy / name).write_bytes(data)
    source = 'quiz.graded("counting")'
    assert json.dumps(outputs(copy, source)) == json.dumps(outputs(course, source))
