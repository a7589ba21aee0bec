"""``docs/authoring.md`` explains every key of every file that an author writes."""

import re

import pytest

from carekit.authoring.build.myst import CELL_KEYS, Front
from carekit.authoring.build.text_rules import FLAGS, TAGS
from carekit.authoring.prose_lint.exemptions import Exemptions
from carekit.authoring.scaffold.course import FILES
from carekit.checks.expect import CheckMessages
from carekit.cli import app
from carekit.common.course import CourseCard
from carekit.questions import Bank
from carekit.questions.exam_forms import Blueprint
from carekit.reports.certificates.criteria import Certificates
from carekit.tables.spec import Tables
from carekit.tables.value_names import ValueNames
from carekit.vocabulary.glossary import Facts, Glossary, HouseTerms, WordList

WORDS = "## Words"
SECTIONS = {
    "## A text: lessons and sets": [Front],
    "## `course_data/course.yml`": [CourseCard],
    "## `course_data/tables.yml`": [Tables, ValueNames],
    "## `course_data/quizzes/NAME.yml`": [Bank],
    "## `course_data/checks/SET.yml`": [CheckMessages],
    "## `course_data/exams/NAME.yml`": [Blueprint],
    "## `course_data/certificates.yml`": [Certificates],
    WORDS: [Glossary, HouseTerms, WordList, Facts, Exemptions],
}
# A text has the languages of the course for its keys.
TEXTS = {"Text", "AcceptedWords"}


@pytest.fixture(scope="module")
def page(root):
    return (root / "docs" / "authoring.md").read_text(encoding="utf-8")


def keys_of(model):
    """Return the names of all fields of a model and of the models inside it."""
    schema = model.model_json_schema(by_alias=True)
    models = {model.__name__: schema, **schema.get("$defs", {})}
    return {
        key
        for name, one in models.items()
        if name not in TEXTS
        for key in one.get("properties", {})
    }


def section(page, heading):
    [_, after] = page.split(f"\n{heading}\n")
    return after.split("\n## ")[0]


@pytest.mark.parametrize("heading", SECTIONS)
def test_each_section_names_every_key_of_its_files(page, heading):
    said = set(re.findall(r"`([\w-]+)", section(page, heading)))
    wanted = set().union(*map(keys_of, SECTIONS[heading]))
    assert sorted(wanted - said) == []


def test_the_tables_explain_no_key_that_does_not_exist(page):
    for heading, models in SECTIONS.items():
        known = set().union(*map(keys_of, models)) | CELL_KEYS | {"languages"}
        rows = re.findall(r"^\| ((?:`\w+`(?:, )?)+) \|", section(page, heading), re.M)
        named = {key for row in rows for key in re.findall(r"`(\w+)`", row)}
        assert sorted(named - known) == [], heading


def test_the_keys_of_cells_are_explained(page):
    said = section(page, "## A text: lessons and sets")
    for key in (*CELL_KEYS, *TAGS, *FLAGS):
        assert f"`{key}" in said, key


def test_every_file_of_a_new_course_is_on_the_page(page):
    named = re.sub(r"NN-NAME|NAME|SET", "*", page)
    for path in FILES:
        if path in (".gitignore", "README.md"):
            continue
        shown = re.sub(r"(01-)?first-topic", "*", path)
        folder = path.rsplit("/", 1)[0] + "/"
        assert shown in named or path in page or f"`{folder}`" in page, path


def test_every_command_on_the_page_exists(page):
    groups = {name.name: name.typer_instance for name in app.registered_groups}
    verbs = {one.name or one.callback.__name__.replace("_", "-") for one in app.registered_commands}
    for verb, word in re.findall(r"(?:`|^   )care ([a-z][a-z-]*) ?([a-z]*)", page, re.M):
        assert verb in verbs | set(groups), verb
        if verb in groups and word:
            inner = groups[verb].registered_commands
            assert word in {one.name or one.callback.__name__ for one in inner}, (verb, word)
