"""The kit's tests do not know this course: none of its sets, lessons, concepts or tables is named.

What is looked for is read from the course. An id of several words can mean nothing else and is
looked for anywhere; one that is an ordinary word as well is looked for where it names a file or a
part of a course.
"""

import re
from functools import cache

from carekit.common.course import card
from carekit.questions import load_banks
from carekit.tables.spec import read_spec
from carekit.vocabulary.glossary import load_glossary
from tests.conftest import ROOT
from tests.content.test_house import text_of, tracked

OF_THE_COURSE = ("tests/content/", "tests/notebooks/")
# These open the course's notebooks in a browser, start it, or grade its sets beside stock nbgrader;
# they wait for a small course of their own.
STILL = {
    *(f"tests/browser/{name}.py" for name in ("looking", "take_screenshots")),
    *(f"tests/browser/test_{name}.py" for name in ("extension_in_lab", "finding", "formgrader")),
    *(f"tests/browser/test_{name}_in_lab.py" for name in ("listen", "lookup", "review")),
    "tests/cli/test_one_language.py",
    *(f"tests/labextension/test_{name}.py" for name in ("course_pages", "learner_standing")),
    "tests/learner/test_hand_in.py",
    "tests/sandbox/test_at_home.py",
    "tests/start/test_start.py",
}


@cache
def ids():
    """Return the ids of this course: of sets, lessons, concepts, measures, questions and tables."""
    words = load_glossary(ROOT)
    questions = {one.id for bank in load_banks(ROOT).values() for one in bank.questions}
    return (
        {one.id for one in card(ROOT).sets}
        | {path.stem for path in (ROOT / "content" / "lessons").glob("*.md")}
        | {one.id for one in (*words.concepts, *words.measures)}
        | questions
        | set(read_spec(ROOT).names)
    )


@cache
def names():
    """Return a pattern of what only a test of this course says."""
    several = [one for one in ids() if "-" in one]
    words = [one for one in ids() if "-" not in one]
    of_file = rf"(?:{'|'.join(words)})\.ipynb"
    of_course = rf"(?:notebooks|tables|source|release|quizzes|exercises)/(?:{'|'.join(words)})\b"
    whole = rf"(?<![\w-])(?:{'|'.join(map(re.escape, several))})(?![\w-])"
    return re.compile(rf"{whole}|\b{of_file}|\b{of_course}")


def named(path):
    return sorted(set(names().findall(text_of(path) or "")))


def files_of_the_kit():
    return [
        path.relative_to(ROOT).as_posix()
        for path in tracked(ROOT, "tests")
        if not path.relative_to(ROOT).as_posix().startswith(OF_THE_COURSE)
    ]


def test_no_test_of_the_kit_names_a_part_of_this_course():
    found = {path: named(ROOT / path) for path in files_of_the_kit()}
    assert {path: what for path, what in found.items() if what and path not in STILL} == {}


def test_whoever_no_longer_names_this_course_is_taken_off_the_list():
    assert {path for path in STILL if not named(ROOT / path)} == set()


def test_a_name_is_found_in_each_of_its_forms():
    several = next(one for one in ids() if "-" in one)
    word = next(one for one in ids() if "-" not in one)
    table = next(iter(read_spec(ROOT).names))
    for said in (f'SET = "{several}"', f"{word}.ipynb", f"course_data/tables/{table}.csv"):
        assert names().search(said), said
    for said in (f"no-{several}", f"{several}-more", f'"{word}"', f"no_{word}.ipynb"):
        assert not names().search(said), said
